"""Reading what was sent, what came back and what is planned."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from messaging.models import ON_THE_PHONE, Channel, MessageEvent, OutgoingMessage, ReceivedMessage
from messaging.states import LEFT_US, NOT_HANDED_OVER, State
from messaging.wording import texts as wording
from navigator.db import db

STAYS_OPEN = timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """One text of a conversation, either way. `state` and `cause` are those of an outgoing text; `meaning` of a reply."""

    at: datetime
    from_person: bool
    body: str
    locale: str = ""
    template: str = ""
    state: State | None = None
    cause: str = ""
    meaning: str = ""
    is_notification: bool = False


def list_thread(*, recipient_id: uuid.UUID, number: str | None, limit: int = 200) -> list[Line]:
    """What a person and the team texted each other, oldest first. What is only planned is not part of it.

    A text that could not be written or sent is: staff need to see that it never arrived. Replies are told apart by the
    number they came from, so a shared phone shows its replies to everyone who shares it.
    """
    sent = db.session.scalars(
        select(OutgoingMessage)
        .where(
            OutgoingMessage.recipient_id == recipient_id,
            OutgoingMessage.channel.in_(ON_THE_PHONE),
            OutgoingMessage.state.not_in((*NOT_HANDED_OVER, State.HANDING_OVER, State.CANCELLED)),
        )
        .order_by(OutgoingMessage.created_at.desc(), OutgoingMessage.id.desc())
        .limit(limit)
    )
    lines = [
        Line(
            m.sent_at or m.created_at,
            False,
            m.body,
            m.locale,
            m.template,
            m.state,
            m.cause,
            is_notification=m.channel is Channel.PUSH,
        )
        for m in sent
    ]
    if number:
        lines += [Line(r.received_at, True, r.body, meaning=r.meaning) for r in list_received(number, limit=limit)]
    return sorted(lines, key=lambda line: line.at)[-limit:]


def list_received(number: str, *, limit: int = 200) -> list[ReceivedMessage]:
    """Texts from a number, newest first."""
    return list(
        db.session.scalars(
            select(ReceivedMessage)
            .where(ReceivedMessage.from_number == number)
            .order_by(ReceivedMessage.received_at.desc(), ReceivedMessage.id.desc())
            .limit(limit)
        )
    )


def list_planned(recipient_id: uuid.UUID) -> list[OutgoingMessage]:
    """What is still to go to a person, soonest first."""
    return _planned(OutgoingMessage.recipient_id == recipient_id)


def list_planned_to(address: str) -> list[OutgoingMessage]:
    """What is still to go to a number or an e-mail address, soonest first."""
    return _planned(OutgoingMessage.to_address == address)


def _planned(whose: ColumnElement[bool]) -> list[OutgoingMessage]:
    return list(
        db.session.scalars(
            select(OutgoingMessage)
            .where(whose, OutgoingMessage.state.in_(NOT_HANDED_OVER))
            .order_by(OutgoingMessage.not_before, OutgoingMessage.id)
        )
    )


def find_open_question(number: str, *, now: datetime) -> OutgoingMessage | None:
    """The question that a reply from `number` answers: the last one asked, when it is unanswered and two weeks old at most.

    None as well when people who share the phone have each been asked, or when another text has left for the number since
    that a reply could be meant for ("if you cannot come, reply"): we would have to guess.
    """
    asked = db.session.scalars(
        select(OutgoingMessage)
        .where(
            OutgoingMessage.to_address == number,
            OutgoingMessage.asks.is_not(None),
            OutgoingMessage.state.in_(LEFT_US),
            OutgoingMessage.sent_at > now - STAYS_OPEN,
        )
        .order_by(OutgoingMessage.sent_at.desc(), OutgoingMessage.id.desc())
    ).all()
    if not asked or asked[0].answered_at is not None:
        return None
    waiting = {question.recipient_id for question in asked if question.answered_at is None}
    return asked[0] if len(waiting) == 1 and not _was_talked_over(asked[0]) else None


def _was_talked_over(question: OutgoingMessage) -> bool:
    """A text that answers nothing the person did has left for the same number since."""
    return bool(
        db.session.scalar(
            select(OutgoingMessage.id)
            .where(
                OutgoingMessage.to_address == question.to_address,
                OutgoingMessage.id != question.id,
                OutgoingMessage.asks.is_(None),
                OutgoingMessage.template.not_in(wording.ANSWERS),
                OutgoingMessage.state.in_(LEFT_US),
                OutgoingMessage.sent_at >= question.sent_at,
            )
            .limit(1)
        )
    )


def count_unprompted_to(number: str, *, since: datetime) -> int:
    """How many texts have gone to a number since then that did not answer something the person did or wrote."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(OutgoingMessage)
            .where(
                OutgoingMessage.to_address == number,
                OutgoingMessage.sent_at >= since,
                OutgoingMessage.any_hour.is_(False),
                OutgoingMessage.template.not_in(wording.ANSWERS),
            )
        )
        or 0
    )


