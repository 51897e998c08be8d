"""Telling: one delivery at a time, claimed first, sent with no transaction open, and tried again for a day."""

import random
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, select, update

from navigator.db import db
from navigator.webhooks import alerts, signing
from navigator.webhooks.calling import Caller
from navigator.webhooks.models import DeliveryState, WebhookAddress, WebhookDelivery

LEASE = timedelta(minutes=2)  # far longer than a call takes; a worker that died is followed by another
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=3)
STOPS_AFTER = timedelta(days=3)  # of failing without one success


def deliver_one(now: datetime, *, caller: Caller) -> bool:
    """Send the delivery that has waited longest. Says whether there was one. Commits."""
    found = db.session.execute(
        select(WebhookDelivery.id, WebhookDelivery.next_at)
        .join(WebhookAddress, WebhookAddress.id == WebhookDelivery.address_id)
        .where(
            WebhookDelivery.state == DeliveryState.WAITING,
            WebhookDelivery.next_at <= now,
            WebhookAddress.ended_at.is_(None),
            WebhookAddress.stopped_at.is_(None),
        )
        .order_by(WebhookDelivery.next_at, WebhookDelivery.id)
        .limit(1)
    ).first()
    if found is None:
        db.session.rollback()
        return False
    claimed = db.session.execute(
        update(WebhookDelivery)
        .where(
            WebhookDelivery.id == found.id,
            WebhookDelivery.state == DeliveryState.WAITING,
            WebhookDelivery.next_at == found.next_at,
        )
        .values(next_at=now + LEASE, tries=WebhookDelivery.tries + 1, tried_at=now)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    if cast(CursorResult[Any], claimed).rowcount != 1:
        return True  # another worker was quicker
    delivery = db.session.get_one(WebhookDelivery, found.id, populate_existing=True)
    url, body = delivery.address.url, delivery.body.encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "care-navigator-webhooks/1",
        "Care-Navigator-Event": str(delivery.event_id),
        signing.HEADER: signing.sign(delivery.address.secrets_at(now), body, at=int(now.timestamp())),
    }
    db.session.rollback()
    answered = caller.call(url, body, headers)
    _note_answer(db.session.get_one(WebhookDelivery, found.id, populate_existing=True), answered, now=now)
    db.session.commit()
    return True


def wait_before(tries: int) -> timedelta:
    """How long until the next try: twice as long each time, a quarter more or less, so that not all come back at once."""
    wait: timedelta = min(FIRST_WAIT * 2 ** min(tries - 1, 20), LONGEST_WAIT)
    return wait * random.uniform(0.75, 1.25)  # noqa: S311 - nobody gains by guessing it


def _note_answer(delivery: WebhookDelivery, answered: str, *, now: datetime) -> None:
    address, delivery.answered = delivery.address, answered
    if answered.isdecimal() and 200 <= int(answered) < 300:
        delivery.state, delivery.next_at, address.failing_since = DeliveryState.DELIVERED, None, None
        return
    address.failing_since = address.failing_since or now
    later = now + wait_before(delivery.tries)
    if later >= delivery.give_up_at:
        delivery.state, delivery.next_at = DeliveryState.FAILED, None
    else:
        delivery.next_at = later
    others = update(WebhookDelivery).where(
        WebhookDelivery.address_id == address.id,
        WebhookDelivery.id != delivery.id,
        WebhookDelivery.state == DeliveryState.WAITING,
    )
    if now - address.failing_since >= STOPS_AFTER:  # what waits is kept until somebody lets it go on
        address.stopped_at = now
        alerts.tell_administrators(address, since=address.failing_since, now=now)
        if delivery.state is DeliveryState.WAITING:
            delivery.next_at = None
        others = others.values(next_at=None)
    else:  # they need not each find out that it does not answer
        others = others.where(WebhookDelivery.next_at <= later).values(next_at=later)
    db.session.execute(others.execution_options(synchronize_session=False))
