"""The person looking at their own plan, in the same browser cookie as everything else but a life of its own."""

import uuid
from datetime import UTC, datetime, timedelta

from flask import session

from navigator.db import db
from navigator.people.models import Person

LASTS = timedelta(days=30)  # a phone is a personal thing; the plan is two taps away, and "sign out" is on every page


def begin(person: Person) -> None:
    """The code was right: this browser is the person's, and speaks their language unless they chose another here."""
    chosen = session.get("language")
    session.clear()
    session.update(
        person_id=str(person.id),
        person_epoch=person.session_epoch,
        person_until=(datetime.now(UTC) + LASTS).timestamp(),
        language=chosen or person.language,
    )
    session.permanent = True


def end() -> None:
    session.clear()


def find_current_person() -> Person | None:
    """Whose plan this browser may show; None when nobody's."""
    person_id, until = session.get("person_id"), session.get("person_until", 0.0)
    if not person_id or until < datetime.now(UTC).timestamp():
        return None
    person = db.session.get(Person, uuid.UUID(person_id))
    if person is None or person.closed_at is not None or person.session_epoch != session.get("person_epoch"):
        return None
    return person


def current_person() -> Person:
    """Whose plan this is, behind a door that only lets the person through."""
    person = find_current_person()
    if person is None:
        raise RuntimeError("a page for a person is behind a door without a person guard")
    return person
