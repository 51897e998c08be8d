"""Browsers on which somebody is signed in already, for tests of what comes after (signing in itself has its own tests)."""

from collections.abc import Callable

from flask import Flask, session

from directory.upkeep.models import ListingEditor
from navigator.people import person_sessions, staff_sessions
from navigator.people.models import Person, Staff
from navigator.upkeep import editor_sessions
from tests.strict_client import StrictClient


def browser_of_staff(app: Flask, staff: Staff) -> StrictClient:
    return _browser(app, lambda: staff_sessions.sign_in(staff))


def browser_of_person(app: Flask, person: Person) -> StrictClient:
    """The browser has the person's language, as their phone would."""
    return _browser(app, lambda: person_sessions.begin(person))


def browser_of_editor(app: Flask, editor: ListingEditor) -> StrictClient:
    return _browser(app, lambda: editor_sessions.begin(editor))


def _browser(app: Flask, begin: Callable[[], None]) -> StrictClient:
    with app.test_request_context():
        begin()
        kept = dict(session)
        permanent = session.permanent
    client = app.test_client()
    assert isinstance(client, StrictClient)
    with client.session_transaction() as cookie:
        cookie.update(kept)
        cookie.permanent = permanent
    return client
