"""What there is to know of referrals, and of who needs their navigator today."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, case, func, select, union_all
from sqlalchemy.orm import selectinload

from directory.models import Location, Service
from directory.queries import get_service, places_of
from messaging.models import ReceivedMessage
from messaging.replies.meaning import Meaning
from navigator.conversations.models import Conversation
from navigator.db import db
from navigator.people.access import PersonNotFound, seen_by
from navigator.people.models import Person, Role, Staff
from navigator.referrals.models import Attention, Reason, Referral, ReferralEvent, ReferralStatus, ReplyLink
from navigator.steps.models import Confidence, Priority, Step

QUIET_AFTER = timedelta(days=21)
UNKNOWN_FOR = timedelta(days=14)  # how long a text from a number we do not know stays on the desk
PER_PAGE = 20
NOT_DECIDED = (ReferralStatus.SENT, ReferralStatus.WAITING_LIST)  # nobody has said yes or no
STILL_OPEN = (*NOT_DECIDED, ReferralStatus.ACCEPTED)

# Who comes first among those who need somebody today: danger, then a call for help, then a day that cannot be,
# then words nobody has understood.
ORDER_OF_REASONS = (
    Reason.DISTRESS,
    Reason.NEEDS_HELP,
    Reason.CANNOT_COME,
    Reason.CHANGE_DAY,
    Reason.UNCLEAR_REPLY,
    Reason.PERHAPS_STOPPED,
    Reason.DID_NOT_GET_THERE,
    Reason.CANNOT_BE_TEXTED,
    Reason.EMAIL_LOST,
    Reason.SERVICE_CLOSED,
    Reason.DECLINED,
    Reason.QUIET,
    Reason.STOPPED_TEXTS,
    Reason.CONTACT_DUE,
)


class ReferralNotFound(PersonNotFound):
    """There is no such referral, or this member of staff may not see its person: the two look the same from outside."""


class AttentionNotFound(PersonNotFound):
    """There is no such call for attention, or this member of staff may not see its person."""


class Whose(StrEnum):
    """Whose people a caseload is of."""

    MINE = "mine"
    TEAM = "team"


Row = TypeVar("Row")


@dataclass(frozen=True)
class Part(Generic[Row]):
    """Some rows of a list, and how long the whole list is."""

    rows: Sequence[Row]
    total: int


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


@dataclass(frozen=True)
class Known:
    """A person, and when we last heard from them or did something with them."""

    person: Person
    last_contact_at: datetime


def list_open_attention(person_id: uuid.UUID) -> list[Attention]:
    """Why this person needs their navigator, the most pressing first. For a person the caller may see."""
    wanted = select(Attention).where(Attention.person_id == person_id, Attention.settled_at.is_(None))
    return list(db.session.scalars(wanted.order_by(_rank(), Attention.opened_at, Attention.id)))


def list_referrals(person_id: uuid.UUID) -> list[Referral]:
    """Every referral of a person, the latest first. For a person the caller may see."""
    wanted = select(Referral).where(Referral.person_id == person_id)
    return list(db.session.scalars(wanted.order_by(Referral.sent_at.desc(), Referral.id.desc())))


def list_open_to(service_id: uuid.UUID) -> list[Referral]:
    """The referrals to a service that are still open, whosever they are. For the service itself: nobody is shown them."""
    wanted = select(Referral).where(Referral.service_id == service_id, Referral.status.in_(STILL_OPEN))
    return list(db.session.scalars(wanted.order_by(Referral.sent_at, Referral.id)))


def count_for_service(service_id: uuid.UUID, *, days: int, now: datetime) -> tuple[int, int]:
    """How many were referred to a service in the last so many days, and of how many we heard then that they got there."""
    since = now - timedelta(days=days)
    referred = select(func.count()).select_from(Referral).where(Referral.service_id == service_id, Referral.sent_at > since)
    attended = (
        select(func.count(Referral.id.distinct()))
        .join(ReferralEvent, ReferralEvent.referral_id == Referral.id)
        .where(
            Referral.service_id == service_id,
            Referral.status == ReferralStatus.ATTENDED,
            ReferralEvent.to_status == ReferralStatus.ATTENDED,
            ReferralEvent.happened_at > since,
        )
    )
    counted = db.session.execute(select(referred.scalar_subquery(), attended.scalar_subquery())).one()
    return int(counted[0] or 0), int(counted[1] or 0)


def list_expected(person_id: uuid.UUID, *, now: datetime) -> list[Referral]:
    """The accepted referrals of a person whose day is still to come."""
    return list(
        db.session.scalars(
            select(Referral)
            .where(Referral.person_id == person_id, Referral.status == ReferralStatus.ACCEPTED, Referral.appointment_at > now)
            .order_by(Referral.appointment_at, Referral.id)
        )
    )


def get_referral(*, staff: Staff, referral_id: uuid.UUID) -> tuple[Referral, Person]:
    """One referral with what happened to it, and its person, if this member of staff may see them. Raises `ReferralNotFound`."""
    found = db.session.execute(
        select(Referral, Person)
        .join(Person, Person.id == Referral.person_id)
        .where(Referral.id == referral_id, seen_by(staff))
        .options(selectinload(Referral.events))
    ).first()
    if found is None:
        raise ReferralNotFound(referral_id)
    return found[0], found[1]


def get_attention(*, staff: Staff, attention_id: uuid.UUID) -> tuple[Attention, Person]:
    """One call for attention and its person, if this member of staff may see them. Raises `AttentionNotFound`."""
    found = db.session.execute(
        select(Attention, Person)
        .join(Person, Person.id == Attention.person_id)
        .where(Attention.id == attention_id, seen_by(staff))
    ).first()
    if found is None:
        raise AttentionNotFound(attention_id)
    return found[0], found[1]


def list_takers(people_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Who has taken what is open about these people: names of staff by the identifier of each call for attention."""
    taken = (
        select(Attention.id, Staff.name)
        .join(Staff, Staff.id == Attention.taken_by_id)
        .where(Attention.person_id.in_(people_ids), Attention.settled_at.is_(None))
    )
    return {row.id: row.name for row in db.session.execute(taken)}


