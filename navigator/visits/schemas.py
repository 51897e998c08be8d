"""What is typed into the pages of visits and contacts, and what their API takes and gives."""

from flask_babel import lazy_gettext
from marshmallow import Schema, fields, validate

from navigator.api_shapes import Day as DayIn
from navigator.api_shapes import Moment, Strict, Words, one_of, whole
from navigator.envelope import PageQuery
from navigator.forms import Choice, Day, FormSchema, OneOf, Text, Ticked, WholeNumber
from navigator.teams.caseloads import Whose
from navigator.visits.models import ARRANGED, Kind, Outcome

LONGEST_WORDS = 20_000
_MINUTES_WRONG = lazy_gettext("Write the minutes as a number, for example 45.")


class VisitForm(FormSchema):
    """A visit or a call that is arranged."""

    visit_id = Text(longest=36)
    kind = OneOf(tuple(kind.value for kind in ARRANGED), missing=lazy_gettext("Choose a visit or a call."))
    day = Day(missing=lazy_gettext("Write the day."))
    clock = Text(missing=lazy_gettext("Write the time, for example 10:30am."), longest=20)
    minutes = WholeNumber(5, 720, wrong=_MINUTES_WRONG)
    place = Text(longest=255)
    note = Text(longest=1000)
    tells = Ticked()


class LogForm(FormSchema):
    """What happened at a contact. Only the kind and the outcome must be said; the rest is there for who has the time."""

    contact_id = Text(longest=36)
    kind = Choice(Kind, missing=lazy_gettext("Choose how you were in contact."))
    outcome = Choice(Outcome, missing=lazy_gettext("Choose what came of it."))
    day = Day()
    clock = Text(longest=20)
    minutes = WholeNumber(0, 1440, wrong=_MINUTES_WRONG, optional=True)
    place = Text(longest=255)
    with_whom = Text(longest=255)
    words = Text(longest=LONGEST_WORDS)
    next_action = Text(longest=500)
    next_on = Day()


class SafetyForm(FormSchema):
    """What whoever visits should know first."""

    words = Text(longest=1000)


class VisitQuery(PageQuery):
    """Which visits and calls."""

    whose = fields.Enum(
        Whose, by_value=True, load_default=Whose.MINE, metadata={"description": "Yours, or your team's. Not with person_id."}
    )
    person_id = fields.UUID(load_default=None)
    since = DayIn(load_default=None, metadata={"description": "From this day on, by the clocks here."})
    until = DayIn(load_default=None, metadata={"description": "To this day, and with it."})


class VisitMoveIn(Strict):
    """When and where, and what to bring or to talk about."""

    starts_at = Moment(required=True, metadata={"example": "2026-11-24T10:30:00+00:00"})
    minutes = whole(5, 720, metadata={"example": 45})
    place = Words(255, metadata={"description": "Needed when you meet elsewhere."})
    note = Words(1000)


class VisitIn(VisitMoveIn):
    """A visit or a call by you."""

    person_id = fields.UUID(required=True)
    kind = one_of(Kind, validate=validate.OneOf(ARRANGED))
    tells = fields.Boolean(load_default=True, metadata={"description": "The person is told, and reminded the evening before."})


class VisitOut(Schema):
    """A visit or a call that is arranged, by whom, and what to know before the door opens."""

    id = fields.UUID(required=True, attribute="visit.id")
    person_id = fields.UUID(required=True, attribute="visit.person_id")
    staff_id = fields.UUID(required=True, attribute="visit.staff_id")
    by = fields.String(required=True, attribute="by.name", metadata={"example": "Ben Carter"})
    kind = fields.Enum(Kind, by_value=True, required=True, attribute="visit.kind")
    starts_at = fields.AwareDateTime(required=True, attribute="visit.starts_at")
    minutes = fields.Integer(required=True, attribute="visit.minutes", metadata={"example": 45})
    place = fields.String(required=True, attribute="visit.place")
    note = fields.String(required=True, attribute="visit.note")
    safety = fields.String(required=True, metadata={"example": "A dog. No signal: go by two."})
    is_told = fields.Boolean(required=True, attribute="visit.is_told")
    out_safe_at = fields.AwareDateTime(required=True, allow_none=True, attribute="visit.out_safe_at")
    cancelled_at = fields.AwareDateTime(required=True, allow_none=True, attribute="visit.cancelled_at")
    contact_id = fields.UUID(
        required=True, allow_none=True, attribute="logged.id", dump_default=None, metadata={"description": "How it went."}
    )


class ContactQuery(PageQuery):
    """Which contacts."""

    person_id = fields.UUID(load_default=None)


class ContactIn(Strict):
    """A contact as it was. `next_action` with `next_on` becomes something to do."""

    person_id = fields.UUID(required=True)
    visit_id = fields.UUID(load_default=None, allow_none=True, metadata={"description": "What was arranged, if anything."})
    kind = one_of(Kind)
    outcome = one_of(Outcome)
    happened_at = Moment(load_default=None, allow_none=True, metadata={"description": "Left out: now."})
    minutes = whole(0, 1440, load_default=None, allow_none=True)
    place = Words(255)
    with_whom = Words(255, metadata={"example": "her daughter"})
    words = Words(LONGEST_WORDS, metadata={"description": "Kept as written.", "example": "She has rung the lunch club."})
    next_action = Words(500)
    next_on = DayIn(load_default=None, allow_none=True)


class ContactOut(Schema):
    """One contact, and who wrote it down."""

    id = fields.UUID(required=True, attribute="contact.id")
    person_id = fields.UUID(required=True, attribute="contact.person_id")
    staff_id = fields.UUID(required=True, attribute="contact.staff_id")
    writer = fields.String(required=True, metadata={"example": "Ben Carter"})
    visit_id = fields.UUID(required=True, allow_none=True, attribute="contact.visit_id")
    kind = fields.Enum(Kind, by_value=True, required=True, attribute="contact.kind")
    outcome = fields.Enum(Outcome, by_value=True, required=True, attribute="contact.outcome")
    happened_at = fields.AwareDateTime(required=True, attribute="contact.happened_at")
    minutes = fields.Integer(required=True, allow_none=True, attribute="contact.minutes")
    place = fields.String(required=True, attribute="contact.place")
    with_whom = fields.String(required=True, attribute="contact.with_whom")
    words = fields.String(required=True, attribute="contact.words")
    written_at = fields.AwareDateTime(required=True, attribute="contact.written_at")
    taken_back_at = fields.AwareDateTime(required=True, allow_none=True, attribute="contact.taken_back_at")
