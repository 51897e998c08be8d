"""The API's questions and answers about listings: every field listed, none left out by exclusion."""

from marshmallow import RAISE, Schema, fields, validate

from directory.finding.index.facets import ACCESS, CIRCUMSTANCES
from directory.finding.narrowing.wanted import (
    AREA,
    CHECKED_WITHIN,
    DAYS,
    EVENING,
    FARTHEST_MILES,
    LAST_PAGE,
    NATIONAL,
    NOW,
    OLDEST,
    WAYS,
)


class ServicesQuery(Schema):
    """What to look for. A parameter that is not listed here is an error."""

    class Meta:
        unknown = RAISE

    q = fields.String(
        load_default="",
        validate=validate.Length(max=300),
        metadata={"description": "Words, in any language the thesaurus knows; may be misspelt, may end in a place's name."},
    )
    near = fields.String(
        load_default="",
        validate=validate.Length(max=120),
        metadata={"description": "A UK postcode, outward code or place name."},
    )
    within = fields.Float(
        load_default=None,
        allow_nan=False,
        validate=validate.Range(min=0, min_inclusive=False, max=FARTHEST_MILES),
        metadata={"description": "Miles from `near`; 15 when left out."},
    )
    free = fields.Boolean(load_default=False, metadata={"description": "Only what costs nothing."})
    open_on = fields.String(
        load_default=None, validate=validate.OneOf(DAYS), metadata={"description": "Only what happens on this day of the week."}
    )
    language = fields.String(
        load_default=None,
        validate=validate.Length(max=12),
        metadata={"description": "Only where this language (ISO 639) is spoken."},
    )
    room = fields.Boolean(
        load_default=False, metadata={"description": "Only where they said in the last 90 days that they have room."}
    )
    mark = fields.Boolean(
        load_default=False, metadata={"description": "Only what an organisation runs that holds a local quality mark."}
    )
    remote = fields.Boolean(load_default=False, metadata={"description": "Only online, by telephone or at the person's home."})
    area = fields.String(
        load_default=None,
        validate=validate.OneOf((AREA, NATIONAL)),
        metadata={"description": "Instead of a distance: only what says that it serves the place, or the whole country."},
    )
    when = fields.String(
        load_default=None,
        validate=validate.OneOf((NOW, EVENING)),
        metadata={"description": "Only what is open at this minute, or has a session in the evening."},
    )
    age = fields.Integer(
        load_default=None, validate=validate.Range(min=0, max=OLDEST), metadata={"description": "Only what is for this age."}
    )
    circumstance = fields.List(
        fields.String(validate=validate.OneOf(CIRCUMSTANCES)),
        load_default=list,
        metadata={"description": "Only what is made for one of these; may be given several times."},
    )
    access = fields.List(
        fields.String(validate=validate.OneOf(ACCESS)),
        load_default=list,
        metadata={"description": "Only places that have all of these; may be given several times."},
    )
    way = fields.List(
        fields.String(validate=validate.OneOf(WAYS)),
        load_default=list,
        metadata={"description": "Only what is reached in one of these ways; may be given several times."},
    )
    interpreter = fields.Boolean(
        load_default=False, metadata={"description": "With an interpreter; beside `language`, an interpreter will do."}
    )
    self_referral = fields.Boolean(
        load_default=False, metadata={"description": "Only where people can come or ask by themselves, as far as it says so."}
    )
    checked = fields.Integer(
        load_default=None,
        validate=validate.OneOf(CHECKED_WITHIN),
        metadata={"description": "Only what somebody checked within so many months."},
    )
    need = fields.String(load_default=None, validate=validate.Length(max=120), metadata={"description": "The code of a need."})
    kind = fields.String(
        load_default=None, validate=validate.Length(max=120), metadata={"description": "The code of a kind of help."}
    )
    page = fields.Integer(
        load_default=1, validate=validate.Range(min=1, max=LAST_PAGE), metadata={"description": "Which page, from 1."}
    )
    per_page = fields.Integer(
        load_default=20, validate=validate.Range(min=1, max=100), metadata={"description": "Listings on a page, at most 100."}
    )