def list_links(referral_id: uuid.UUID) -> list[ReplyLink]:
    """The links an organisation was sent for a referral, the latest first."""
    wanted = select(ReplyLink).where(ReplyLink.referral_id == referral_id)
    return list(db.session.scalars(wanted.order_by(ReplyLink.created_at.desc(), ReplyLink.id.desc())))


def find_link(token: str) -> ReplyLink | None:
    """The link this token opens, whatever has become of it; None when there never was one."""
    return db.session.scalar(select(ReplyLink).where(ReplyLink.digest == digest_of(token)))


def digest_of(token: str) -> str:
    """What is kept of a link's token."""
    return sha256(token.encode()).hexdigest()


def find_by_key(idempotency_key: str) -> Referral | None:
    """The referral that was made with this key; None when none was."""
    return db.session.scalar(select(Referral).where(Referral.idempotency_key == idempotency_key))


def find_usual_place(service_id: uuid.UUID) -> str:
    """Where this service meets, in one line, when it meets in one place only and that is no secret; empty otherwise."""
    places = places_of(get_service(service_id))
    return place_of(places[0].location) if len(places) == 1 else ""


def place_of(location: Location) -> str:
    """A location in one line: its name, street, town and postcode."""
    parts = [location.name]
    if location.addresses:
        address = location.addresses[0]
        parts += [address.address_1, address.address_2, address.city, address.postal_code]
    return ", ".join(dict.fromkeys(part.strip() for part in parts if part and part.strip()))[:255]


def address_of(service: Service) -> str:
    """Where a referral to this service is sent; empty when there is no e-mail address."""
    return (service.email or service.organization.email or "").strip()


def find_what_matters(*, person_id: uuid.UUID, step: Step | None) -> str:
    """What matters to this person, in their own words: of the step, else first of all; empty when we have not talked."""
    if step is not None:
        return step.goal.priority.words
    first = db.session.scalar(
        select(Priority.words).where(Priority.person_id == person_id).order_by(Priority.position, Priority.id).limit(1)
    )
    return first or ""


def find_open_referral(*, person_id: uuid.UUID, service_id: uuid.UUID) -> Referral | None:
    """A referral of this person to this service that is still on its way or arranged; None when there is none."""
    return db.session.scalar(
        select(Referral)
        .where(Referral.person_id == person_id, Referral.service_id == service_id, Referral.status.in_(STILL_OPEN))
        .order_by(Referral.sent_at.desc(), Referral.id.desc())
        .limit(1)
    )


def list_needing_attention(staff: Staff, *, whose: Whose, page: int = 1, per_page: int = PER_PAGE) -> Part[NeedsYou]:
    """Who needs somebody today, each person once: the most pressing first, the longest waiting first among equals."""
    in_order = (_rank(), Attention.opened_at, Attention.id)
    calls = (
        select(
            Attention.person_id,
            Attention.opened_at,
            Attention.id,
            _rank().label("rank"),
            func.row_number().over(partition_by=Attention.person_id, order_by=in_order).label("place"),
        )
        .join(Person, Person.id == Attention.person_id)
        .where(Attention.settled_at.is_(None), *_of(staff, whose))
        .subquery()
    )
    wanted = (
        select(Person)
        .join(calls, calls.c.person_id == Person.id)
        .where(calls.c.place == 1)
        .order_by(calls.c.rank, calls.c.opened_at, calls.c.id)
    )
    rows, total = _cut(wanted, page, per_page)
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
    rows, total = _cut(wanted, page, per_page)
    return Part([row[0] for row in rows], total)