def count_unanswered(about_id: uuid.UUID, *, template: str, since: datetime) -> int:
    """How many questions about something have gone since then, one after another, without an answer to the last of them."""
    answers = db.session.scalars(
        select(OutgoingMessage.answered_at)
        .where(
            OutgoingMessage.about_id == about_id,
            OutgoingMessage.template == template,
            OutgoingMessage.created_at >= since,
            OutgoingMessage.state.in_(LEFT_US),
        )
        .order_by(OutgoingMessage.sent_at.desc(), OutgoingMessage.id.desc())
        .limit(50)
    ).all()
    return next((number for number, answered_at in enumerate(answers) if answered_at is not None), len(answers))


def list_answers_about(about_id: uuid.UUID, *, limit: int = 10) -> list[ReceivedMessage]:
    """What a person answered to questions about something, newest first."""
    return list(
        db.session.scalars(
            select(ReceivedMessage)
            .join(OutgoingMessage, OutgoingMessage.id == ReceivedMessage.answers_id)
            .where(OutgoingMessage.about_id == about_id)
            .order_by(ReceivedMessage.received_at.desc(), ReceivedMessage.id.desc())
            .limit(limit)
        )
    )


def has_left(about_ids: Collection[uuid.UUID]) -> bool:
    """Whether any message about one of these has left us, or may be leaving at this moment."""
    return (
        db.session.scalar(
            select(OutgoingMessage.id)
            .where(OutgoingMessage.about_id.in_(about_ids), OutgoingMessage.state.in_((*LEFT_US, State.HANDING_OVER)))
            .limit(1)
        )
        is not None
    )


def find_last_to(number: str) -> OutgoingMessage | None:
    """The last text that left for a number: whose it is and in which language they read."""
    return db.session.scalar(
        select(OutgoingMessage)
        .where(OutgoingMessage.to_address == number, OutgoingMessage.state.in_(LEFT_US))
        .order_by(OutgoingMessage.sent_at.desc(), OutgoingMessage.id.desc())
        .limit(1)
    )


def find_last_of(template: str, *, to_address: str) -> datetime | None:
    """When a text of this template last left for an address, or may be leaving; None when none has."""
    return db.session.scalar(
        select(func.max(func.coalesce(OutgoingMessage.sent_at, OutgoingMessage.created_at))).where(
            OutgoingMessage.to_address == to_address,
            OutgoingMessage.template == template,
            OutgoingMessage.state.in_((*LEFT_US, State.HANDING_OVER)),
        )
    )


def list_templates_about(about_id: uuid.UUID) -> set[str]:
    """Which texts about something have left us or are still to go."""
    standing = (*NOT_HANDED_OVER, State.HANDING_OVER, *LEFT_US)
    return set(
        db.session.scalars(
            select(OutgoingMessage.template).where(OutgoingMessage.about_id == about_id, OutgoingMessage.state.in_(standing))
        )
    )


def find_last_recipient(number: str) -> uuid.UUID | None:
    """Whom we last texted at this number; None when it was nobody we know by an identifier."""
    return db.session.scalar(
        select(OutgoingMessage.recipient_id)
        .where(
            OutgoingMessage.to_address == number,
            OutgoingMessage.recipient_id.is_not(None),
            OutgoingMessage.state.in_(LEFT_US),
        )
        .order_by(OutgoingMessage.sent_at.desc(), OutgoingMessage.id.desc())
        .limit(1)
    )


def find_cancelling(message_id: uuid.UUID) -> str | None:
    """Why a message was to be cancelled while it was being handed over; None when it was not."""
    return db.session.scalar(
        select(MessageEvent.cause).where(MessageEvent.message_id == message_id, MessageEvent.state == State.CANCELLED).limit(1)
    )


def count_by_state() -> Mapping[tuple[Channel, State], int]:
    """How many messages stand where, for the figures an operator watches."""
    rows = db.session.execute(
        select(OutgoingMessage.channel, OutgoingMessage.state, func.count()).group_by(
            OutgoingMessage.channel, OutgoingMessage.state
        )
    )
    return {(channel, state): count for channel, state, count in rows}


def count_overdue(*, now: datetime, by: timedelta = timedelta(minutes=5)) -> int:
    """How many messages should have gone by now: more than a few says that no worker runs."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(OutgoingMessage)
            .where(
                or_(OutgoingMessage.state == State.PLANNED, OutgoingMessage.state == State.CLAIMED),
                OutgoingMessage.not_before < now - by,
            )
        )
        or 0
    )


def count_unread() -> int:
    """How many texts came in that nothing has been made of yet."""
    return db.session.scalar(select(func.count()).select_from(ReceivedMessage).where(ReceivedMessage.handled_at.is_(None))) or 0
