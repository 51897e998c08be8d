"""Who may see which person: the one table of it. Every page, API and export asks here."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import aliased

from navigator.db import db
from navigator.people.circle_models import CircleGrant, CircleMember, Scope
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


class Part(StrEnum):
    """What there is on the pages of somebody who helps a person."""

    HOME = "home"  # that they help, and how far
    APPOINTMENTS = "appointments"
    STEPS = "steps"
    PLAN = "plan"
    MESSAGES = "messages"
    ANSWERING = "answering"
    VISITS = "visits"
    TEAM = "team"
    PREPARING = "preparing"


# What of a person a carer may see or do, by any of the scopes the person gave them. What is private is in none of it.
CARER_MAY: dict[Part, frozenset[Scope]] = {
    Part.HOME: frozenset(Scope),
    Part.APPOINTMENTS: frozenset({Scope.APPOINTMENT, Scope.PLAN}),
    Part.STEPS: frozenset({Scope.STEPS, Scope.PLAN}),
    Part.PLAN: frozenset({Scope.PLAN}),
    Part.MESSAGES: frozenset({Scope.MESSAGES}),
    Part.ANSWERING: frozenset({Scope.ANSWER}),
    Part.VISITS: frozenset({Scope.VISITS}),
    Part.TEAM: frozenset({Scope.TEAM}),
    Part.PREPARING: frozenset({Scope.PREPARE}),
}


@dataclass(frozen=True)
class Helped:
    """A person as one member of their circle may know them now."""

    member: CircleMember
    person: Person
    scopes: frozenset[Scope]

    def may(self, part: Part) -> bool:
        return part is Part.HOME or bool(self.scopes & CARER_MAY[part])


def get_helped(*, held: Collection[CircleMember], member_id: uuid.UUID, part: Part, now: datetime) -> Helped:
    """The person somebody helps, as far as `part` of their pages. `held`: who this browser is, in whose circle.

    Raises `PersonNotFound`, the same for an id that never was, one that is another's, one that has ended, and a scope that
    is not given (any more).
    """
    member = next((member for member in held if member.id == member_id), None)
    if member is None or member.confirmed_at is None or member.ended_at is not None or member.person.closed_at is not None:
        raise PersonNotFound(member_id)
    helped = Helped(member, member.person, scopes_at(member.id, now=now))
    if not helped.may(part):
        raise PersonNotFound(member_id)
    return helped


def scopes_at(member_id: uuid.UUID, *, now: datetime) -> frozenset[Scope]:
    """What a member of a circle is given at this moment."""
    grants = db.session.scalars(select(CircleGrant).where(CircleGrant.member_id == member_id, CircleGrant.ended_at.is_(None)))
    return frozenset(grant.scope for grant in grants if grant.holds_at(now))
