"""One schedule's facts, as HSDS names them, and how each of them is read."""

import re
from dataclasses import dataclass
from datetime import date, time

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MIDNIGHT = time(0)
LAST_MINUTE = time(23, 59)  # how the standard writes "until midnight": 24 hours are 00:00 to 23:59
_BYDAY = re.compile(r"([+-]?\d{0,2}?)(MO|TU|WE|TH|FR|SA|SU)")


@dataclass(frozen=True)
class Hours:
    """One schedule. `opens_at` and `closes_at` are "HH:MM" on the clock on the wall in London, whatever `timezone` a feed gave.

    `until` is the day the recurrence ends. `valid_to` is the day our knowledge ends: what happens after it we do not know.
    Without `freq`, a `dtstart` is the one day it happens on.
    """

    freq: str | None = None
    byday: str | None = None
    interval: int | None = None
    bymonthday: str | None = None
    dtstart: date | None = None
    until: date | None = None
    count: int | None = None
    wkst: str | None = None
    byweekno: str | None = None
    byyearday: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    opens_at: str | None = None
    closes_at: str | None = None
    description: str | None = None
    notes: str | None = None

    @property
    def days(self) -> list[tuple[int, str]]:
        """(which one of the month, day): (0, "MO") is every Monday, (1, "SA") the first Saturday, (-1, "FR") the last Friday."""
        found = [(int(n or 0), day) for n, day in _BYDAY.findall((self.byday or "").upper().replace(" ", ""))]
        return [(n, day) for n, day in found if -6 < n < 6]  # no month has a sixth Monday

    @property
    def weekdays(self) -> list[str]:
        """The days of the week ("MO" … "SU") it happens on, every week or in some; none when it goes by the day of the month."""
        if not self.days and not self.goes_by_numbers and self.dtstart and self.freq != "MONTHLY":
            return [DAYS[self.dtstart.weekday()]]
        return list(dict.fromkeys(day for _, day in self.days))

    @property
    def every(self) -> int:
        """Every how many weeks or months: 1 for each."""
        return max(self.interval or 1, 1)

    @property
    def goes_by_numbers(self) -> bool:
        """Whether days are named by their number in the month or the year, or by the number of their week."""
        return bool(numbers(self.bymonthday) or numbers(self.byyearday) or numbers(self.byweekno))

    @property
    def is_one_day(self) -> bool:
        return not self.freq and self.dtstart is not None

    @property
    def is_certain(self) -> bool:
        """Whether the facts say which days are meant: "every other Tuesday" does not, unless we know since when."""
        if self.is_one_day:
            return True
        if self.byday and not self.days:
            return False
        if self.freq not in ("WEEKLY", "MONTHLY") or not (self.days or self.goes_by_numbers or self.dtstart):
            return False
        return self.dtstart is not None or (self.every == 1 and not self.count)

    @property
    def opens(self) -> time | None:
        return read_time(self.opens_at)

    @property
    def closes(self) -> time | None:
        """When it closes, midnight for "23:59"; None when that is unknown, or the very time it opens."""
        closes = read_time(self.closes_at)
        if closes == LAST_MINUTE:
            return MIDNIGHT
        return None if closes == self.opens and closes != MIDNIGHT else closes

    @property
    def is_all_day(self) -> bool:
        return self.opens == MIDNIGHT == self.closes

    @property
    def last_day(self) -> date | None:
        """The last day these hours speak of: the end of the recurrence, or the end of our knowledge of it."""
        only_day = self.dtstart if self.is_one_day else None
        return min((day for day in (only_day, self.until, self.valid_to) if day), default=None)

    def is_out_of_date(self, today: date) -> bool:
        """`valid_to` has passed: it may well go on, but we lack its newer hours."""
        return self.valid_to is not None and self.valid_to < today


def read_time(text: str | None) -> time | None:
    """ "09:30" as a time; None for nothing and for what is not a time. "24:00" is midnight."""
    match = re.match(r"(\d{1,2}):(\d{2})", text or "")
    if not match:
        return None
    hour, minute = int(match[1]), int(match[2])
    if (hour, minute) == (24, 0):
        return MIDNIGHT
    return time(hour, minute) if hour < 24 and minute < 60 else None


def numbers(text: str | None) -> list[int]:
    """ "1,15,-1" as numbers. Nought counts nothing and is left out."""
    return [int(number) for number in re.findall(r"-?\d+", text or "") if int(number)]
