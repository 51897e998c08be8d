"""For the navigator: texts about a step on certain weekdays, chosen and ended."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from navigator import forms
from navigator.db import db
from navigator.people import text_times
from navigator.people.access import get_person
from navigator.people.models import Person
from navigator.people.operations import record_audit
from navigator.people.staff_sessions import current_staff
from navigator.people.texting import NotTexted
from navigator.people.trail import looked_at
from navigator.steps import nudges, queries
from navigator.steps.models import Step, StepStatus
from navigator.steps.nudge_models import WhyEnded
from navigator.times import LONDON, utc_now

blueprint = Blueprint("nudges", __name__, template_folder="templates")


class NudgeForm(forms.FormSchema):
    """The weekdays, and the last day (empty: the review)."""

    days = forms.Several(text_times.WEEKDAYS, missing=lazy_gettext("Choose at least one day of the week."))
    until = forms.Day()


@blueprint.get("/<uuid:person_id>/steps/<uuid:step_id>/nudges")
def show(person_id: uuid.UUID, step_id: uuid.UUID) -> ResponseReturnValue:
    """The form: which days, until when."""
    person, step = _step(person_id, step_id)
    standing = nudges.find_standing(step.id)
    known = {"days": [str(day) for day in standing.weekdays], "until": standing.until} if standing else {"days": ["1", "4"]}
    page = _page(person, step, forms.blank(**known))
    looked_at(staff_id=current_staff().id, person_id=person_id, page="nudges")
    return page


@blueprint.post("/<uuid:person_id>/steps/<uuid:step_id>/nudges")
def save(person_id: uuid.UUID, step_id: uuid.UUID) -> ResponseReturnValue:
    """Plan the first of them."""
    person, step = _step(person_id, step_id)
    now, form = utc_now(), forms.read(NudgeForm(), request.form)
    until = form.data.get("until")
    if until and until < now.astimezone(LONDON).date():
        form = form.with_error("until", gettext("That day has gone by. Write a day to come, or leave it empty."))
    if not form.is_valid:
        return _page(person, step, form), 422
    days = [int(day) for day in form.data["days"]]
    chosen = nudges.choose(step=step, person=person, days=days, until=until, staff_id=current_staff().id, now=now)
    if isinstance(chosen, NotTexted):
        db.session.rollback()
        flash(gettext("We cannot text them now, so no text is planned."), "warning")
        return _back(person_id, step_id)
    record_audit(
        action="nudges_chosen", staff_id=current_staff().id, person_id=person.id, detail=f"{step.id}: {chosen.days}", now=now
    )
    db.session.commit()
    if chosen.why_ended is None:
        flash(gettext("Saved. The texts end by themselves when the step is done."), "success")
    else:
        flash(
            gettext("No text is planned: the last day comes before the first of these days, or they stopped such texts."),
            "warning",
        )
    return _back(person_id, step_id)


@blueprint.post("/<uuid:person_id>/steps/<uuid:step_id>/nudges/stop")
def stop(person_id: uuid.UUID, step_id: uuid.UUID) -> ResponseReturnValue:
    """No more of them; the planned one does not go."""
    person, step = _step(person_id, step_id)
    if nudges.stop(step_id=step.id, why=WhyEnded.STOPPED, now=utc_now()):
        record_audit(
            action="nudges_stopped", staff_id=current_staff().id, person_id=person.id, detail=str(step.id), now=utc_now()
        )
    db.session.commit()
    flash(gettext("No more texts go about this step."), "success")
    return _back(person_id, step_id)


def _back(person_id: uuid.UUID, step_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for("steps.planned_step", person_id=person_id, step_id=step_id), 303)


def _step(person_id: uuid.UUID, step_id: uuid.UUID) -> tuple[Person, Step]:
    person = get_person(staff=current_staff(), person_id=person_id)
    try:
        step = queries.get_step_of(person_id=person.id, step_id=step_id)
    except queries.StepNotFound:
        abort(404)
    if step.status is not StepStatus.PLANNED:
        abort(404)
    return person, step


def _page(person: Person, step: Step, form: forms.Form) -> str:
    return render_template(
        "steps/nudges.html",
        person=person,
        step=step,
        form=form,
        weekday_options=text_times.weekday_options(),
        standing=nudges.find_standing(step.id),
    )
