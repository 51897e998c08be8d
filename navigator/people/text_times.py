"""When a person likes to be texted: the few plain choices, what they mean, and keeping one. Callers commit."""

import uuid
from collections.abc import Mapping
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from babel.lists import format_list
from flask_babel import get_locale, gettext, lazy_gettext

from messaging.sending import outbox
from messaging.sending.preferred_times import ANY_TIME, PreferredTimes, read_times
from navigator import forms
from navigator.db import db
from navigator.people.models import Person
from navigator.people.operations import record_audit
from translations import dates
from translations.locales import language


class PartOfDay(StrEnum):
    """A choice anybody understands. `span`: between two times that somebody writes down."""

    ANY = "any"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    SPAN = "span"


SPANS: Mapping[PartOfDay, tuple[time, time]] = {
    PartOfDay.MORNING: (time(9), time(12)),
    PartOfDay.AFTERNOON: (time(12), time(17)),
    PartOfDay.EVENING: (time(17), time(20)),
}
WEEKDAYS = tuple(str(day) for day in range(7))


class TextTimesForm(forms.FormSchema):
    """The part of the day, its span when it is none of the usual ones, and the days on which not."""

    part = forms.Choice(PartOfDay, missing=lazy_gettext("Choose a time of day."))
    opens = forms.Text(longest=10)
    closes = forms.Text(longest=10)
    not_on = forms.Several(WEEKDAYS)


def as_form(person: Person) -> forms.Form:
    """The form as it stands for this person."""
    times = read_times(person.at_times)
    span = (times.opens, times.closes)
    part = next((part for part, usual in SPANS.items() if usual == span), PartOfDay.SPAN if times.opens else PartOfDay.ANY)
    clocks = {"opens": f"{times.opens:%H:%M}", "closes": f"{times.closes:%H:%M}"} if times.opens and times.closes else {}
    return forms.blank(part=part.value, not_on=[str(day) for day in sorted(times.not_on)], **clocks)


def read_form(form: forms.Form) -> tuple[forms.Form, PreferredTimes]:
    """What the form means; with an error by each field that does not add up."""
    if not form.is_valid:
        return form, ANY_TIME
    not_on = frozenset(int(day) for day in form.data["not_on"])
    if len(not_on) == len(WEEKDAYS):
        form = form.with_error("not_on", gettext("Leave at least one day. To stop all texts, there is a button for that."))
    if form.data["part"] is not PartOfDay.SPAN:
        opens, closes = SPANS.get(form.data["part"], (None, None))
        return form, PreferredTimes(opens, closes, not_on)
    opens, closes = _read_clock(form.data["opens"]), _read_clock(form.data["closes"])
    for name, clock in (("opens", opens), ("closes", closes)):
        if clock is None:
            form = form.with_error(name, gettext("Write the time like 09:30 or 14:00."))
    if opens and closes and opens >= closes:
        form = form.with_error("closes", gettext("The second time must come after the first."))
    return form, PreferredTimes(opens, closes, not_on)


def choose(*, person: Person, times: PreferredTimes, staff_id: uuid.UUID | None, now: datetime) -> None:
    """This person likes to be texted then, and what is planned follows. `staff_id` None: they said so themselves."""
    if person.at_times == times.write():
        return
    person.at_times = times.write()
    db.session.flush()
    outbox.follow_times(recipient_id=person.id, times=times, now=now)
    record_audit(action="text_times_chosen", staff_id=staff_id, person_id=person.id, detail=person.at_times or "any", now=now)


def page_values() -> dict[str, Any]:
    """What the form's page needs: the choices with their words, and the days by name."""
    parts = [
        (PartOfDay.ANY.value, gettext("Any time of the day")),
        (PartOfDay.MORNING.value, gettext("In the morning, from 9 to 12")),
        (PartOfDay.AFTERNOON.value, gettext("In the afternoon, from 12 to 5")),
        (PartOfDay.EVENING.value, gettext("In the evening, from 5 to 8")),
        (PartOfDay.SPAN.value, gettext("Between the two times below")),
    ]
    return {"parts_of_day": parts, "weekday_options": weekday_options()}


def in_words(person: Person) -> str:
    """When this person likes to be texted, for a page: "Mornings, not on Friday"."""
    times, code = read_times(person.at_times), language(str(get_locale())).code
    if times.opens and times.closes:
        opens, closes = dates.time_of_day(times.opens, code), dates.time_of_day(times.closes, code)
        words = gettext("Between %(opens)s and %(closes)s", opens=opens, closes=closes)
    else:
        words = gettext("At any time of the day")
    if not times.not_on:
        return str(words)
    names = dates.weekdays(code)
    days = format_list([names[day] for day in sorted(times.not_on)], style="standard", locale=code)
    return str(gettext("%(times)s, not on: %(days)s", times=words, days=days))


def weekday_options() -> list[tuple[str, str]]:
    """The days of the week as a form offers them, Monday first, in the page's language."""
    return list(zip(WEEKDAYS, dates.weekdays(language(str(get_locale())).code), strict=True))


def _read_clock(typed: str) -> time | None:
    try:
        return time.fromisoformat(typed.strip().replace(".", ":"))
    except ValueError:
        return None
