"""A day's round as an iCalendar feed (RFC 5545). Calendars lie on the machines of others: it names nobody."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from navigator.people.models import Person
from navigator.visits.queries import Stop

AHEAD = timedelta(days=60)


def calendar_of(stops: Iterable[Stop], *, words: dict[str, str], page_of: dict[str, str], name: str, now: datetime) -> bytes:
    """The visits and calls as the bytes of a file. `words`: of each kind; `page_of`: the address of each visit's page."""
    calendar = Calendar()
    calendar.add("prodid", "-//Care Navigator//Round//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    for stop in stops:
        event = Event()
        event.add("uid", f"visit-{stop.visit.id}@care-navigator")
        event.add("dtstamp", now.replace(microsecond=0))
        event.add("dtstart", stop.visit.starts_at)
        event.add("dtend", stop.visit.ends_at)
        event.add("summary", f"{words[stop.visit.kind]}: {initials(stop.person)}")
        event.add("url", page_of[str(stop.visit.id)])
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def initials(person: Person) -> str:
    """ "A. H.": enough to tell two visits apart, and nobody's name."""
    return f"{person.given_name[:1]}. {person.family_name[:1]}."
