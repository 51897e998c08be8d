"""Texts that come in: stored before anything is made of them, then understood, acted upon once, and told to whoever listens."""

import logging
import uuid
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from messaging import opt_outs, queries, signals
from messaging.models import OutgoingMessage, ReceivedMessage
from messaging.replies.meaning import Asked, Meaning, Reply, interpret
from messaging.sending import outbox
from messaging.sending.outbox import Recipient
from navigator.db import db, only_reading
from navigator.times import LONDON
from translations.locales import DEFAULT

log = logging.getLogger(__name__)

LOOKED_AT_ONCE = 20
ANSWERS = frozenset({Meaning.YES, Meaning.NO, Meaning.NEED_HELP, Meaning.SCORE})


def receive(*, provider_id: str, from_number: str, to_number: str, body: str, now: datetime) -> ReceivedMessage:
    """Store a text as it came. The same `provider_id` again is the same text."""
    same = select(ReceivedMessage).where(ReceivedMessage.provider_id == provider_id)
    if already := db.session.scalar(same):
        return already
    received = ReceivedMessage(provider_id=provider_id, from_number=from_number, to_number=to_number, body=body, received_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(received)
            db.session.flush()
    except IntegrityError:  # the provider called twice at once
        return db.session.scalars(same).one()
    return received


def handle(received_id: uuid.UUID, *, now: datetime) -> Reply | None:
    """Understand one stored text and act on it. None when that has been done already, or is being done elsewhere.

    Flushes only: what follows from a reply and the mark that it was handled are kept together, or not at all.
    """
    received = db.session.scalar(
        select(ReceivedMessage)
        .where(ReceivedMessage.id == received_id, ReceivedMessage.handled_at.is_(None))
        .with_for_update(skip_locked=True)
    )
    if received is None:
        return None
    question = queries.find_open_question(received.from_number, now=now)
    last = question or queries.find_last_to(received.from_number)
    locale = last.locale if last else DEFAULT
    asked: Asked | None = question.asks.value if question and question.asks else None
    reply = interpret(received.body, locale=locale, asked=asked)
    if reply.meaning is not Meaning.STOP or received.meaning != Meaning.STOP:  # else it was heeded already
        _act(received, reply, last, locale, now=now)
    received.meaning, received.handled_at = reply.meaning.value, now
    if question is not None and reply.meaning in ANSWERS:
        question.answered_at, received.answers_id = now, question.id
    db.session.flush()
    signals.reply_received.send("messaging", received=received, reply=reply, asked=question, now=now)
    return reply


def heed_stop(received_id: uuid.UUID, *, now: datetime) -> None:
    """Stop texting, if that is what a stored text asks for. Nothing that fails later in handling it undoes this. Commits."""
    received = db.session.scalar(
        select(ReceivedMessage)
        .where(ReceivedMessage.id == received_id, ReceivedMessage.handled_at.is_(None), ReceivedMessage.meaning == "")
        .with_for_update(skip_locked=True)
    )
    if received is not None:
        last = queries.find_last_to(received.from_number)
        locale = last.locale if last else DEFAULT
        reply = interpret(received.body, locale=locale, asked=None)
        if reply.meaning is Meaning.STOP:
            _act(received, reply, last, locale, now=now)
            received.meaning = reply.meaning.value
    db.session.commit()


def interpret_one(now: datetime) -> bool:
    """Handle the oldest text that nothing has been made of yet. False when there is none, or none that can be. Commits.

    A text that cannot be handled is logged, kept, and tried again after the others.
    """
    with only_reading():
        waiting = db.session.scalars(
            select(ReceivedMessage.id)
            .where(ReceivedMessage.handled_at.is_(None))
            .order_by(ReceivedMessage.received_at, ReceivedMessage.id)
            .limit(LOOKED_AT_ONCE)
        ).all()
        db.session.commit()
    for received_id in waiting:
        try:
            heed_stop(received_id, now=now)
            reply = handle(received_id, now=now)
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("nothing could be made of received text %s", received_id)
            continue
        if reply is not None:
            return True
    return False


def _act(received: ReceivedMessage, reply: Reply, last: OutgoingMessage | None, locale: str, *, now: datetime) -> None:
    """What messaging itself does about a reply: stopping, starting, and the one text back that the rest of it owes."""
    number = received.from_number
    if reply.meaning is Meaning.STOP:
        outbox.cancel_planned(to_address=number, cause="stopped", now=now)
        if opt_outs.stop(number=number, how="text", now=now):
            _answer(received, last, "stopped", locale, key=f"stopped:{received.id}", now=now)
    elif reply.meaning is Meaning.START:
        opt_outs.start(number=number, now=now)
        _answer(received, last, "started", locale, key=f"started:{received.id}", now=now)
    elif reply.meaning is Meaning.HELP:
        _answer(received, last, "help", locale, key=f"help:{received.id}", now=now)
    elif reply.meaning is Meaning.DISTRESS:
        _answer(received, last, "safety", locale, key=f"safety:{received.id}", now=now)
    elif reply.meaning is Meaning.UNCLEAR:
        # once a day is enough to say that somebody will read it, and keeps two machines from talking for ever
        day, whose = now.astimezone(LONDON).date(), sha256(number.encode()).hexdigest()[:32]
        _answer(received, last, "unclear", locale, key=f"unclear:{whose}:{day}", now=now)


def _answer(
    received: ReceivedMessage, last: OutgoingMessage | None, template: str, locale: str, *, key: str, now: datetime
) -> None:
    to = Recipient(id=last.recipient_id if last else None, address=received.from_number, locale=locale)
    outbox.plan_text(to=to, template=template, values={}, dedupe_key=key, now=now)
