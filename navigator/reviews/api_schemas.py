"""What the API of reviews takes and gives."""

from marshmallow import Schema, fields, validate

from navigator.api_shapes import Day, Strict, Words, one_of, whole
from navigator.people.models import WhyClosed
from navigator.reviews.models import NextStep
from navigator.steps.goal_models import LEVELS
from navigator.steps.goal_schemas import GoalOut

MOST_GOALS = 100


class DoneOut(Schema):
    """A step that was done."""

    id = fields.UUID(required=True)
    what = fields.String(required=True, metadata={"example": "Ring Tea & Talk and ask when they meet"})
    finished_at = fields.AwareDateTime(required=True, allow_none=True)


class ReferredOut(Schema):
    """A referral that was made: more of it stands at `/api/v1/referrals/{id}`."""

    id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    status = fields.String(required=True, attribute="status.value", metadata={"example": "accepted"})
    sent_at = fields.AwareDateTime(required=True)


class TouchedOut(Schema):
    """A contact there was."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, attribute="kind.value", metadata={"example": "call"})
    happened_at = fields.AwareDateTime(required=True)


class SinceOut(Schema):
    """What there is to look at together: all since the last review, or since we first knew them."""

    since = fields.AwareDateTime(required=True)
    steps_done = fields.List(fields.Nested(DoneOut), required=True)
    referrals = fields.List(fields.Nested(ReferredOut), required=True)
    contacts = fields.List(fields.Nested(TouchedOut), required=True)
    to_rate = fields.List(
        fields.Nested(GoalOut), required=True, metadata={"description": "The goals to ask about: where are they now?"}
    )
    t_score = fields.Float(required=True, allow_none=True, attribute="t.now", dump_default=None)


class LevelNowIn(Strict):
    """Where they stand with one goal."""

    goal_id = fields.UUID(required=True)
    level = whole(min(LEVELS), max(LEVELS), metadata={"example": 0})


class ReviewIn(Strict):
    """What was said at a review, and what comes next: to go on until a day, or to end with a reason."""

    words = Words(4000, metadata={"example": "She goes every week now, and would like to bring her sister."})
    levels = fields.List(
        fields.Nested(LevelNowIn),
        load_default=list,
        validate=validate.Length(max=MOST_GOALS),
        metadata={"description": "Goals that were not asked about are left out."},
    )
    next_step = one_of(NextStep)
    next_on = Day(load_default=None, allow_none=True, metadata={"description": "With `go_on`.", "example": "2099-02-23"})
    why = one_of(WhyClosed, load_default=None, allow_none=True, metadata={"description": "With `close`; not `died`."})
    reason = Words(200, metadata={"description": "With `close`, where `why` does not say enough."})


class ReviewOut(Schema):
    """A review as it was held."""

    id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    held_by = fields.String(required=True, attribute="staff.name", metadata={"example": "Ben Carter"})
    held_at = fields.AwareDateTime(required=True)
    words = fields.String(required=True)
    steps_done = fields.Integer(required=True)
    referrals_made = fields.Integer(required=True)
    contacts_had = fields.Integer(required=True)
    t_score = fields.Float(required=True, allow_none=True)
    next_step = fields.Enum(NextStep, by_value=True, required=True)
    next_on = fields.Date(required=True, allow_none=True)
    why_closed = fields.Enum(WhyClosed, by_value=True, required=True, allow_none=True)
    reason = fields.String(required=True)
