"""What the machine pages ask of the database."""

from datetime import datetime

from sqlalchemy import func, select

from messaging.models import Channel, OutgoingMessage, State, WorkerBeat
from navigator.db import db


def find_last_beat() -> datetime | None:
    """When a worker last gave a sign of life; None when none ever did."""
    return db.session.scalar(select(func.max(WorkerBeat.at)))


def count_messages_by_state() -> dict[State, int]:
    """How many messages of the outbox are in each state; all states are there."""
    counted = db.session.execute(select(OutgoingMessage.state, func.count()).group_by(OutgoingMessage.state))
    return dict.fromkeys(State, 0) | {row[0]: row[1] for row in counted}


def find_oldest_due(*, now: datetime) -> datetime | None:
    """Since when the message that has waited longest has been due; None when nothing waits."""
    return db.session.scalar(
        select(func.min(OutgoingMessage.not_before)).where(
            OutgoingMessage.state == State.PLANNED,
            OutgoingMessage.not_before <= now,
            OutgoingMessage.channel != Channel.LETTER,  # staff post those
        )
    )
