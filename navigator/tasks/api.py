"""Things to do, for programs acting for a member of staff."""

import uuid
from typing import Any

from navigator.api_shapes import Blueprint, refuse_past_day
from navigator.db import db
from navigator.envelope import Envelope, envelope_of, make_envelope
from navigator.people import repeats
from navigator.people.access import get_person
from navigator.people.api_tokens import current_holder, needs
from navigator.people.models import Staff
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import gave, looked_through
from navigator.tasks import operations, queries
from navigator.tasks.models import Task
from navigator.tasks.queries import ToDo
from navigator.tasks.schemas import TaskDoneIn, TaskIn, TaskMoveIn, TaskOut, TaskQuery
from navigator.times import utc_now

blueprint = Blueprint("tasks_api", __name__, description="Things to do: what, for whom, until when, and whose they are.")


@blueprint.get("")
@needs(blueprint, TokenScope.TASKS)
@blueprint.arguments(TaskQuery, location="query")
@blueprint.response(200, envelope_of(TaskOut))
def list_tasks(asked: dict[str, Any]) -> Envelope:
    """What is to do, the longest overdue first. Yours are also those of a colleague whom you cover."""
    staff = current_holder()
    found = queries.list_seen_tasks(staff, now=utc_now(), **asked)
    looked_through(staff_id=staff.id, person_ids=[row.person.id for row in found.rows], page="api: tasks")
    return make_envelope(found.rows, asked["page"], asked["per_page"], found.total)


@blueprint.get("/<uuid:task_id>")
@needs(blueprint, TokenScope.TASKS)
@blueprint.response(200, TaskOut)
def get_task(task_id: uuid.UUID) -> ToDo:
    """One thing to do."""
    found = _shown(_task(task_id))
    gave(staff_id=current_holder().id, person_id=found.person.id, what="task")
    return found


@blueprint.post("")
@needs(blueprint, TokenScope.TASKS)
@blueprint.arguments(TaskIn)
@blueprint.response(201, TaskOut)
@blueprint.alt_response(404)
def add_task(given: dict[str, Any]) -> ToDo:
    """Something to do, for you."""
    staff = current_holder()
    person = get_person(staff=staff, person_id=given["person_id"])
    refuse_past_day(given["due_on"], field="due_on", now=utc_now())
    task = operations.add_task(
        person=person, what=given["what"], due_on=given["due_on"], staff=staff, key=repeats.find_key() or None, now=utc_now()
    )
    return _commit(task)


@blueprint.route("/<uuid:task_id>", methods=["PATCH"])
@needs(blueprint, TokenScope.TASKS)
@blueprint.arguments(TaskMoveIn)
@blueprint.response(200, TaskOut)
def move_task(given: dict[str, Any], task_id: uuid.UUID) -> ToDo:
    """It is due on another day."""
    task = _task(task_id)
    refuse_past_day(given["due_on"], field="due_on", now=utc_now())
    operations.move_task(task=task, to=given["due_on"], staff=current_holder(), now=utc_now())
    return _commit(task)


@blueprint.post("/<uuid:task_id>/done")
@needs(blueprint, TokenScope.TASKS)
@blueprint.arguments(TaskDoneIn)
@blueprint.response(200, TaskOut)
def finish_task(given: dict[str, Any], task_id: uuid.UUID) -> ToDo:
    """It is done. What has ended stays as it ended."""
    task = _task(task_id)
    operations.finish_task(task=task, staff=current_holder(), note=given["note"], now=utc_now())
    return _commit(task)


@blueprint.post("/<uuid:task_id>/drop")
@needs(blueprint, TokenScope.TASKS)
@blueprint.response(200, TaskOut)
def drop_task(task_id: uuid.UUID) -> ToDo:
    """There is no need for it any more."""
    task = _task(task_id)
    operations.drop_task(task=task, staff=current_holder(), now=utc_now())
    return _commit(task)


@blueprint.post("/<uuid:task_id>/open-again")
@needs(blueprint, TokenScope.TASKS)
@blueprint.response(200, TaskOut)
def open_task_again(task_id: uuid.UUID) -> ToDo:
    """It was not done after all."""
    task = _task(task_id)
    operations.open_task_again(task=task, staff=current_holder(), now=utc_now())
    return _commit(task)


def _task(task_id: uuid.UUID) -> Task:
    return queries.get_task(staff=current_holder(), task_id=task_id)[0]


def _shown(task: Task) -> ToDo:
    found, person = queries.get_task(staff=current_holder(), task_id=task.id)
    return ToDo(found, person, db.session.get_one(Staff, found.staff_id).name)


def _commit(task: Task) -> ToDo:
    db.session.commit()
    return _shown(task)
