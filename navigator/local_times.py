"""The day and the time somebody types, in the time people here live in, as the moment they mean."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from navigator.times import LONDON

LATEST = timedelta(days=366)


class NotATime(Exception):
    """The words are not a time of day."""


class HalfUnsaid(NotATime):
    """It may be in the small hours or in the afternoon. `afternoon` and `morning`: how to write which."""

    def __init__(self, hour: int, minute: int) -> None:
        self.afternoon, self.morning = f"{hour}:{minute:02}pm", f"{hour:02}:{minute:02}"
        super().__init__(self.morning)


class TimeSkipped(Exception):
    """There is no such time on that day: the clocks go forward over it."""


class MomentPast(Exception):
    """It has been already."""


class MomentTooFar(Exception):
    """It is more than a year away: more likely a slip than a plan."""


MAY_BE_AFTERNOON = range(1, 8)  # "2:30" is hardly ever at night, and "7:15" as often one as the other
CLOCK = re.compile(r"^(\d{1,2})(?:\s*[:.]?\s*(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?$", re.IGNORECASE)


def read_clock(typed: str) -> time:
    """The time in "10:30", "10.30am", "2 pm" or "1430", in any script's digits. Raises `NotATime`, and of "2:30" `HalfUnsaid`."""
    found = CLOCK.match(typed.strip())
    if found is None:
        raise NotATime(typed)
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", "").lower()
    if half and not 1 <= hour <= 12:
        raise NotATime(typed)
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif found[2] is None:
        raise NotATime(typed)  # a bare "2" may be either end of the day
    try:
        clock = time(hour, minute)
    except ValueError:
        raise NotATime(typed) from None
    if not half and len(found[1]) == 1 and hour in MAY_BE_AFTERNOON:
        raise HalfUnsaid(hour, minute)
    return clock


def read_moment(day: date, clock: time, *, now: datetime) -> datetime:
    """The moment of an appointment, in UTC; of an hour that comes twice, the first.

    Raises `TimeSkipped`, `MomentPast` or `MomentTooFar`.
    """
    local = datetime.combine(day, clock, LONDON)
    moment = local.astimezone(UTC)
    if moment.astimezone(LONDON).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise TimeSkipped(local)
    return check_to_come(moment, now=now)


def check_to_come(moment: datetime, *, now: datetime) -> datetime:
    """The moment itself, when it is still to come, within a year. Raises `MomentPast` or `MomentTooFar`."""
    if moment <= now:
        raise MomentPast(moment)
    if moment > now + LATEST:
        raise MomentTooFar(moment)
    return moment


def working_days_between(start: datetime, end: datetime, *, is_holiday: Callable[[date], bool] = lambda day: False) -> int:
    """Mondays to Fridays, but for holidays, that have gone by since `start`, by the calendar here: 0 on the day itself."""
    first, last = start.astimezone(LONDON).date(), end.astimezone(LONDON).date()
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(day.weekday() < 5 and not is_holiday(day) for day in days)


def after_working_days(start: datetime, days: int, *, is_holiday: Callable[[date], bool]) -> datetime:
    """Nine in the morning of the working day that is so many of them after `start`."""
    day = start.astimezone(LONDON).date()
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5 and not is_holiday(day)
    return datetime.combine(day, time(9), LONDON).astimezone(UTC)
