"""How teams, staff and changes are spoken of on pages, in the reader's language."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import get_locale, gettext, lazy_gettext, ngettext

from directory.finding.results.why import language_name
from directory.upkeep.asking.languages_spoken import OFFERED
from navigator.people.models import Role, Team
from navigator.people.support_models import WhyCoordinates, WhyLeft
from navigator.teams.assignment import Kind, Reason, split_areas
from navigator.teams.models import Change, Says, Subject
from translations import dates
from translations.locales import language

ROLES = {
    Role.NAVIGATOR: lazy_gettext("Navigator"),
    Role.VOLUNTEER: lazy_gettext("Volunteer"),
    Role.TEAM_LEAD: lazy_gettext("Team lead"),
    Role.ADMINISTRATOR: lazy_gettext("Administrator"),
}
WHY_COORDINATES = {
    WhyCoordinates.TAKEN_ON: lazy_gettext("met them first"),
    WhyCoordinates.STANDING_IN: lazy_gettext("stands in until somebody is found"),
    WhyCoordinates.ASSIGNED: lazy_gettext("was chosen for them"),
    WhyCoordinates.HANDED_OVER: lazy_gettext("was handed over to"),
    WhyCoordinates.LEFT: lazy_gettext("took over from somebody who left"),
    WhyCoordinates.MOVED_TEAM: lazy_gettext("took over from another team"),
    WhyCoordinates.UNDONE: lazy_gettext("got them back: the hand-over was undone"),
}
WHY_LEFT = {
    WhyLeft.FINISHED: lazy_gettext("They finished it"),
    WhyLeft.WANTS_NO_MORE: lazy_gettext("They do not want it any more"),
    WhyLeft.NOT_RIGHT: lazy_gettext("It was not right for them"),
    WhyLeft.ANOTHER_PROGRAMME: lazy_gettext("They go on in another programme"),
    WhyLeft.LOST_TOUCH: lazy_gettext("We lost touch with them"),
    WhyLeft.MOVED_AWAY: lazy_gettext("They moved away"),
    WhyLeft.DIED: lazy_gettext("They have died"),
    WhyLeft.OTHER: lazy_gettext("Something else"),
}
SAYS = {
    Says.WHEN_THEY_WRITE: lazy_gettext("Who writes to us is told, once, who answers"),
    Says.EVERYBODY: lazy_gettext("Everybody who gets our texts is told on the first day"),
    Says.NOTHING: lazy_gettext("Nobody is told by a text"),
}
SUBJECTS = {
    Subject.LOCALITY: lazy_gettext("Locality"),
    Subject.TEAM: lazy_gettext("Team"),
    Subject.PROGRAMME: lazy_gettext("Programme"),
    Subject.STAFF: lazy_gettext("Colleague"),
    Subject.SETTINGS: lazy_gettext("Settings"),
    Subject.INVITATION: lazy_gettext("Invitation"),
    Subject.ABSENCE: lazy_gettext("Absence"),
}
FIELDS = {
    "name": lazy_gettext("Name"),
    "phone": lazy_gettext("Telephone number"),
    "opening_words": lazy_gettext("When somebody answers"),
    "skills": lazy_gettext("Skills"),
    "email": lazy_gettext("E-mail address"),
    "words": lazy_gettext("What it is"),
    "who_for": lazy_gettext("Who it is for"),
    "is_open": lazy_gettext("Takes new people"),
    "role": lazy_gettext("Role"),
    "team_id": lazy_gettext("Team"),
    "languages": lazy_gettext("Languages"),
    "areas": lazy_gettext("Areas"),
    "works": lazy_gettext("Working days and hours"),
    "left": lazy_gettext("Left"),
    "closed": lazy_gettext("Closed"),
    "days_quiet": lazy_gettext("Days without a word until somebody has gone quiet"),
    "confidence_threshold": lazy_gettext("Confidence below which a step is made smaller"),
    "load_limit": lazy_gettext("People a full-time navigator supports"),
    "starts_on": lazy_gettext("First day away"),
    "back_on": lazy_gettext("Back on"),
    "covered_by": lazy_gettext("Who answers"),
    "cancelled": lazy_gettext("Taken back"),
    "sent": lazy_gettext("Sent again"),
    "taken_back": lazy_gettext("Taken back"),
    "came_in": lazy_gettext("Chose a password"),
}


def reader() -> str:
    """The code of the page's language."""
    return language(str(get_locale())).code


