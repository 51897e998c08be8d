"""Whose people a list is of: those one member of staff answers for, or their whole team's."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement

from navigator.people.access import seen_by
from navigator.people.models import Person, Role, Staff
from navigator.teams.cover import answered_by
from navigator.times import LONDON


class Whose(StrEnum):
    """Whose people a caseload is of."""

    MINE = "mine"
    TEAM = "team"


def supported_people(staff: Staff) -> list[ColumnElement[bool]]:
    """Everybody still supported whom this member of staff may see."""
    return [seen_by(staff), Person.closed_at.is_(None)]


def people_of(staff: Staff, whose: Whose, *, now: datetime) -> list[ColumnElement[bool]]:
    """The people of a caseload: those still supported, whom this member of staff may see, and who are theirs or their team's.

    Theirs are also the people of a colleague whom they cover today. A volunteer has whom they coordinate, and whom they are
    given.
    """
    people = supported_people(staff)
    if whose is Whose.MINE and staff.role is not Role.VOLUNTEER:
        people.append(answered_by(staff.id, today=now.astimezone(LONDON).date()))
    return people