def list_waiting(staff: Staff, *, whose: Whose, page: int = 1, per_page: int = PER_PAGE) -> Part[OutAndAbout]:
    """Referrals nobody has said yes or no to, the longest waiting first."""
    wanted = (
        select(Referral, Person)
        .join(Person, Person.id == Referral.person_id)
        .where(Referral.status.in_(NOT_DECIDED), *_of(staff, whose))
        .order_by(Referral.sent_at, Referral.id)
    )
    rows, total = _cut(wanted, page, per_page)
    return Part([OutAndAbout(*row) for row in rows], total)


def list_appointments(staff: Staff, *, whose: Whose, now: datetime, page: int = 1, per_page: int = PER_PAGE) -> Part[OutAndAbout]:
    """What is arranged from now on, the next first."""
    wanted = (
        select(Referral, Person)
        .join(Person, Person.id == Referral.person_id)
        .where(Referral.status == ReferralStatus.ACCEPTED, Referral.appointment_at >= now, *_of(staff, whose))
        .order_by(Referral.appointment_at, Referral.id)
    )
    rows, total = _cut(wanted, page, per_page)
    return Part([OutAndAbout(*row) for row in rows], total)


def list_quiet(staff: Staff, *, whose: Whose, now: datetime, page: int = 1, per_page: int = PER_PAGE) -> Part[Known]:
    """People nobody has heard from for `QUIET_AFTER`, the longest silence first."""
    contact = _last_contacts(staff, whose)
    wanted = (
        select(Person, contact.c.at)
        .join(contact, contact.c.person_id == Person.id)
        .where(contact.c.at < now - QUIET_AFTER)
        .order_by(contact.c.at, Person.id)
    )
    rows, total = _cut(wanted, page, per_page)
    return Part([Known(*row) for row in rows], total)


def list_caseload(staff: Staff, *, whose: Whose, page: int = 1, per_page: int = PER_PAGE) -> Part[Known]:
    """All the people of this member of staff, or of their team, by family name."""
    contact = _last_contacts(staff, whose)
    wanted = (
        select(Person, contact.c.at)
        .join(contact, contact.c.person_id == Person.id)
        .order_by(Person.family_name_folded, Person.given_name_folded, Person.id)
    )
    rows, total = _cut(wanted, page, per_page)
    return Part([Known(*row) for row in rows], total)


def list_seen_referrals(
    staff: Staff,
    *,
    status: ReferralStatus | None = None,
    person_id: uuid.UUID | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Part[Referral]:
    """The referrals this member of staff may see, the latest first."""
    wanted = (
        select(Referral)
        .join(Person, Person.id == Referral.person_id)
        .where(seen_by(staff))
        .order_by(Referral.sent_at.desc(), Referral.id.desc())
    )
    if status is not None:
        wanted = wanted.where(Referral.status == status)
    if person_id is not None:
        wanted = wanted.where(Referral.person_id == person_id)
    rows, total = _cut(wanted, page, per_page)
    return Part([row[0] for row in rows], total)


def _of(staff: Staff, whose: Whose) -> list[ColumnElement[bool]]:
    """The people of a caseload: those still supported, whom this member of staff may see, and who are theirs or their team's."""
    people = [seen_by(staff), Person.closed_at.is_(None)]
    if whose is Whose.MINE or staff.role is Role.VOLUNTEER:
        people.append(Person.navigator_id == staff.id)
    return people


def _last_contacts(staff: Staff, whose: Whose) -> Any:
    """A subquery of `person_id` and `at`: the last conversation, text from them, answer, or move of a referral."""
    people = _of(staff, whose)
    moments = union_all(
        select(Person.id.label("person_id"), Person.created_at.label("at")).where(*people),
        select(Conversation.person_id, Conversation.saved_at).join(Person, Person.id == Conversation.person_id).where(*people),
        select(Step.person_id, Confidence.asked_at)
        .select_from(Confidence)
        .join(Step, Step.id == Confidence.step_id)
        .join(Person, Person.id == Step.person_id)
        .where(*people),
        select(Referral.person_id, ReferralEvent.happened_at)
        .select_from(ReferralEvent)
        .join(Referral, Referral.id == ReferralEvent.referral_id)
        .join(Person, Person.id == Referral.person_id)
        .where(*people),
        select(Person.id, ReceivedMessage.received_at)
        .select_from(ReceivedMessage)
        .join(Person, Person.mobile == ReceivedMessage.from_number)
        .where(*people),
    ).subquery()
    return select(moments.c.person_id, func.max(moments.c.at).label("at")).group_by(moments.c.person_id).subquery()


def _rank() -> ColumnElement[int]:
    return case(
        {reason: place for place, reason in enumerate(ORDER_OF_REASONS)}, value=Attention.reason, else_=len(ORDER_OF_REASONS)
    )


def _cut(wanted: Select[*tuple[Any, ...]], page: int, per_page: int) -> tuple[Sequence[Any], int]:
    how_many = wanted.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
    total = db.session.scalar(how_many) or 0
    if not total:
        return [], 0
    return db.session.execute(wanted.limit(per_page).offset((max(page, 1) - 1) * per_page)).all(), total
