"""A person's coordinator, one at any time, and since when. (Handing over, with all that follows from it: `handing_over`.)"""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from navigator.db import db
from navigator.people.models import Person, Role, Staff
from navigator.people.support_models import Coordination, WhyCoordinates

STANDS_IN = (Role.TEAM_LEAD, Role.NAVIGATOR)  # in this order


class NobodyToStandIn(Exception):
    """Nobody works in this team who could answer for a person without a coordinator of their own."""


def begin(*, person: Person, why: WhyCoordinates, made_by_id: uuid.UUID | None, now: datetime, note: str = "") -> Coordination:
    """Write down that `person.navigator` is their coordinator from now on. Whoever was it before has been ended."""
    coordination = Coordination(
        person_id=person.id, staff_id=person.navigator.id, since=now, why=why, note=note, made_by_id=made_by_id
    )
    if made_by_id == person.navigator.id:
        coordination.seen_at = now  # they did it themselves
    db.session.add(coordination)
    db.session.flush()
    return coordination


def find_open(person_id: uuid.UUID) -> Coordination | None:
    """The time that goes on; None only for a person who was written down before there were such times."""
    return db.session.scalar(select(Coordination).where(Coordination.person_id == person_id, Coordination.until.is_(None)))


def is_waiting(person_id: uuid.UUID) -> bool:
    """Whether somebody stands in for the coordinator this person waits for."""
    standing = find_open(person_id)
    return standing is not None and standing.why is WhyCoordinates.STANDING_IN


def list_coordinations(person_id: uuid.UUID) -> list[Coordination]:
    """Everybody who ever was a person's coordinator, the latest first. For a person the caller may see."""
    return list(
        db.session.scalars(
            select(Coordination)
            .where(Coordination.person_id == person_id)
            .order_by(Coordination.until.is_not(None), Coordination.since.desc(), Coordination.id.desc())
        )
    )


def waits_for_coordinator() -> ColumnElement[bool]:
    """The condition on `Person`: somebody stands in for the coordinator they wait for."""
    return (
        select(Coordination.id)
        .where(
            Coordination.person_id == Person.id,
            Coordination.until.is_(None),
            Coordination.why == WhyCoordinates.STANDING_IN,
        )
        .exists()
    )


def find_stand_in(*, team_id: uuid.UUID, except_ids: Collection[uuid.UUID] = ()) -> Staff:
    """Who answers for the people of a team who wait for a coordinator: the lead, or the navigator with the fewest people.

    Raises `NobodyToStandIn`.
    """
    theirs = aliased(Person)
    people = (
        select(func.count()).select_from(theirs).where(theirs.navigator_id == Staff.id, theirs.closed_at.is_(None))
    ).scalar_subquery()
    found = db.session.scalars(
        select(Staff)
        .where(Staff.team_id == team_id, Staff.left_at.is_(None), Staff.role.in_(STANDS_IN), Staff.id.not_in(except_ids))
        .order_by(Staff.role != Role.TEAM_LEAD, people, Staff.id)
        .limit(1)
    ).first()
    if found is None:
        raise NobodyToStandIn(team_id)
    return found
