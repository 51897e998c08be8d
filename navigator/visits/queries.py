"""What is arranged, what happened, and what whoever visits should know first."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import lazyload

from navigator.db import db
from navigator.paging import PER_PAGE, Part, cut
from navigator.people import loading
from navigator.people.access import PersonNotFound, seen_by
from navigator.people.models import Person, Staff
from navigator.teams.caseloads import Whose, supported_people
from navigator.times import LONDON
from navigator.visits.models import IN_TOUCH, VISITS, Kind, LoggedContact, Outcome, RoundFeed, SafetyNote, Visit

GRACE = timedelta(minutes=15)  # so long after the end of a visit nobody is missed yet
MISSED_FOR = timedelta(days=1)


class VisitNotFound(PersonNotFound):
    """There is no such visit or contact, or this member of staff may not see its person."""


@dataclass(frozen=True)
class Stop:
    """One visit or call of a round: for whom, by whom, what was logged of it, and what to know before the door opens."""

    visit: Visit
    person: Person
    by: Staff
    logged: LoggedContact | None
    safety: str


@dataclass(frozen=True)
class Logged:
    """One contact in a person's story, and who wrote it down."""

    contact: LoggedContact
    writer: str


@dataclass(frozen=True)
class Tally:
    """How often we were in contact with a person: visits, other contacts, and tries that reached nobody."""

    visits: int
    others: int
    unreached: int


def get_visit(*, staff: Staff, visit_id: uuid.UUID) -> tuple[Visit, Person]:
    """One visit and its person, if this member of staff may see them. Raises `VisitNotFound`."""
    found = db.session.execute(
        select(Visit, Person).join(Person, Person.id == Visit.person_id).where(Visit.id == visit_id, seen_by(staff))
    ).first()
    if found is None:
        raise VisitNotFound(visit_id)
    return found[0], found[1]


def get_contact(*, staff: Staff, contact_id: uuid.UUID) -> tuple[LoggedContact, Person]:
    """One logged contact and its person, if this member of staff may see them. Raises `VisitNotFound`."""
    found = db.session.execute(
        select(LoggedContact, Person)
        .join(Person, Person.id == LoggedContact.person_id)
        .where(LoggedContact.id == contact_id, seen_by(staff))
    ).first()
    if found is None:
        raise VisitNotFound(contact_id)
    return found[0], found[1]


def find_stop(visit_id: uuid.UUID) -> Stop:
    """A visit with what belongs to it. For one whose person the caller may see."""
    return _stops(Visit.id == visit_id)[0]


def list_round(staff: Staff, *, day: date, whose: Whose = Whose.MINE) -> Sequence[Stop]:
    """The visits and calls of a day in London, in the order of the clock: one's own, or the whole team's."""
    start, end = _day(day)
    wanted = [Visit.starts_at >= start, Visit.starts_at < end, Visit.cancelled_at.is_(None), *supported_people(staff)]
    if whose is Whose.MINE:
        wanted.append(Visit.staff_id == staff.id)
    return _stops(*wanted)


def list_coming(staff: Staff, *, until: datetime, now: datetime) -> Sequence[Stop]:
    """What one member of staff has arranged from a day ago, for the calendar on their phone."""
    return _stops(
        Visit.staff_id == staff.id,
        Visit.starts_at >= now - timedelta(days=1),
        Visit.starts_at < until,
        Visit.cancelled_at.is_(None),
        seen_by(staff),
    )


def list_not_out_yet(staff: Staff, *, now: datetime) -> Sequence[Stop]:
    """Colleagues of the team who went into a home, should be out by now, and have not said so: the longest first."""
    # The length of a visit is in minutes: a day's worth of them is compared here, whatever the database.
    begun = _stops(
        Visit.kind == Kind.HOME,
        Visit.starts_at < now,
        Visit.starts_at > now - MISSED_FOR,
        Visit.cancelled_at.is_(None),
        Visit.out_safe_at.is_(None),
        LoggedContact.id.is_(None),
        *supported_people(staff),
    )
    return [stop for stop in begun if stop.visit.ends_at + GRACE < now]


def list_arranged(person_id: uuid.UUID, *, now: datetime) -> Sequence[Stop]:
    """What is arranged with a person from today on, and what is past and nobody has written down. For one the caller may see."""
    return _stops(
        Visit.person_id == person_id,
        Visit.cancelled_at.is_(None),
        LoggedContact.id.is_(None),
        Visit.starts_at > now - timedelta(days=30),
    )


