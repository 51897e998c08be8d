"""When it really happens: the recurrence, less what a note leaves out, as moments; right when the clocks change.

Pure: facts in, answers out. Times of schedules are wall-clock times in London; a Tuesday at two stays a Tuesday at two
when the clocks change. Where the facts do not say (no hours, every other week since we know not when) we do not guess.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from directory.times.exceptions import exceptions_in
from directory.times.hours import MIDNIGHT, Hours
from directory.times.recurrence import list_days
from directory.times.special_days import ENGLAND, SpecialDays
from navigator.times import LONDON

A_DAY = timedelta(days=1)
ALWAYS = timedelta(days=7)  # what has not closed by then is open day and night


@dataclass(frozen=True)
class Session:
    """One time it happens, in UTC. `end` is None when nobody told us. `day`: the day in London that it begins on.

    `is_sure` is False when it happens only in (or out of) a school term whose dates nobody told us.
    """

    start: datetime
    end: datetime | None
    day: date
    is_sure: bool = True


@dataclass(frozen=True)
class Spell:
    """A time it is open without a break. `until` is None when that is day and night."""

    since: datetime
    until: datetime | None


def list_sessions(
    all_hours: Iterable[Hours], *, after: datetime, before: datetime | None = None, special: SpecialDays = ENGLAND
) -> Iterator[Session]:
    """The sessions that end after the moment `after` and begin before `before`, by their beginning; each of one time once.

    Hours whose time of day is unknown give none. Without `before` it goes on for up to ten years after the last one found.
    """
    last: Session | None = None
    each = [_sessions_of(hours, after, before, special) for hours in all_hours]
    for session in heapq.merge(*each, key=lambda session: session.start):
        if last is None or (session.start, session.end) != (last.start, last.end):
            yield session
        last = session


def next_session(all_hours: Iterable[Hours], *, after: datetime, special: SpecialDays = ENGLAND) -> Session | None:
    """The session that is on at `after`, else the next to begin; None when we cannot tell."""
    return next(list_sessions(all_hours, after=after, special=special), None)


def is_open_at(all_hours: Iterable[Hours], moment: datetime, *, special: SpecialDays = ENGLAND) -> bool:
    """Whether we know it to be open at this moment."""
    return find_spell(all_hours, moment, special=special, ahead=timedelta(0)) is not None


def find_spell(
    all_hours: Iterable[Hours], moment: datetime, *, special: SpecialDays = ENGLAND, ahead: timedelta = ALWAYS
) -> Spell | None:
    """The time around `moment` that it is known to be open for; None when it is not. One session ends where the next begins."""
    found: Spell | None = None
    before = moment + ahead + timedelta(microseconds=1)
    for session in list_sessions(all_hours, after=moment, before=before, special=special):
        if session.end is None or not session.is_sure:
            continue
        if found is None:
            found = Spell(session.start, session.end) if session.start <= moment else None
        elif found.until and session.start <= found.until:
            found = Spell(found.since, max(found.until, session.end))
    return Spell(found.since, None) if found and found.until and ahead and found.until >= moment + ahead else found


def opens_on(all_hours: Iterable[Hours], day: str, *, today: date) -> bool:
    """Whether it happens on that day of the week ("mo" … "su"), as far as our hours are still good."""
    return any(day.upper() in hours.weekdays and not (hours.last_day and hours.last_day < today) for hours in all_hours)


def session_on(day: date, opens: time, closes: time | None) -> tuple[datetime, datetime | None]:
    """When it begins and ends, in UTC, by the clock on the wall; closing at or before opening is closing on the next day.

    An hour that comes twice is the first of the two. One that the clocks skip is the hour after it, as the calendar standard
    has it; what would then have ended before it began lasts as long as on any other day.
    """
    start = datetime.combine(day, opens, tzinfo=LONDON).astimezone(UTC)
    if closes is None:
        return start, None
    last_day = day if closes > opens else day + A_DAY
    end = datetime.combine(last_day, closes, tzinfo=LONDON).astimezone(UTC)
    return start, end if end > start else start + length_of(opens, closes)


def length_of(opens: time, closes: time) -> timedelta:
    """How long it lasts by the clock on the wall, on a night when the clocks do not change."""
    length = datetime.combine(date.min, closes) - datetime.combine(date.min, opens)
    return length if length > timedelta(0) else length + A_DAY


def _sessions_of(hours: Hours, after: datetime, before: datetime | None, special: SpecialDays) -> Iterator[Session]:
    opens = hours.opens
    if opens is None:
        return
    closes = MIDNIGHT if hours.is_all_day else hours.closes
    exceptions = exceptions_in(hours.description, hours.notes)
    first = after.astimezone(LONDON).date() - A_DAY  # what began last night may still be on
    last = before.astimezone(LONDON).date() + A_DAY if before else None
    for day in list_days(hours, after=first, before=last):
        allowed = exceptions.allows(day, special) if exceptions.leaves_days_out else True
        if allowed is False:
            continue
        start, end = session_on(day, opens, closes)
        if before and start >= before:
            return
        if (end or start) > after:
            yield Session(start, end, day, is_sure=allowed is True)
