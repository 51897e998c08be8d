"""For administrators: which texts go round an event, what Amina would get, who changed it, and the way back."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext

from messaging.plans import operations as plans
from messaging.plans.rules import FITS, MOST_REPEATS, Due, Event, Line, LineWrong, Repeat, Stop, Unit, check, read_line
from messaging.wording import texts as wording
from navigator import forms
from navigator.contacts import plan_words
from navigator.db import db
from navigator.people.staff_sessions import current_staff
from navigator.times import LONDON, utc_now
from translations.locales import language

blueprint = Blueprint("reminders", __name__, template_folder="templates")

THURSDAY, TWO_O_CLOCK = 3, time(14)


class LineForm(forms.FormSchema):
    """One line of a plan, as an administrator writes it."""

    template = forms.OneOf(tuple(plan_words.TEMPLATES), missing=lazy_gettext("Choose a text."))
    amount = forms.WholeNumber(0, 600_000, wrong=plan_words.WRONG["too_far"])
    unit = forms.Choice(Unit, missing=lazy_gettext("Choose minutes, hours, days or weeks."))
    side = forms.OneOf(tuple(plan_words.SIDES), missing=lazy_gettext("Choose before or after."))
    clock = forms.Text(longest=10)
    repeat = forms.Choice(Repeat, missing=lazy_gettext("Choose how often."))
    times = forms.WholeNumber(1, MOST_REPEATS, wrong=plan_words.WRONG["too_often"])
    stops = forms.Several(tuple(stop.value for stop in Stop))


@dataclass(frozen=True)
class Example:
    """One text that Amina would get: the moment it goes, and its words."""

    due: Due
    body: str


@blueprint.get("")
def reminders() -> ResponseReturnValue:
    """Every plan: its lines, what they come to, and the changes."""
    now = utc_now()
    at = _example_moment(now)
    return render_template(
        "contacts/reminders.html",
        plans=[(event, words, plans.get_lines(event), _examples(event, at, now)) for event, words in plan_words.EVENTS.items()],
        versions=[(version, [read_line(line) for line in version.lines]) for version in plans.list_versions()],
        at=at,
        words=plan_words,
        say=_say,
    )


@blueprint.get("/<event_name>/new")
def new(event_name: str) -> ResponseReturnValue:
    """The form for one more text."""
    event = _event(event_name)
    usual = {"template": FITS[event][0], "amount": "1", "unit": Unit.DAYS.value, "repeat": "", "times": "1"}
    return _line_page(event, "", forms.blank(**usual, side="after", stops=[stop.value for stop in Stop]))


@blueprint.get("/<event_name>/<line_id>")
def edit(event_name: str, line_id: str) -> ResponseReturnValue:
    """One line, to be changed."""
    event = _event(event_name)
    line = next((line for line in plans.get_lines(event) if line.id == line_id), None)
    if line is None:
        abort(404)
    kept = line.as_json()
    side = "before" if line.is_before else "after"
    return _line_page(event, line_id, forms.blank(**{name: kept[name] for name in kept if name != "id"}, side=side))


@blueprint.post("/<event_name>/new")
def add(event_name: str) -> ResponseReturnValue:
    """One more text, or (`then=try`) what it would come to."""
    return save(event_name, "")


@blueprint.post("/<event_name>/<line_id>")
def save(event_name: str, line_id: str) -> ResponseReturnValue:
    """Save a line, or (`then=try`) say what it would come to."""
    event = _event(event_name)
    form, line = _read(event, line_id)
    if line is None:
        return _line_page(event, line_id, form), 422
    if request.form.get("then") == "try":
        return _line_page(event, line_id, form, tried=line)
    try:
        plans.save_line(event=event, line=line, made_by=current_staff().name, now=utc_now())
    except plans.LineNotFound:
        abort(404)
    except plans.ChangedMeanwhile:
        return _changed_meanwhile()
    db.session.commit()
    flash(gettext("Saved. It counts for what is planned from now on."), "success")
    return redirect(url_for(".reminders"), 303)


@blueprint.post("/<event_name>/<line_id>/remove")
def remove(event_name: str, line_id: str) -> ResponseReturnValue:
    """Take a line out of its plan."""
    try:
        plans.remove_line(event=_event(event_name), line_id=line_id, made_by=current_staff().name, now=utc_now())
    except plans.LineNotFound:
        abort(404)
    except plans.ChangedMeanwhile:
        return _changed_meanwhile()
    db.session.commit()
    flash(gettext("Taken out. What was planned already still goes."), "success")
    return redirect(url_for(".reminders"), 303)


@blueprint.post("/versions/<uuid:version_id>/undo")
def undo(version_id: uuid.UUID) -> ResponseReturnValue:
    """Make a plan what it was before a change."""
    try:
        plans.go_back(version_id=version_id, made_by=current_staff().name, now=utc_now())
    except plans.LineNotFound:
        abort(404)
    except plans.ChangedMeanwhile:
        return _changed_meanwhile()
    db.session.commit()
    flash(gettext("The plan is as it was before that change."), "success")
    return redirect(url_for(".reminders"), 303)


def _changed_meanwhile() -> ResponseReturnValue:
    db.session.rollback()
    flash(gettext("Somebody else changed this plan at the same moment. Please look, and try again."), "warning")
    return redirect(url_for(".reminders"), 303)


def _event(name: str) -> Event:
    try:
        return Event(name)
    except ValueError:
        abort(404)


def _read(event: Event, line_id: str) -> tuple[forms.Form, Line | None]:
    form = forms.read(LineForm(), request.form)
    clock = None
    if form.data.get("clock"):
        try:
            clock = time.fromisoformat(form.data["clock"].replace(".", ":"))
        except ValueError:
            form = form.with_error("clock", gettext("Write the time like 09:30 or 14:00."))
    if not form.is_valid:
        return form, None
    data = form.data
    line = Line(
        line_id,
        data["template"],
        data["amount"],
        data["unit"],
        is_before=data["side"] == "before",
        clock=clock,
        repeat=data["repeat"],
        times=data["times"],
        stops=frozenset(Stop(stop) for stop in data["stops"]),
    )
    try:
        check(line, event)
    except LineWrong as wrong:
        return form.with_error(wrong.field, plan_words.WRONG[wrong.reason]), None
    return form, line


def _example_moment(now: datetime) -> datetime:
    """Two o'clock on a Thursday, a week off or more: far enough for every line to be seen."""
    here = now.astimezone(LONDON).date()
    day = here + timedelta(days=7 + (THURSDAY - here.weekday()) % 7)
    return datetime.combine(day, TWO_O_CLOCK, LONDON)


