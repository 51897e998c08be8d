"""What is typed into the pages of referrals, and what the API takes and gives."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from navigator.api_shapes import Moment, Strict, Words, one_of
from navigator.envelope import PageQuery
from navigator.forms import Choice, Day, FormSchema, OneOf, Several, Text, Ticked
from navigator.people.models import ConsentHow
from navigator.referrals.models import ReferralStatus, Side, WhyRecalled
from navigator.referrals.sharing import SharedPart
from navigator.referrals.signpost_models import Tried
from navigator.referrals.states import MOVES, REOPENS, TASKS, Outcome, State, outcome_of, reason_of, state_of

HOW_TOLD = (ConsentHow.SPOKEN.value, ConsentHow.WRITTEN.value, ConsentHow.TEXT.value)


class ReferForm(FormSchema):
    """What a navigator says when referring somebody."""

    shared = Several(tuple(part.value for part in SharedPart))
    reason = Text(missing=lazy_gettext("Say in a few words what this person hopes for."), longest=1000)
    how = OneOf(HOW_TOLD, missing=lazy_gettext("Choose how they agreed."))
    agreed = Ticked()  # of the one it began with; of the others, each by itself
    agreed_to = Several(frozenset())
    prohibited = Ticked()
    idempotency_key = Text(longest=64)
    seen = Text(longest=64)


def refer_form(others: Iterable[str]) -> ReferForm:
    """The form of referring, where `others` are asked besides: each of them is agreed to by itself."""
    form = ReferForm()
    form.fields["agreed_to"].allowed = frozenset(others)  # type: ignore[attr-defined]  # it is a `Several`
    return form


class AcceptForm(FormSchema):
    """A group says yes."""

    day = Day(missing=lazy_gettext("Write the day they can come."))
    clock = Text(missing=lazy_gettext("Write the time, for example 10:30am."), longest=20)
    place = Text(missing=lazy_gettext("Write where they should come."), longest=255)
    ask_for = Text(longest=120)
    note = Text(longest=1000)


class AppointmentForm(AcceptForm):
    """What was arranged is at another day, time or place."""

    day = Day(missing=lazy_gettext("Write the day of the appointment."))


class DeclineForm(FormSchema):
    """A group has no room, or is not the right one."""

    note = Text(longest=1000)


class NothingMore(FormSchema):
    """A button that says it all."""


class WithdrawForm(FormSchema):
    """Who takes a referral back, and why."""

    by = Text(longest=10)  # `Side.TEAM`; else the person
    note = Text(longest=1000)


class RecallForm(FormSchema):
    """What was wrong with a referral."""

    why = OneOf(tuple(why.value for why in WhyRecalled), missing=lazy_gettext("Choose what was wrong."))
    recall_note = Text(longest=1000)


class ReopenForm(FormSchema):
    """Why a referral is opened again; and how they agreed, when they had taken it back."""

    reopen_note = Text(missing=lazy_gettext("Write why it is opened again."), longest=1000)
    how = Text(longest=20)


class AnswerQuestionForm(FormSchema):
    """What the team says to an organisation's question."""

    words = Text(missing=lazy_gettext("Write your answer."), longest=2000)
    key = Text(longest=64)


class QuestionForm(FormSchema):
    """What an organisation asks."""

    words = Text(missing=lazy_gettext("Write what you would like to know."), longest=2000)
    key = Text(longest=64)


class CompleteForm(FormSchema):
    """What came of it."""

    outcome = Choice(Outcome, missing=lazy_gettext("Choose what came of it."))


class EventOut(Schema):
    happened_at = fields.AwareDateTime(required=True)
    from_status = fields.Enum(ReferralStatus, by_value=True, allow_none=True)
    to_status = fields.Enum(ReferralStatus, by_value=True, required=True)
    who = fields.String(required=True)
    note = fields.String(required=True)


