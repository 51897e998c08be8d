"""Priorities, goals and small steps, as a navigator writes them down."""

import uuid
from datetime import date
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from messaging.wording.texts import Preview
from navigator import forms
from navigator.conversations.operations import take_conversation_for_priorities
from navigator.conversations.queries import find_told_conversation
from navigator.conversations.writing import saved_words
from navigator.db import db
from navigator.forms import Form
from navigator.people.access import get_person
from navigator.people.models import Person
from navigator.people.operations import record_audit
from navigator.people.staff_sessions import current_staff
from navigator.people.text_times import weekday_options
from navigator.people.trail import looked_at
from navigator.steps import news, nudges, operations, option_pages, queries
from navigator.steps.chart import draw
from navigator.steps.history import list_answers_with_bigger, list_history
from navigator.steps.labels import HOW_OFTEN, STATUS_COLOUR, STEP_STATUS, WHY_NUDGES_ENDED
from navigator.steps.models import Goal, Happening, HowOften, Priority, Step, StepStatus, ToldBy
from navigator.steps.schemas import ChangeForm, ConfidenceForm, GoalForm, NoteForm, PrioritiesForm, StepForm
from navigator.steps.thresholds import confident_enough, is_to_be_made_smaller
from navigator.times import LONDON, utc_now
from translations.locales import DEFAULT

blueprint = Blueprint("steps", __name__, template_folder="templates")
blueprint.add_url_rule("/<uuid:person_id>/options", view_func=option_pages.options)
blueprint.add_url_rule("/<uuid:person_id>/options/step", view_func=option_pages.make_step, methods=["POST"])


FEWEST_ROWS = 3  # boxes for priorities that stand open before anything is written


@blueprint.get("/<uuid:person_id>/priorities")
def priorities(person_id: uuid.UUID) -> ResponseReturnValue:
    """What comes first, in the person's own words, and which of them to start with."""
    person = _person(person_id)
    listed = queries.list_priorities(person.id)
    values: dict[str, str] = {}
    for place, priority in enumerate(listed, start=1):
        values |= {f"words_{place}": priority.words, f"id_{place}": str(priority.id)}
    return _show_priorities(person, Form(values=values), listed)


