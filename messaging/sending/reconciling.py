"""A message whose handing over has no known end. The provider is asked; only what it does not have is sent again."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, func, select

from messaging.gateways.handover import CannotBeAsked, Gateway, GatewayError
from messaging.models import Channel, MessageEvent, OutgoingMessage
from messaging.sending.moves import NO_LEASE, fail
from messaging.sending.preparing import MOST_ATTEMPTS
from messaging.sending.recording import ask_later, put_off, record_sent
from messaging.states import State
from navigator.db import db

log = logging.getLogger(__name__)

GIVE_UP_ASKING = timedelta(days=1)
WAIT_FOR_NEWS = timedelta(hours=1)  # of a text whose provider cannot be asked: then a human hears that nobody knows


def settle(message_id: UUID, gateway: Gateway, *, now: datetime, holder: str) -> None:
    """Find out what became of a message that this worker took over as HANDING_OVER. Commits."""
    message = db.session.get_one(OutgoingMessage, message_id, populate_existing=True)
    began = db.session.scalar(
        select(func.min(MessageEvent.happened_at)).where(
            MessageEvent.message_id == message_id, MessageEvent.state == State.HANDING_OVER
        )
    )
    channel, address, body, since = message.channel, message.to_address, message.body, began or message.created_at
    provider = message.provider
    db.session.commit()
    mine = and_(
        OutgoingMessage.id == message_id, OutgoingMessage.state == State.HANDING_OVER, OutgoingMessage.lease_holder == holder
    )
    if channel is Channel.TEXT:
        try:
            theirs = gateway.list_sent(to=address, body=body, since=since, provider=provider)
        except CannotBeAsked:
            if now - since < WAIT_FOR_NEWS:  # the provider's news carries our id, and settles it when it comes
                ask_later(message_id, now=now, holder=holder)
            else:  # sent again it might arrive twice; not sent, never: somebody who can ask the person decides
                fail(db.session.get_one(OutgoingMessage, message_id), "outcome_unknown", mine, now=now)
            return
        except GatewayError as problem:
            log.warning("message %s: the provider cannot be asked (%s)", message_id, problem.code)
            if now - since < GIVE_UP_ASKING:
                ask_later(message_id, now=now, holder=holder)
            else:
                fail(db.session.get_one(OutgoingMessage, message_id), "outcome_unknown", mine, now=now)
            return
        if (found := _first_not_ours(theirs)) is not None:
            record_sent(message_id, found, now=now, cause="found_at_provider")
            return
    message = db.session.get_one(OutgoingMessage, message_id)
    if message.attempts >= MOST_ATTEMPTS:
        fail(message, "gave_up", mine, now=now)
    else:
        put_off(message, "not_at_provider", mine, now=now, not_before=now, **NO_LEASE)
    db.session.commit()


def _first_not_ours(theirs: list[str]) -> str | None:
    """The first of the provider's ids that no message of ours bears yet."""
    known = set(
        db.session.scalars(select(OutgoingMessage.provider_id).where(OutgoingMessage.provider_id.in_(theirs))) if theirs else ()
    )
    db.session.commit()
    return next((provider_id for provider_id in theirs if provider_id not in known), None)
