"""What an organisation may see of the people referred to it: what each agreed to, for as long as that stands."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, false, or_, select

from navigator.db import db
from navigator.paging import PER_PAGE, Part, cut
from navigator.people.models import Consent, Person, Staff
from navigator.referrals import sharing, states
from navigator.referrals.models import Referral, ReferralStatus

KEPT_FOR = timedelta(days=30)  # after its end a referral stands here, so that a slip can be put right; then no more


@dataclass(frozen=True)
class Receiver:
    """Who looks: by the link sent to `address`, or signed in for `organization_ids`. `name` signs what they do."""

    name: str
    address: str = ""
    organization_ids: Sequence[uuid.UUID] = field(default_factory=tuple)


@dataclass(frozen=True)
class Seen:
    """A referral as its organisation sees it: the words that were shared, less what may no longer be used to reach somebody."""

    referral: Referral
    shared: dict[sharing.SharedPart, str]
    staff: Staff
    prohibited: bool

    @property
    def first_name(self) -> str:
        return self.shared[sharing.SharedPart.NAME].split(" ")[0]


class NotTheirs(Exception):
    """There is no such referral, or they may not see it (any more): the two look the same from outside."""


def list_seen(receiver: Receiver, *, now: datetime, page: int = 1) -> Part[Seen]:
    """All they were asked and may see: first what waits for their answer, then by when it was sent."""
    wanted = _visible(receiver, now).order_by(
        case((Referral.status.in_(states.NOT_DECIDED), 0), (Referral.status == ReferralStatus.ACCEPTED, 1), else_=2),
        Referral.sent_at,
        Referral.id,
    )
    rows, total = cut(wanted, page, PER_PAGE)
    return Part([_as_seen(row[0], row[1], row[2]) for row in rows], total)


def get_seen(receiver: Receiver, referral_id: uuid.UUID, *, now: datetime) -> Seen:
    """One of them. Raises `NotTheirs`."""
    found = db.session.execute(_visible(receiver, now).where(Referral.id == referral_id)).first()
    if found is None:
        raise NotTheirs(referral_id)
    return _as_seen(found[0], found[1], found[2])


def see(referral: Referral) -> Seen:
    """As the link to this one shows it."""
    person, staff = db.session.get_one(Person, referral.person_id), db.session.get_one(Staff, referral.staff_id)
    return _as_seen(referral, staff, person.contact_prohibited)


def may_see(referral: Referral) -> bool:
    """Whether anything of the person may still be shown to whoever holds a link: it was not taken back, the consent stands."""
    if referral.status in states.HIDDEN_FROM_RECEIVER or referral.consent_id is None:
        return False
    return db.session.get_one(Consent, referral.consent_id).withdrawn_at is None


def _visible(receiver: Receiver, now: datetime) -> Select[Referral, Staff, bool]:
    theirs: list[ColumnElement[bool]] = [false()]
    if receiver.address:
        theirs.append(Referral.sent_to == receiver.address)
    if receiver.organization_ids:
        theirs.append(Referral.organization_id.in_(receiver.organization_ids))
    return (
        select(Referral, Staff, Person.contact_prohibited)
        .join(Staff, Staff.id == Referral.staff_id)
        .join(Person, Person.id == Referral.person_id)
        .join(Consent, Consent.id == Referral.consent_id)
        .where(
            or_(*theirs),
            Referral.status.not_in(states.HIDDEN_FROM_RECEIVER),
            Consent.withdrawn_at.is_(None),
            or_(Referral.closed_at.is_(None), Referral.closed_at > now - KEPT_FOR),
        )
    )


def _as_seen(referral: Referral, staff: Staff, is_prohibited: bool) -> Seen:
    prohibited = is_prohibited or referral.contact_prohibited
    shared = sharing.reachable_parts(sharing.read(referral.shared), prohibited=prohibited)
    return Seen(referral, shared, staff, prohibited)