def spoken(code: str) -> str:
    """A language's name, as the reader calls it."""
    return language_name(code, reader())


def languages_offered() -> list[tuple[str, str]]:
    """The languages a colleague may speak besides English, by name."""
    return sorted(((code, spoken(code)) for code in OFFERED if code != "en"), key=lambda pair: pair[1])


def to_choose(things: Iterable[Any]) -> list[tuple[str, str]]:
    """Colleagues or teams as a drop-down's options, nothing chosen yet; nothing at all when there are none."""
    options = [(str(thing.id), thing.name) for thing in things]
    return [("", gettext("Choose")), *options] if options else []


def weekday_names() -> list[str]:
    """Monday to Sunday."""
    return dates.weekdays(reader())


def works_in_words(works: Mapping[str, list[str]]) -> str:
    """The days and hours somebody works: "Monday 09:00–17:00, Tuesday 09:00–13:00"; empty when nothing is agreed."""
    names = weekday_names()
    return ", ".join(f"{names[int(weekday)]} {start}–{end}" for weekday, (start, end) in sorted(works.items()))


def reason_in_words(reason: Reason) -> str:
    """One reason for or against a coordinator."""
    say: dict[Kind, Callable[[], str]] = {
        Kind.SPEAKS: lambda: gettext("speaks %(language)s", language=spoken(reason.what)),
        Kind.DOES_NOT_SPEAK: lambda: gettext("does not speak %(language)s", language=spoken(reason.what)),
        Kind.GOOD_AT: lambda: reason.what,
        Kind.WORKS_IN: lambda: gettext("works in %(place)s", place=reason.what),
        Kind.WORKS_ELSEWHERE: lambda: gettext("works elsewhere: %(places)s", places=reason.what),
        Kind.LOAD: lambda: people_of_limit(reason.people, reason.limit),
        Kind.FULL: lambda: gettext("%(load)s: has no room", load=people_of_limit(reason.people, reason.limit)),
        Kind.AWAY: lambda: _away(reason),
        Kind.WORKS_TODAY: lambda: gettext("works today"),
        Kind.WORKS_NEXT: lambda: gettext("works next on %(day)s", day=dates.day(reason.day, reader()) if reason.day else ""),
        Kind.VOLUNTEER: lambda: gettext("is a volunteer"),
    }
    return say[reason.kind]()


def people_of_limit(people: int, limit: int) -> str:
    """How many people somebody supports, of how many they can."""
    return str(ngettext("%(num)s person of %(limit)s", "%(num)s people of %(limit)s", people, limit=limit))


def change_in_words(change: Change, *, teams: Mapping[uuid.UUID, Team]) -> list[tuple[str, str, str]]:
    """What changed: the field, what was there before, what is there now; "" for nothing."""
    return [
        (str(FIELDS.get(name, name)), _value(name, change.before.get(name), teams), _value(name, after, teams))
        for name, after in change.after.items()
    ]


def _away(reason: Reason) -> str:
    if reason.day is None:
        return str(gettext("is away; %(name)s answers", name=reason.what))
    return str(gettext("is away until %(day)s; %(name)s answers", day=dates.day(reason.day, reader()), name=reason.what))


def _value(name: str, value: Any, teams: Mapping[uuid.UUID, Team]) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return ""
    say: dict[str, Callable[[], str]] = {
        "is_open": lambda: gettext("Yes") if value else gettext("No"),
        "cancelled": lambda: gettext("Yes"),
        "role": lambda: str(ROLES[Role(value)]),
        "team_id": lambda: teams[uuid.UUID(value)].name if uuid.UUID(value) in teams else "",
        "languages": lambda: ", ".join(spoken(code) for code in value.split(",")),
        "skills": lambda: ", ".join(value),
        "areas": lambda: ", ".join(split_areas(value)),
        "works": lambda: works_in_words(value),
        "starts_on": lambda: dates.long_date(date.fromisoformat(value), reader()),
        "back_on": lambda: dates.long_date(date.fromisoformat(value), reader()),
    }
    if name in say:
        return say[name]()
    if name in ("left", "closed", "sent", "taken_back", "came_in"):
        return dates.day_and_time(datetime.fromisoformat(value), reader())
    return str(value)
