"""What the provider tells us later of a text we handed over. News may come twice, late or out of order: we only move forward."""

import logging
import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from messaging import opt_outs, signals
from messaging.models import MessageEvent, OutgoingMessage
from messaging.states import NOT_HANDED_OVER, PROVIDER_STATES, STOPPED_AT_THE_CARRIER, State, find_code, may_move
from messaging.wording import texts as wording
from navigator.db import db

log = logging.getLogger(__name__)


class News(StrEnum):
    """What became of a piece of news."""

    TAKEN = "taken"
    OLD = "old"  # we knew already, or knew better
    UNKNOWN_STATUS = "unknown_status"
    UNKNOWN_MESSAGE = "unknown_message"


def take(*, provider_id: str, message_id: uuid.UUID | None, status: str, code: str, now: datetime) -> News:
    """Act on the provider's word that its message `provider_id` is `status` (with an error `code`, or "").

    `message_id` is our own id, which the callback's address carries: with it, news may come before the provider's answer
    to our call has been recorded, and settles what a killed worker left open.
    """
    wanted = PROVIDER_STATES.get(status)
    if wanted is None:
        log.error("the provider says %r of %s: a status we do not know", status, provider_id)
        return News.UNKNOWN_STATUS
    message = _find(db.session(), provider_id, message_id)
    if message is None:
        log.warning("the provider says %r of %s, which we did not send", status, provider_id)
        return News.UNKNOWN_MESSAGE
    if code and find_code(code) is None:
        log.error("message %s is %s with a code we do not know: %s", message.id, status, code)
    was = message.state
    if message.provider_id is None:
        message.provider_id, message.sent_at = provider_id, now
        message.leased_until, message.lease_holder = None, ""
        message.values, message.body = wording.without_secrets(message.template, message.values, message.body)
    if was in (*NOT_HANDED_OVER, State.HANDING_OVER) and wanted is not State.SENT:
        was = State.SENT  # it must have been
    if was is wanted or not may_move(was, wanted):
        db.session.flush()
        return News.OLD
    cause = code or ("provider_cancelled" if status == "canceled" else message.cause if wanted is State.DELIVERED else "")
    message.state, message.cause = wanted, cause
    db.session.add(MessageEvent(message_id=message.id, happened_at=now, state=wanted, cause=cause))
    if code == STOPPED_AT_THE_CARRIER:
        opt_outs.stop(number=message.to_address, how="carrier", now=now)
    db.session.flush()
    if wanted in (State.FAILED, State.UNDELIVERED):
        signals.message_failed.send("messaging", message=message, now=now)
    return News.TAKEN


def _find(session: Session, provider_id: str, message_id: uuid.UUID | None) -> OutgoingMessage | None:
    known = session.scalar(select(OutgoingMessage).where(OutgoingMessage.provider_id == provider_id).with_for_update())
    if known is not None or message_id is None:
        return known
    return session.scalar(
        select(OutgoingMessage).where(OutgoingMessage.id == message_id, OutgoingMessage.provider_id.is_(None)).with_for_update()
    )
