"""Programmes people are in for a time: beginning, ending with a reason, and what our own ending ends. Callers commit."""

import uuid
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from navigator.db import db
from navigator.people.models import Person, Staff, WhyClosed
from navigator.people.operations import record_audit
from navigator.people.support_models import Enrolment, Programme, WhyLeft
from navigator.times import LONDON

BECAUSE_CLOSED = {
    WhyClosed.FINISHED: WhyLeft.FINISHED,
    WhyClosed.MOVED_AWAY: WhyLeft.MOVED_AWAY,
    WhyClosed.LOST_TOUCH: WhyLeft.LOST_TOUCH,
    WhyClosed.DO_NOT_CONTACT: WhyLeft.WANTS_NO_MORE,
    WhyClosed.DIED: WhyLeft.DIED,
}


class EnrolledAlready(Exception):
    """They are in this programme already, or were on that day."""


class ProgrammeClosed(Exception):
    """Nobody new comes into this programme, or it is another locality's."""


class EndsBeforeItBegins(Exception):
    """A time in a programme lasts a day at least."""


class CannotGoOn(Exception):
    """It cannot be taken back: they are in this programme again already, or are not supported any more."""


def list_programmes(locality_id: uuid.UUID, *, only_open: bool = False) -> list[Programme]:
    """The programmes of a locality, by name; with `only_open`, those somebody can come into."""
    wanted = select(Programme).where(Programme.locality_id == locality_id)
    if only_open:
        wanted = wanted.where(Programme.is_open)
    return list(db.session.scalars(wanted.order_by(Programme.name, Programme.id)))


def list_enrolments(person_id: uuid.UUID) -> list[Enrolment]:
    """Every programme a person was in, what goes on first, then the latest. For a person the caller may see."""
    return list(
        db.session.scalars(
            select(Enrolment)
            .where(Enrolment.person_id == person_id)
            .order_by(Enrolment.ends_on.is_not(None), Enrolment.starts_on.desc(), Enrolment.id.desc())
        )
    )


def enrol(
    *,
    person: Person,
    programme: Programme,
    starts_on: date,
    baseline_on: date | None = None,
    staff: Staff,
    now: datetime,
) -> Enrolment:
    """`person` is in `programme` from `starts_on`. Raises `ProgrammeClosed` and `EnrolledAlready`."""
    if not programme.is_open or programme.locality_id != person.team.locality_id:
        raise ProgrammeClosed
    if _overlaps(person_id=person.id, programme_id=programme.id, starts_on=starts_on):
        raise EnrolledAlready
    enrolment = Enrolment(
        person_id=person.id,
        programme=programme,
        starts_on=starts_on,
        baseline_on=baseline_on,
        enrolled_by_id=staff.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(enrolment)
    except IntegrityError:
        raise EnrolledAlready from None
    record_audit(action="enrolled", staff_id=staff.id, person_id=person.id, detail=programme.name, now=now)
    return enrolment


def note_baseline(*, enrolment: Enrolment, on: date | None, staff: Staff, now: datetime) -> None:
    """When it was asked how things stood at the start."""
    if enrolment.baseline_on == on:
        return
    enrolment.baseline_on = on
    detail = f"{enrolment.programme.name}: {on or 'none'}"
    record_audit(action="baseline_noted", staff_id=staff.id, person_id=enrolment.person_id, detail=detail, now=now)


def end(*, enrolment: Enrolment, ends_on: date, why: WhyLeft, note: str = "", staff: Staff | None, now: datetime) -> None:
    """They are not in it any more from `ends_on`. Ending what has ended changes nothing. Raises `EndsBeforeItBegins`."""
    if enrolment.ends_on is not None:
        return
    if ends_on <= enrolment.starts_on:
        raise EndsBeforeItBegins
    enrolment.ends_on, enrolment.why_left, enrolment.note = ends_on, why, note
    enrolment.ended_by_id = staff.id if staff else None
    db.session.flush()
    detail = f"{enrolment.programme.name}: {why.value}"
    record_audit(
        action="enrolment_ended", staff_id=staff.id if staff else None, person_id=enrolment.person_id, detail=detail, now=now
    )


def take_back_end(*, enrolment: Enrolment, person: Person, staff: Staff, now: datetime) -> None:
    """It has not ended after all. Raises `CannotGoOn`."""
    if enrolment.ends_on is None:
        return
    others = [other for other in list_enrolments(person.id) if other.programme_id == enrolment.programme_id]
    if person.closed_at is not None or any(other.starts_on >= enrolment.ends_on for other in others):
        raise CannotGoOn
    enrolment.ends_on = enrolment.why_left = enrolment.ended_by_id = None
    enrolment.note = ""
    db.session.flush()
    record_audit(action="enrolment_goes_on", staff_id=staff.id, person_id=person.id, detail=enrolment.programme.name, now=now)


def end_for_person(sender: object, *, person: Person, now: datetime) -> None:
    """Our support ended, and with it every programme they are in, for the same reason. Connected to a signal."""
    today = now.astimezone(LONDON).date()
    why = BECAUSE_CLOSED.get(person.why_closed, WhyLeft.OTHER) if person.why_closed else WhyLeft.OTHER
    for enrolment in list_enrolments(person.id):
        if enrolment.ends_on is not None:
            continue
        a_day_at_least = enrolment.starts_on + timedelta(days=1)
        end(enrolment=enrolment, ends_on=max(today, a_day_at_least), why=why, staff=None, now=now)


def _overlaps(*, person_id: uuid.UUID, programme_id: uuid.UUID, starts_on: date) -> bool:
    """Whether they are in it on that day or later."""
    later = select(Enrolment.id).where(
        Enrolment.person_id == person_id,
        Enrolment.programme_id == programme_id,
        (Enrolment.ends_on.is_(None)) | (Enrolment.ends_on > starts_on),
    )
    return db.session.scalar(later.limit(1)) is not None
