"""What there is to do: a list, adding to it, and crossing off."""

import uuid
from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator.db import db, new_id
from navigator.forms import Form, blank, read
from navigator.paging import PER_PAGE
from navigator.people.access import get_person
from navigator.people.models import Person, Role
from navigator.people.staff_sessions import current_staff
from navigator.people.trail import looked_through
from navigator.people.way_back import is_local
from navigator.tasks import labels, operations, queries
from navigator.tasks.schemas import DoneForm, MoveForm, TaskForm
from navigator.teams.caseloads import Whose
from navigator.times import LONDON, utc_now

blueprint = Blueprint("tasks", __name__, template_folder="templates")

LATELY = timedelta(hours=12)


@blueprint.get("/tasks")
def tasks() -> ResponseReturnValue:
    """What is to do, by me or (`?whose=team`) by my team, overdue first; what I ended today, to be put back."""
    staff, now = current_staff(), utc_now()
    has_team = staff.role is not Role.VOLUNTEER
    whose = Whose.TEAM if has_team and request.args.get("whose") == Whose.TEAM.value else Whose.MINE
    page = min(max(request.args.get("page", 1, type=int), 1), 5000)
    found = queries.list_open_tasks(staff, whose=whose, now=utc_now(), page=page)
    shown = render_template(
        "tasks/tasks.html",
        whose=whose,
        has_team=has_team,
        found=found,
        ended=queries.list_ended_tasks(staff, since=now - LATELY) if page == 1 else [],
        today=_today(),
        in_words=labels.in_words,
        page=page,
        pages=-(-found.total // PER_PAGE),
        page_address=lambda number: url_for("tasks.tasks", whose=whose.value, page=number),
    )
    looked_through(staff_id=staff.id, person_ids=[row.person.id for row in found.rows], page="tasks")
    return shown


@blueprint.route("/people/<uuid:person_id>/tasks/new", methods=["GET", "POST"])
def new_task(person_id: uuid.UUID) -> ResponseReturnValue:
    """Something to do for a person."""
    staff, now = current_staff(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    if request.method != "POST":
        return _task_page(person, blank(due_on=_today() + timedelta(days=1), key=str(new_id())))
    form = read(TaskForm(), request.form)
    if form.is_valid and form.data["due_on"] < _today():
        form = form.with_error("due_on", gettext("Write a day to come."))
    if not form.is_valid:
        return _task_page(person, form), 422
    operations.add_task(
        person=person, what=form.data["what"], due_on=form.data["due_on"], staff=staff, key=form.data["key"] or None, now=now
    )
    db.session.commit()
    flash(gettext("It is on your list."), "success")
    return redirect(url_for("person_page.person", person_id=person.id), 303)


@blueprint.post("/tasks/<uuid:task_id>/done")
def done(task_id: uuid.UUID) -> ResponseReturnValue:
    """It is done; with `then=drop` there is no need for it; with `then=undo` it was not done after all."""
    staff, now = current_staff(), utc_now()
    task, _ = queries.get_task(staff=staff, task_id=task_id)
    form = read(DoneForm(), request.form)
    match request.form.get("then"):
        case "undo":
            operations.open_task_again(task=task, staff=staff, now=now)
            said = gettext("It is back on the list.")
        case "drop":
            operations.drop_task(task=task, staff=staff, now=now)
            said = gettext("It is off the list.")
        case _:
            operations.finish_task(task=task, staff=staff, note=form.data.get("note", ""), now=now)
            said = gettext("Done. Thank you.")
    db.session.commit()
    flash(said, "success")
    back = form.data.get("back", "")
    return redirect(back if back and is_local(back) else url_for("tasks.tasks"), 303)


@blueprint.route("/tasks/<uuid:task_id>", methods=["GET", "POST"])
def task(task_id: uuid.UUID) -> ResponseReturnValue:
    """One thing to do, to be moved to another day."""
    staff, now = current_staff(), utc_now()
    found, person = queries.get_task(staff=staff, task_id=task_id)
    form = blank(due_on=found.due_on)
    if request.method == "POST":
        form = read(MoveForm(), request.form)
        if form.is_valid and form.data["due_on"] < _today():
            form = form.with_error("due_on", gettext("Write a day to come."))
        if form.is_valid:
            operations.move_task(task=found, to=form.data["due_on"], staff=staff, now=now)
            db.session.commit()
            flash(gettext("Saved."), "success")
            return redirect(url_for("tasks.tasks"), 303)
    page = render_template("tasks/task.html", task=found, person=person, form=form, words=labels.in_words(found))
    return page, 200 if form.is_valid else 422


def _today() -> date:
    return utc_now().astimezone(LONDON).date()


def _task_page(person: Person, form: Form) -> str:
    return render_template("tasks/new.html", person=person, form=form)
