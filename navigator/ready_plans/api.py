"""Ready plans, for programs acting for a member of staff: which there are, made for a person, taken back the same day."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from navigator.api_shapes import Blueprint, abort
from navigator.db import db
from navigator.envelope import Envelope, PageQuery, cut_envelope, envelope_of
from navigator.people import repeats
from navigator.people.access import get_person
from navigator.people.api_tokens import NOT_SUPPORTED, current_holder, needs, refuse_without, supported_person
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import gave
from navigator.ready_plans import operations, queries
from navigator.ready_plans.api_schemas import MadePlanOut, PlanMadeOut, PlanUndoneOut, ReadyPlanIn, ReadyPlanOut
from navigator.ready_plans.models import Kind, MadePlan
from navigator.ready_plans.usual import HAVE_WORDS, Line, ReadyPlan
from navigator.steps.models import Goal
from navigator.steps.queries import list_active_goals
from navigator.times import utc_now

blueprint = Blueprint("ready_plans_api", __name__, description="Ready plans: steps, things to do and contacts that go together.")
of_people = Blueprint("made_plans_api", __name__, description="What was made for a person in one go.")


@dataclass(frozen=True)
class _Made:
    """What was made; and, of what was done just now, what could not be planned or taken back."""

    plan: MadePlan
    may_be_undone: bool
    lacks_nudges: bool = False
    steps_that_stay: int = 0


@blueprint.get("")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, envelope_of(ReadyPlanOut))
def list_plans(asked: dict[str, Any]) -> Envelope:
    """The ready plans that are offered here, this locality's own last."""
    return cut_envelope(queries.list_plans(), **asked)


@of_people.get("/<uuid:person_id>/ready-plans")
@needs(of_people, TokenScope.CONVERSATIONS)
@of_people.response(200, MadePlanOut(many=True))
def list_made(person_id: uuid.UUID) -> list[_Made]:
    """What was made for them in one go, the latest first."""
    staff, now = current_holder(), utc_now()
    get_person(staff=staff, person_id=person_id)
    listed = [_shown(made, now) for made in queries.list_made(person_id)]
    gave(staff_id=staff.id, person_id=person_id, what="ready plans")
    return listed


@of_people.post("/<uuid:person_id>/ready-plans")
@needs(of_people, TokenScope.CONVERSATIONS)
@of_people.arguments(ReadyPlanIn)
@of_people.response(201, PlanMadeOut)
@of_people.alt_response(409, description=NOT_SUPPORTED)
def make(given: dict[str, Any], person_id: uuid.UUID) -> _Made:
    """Make every line named, or all of them. What stands already is left as it is. Things to do want the scope `tasks`, too."""
    staff, now = current_holder(), utc_now()
    person = supported_person(person_id)
    plan, goal = _plan(given["code"]), _goal(person_id, given["goal_id"])
    lines = _lines(plan, given["lines"])
    if any(line.kind is Kind.TASK for line in lines):
        refuse_without(TokenScope.TASKS)
    made = operations.make(
        person=person, name=str(plan.name), goal=goal, lines=lines, key=repeats.key_for(person_id), staff=staff, now=now
    )
    db.session.commit()
    return replace(_shown(made, now), lacks_nudges=queries.lacks_nudges(made, lines))


@of_people.post("/<uuid:person_id>/ready-plans/<uuid:made_id>/undo")
@needs(of_people, TokenScope.CONVERSATIONS)
@of_people.response(200, PlanUndoneOut)
@of_people.alt_response(409, description="It was made on a day that is over.")
def undo(person_id: uuid.UUID, made_id: uuid.UUID) -> _Made:
    """Take back all it made, on the day it was made. A step that has a story by now stays. Twice is once."""
    staff, now = current_holder(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    made = next((one for one in queries.list_made(person_id) if one.id == made_id), None)
    if made is None:
        abort(404)
    if any(part.kind is Kind.TASK for part in made.parts):
        refuse_without(TokenScope.TASKS)
    try:
        stayed = operations.undo(made=made, person=person, staff=staff, now=now)
    except queries.PlanNotFound:
        abort(409, message="That day is over, so it can no longer be taken back in one go. Take back by hand what is not wanted.")
    db.session.commit()
    return replace(_shown(made, now), steps_that_stay=stayed)


def _plan(code: str) -> ReadyPlan:
    try:
        return queries.get_plan(code)
    except queries.PlanNotFound:
        abort(422, errors={"json": {"code": ["No ready plan has this code."]}})


def _goal(person_id: uuid.UUID, goal_id: uuid.UUID) -> Goal:
    goal = next((goal for goal in list_active_goals(person_id) if goal.id == goal_id), None)
    if goal is None:
        abort(422, errors={"json": {"goal_id": ["They have no such goal that is worked on."]}})
    return goal


def _lines(plan: ReadyPlan, chosen: Sequence[dict[str, Any]] | None) -> list[Line]:
    """Those chosen, by their numbers from 1, with what is said otherwise; all of them when nothing is chosen."""
    if chosen is None:
        return [replace(line, what=str(line.what)) for line in plan.lines]
    lines: dict[int, Line] = {}
    for one in chosen:
        number = one["number"]
        if number > len(plan.lines) or number in lines:
            abort(422, errors={"json": {"lines": [f"There is no line {number}, or it is named twice."]}})
        line = plan.lines[number - 1]
        if (one["what"] and line.kind not in HAVE_WORDS) or (one["nudge_days"] and line.kind is not Kind.STEP):
            abort(422, errors={"json": {"lines": [f"Line {number} has no such words, or takes no friendly words by text."]}})
        lines[number] = Line(
            line.kind,
            one["what"] or str(line.what),
            line.after_days if one["after_days"] is None else one["after_days"],
            line.how_often,
            line.nudge_days if one["nudge_days"] is None else one["nudge_days"],
        )
    return [lines[number] for number in sorted(lines)]


def _shown(made: MadePlan, now: datetime) -> _Made:
    return _Made(made, queries.may_be_undone(made, now=now))