class ServiceInList(Schema):
    """A listing that was found."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    organization_name = fields.String(required=True)
    description = fields.String(required=True, metadata={"description": "Plain text; paragraphs are parted by a blank line."})
    url = fields.String(required=True, allow_none=True)
    status = fields.String(required=True, metadata={"description": "active or temporarily closed."})
    distance_miles = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "To its nearest place, as the crow flies; null without `near`, and for what has no place."},
    )
    why = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Why it is shown, in the language of Accept-Language; last, when it was checked."},
    )
    assured_date = fields.Date(
        required=True, allow_none=True, metadata={"description": "When somebody last checked it; null: not yet."}
    )


class ServicePage(Schema):
    """One page of listings, in the envelope of Open Referral UK."""

    contents = fields.List(fields.Nested(ServiceInList), required=True)
    page_number = fields.Integer(required=True, metadata={"description": "This page, from 1."})
    size = fields.Integer(required=True, metadata={"description": "How many listings are on this page."})
    total_items = fields.Integer(
        required=True, metadata={"description": "How many were found. Near a place at most 3,000 are, the nearest first."}
    )
    total_pages = fields.Integer(required=True)
    first_page = fields.Boolean(required=True)
    last_page = fields.Boolean(required=True)
    empty = fields.Boolean(required=True)


class ScheduleOut(Schema):
    """When, as an iCalendar recurrence in London's wall-clock time, and in words."""

    freq = fields.String(allow_none=True)
    interval = fields.Integer(allow_none=True)
    byday = fields.String(allow_none=True)
    bymonthday = fields.String(allow_none=True)
    dtstart = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)
    count = fields.Integer(allow_none=True)
    valid_from = fields.Date(allow_none=True)
    valid_to = fields.Date(allow_none=True)
    opens_at = fields.String(allow_none=True)
    closes_at = fields.String(allow_none=True)
    description = fields.String(allow_none=True)
    notes = fields.String(allow_none=True)
    in_words = fields.String(required=True)


class AddressOut(Schema):
    address_1 = fields.String(required=True)
    address_2 = fields.String(allow_none=True)
    city = fields.String(required=True)
    state_province = fields.String(required=True)
    postal_code = fields.String(required=True)
    country = fields.String(required=True)


class LocationOut(Schema):
    """A place where it happens. A refuge gives none."""

    id = fields.UUID(required=True)
    location_type = fields.String(required=True)
    name = fields.String(allow_none=True)
    transportation = fields.String(allow_none=True)
    latitude = fields.Float(allow_none=True)
    longitude = fields.Float(allow_none=True)
    addresses = fields.List(fields.Nested(AddressOut), required=True)
    accessibility = fields.List(fields.String(), required=True)
    schedules = fields.List(fields.Nested(ScheduleOut), required=True)


class PhoneOut(Schema):
    number = fields.String(required=True)
    extension = fields.String(allow_none=True)
    type = fields.String(allow_none=True)
    description = fields.String(allow_none=True)


class LanguageOut(Schema):
    code = fields.String(allow_none=True)
    name = fields.String(allow_none=True)
    note = fields.String(allow_none=True)


class CostOut(Schema):
    option = fields.String(allow_none=True)
    amount = fields.Float(allow_none=True)
    currency = fields.String(allow_none=True)
    amount_description = fields.String(allow_none=True)


class CapacityOut(Schema):
    available = fields.Integer(required=True)
    maximum = fields.Integer(allow_none=True)
    description = fields.String(allow_none=True)
    updated = fields.DateTime(required=True)


class TermOut(Schema):
    """A need it meets or a kind of help it is."""

    code = fields.String(allow_none=True)
    name = fields.String(required=True)
    link_type = fields.String(allow_none=True)


class OrganizationOut(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    description = fields.String(required=True)
    website = fields.String(allow_none=True)


class ServiceWhole(ServiceInList):
    """One listing, whole. Who checked it, and where a refuge is, are never given."""

    alternate_name = fields.String(required=True, allow_none=True)
    organization = fields.Nested(OrganizationOut, required=True)
    email = fields.String(required=True, allow_none=True)
    application_process = fields.String(required=True, allow_none=True)
    fees_description = fields.String(required=True, allow_none=True)
    eligibility_description = fields.String(required=True, allow_none=True)
    interpretation_services = fields.String(required=True, allow_none=True)
    accreditations = fields.String(required=True, allow_none=True)
    minimum_age = fields.Float(required=True, allow_none=True)
    maximum_age = fields.Float(required=True, allow_none=True)
    alert = fields.String(required=True, allow_none=True)
    last_modified = fields.DateTime(required=True, allow_none=True)
    schedules = fields.List(fields.Nested(ScheduleOut), required=True)
    locations = fields.List(fields.Nested(LocationOut), required=True)
    phones = fields.List(fields.Nested(PhoneOut), required=True)
    languages = fields.List(fields.Nested(LanguageOut), required=True)
    cost_options = fields.List(fields.Nested(CostOut), required=True)
    service_areas = fields.List(fields.String(), required=True)
    capacity = fields.Nested(CapacityOut, required=True, allow_none=True)
    when_short = fields.String(required=True, metadata={"description": "Its hours in few letters, for a text: Mon+Thu 10-12."})
    open_now = fields.Boolean(required=True, metadata={"description": "Whether we know it to be open at this moment."})
    next_session = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "When the session began that is on, else when the next begins."}
    )
    terms = fields.List(fields.Nested(TermOut), required=True)
