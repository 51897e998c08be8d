"""A listing's sessions for the calendar on somebody's phone, and the listing in a text that its reader sends on.

Both leave this site and lie where others look: a refuge has neither, nor has what would be nobody else's business.
"""

from collections.abc import Iterator
from datetime import datetime

from directory.models import Service, ServiceAtLocation, ServiceStatus
from directory.queries import hours_of, is_too_private_for_a_phone, places_of, schedules_of, special_days
from directory.times.calendar_feed import Entry, calendar_of
from directory.times.opening_hours import in_short, in_words
from navigator.times import LONDON
from translations.locales import words as words_of


class TooPrivate(Exception):
    """Its name or its place must not lie about on a phone."""


def calendar_file(service: Service, *, address: str, now: datetime, language: str) -> bytes:
    """The sessions as iCalendar; `address` is the listing's own. Without any, of a listing that does not run just now.

    The service must have been read whole. Raises `TooPrivate`.
    """
    if is_too_private_for_a_phone(service):
        raise TooPrivate(service.id)
    midnight = now.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0)
    return calendar_of(
        _entries(service, now=now, language=language) if service.status is ServiceStatus.ACTIVE else (),
        name=service.name,
        url=address,
        changed_at=service.last_modified or midnight,
        now=now,
        special=special_days(),
    )


def text_about(service: Service, *, address: str, now: datetime, language: str) -> str:
    """What it is, when, where, and where to read more, as short as a text wants it. Raises `TooPrivate`."""
    if is_too_private_for_a_phone(service):
        raise TooPrivate(service.id)
    hours = [hours_of(schedule) for schedule in schedules_of(service)]
    when = in_short(hours, words=words_of(language), code=language, today=now.astimezone(LONDON).date())
    where = next((text for place in places_of(service) if (text := _where(place))), "")
    return "\n".join(text for text in (service.name, when, where, address) if text)


def _entries(service: Service, *, now: datetime, language: str) -> Iterator[Entry]:
    today, words = now.astimezone(LONDON).date(), words_of(language)
    where = {schedule.id: _where(place) for place in places_of(service) for schedule in place.schedules}
    only = _where(service.service_at_locations[0]) if len(places_of(service)) == 1 else ""
    for schedule in schedules_of(service):
        hours = hours_of(schedule)
        line = in_words(hours, words=words, code=language, today=today)
        yield Entry(
            uid=str(schedule.id),
            hours=hours,
            words=" ".join(text for text in (line.text, line.note) if text),
            place=where.get(schedule.id, only),
        )


def _where(place: ServiceAtLocation) -> str:
    """On one line: the name of the hall, the street, the town, the postcode."""
    location = place.location
    parts = [location.name, *(part for a in location.addresses[:1] for part in (a.address_1, a.address_2, a.city, a.postal_code))]
    return ", ".join(dict.fromkeys(part for part in parts if part))
