"""What the API of the caseload takes and gives."""

from marshmallow import Schema, fields, validate

from navigator.api_shapes import Words
from navigator.caseload.looking import Flag, Order
from navigator.envelope import PageQuery
from navigator.people.schemas import PersonOut
from navigator.teams.caseloads import Whose
from translations.locales import LANGUAGES


class CaseloadQuery(PageQuery):
    """Whose people, why they stand out, in which order, and what they are narrowed down by."""

    whose = fields.Enum(Whose, by_value=True, load_default=Whose.MINE, metadata={"description": "Yours (and whom you cover)."})
    flag = fields.Enum(Flag, by_value=True, load_default=None, metadata={"description": "Only those who stand out like this."})
    order = fields.Enum(Order, by_value=True, load_default=Order.NAME)
    language = Words(12, required=False, load_default="", validate=validate.OneOf(["", *LANGUAGES]))
    place = Words(120, metadata={"description": "As it is written in their details.", "example": "Penzance"})
    coordinator_id = fields.UUID(load_default=None)


class CaseloadRowOut(Schema):
    """Somebody on a caseload: why they stand out, the next date with them, and the step they are at."""

    person = fields.Nested(PersonOut, required=True)
    flags = fields.List(fields.Enum(Flag, by_value=True), required=True)
    next_at = fields.AwareDateTime(required=True, allow_none=True)
    step = fields.String(required=True, metadata={"example": "Ring Tea & Talk and ask when they meet"})
    confidence = fields.Integer(required=True, allow_none=True, metadata={"example": 8})