class ReferralOut(Schema):
    """A referral as the API gives it."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True, metadata={"example": "BCDFGHJKLM"})
    person_id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    step_id = fields.UUID(allow_none=True)
    service_name = fields.String(required=True)
    organization_name = fields.String(required=True)
    status = fields.Enum(ReferralStatus, by_value=True, required=True)
    state = fields.Function(
        lambda referral: state_of(referral.status).value, metadata={"type": "string", "enum": [state.value for state in State]}
    )
    declined_because = fields.Function(lambda referral: reason_of(referral.status), metadata={"type": "string"})
    outcome = fields.Function(
        lambda referral: outcome_of(referral.status, referral.outcome),
        metadata={"type": "string", "nullable": True, "example": None},
    )
    task_status = fields.Function(
        lambda referral: TASKS[referral.status].status.value,
        metadata={"type": "string", "description": "FHIR R4 Task.status", "example": "requested"},
    )
    task_status_reason = fields.Function(lambda referral: TASKS[referral.status].reason, metadata={"type": "string"})
    contact_prohibited = fields.Boolean(required=True)
    together_id = fields.UUID(allow_none=True)
    sides_disagree = fields.Boolean(required=True)
    reason = fields.String(required=True)
    shared_parts = fields.List(fields.String(), required=True)
    sent_at = fields.AwareDateTime(required=True)
    answered_at = fields.AwareDateTime(allow_none=True)
    answer_note = fields.String(required=True)
    appointment_at = fields.AwareDateTime(allow_none=True)
    appointment_place = fields.String(required=True)
    ask_for = fields.String(required=True)
    closed_at = fields.AwareDateTime(allow_none=True)


# What may be written down of a referral. It is sent by referring, and recalled at an address of its own.
SAID: tuple[ReferralStatus, ...] = tuple(status for status in ReferralStatus if status not in ("draft", "sent", "recalled"))


class OneReferralOut(ReferralOut):
    """A referral with its story, and what may become of it."""

    may_become = fields.Function(
        lambda referral: sorted(MOVES[referral.status] & set(SAID)),
        metadata={
            "type": "array",
            "items": {"type": "string"},
            "description": "What may be written down at `/moves` (recalling and opening again have addresses of their own).",
            "example": ["accepted", "withdrawn"],
        },
    )
    may_be_recalled = fields.Function(
        lambda referral: ReferralStatus.RECALLED in MOVES[referral.status], metadata={"type": "boolean", "example": True}
    )
    may_be_reopened = fields.Function(
        lambda referral: referral.status in REOPENS and referral.consent_id is not None,
        metadata={"type": "boolean", "example": False},
    )
    events = fields.List(fields.Nested(EventOut), required=True)


class ReferralIn(Strict):
    """A new referral. The person has agreed to what is in `shared_parts` being shared, in the words of `wording`."""

    person_id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    step_id = fields.UUID(load_default=None, allow_none=True)
    shared_parts = fields.List(
        one_of(SharedPart),
        required=True,
        metadata={"description": "The name is always among them.", "example": ["name", "mobile"]},
    )
    reason = Words(1000, shortest=1, metadata={"example": "She would like company on Tuesdays."})
    how = one_of(ConsentHow, validate=validate.OneOf([ConsentHow(how) for how in HOW_TOLD]))
    wording = Words(
        2000,
        shortest=1,
        metadata={"description": "The very words they agreed to.", "example": "May we tell Tea & Talk your name and number?"},
    )
    contact_prohibited = fields.Boolean(
        load_default=False, metadata={"description": "Nobody may contact the person about it: their safety."}
    )
    idempotency_key = Words(
        64,
        shortest=8,
        required=False,
        metadata={
            "description": "The same key again gives the same referral, for good. Left out, the header `Idempotency-Key` is it; "
            "one of the two is needed.",
            "example": "practice-system-4711",
        },
    )


class ReceiverIn(Strict):
    """One of several organisations: which, and the very words the person agreed to for it."""

    service_id = fields.UUID(required=True)
    wording = Words(2000, shortest=1, metadata={"example": "May we tell Tea & Talk your name and number?"})


class SeveralReferralsIn(ReferralIn):
    """One summary for several organisations. Each has its own wording; the one key makes each of them once."""

    class Meta(Strict.Meta):
        exclude = ("service_id", "wording")

    receivers = fields.List(fields.Nested(ReceiverIn), required=True, validate=validate.Length(min=1, max=5))


class ReferralQuery(PageQuery):
    """Which referrals are asked for."""

    status = fields.Enum(ReferralStatus, by_value=True, load_default=None)
    person_id = fields.UUID(load_default=None)


class AppointmentIn(Strict):
    """A day, a time and a place."""

    appointment_at = Moment(required=True)
    place = Words(255, shortest=1, metadata={"example": "St Mary's Hall, Penzance"})
    ask_for = Words(120, metadata={"example": "Jan"})
    note = Words(1000)


class MoveIn(AppointmentIn):
    """What became of a referral: the person's word, the team's, or the organisation's as it told you."""

    to = one_of(ReferralStatus, validate=validate.OneOf(SAID), metadata={"example": "received"})
    appointment_at = Moment(load_default=None, allow_none=True, metadata={"description": "Needed for `accepted`, with `place`."})
    place = Words(255)
    outcome = one_of(Outcome, load_default=None, allow_none=True, metadata={"description": "Needed for `completed`."})

    @validates_schema
    def is_whole(self, data: dict[str, Any], **kwargs: Any) -> None:
        """What a move cannot do without."""
        needed = {ReferralStatus.ACCEPTED: ("appointment_at", "place"), ReferralStatus.COMPLETED: ("outcome",)}
        missing = {name: ["Needed for this move."] for name in needed.get(data["to"], ()) if not data[name]}
        if missing:
            raise ValidationError(missing)


