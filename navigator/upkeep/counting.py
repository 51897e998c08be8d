"""Counting how often listings are found and opened by people: not by our own staff, nor by editors, nor by machines that say so.

Connected to the directory's signals by navigator.app. What is counted is written a few seconds later, by a timer of its own, so
that no page waits for the database to write.
"""

import atexit
import logging
import re
import threading
import uuid
from collections.abc import Sequence

from flask import Flask, current_app, request
from sqlalchemy.exc import SQLAlchemyError

from directory.upkeep import counts
from navigator.db import begin_writing, db
from navigator.people import staff_sessions
from navigator.times import LONDON, utc_now
from navigator.upkeep import editor_sessions

WRITTEN_AFTER = 5.0  # seconds
MACHINES = re.compile(r"bot\b|crawl|spider|slurp|preview|monitor|^curl/|^wget/|python-", re.IGNORECASE)

log = logging.getLogger(__name__)


class Counting:
    """One process's tally, and the timer that writes it. Without `by_itself` it is written when `write` is called."""

    def __init__(self, app: Flask, *, by_itself: bool) -> None:
        self.tally = counts.Tally()
        self._app, self._by_itself = app, by_itself
        self._turn = threading.Lock()
        self._is_waiting = False

    def write_soon(self) -> None:
        """Something was counted: have it written in a few seconds."""
        with self._turn:
            if not self._by_itself or self._is_waiting:
                return
            self._is_waiting = True
        atexit.unregister(self.write)
        atexit.register(self.write)  # what was counted last is written when the process is asked to stop
        timer = threading.Timer(WRITTEN_AFTER, self.write)
        timer.daemon = True
        timer.start()

    def write(self) -> None:
        """Write what was counted. A database that cannot take it now loses it: counts are not worth an error."""
        with self._turn:
            self._is_waiting = False
        counted = self.tally.take()
        if not counted:
            return
        with self._app.app_context():
            begin_writing()
            try:
                counts.write(db.session(), counted)
                db.session.commit()
            except SQLAlchemyError:
                db.session.rollback()
                log.warning("the counts of %s listings could not be written", len(counted), exc_info=True)


def init_app(app: Flask, *, by_itself: bool) -> None:
    """Teach `app` to count. `by_itself`: a timer writes; a test or a command does it when it likes."""
    app.extensions["listing_counts"] = Counting(app, by_itself=by_itself)


def counting() -> Counting:
    """The current application's."""
    found = current_app.extensions["listing_counts"]
    assert isinstance(found, Counting)  # noqa: S101 - told to mypy: init_app put it there
    return found


def note_found(sender: object, *, ids: Sequence[uuid.UUID]) -> None:
    """A page of what a search found was looked at."""
    if ids and _is_somebody():
        counting().tally.note_found(ids, day=utc_now().astimezone(LONDON).date())
        counting().write_soon()


def note_shown(sender: object, *, service_id: uuid.UUID) -> None:
    """A listing's page was opened."""
    if _is_somebody():
        counting().tally.note_shown(service_id, day=utc_now().astimezone(LONDON).date())
        counting().write_soon()


def _is_somebody() -> bool:
    if request.method != "GET" or MACHINES.search(request.user_agent.string):
        return False
    return staff_sessions.find_current_staff() is None and editor_sessions.find_current_editor() is None
