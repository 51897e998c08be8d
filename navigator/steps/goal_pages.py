"""One goal: how important it is, what its levels mean, where they stand with it, and what became of it."""

import uuid
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from navigator import forms
from navigator.db import db
from navigator.forms import Form
from navigator.people.access import get_person
from navigator.people.models import Person
from navigator.people.operations import record_audit
from navigator.people.staff_sessions import current_staff
from navigator.people.trail import looked_at
from navigator.steps import goals, queries
from navigator.steps.goal_labels import GOAL_COLOURS, GOAL_STATUS, HAPPENED, LEVEL_NAMES
from navigator.steps.goal_models import LEVELS
from navigator.steps.models import Goal, GoalStatus, ToldBy
from navigator.times import LONDON, utc_now

blueprint = Blueprint("goals", __name__, template_folder="templates")

FIELDS = {level: f"level_{number}" for number, level in enumerate(LEVELS, start=1)}
BASELINES = {"": None} | {str(level): level for level in LEVELS}


class GoalChangeForm(forms.FormSchema):
    words = forms.Text(missing=lazy_gettext("Write what they would like to be doing"), longest=500)
    importance = forms.WholeNumber(1, 10, wrong=lazy_gettext("Choose a number from 1 to 10, or none"), optional=True)
    review_on = forms.Day()
    baseline = forms.OneOf(BASELINES, missing=lazy_gettext("Choose where they are now"))
    level_1 = forms.Text(longest=500)
    level_2 = forms.Text(longest=500)
    level_3 = forms.Text(longest=500)
    level_4 = forms.Text(longest=500)
    level_5 = forms.Text(longest=500)


class RatingForm(forms.FormSchema):
    level = forms.WholeNumber(min(LEVELS), max(LEVELS), wrong=lazy_gettext("Choose where they are now"))


class StatusForm(forms.FormSchema):
    status = forms.Choice(GoalStatus, missing=lazy_gettext("Choose what became of it"))
    why = forms.Text(longest=500)


@blueprint.get("/<uuid:person_id>/goals/<uuid:goal_id>")
def goal(person_id: uuid.UUID, goal_id: uuid.UUID) -> ResponseReturnValue:
    """The goal, where they stand with it, and its history."""
    person = get_person(staff=current_staff(), person_id=person_id)
    page = _show(person, _goal(person, goal_id), forms.blank())
    looked_at(staff_id=current_staff().id, person_id=person_id, page="goal")
    return page


@blueprint.get("/<uuid:person_id>/goals/<uuid:goal_id>/change")
def change(person_id: uuid.UUID, goal_id: uuid.UUID) -> ResponseReturnValue:
    """The goal's words, importance, levels and day of review, to be changed."""
    person = get_person(staff=current_staff(), person_id=person_id)
    shown = _goal(person, goal_id)
    known = goals.attained(shown)
    form = forms.blank(
        words=shown.words,
        importance=shown.importance,
        review_on=shown.review_on,
        baseline="" if shown.baseline is None else str(shown.baseline),
        **{FIELDS[level]: words for level, words in known.levels.items()},
    )
    page = _show_change(person, shown, form)
    looked_at(staff_id=current_staff().id, person_id=person_id, page="goal")
    return page


@blueprint.post("/<uuid:person_id>/goals/<uuid:goal_id>/change")
def save_change(person_id: uuid.UUID, goal_id: uuid.UUID) -> ResponseReturnValue:
    """Keep it. Levels want two at least: what is expected, and where they are now."""
    person, now = get_person(staff=current_staff(), person_id=person_id), utc_now()
    shown = _goal(person, goal_id)
    form = _whole(forms.read(GoalChangeForm(), request.form), today=now.astimezone(LONDON).date(), stands=shown.review_on)
    if not form.is_valid:
        return _show_change(person, shown, form), 422
    goals.change_goal(
        goal=shown,
        words=form.data["words"],
        importance=form.data["importance"],
        review_on=form.data["review_on"],
        baseline=BASELINES[form.data["baseline"]],
        levels={level: form.data[name] for level, name in FIELDS.items() if form.data[name]},
        staff_id=current_staff().id,
        now=now,
    )
    _commit(person, "goal_changed", goal_id)
    flash(gettext("Saved."), "success")
    return redirect(url_for(".goal", person_id=person_id, goal_id=goal_id), 303)


