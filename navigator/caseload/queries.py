"""Who is on a caseload, and why they come first."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from messaging.models import ReceivedMessage
from messaging.replies.meaning import Meaning
from navigator.db import db
from navigator.paging import PER_PAGE, Part, cut
from navigator.people import loading
from navigator.people.models import Person, Staff
from navigator.referrals.models import Attention, Referral, ReferralStatus
from navigator.referrals.queries import NOT_DECIDED, rank_of_reasons
from navigator.teams.caseloads import Whose, people_of
from navigator.teams.rules import get_rules

UNKNOWN_FOR = timedelta(days=14)  # how long a text from a number we do not know stays on the desk


@dataclass(frozen=True)
class Call:
    """One reason why a person needs somebody, and the referral it is about, if any."""

    attention: Attention
    referral: Referral | None


@dataclass(frozen=True)
class NeedsYou:
    """A person who needs somebody today, and every reason why, the most pressing first."""

    person: Person
    calls: Sequence[Call]


@dataclass(frozen=True)
class OutAndAbout:
    """A referral on its way, and whose it is."""

    referral: Referral
    person: Person


def list_needing_attention(
    staff: Staff, *, whose: Whose, now: datetime, page: int = 1, per_page: int = PER_PAGE
) -> Part[NeedsYou]:
    """Who needs somebody today, each person once: the most pressing first, the longest waiting first among equals."""
    in_order = (rank_of_reasons(), Attention.opened_at, Attention.id)
    calls = (
        select(
            Attention.person_id,
            Attention.opened_at,
            Attention.id,
            rank_of_reasons().label("rank"),
            func.row_number().over(partition_by=Attention.person_id, order_by=in_order).label("place"),
        )
        .join(Person, Person.id == Attention.person_id)
        .where(Attention.settled_at.is_(None), *people_of(staff, whose, now=now))
        .subquery()
    )
    wanted = (
        select(Person)
        .join(calls, calls.c.person_id == Person.id)
        .where(calls.c.place == 1)
        .order_by(calls.c.rank, calls.c.opened_at, calls.c.id)
        .options(*loading.WITH_NAVIGATOR)
    )
    rows, total = cut(wanted, page, per_page)
    people = [person for (person,) in rows]
    of_each: dict[uuid.UUID, list[Call]] = {person.id: [] for person in people}
    for attention, referral in db.session.execute(
        select(Attention, Referral)
        .outerjoin(Referral, Referral.id == Attention.referral_id)
        .where(Attention.settled_at.is_(None), Attention.person_id.in_(of_each))
        .order_by(*in_order)
    ):
        of_each[attention.person_id].append(Call(attention, referral))
    return Part([NeedsYou(person, of_each[person.id]) for person in people], total)


def list_unknown_texts(*, now: datetime, page: int = 1, per_page: int = PER_PAGE) -> Part[ReceivedMessage]:
    """What came lately from numbers that are nobody's we support, and called for nobody, the newest first."""
    is_somebodys = select(Person.id).where(Person.mobile == ReceivedMessage.from_number, Person.closed_at.is_(None)).exists()
    called = select(Attention.id).where(Attention.received_id == ReceivedMessage.id).exists()
    wanted = (
        select(ReceivedMessage)
        .where(
            ReceivedMessage.received_at > now - UNKNOWN_FOR,
            ReceivedMessage.meaning.not_in((Meaning.STOP, Meaning.START)),
            ReceivedMessage.answers_id.is_(None),
            ~is_somebodys,
            ~called,
        )
        .order_by(ReceivedMessage.received_at.desc(), ReceivedMessage.id.desc())
    )
    rows, total = cut(wanted, page, per_page)
    return Part([row[0] for row in rows], total)


def list_waiting(staff: Staff, *, whose: Whose, now: datetime, page: int = 1, per_page: int = PER_PAGE) -> Part[OutAndAbout]:
    """Referrals nobody has said yes or no to, the longest waiting first."""
    wanted = (
        select(Referral, Person)
        .join(Person, Person.id == Referral.person_id)
        .where(Referral.status.in_(NOT_DECIDED), *people_of(staff, whose, now=now))
        .order_by(Referral.sent_at, Referral.id)
        .options(*loading.ALONE)
    )
    rows, total = cut(wanted, page, per_page)
    return Part([OutAndAbout(*row) for row in rows], total)


def list_appointments(staff: Staff, *, whose: Whose, now: datetime, page: int = 1, per_page: int = PER_PAGE) -> Part[OutAndAbout]:
    """What is arranged from now on, the next first."""
    wanted = (
        select(Referral, Person)
        .join(Person, Person.id == Referral.person_id)
        .where(Referral.status == ReferralStatus.ACCEPTED, Referral.appointment_at >= now, *people_of(staff, whose, now=now))
        .order_by(Referral.appointment_at, Referral.id)
        .options(*loading.ALONE)
    )
    rows, total = cut(wanted, page, per_page)
    return Part([OutAndAbout(*row) for row in rows], total)


def list_quiet(staff: Staff, *, whose: Whose, now: datetime, page: int = 1, per_page: int = PER_PAGE) -> Part[Person]:
    """People nobody has heard from for as many days as the locality calls quiet, the longest silence first."""
    quiet_after = timedelta(days=get_rules(staff.team.locality_id).days_quiet)
    wanted = (
        select(Person)
        .where(Person.last_contact_at < now - quiet_after, *people_of(staff, whose, now=now))
        .order_by(Person.last_contact_at, Person.id)
        .options(*loading.ALONE)
    )
    rows, total = cut(wanted, page, per_page)
    return Part([row[0] for row in rows], total)


def count_people(staff: Staff, *, whose: Whose, now: datetime) -> int:
    """How many people there are on a caseload."""
    return db.session.scalar(select(func.count()).select_from(Person).where(*people_of(staff, whose, now=now))) or 0
