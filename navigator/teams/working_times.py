"""The days and hours somebody works, and what share of a whole week that is. Pure."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta

Pattern = Mapping[str, Sequence[str]]  # weekday "0" (Monday) to "6" → "09:00", "17:00"; empty: nothing agreed

WHOLE_WEEK = timedelta(hours=37, minutes=30)  # NHS terms: 37.5 hours without breaks
A_BREAK = timedelta(minutes=30)  # unpaid, on a day of more than six hours
LONG_DAY = timedelta(hours=6)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")


class TimeWrong(Exception):
    """Not a time of day, or an end that is not after its beginning."""


def read_time(typed: str) -> time:
    """A time as people write it: 9, 9:30, 9.30, 09:30, 17:00. Raises `TimeWrong`."""
    found = _CLOCK.fullmatch(typed.strip())
    if found is None:
        raise TimeWrong(typed)
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        raise TimeWrong(typed) from None


def read_pattern(typed: Mapping[int, tuple[str, str]]) -> dict[str, list[str]]:
    """Weekday → (from, until) as typed; days left empty are not worked. Raises `TimeWrong` with the weekday."""
    pattern: dict[str, list[str]] = {}
    for weekday, (start, end) in sorted(typed.items()):
        if not start.strip() and not end.strip():
            continue
        try:
            begins, ends = read_time(start), read_time(end)
        except TimeWrong:
            raise TimeWrong(weekday) from None
        if begins >= ends:
            raise TimeWrong(weekday)
        pattern[str(weekday)] = [f"{begins:%H:%M}", f"{ends:%H:%M}"]
    return pattern


def works_on(pattern: Pattern, day: date) -> bool:
    """Whether they work on that day; somebody with whom nothing is agreed works Monday to Friday."""
    return str(day.weekday()) in pattern if pattern else day.weekday() < 5


def next_working_day(pattern: Pattern, day: date) -> date:
    """`day`, or the first day after it on which they work."""
    return next(later for later in (day + timedelta(days=ahead) for ahead in range(7)) if works_on(pattern, later))


def share_of_week(pattern: Pattern) -> float:
    """What share of a whole week they work: 0.6 for three days. 1.0 when nothing is agreed, and at most."""
    if not pattern:
        return 1.0
    worked = sum((_length(*hours) for hours in pattern.values()), timedelta())
    return min(1.0, worked / WHOLE_WEEK)


def _length(start: str, end: str) -> timedelta:
    begins, ends = time.fromisoformat(start), time.fromisoformat(end)
    length = timedelta(hours=ends.hour - begins.hour, minutes=ends.minute - begins.minute)
    return length - A_BREAK if length > LONG_DAY else length
