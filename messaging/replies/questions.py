"""Which question a reply may answer, besides the open one (`queries.find_open_question`)."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from messaging.models import OutgoingMessage
from messaging.queries import STAYS_OPEN
from messaging.states import LEFT_US
from navigator.db import db

STILL_LIKELY = timedelta(days=90)


def find_late(number: str, *, now: datetime) -> OutgoingMessage | None:
    """The question that a reply from `number` probably answers too late: the last one asked, if that was within a season.

    None when it was answered, is still open, or people who share the phone were each asked.
    """
    asked = db.session.scalars(
        select(OutgoingMessage)
        .where(
            OutgoingMessage.to_address == number,
            OutgoingMessage.asks.is_not(None),
            OutgoingMessage.state.in_(LEFT_US),
            OutgoingMessage.sent_at > now - STILL_LIKELY,
        )
        .order_by(OutgoingMessage.sent_at.desc(), OutgoingMessage.id.desc())
    ).all()
    if not asked or asked[0].answered_at is not None or len({question.recipient_id for question in asked}) > 1:
        return None
    sent_at = asked[0].sent_at
    return asked[0] if sent_at is not None and sent_at <= now - STAYS_OPEN else None


def count_open(number: str, *, now: datetime) -> int:
    """About how many things a number was asked and has not answered. The same thing asked twice is one."""
    things = func.count(OutgoingMessage.about_id.distinct())
    return (
        db.session.scalar(
            select(things).where(
                OutgoingMessage.to_address == number,
                OutgoingMessage.asks.is_not(None),
                OutgoingMessage.answered_at.is_(None),
                OutgoingMessage.state.in_(LEFT_US),
                OutgoingMessage.sent_at > now - STAYS_OPEN,
            )
        )
        or 0
    )
