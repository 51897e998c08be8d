"""Who may see which person: the one table of it. Every page, API and export asks here."""

import uuid
from collections.abc import Callable

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import aliased

from navigator.db import db
from navigator.people.models import Person, Role, Staff
from navigator.people.support_models import Given


class PersonNotFound(Exception):
    """There is no such person, or this member of staff may not know of them: the two look the same from outside."""


def _own_people(staff: Staff) -> ColumnElement[bool]:
    """Whom they coordinate, and whom they are given: two look-ups by index, as one set."""
    coordinated = aliased(Person)
    given = select(Given.person_id).where(Given.volunteer_id == staff.id, Given.until.is_(None))
    return Person.id.in_(select(coordinated.id).where(coordinated.navigator_id == staff.id).union_all(given))


def _own_team(staff: Staff) -> ColumnElement[bool]:
    return Person.team_id == staff.team_id


def _nobody(staff: Staff) -> ColumnElement[bool]:
    return false()


MAY_SEE: dict[Role, Callable[[Staff], ColumnElement[bool]]] = {
    Role.NAVIGATOR: _own_team,  # a colleague answers when the navigator is away
    Role.TEAM_LEAD: _own_team,
    Role.VOLUNTEER: _own_people,  # nobody else's, and nobody's any more once they are taken back
    Role.ADMINISTRATOR: _nobody,  # looks after the service, not after people
}


WORKS_WITH_PEOPLE = frozenset(role for role, sees in MAY_SEE.items() if sees is not _nobody)
"""The roles that may know of people at all."""


def seen_by(staff: Staff) -> ColumnElement[bool]:
    """The condition on `Person` that keeps a query to the people this member of staff may see."""
    return MAY_SEE[staff.role](staff)


def get_person(*, staff: Staff, person_id: uuid.UUID) -> Person:
    """One person, if this member of staff may see them. Raises `PersonNotFound`."""
    person = db.session.scalar(select(Person).where(Person.id == person_id, seen_by(staff)))
    if person is None:
        raise PersonNotFound(person_id)
    return person


def list_ids_seen_by(*, staff: Staff, person_ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these people this member of staff may see."""
    return set(db.session.scalars(select(Person.id).where(Person.id.in_(person_ids), seen_by(staff))))
