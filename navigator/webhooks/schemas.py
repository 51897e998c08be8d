"""What the pages of webhooks read, and what their API takes and gives."""

from flask_babel import lazy_gettext
from marshmallow import Schema, fields

from navigator import forms
from navigator.api_shapes import Strict, Words
from navigator.webhooks.calling import LONGEST
from navigator.webhooks.models import DeliveryState


class AddressForm(forms.FormSchema):
    """Whom to tell."""

    label = forms.Text(missing=lazy_gettext("Write whose address it is."), longest=80)
    url = forms.Text(missing=lazy_gettext("Write the address, beginning with https://"), longest=LONGEST)


class WebhookIn(Strict):
    """An address to tell. A field it does not name is an error."""

    url = Words(LONGEST, shortest=1, metadata={"example": "https://practice.example/hooks"})
    label = Words(80, shortest=1, metadata={"example": "Practice system"})


class WebhookOut(Schema):
    """An address that is told of referrals as they move."""

    id = fields.UUID(required=True)
    url = fields.String(required=True)
    label = fields.String(required=True)
    made_at = fields.AwareDateTime(required=True)
    failing_since = fields.AwareDateTime(required=True, allow_none=True)
    stopped_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)


class WebhookWithSecretOut(WebhookOut):
    """The same with its secret, given this once."""

    secret = fields.String(required=True)


class DeliveryOut(Schema):
    """One event for one address."""

    id = fields.UUID(required=True, attribute="delivery.id")
    event_id = fields.UUID(required=True, attribute="delivery.event_id")
    referral_id = fields.UUID(required=True, attribute="delivery.referral_id")
    reference = fields.String(required=True)
    state = fields.Enum(DeliveryState, by_value=True, required=True, attribute="delivery.state")
    answered = fields.String(
        required=True, attribute="delivery.answered", metadata={"description": "The last answer: a status, or timeout, …"}
    )
    tries = fields.Integer(required=True, attribute="delivery.tries")
    made_at = fields.AwareDateTime(required=True, attribute="delivery.made_at")
    tried_at = fields.AwareDateTime(required=True, allow_none=True, attribute="delivery.tried_at")
    next_at = fields.AwareDateTime(required=True, allow_none=True, attribute="delivery.next_at")
