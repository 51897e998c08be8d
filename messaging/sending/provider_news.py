"""What the provider tells us later of a text we handed over. News may come twice, late or out of order: we only move forward."""

import logging
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from messaging import opt_outs, signals
from messaging.gateways.handover import News
from messaging.models import MessageEvent, OutgoingMessage
from messaging.states import State, settle
from messaging.troubles import Trouble
from messaging.wording import texts as wording
from navigator.db import db

log = logging.getLogger(__name__)


class Taken(StrEnum):
    """What became of a piece of news."""

    TAKEN = "taken"
    OLD = "old"  # we knew already, or knew better
    UNKNOWN_STATUS = "unknown_status"
    UNKNOWN_MESSAGE = "unknown_message"


def take(news: News, *, provider: str, now: datetime) -> Taken:
    """Act on a provider's word of a text of ours.

    With our own id in it, news may come before the provider's answer to our call has been recorded, and settles what a
    killed worker, or a provider that cannot be asked, left open.
    """
    if news.state is None:
        log.error("%s says %r of %s: a status we do not know", provider, news.said, news.provider_id)
        return Taken.UNKNOWN_STATUS
    message = _find(db.session(), news)
    if message is None:
        log.warning("%s says %r of %s, which we did not send", provider, news.said, news.provider_id)
        return Taken.UNKNOWN_MESSAGE
    if news.code and news.trouble is None:
        log.error("message %s is %s with a code we do not know: %s", message.id, news.said, news.code)
    wanted = settle(message.state, news.state)
    if message.provider_id is None:
        message.provider_id, message.sent_at, message.provider = news.provider_id, now, provider
        message.leased_until, message.lease_holder = None, ""
        message.values, message.body = wording.without_secrets(message.template, message.values, message.body)
    if news.trouble is Trouble.STOPPED:
        opt_outs.stop(number=message.to_address, how="carrier", now=now)
    if wanted is None:
        db.session.flush()
        return Taken.OLD
    said = "provider_cancelled" if news.said == "canceled" else message.cause if wanted is State.DELIVERED else ""
    message.state, message.cause = wanted, news.code or said
    db.session.add(MessageEvent(message_id=message.id, happened_at=now, state=wanted, cause=message.cause))
    db.session.flush()
    if wanted in (State.FAILED, State.UNDELIVERED):
        signals.message_failed.send("messaging", message=message, now=now)
    return Taken.TAKEN


def _find(session: Session, news: News) -> OutgoingMessage | None:
    known = session.scalar(select(OutgoingMessage).where(OutgoingMessage.provider_id == news.provider_id).with_for_update())
    if known is not None or news.message_id is None:
        return known
    return session.scalar(
        select(OutgoingMessage)
        .where(OutgoingMessage.id == news.message_id, OutgoingMessage.provider_id.is_(None))
        .with_for_update()
    )