def list_seen_visits(
    staff: Staff,
    *,
    whose: Whose,
    person_id: uuid.UUID | None = None,
    since: date | None = None,
    until: date | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Part[Stop]:
    """What is arranged from one day to another, in the order of the clock: by oneself, by the team, or with one person."""
    wanted: list[ColumnElement[bool]] = [Visit.cancelled_at.is_(None), seen_by(staff)]
    if person_id is not None:
        wanted.append(Visit.person_id == person_id)
    elif whose is Whose.MINE:
        wanted.append(Visit.staff_id == staff.id)
    if since is not None:
        wanted.append(Visit.starts_at >= _day(since)[0])
    if until is not None:
        wanted.append(Visit.starts_at < _day(until)[1])
    rows, total = cut(_visits(*wanted), page, per_page)
    return Part(_as_stops(rows), total)


def list_seen_contacts(
    staff: Staff, *, person_id: uuid.UUID | None = None, page: int = 1, per_page: int = PER_PAGE
) -> Part[Logged]:
    """The contacts with everybody this member of staff may see, or with one of them, the latest first."""
    wanted = (
        select(LoggedContact, Staff.name)
        .join(Staff, Staff.id == LoggedContact.staff_id)
        .join(Person, Person.id == LoggedContact.person_id)
        .where(seen_by(staff))
        .order_by(LoggedContact.happened_at.desc(), LoggedContact.id.desc())
    )
    if person_id is not None:
        wanted = wanted.where(LoggedContact.person_id == person_id)
    rows, total = cut(wanted, page, per_page)
    return Part([Logged(*row) for row in rows], total)


def list_contacts(person_id: uuid.UUID, *, page: int = 1, per_page: int = PER_PAGE) -> Part[Logged]:
    """The contacts with a person, the latest first. For a person the caller may see."""
    wanted = (
        select(LoggedContact, Staff.name)
        .join(Staff, Staff.id == LoggedContact.staff_id)
        .where(LoggedContact.person_id == person_id)
        .order_by(LoggedContact.happened_at.desc(), LoggedContact.id.desc())
    )
    rows, total = cut(wanted, page, per_page)
    return Part([Logged(*row) for row in rows], total)


def count_contacts(person_id: uuid.UUID) -> Tally:
    """Visits and other contacts apart; a call nobody answered is neither."""
    visits = others = unreached = 0
    wanted = (
        select(LoggedContact.kind, LoggedContact.outcome, func.count())
        .where(LoggedContact.person_id == person_id, LoggedContact.taken_back_at.is_(None))
        .group_by(LoggedContact.kind, LoggedContact.outcome)
    )
    for kind, outcome, number in db.session.execute(wanted):
        if outcome not in IN_TOUCH:
            unreached += number
        elif kind in VISITS:
            visits += number
        else:
            others += number
    return Tally(visits, others, unreached)


def count_tries_without_answer(person_id: uuid.UUID) -> int:
    """How many tries in a row, up to now, reached nobody."""
    outcomes = db.session.scalars(
        select(LoggedContact.outcome)
        .where(LoggedContact.person_id == person_id, LoggedContact.taken_back_at.is_(None), LoggedContact.kind != Kind.OTHERS)
        .order_by(LoggedContact.happened_at.desc(), LoggedContact.id.desc())
        .limit(20)
    )
    tries = 0
    for outcome in outcomes:
        if outcome not in (Outcome.NO_ANSWER, Outcome.NOT_THERE):
            break
        tries += 1
    return tries


def find_safety_note(person_id: uuid.UUID) -> SafetyNote | None:
    """What stands about visiting a person; None when nothing does. For a person the caller may see."""
    return _safety_notes([person_id]).get(person_id)


def find_feed_owner(secret: str) -> Staff | None:
    """Whose round this address gives; None when it gives nobody's, or they have left."""
    digest = sha256(secret.encode()).hexdigest()
    return db.session.scalar(
        select(Staff)
        .join(RoundFeed, RoundFeed.staff_id == Staff.id)
        .where(RoundFeed.digest == digest, RoundFeed.ended_at.is_(None), Staff.left_at.is_(None))
    )


def has_round_feed(staff: Staff) -> bool:
    wanted = select(RoundFeed.id).where(RoundFeed.staff_id == staff.id, RoundFeed.ended_at.is_(None))
    return db.session.scalar(wanted.limit(1)) is not None


def _stops(*wanted: ColumnElement[bool]) -> list[Stop]:
    return _as_stops(db.session.execute(_visits(*wanted)).all())


def _visits(*wanted: ColumnElement[bool]) -> Select[Visit, Person, Staff, LoggedContact]:
    return (
        select(Visit, Person, Staff, LoggedContact)
        .join(Person, Person.id == Visit.person_id)
        .join(Staff, Staff.id == Visit.staff_id)
        .outerjoin(LoggedContact, LoggedContact.visit_id == Visit.id)
        .where(*wanted)
        .order_by(Visit.starts_at, Visit.id)
        .options(*loading.ALONE, lazyload(Staff.team))
    )


def _as_stops(rows: Sequence[Any]) -> list[Stop]:
    safety = _safety_notes([person.id for _, person, _, _ in rows])
    return [
        Stop(visit, person, by, logged, safety[person.id].words if person.id in safety else "")
        for visit, person, by, logged in rows
    ]


def _safety_notes(person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, SafetyNote]:
    if not person_ids:
        return {}
    standing = select(SafetyNote).where(SafetyNote.person_id.in_(person_ids), SafetyNote.ended_at.is_(None))
    return {note.person_id: note for note in db.session.scalars(standing)}


def _day(day: date) -> tuple[datetime, datetime]:
    return datetime.combine(day, time(), LONDON), datetime.combine(day + timedelta(days=1), time(), LONDON)
