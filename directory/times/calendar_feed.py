"""Sessions as an iCalendar file (RFC 5545), for the calendar on somebody's phone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur, vText

from directory.times.exceptions import exceptions_in
from directory.times.hours import MIDNIGHT, Hours, numbers
from directory.times.recurrence import last_day_of, list_days
from directory.times.sessions import A_DAY, Session, length_of, list_sessions
from directory.times.special_days import SpecialDays
from navigator.times import LONDON

AHEAD = timedelta(days=731)  # as far as days that are left out are named one by one; such a rule ends there
SUMMER, WINTER = timedelta(hours=1), timedelta(0)


@dataclass(frozen=True)
class Entry:
    """What a calendar shows of one schedule. `uid` stays the same for ever. `place` is empty for what must not be said."""

    uid: str
    hours: Hours
    words: str
    place: str = ""


def calendar_of(
    entries: Iterable[Entry], *, name: str, url: str, changed_at: datetime, now: datetime, special: SpecialDays
) -> bytes:
    """The sessions from today on, one repeating event a schedule, as the bytes of a file. One without sessions has no event.

    `changed_at`: when the listing last changed. Days that bank holidays, terms or a note leave out are excepted one by one for
    two years, where the rule then ends; a calendar that follows the address is sent the years after in good time.
    """
    title = " ".join(name.split())
    calendar = Calendar()
    calendar.add("prodid", "-//Care Navigator//Sessions of a listing//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(title))
    calendar.add("refresh-interval", timedelta(days=1), parameters={"value": "DURATION"})
    calendar.add_component(_london())
    for entry in entries:
        event = _event(entry, now.astimezone(LONDON).date(), special)
        if event is None:
            continue
        event.add("uid", entry.uid)
        event.add("dtstamp", changed_at.astimezone(UTC).replace(microsecond=0))
        event.add("summary", title)
        event.add("description", "\n".join(text for text in (entry.words, url) if text))
        event.add("url", url)
        event.add("transp", "TRANSPARENT")  # it is on whether one goes or not
        if entry.place:
            event.add("location", entry.place)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(entry: Entry, today: date, special: SpecialDays) -> Event | None:
    hours, horizon = entry.hours, today + AHEAD
    sessions = list(list_sessions([hours], after=_midnight(today), before=_midnight(horizon), special=special))
    sessions = [session for session in sessions if session.day >= today]
    if not sessions:
        return None
    first, opens = sessions[0], hours.opens or MIDNIGHT
    event = Event()
    event.add("dtstart", datetime.combine(first.day, opens, tzinfo=LONDON))
    if (closes := hours.closes) is not None:
        length = length_of(opens, closes)
        event.add("dtend", datetime.combine(first.day, opens, tzinfo=LONDON) + length)
    if hours.is_one_day:
        return event
    if not _has_a_rule(hours):
        if len(sessions) > 1:
            event.add("rdate", [_on_the_wall(session, hours) for session in sessions[1:]])
        return event
    leaves_out = exceptions_in(hours.description, hours.notes).leaves_days_out
    ends = min(
        (day for day in (last_day_of(hours), hours.valid_to, horizon - A_DAY if leaves_out else None) if day), default=None
    )
    event.add("rrule", _rule(hours, first, ends))
    kept = {session.day for session in sessions}
    left_out = [day for day in list_days(hours, after=first.day, before=horizon) if day not in kept]
    if leaves_out and left_out:
        event.add("exdate", [datetime.combine(day, opens, tzinfo=LONDON) for day in left_out])
    return event


def _has_a_rule(hours: Hours) -> bool:
    """Whether the calendar standard can say it: weeks and days of the year are counted only in its yearly rules."""
    if numbers(hours.byweekno) or numbers(hours.byyearday):
        return False
    return hours.freq == "MONTHLY" or not numbers(hours.bymonthday)


def _rule(hours: Hours, first: Session, ends: date | None) -> vRecur:
    rule = vRecur(freq=hours.freq)
    if hours.every > 1:
        rule["interval"] = hours.every
    if hours.freq == "WEEKLY":
        rule["byday"] = hours.weekdays
    else:
        if hours.days:
            rule["byday"] = [f"{n or ''}{day}" for n, day in hours.days]
        if monthdays := numbers(hours.bymonthday) or ([] if hours.days else [(hours.dtstart or first.day).day]):
            rule["bymonthday"] = monthdays
    if hours.wkst:
        rule["wkst"] = hours.wkst
    if ends is not None:
        rule["until"] = datetime.combine(ends, hours.opens or MIDNIGHT, tzinfo=LONDON).astimezone(UTC)
    return rule


def _on_the_wall(session: Session, hours: Hours) -> datetime:
    return datetime.combine(session.day, hours.opens or MIDNIGHT, tzinfo=LONDON)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, MIDNIGHT, tzinfo=LONDON)


def _london() -> Timezone:
    """The zone as the Summer Time Order 2002 sets it, without an end: the last Sundays of March and October, at 1 GMT."""
    zone = Timezone()
    zone.add("tzid", "Europe/London")
    for part, name, month, hour, before, after in (
        (TimezoneDaylight(), "BST", 3, 1, WINTER, SUMMER),
        (TimezoneStandard(), "GMT", 10, 2, SUMMER, WINTER),
    ):
        part.add("dtstart", datetime(1996, month, 31 if month == 3 else 27, hour))  # noqa: DTZ001 - on the clock on the wall
        part.add("rrule", vRecur(freq="YEARLY", bymonth=month, byday="-1SU"))
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        zone.add_component(part)
    return zone
