"""What may be typed on the pages of priorities, goals and steps, and what the API takes and gives."""

from flask_babel import lazy_gettext
from marshmallow import Schema, fields

from navigator.api_shapes import Day as DayIn
from navigator.api_shapes import Strict, Words, one_of, whole
from navigator.conversations.schemas import NEEDS
from navigator.envelope import PageQuery
from navigator.forms import Choice, Day, FormSchema, OneOf, Text, WholeNumber
from navigator.steps.confidence import HIGHEST, LOWEST
from navigator.steps.models import HowMuch, HowOften, StepStatus, ToldBy
from navigator.steps.operations import MOST_PRIORITIES
from navigator.steps.own_ideas import IDEAS

PrioritiesForm = FormSchema.from_dict(
    {
        name: field
        for place in range(1, MOST_PRIORITIES + 1)
        for name, field in ((f"words_{place}", Text(longest=500)), (f"id_{place}", Text(longest=36)))
    },
    name="PrioritiesForm",
)


class GoalForm(FormSchema):
    words = Text(missing=lazy_gettext("Write what they would like to be doing"), longest=500)


class ConfidenceForm(FormSchema):
    confidence = WholeNumber(LOWEST, HIGHEST, wrong=lazy_gettext("Choose a number from 0 to 10"))


class ChangeForm(FormSchema):
    """What a small step is made of."""

    what = Text(missing=lazy_gettext("Write what they will do"), longest=500)
    when_words = Text(longest=200)
    who_with = Text(longest=200)
    due_on = Day()
    how_often = Choice(HowOften, missing=lazy_gettext("Choose how often"))


class StepForm(ChangeForm):
    """A small step and how confident they are of it."""

    confidence = WholeNumber(LOWEST, HIGHEST, wrong=lazy_gettext("Choose a number from 0 to 10"))


class NoteForm(FormSchema):
    words = Text(missing=lazy_gettext("Write what they told you"), longest=2000)


class FromOptionForm(FormSchema):
    """One press: an idea by its key, a self-care page by its name, a listing by its id."""

    need = OneOf(NEEDS, missing=lazy_gettext("Choose a need from the list."))
    kind = OneOf((*IDEAS, "page", "listing"), missing=lazy_gettext("Choose one of what is shown."))
    which = Text(missing=lazy_gettext("Choose one of what is shown."), longest=36)
    goal = Text(missing=lazy_gettext("Choose a goal."), longest=36)


class PlanCheckForm(FormSchema):
    knows = Choice(HowMuch, missing=lazy_gettext("Choose an answer"))
    is_right = Choice(HowMuch, missing=lazy_gettext("Choose an answer"))
    would_change = Text(longest=2000)


class StepQuery(PageQuery):
    """Which steps a program asks for."""

    person_id = fields.UUID(load_default=None, metadata={"description": "Only this person's steps."})
    status = fields.Enum(StepStatus, by_value=True, load_default=None, metadata={"description": "Only steps in this state."})


class ConfidenceIn(Strict):
    score = whole(LOWEST, HIGHEST, metadata={"example": 8})


class ChangeIn(Strict):
    """What a small step is made of."""

    what = Words(500, shortest=1, metadata={"example": "Ring Tea & Talk and ask when they meet"})
    when_words = Words(200, metadata={"description": "In the person's words.", "example": "after breakfast"})
    who_with = Words(200)
    due_on = DayIn(load_default=None, allow_none=True)
    how_often = one_of(HowOften, load_default=HowOften.ONCE)


class SmallerIn(ChangeIn):
    """A smaller step, and how confident they are of it."""

    confidence = whole(LOWEST, HIGHEST, metadata={"example": 9})


class StepIn(ChangeIn):
    """A small step towards a goal; how confident they are of it, if they were asked; the listing it is about, if any."""

    confidence = whole(LOWEST, HIGHEST, load_default=None, allow_none=True, metadata={"example": 5})
    service_id = fields.UUID(load_default=None, allow_none=True)


class NoteIn(Strict):
    words = Words(2000, shortest=1, metadata={"example": "She went, and stayed for an hour."})


class ConfidenceOut(Schema):
    score = fields.Integer(required=True)
    scale = fields.String(required=True, metadata={"example": "0-10"})
    told_by = fields.Enum(ToldBy, by_value=True, required=True)
    asked_at = fields.AwareDateTime(required=True)


MAKE_IT_SMALLER = "This sounds a lot to take on. Make it smaller together: POST …/smaller keeps both."


class StepOut(Schema):
    id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    goal_id = fields.UUID(required=True)
    goal = fields.String(required=True, attribute="goal.words", metadata={"example": "Have company once a week"})
    priority = fields.String(required=True, attribute="goal.priority.words", metadata={"example": "Not being alone so much"})
    replaces_id = fields.UUID(required=True, allow_none=True, metadata={"description": "The bigger step this one was cut from."})
    what = fields.String(required=True, metadata={"example": "Ring Tea & Talk and ask when they meet"})
    when_words = fields.String(required=True)
    who_with = fields.String(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    service_id = fields.UUID(required=True, allow_none=True, metadata={"description": "The listing it is about."})
    how_often = fields.Enum(HowOften, by_value=True, required=True)
    status = fields.Enum(StepStatus, by_value=True, required=True)
    confidence = fields.Integer(required=True, allow_none=True, metadata={"description": "The latest answer, 0 to 10."})
    confidences = fields.List(fields.Nested(ConfidenceOut), required=True)
    confident_enough = fields.Integer(
        required=True, metadata={"description": "The setting here: a step answered with less is offered to be made smaller."}
    )
    is_doubted = fields.Boolean(required=True, metadata={"description": "Still to do, and answered with less than that."})
    advice = fields.Function(
        lambda step: MAKE_IT_SMALLER if step.is_doubted else "",
        metadata={"type": "string", "description": "What to do for a step that is doubted.", "example": MAKE_IT_SMALLER},
    )
    created_at = fields.AwareDateTime(required=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)
