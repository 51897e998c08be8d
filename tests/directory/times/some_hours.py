"""Schedules made up by the thousand, and what the calendar standard's own library says of them."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrulestr
from hypothesis import strategies as some

from directory.times.opening_hours import DAYS, Hours

DATES = some.dates(date(2018, 1, 1), date(2029, 12, 31))
CLOCK = some.times().map(lambda clock: f"{clock:%H:%M}")
NOTES = some.sampled_from(
    [
        "Not on bank holidays",
        "Term time only",
        "Closed in August",
        "April to October",
        "Closed 24 December to 2 January",
        "Bring a cup",
    ]
)


def _numbers(lowest: int, highest: int) -> some.SearchStrategy[str]:
    some_numbers = some.lists(some.integers(lowest, highest).filter(bool), min_size=1, max_size=4, unique=True)
    return some_numbers.map(lambda found: ",".join(map(str, found)))


@some.composite
def hours(draw: some.DrawFn, *, is_plain: bool = False) -> Hours:
    """A schedule of HSDS 3.0, as odd as the standard allows; `is_plain`: without the rules that nobody uses."""
    freq = draw(some.sampled_from(["WEEKLY", "MONTHLY"]))
    days = draw(some.lists(some.sampled_from(DAYS), max_size=7, unique=True))
    interval = draw(some.none() | some.integers(1, 4))
    # Only rules that come true some day: dateutil looks for one that never does until the year 9999.
    odd = ["bymonthday"] if is_plain and freq == "MONTHLY" else ["bymonthday", "byweekno", "byyearday"]
    odd = odd[:1] if freq == "MONTHLY" and (interval or 1) > 1 else odd
    by_number = draw(some.sampled_from([None, None, *odd])) if freq == "MONTHLY" or not is_plain else None
    is_counted = freq == "MONTHLY" and not by_number and draw(some.booleans())  # mixed with plain days, dateutil finds none
    nth = some.sampled_from(["1", "2", "3", "4", "5", "-1", "-2"] if is_counted else [""])
    dtstart = draw(some.none() | DATES)
    valid_from = draw(some.sampled_from([None, None, dtstart]) | DATES)
    return Hours(
        freq=freq,
        byday=",".join(draw(nth) + day for day in days) or None,
        interval=interval,
        bymonthday=draw(_numbers(-31, 31)) if by_number == "bymonthday" else None,
        dtstart=dtstart,
        until=draw(some.none() | some.none() | DATES),
        count=draw(some.none() | some.none() | some.integers(1, 60)),
        wkst=draw(some.none() | some.sampled_from(DAYS)),
        byweekno=draw(_numbers(-51, 53)) if by_number == "byweekno" else None,
        byyearday=draw(_numbers(-366, 366)) if by_number == "byyearday" else None,
        valid_from=valid_from,
        valid_to=valid_from + timedelta(days=draw(some.integers(0, 900))) if valid_from and draw(some.booleans()) else None,
        opens_at=draw(CLOCK),
        closes_at=draw(some.none() | CLOCK),
        description=draw(some.none() | NOTES),
    )


def days_by_the_standard(facts: Hours, *, after: date, before: date) -> list[date]:
    """The days from `after` to before `before`, counted out from the very beginning by python-dateutil."""
    if not facts.dtstart and ((facts.interval or 1) > 1 or facts.count):
        return []  # since when, nobody said
    if not any((facts.byday, facts.bymonthday, facts.byweekno, facts.byyearday, facts.dtstart)):
        return []
    start = facts.dtstart or date(2001, 1, 1)
    said = {"FREQ": facts.freq, "INTERVAL": facts.interval, "BYDAY": facts.byday, "BYMONTHDAY": facts.bymonthday}
    said |= {"WKST": facts.wkst, "BYWEEKNO": facts.byweekno, "BYYEARDAY": facts.byyearday}
    last = min(day for day in (before - timedelta(days=1), facts.until, facts.valid_to) if day)
    rule = ";".join(f"{name}={value}" for name, value in said.items() if value) + f";UNTIL={last:%Y%m%d}T000000"
    moments: Iterator[datetime] = iter(rrulestr(f"DTSTART:{start:%Y%m%d}T000000\nRRULE:{rule}"))
    days = [moment.date() for moment in (islice(moments, facts.count) if facts.count else moments)]
    return [day for day in days if day >= max(after, facts.valid_from or after)]


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(0))
