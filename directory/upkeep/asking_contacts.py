""" "Still correct?" where an organisation has no editor: to the e-mail address that stands in its own listing, else by telephone.

The rounds are those of `directory.upkeep.confirmations`. Nothing is written about a place that is kept secret, nor about what is
nobody else's business: a letter lies open on a desk. Those are rung, and so is whoever did not answer three letters, and at once
whoever cannot be written to: `dead` are the addresses, in small letters, that do not work as far as the caller knows.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from secrets import choice

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from directory.freshness import latest_due
from directory.models import Attribute, Organization, Service
from directory.queries import FINDABLE, is_too_private_for_a_phone
from directory.upkeep import confirmations
from directory.upkeep.contact_models import ContactLink, ListingCall, SaidOnTheCall
from directory.upkeep.editor_links import ALPHABET, LASTS, LENGTH, LONGEST_TOKEN
from directory.upkeep.models import LinkPurpose, ListingCheck, ListingEditor
from navigator.db import db
from navigator.times import LONDON

PER_PAGE = 20
NONE_DEAD: frozenset[str] = frozenset()
CHANGED_IS_SEEN_TO_WITHIN = timedelta(days=14)  # before somebody is rung again about the same
_theirs = (ListingEditor.organization_id == Service.organization_id, ListingEditor.removed_at.is_(None))
_has_editor = exists().where(*_theirs)
_address = func.coalesce(func.nullif(Service.email, ""), func.nullif(Organization.email, ""))
_folded = func.lower(func.trim(_address))


class WhyRing(StrEnum):
    """Why a listing is asked about by telephone."""

    NO_ADDRESS = "no_address"
    ADDRESS_DEAD = "address_dead"  # e-mails to the one in the listing come back
    EDITORS_DEAD = "editors_dead"  # e-mails to all who keep it come back
    PRIVATE = "private"  # nothing is written about it
    NO_ANSWER = "no_answer"  # to three letters


@dataclass(frozen=True)
class ToRing:
    """A listing to ask about by telephone, why, and the addresses that do not work."""

    service: Service
    why: WhyRing
    dead: tuple[str, ...] = ()


def find_organization_to_write_to(*, now: datetime, dead: Collection[str] = NONE_DEAD) -> uuid.UUID | None:
    """An organisation without an editor whose listings give an address, with a listing that needs asking now."""
    wanted = confirmations.needing(now).join(Organization, Organization.id == Service.organization_id)
    wanted = wanted.where(~_has_editor, _address.is_not(None), _folded.not_in(dead), ~_was_rung_lately(now))
    for (service,) in db.session.execute(wanted.with_only_columns(Service).order_by(Service.id).limit(200)):
        if not is_too_private_for_a_phone(service):
            return service.organization_id
    return None


def begin_writing_to(*, organization_id: uuid.UUID, now: datetime, dead: Collection[str] = NONE_DEAD) -> dict[str, list[Service]]:
    """Write down that the organisation is asked now, and give the listings to ask about by the address that stands in them."""
    by_address: dict[str, list[Service]] = {}

    def arrives(service: Service) -> bool:
        return may_be_written_about(service) and address_of(service) not in dead

    asked = confirmations.begin_asking(organization_id=organization_id, now=now, only=arrives)
    for service in asked:
        by_address.setdefault(address_of(service), []).append(service)
    return by_address


def may_be_written_about(service: Service) -> bool:
    return bool(address_of(service)) and not is_too_private_for_a_phone(service)


def address_of(service: Service) -> str:
    """The public e-mail address of a listing, its own before its organisation's; "" when there is none."""
    return (service.email or service.organization.email or "").strip().lower()


def make_link(*, organization_id: uuid.UUID, email: str, now: datetime) -> tuple[ContactLink, str]:
    """A new link and its token, which nobody will know again."""
    token = "".join(choice(ALPHABET) for _ in range(LENGTH))
    link = ContactLink(
        organization_id=organization_id,
        email=email,
        digest=_digest(token),
        created_at=now,
        expires_at=now + LASTS[LinkPurpose.CHECK],
    )
    db.session.add(link)
    db.session.flush()
    return link, token


def find_link(token: str, *, now: datetime) -> ContactLink | None:
    """The link that works now. None as well once the organisation has an editor, who is asked instead."""
    if len(token) > LONGEST_TOKEN:
        return None
    wanted = select(ContactLink).where(ContactLink.digest == _digest(token), ContactLink.expires_at > now)
    taken_over = exists().where(ListingEditor.organization_id == ContactLink.organization_id, ListingEditor.removed_at.is_(None))
    return db.session.scalar(wanted.where(~taken_over))


def list_asked(link: ContactLink) -> list[tuple[Service, ListingCheck]]:
    """What the link asks about, with what was answered: only listings in which its address stands still."""
    asked = confirmations.list_asked_since(organization_id=link.organization_id, sent_at=link.created_at)
    return [(service, check) for service, check in asked if may_be_written_about(service) and address_of(service) == link.email]


