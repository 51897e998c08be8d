"""Writing down, from a page or the API, that somebody looked at a person or at a list of people."""

import uuid
from collections.abc import Iterable

from navigator.db import begin_writing, db
from navigator.people.operations import record_audit
from navigator.times import utc_now


def looked_at(*, staff_id: uuid.UUID, person_id: uuid.UUID, page: str) -> None:
    """Call it last, with the page already made. It has a transaction of its own: one that began by reading cannot
    always go on to write on SQLite (somebody else may have written since), and a page must not fail for that.
    """
    db.session.rollback()
    begin_writing()
    record_audit(action="looked_at", staff_id=staff_id, person_id=person_id, detail=page, now=utc_now())
    db.session.commit()


def gave(*, staff_id: uuid.UUID, person_id: uuid.UUID, what: str) -> None:
    """As `looked_at`, for the API: what was read stays as it was read, and is given without being read again."""
    db.session.expunge_all()
    looked_at(staff_id=staff_id, person_id=person_id, page=f"api: {what}")


def looked_through(*, staff_id: uuid.UUID, person_ids: Iterable[uuid.UUID], page: str) -> None:
    """As `looked_at`, of everybody on one page of a list: one entry, which names them.

    What was read stays as it was read, so that it can be given without being read again row by row.
    """
    named = " ".join(dict.fromkeys(str(person_id) for person_id in person_ids))
    db.session.expunge_all()
    db.session.rollback()
    begin_writing()
    record_audit(action="looked_through", staff_id=staff_id, person_id=None, detail=f"{page}: {named}", now=utc_now())
    db.session.commit()
