"""Which addresses are told, and what became of each telling."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select

from navigator.db import db
from navigator.paging import PER_PAGE, Part, cut
from navigator.people.access import PersonNotFound
from navigator.people.models import Staff
from navigator.referrals.models import Referral
from navigator.webhooks.models import DeliveryState, WebhookAddress, WebhookDelivery


class WebhookNotFound(PersonNotFound):
    """There is no such address or delivery, or it is another locality's."""


@dataclass(frozen=True)
class Told:
    """One delivery, and the reference of the referral it tells of."""

    delivery: WebhookDelivery
    reference: str


def list_addresses(staff: Staff, *, page: int = 1, per_page: int = PER_PAGE) -> Part[WebhookAddress]:
    """The addresses of their locality that are told, the newest first."""
    wanted = (
        select(WebhookAddress)
        .where(WebhookAddress.locality_id == staff.team.locality_id, WebhookAddress.ended_at.is_(None))
        .order_by(WebhookAddress.made_at.desc(), WebhookAddress.id.desc())
    )
    rows, total = cut(wanted, page, per_page)
    return Part([row[0] for row in rows], total)


def count_states(addresses: Sequence[WebhookAddress]) -> dict[uuid.UUID, tuple[int, int]]:
    """Of each address: how many deliveries wait, how many failed."""
    states = (DeliveryState.WAITING, DeliveryState.FAILED)
    by_state = [func.sum(case((WebhookDelivery.state == state, 1), else_=0)) for state in states]
    counted = db.session.execute(
        select(WebhookDelivery.address_id, *by_state)
        .where(WebhookDelivery.address_id.in_([address.id for address in addresses]))
        .group_by(WebhookDelivery.address_id)
    )
    return {row[0]: (int(row[1] or 0), int(row[2] or 0)) for row in counted}


def get_address(staff: Staff, address_id: uuid.UUID) -> WebhookAddress:
    """One address of their locality. Raises `WebhookNotFound`."""
    found = db.session.scalar(
        select(WebhookAddress).where(WebhookAddress.id == address_id, WebhookAddress.locality_id == staff.team.locality_id)
    )
    if found is None:
        raise WebhookNotFound(address_id)
    return found


def list_deliveries(address: WebhookAddress, *, page: int = 1, per_page: int = PER_PAGE) -> Part[Told]:
    """What was told to one address, the latest first."""
    wanted = (
        select(WebhookDelivery, Referral.reference)
        .join(Referral, Referral.id == WebhookDelivery.referral_id)
        .where(WebhookDelivery.address_id == address.id)
        .order_by(WebhookDelivery.made_at.desc(), WebhookDelivery.id.desc())
    )
    rows, total = cut(wanted, page, per_page)
    return Part([Told(*row) for row in rows], total)


def get_delivery(address: WebhookAddress, delivery_id: uuid.UUID) -> WebhookDelivery:
    """Raises `WebhookNotFound`."""
    found = db.session.get(WebhookDelivery, delivery_id)
    if found is None or found.address_id != address.id:
        raise WebhookNotFound(delivery_id)
    return found
