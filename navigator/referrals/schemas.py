"""What is typed into the pages of referrals, and what the API takes and gives."""

from flask_babel import lazy_gettext
from marshmallow import RAISE, Schema, fields, validate

from navigator.envelope import PageQuery
from navigator.forms import Day, FormSchema, OneOf, Several, Text, Ticked
from navigator.people.models import ConsentHow
from navigator.referrals.models import ReferralStatus
from navigator.referrals.sharing import SharedPart

HOW_TOLD = (ConsentHow.SPOKEN.value, ConsentHow.WRITTEN.value)


class ReferForm(FormSchema):
    """What a navigator says when referring somebody."""

    shared = Several(tuple(part.value for part in SharedPart))
    reason = Text(missing=lazy_gettext("Say in a few words what this person hopes for."), longest=1000)
    how = OneOf(HOW_TOLD, missing=lazy_gettext("Choose how they agreed."))
    agreed = Ticked(missing=lazy_gettext("We can only refer somebody who has agreed. Tick the box when they have."))
    idempotency_key = Text(longest=64)
    seen = Text(longest=64)


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


class WithdrawForm(FormSchema):
    """Why a referral is taken back."""

    note = Text(longest=1000)


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
    idempotency_key = fields.String(
        required=True,
        validate=validate.Length(min=8, max=64),
        metadata={"description": "The same key again gives the same referral, so that a call can be repeated safely."},
    )


class ReferralQuery(PageQuery):
    """Which referrals are asked for."""

    status = fields.Enum(ReferralStatus, by_value=True, load_default=None)
    person_id = fields.UUID(load_default=None)
