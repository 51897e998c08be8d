"""What there is to know of referrals, and of who needs their navigator today."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import selectinload

from directory.models import Location, Service
from directory.queries import get_service, places_of
from navigator.db import db
from navigator.paging import PER_PAGE, Part, cut
from navigator.people.access import PersonNotFound, seen_by
from navigator.people.models import Person, Staff
from navigator.referrals.dealing_models import Proposal
from navigator.referrals.models import Attention, Reason, Referral, ReferralEvent, ReferralStatus, ReplyLink
from navigator.referrals.states import CAME, NOT_ANSWERED
from navigator.referrals.states import NOT_DECIDED as NOT_DECIDED
from navigator.referrals.states import STILL_OPEN as STILL_OPEN
from navigator.steps.models import Priority, Step
from navigator.teams.caseloads import Whose, people_of

NEVER_THEIRS = (ReferralStatus.DRAFT, ReferralStatus.RECALLED)  # no figure of a listing counts these

# Who comes first among those who need somebody today: danger, then a call for help, then a day that cannot be,
# then words nobody has understood.
ORDER_OF_REASONS = (
    Reason.DISTRESS,
    Reason.NEEDS_HELP,
    Reason.CANNOT_COME,
    Reason.CHANGE_DAY,
    Reason.UNCLEAR_REPLY,
    Reason.FROM_CARER,
    Reason.PERHAPS_STOPPED,
    Reason.SIDES_DISAGREE,
    Reason.DID_NOT_GET_THERE,
    Reason.QUESTION,
    Reason.TIME_PROPOSED,
    Reason.TOOK_BACK,
    Reason.DID_NOT_AGREE,
    Reason.CANNOT_BE_TEXTED,
    Reason.EMAIL_LOST,
    Reason.SERVICE_CLOSED,
    Reason.DECLINED,
    Reason.NOT_ANSWERED,
    Reason.WOULD_CHANGE,
    Reason.QUIET,
    Reason.CARER_QUIET,
    Reason.STOPPED_TEXTS,
    Reason.CONTACT_DUE,
)


class ReferralNotFound(PersonNotFound):
    """There is no such referral, or this member of staff may not see its person: the two look the same from outside."""


class AttentionNotFound(PersonNotFound):
    """There is no such call for attention, or this member of staff may not see its person."""


def list_open_attention(person_id: uuid.UUID) -> list[Attention]:
    """Why this person needs their navigator, the most pressing first. For a person the caller may see."""
    wanted = select(Attention).where(Attention.person_id == person_id, Attention.settled_at.is_(None))
    return list(db.session.scalars(wanted.order_by(rank_of_reasons(), Attention.opened_at, Attention.id)))


def list_referrals(person_id: uuid.UUID) -> list[Referral]:
    """Every referral of a person, the latest first. For a person the caller may see."""
    wanted = select(Referral).where(Referral.person_id == person_id)
    return list(db.session.scalars(wanted.order_by(Referral.sent_at.desc(), Referral.id.desc())))


def list_together(referral: Referral) -> list[Referral]:
    """The others that were asked from the same summary, by name. For a referral the caller may see."""
    if referral.together_id is None:
        return []
    wanted = select(Referral).where(Referral.together_id == referral.together_id, Referral.id != referral.id)
    return list(db.session.scalars(wanted.order_by(Referral.service_name, Referral.id)))


@dataclass(frozen=True)
class Unanswered:
    """A referral nobody has answered, whose it is, and who looks after it."""

    referral: Referral
    person: Person


def list_unanswered(
    staff: Staff, *, whose: Whose, before: datetime, now: datetime, page: int = 1, per_page: int = PER_PAGE
) -> Part[Unanswered]:
    """Referrals sent before then that got no answer at all, the longest waiting first. A time they offered is an answer."""
    offered = select(Proposal.id).where(Proposal.referral_id == Referral.id, Proposal.answered_at.is_(None))
    wanted = (
        select(Referral, Person)
        .join(Person, Person.id == Referral.person_id)
        .where(Referral.status.in_(NOT_ANSWERED), Referral.sent_at <= before, *people_of(staff, whose, now=now))
        .where(~offered.exists())
        .order_by(Referral.sent_at, Referral.id)
    )
    rows, total = cut(wanted, page, per_page)
    return Part([Unanswered(*row) for row in rows], total)


def list_recalled(staff: Staff, *, whose: Whose, now: datetime, page: int = 1, per_page: int = PER_PAGE) -> Part[Unanswered]:
    """Referrals that should never have gone where they went, the latest first. With an `incident`, somebody had opened them."""
    wanted = (
        select(Referral, Person)
        .join(Person, Person.id == Referral.person_id)
        .where(Referral.status == ReferralStatus.RECALLED, *people_of(staff, whose, now=now))
        .order_by(Referral.closed_at.desc(), Referral.id.desc())
    )
    rows, total = cut(wanted, page, per_page)
    return Part([Unanswered(*row) for row in rows], total)


def list_open_to(service_id: uuid.UUID) -> list[Referral]:
    """The referrals to a service that are still open, whosever they are. For the service itself: nobody is shown them."""
    wanted = select(Referral).where(Referral.service_id == service_id, Referral.status.in_(STILL_OPEN))
    return list(db.session.scalars(wanted.order_by(Referral.sent_at, Referral.id)))


def count_for_service(service_id: uuid.UUID, *, days: int, now: datetime) -> tuple[int, int]:
    """How many were referred to a service in the last so many days, and of how many we heard then that they got there."""
    since = now - timedelta(days=days)
    referred = (
        select(func.count())
        .select_from(Referral)
        .where(Referral.service_id == service_id, Referral.sent_at > since, Referral.status.not_in(NEVER_THEIRS))
    )
    attended = (
        select(func.count(Referral.id.distinct()))
        .join(ReferralEvent, ReferralEvent.referral_id == Referral.id)
        .where(
            Referral.service_id == service_id,
            Referral.status.in_(CAME),
            ReferralEvent.to_status.in_(CAME),
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


def find_by_reference(*, staff: Staff, reference: str) -> Referral | None:
    """The referral with this reference, however it was typed, if this member of staff may see its person."""
    folded = reference.replace(" ", "").upper()
    if len(folded) != 10:
        return None
    return db.session.scalar(
        select(Referral).join(Person, Person.id == Referral.person_id).where(Referral.reference == folded, seen_by(staff))
    )


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
        select(Priority.words)
        .where(Priority.person_id == person_id, Priority.taken_away_at.is_(None))
        .order_by(Priority.position, Priority.id)
        .limit(1)
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
    rows, total = cut(wanted, page, per_page)
    return Part([row[0] for row in rows], total)


@cache
def rank_of_reasons() -> ColumnElement[int]:
    """How pressing a call for attention is, to order by."""
    return case(
        {reason: place for place, reason in enumerate(ORDER_OF_REASONS)}, value=Attention.reason, else_=len(ORDER_OF_REASONS)
    )
