"""Whose people a list is of: one member of staff's own, or their whole team's."""

from enum import StrEnum

from sqlalchemy import ColumnElement

from navigator.people.access import seen_by
from navigator.people.models import Person, Role, Staff


class Whose(StrEnum):
    """Whose people a caseload is of."""

    MINE = "mine"
    TEAM = "team"


def people_of(staff: Staff, whose: Whose) -> list[ColumnElement[bool]]:
    """The people of a caseload: those still supported, whom this member of staff may see, and who are theirs or their team's."""
    people = [seen_by(staff), Person.closed_at.is_(None)]
    if whose is Whose.MINE or staff.role is Role.VOLUNTEER:
        people.append(Person.navigator_id == staff.id)
    return people
