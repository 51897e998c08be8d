"""Texts that come in: stored before anything is made of them, then understood, acted upon once, and told to whoever listens."""

import logging
import uuid
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from messaging import opt_outs, queries, signals
from messaging.models import OutgoingMessage, ReceivedMessage
from messaging.purposes import Purpose
from messaging.replies import answering, questions
from messaging.replies.meaning import Asked, Meaning, Reply, interpret
from messaging.sending import outbox
from navigator.db import db, only_reading
from translations.locales import DEFAULT

log = logging.getLogger(__name__)

LOOKED_AT_ONCE = 20
MOST_MEDIA = 99
LONGEST_REPEATED = 30  # characters of an answer that we say back
HEARD_FROM_ANYBODY = frozenset({Meaning.STOP, Meaning.DISTRESS})  # whatever sent it
ANSWERS = frozenset({Meaning.YES, Meaning.NO, Meaning.NEED_HELP, Meaning.SCORE, Meaning.WELL, Meaning.SO_SO, Meaning.NOT_WELL})


def receive(*, provider_id: str, from_number: str, to_number: str, body: str, now: datetime, media: int = 0) -> ReceivedMessage:
    """Store a text as it came. The same `provider_id` again is the same text. `media`: how many pictures came with it."""
    same = select(ReceivedMessage).where(ReceivedMessage.provider_id == provider_id)
    if already := db.session.scalar(same):
        return already
    received = ReceivedMessage(
        provider_id=provider_id,
        from_number=from_number,
        to_number=to_number,
        body=body,
        media=min(max(media, 0), MOST_MEDIA),
        received_at=now,
    )
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
    reply = _understand(received, question, locale, now=now)
    if reply.meaning is not Meaning.STOP or received.meaning != Meaning.STOP:  # else it was heeded already
        _act(received, reply, last, locale, now=now)
    received.meaning, received.handled_at = reply.meaning.value, now
    if question is not None and reply.meaning in ANSWERS:
        question.answered_at, received.answers_id = now, question.id
        if reply.is_one_of_several:
            _say_which(received, question, locale, now=now)
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
        elif reply.stops:
            _stop(received.from_number, reply.purpose, now=now)
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


def _understand(received: ReceivedMessage, question: OutgoingMessage | None, locale: str, *, now: datetime) -> Reply:
    """What a text means, knowing who sent it and what they were asked."""
    asked: Asked | None = question.asks.value if question and question.asks else None
    reply = interpret(received.body, locale=locale, asked=asked)
    if reply.meaning not in HEARD_FROM_ANYBODY and not answering.can_be_answered(received):
        return Reply(Meaning.MACHINE)
    if question is not None and reply.meaning in ANSWERS and questions.count_open(received.from_number, now=now) > 1:
        return replace(reply, is_one_of_several=True)
    if question is None and reply.meaning in (Meaning.UNCLEAR, Meaning.NEED_HELP):
        late = questions.find_late(received.from_number, now=now)
        if late is not None and late.asks is not None:
            would_be = interpret(received.body, locale=locale, asked=late.asks.value)
            if would_be.meaning in ANSWERS:
                return replace(reply, late_to=late.id)
    return reply


def _act(received: ReceivedMessage, reply: Reply, last: OutgoingMessage | None, locale: str, *, now: datetime) -> None:
    """What messaging itself does about a reply: stopping, starting, and the one text back that the rest of it owes."""

    def say(template: str, key: str = "", **values: str) -> None:
        key = key or f"{template}:{received.id}"
        answering.answer(received=received, template=template, key=key, last=last, locale=locale, now=now, values=values)

    number = received.from_number
    match reply.meaning:
        case Meaning.STOP:
            if _stop(number, reply.purpose, now=now):
                if reply.purpose is not None:
                    say("stopped_one", purpose=reply.purpose.value)
                else:
                    say("stopped_or_appointment" if reply.or_appointment else "stopped")
        case Meaning.START:
            opt_outs.start(number=number, now=now, purpose=reply.purpose)
            say("started")
        case Meaning.HELP:
            say("help")
        case Meaning.DISTRESS:
            if reply.stops:
                _stop(number, reply.purpose, now=now)
            say("safety")
        case Meaning.UNCLEAR if received.media:
            say("no_pictures", answering.once_a_day("no-pictures", number, now))
        case Meaning.UNCLEAR if reply.late_to is not None:
            say("late_answer", answering.once_a_day("late-answer", number, now))
        case Meaning.UNCLEAR if answering.calm_until(number, now=now) is not None:
            say("safety", answering.once_a_day("safety-again", number, now))
        case Meaning.UNCLEAR:
            # once a day is enough to say that somebody will read it, and keeps two machines from talking for ever
            say("unclear", answering.once_a_day("unclear", number, now))
    if received.media and reply.meaning in ANSWERS:
        say("no_pictures", answering.once_a_day("no-pictures", number, now))


def _stop(number: str, purpose: Purpose | None, *, now: datetime) -> bool:
    """Send no more, of all or of one purpose. False when that was so already."""
    outbox.cancel_planned(to_address=number, purpose=purpose, cause="stopped", now=now)
    return opt_outs.stop(number=number, how="text", now=now, purpose=purpose)


def _say_which(received: ReceivedMessage, question: OutgoingMessage, locale: str, *, now: datetime) -> None:
    """They had several questions to answer: which one we took this for."""
    values = {
        "asks": question.asks.value if question.asks else "",
        "answer": " ".join(received.body.split())[:LONGEST_REPEATED],
        "service_name": str(question.values.get("service_name", "")),
    }
    key = f"which-answered:{received.id}"
    answering.answer(received=received, template="which_answered", key=key, last=question, locale=locale, now=now, values=values)
