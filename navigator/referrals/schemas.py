"""What is typed into the pages of referrals, and what the API takes and gives."""

from collections.abc import Iterable

from flask_babel import lazy_gettext
from marshmallow import RAISE, Schema, fields, validate

from navigator.envelope import PageQuery
from navigator.forms import Choice, Day, FormSchema, OneOf, Several, Text, Ticked
from navigator.people.models import ConsentHow
from navigator.referrals.models import ReferralStatus, WhyRecalled
from navigator.referrals.sharing import SharedPart
from navigator.referrals.states import TASKS, Outcome, State, outcome_of, reason_of, state_of

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
    reference = fields.String(required=True)
    person_id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    step_id = fields.UUID(allow_none=True)
    service_name = fields.String(required=True)
    organization_name = fields.String(required=True)
    status = fields.Enum(ReferralStatus, by_value=True, required=True)
    state = fields.Function(lambda referral: state_of(referral.status).value, metadata={"enum": [state.value for state in State]})
    declined_because = fields.Function(lambda referral: reason_of(referral.status))
    outcome = fields.Function(lambda referral: outcome_of(referral.status, referral.outcome))
    task_status = fields.Function(
        lambda referral: TASKS[referral.status].status.value, metadata={"description": "FHIR R4 Task.status"}
    )
    task_status_reason = fields.Function(lambda referral: TASKS[referral.status].reason)
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


class OneReferralOut(ReferralOut):
    """A referral with its story."""

    events = fields.List(fields.Nested(EventOut), required=True)


class ReferralIn(Schema):
    """A new referral. The person has agreed to what is in `shared_parts` being shared, in the words of `wording`."""

    class Meta:
        unknown = RAISE

    person_id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    step_id = fields.UUID(load_default=None, allow_none=True)
    shared_parts = fields.List(
        fields.Enum(SharedPart, by_value=True), required=True, metadata={"description": "The name is always among them."}
    )
    reason = fields.String(required=True, validate=validate.Length(min=1, max=1000))
    how = fields.Enum(ConsentHow, by_value=True, required=True, validate=validate.OneOf([ConsentHow(how) for how in HOW_TOLD]))
    wording = fields.String(
        required=True, validate=validate.Length(min=1, max=2000), metadata={"description": "The very words they agreed to."}
    )
    contact_prohibited = fields.Boolean(
        load_default=False, metadata={"description": "Nobody may contact the person about it: their safety."}
    )
    idempotency_key = fields.String(
        required=True,
        validate=validate.Length(min=8, max=64),
        metadata={"description": "The same key again gives the same referral, so that a call can be repeated safely."},
    )


class ReceiverIn(Schema):
    """One of several organisations: which, and the very words the person agreed to for it."""

    class Meta:
        unknown = RAISE

    service_id = fields.UUID(required=True)
    wording = fields.String(required=True, validate=validate.Length(min=1, max=2000))


class SeveralReferralsIn(ReferralIn):
    """One summary for several organisations. Each has its own wording; the one key makes each of them once."""

    class Meta:
        unknown = RAISE
        exclude = ("service_id", "wording")

    receivers = fields.List(fields.Nested(ReceiverIn), required=True, validate=validate.Length(min=1, max=5))


class ReferralQuery(PageQuery):
    """Which referrals are asked for."""

    status = fields.Enum(ReferralStatus, by_value=True, load_default=None)
    person_id = fields.UUID(load_default=None)