@blueprint.post("/<uuid:person_id>/priorities")
def save_priorities(person_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the priorities as they stand on the page; a pressed "move up" changes places first."""
    person = _person(person_id)
    form = forms.read(PrioritiesForm(), request.form)
    if form.is_valid and not any(form.data[f"words_{place}"] for place in _PLACES):
        form = form.with_error("words_1", gettext("Write at least one thing that matters, in their own words"))
    if not form.is_valid:
        return _show_priorities(person, form, queries.list_priorities(person.id)), 422
    entries = [(_read_id(form.data[f"id_{place}"]), form.data[f"words_{place}"]) for place in _PLACES]
    verb, _, place = request.form.get("then", "").partition("_")
    if verb == "up" and place in {str(n) for n in _PLACES[1:]}:
        entries[int(place) - 2 : int(place)] = reversed(entries[int(place) - 2 : int(place)])
    now = utc_now()
    kept = take_conversation_for_priorities(person_id=person.id, staff_id=current_staff().id, now=now)
    try:
        operations.set_priorities(
            person_id=person.id, conversation_id=kept.id, entries=entries, staff_id=current_staff().id, now=now
        )
        if verb == "agreed":
            operations.agree_on_priorities(person_id=person.id, now=now)
    except operations.PriorityHasGoals as problem:
        wrong = next(n for n in _PLACES if _read_id(form.data[f"id_{n}"]) == problem.priority_id)
        message = gettext("There is a goal for this one, so it stays. You can change its words.")
        return _refuse_priorities(person_id, form.with_error(f"words_{wrong}", message))
    except operations.TooManyPriorities:
        message = gettext("Somebody else added a priority meanwhile, and five is the most. Take one out, then save.")
        return _refuse_priorities(person_id, form.with_error("words_1", message))
    _commit(person, "priorities_changed")
    if verb == "agreed":
        flash(gettext("Written down that %(name)s agreed to these today.", name=person.given_name), "success")
    elif verb != "up":
        flash(saved_words(now), "success")
    return redirect(url_for(".priorities", person_id=person_id), 303)


@blueprint.get("/<uuid:person_id>/priorities/<uuid:priority_id>/goal")
def goal(person_id: uuid.UUID, priority_id: uuid.UUID) -> ResponseReturnValue:
    """A goal for one priority."""
    person = _person(person_id)
    return _show_goal(person, _priority(person, priority_id), forms.blank())


@blueprint.post("/<uuid:person_id>/priorities/<uuid:priority_id>/goal")
def save_goal(person_id: uuid.UUID, priority_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the goal, and go on to a first small step."""
    person = _person(person_id)
    priority = _priority(person, priority_id)
    form = forms.read(GoalForm(), request.form)
    if not form.is_valid:
        return _show_goal(person, priority, form), 422
    added = operations.add_goal(priority=priority, words=form.data["words"], now=utc_now())
    goal_id = added.id
    _commit(person, "goal_added")
    return redirect(url_for(".step", person_id=person_id, goal_id=goal_id), 303)


@blueprint.get("/<uuid:person_id>/goals/<uuid:goal_id>/step")
def step(person_id: uuid.UUID, goal_id: uuid.UUID) -> ResponseReturnValue:
    """A small step towards one goal."""
    person = _person(person_id)
    return _show_step_form(person, _goal(person, goal_id), forms.blank(how_often=HowOften.ONCE))


@blueprint.post("/<uuid:person_id>/goals/<uuid:goal_id>/step")
def save_step(person_id: uuid.UUID, goal_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the step; when it sounds a lot to take on, offer to make it smaller."""
    person = _person(person_id)
    towards = _goal(person, goal_id)
    form = _not_in_the_past(forms.read(StepForm(), request.form))
    if not form.is_valid:
        return _show_step_form(person, towards, form), 422
    planned = operations.plan_step(goal=towards, now=utc_now(), **form.data)
    return _go_on_from(person, planned, "step_planned")


@blueprint.get("/<uuid:person_id>/steps/<uuid:step_id>")
def planned_step(person_id: uuid.UUID, step_id: uuid.UUID) -> ResponseReturnValue:
    """One step: what was agreed, how it went, and what to do for it now."""
    person = _person(person_id)
    return _show_step(person, _step(person, step_id), forms.blank())


@blueprint.get("/<uuid:person_id>/steps/<uuid:step_id>/smaller")
def smaller(person_id: uuid.UUID, step_id: uuid.UUID) -> ResponseReturnValue:
    """A lot to take on: shall we make it smaller?"""
    person = _person(person_id)
    bigger = _step(person, step_id)
    if bigger.status not in (StepStatus.PLANNED, StepStatus.NOT_DONE):
        return redirect(url_for(".planned_step", person_id=person_id, step_id=step_id), 303)
    return _show_smaller(person, bigger, forms.blank(**_as_values(bigger)))


@blueprint.post("/<uuid:person_id>/steps/<uuid:step_id>/smaller")
def save_smaller(person_id: uuid.UUID, step_id: uuid.UUID) -> ResponseReturnValue:
    """The smaller step takes the bigger one's place; or it stays as it is."""
    person = _person(person_id)
    bigger = _step(person, step_id)
    if request.form.get("then") == "keep":
        return redirect(url_for(".planned_step", person_id=person_id, step_id=step_id), 303)
    form = _not_in_the_past(forms.read(StepForm(), request.form))
    if not form.is_valid:
        return _show_smaller(person, bigger, form), 422
    try:
        cut = operations.make_smaller(step=bigger, now=utc_now(), **form.data)
    except operations.StepCannotMove:  # pressed twice, or done meanwhile: show what became of it
        db.session.rollback()
        successor = queries.find_successor(step_id)
        return redirect(url_for(".planned_step", person_id=person_id, step_id=successor.id if successor else step_id), 303)
    return _go_on_from(person, cut, "step_made_smaller")


@blueprint.post("/<uuid:person_id>/steps/<uuid:step_id>/outcome")
def save_outcome(person_id: uuid.UUID, step_id: uuid.UUID) -> ResponseReturnValue:
    """The person told us, face to face or on the telephone, that they did it or could not."""
    person = _person(person_id)
    told = _step(person, step_id)
    mark = operations.mark_step_done if request.form.get("then") == "done" else operations.mark_step_not_done
    try:
        mark(step=told, told_by=ToldBy.CONVERSATION, staff_id=current_staff().id, now=utc_now())
    except operations.StepCannotMove:
        db.session.rollback()
        flash(gettext("This step was made smaller, so it is the smaller one that counts."), "warning")
        return redirect(url_for(".planned_step", person_id=person_id, step_id=step_id), 303)
    _commit(person, "step_outcome")
    return redirect(url_for(".planned_step", person_id=person_id, step_id=step_id), 303)


@blueprint.post("/<uuid:person_id>/steps/<uuid:step_id>/confidence")
def save_confidence(person_id: uuid.UUID, step_id: uuid.UUID) -> ResponseReturnValue:
    """Asked again: how confident are you?"""
    person = _person(person_id)
    asked = _step(person, step_id)
    form = forms.read(ConfidenceForm(), request.form)
    if not form.is_valid:
        return _show_step(person, asked, form), 422
    operations.record_confidence(step=asked, score=form.data["confidence"], told_by=ToldBy.CONVERSATION, now=utc_now())
    return _go_on_from(person, asked, "confidence_recorded")


@blueprint.get("/<uuid:person_id>/steps/<uuid:step_id>/change")
def change(person_id: uuid.UUID, step_id: uuid.UUID) -> ResponseReturnValue:
    """Other words, another day or other company for a step that is still to do."""
    person = _person(person_id)
    changing = _step(person, step_id)
    if changing.status is not StepStatus.PLANNED:
        return redirect(url_for(".planned_step", person_id=person_id, step_id=step_id), 303)
    return _show("change", person, form=forms.blank(**_as_values(changing)), step=changing, text=_text(person))


@blueprint.post("/<uuid:person_id>/steps/<uuid:step_id>/change")
def save_change(person_id: uuid.UUID, step_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the change, and what the step was before."""
    person = _person(person_id)
    changing = _step(person, step_id)
    form = _not_in_the_past(forms.read(ChangeForm(), request.form), unless=changing.due_on)
    if not form.is_valid:
        return _show("change", person, form=form, step=changing, text=_text(person)), 422
    try:
        operations.change_step(step=changing, staff_id=current_staff().id, now=utc_now(), **form.data)
    except operations.StepCannotMove:
        db.session.rollback()
        return redirect(url_for(".planned_step", person_id=person_id, step_id=step_id), 303)
    _commit(person, "step_changed", str(step_id))
    return redirect(url_for(".planned_step", person_id=person_id, step_id=step_id), 303)


@blueprint.post("/<uuid:person_id>/steps/<uuid:step_id>/note")
def save_note(person_id: uuid.UUID, step_id: uuid.UUID) -> ResponseReturnValue:
    """How it goes, as somebody said on the telephone or at the door."""
    person = _person(person_id)
    told = _step(person, step_id)
    form = forms.read(NoteForm(), request.form)
    if not form.is_valid:
        return _show_step(person, told, forms.blank(), form), 422
    operations.note(
        step=told,
        what=Happening.NOTE,
        words=form.data["words"],
        told_by=ToldBy.CONVERSATION,
        staff_id=current_staff().id,
        now=utc_now(),
    )
    _commit(person, "step_noted", str(step_id))
    return redirect(url_for(".planned_step", person_id=person_id, step_id=step_id), 303)


_PLACES = range(1, operations.MOST_PRIORITIES + 1)


def _person(person_id: uuid.UUID) -> Person:
    return get_person(staff=current_staff(), person_id=person_id)


def _priority(person: Person, priority_id: uuid.UUID) -> Priority:
    try:
        return queries.get_priority(person_id=person.id, priority_id=priority_id)
    except queries.PriorityNotFound:
        abort(404)


def _goal(person: Person, goal_id: uuid.UUID) -> Goal:
    try:
        return queries.get_goal(person_id=person.id, goal_id=goal_id)
    except queries.GoalNotFound:
        abort(404)


def _step(person: Person, step_id: uuid.UUID) -> Step:
    try:
        return queries.get_step_of(person_id=person.id, step_id=step_id)
    except queries.StepNotFound:
        abort(404)


def _as_values(step: Step) -> dict[str, Any]:
    return {name: getattr(step, name) for name in ("what", "when_words", "who_with", "due_on", "how_often")}


def _not_in_the_past(form: Form, *, unless: date | None = None) -> Form:
    due_on = form.data.get("due_on")
    if due_on is not None and due_on != unless and "due_on" not in form.errors and due_on < utc_now().astimezone(LONDON).date():
        return form.with_error("due_on", gettext("That day has gone by. Write a day to come, or leave it empty."))
    return form


def _read_id(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


def _commit(person: Person, action: str, detail: str = "") -> None:
    record_audit(action=action, staff_id=current_staff().id, person_id=person.id, detail=detail, now=utc_now())
    db.session.commit()


def _go_on_from(person: Person, saved: Step, action: str) -> ResponseReturnValue:
    """After a step was saved: to the offer of a smaller one when confidence is low, else to the step."""
    unsure = is_to_be_made_smaller(saved, enough=confident_enough(person))
    to = url_for(".smaller" if unsure else ".planned_step", person_id=person.id, step_id=saved.id)
    _commit(person, action, str(saved.id))
    return redirect(to, 303)


def _show(template: str, person: Person, **values: Any) -> str:
    """The page; when it is the answer to a look (not to a form), that somebody looked is written down."""
    staff_id, person_id = current_staff().id, person.id
    page = render_template(f"steps/{template}.html", person=person, how_often=HOW_OFTEN, **values)
    if request.method == "GET":
        looked_at(staff_id=staff_id, person_id=person_id, page=template)
    return page


def _show_priorities(person: Person, form: Form, listed: Any) -> str:
    heard = find_told_conversation(person.id)
    filled = max((n for n in _PLACES if form.value(f"words_{n}") or form.value(f"id_{n}")), default=0)
    rows = range(1, min(max(filled + 1, FEWEST_ROWS), operations.MOST_PRIORITIES) + 1)
    return _show("priorities", person, form=form, listed=listed, rows=rows, said=heard)


def _refuse_priorities(person_id: uuid.UUID, form: Form) -> ResponseReturnValue:
    db.session.rollback()
    person = _person(person_id)
    return _show_priorities(person, form, queries.list_priorities(person_id)), 422


def _show_goal(person: Person, priority: Priority, form: Form) -> str:
    return _show("goal", person, form=form, priority=priority)


def _show_step_form(person: Person, towards: Goal, form: Form) -> str:
    return _show("step_form", person, form=form, goal=towards, text=_text(person))


def _show_smaller(person: Person, bigger: Step, form: Form) -> str:
    return _show("smaller", person, form=form, step=bigger, text=_text(person), enough=confident_enough(person))


def _text(person: Person) -> Preview | None:
    """That there is something new in their plan, as it goes once this is saved."""
    return news.preview(person=person, pence_per_segment=current_app.extensions["settings"].sms_pence_per_segment)


def _show_step(person: Person, shown: Step, form: Form, note: Form | None = None) -> str:
    successor = queries.find_successor(shown.id) if shown.status is StepStatus.REPLACED else None
    standing = nudges.find_latest(shown.id)
    answers = list_answers_with_bigger(shown, queries.list_steps_of_goal(shown.goal_id))
    enough = confident_enough(person)
    return _show(
        "step",
        person,
        form=form,
        step=shown,
        successor=successor,
        states=STEP_STATUS,
        colours=STATUS_COLOUR,
        nudge=standing,
        next_nudge=nudges.find_next(standing) if standing else None,
        nudge_days=[name for day, name in weekday_options() if standing and int(day) in standing.weekdays],
        why_ended=WHY_NUDGES_ENDED,
        history=list_history(shown, person=person, code=str(get_locale() or DEFAULT)),
        chart=draw(answers, enough=enough),
        answers=answers,
        enough=enough,
        is_doubted=is_to_be_made_smaller(shown, enough=enough),
        note=note or forms.blank(),
    )
