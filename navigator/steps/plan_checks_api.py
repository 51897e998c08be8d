"""Is the plan understood, and right for them? For programs acting for a member of staff."""

import uuid
from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, fields

from navigator.api_shapes import Blueprint, Strict, Words, one_of
from navigator.db import db
from navigator.people.access import get_person
from navigator.people.api_tokens import current_holder, needs
from navigator.people.operations import record_audit
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import gave
from navigator.steps import plan_checks
from navigator.steps.models import HowMuch, PlanCheck, ToldBy
from navigator.times import utc_now

blueprint = Blueprint("plan_checks_api", __name__, description="Whether people know what is in their plan, and find it right.")
MOST = 100


class PlanCheckIn(Strict):
    """Do you know what is in your plan? Is it right for you? What would you change?"""

    knows = one_of(HowMuch)
    is_right = one_of(HowMuch)
    would_change = Words(2000, metadata={"example": "Rather mornings than afternoons."})


class PlanCheckOut(Schema):
    """What somebody answered, when, and to whom."""

    id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    knows = fields.Enum(HowMuch, by_value=True, required=True)
    is_right = fields.Enum(HowMuch, by_value=True, required=True)
    would_change = fields.String(required=True)
    told_by = fields.Enum(ToldBy, by_value=True, required=True)
    asked_by = fields.String(
        required=True,
        allow_none=True,
        attribute="staff.name",
        dump_default=None,
        metadata={"description": "None: they said it by themselves, on their own page.", "example": "Ben Carter"},
    )
    answered_at = fields.AwareDateTime(required=True)


@blueprint.get("/<uuid:person_id>/plan-checks")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.response(200, PlanCheckOut(many=True))
def list_plan_checks(person_id: uuid.UUID) -> Sequence[PlanCheck]:
    """What they answered about their plan, the latest first; a hundred answers at most."""
    staff = current_holder()
    get_person(staff=staff, person_id=person_id)
    listed = plan_checks.list_checks(person_id, limit=MOST)
    gave(staff_id=staff.id, person_id=person_id, what="plan checks")
    return listed


@blueprint.post("/<uuid:person_id>/plan-checks")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(PlanCheckIn)
@blueprint.response(201, PlanCheckOut)
def check_plan(given: dict[str, Any], person_id: uuid.UUID) -> PlanCheck:
    """Write down what they answered when they were asked."""
    staff, now = current_holder(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    check = plan_checks.answer(person=person, told_by=ToldBy.CONVERSATION, staff_id=staff.id, now=now, **given)
    record_audit(action="plan_checked", staff_id=staff.id, person_id=person.id, now=now)
    db.session.commit()
    return check
