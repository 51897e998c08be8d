"""When something happens: from recurrence rules to the next session, and to words people use.

Pure: facts in, answers out. Times of schedules are wall-clock times in London; a Tuesday at two stays a Tuesday at two
when the clocks change. Where the facts do not say (no hours, every other week since we know not when) we do not guess.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from babel.dates import get_day_names
from babel.lists import format_list
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from navigator.times import LONDON
from translations import dates

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONG_AGO = date(2001, 1, 1)  # a Monday: where a rule without a beginning is counted from
ENOUGH = 400  # occurrences looked through before we say there is no next session
_BYDAY = re.compile(r"([+-]?\d{0,2})(MO|TU|WE|TH|FR|SA|SU)")


class Translator(Protocol):
    """A catalogue of one language, as `translations.locales.words` gives it."""

    def gettext(self, message: str) -> str: ...


@dataclass(frozen=True)
class Hours:
    """One schedule's facts, as HSDS names them. `opens_at` and `closes_at` are "HH:MM" in London."""

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

    @property
    def days(self) -> list[tuple[int, str]]:
        """(which one of the month, day): (0, "MO") is every Monday, (1, "SA") the first Saturday, (-1, "FR") the last Friday."""
        return [(int(n or 0), day) for n, day in _BYDAY.findall((self.byday or "").upper().replace(" ", ""))]

    @property
    def opens(self) -> time | None:
        return read_time(self.opens_at)

    @property
    def closes(self) -> time | None:
        return read_time(self.closes_at)

    @property
    def is_all_day(self) -> bool:
        return self.opens == time(0) and self.closes in (time(0), time(23, 59))

    @property
    def is_certain(self) -> bool:
        """Whether the facts say which days are meant."""
        if self.freq not in ("WEEKLY", "MONTHLY") or not (self.days or _numbers(self.bymonthday) or self.dtstart):
            return False
        return (self.interval or 1) == 1 and not self.count or bool(self.dtstart or self.valid_from)

    @property
    def last_day(self) -> date | None:
        """The last day these hours speak of: the end of the recurrence, or the end of our knowledge of it."""
        return min((day for day in (self.until, self.valid_to) if day), default=None)

    def is_out_of_date(self, today: date) -> bool:
        """`valid_to` has passed: it may well go on, but we lack its newer hours."""
        return self.valid_to is not None and self.valid_to < today


@dataclass(frozen=True)
class Session:
    """One time it happens. `end` is None when nobody told us."""

    start: datetime
    end: datetime | None


@dataclass(frozen=True)
class Line:
    """One schedule in words. `note` is what the listing adds, in the listing's own language."""

    text: str
    note: str = ""
    is_out_of_date: bool = False