def _examples(event: Event, at: datetime, now: datetime, lines: Sequence[Line] | None = None) -> list[Example]:
    """What the plan comes to for Amina, who heard of it today, in English as she would be if she read it."""
    came = now if event in (Event.ACCEPTED, Event.PLAN_MADE) else at
    ends = at if event is Event.ACCEPTED else None
    dues = plans.come_to(event, event_at=came, ends_at=ends, heard_at=now, now=now, lines=lines)
    values = {
        "reminder": {
            "navigator_name": "Ben",
            "service_name": "Tea & Talk",
            "appointment_at": at.isoformat(),
            "place": "St John's Hall",
        },
        "did_you_get_there": {"service_name": "Tea & Talk"},
        "step_nudge": {"navigator_name": "Ben"},
        "review_due": {"navigator_name": "Ben", "when": at.isoformat()},
    }
    code = language(str(get_locale())).code
    return [Example(due, wording.render(due.line.template, values[due.line.template], code).body) for due in dues]


def _say(line: Line) -> str:
    return plan_words.say_line(line, language(str(get_locale())).code)


def _line_page(event: Event, line_id: str, form: forms.Form, *, tried: Line | None = None) -> str:
    now = utc_now()
    at = _example_moment(now)
    return render_template(
        "contacts/reminder.html",
        event=event,
        event_words=plan_words.EVENTS[event],
        line_id=line_id,
        form=form,
        at=at,
        is_tried=tried is not None,
        examples_found=_examples(event, at, now, [tried]) if tried else [],
        templates=[(name, plan_words.TEMPLATES[name]) for name in FITS[event]],
        units=[(unit.value, words) for unit, words in plan_words.UNITS.items()],
        sides=list(plan_words.SIDES.items()),
        repeats=[(repeat.value, words) for repeat, words in plan_words.REPEATS.items()],
        stops=[(stop.value, words) for stop, words in plan_words.STOPS.items()],
    )
