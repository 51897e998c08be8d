"""What the API of ready plans takes and gives."""

from marshmallow import Schema, fields, validate

from navigator.api_shapes import Strict, Words, whole
from navigator.ready_plans.labels import NUDGES
from navigator.ready_plans.models import Kind
from navigator.ready_plans.usual import LONGEST_WHAT, MOST_DAYS
from navigator.steps.models import HowOften

WEEKDAYS = {
    "description": "On which weekdays a friendly word about it goes by text: 0 is Monday; empty: none.",
    "example": "1",
}


class PlanLineOut(Schema):
    """What one line makes, and how many days after."""

    kind = fields.Enum(Kind, by_value=True, required=True)
    what = fields.String(required=True, metadata={"example": "Tell my own doctor that I look after somebody"})
    after_days = fields.Integer(required=True, metadata={"example": 7})
    how_often = fields.Enum(HowOften, by_value=True, required=True)
    nudge_days = fields.String(required=True, metadata=WEEKDAYS)


class ReadyPlanOut(Schema):
    """A ready plan; its lines are numbered from 1 in this order."""

    code = fields.String(required=True, metadata={"example": "new-carer"})
    name = fields.String(required=True, metadata={"example": "New carer"})
    about = fields.String(required=True)
    lines = fields.List(fields.Nested(PlanLineOut), required=True)


class PlanLineIn(Strict):
    """One line to be made, and what is said otherwise than in the plan."""

    number = whole(1, 100, metadata={"example": 1})
    what = Words(LONGEST_WHAT, metadata={"description": "Of a step or a thing to do. Empty: as the plan says it."})
    after_days = whole(0, MOST_DAYS, load_default=None, allow_none=True, metadata={"description": "None: as the plan says."})
    nudge_days = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(list(NUDGES)), metadata=WEEKDAYS | {"example": None}
    )


class ReadyPlanIn(Strict):
    """Which ready plan, towards which goal, and which of its lines."""

    code = Words(40, shortest=1, metadata={"example": "new-carer"})
    goal_id = fields.UUID(required=True)
    lines = fields.List(
        fields.Nested(PlanLineIn),
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, 100),
        metadata={"description": "None: all of them, as they stand."},
    )


class MadePartOut(Schema):
    """One thing that was made. A day of review has no id."""

    kind = fields.Enum(Kind, by_value=True, required=True)
    about_id = fields.UUID(required=True, allow_none=True)


class MadePlanOut(Schema):
    """What was made for a person in one go."""

    id = fields.UUID(required=True, attribute="plan.id")
    person_id = fields.UUID(required=True, attribute="plan.person_id")
    name = fields.String(required=True, attribute="plan.name", metadata={"example": "New carer"})
    goal_id = fields.UUID(required=True, attribute="plan.goal_id")
    parts = fields.List(fields.Nested(MadePartOut), required=True, attribute="plan.parts")
    made_by = fields.String(required=True, attribute="plan.made_by.name", metadata={"example": "Ben Carter"})
    made_at = fields.AwareDateTime(required=True, attribute="plan.made_at")
    undone_at = fields.AwareDateTime(required=True, allow_none=True, attribute="plan.undone_at")
    may_be_undone = fields.Boolean(required=True, metadata={"description": "Until the end of the day it was made."})


class PlanMadeOut(MadePlanOut):
    """What was made just now."""

    lacks_nudges = fields.Boolean(
        required=True,
        metadata={"description": "A friendly word was not planned: they take no such texts, or the step stood already."},
    )


class PlanUndoneOut(MadePlanOut):
    """What was taken back just now."""

    steps_that_stay = fields.Integer(required=True, metadata={"description": "Something became of them by now.", "example": 0})
