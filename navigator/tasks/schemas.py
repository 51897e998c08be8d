"""What is typed into the pages of tasks, and what their API takes and gives."""

from flask_babel import lazy_gettext
from marshmallow import Schema, fields

from navigator.api_shapes import Day as DayIn
from navigator.api_shapes import Strict, Words
from navigator.envelope import PageQuery
from navigator.forms import Day, FormSchema, Text
from navigator.tasks import labels
from navigator.tasks.models import Origin
from navigator.teams.caseloads import Whose


class TaskForm(FormSchema):
    """Something to do."""

    what = Text(missing=lazy_gettext("Write what is to do."), longest=500)
    due_on = Day(missing=lazy_gettext("Write the day it is due."))
    key = Text(longest=64)


class DoneForm(FormSchema):
    """What came of it, if there is something to say; where to go back to."""

    note = Text(longest=1000)
    back = Text(longest=500)


class MoveForm(FormSchema):
    """Another day."""

    due_on = Day(missing=lazy_gettext("Write the day it is due."))


class TaskQuery(PageQuery):
    """Which things to do."""

    whose = fields.Enum(
        Whose, by_value=True, load_default=Whose.MINE, metadata={"description": "Yours, or your team's. Not with person_id."}
    )
    person_id = fields.UUID(load_default=None, metadata={"description": "Only what is to do for this person."})
    is_ended = fields.Boolean(load_default=False, metadata={"description": "What was done or dropped, the latest first."})
    until = DayIn(load_default=None, metadata={"description": "Only what is due by this day."})


class TaskIn(Strict):
    """Something to do for a person, by you."""

    person_id = fields.UUID(required=True)
    what = Words(500, shortest=1, metadata={"example": "Ask her whether the bus pass came"})
    due_on = DayIn(required=True, metadata={"example": "2099-11-24"})


class TaskDoneIn(Strict):
    """What came of it, if there is something to say."""

    note = Words(1000)


class TaskMoveIn(Strict):
    """Another day."""

    due_on = DayIn(required=True, metadata={"example": "2099-11-24"})


class TaskOut(Schema):
    """One thing to do, for whom, and whose it is."""

    id = fields.UUID(required=True, attribute="task.id")
    person_id = fields.UUID(required=True, attribute="task.person_id")
    staff_id = fields.UUID(required=True, attribute="task.staff_id")
    whose = fields.String(required=True, metadata={"example": "Ben Carter"})
    what = fields.Function(lambda row: labels.in_words(row.task), metadata={"type": "string", "example": "Ring the group"})
    due_on = fields.Date(required=True, attribute="task.due_on")
    origin = fields.Enum(Origin, by_value=True, required=True, attribute="task.origin")
    about_id = fields.UUID(
        required=True, allow_none=True, attribute="task.about_id", metadata={"description": "The referral or contact it is of."}
    )
    made_at = fields.AwareDateTime(required=True, attribute="task.made_at")
    ended_at = fields.AwareDateTime(required=True, allow_none=True, attribute="task.ended_at")
    is_dropped = fields.Boolean(required=True, attribute="task.is_dropped")
    note = fields.String(required=True, attribute="task.note")
