"""What the API of circles of care takes and gives."""

from marshmallow import Schema, fields, validate

from navigator.api_shapes import Strict, Words, one_of
from navigator.people.circle_models import EndedBy, Scope
from translations.locales import LANGUAGES

AGREED = {"description": "The person was asked in these words (`…/circle/words`) and said yes. Must be true.", "example": True}


class ScopeWordsOut(Schema):
    """What the person hears before they say yes, in their language; what is kept names whoever helps in place of the dots."""

    scope = fields.Enum(Scope, by_value=True, required=True)
    words = fields.String(required=True, metadata={"example": "… may see my small steps. I can end this at any time."})


class GrantOut(Schema):
    """One thing somebody may see or do, or might: from, until, and how it ended. A reason of safety is for staff alone."""

    scope = fields.Enum(Scope, by_value=True, required=True)
    from_at = fields.AwareDateTime(required=True)
    until_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_by = fields.Enum(EndedBy, by_value=True, required=True, allow_none=True)
    reason = fields.String(required=True)


class CircleMemberOut(Schema):
    """Somebody of a person's circle, and everything they were ever given, the latest first."""

    id = fields.UUID(required=True, attribute="member.id")
    person_id = fields.UUID(required=True, attribute="member.person_id")
    name = fields.String(required=True, attribute="member.name", metadata={"example": "Piotr Nowak"})
    relation = fields.String(required=True, attribute="member.relation", metadata={"example": "brother"})
    mobile = fields.String(required=True, allow_none=True, attribute="member.mobile")
    email = fields.String(required=True, allow_none=True, attribute="member.email")
    language = fields.String(required=True, attribute="member.language", metadata={"example": "en"})
    invited_at = fields.AwareDateTime(required=True, attribute="member.invited_at")
    confirmed_at = fields.AwareDateTime(
        required=True,
        allow_none=True,
        attribute="member.confirmed_at",
        metadata={"description": "Their own yes, from their own phone. Before it they are shown nothing."},
    )
    ended_at = fields.AwareDateTime(required=True, allow_none=True, attribute="member.ended_at")
    grants = fields.List(fields.Nested(GrantOut), required=True)


class InviteIn(Strict):
    """Who is invited, and what the person lets them see and do."""

    name = Words(80, shortest=1, metadata={"example": "Piotr Nowak"})
    relation = Words(80, metadata={"description": "In the person's words.", "example": "brother"})
    mobile = Words(40, metadata={"description": "This or `email`.", "example": "07700 900777"})
    email = Words(254)
    language = Words(12, load_default="en", validate=validate.OneOf(list(LANGUAGES)))
    scopes = fields.List(
        one_of(Scope), required=True, validate=validate.Length(1, len(Scope)), metadata={"example": ["appointment"]}
    )
    agreed = fields.Boolean(required=True, validate=validate.Equal(True), metadata=AGREED)


class ScopeGivenIn(Strict):
    """One thing more that they may see or do."""

    scope = one_of(Scope, metadata={"example": "steps"})
    agreed = fields.Boolean(required=True, validate=validate.Equal(True), metadata=AGREED)


class ScopeEndedIn(Strict):
    """One thing that they may see or do no more: as the person says, or for safety, with a reason that only staff read."""

    scope = one_of(Scope, metadata={"example": "steps"})
    is_for_safety = fields.Boolean(load_default=False)
    reason = Words(500, metadata={"description": "With `is_for_safety`."})