class RecallIn(Strict):
    """What was wrong with it."""

    why = one_of(WhyRecalled)
    note = Words(1000)


class ReopenIn(Strict):
    """Why it is opened again; and how they agreed, when they had taken it back."""

    note = Words(1000, shortest=1, metadata={"example": "Closed by mistake: it was another referral."})
    how = one_of(ConsentHow, load_default=None, allow_none=True, validate=validate.OneOf([ConsentHow.SPOKEN, ConsentHow.WRITTEN]))


class OfferedTimeIn(Strict):
    accepts = fields.Boolean(required=True, metadata={"description": "Whether the time suits them.", "example": True})


class AnswerIn(Strict):
    words = Words(2000, shortest=1, metadata={"example": "She walks with a stick; two steps are no trouble."})


class ReferralNoteOut(Schema):
    """A question of the organisation, or what the team said to it."""

    id = fields.UUID(required=True)
    written_at = fields.AwareDateTime(required=True)
    side = fields.Enum(Side, by_value=True, required=True)
    who = fields.String(required=True, metadata={"example": "Tea & Talk"})
    words = fields.String(required=True, metadata={"example": "Can she manage two steps?"})


class ProhibitIn(Strict):
    prohibited = fields.Boolean(required=True, metadata={"description": "Nobody may contact the person about it."})


class SignpostQuery(PageQuery):
    """Who was told of what."""

    person_id = fields.UUID(load_default=None)


class SignpostIn(Strict):
    """Somebody was told of a service, and not referred."""

    person_id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    step_id = fields.UUID(load_default=None, allow_none=True)


class TriedIn(Strict):
    tried = one_of(Tried, metadata={"description": "Whether they tried it."})


class SignpostOut(Schema):
    """What somebody was told of, and what became of it."""

    id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    staff_id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    service_name = fields.String(required=True, metadata={"example": "Tea & Talk"})
    step_id = fields.UUID(required=True, allow_none=True)
    told_at = fields.AwareDateTime(required=True)
    tried = fields.Enum(Tried, by_value=True, required=True, allow_none=True)
    answered_at = fields.AwareDateTime(required=True, allow_none=True)
