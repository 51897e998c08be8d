"""The steps of the people a member of staff may see, for programs acting for them."""

import uuid
from typing import Any, NoReturn

from directory.queries import ListingNotFound, get_service, has_secret_place
from navigator.api_shapes import Blueprint, abort, refuse_past_day
from navigator.db import db
from navigator.envelope import Envelope, envelope_of, make_envelope
from navigator.people.access import get_person
from navigator.people.api_tokens import current_holder, needs
from navigator.people.operations import record_audit
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import gave, looked_through
from navigator.steps import operations, queries
from navigator.steps.models import Happening, Step, ToldBy
from navigator.steps.schemas import ChangeIn, ConfidenceIn, NoteIn, SmallerIn, StepIn, StepOut, StepQuery
from navigator.steps.thresholds import StepHere, beside_thresholds
from navigator.times import utc_now

blueprint = Blueprint("steps_api", __name__, description="Small steps towards what matters to people")
under_goals = Blueprint("new_steps_api", __name__, description="A small step towards a goal")


@blueprint.get("")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(StepQuery, location="query")
@blueprint.response(200, envelope_of(StepOut))
def list_steps(asked: dict[str, Any]) -> Envelope:
    """Steps, newest first, a page at a time."""
    staff = current_holder()
    found, total = queries.list_steps_for(staff, **asked)
    steps = beside_thresholds(found)
    looked_through(staff_id=staff.id, person_ids=[step.person_id for step in steps], page="api: steps")
    return make_envelope(steps, asked["page"], asked["per_page"], total)


@blueprint.get("/<uuid:step_id>")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.response(200, StepOut)
def get_step(step_id: uuid.UUID) -> StepHere:
    """One step, with every answer about confidence."""
    step = _shown(step_id)
    gave(staff_id=current_holder().id, person_id=step.person_id, what="step")
    return step


@under_goals.post("/<uuid:person_id>/goals/<uuid:goal_id>/steps")
@needs(under_goals, TokenScope.CONVERSATIONS)
@under_goals.arguments(StepIn)
@under_goals.response(201, StepOut)
def plan_step(given: dict[str, Any], person_id: uuid.UUID, goal_id: uuid.UUID) -> StepHere:
    """A small step. When they doubt it, `advice` says that it is to be made smaller. The same sent twice is one step."""
    get_person(staff=current_holder(), person_id=person_id)
    goal = queries.get_goal(person_id=person_id, goal_id=goal_id)
    refuse_past_day(given["due_on"], field="due_on", now=utc_now())
    about = _listing(given.pop("service_id"))
    return _commit(operations.plan_step(goal=goal, now=utc_now(), **about, **given), "step_planned")


@blueprint.route("/<uuid:step_id>", methods=["PATCH"])
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(ChangeIn(partial=True))
@blueprint.response(200, StepOut)
@blueprint.alt_response(409, description="It is finished, or was made smaller.")
def change_step(given: dict[str, Any], step_id: uuid.UUID) -> StepHere:
    """Other words, another day or other company for a step that is still to do; what is not named stays."""
    step = _step(step_id)
    if given.get("due_on") != step.due_on:
        refuse_past_day(given.get("due_on"), field="due_on", now=utc_now())
    stands = {name: getattr(step, name) for name in ChangeIn().fields}
    try:
        operations.change_step(step=step, staff_id=current_holder().id, now=utc_now(), **{**stands, **given})
    except operations.StepCannotMove as problem:
        _refuse(problem)
    return _commit(step, "step_changed")


@blueprint.post("/<uuid:step_id>/smaller")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(SmallerIn)
@blueprint.response(201, StepOut)
@blueprint.alt_response(409, description="It is done, or was made smaller before.")
def make_smaller(given: dict[str, Any], step_id: uuid.UUID) -> StepHere:
    """A smaller step in its place. Both are kept, and the smaller one names the bigger one."""
    step = _step(step_id)
    refuse_past_day(given["due_on"], field="due_on", now=utc_now())
    try:
        smaller = operations.make_smaller(step=step, now=utc_now(), **given)
    except operations.StepCannotMove as problem:
        _refuse(problem)
    return _commit(smaller, "step_made_smaller")


@blueprint.post("/<uuid:step_id>/done")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.response(200, StepOut)
@blueprint.alt_response(409, description="It was made smaller: the smaller one counts.")
def mark_done(step_id: uuid.UUID) -> StepHere:
    """The person did it. Said twice, it is done once."""
    step = _step(step_id)
    try:
        operations.mark_step_done(step=step, told_by=ToldBy.CONVERSATION, staff_id=current_holder().id, now=utc_now())
    except operations.StepCannotMove as problem:
        _refuse(problem)
    return _commit(step, "step_done")


@blueprint.post("/<uuid:step_id>/not-done")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.response(200, StepOut)
@blueprint.alt_response(409, description="It was made smaller: the smaller one counts.")
def mark_not_done(step_id: uuid.UUID) -> StepHere:
    """The person could not."""
    step = _step(step_id)
    try:
        operations.mark_step_not_done(step=step, told_by=ToldBy.CONVERSATION, staff_id=current_holder().id, now=utc_now())
    except operations.StepCannotMove as problem:
        _refuse(problem)
    return _commit(step, "step_not_done")


@blueprint.post("/<uuid:step_id>/confidence")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(ConfidenceIn)
@blueprint.response(201, StepOut)
def record_confidence(answer: dict[str, Any], step_id: uuid.UUID) -> StepHere:
    """How confident the person feels about it, from 0 to 10. When they doubt it, `advice` says to make it smaller."""
    step = _step(step_id)
    operations.record_confidence(step=step, score=answer["score"], told_by=ToldBy.CONVERSATION, now=utc_now())
    return _commit(step, "confidence_recorded")


@blueprint.post("/<uuid:step_id>/notes")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(NoteIn)
@blueprint.response(201, StepOut)
def add_note(given: dict[str, Any], step_id: uuid.UUID) -> StepHere:
    """How it goes, as they told somebody."""
    step, staff = _step(step_id), current_holder()
    told = {"words": given["words"], "told_by": ToldBy.CONVERSATION, "staff_id": staff.id}
    operations.note(step=step, what=Happening.NOTE, now=utc_now(), **told)
    return _commit(step, "step_noted")


def _step(step_id: uuid.UUID) -> Step:
    return queries.get_step_for(current_holder(), step_id)


def _listing(service_id: uuid.UUID | None) -> dict[str, Any]:
    """The listing a step is about. One whose place is secret is named in no plan: it is referred to instead."""
    if service_id is None:
        return {}
    try:
        service = get_service(service_id)
    except ListingNotFound:
        service = None
    if service is None or has_secret_place(service):
        abort(422, errors={"json": {"service_id": ["There is no such listing that a plan may name."]}})
    return {"service_id": service.id, "service_name": service.name}


def _refuse(problem: operations.StepCannotMove) -> NoReturn:
    abort(409, message=f"A step that is {problem.before.value} cannot become {problem.after.value}.")


def _shown(step_id: uuid.UUID) -> StepHere:
    return beside_thresholds([_step(step_id)])[0]


def _commit(step: Step, action: str) -> StepHere:
    record_audit(action=action, staff_id=current_holder().id, person_id=step.person_id, detail=str(step.id), now=utc_now())
    db.session.commit()
    return _shown(step.id)
