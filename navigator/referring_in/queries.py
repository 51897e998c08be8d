"""Reading referrals in. What staff ask for is kept to their own team's."""

import hmac
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select
from sqlalchemy.orm import selectinload

from navigator.conversations.models import Conversation
from navigator.db import db
from navigator.paging import PER_PAGE, Part, cut
from navigator.people import duplicates
from navigator.people.models import Person, Role, Staff, Team
from navigator.people.queries import find_locality
from navigator.referring_in.models import FrontDesk, ProposalList, ReferralIn, ReferrerLink, Source, State
from navigator.visits.models import IN_TOUCH, Kind, LoggedContact

DEALS_WITH_THEM = frozenset({Role.NAVIGATOR, Role.TEAM_LEAD})
AT_ONCE = 500  # birth dates in one question


class ReferralInNotFound(Exception):
    """There is no such referral in, or it is another team's: the two look the same from outside."""


class ListNotFound(Exception):
    """There is no such list of proposed people, or it is another team's."""


class Shelf(StrEnum):
    """The parts of the inbox."""

    NEW = "new"
    PROPOSED = "proposed"
    PARKED = "parked"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True)
class Clocks:
    """When each stage was reached: read from what was logged, so that a contact taken back is no first contact."""

    received_at: datetime
    accepted_at: datetime | None
    first_contact_at: datetime | None
    conversation_at: datetime | None


def seen_by(staff: Staff) -> ColumnElement[bool]:
    """The condition on `ReferralIn` that keeps a query to what this member of staff may see."""
    return ReferralIn.team_id == staff.team_id if staff.role in DEALS_WITH_THEM else false()


def get_referral_in(*, staff: Staff, referral_id: uuid.UUID, lock: bool = False) -> ReferralIn:
    """One of the team's. `lock`: nobody else decides about it until the end of the transaction. Raises `ReferralInNotFound`."""
    wanted = select(ReferralIn).where(ReferralIn.id == referral_id, seen_by(staff))
    found = db.session.scalar(wanted.with_for_update(of=ReferralIn) if lock else wanted.options(selectinload(ReferralIn.events)))
    if found is None:
        raise ReferralInNotFound(referral_id)
    return found


def find_by_token(token: str) -> ReferralIn | None:
    """The referral a referrer's link leads to."""
    wanted = select(ReferralIn).where(ReferralIn.token_digest == digest(token)).options(selectinload(ReferralIn.events))
    return db.session.scalar(wanted)


def token_of(referral_id: uuid.UUID, *, key: str) -> str:
    """The referrer's key to one referral: made anew from the service's secret each time it is written, and kept nowhere."""
    return hmac.new(f"referred {key}".encode(), referral_id.bytes, "sha256").hexdigest()[:32]


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def list_shelf(staff: Staff, *, shelf: Shelf, today: date, page: int = 1, per_page: int = PER_PAGE) -> Part[ReferralIn]:
    """One part of the inbox. What is open: urgent and home from hospital first, then the oldest. What is done: the newest."""
    wanted = select(ReferralIn).where(seen_by(staff), _on(shelf, today))
    if shelf in (Shelf.ACCEPTED, Shelf.DECLINED):
        wanted = wanted.order_by(ReferralIn.received_at.desc(), ReferralIn.id.desc())
    else:
        wanted = wanted.order_by(_comes_later(), ReferralIn.received_at, ReferralIn.id)
    rows, total = cut(wanted, page, per_page)
    return Part([row[0] for row in rows], total)


def count_shelves(staff: Staff, *, today: date) -> dict[Shelf, int]:
    """How many there are on each, in one question."""
    columns = [func.coalesce(func.sum(case((_on(shelf, today), 1), else_=0)), 0) for shelf in Shelf]
    row = db.session.execute(select(*columns).where(seen_by(staff))).one()
    return {shelf: int(number) for shelf, number in zip(Shelf, row, strict=True)}


def read_clocks(referral: ReferralIn) -> Clocks:
    """The four clocks of one referral: the first time they talked, and the first conversation, since it came in."""
    first = conversation = None
    if referral.person_id:
        first = db.session.scalar(
            select(func.min(LoggedContact.happened_at)).where(
                LoggedContact.person_id == referral.person_id,
                LoggedContact.outcome.in_(IN_TOUCH),
                LoggedContact.kind != Kind.OTHERS,
                LoggedContact.taken_back_at.is_(None),
                LoggedContact.happened_at >= referral.received_at,
            )
        )
        conversation = db.session.scalar(
            select(func.min(Conversation.started_at)).where(
                Conversation.person_id == referral.person_id, Conversation.started_at >= referral.received_at
            )
        )
        first = min((at for at in (first, conversation) if at), default=None)
    return Clocks(referral.received_at, referral.accepted_at, first, conversation)


