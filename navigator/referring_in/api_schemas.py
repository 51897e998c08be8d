"""What the API of referrals in and of lists of proposed people takes and gives."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from navigator.api_shapes import Day, Strict, Words, one_of
from navigator.envelope import PageQuery
from navigator.people.models import ContactMethod
from navigator.referring_in.models import Basis, Happened, Source, State, WhyDeclined
from navigator.referring_in.queries import Shelf


class ShelfQuery(PageQuery):
    """Which part of the inbox."""

    shelf = fields.Enum(
        Shelf,
        by_value=True,
        load_default=Shelf.NEW,
        metadata={"description": "`proposed`: names on lists, who know nothing yet."},
    )


class HappenedOut(Schema):
    """One line of its history."""

    kind = fields.Enum(Happened, by_value=True, required=True)
    happened_at = fields.AwareDateTime(required=True)
    by = fields.String(required=True, attribute="by.name", dump_default="", metadata={"description": "Empty: the referrer."})
    words = fields.String(required=True)


class ReferralInOut(Schema):
    """Somebody we are asked to support: who asks, why, with what consent, and where it stands."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True, metadata={"example": "BCDFGHJKLM"})
    source = fields.Enum(Source, by_value=True, required=True)
    state = fields.Enum(State, by_value=True, required=True)
    referrer_name = fields.String(required=True)
    referrer_role = fields.String(required=True)
    referrer_organization = fields.String(required=True)
    given_name = fields.String(required=True, metadata={"example": "Dorota"})
    family_name = fields.String(required=True, metadata={"example": "Nowak"})
    birth_date = fields.Date(required=True)
    phone = fields.String(required=True, metadata={"example": "01736 960555"})
    mobile = fields.String(required=True, allow_none=True)
    postcode = fields.String(required=True, allow_none=True)
    language = fields.String(required=True, metadata={"example": "pl"})
    contact_method = fields.Enum(ContactMethod, by_value=True, required=True)
    gp_name = fields.String(required=True)
    gp_code = fields.String(required=True)
    reason = fields.String(required=True, metadata={"example": "Comes home from hospital on Friday, lives alone."})
    needs = fields.List(fields.String(), required=True, attribute="need_codes")
    should_know = fields.String(required=True)
    risks = fields.String(required=True)
    no_risks = fields.Boolean(required=True, metadata={"description": "Said to be none: silence is not the same."})
    band = fields.String(required=True)
    is_urgent = fields.Boolean(required=True)
    from_hospital = fields.Boolean(required=True)
    home_on = fields.Date(required=True, allow_none=True)
    basis = fields.Enum(Basis, by_value=True, required=True)
    basis_words = fields.String(required=True)
    person_knows = fields.String(required=True)
    may_text = fields.Boolean(required=True)
    received_at = fields.AwareDateTime(required=True)
    accepted_at = fields.AwareDateTime(required=True, allow_none=True)
    declined_at = fields.AwareDateTime(required=True, allow_none=True)
    why_declined = fields.Enum(WhyDeclined, by_value=True, required=True, allow_none=True)
    parked_until = fields.Date(required=True, allow_none=True)
    person_id = fields.UUID(required=True, allow_none=True, metadata={"description": "Whom we support since it was accepted."})


class OneReferralInOut(ReferralInOut):
    """The same with its history."""

    events = fields.List(fields.Nested(HappenedOut), required=True)


class AcceptIn(Strict):
    """Who will support them; whether they are somebody we know; for a name on a list, that they were asked."""

    coordinator_id = fields.UUID(required=True)
    programme_id = fields.UUID(load_default=None, allow_none=True)
    person_id = fields.UUID(load_default=None, allow_none=True, metadata={"description": "Somebody we know: it is them."})
    is_another_person = fields.Boolean(
        load_default=False, metadata={"description": "Somebody looked: it is none of those we know."}
    )
    has_agreed = fields.Boolean(
        load_default=False, metadata={"description": "Of a name on a list: they were asked, and agree. Needed there."}
    )

    @validates_schema
    def is_one_or_the_other(self, data: dict[str, Any], **kwargs: Any) -> None:
        if data["person_id"] and data["is_another_person"]:
            raise ValidationError({"person_id": ["Either somebody we know, or another person."]})


class DeclineIn(Strict):
    """Why not; the referrer reads the words."""

    why = one_of(WhyDeclined)
    words = Words(1000)


class ParkIn(Strict):
    """Until which day."""

    until = Day(required=True)
    words = Words(1000)


class AskReferrerIn(Strict):
    words = Words(2000, shortest=1, metadata={"example": "Does she have a key safe?"})


class ProposalListIn(Strict):
    """A practice's or a programme's list: a CSV whose first line names the columns."""

    file_name = Words(120, shortest=1, metadata={"example": "living-well.csv"})
    csv = Words(
        1_000_000,
        shortest=1,
        metadata={"example": "first name,family name,date of birth,reason\nDorota,Nowak,5/11/1951,Three falls this winter"},
    )


class LineOut(Schema):
    number = fields.Integer(required=True)
    problem = fields.String(required=True)


class ProposalListOut(Schema):
    """A list, and what would come of it or came of it. Nobody is contacted by being on one."""

    id = fields.UUID(required=True)
    file_name = fields.String(required=True, metadata={"example": "living-well.csv"})
    made_at = fields.AwareDateTime(required=True)
    added_at = fields.AwareDateTime(required=True, allow_none=True)
    added = fields.Integer(required=True, metadata={"description": "How many became proposals."})
    ready = fields.Integer(required=True, metadata={"description": "Lines that can become proposals."})
    known = fields.Integer(required=True, metadata={"description": "Of those, whom the team supports already."})
    standing = fields.Integer(required=True, metadata={"description": "Who are waiting already: not added again."})
    to_mend = fields.List(fields.Nested(LineOut), required=True)
