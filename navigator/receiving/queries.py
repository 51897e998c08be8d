"""What an organisation may see of the people referred to it: what each agreed to, for as long as that stands."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, false, func, or_, select, union_all
from sqlalchemy.orm import lazyload

from navigator.db import db
from navigator.paging import PER_PAGE, Part, count, part_of
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
    rank = case((Referral.status.in_(states.NOT_DECIDED), 0), (Referral.status == ReferralStatus.ACCEPTED, 1), else_=2)
    visible = select(Referral.id, rank.label("rank"), Referral.sent_at)
    # open and lately closed apart, each a stretch of the index: thousands are counted and put in order without being read
    theirs = union_all(*(visible.where(*_visible(receiver, when)) for when in _while_shown(now))).subquery()
    in_order = (theirs.c.rank, theirs.c.sent_at, theirs.c.id)
    # counted on the way, in one walk over thousands; past the last page there is no row to carry the count
    wanted = select(theirs.c.id, func.count().over().label("total")).order_by(*in_order)
    rows = db.session.execute(part_of(wanted, page, PER_PAGE)).all()
    total = rows[0].total if rows else count(wanted) if page > 1 else 0
    found = {
        row[0].id: _as_seen(*row)
        for row in db.session.execute(_with_whom().where(Referral.id.in_([row.id for row in rows])).options(lazyload(Staff.team)))
    }
    return Part([found[row.id] for row in rows], total)


def get_seen(receiver: Receiver, referral_id: uuid.UUID, *, now: datetime) -> Seen:
    """One of them. Raises `NotTheirs`."""
    visible = _visible(receiver, or_(*_while_shown(now)))
    found = db.session.execute(_with_whom().where(Referral.id == referral_id, *visible)).first()
    if found is None:
        raise NotTheirs(referral_id)
    return _as_seen(*found)


def see(referral: Referral) -> Seen:
    """As the link to this one shows it."""
    person, staff = db.session.get_one(Person, referral.person_id), db.session.get_one(Staff, referral.staff_id)
    return _as_seen(referral, staff, person.contact_prohibited)


def may_see(referral: Referral) -> bool:
    """Whether anything of the person may still be shown to whoever holds a link: it was not taken back, the consent stands."""
    if referral.status in states.HIDDEN_FROM_RECEIVER or referral.consent_id is None:
        return False
    return db.session.get_one(Consent, referral.consent_id).withdrawn_at is None


def _while_shown(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """When a referral stands there: while it is open, and for some time after its end."""
    return Referral.closed_at.is_(None), Referral.closed_at > now - KEPT_FOR


def _visible(receiver: Receiver, is_shown: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    """The conditions on `Referral`; `is_shown`: one or both of `_while_shown`."""
    theirs: list[ColumnElement[bool]] = []
    if receiver.address:
        theirs.append(Referral.sent_to == receiver.address)
    if receiver.organization_ids:
        theirs.append(Referral.organization_id.in_(receiver.organization_ids))
    return [
        or_(*theirs) if theirs else false(),
        is_shown,
        Referral.status.not_in(states.HIDDEN_FROM_RECEIVER),
        Referral.consent_id.is_not(None),
        # the few that were taken back are listed once; whether each stands would be asked of thousands
        Referral.consent_id.not_in(select(Consent.id).where(Consent.withdrawn_at.is_not(None))),
    ]


def _with_whom() -> Select[Referral, Staff, bool]:
    return (
        select(Referral, Staff, Person.contact_prohibited)
        .join(Staff, Staff.id == Referral.staff_id)
        .join(Person, Person.id == Referral.person_id)
    )


def _as_seen(referral: Referral, staff: Staff, is_prohibited: bool) -> Seen:
    prohibited = is_prohibited or referral.contact_prohibited
    shared = sharing.reachable_parts(sharing.read(referral.shared), prohibited=prohibited)
    return Seen(referral, shared, staff, prohibited)
