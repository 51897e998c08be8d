"""What the API of measures takes and gives."""

from marshmallow import Schema, fields, validate

from navigator.api_shapes import Day, Strict, Words
from navigator.measures.models import NoScore
from translations.locales import DEFAULT, LANGUAGES


class MeasureAnswerIn(Strict):
    """One answer: a number, or why there is none."""

    question = Words(40, shortest=1, metadata={"example": "satisfied"})
    score = fields.Integer(strict=True, load_default=None, allow_none=True, metadata={"example": 7})
    no_score = fields.Enum(NoScore, by_value=True, load_default=None, allow_none=True)


class AskedIn(Strict):
    """All that was answered at one time. A question that is left out was passed by."""

    answers = fields.List(fields.Nested(MeasureAnswerIn), required=True, validate=validate.Length(1, 40))
    language = Words(12, load_default=DEFAULT, validate=validate.OneOf(list(LANGUAGES)))


class LicensedScoreIn(Strict):
    """The score of a licensed instrument on one day, as its own sheet gave it; never its questions."""

    instrument_id = fields.UUID(required=True)
    score = fields.Float(required=True, allow_nan=False)
    on_day = Day(required=True)


class AnswerOut(Schema):
    asked_at = fields.AwareDateTime(required=True)
    score = fields.Integer(required=True, allow_none=True, metadata={"example": 7})
    no_score = fields.Enum(NoScore, by_value=True, required=True, allow_none=True)


class CourseOut(Schema):
    """How the answers to one question went, the oldest first. There is no total of several questions."""

    question = fields.String(required=True, metadata={"example": "satisfied"})
    lowest = fields.Integer(required=True, metadata={"example": 0})
    highest = fields.Integer(required=True, metadata={"example": 10})
    better = fields.String(required=True, metadata={"example": "higher"})
    change = fields.Integer(required=True, allow_none=True, metadata={"description": "From the first number to the latest."})
    answers = fields.List(fields.Nested(AnswerOut), required=True)


class InstrumentOut(Schema):
    code = fields.String(required=True, metadata={"example": "ons4"})
    version = fields.String(required=True, metadata={"example": "harmonised"})
    may_be_asked = fields.Boolean(required=True, metadata={"description": "They are old enough for it.", "example": True})
    questions = fields.List(fields.Nested(CourseOut), required=True)


class LicensedScoreOut(Schema):
    instrument_id = fields.UUID(required=True)
    instrument = fields.String(required=True, attribute="instrument.name", metadata={"example": "A licensed one"})
    score = fields.Float(required=True)
    on_day = fields.Date(required=True)


class AttainmentOut(Schema):
    """Goal attainment over the goals that have levels and a rating: T at the start and now."""

    goals = fields.Integer(required=True)
    at_start = fields.Float(required=True, metadata={"example": 40.0})
    now = fields.Float(required=True, metadata={"example": 50.0})


class MeasuresOut(Schema):
    """How somebody is, by every measure there is."""

    instruments = fields.List(fields.Nested(InstrumentOut), required=True)
    goal_attainment = fields.Nested(AttainmentOut, required=True, allow_none=True)
    licensed_scores = fields.List(fields.Nested(LicensedScoreOut), required=True)
