"""What the API of priorities and goals takes and gives."""

from marshmallow import Schema, fields, validate

from navigator.api_shapes import Day, Strict, Words, one_of, whole
from navigator.steps.goal_models import LEVELS
from navigator.steps.models import GoalStatus, ToldBy
from navigator.steps.operations import MOST_PRIORITIES


class PriorityIn(Strict):
    """One priority: which (none: a new one) and its words; empty words take it away."""

    id = fields.UUID(load_default=None, allow_none=True)
    words = Words(500, metadata={"example": "Not being alone so much"})


class PrioritiesIn(Strict):
    """What comes first, in this order. Priorities that are not named stay, after the others."""

    priorities = fields.List(fields.Nested(PriorityIn), required=True, validate=validate.Length(1, MOST_PRIORITIES))
    is_agreed = fields.Boolean(load_default=False, metadata={"description": "The person says that these words are right."})


class GoalOut(Schema):
    """A goal, its levels where there are any, and where somebody stands."""

    id = fields.UUID(required=True, attribute="goal.id")
    person_id = fields.UUID(required=True, attribute="goal.person_id")
    priority_id = fields.UUID(required=True, attribute="goal.priority_id")
    words = fields.String(required=True, attribute="goal.words", metadata={"example": "Have company once a week"})
    status = fields.Enum(GoalStatus, by_value=True, required=True, attribute="goal.status")
    importance = fields.Integer(required=True, allow_none=True, attribute="goal.importance", metadata={"example": 8})
    review_on = fields.Date(required=True, allow_none=True, attribute="goal.review_on")
    baseline = fields.Integer(required=True, allow_none=True, attribute="goal.baseline", metadata={"example": -1})
    levels = fields.Dict(
        keys=fields.Integer(), values=fields.String(), required=True, metadata={"example": {"-1": "Nobody", "0": "Once a week"}}
    )
    latest = fields.Integer(required=True, allow_none=True, metadata={"description": "The latest rating.", "example": 0})
    created_at = fields.AwareDateTime(required=True, attribute="goal.created_at")


class PriorityOut(Schema):
    """Something that matters to somebody, in their own words."""

    id = fields.UUID(required=True)
    words = fields.String(required=True, metadata={"example": "Not being alone so much"})
    position = fields.Integer(required=True)
    written_by = fields.String(required=True, allow_none=True, attribute="written_by.name", dump_default=None)
    written_at = fields.AwareDateTime(required=True, allow_none=True)
    agreed_at = fields.AwareDateTime(required=True, allow_none=True)


class GoalIn(Strict):
    """A goal for one priority."""

    priority_id = fields.UUID(required=True)
    words = Words(500, shortest=1, metadata={"example": "Have company once a week"})


class LevelIn(Strict):
    """What one level of goal attainment looks like."""

    level = whole(min(LEVELS), max(LEVELS), metadata={"example": 0})
    words = Words(500, shortest=1, metadata={"example": "Once a week"})


class GoalChangeIn(Strict):
    """The whole of a goal. Levels want two at least: what they expect to reach (0), and where they were (`baseline`)."""

    words = Words(500, shortest=1, metadata={"example": "Have company once a week"})
    importance = whole(1, 10, load_default=None, allow_none=True)
    review_on = Day(load_default=None, allow_none=True)
    baseline = whole(min(LEVELS), max(LEVELS), load_default=None, allow_none=True, metadata={"example": -1})
    levels = fields.List(
        fields.Nested(LevelIn),
        load_default=list,
        validate=validate.Length(max=len(LEVELS)),
        metadata={"example": [{"level": 0, "words": "Once a week"}, {"level": -1, "words": "Nobody comes"}]},
    )


class RatingIn(Strict):
    """Where they stand now."""

    level = whole(min(LEVELS), max(LEVELS), metadata={"example": 0})


class RatingOut(Schema):
    """Where they stood, as told on one day."""

    level = fields.Integer(required=True)
    told_by = fields.Enum(ToldBy, by_value=True, required=True)
    rated_at = fields.AwareDateTime(required=True)


class GoalStatusIn(Strict):
    """What became of a goal, and why."""

    status = one_of(GoalStatus)
    why = Words(500)