def list_to_ring(*, now: datetime, dead: Collection[str] = NONE_DEAD, page: int = 1) -> tuple[Sequence[ToRing], int]:
    """Listings that nobody can be written to about, or that three letters brought no answer for; and how many there are.

    Those that were rung without an answer come last; within that, what was checked longest ago comes first.
    """
    wanted = _to_ring(now, dead)
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    last_call = select(func.max(ListingCall.at)).where(ListingCall.service_id == Service.id).scalar_subquery()
    rung_since = and_(last_call.is_not(None), last_call > now - timedelta(days=90))
    in_order = wanted.order_by(rung_since, last_call, confirmations.since, Service.id)
    in_order = in_order.options(
        joinedload(Service.organization),
        selectinload(Service.phones),
        selectinload(Service.attributes).joinedload(Attribute.term),
    )
    services = db.session.scalars(in_order.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    editors: dict[uuid.UUID, list[str]] = {}
    keep = select(ListingEditor.organization_id, ListingEditor.email).where(
        ListingEditor.organization_id.in_({service.organization_id for service in services}), ListingEditor.removed_at.is_(None)
    )
    for organization_id, email in db.session.execute(keep.order_by(ListingEditor.email)):
        editors.setdefault(organization_id, []).append(email)
    return [_explain(service, editors.get(service.organization_id, []), dead) for service in services], total


def count_to_ring(*, now: datetime, dead: Collection[str] = NONE_DEAD) -> int:
    return db.session.scalar(select(func.count()).select_from(_to_ring(now, dead).subquery())) or 0


def last_calls(service_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, ListingCall]:
    """The last call about each of these listings."""
    rows = db.session.scalars(
        select(ListingCall).where(ListingCall.service_id.in_(service_ids)).order_by(ListingCall.at, ListingCall.id)
    )
    return {call.service_id: call for call in rows}


def note_call(*, service: Service, said: SaidOnTheCall, made_by: str, now: datetime) -> ListingCall:
    """Write down what came of a call; what follows from it for the listing is `one_tap`'s."""
    call = ListingCall(service_id=service.id, said=said, at=now, made_by=made_by)
    db.session.add(call)
    db.session.flush()
    return call


def _explain(service: Service, editors: Sequence[str], dead: Collection[str]) -> ToRing:
    if editors:
        return ToRing(service, WhyRing.EDITORS_DEAD, tuple(editors))
    address = address_of(service)
    if is_too_private_for_a_phone(service):
        return ToRing(service, WhyRing.PRIVATE)
    if not address:
        return ToRing(service, WhyRing.NO_ADDRESS)
    return ToRing(service, WhyRing.ADDRESS_DEAD, (address,)) if address in dead else ToRing(service, WhyRing.NO_ANSWER)


def _to_ring(now: datetime, dead: Collection[str]) -> Select[Service]:
    today = now.astimezone(LONDON).date()
    asked_in_vain = exists().where(
        ListingCheck.service_id == Service.id,
        ListingCheck.began_at > confirmations.since,
        ListingCheck.answer.is_(None),
        ListingCheck.times_asked >= confirmations.MOST_TIMES,
    )
    is_private = Service.id.in_(_private_ids(today))
    is_reached = or_(ListingEditor.phone.is_not(None), func.lower(ListingEditor.email).not_in(dead))  # a text may reach them
    has_editor_in_reach = exists().where(*_theirs, is_reached)
    return (
        select(Service)
        .join(Organization, Organization.id == Service.organization_id)
        .where(Service.status.in_(FINDABLE), confirmations.since <= latest_due(today), ~has_editor_in_reach)
        .where(or_(_has_editor, _address.is_(None), _folded.in_(dead), asked_in_vain, is_private), ~_was_rung_lately(now))
    )


def _private_ids(today: date) -> list[uuid.UUID]:
    """Of the listings that are due and give an address, those that no letter may be written about."""
    due = (
        select(Service)
        .join(Organization, Organization.id == Service.organization_id)
        .where(Service.status.in_(FINDABLE), confirmations.since <= latest_due(today), ~_has_editor, _address.is_not(None))
        .options(joinedload(Service.organization), selectinload(Service.attributes).joinedload(Attribute.term))
    )
    return [service.id for service in db.session.scalars(due) if is_too_private_for_a_phone(service)]


def _was_rung_lately(now: datetime) -> ColumnElement[bool]:
    """They said on the telephone that something has changed, and somebody is seeing to it."""
    return exists().where(
        ListingCall.service_id == Service.id,
        ListingCall.said == SaidOnTheCall.CHANGED,
        ListingCall.at > now - CHANGED_IS_SEEN_TO_WITHIN,
    )


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