def list_coordinators(team_id: uuid.UUID) -> Sequence[Staff]:
    """Who of a team may become somebody's coordinator, by name."""
    return db.session.scalars(
        select(Staff)
        .where(Staff.team_id == team_id, Staff.role.in_(DEALS_WITH_THEM), Staff.left_at.is_(None))
        .order_by(Staff.name, Staff.id)
    ).all()


def list_teams() -> Sequence[Team]:
    """Every team that works, by name."""
    return db.session.scalars(select(Team).where(Team.closed_at.is_(None)).order_by(Team.name, Team.id)).all()


def find_front_desk() -> Team | None:
    """The team that gets what comes in by no link: the one chosen, else the first of the locality. None before there is one."""
    locality = find_locality()
    if locality is None:
        return None
    chosen = db.session.scalar(
        select(Team).join(FrontDesk, FrontDesk.team_id == Team.id).where(FrontDesk.locality_id == locality.id)
    )
    theirs = select(Team).where(Team.locality_id == locality.id, Team.closed_at.is_(None)).order_by(Team.id).limit(1)
    return chosen or db.session.scalars(theirs).first()


def list_links() -> Sequence[ReferrerLink]:
    """Every organisation's link there ever was, by its name."""
    return db.session.scalars(select(ReferrerLink).order_by(ReferrerLink.organization_name, ReferrerLink.id)).all()


def find_link(token: str) -> ReferrerLink | None:
    """The organisation whose link it is; None when it never was or was revoked."""
    return db.session.scalar(select(ReferrerLink).where(ReferrerLink.digest == digest(token), ReferrerLink.revoked_at.is_(None)))


def get_list(*, staff: Staff, list_id: uuid.UUID) -> ProposalList:
    """A list of the team's; an administrator may see those they handed in, too. Raises `ListNotFound`."""
    mine = ProposalList.made_by_id == staff.id
    may = or_(mine, ProposalList.team_id == staff.team_id) if staff.role is Role.TEAM_LEAD else mine
    found = db.session.scalar(select(ProposalList).where(ProposalList.id == list_id, may))
    if found is None:
        raise ListNotFound(list_id)
    return found


def find_known(people: Sequence[duplicates.Particulars], *, team_id: uuid.UUID) -> set[int]:
    """Which of these people (by their place in the sequence) somebody supports already, in this team."""
    by_day: dict[date, list[int]] = {}
    for index, one in enumerate(people):
        by_day.setdefault(one.birth_date, []).append(index)
    known: set[int] = set()
    columns = (Person.given_name, Person.family_name, Person.birth_date, Person.mobile)
    days = sorted(by_day)
    for start in range(0, len(days), AT_ONCE):
        born = Person.birth_date.in_(days[start : start + AT_ONCE])
        for row in db.session.execute(select(*columns).where(born, Person.team_id == team_id)):
            other = duplicates.Particulars(*row)
            known |= {index for index in by_day[other.birth_date] if duplicates.compare(people[index], other)[0]}
    return known


def find_standing(people: Sequence[tuple[str, date]], *, team_id: uuid.UUID) -> set[tuple[str, date]]:
    """Which of these people (folded name, birth date) the team has a referral in for that nobody has decided about."""
    days = sorted({day for _, day in people})
    found: set[tuple[str, date]] = set()
    for start in range(0, len(days), AT_ONCE):
        rows = db.session.execute(
            select(ReferralIn.name_folded, ReferralIn.birth_date).where(
                ReferralIn.birth_date.in_(days[start : start + AT_ONCE]),
                ReferralIn.team_id == team_id,
                ReferralIn.state.in_((State.RECEIVED, State.PARKED)),
            )
        )
        found |= {(row[0], row[1]) for row in rows}
    return found & set(people)


def _comes_later() -> ColumnElement[int]:
    return case((or_(ReferralIn.is_urgent, ReferralIn.from_hospital), 0), else_=1)


def _on(shelf: Shelf, today: date) -> ColumnElement[bool]:
    is_due = and_(ReferralIn.state == State.PARKED, ReferralIn.parked_until <= today)
    is_open = or_(ReferralIn.state == State.RECEIVED, is_due)
    match shelf:
        case Shelf.NEW:
            return and_(is_open, ReferralIn.source != Source.LIST)
        case Shelf.PROPOSED:
            return and_(is_open, ReferralIn.source == Source.LIST)
        case Shelf.PARKED:
            return and_(ReferralIn.state == State.PARKED, ReferralIn.parked_until > today)
        case Shelf.ACCEPTED:
            return ReferralIn.state == State.ACCEPTED
        case Shelf.DECLINED:
            return ReferralIn.state == State.DECLINED