@blueprint.post("/<uuid:person_id>/goals/<uuid:goal_id>/rating")
def save_rating(person_id: uuid.UUID, goal_id: uuid.UUID) -> ResponseReturnValue:
    """Where are they now?"""
    person = get_person(staff=current_staff(), person_id=person_id)
    shown = _goal(person, goal_id)
    form = forms.read(RatingForm(), request.form)
    if not form.is_valid:
        return _show(person, shown, form), 422
    try:
        goals.rate(goal=shown, level=form.data["level"], told_by=ToldBy.CONVERSATION, staff_id=current_staff().id, now=utc_now())
    except goals.LevelUnknown:
        abort(409)
    _commit(person, "goal_rated", goal_id)
    flash(gettext("Saved."), "success")
    return redirect(url_for(".goal", person_id=person_id, goal_id=goal_id), 303)


@blueprint.post("/<uuid:person_id>/goals/<uuid:goal_id>/status")
def save_status(person_id: uuid.UUID, goal_id: uuid.UUID) -> ResponseReturnValue:
    """Reached, set aside, or taken up again."""
    person = get_person(staff=current_staff(), person_id=person_id)
    shown = _goal(person, goal_id)
    form = forms.read(StatusForm(), request.form)
    if not form.is_valid:
        return _show(person, shown, form), 422
    goals.set_status(goal=shown, status=form.data["status"], words=form.data["why"], staff_id=current_staff().id, now=utc_now())
    _commit(person, "goal_status", goal_id)
    return redirect(url_for(".goal", person_id=person_id, goal_id=goal_id), 303)


def _whole(form: Form, *, today: date, stands: date | None) -> Form:
    review_on, baseline = form.data.get("review_on"), BASELINES.get(form.data.get("baseline") or "")
    if review_on is not None and review_on < today and review_on != stands:
        form = form.with_error("review_on", gettext("That day has gone by. Write a day to come, or leave it empty."))
    written = any(form.data.get(name) for name in FIELDS.values())
    if (written or baseline is not None) and not form.data.get(FIELDS[0]) and FIELDS[0] not in form.errors:
        form = form.with_error(FIELDS[0], gettext("Write what they expect to reach; the other levels are measured by it."))
    if written and baseline is None and "baseline" not in form.errors:
        form = form.with_error("baseline", gettext("Choose where they are now"))
    elif baseline is not None and not form.data.get(FIELDS[baseline]) and FIELDS[baseline] not in form.errors:
        form = form.with_error(FIELDS[baseline], gettext("This is where they are now. Write what it is like."))
    return form


def _goal(person: Person, goal_id: uuid.UUID) -> Goal:
    try:
        return queries.get_goal(person_id=person.id, goal_id=goal_id)
    except queries.GoalNotFound:
        abort(404)


def _commit(person: Person, action: str, goal_id: uuid.UUID) -> None:
    record_audit(action=action, staff_id=current_staff().id, person_id=person.id, detail=str(goal_id), now=utc_now())
    db.session.commit()


def _show(person: Person, shown: Goal, form: Form) -> str:
    known = goals.attained(shown)
    return render_template(
        "steps/one_goal.html",
        person=person,
        goal=shown,
        known=known,
        form=form,
        status=GOAL_STATUS[shown.status],
        colour=GOAL_COLOURS[shown.status],
        moves=[(one.value, words) for one, words in HAPPENED.items() if one is not shown.status],
        level_names=LEVEL_NAMES,
        levels=[(level, LEVEL_NAMES[level], known.levels.get(level, "")) for level in LEVELS],
        changes=goals.list_changes(shown.id),
    )


def _show_change(person: Person, shown: Goal, form: Form) -> str:
    return render_template(
        "steps/goal_change.html",
        person=person,
        goal=shown,
        form=form,
        fields_of=[(FIELDS[level], LEVEL_NAMES[level]) for level in reversed(LEVELS)],
        baselines=[("", gettext("No levels"))] + [(str(level), LEVEL_NAMES[level]) for level in LEVELS],
        importances=[("", gettext("Not asked"))] + [(str(number), str(number)) for number in range(1, 11)],
    )
