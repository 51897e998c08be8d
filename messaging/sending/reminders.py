"""When the texts around an appointment go. Pure rules."""

from datetime import UTC, datetime, time, timedelta

from messaging.sending.hours_here import next_allowed
from navigator.times import LONDON

THE_EVENING_BEFORE = time(18)
AFTER_IT_BEGAN = timedelta(hours=2)
# A reminder that comes this soon after the text with the same facts only disturbs.
TOO_SOON = timedelta(hours=3)


def reminder_at(appointment_at: datetime, *, accepted_at: datetime) -> datetime | None:
    """Six in the evening of the day before, London time; None when the acceptance came too late for it to be of use."""
    day = appointment_at.astimezone(LONDON).date() - timedelta(days=1)
    evening = datetime.combine(day, THE_EVENING_BEFORE, LONDON).astimezone(UTC)
    return evening if next_allowed(accepted_at) + TOO_SOON <= evening else None


def question_at(appointment_at: datetime) -> datetime:
    """When to ask how it went: two hours after it began, or the next morning when that is late."""
    return next_allowed(appointment_at + AFTER_IT_BEGAN)
