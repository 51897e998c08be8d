"""Giving a person to a volunteer, who may see them from then on, and taking them back. Callers commit."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from messaging.sending import outbox
from navigator.db import db
from navigator.people.models import Person, Role, Staff
from navigator.people.operations import record_audit
from navigator.people.support_models import Given
from navigator.people.texting import text_person


class CannotBeGiven(Exception):
    """People are given to volunteers of their own team who have not left."""


class GivenAlready(Exception):
    """This volunteer helps this person already."""


def give(*, person: Person, volunteer: Staff, by: Staff, now: datetime, note: str = "", tells: bool = True) -> Given:
    """`volunteer` helps this person from now on. Raises `CannotBeGiven` and `GivenAlready`."""
    if volunteer.role is not Role.VOLUNTEER or volunteer.team_id != person.team_id or volunteer.left_at is not None:
        raise CannotBeGiven
    given = Given(person_id=person.id, volunteer_id=volunteer.id, since=now, note=note, given_by_id=by.id)
    try:
        with db.session.begin_nested():
            db.session.add(given)
    except IntegrityError:
        raise GivenAlready from None
    record_audit(action="given", staff_id=by.id, person_id=person.id, detail=f"to {volunteer.email}", now=now)
    if tells:
        text_person(
            person=person,
            template="someone_new",
            values={"navigator_name": volunteer.name, "team_name": volunteer.team.name},
            dedupe_key=f"someone-new {given.id}",
            about_id=given.id,
            now=now,
        )
    return given


def take_back(*, given: Given, by: Staff | None, now: datetime) -> None:
    """The volunteer does not see the person any more. Twice changes nothing."""
    if given.until is not None:
        return
    given.until, given.taken_back_by_id = now, by.id if by else None
    db.session.flush()
    outbox.cancel_planned(about_id=given.id, cause="taken_back", now=now)
    detail = f"from {given.volunteer.email}"
    record_audit(action="taken_back", staff_id=by.id if by else None, person_id=given.person_id, detail=detail, now=now)


def take_all_back(
    *, now: datetime, person_id: uuid.UUID | None = None, volunteer_id: uuid.UUID | None = None, by: Staff | None = None
) -> int:
    """End everything that is given of one person, or to one volunteer. Says how much."""
    wanted = select(Given).where(Given.until.is_(None))
    if person_id is not None:
        wanted = wanted.where(Given.person_id == person_id)
    if volunteer_id is not None:
        wanted = wanted.where(Given.volunteer_id == volunteer_id)
    found = db.session.scalars(wanted).all()
    for given in found:
        take_back(given=given, by=by, now=now)
    return len(found)


def list_given(person_id: uuid.UUID) -> list[Given]:
    """The volunteers who help a person, and those who did, the latest first. For a person the caller may see."""
    return list(
        db.session.scalars(
            select(Given)
            .where(Given.person_id == person_id)
            .order_by(Given.until.is_not(None), Given.since.desc(), Given.id.desc())
        )
    )