def read_time(text: str | None) -> time | None:
    """ "09:30" as a time; None for nothing and for what is not a time. "24:00" is midnight."""
    match = re.match(r"(\d{1,2}):(\d{2})", text or "")
    if not match:
        return None
    hour, minute = int(match[1]), int(match[2])
    if (hour, minute) == (24, 0):
        return time(0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def list_days(hours: Hours, *, after: date) -> Iterator[date]:
    """The days it happens, in order, from `after` on (that day included)."""
    if not hours.is_certain:
        return
    first = max(after, hours.valid_from or after)
    start = _begin_shortly_before(first, hours)
    plain_days = [weekday(DAYS.index(day), n or None) for n, day in hours.days]
    rule = rrule(
        MONTHLY if hours.freq == "MONTHLY" else WEEKLY,
        dtstart=datetime.combine(start, time(0)),
        interval=max(hours.interval or 1, 1),
        count=hours.count,
        until=datetime.combine(hours.until, time(0)) if hours.until and not hours.count else None,
        wkst=DAYS.index(hours.wkst) if hours.wkst in DAYS else None,
        byweekday=(plain_days if hours.freq == "MONTHLY" else [weekday(day.weekday) for day in plain_days]) or None,
        bymonthday=_numbers(hours.bymonthday) or None,
        byyearday=_numbers(hours.byyearday) or None,
        byweekno=_numbers(hours.byweekno) or None,
    )
    for moment in rule.xafter(datetime.combine(first, time(0)), inc=True, count=ENOUGH):
        if (hours.last_day and moment.date() > hours.last_day) or moment.year > first.year + 10:
            return
        yield moment.date()


def _begin_shortly_before(day: date, hours: Hours) -> date:
    """A beginning that gives the same days from `day` on, so that years of weeks need not be counted through."""
    start, interval = hours.dtstart or hours.valid_from or LONG_AGO, max(hours.interval or 1, 1)
    if hours.count or start >= day:
        return start
    if hours.freq == "MONTHLY":  # whole years, and so the same months; the 29th of February is not in every year
        years = (day.year - 1 - start.year) // interval * interval
        return start.replace(year=start.year + years) if years > 0 and start.day < 29 else start
    return start + timedelta(weeks=(day - start).days // 7 // interval * interval)


def list_sessions(hours: Hours, *, after: datetime) -> Iterator[Session]:
    """The sessions that end after the moment `after`, in order; none when the time of day is unknown."""
    opens, closes = hours.opens, hours.closes
    if opens is None:
        return
    if hours.is_all_day:
        closes = time(0)
    for day in list_days(hours, after=after.astimezone(LONDON).date() - timedelta(days=1)):
        start = datetime.combine(day, opens, tzinfo=LONDON).astimezone(UTC)
        end = None
        if closes is not None:  # closing at or before opening is closing on the next day
            last_day = day if closes > opens else day + timedelta(days=1)
            end = datetime.combine(last_day, closes, tzinfo=LONDON).astimezone(UTC)
        if (end or start) > after:
            yield Session(start, end)


def next_session(all_hours: Iterable[Hours], *, after: datetime) -> Session | None:
    """The session that is on at `after`, else the next to begin; None when we cannot tell."""
    sessions = [session for hours in all_hours for session in [next(list_sessions(hours, after=after), None)] if session]
    return min(sessions, key=lambda session: session.start, default=None)


def is_open_at(all_hours: Iterable[Hours], moment: datetime) -> bool:
    """Whether we know it to be open at this moment."""
    session = next_session((hours for hours in all_hours if hours.closes is not None), after=moment)
    return session is not None and session.start <= moment


def opens_on(all_hours: Iterable[Hours], day: str, *, today: date) -> bool:
    """Whether it happens on that day of the week ("mo" … "su"), as far as our hours are still good."""
    return any(
        day.upper() in {name for _, name in hours.days} and not (hours.last_day and hours.last_day < today) for hours in all_hours
    )


def in_words(hours: Hours, *, words: Translator, code: str, today: date) -> Line:
    """One schedule as people say it: "Mondays and Thursdays, 10am to midday". `words` is the catalogue of language `code`."""
    days, times = _days_in_words(hours, words, code), _times_in_words(hours, words, code)
    both = words.gettext("%(days)s, %(times)s") % {"days": days, "times": times}
    text = both if days and times else days or times
    if text and hours.valid_from and hours.valid_from > today:
        text = words.gettext("%(when)s, from %(day)s") % {"when": text, "day": dates.long_date(hours.valid_from, code)}
    if text and hours.last_day and hours.last_day >= today:
        text = words.gettext("%(when)s, until %(day)s") % {"when": text, "day": dates.long_date(hours.last_day, code)}
    return Line(text, (hours.description or "").strip(), hours.is_out_of_date(today))


def _days_in_words(hours: Hours, words: Translator, code: str) -> str:
    days = hours.days
    if not days and hours.freq == "WEEKLY" and hours.dtstart:
        days = [(0, DAYS[hours.dtstart.weekday()])]
    every = hours.interval or 1
    if hours.freq == "WEEKLY" and days:
        return _weekdays_in_words([DAYS.index(day) for _, day in days], every, words, code)
    if hours.freq != "MONTHLY":
        return ""
    said = _pairs_in_words(days, words, code) or [_nth_in_words(n, DAYS.index(day), words, code) for n, day in days]
    said += [words.gettext("Day %(number)s of the month") % {"number": number} for number in _numbers(hours.bymonthday)]
    if not said:
        return ""
    both = _one_after_another(said, code)
    if every == 2:
        return words.gettext("%(days)s, every other month") % {"days": both}
    return words.gettext("%(days)s, every %(number)s months") % {"days": both, "number": every} if every > 2 else both


def _weekdays_in_words(numbers: list[int], every: int, words: Translator, code: str) -> str:
    numbers = sorted(set(numbers))
    names = get_day_names("wide", locale=code)
    if every == 1 and len(numbers) == 7:
        return words.gettext("Every day")
    if every == 1 and len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return words.gettext("%(first)s to %(last)s") % {"first": names[numbers[0]], "last": names[numbers[-1]]}
    if every == 1:
        plurals = (
            words.gettext("Mondays"),
            words.gettext("Tuesdays"),
            words.gettext("Wednesdays"),
            words.gettext("Thursdays"),
            words.gettext("Fridays"),
            words.gettext("Saturdays"),
            words.gettext("Sundays"),
        )
        return _one_after_another([plurals[number] for number in numbers], code)
    singles = _one_after_another([names[number] for number in numbers], code)
    if every == 2:
        return words.gettext("Every other %(day)s") % {"day": singles}
    return words.gettext("Every %(number)s weeks: %(day)s") % {"number": every, "day": singles}


def _pairs_in_words(days: list[tuple[int, str]], words: Translator, code: str) -> list[str]:
    """The two patterns that people say in one breath; none for all others."""
    if len(days) != 2 or days[0][1] != days[1][1]:
        return []
    day = {"day": get_day_names("wide", locale=code)[DAYS.index(days[0][1])]}
    match sorted(n for n, _ in days):
        case [1, 3]:
            return [words.gettext("The first and third %(day)s of the month") % day]
        case [2, 4]:
            return [words.gettext("The second and fourth %(day)s of the month") % day]
    return []


def _nth_in_words(n: int, number: int, words: Translator, code: str) -> str:
    day = {"day": get_day_names("wide", locale=code)[number]}
    match n:
        case 1:
            return words.gettext("The first %(day)s of the month") % day
        case 2:
            return words.gettext("The second %(day)s of the month") % day
        case 3:
            return words.gettext("The third %(day)s of the month") % day
        case 4:
            return words.gettext("The fourth %(day)s of the month") % day
        case 5:
            return words.gettext("The fifth %(day)s of the month") % day
        case -1:
            return words.gettext("The last %(day)s of the month") % day
        case -2:
            return words.gettext("The last %(day)s but one of the month") % day
    return words.gettext("Every %(day)s") % day


def _times_in_words(hours: Hours, words: Translator, code: str) -> str:
    opens, closes = hours.opens, hours.closes
    if opens is None:
        return ""
    if hours.is_all_day:
        return words.gettext("all day and night")
    if closes is None:
        return words.gettext("from %(start)s") % {"start": dates.time_of_day(opens, code)}
    start, end = dates.time_of_day(opens, code), dates.time_of_day(closes, code)
    return words.gettext("%(start)s to %(end)s") % {"start": start, "end": end}


def _one_after_another(items: list[str], code: str) -> str:
    said = [items[0], *(item.replace("The ", "the ", 1) for item in items[1:])]
    return format_list(said, style="standard", locale="en_GB" if code == "en" else code)


def _numbers(text: str | None) -> list[int]:
    return [int(number) for number in re.findall(r"-?\d+", text or "") if int(number)]
