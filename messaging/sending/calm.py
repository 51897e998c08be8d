"""After words of danger: what we do not send for a while, because it would sound cheerful, or be one blow more.

The fixed safety text has gone, and an urgent item waits for a human. Until they have spoken, a nudge, a "well done", or
"they have no room" from a machine can only hurt. Appointments are another matter: somebody is expected there, so reminders
and changes of day go on; so does what the person asks for, and what a member of staff writes.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select

from messaging.models import ReceivedMessage
from messaging.purposes import Purpose
from navigator.db import db

CALM_FOR = timedelta(hours=72)  # over any weekend: by then a human has read it and knows what should follow
DISTRESS = "distress"  # `replies.meaning.Meaning.DISTRESS`, which this part of the tree does not know; a test compares them
HELD = frozenset({Purpose.CHECK_IN, Purpose.PLAN, Purpose.REFERRAL, Purpose.CARER})
NEVER_HELD = frozenset({"appointment_changed"})
CHEERFUL_ANSWERS = frozenset(
    {"thanks_confidence", "thanks_unsure", "thanks_no", "confidence_question", "can_come", "carer_is_well"}
)


def calm_until(number: str, *, now: datetime) -> datetime | None:
    """Until when nothing cheerful goes to a number; None when nothing is held back from it."""
    return find_calm([number], now=now).get(number)


def find_calm(numbers: Collection[str], *, now: datetime) -> Mapping[str, datetime]:
    """As `calm_until`, for many numbers; those not in it are not held back from."""
    if not numbers:
        return {}
    heard = db.session.execute(
        select(ReceivedMessage.from_number, func.max(ReceivedMessage.received_at).label("last"))
        .where(
            ReceivedMessage.from_number.in_(numbers),
            ReceivedMessage.received_at > now - CALM_FOR,
            ReceivedMessage.meaning == DISTRESS,
        )
        .group_by(ReceivedMessage.from_number)
    )
    return {row.from_number: row.last + CALM_FOR for row in heard}


def is_held(template: str, purpose: Purpose) -> bool:
    """Whether a text of this kind waits while a number is to be left in calm."""
    return template in CHEERFUL_ANSWERS or (purpose in HELD and template not in NEVER_HELD)
