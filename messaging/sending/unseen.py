"""A notification that was handed over and that no browser has shown becomes a text: once, and only while it is of use.

A push service takes a notification and says no more. So the browser itself tells us that it has shown it, by an address made
for that one message. While nobody has, a row waits; a text that says the same is planned when its time comes, in one
transaction with the end of the notification, under a key of its own, and goes under all the rules of texts: STOP, the hours,
the limits. By then the push service has dropped the notification (`pushing.SHOWN_WITHIN`), so it cannot come after the text.
Whatever would have cancelled the message before it left ends the waiting too (see `outbox`).
"""

import logging
import uuid
from datetime import datetime

from sqlalchemy import select

from messaging import queries, signals
from messaging.models import AwaitedNotice, Channel, MessageEvent, OutgoingMessage
from messaging.sending import awaiting, outbox
from messaging.states import NOT_HANDED_OVER, State, settle
from messaging.wording import texts as wording
from navigator.db import db, only_reading

log = logging.getLogger(__name__)

NOT_SEEN = "not_shown"  # the cause of a notification that became a text
SHOWN = "shown"


def note_shown(*, message_id: uuid.UUID, now: datetime) -> bool:
    """A browser has shown it: nothing more is sent. Says whether that is news. Flushes only.

    It may be heard of before we have written down that it was handed over, and when a text is planned already.
    """
    message = _lock(message_id)
    if message is None:
        return False
    awaiting.forget(message_id)
    text = db.session.scalar(select(OutgoingMessage).where(OutgoingMessage.dedupe_key == _key(message_id)).with_for_update())
    for waiting in (message if message.channel is Channel.TEXT else None, text):  # nothing says it twice
        if waiting is not None and waiting.state in NOT_HANDED_OVER:
            outbox.cancel_one(message=waiting, cause=SHOWN, now=now)
    if message.channel is not Channel.PUSH:
        return False
    wanted = settle(message.state, State.DELIVERED)
    if wanted is None:
        return False
    message.sent_at = message.sent_at or now
    message.leased_until, message.lease_holder = None, ""
    _end(message, wanted, SHOWN, now=now)
    return True


def turn_one_into_text(now: datetime) -> bool:
    """Plan the text for one notification that nobody has seen in time. False when there is none. Commits."""
    with only_reading():  # a look costs nobody a lock; most looks find nothing
        due = select(AwaitedNotice.message_id).where(AwaitedNotice.text_at <= now).order_by(AwaitedNotice.text_at)
        message_id = db.session.scalar(due.limit(1))
        db.session.rollback()
    if message_id is None:
        return False
    message = _lock(message_id)
    was_waiting = awaiting.forget(message_id)
    if message is None or not was_waiting or message.channel is not Channel.PUSH or message.state is not State.SENT:
        db.session.commit()  # seen meanwhile, or another worker's
        return True
    is_of_use = message.expires_at is None or message.expires_at > now
    if is_of_use:
        _plan_text(message, now=now)
    _end(message, State.UNDELIVERED, NOT_SEEN, now=now)
    if not is_of_use and message.template in wording.APPOINTMENTS and queries.find_cancelling(message_id) is None:
        _say_that_it_failed(message, now=now)
    db.session.commit()
    return True


def _plan_text(message: OutgoingMessage, *, now: datetime) -> None:
    """The same to the same reader: as the message was planned, but as a text, and from now on."""
    kept = ("recipient_id", "to_address", "locale", "template", "purpose", "about_id", "expires_at", "any_hour", "at_times")
    text = OutgoingMessage(
        **{name: getattr(message, name) for name in kept},
        channel=Channel.TEXT,
        values=dict(message.values),
        urgent_reason=message.urgent_reason,
        dedupe_key=_key(message.id),
        not_before=now,
        state=State.PLANNED,
        cause=NOT_SEEN,
        created_at=now,
    )
    text.events.append(MessageEvent(happened_at=now, state=State.PLANNED, cause=NOT_SEEN))
    db.session.add(text)
    db.session.flush()


def _say_that_it_failed(message: OutgoingMessage, *, now: datetime) -> None:
    """Somebody has to bring the news. What fails over that does not undo that it was not seen."""
    try:
        with db.session.begin_nested():
            signals.message_failed.send("messaging", message=message, now=now)
    except Exception:
        log.exception("what should follow from notification %s, which nobody saw, did not", message.id)


def _end(message: OutgoingMessage, state: State, cause: str, *, now: datetime) -> None:
    message.state, message.cause = state, cause
    message.values, message.body = wording.without_secrets(message.template, message.values, message.body)
    db.session.add(MessageEvent(message_id=message.id, happened_at=now, state=state, cause=cause))
    db.session.flush()


def _lock(message_id: uuid.UUID) -> OutgoingMessage | None:
    return db.session.scalar(
        select(OutgoingMessage)
        .where(OutgoingMessage.id == message_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _key(message_id: uuid.UUID) -> str:
    return f"as-text:{message_id}"
