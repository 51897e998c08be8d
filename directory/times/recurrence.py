"""On which days it happens, by the recurrence alone: the calendar standard's rules (RFC 5545) as HSDS uses them.

Bank holidays and what a note says ("closed in August") come on top of it: see `directory.times.sessions`.
"""

from calendar import isleap, monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from directory.times.hours import DAYS, Hours, numbers

LONG_AGO = date(2001, 1, 1)  # a Monday: where a rule without a beginning is counted from
EARLIEST, LATEST = date(2, 1, 1), date(9990, 12, 31)  # between these, weeks can be counted without falling off the calendar
AHEAD = timedelta(days=3660)  # what does not happen within ten years is not looked for any longer


def list_days(hours: Hours, *, after: date, before: date | None = None) -> Iterator[date]:
    """The days it happens, in order, from `after` (that day included) to before `before`; none that we only guess at."""
    if not hours.is_certain:
        return
    first = max(day for day in (after, hours.valid_from, hours.dtstart) if day)
    last = min(day for day in (hours.until, hours.valid_to, _day_before(before), _ahead_of(first)) if day)
    if hours.is_one_day:
        yield from (day for day in [hours.dtstart] if day and first <= day <= last)
        return
    for day in islice(_days(hours, _begin_shortly_before(first, hours), last), hours.count):
        if day >= first:
            yield day


@lru_cache(maxsize=4096)
def last_day_of(hours: Hours) -> date | None:
    """The day the recurrence ends, said or counted out; None when it goes on, or when we cannot tell."""
    if hours.is_one_day:
        return hours.dtstart
    if not hours.count or not hours.dtstart:
        return hours.until
    last = min(day for day in (hours.until, _ahead_of(hours.dtstart)) if day)
    days = list(islice(_days(hours, hours.dtstart, last), hours.count))
    return days[-1] if len(days) == hours.count else hours.until


def _days(hours: Hours, start: date, last: date) -> Iterator[date]:
    """The days from `start` to `last`. What rules out days by their number is asked here, of one candidate after the other:

    given to `rrule`, a rule that never comes true ("the first Monday, if it is the 31st") would be looked for to the year 9999.
    """
    monthdays, yeardays, weeks = numbers(hours.bymonthday), numbers(hours.byyearday), numbers(hours.byweekno)
    first_of_week = DAYS.index(hours.wkst) if hours.wkst in DAYS else 0
    is_counted = hours.freq == "MONTHLY" and any(n for n, _ in hours.days)
    named = [  # "MO,1FR" is every Monday and the first Friday; rrule would look for a Monday that is one
        weekday(DAYS.index(day), number)
        for n, day in hours.days
        for number in (([n] if n else range(1, 6)) if is_counted else [None])
    ]
    by_the_number = hours.freq == "MONTHLY" and not named and [n for n in monthdays if -32 < n < 32]
    rule = rrule(
        MONTHLY if hours.freq == "MONTHLY" else WEEKLY,
        dtstart=datetime.combine(max(start, EARLIEST), time(0)),
        interval=hours.every,
        until=datetime.combine(last, time(0)),
        wkst=first_of_week,
        byweekday=named or (range(7) if hours.goes_by_numbers and not by_the_number else None),
        bymonthday=by_the_number or None,
    )
    for moment in rule:
        day = moment.date()
        if monthdays and not {day.day, day.day - 1 - monthrange(day.year, day.month)[1]} & set(monthdays):
            continue
        if yeardays and not set(_number_in_the_year(day)) & set(yeardays):
            continue
        if weeks and not set(_number_of_the_week(day, first_of_week)) & set(weeks):
            continue
        yield day


def _number_in_the_year(day: date) -> tuple[int, int]:
    """Counted from the first day of the year, and from its last (-1)."""
    number = day.timetuple().tm_yday
    return number, number - 1 - (365 + isleap(day.year))


def _number_of_the_week(day: date, first_of_week: int) -> tuple[int, int]:
    """Counted from the year's first week and from its last (-1). A week belongs to the year that has four of its days or more."""
    middle = day - timedelta(days=(day.weekday() - first_of_week) % 7 - 3)
    number = (middle.timetuple().tm_yday - 1) // 7 + 1
    weeks_left = (date(middle.year, 12, 31) - middle).days // 7
    return number, -1 - weeks_left


def _begin_shortly_before(day: date, hours: Hours) -> date:
    """A beginning that gives the same days from `day` on, so that years of weeks need not be counted through."""
    start, interval = hours.dtstart or LONG_AGO, hours.every
    if hours.count or start >= day:
        return start
    if hours.freq == "MONTHLY":  # whole years, and so the same months; the 29th of February is not in every year
        years = (day.year - 1 - start.year) // interval * interval
        return start.replace(year=start.year + years) if years > 0 and start.day < 29 else start
    return start + timedelta(weeks=(day - start).days // 7 // interval * interval)


def _day_before(day: date | None) -> date | None:
    return day - timedelta(days=1) if day and day > date.min else None


def _ahead_of(day: date) -> date:
    return min(day, LATEST - AHEAD) + AHEAD
