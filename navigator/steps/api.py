"""The steps of the people a member of staff may see, for programs acting for them."""

import uuid
from typing import Any

from flask import abort
from flask_smorest import Blueprint
from marshmallow import RAISE

from navigator.db import db
from navigator.envelope import Envelope, envelope_of, make_envelope
from navigator.people.api_tokens import current_holder, needs
from navigator.people.operations import record_audit
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import looked_at, looked_through
from navigator.steps import operations, queries
from navigator.steps.models import Step, ToldBy
from navigator.steps.schemas import ConfidenceIn, StepOut, StepQuery
from navigator.steps.thresholds import StepHere, beside_thresholds
from navigator.times import utc_now

blueprint = Blueprint("steps_api", __name__, description="Small steps towards what matters to people")


@blueprint.get("")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(StepQuery, location="query", unknown=RAISE)
@blueprint.response(200, envelope_of(StepOut))
def list_steps(asked: dict[str, Any]) -> Envelope:
    """Steps, newest first, a page at a time."""
    staff = current_holder()
    steps, total = queries.list_steps_for(staff, **asked)
    looked_through(staff_id=staff.id, person_ids=[step.person_id for step in steps], page="api: steps")
    return make_envelope(beside_thresholds(steps), asked["page"], asked["per_page"], total)


@blueprint.get("/<uuid:step_id>")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.response(200, StepOut)
def get_step(step_id: uuid.UUID) -> StepHere:
    """One step, with every answer about confidence."""
    step = _step(step_id)
    looked_at(staff_id=current_holder().id, person_id=step.person_id, page="api step")
    return _shown(step_id)


@blueprint.post("/<uuid:step_id>/done")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.response(200, StepOut)
def mark_done(step_id: uuid.UUID) -> StepHere:
    """The person did it. Said twice, it is done once; a step that was made smaller answers 409."""
    step = _step(step_id)
    try:
        operations.mark_step_done(step=step, told_by=ToldBy.CONVERSATION, now=utc_now())
    except operations.StepCannotMove:
        abort(409)
    return _commit(step, "step_done")


@blueprint.post("/<uuid:step_id>/confidence")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(ConfidenceIn)
@blueprint.response(201, StepOut)
def record_confidence(answer: dict[str, Any], step_id: uuid.UUID) -> StepHere:
    """How confident the person feels about it, from 0 to 10."""
    step = _step(step_id)
    operations.record_confidence(step=step, score=answer["score"], told_by=ToldBy.CONVERSATION, now=utc_now())
    return _commit(step, "confidence_recorded")


def _step(step_id: uuid.UUID) -> Step:
    try:
        return queries.get_step_for(current_holder(), step_id)
    except queries.StepNotFound:
        abort(404)


def _shown(step_id: uuid.UUID) -> StepHere:
    return beside_thresholds([_step(step_id)])[0]


def _commit(step: Step, action: str) -> StepHere:
    record_audit(action=action, staff_id=current_holder().id, person_id=step.person_id, detail=str(step.id), now=utc_now())
    db.session.commit()
    return _shown(step.id)
