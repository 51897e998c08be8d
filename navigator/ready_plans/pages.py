"""For the navigator: choose a ready plan, untick and change its lines, make it all in one press, and undo it that day."""

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext

from navigator import forms
from navigator.db import db
from navigator.forms import Form
from navigator.people.access import get_person
from navigator.people.models import Person
from navigator.people.staff_sessions import current_staff
from navigator.people.trail import looked_at
from navigator.ready_plans import operations, queries
from navigator.ready_plans.labels import KINDS, NUDGES
from navigator.ready_plans.models import Kind
from navigator.ready_plans.usual import HAVE_WORDS, LONGEST_WHAT, MOST_DAYS, Line, ReadyPlan
from navigator.steps.queries import list_active_goals
from navigator.times import utc_now

blueprint = Blueprint("ready_plans", __name__, template_folder="templates")


@blueprint.get("/<uuid:person_id>/ready-plans")
def choose(person_id: uuid.UUID) -> ResponseReturnValue:
    """The ready plans there are, and what was made of them."""
    person, now = get_person(staff=current_staff(), person_id=person_id), utc_now()
    made = [(one, queries.may_be_undone(one, now=now)) for one in queries.list_made(person.id)]
    page = render_template("ready_plans/choose.html", person=person, plans=queries.list_plans(), made=made)
    looked_at(staff_id=current_staff().id, person_id=person_id, page="ready plans")
    return page


@blueprint.get("/<uuid:person_id>/ready-plans/<code>")
def plan(person_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """One ready plan, every line ticked."""
    person, ready = get_person(staff=current_staff(), person_id=person_id), _plan(code)
    values: dict[str, Any] = {"key": str(uuid.uuid4())}
    for n, line in enumerate(ready.lines):
        values |= {f"on_{n}": True, f"what_{n}": line.what, f"days_{n}": line.after_days, f"nudge_{n}": line.nudge_days}
    page = _show(person, ready, forms.blank(**values))
    looked_at(staff_id=current_staff().id, person_id=person_id, page="ready plan")
    return page


@blueprint.post("/<uuid:person_id>/ready-plans/<code>")
def make(person_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Make everything that is ticked."""
    person, ready = get_person(staff=current_staff(), person_id=person_id), _plan(code)
    if person.closed_at is not None:
        return redirect(url_for(".choose", person_id=person_id), 303)
    goals = {str(goal.id): goal for goal in list_active_goals(person.id)}
    fields: dict[str, Any] = {
        "key": forms.Text(missing=lazy_gettext("Open the page again, please."), longest=36),
        "goal": forms.OneOf(goals, missing=lazy_gettext("Choose a goal.")),
    }
    for n in range(len(ready.lines)):
        wrong = lazy_gettext("Write how many days, from 0 to %(most)s", most=MOST_DAYS)
        fields |= {f"on_{n}": forms.Ticked(), f"what_{n}": forms.Text(longest=LONGEST_WHAT)}
        fields[f"days_{n}"] = forms.WholeNumber(0, MOST_DAYS, wrong=wrong)
        if ready.lines[n].kind is Kind.STEP:
            fields[f"nudge_{n}"] = forms.OneOf(tuple(NUDGES), missing=lazy_gettext("Choose when a friendly word goes"))
    form = forms.read(forms.FormSchema.from_dict(fields, name="ReadyPlanForm")(), request.form)
    ticked = [n for n in range(len(ready.lines)) if form.data.get(f"on_{n}")]
    for n in ticked:
        if ready.lines[n].kind in HAVE_WORDS and not form.data.get(f"what_{n}") and f"what_{n}" not in form.errors:
            form = form.with_error(f"what_{n}", gettext("Write what it is, or untick it."))
    if not ticked and form.is_valid:
        form = form.with_error("on_0", gettext("Tick at least one line."))
    if not form.is_valid:
        return _show(person, ready, form), 422
    lines = []
    for n in ticked:
        line = ready.lines[n]
        own = line.kind in HAVE_WORDS
        what, nudge_days = form.data[f"what_{n}"] if own else line.what, form.data.get(f"nudge_{n}", "")
        lines.append(Line(line.kind, what, form.data[f"days_{n}"], line.how_often, nudge_days))
    made = operations.make(
        person=person,
        name=str(ready.name),
        goal=goals[form.data["goal"]],
        lines=lines,
        key=form.data["key"],
        staff=current_staff(),
        now=utc_now(),
    )
    db.session.commit()
    flash(gettext("It is all made. Until the end of today, one press takes it back."), "success")
    if queries.lacks_nudges(made, lines):
        words = gettext("Not every friendly word by text could be planned: they take no such texts, or the step stood already.")
        flash(words, "warning")
    return redirect(url_for(".choose", person_id=person_id), 303)


@blueprint.post("/<uuid:person_id>/ready-plans/made/<uuid:made_id>/undo")
def undo(person_id: uuid.UUID, made_id: uuid.UUID) -> ResponseReturnValue:
    """Take back all that one plan made."""
    person = get_person(staff=current_staff(), person_id=person_id)
    made = next((one for one in queries.list_made(person.id) if one.id == made_id), None)
    if made is None:
        abort(404)
    try:
        stayed = operations.undo(made=made, person=person, staff=current_staff(), now=utc_now())
    except queries.PlanNotFound:
        db.session.rollback()
        flash(
            gettext(
                "That day is over, so it can no longer be taken back in one go. Please take back by hand what is not wanted."
            ),
            "warning",
        )
        return redirect(url_for(".choose", person_id=person_id), 303)
    db.session.commit()
    if stayed:
        words = ngettext(
            "Taken back, but %(num)s step has a story by now and stays.",
            "Taken back, but %(num)s steps have a story by now and stay.",
            stayed,
        )
        flash(words, "warning")
    else:
        flash(gettext("Everything it made is taken back."), "success")
    return redirect(url_for(".choose", person_id=person_id), 303)


def _plan(code: str) -> ReadyPlan:
    try:
        return queries.get_plan(code)
    except queries.PlanNotFound:
        abort(404)


def _show(person: Person, ready: ReadyPlan, form: Form) -> str:
    goals = list_active_goals(person.id)
    return render_template(
        "ready_plans/plan.html",
        person=person,
        plan=ready,
        form=form,
        kinds=KINDS,
        nudges=list(NUDGES.items()),
        goals=[("", gettext("Choose"))] + [(str(goal.id), goal.words) for goal in goals],
    )
