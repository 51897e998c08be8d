"""Whom to tell, with which secret, and telling again. Callers commit."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from sqlalchemy import delete, update

from navigator.db import db
from navigator.people.models import Staff
from navigator.people.operations import record_audit
from navigator.webhooks.calling import check_where_it_leads
from navigator.webhooks.models import DeliveryState, WebhookAddress, WebhookDelivery

BOTH_SECRETS_FOR = timedelta(days=1)
GIVE_UP_AFTER = timedelta(days=1)
KEPT = timedelta(days=30)


def register(*, url: str, label: str, by: Staff, allows_inside: bool, now: datetime) -> WebhookAddress:
    """From now on this address is told of the referrals of `by`'s locality. Raises `calling.AddressRefused`."""
    check_where_it_leads(url, allows_inside=allows_inside)
    address = WebhookAddress(
        locality_id=by.team.locality_id, url=url, label=label, secret=_new_secret(), made_by_id=by.id, made_at=now
    )
    db.session.add(address)
    db.session.flush()
    _note("webhook_added", address, by, now)
    return address


def rotate(*, address: WebhookAddress, by: Staff, now: datetime) -> str:
    """A new secret. For a day calls are signed with the one before as well, so that nothing is missed meanwhile."""
    address.old_secret, address.old_until = address.secret, now + BOTH_SECRETS_FOR
    address.secret = _new_secret()
    db.session.flush()
    _note("webhook_secret_changed", address, by, now)
    return address.secret


def end(*, address: WebhookAddress, by: Staff, now: datetime) -> None:
    """Nothing is told to it any more. Ending twice changes nothing."""
    if address.ended_at is not None:
        return
    address.ended_at = now
    db.session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.address_id == address.id, WebhookDelivery.state == DeliveryState.WAITING)
        .values(state=DeliveryState.FAILED, next_at=None, answered="ended")
        .execution_options(synchronize_session="fetch")
    )
    _note("webhook_ended", address, by, now)


def go_on(*, address: WebhookAddress, by: Staff, now: datetime) -> None:
    """It works again: what waited since it stopped is sent now."""
    if address.stopped_at is None or address.ended_at is not None:
        return
    address.stopped_at = address.failing_since = None
    db.session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.address_id == address.id, WebhookDelivery.state == DeliveryState.WAITING)
        .values(next_at=now, give_up_at=now + GIVE_UP_AFTER)
        .execution_options(synchronize_session="fetch")
    )
    _note("webhook_goes_on", address, by, now)


def send_again(*, delivery: WebhookDelivery, by: Staff, now: datetime) -> None:
    """Once more, whatever became of it, with the same id: a receiver that has it already can tell."""
    if delivery.address.ended_at is not None:
        return
    delivery.state, delivery.next_at, delivery.give_up_at = DeliveryState.WAITING, now, now + GIVE_UP_AFTER
    record_audit(action="webhook_sent_again", staff_id=by.id, person_id=None, detail=str(delivery.event_id), now=now)


def tidy(*, now: datetime) -> None:
    """Forget what was told, or could not be, a month ago."""
    db.session.execute(
        delete(WebhookDelivery).where(WebhookDelivery.made_at < now - KEPT, WebhookDelivery.state != DeliveryState.WAITING)
    )


def _new_secret() -> str:
    return f"whsec_{token_urlsafe(32)}"


def _note(action: str, address: WebhookAddress, by: Staff, now: datetime) -> None:
    record_audit(action=action, staff_id=by.id, person_id=None, detail=f"{address.label}: {address.id}", now=now)
