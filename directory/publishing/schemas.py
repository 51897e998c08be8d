"""The questions the feed answers: every parameter of the UK profile, of the standard and of its validator.

All that are given must hold together. An empty parameter asks nothing. One that is not listed here is passed over, for the
standard's own validator and older clients send some; the answer's header `X-Unknown-Parameters` names it, so that nobody takes
an answer for filtered that is not.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load, validate, validates_schema

from directory.publishing import said
from directory.times.opening_hours import DAYS
from navigator.envelope import MOST_PER_PAGE
from navigator.times import LONDON

PER_PAGE = 50
MOST_MINIMAL = 10_000  # listings on a page that says no more of each than that it changed
FARTHEST = 500_000  # metres
LONG = 300  # letters of a search


class Moment(fields.Field[datetime]):
    """A moment or a day in ISO 8601. Without a zone it is meant in London, as the listings' times are."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> datetime:
        try:
            moment = datetime.fromisoformat(str(value).strip().replace(" ", "+"))  # a plus sign that was not escaped
        except ValueError:
            raise ValidationError("Not a moment in ISO 8601, such as 2026-11-22T10:00:00Z.") from None
        return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)


class TimeOfDay(fields.Field[str]):
    """HH:MM, with or without seconds."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        typed = str(value).strip().removesuffix("Z")
        try:
            return said.time_of_day(typed[:5].zfill(5)) or ""
        except said.Unsayable:
            raise ValidationError("Not a time of day, such as 09:30.") from None


class DayOfWeek(fields.Field[str]):
    """MO, or any longer beginning of a day's English name."""

    NAMES = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        typed = str(value).strip().upper()
        for day, name in zip(DAYS, self.NAMES, strict=True):
            if len(typed) >= 2 and name.startswith(typed):
                return day
        raise ValidationError(f"Not a day of the week: one of {', '.join(DAYS)}.")


def _what(words: str) -> dict[str, str]:
    return {"description": words}


def _flag(words: str) -> fields.Boolean:
    return fields.Boolean(load_default=False, metadata=_what(words))


class Question(Schema):
    """What every question may carry."""

    class Meta:
        unknown = EXCLUDE

    @pre_load
    def drop_what_is_empty(self, data: Mapping[str, Any], **kwargs: Any) -> dict[str, Any]:
        return {name: value for name, value in data.items() if str(value).strip()}


class PagedQuestion(Question):
    """A question that is answered page by page."""

    search = fields.String(
        load_default="",
        validate=validate.Length(max=LONG),
        metadata=_what("Words that must all occur, in any order, in any case."),
    )
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=1_000_000), metadata=_what("Which page, from 1."))
    per_page = fields.Integer(
        load_default=PER_PAGE,
        validate=validate.Range(min=1, max=MOST_PER_PAGE),
        metadata=_what(f"How many on a page: at most {MOST_PER_PAGE}."),
    )
    format = fields.String(
        load_default="json",
        validate=validate.OneOf(("json", "ndjson")),
        metadata=_what("ndjson streams everything that was asked for, one document a line, without pages."),
    )


class ListingsQuestion(PagedQuestion):
    """What may be asked of listings, and of the places they happen at."""

    taxonomy_term_id = fields.UUID(load_default=None, metadata=_what("Has this taxonomy term."))
    taxonomy_id = fields.UUID(load_default=None, metadata=_what("Has any term of this taxonomy."))
    organization_id = fields.UUID(load_default=None, metadata=_what("Is provided by this organisation."))
    minimum_age = fields.Float(
        load_default=None,
        allow_nan=False,
        metadata=_what("As the standard has it: its own minimum_age is this or higher. One without a minimum_age is not found."),
    )
    maximum_age = fields.Float(
        load_default=None,
        allow_nan=False,
        metadata=_what("As the standard has it: its own maximum_age is this or lower. One without a maximum_age is not found."),
    )
    age = fields.Float(
        load_default=None,
        allow_nan=False,
        metadata=_what("Not of the standard: it is for somebody of this age. An age it does not say is open."),
    )
    day = DayOfWeek(load_default=None, metadata=_what("Happens on this day of the week: MO, TU, WE, TH, FR, SA or SU."))
    start_time = TimeOfDay(
        load_default=None, metadata=_what("Has a session that is still on after this time of day, in London: HH:MM.")
    )
    end_time = TimeOfDay(
        load_default=None,
        metadata=_what("Has a session that begins before this time of day. With day and start_time: one and the same session."),
    )
    modified_after = Moment(
        load_default=None,
        metadata=_what("Changed here at this moment or later, in ISO 8601. Anything about the listing counts as a change."),
    )
    ended = _flag("Not of the standard: also what has ended (inactive, defunct), for whoever keeps a copy in step.")
    full = _flag("Whole documents, with all that hangs on them.")


class ServicesQuestion(ListingsQuestion):
    """`GET /services`."""

    minimal = _flag(f"Only id, name, status and when it changed. Up to {MOST_MINIMAL} on a page, which is also what is given.")
    per_page = fields.Integer(
        load_default=None,
        validate=validate.Range(min=1, max=MOST_MINIMAL),
        metadata=_what(f"How many on a page: {PER_PAGE}, at most {MOST_PER_PAGE}; with minimal up to {MOST_MINIMAL}."),
    )

    @validates_schema(skip_on_field_errors=False)
    def check_per_page(self, data: dict[str, Any], **kwargs: Any) -> None:
        if not data.get("minimal") and (data.get("per_page") or 0) > MOST_PER_PAGE:
            raise ValidationError(f"Must be greater than or equal to 1 and less than or equal to {MOST_PER_PAGE}.", "per_page")


class PlacesQuestion(ListingsQuestion):
    """`GET /service_at_locations`."""

    postcode = fields.String(
        load_default=None,
        validate=validate.Length(max=20),
        metadata=_what(
            "Serves this postcode: where the areas it serves are told (as outward codes or GeoJSON), the postcode is in one."
        ),
    )
    proximity = fields.Float(
        load_default=None,
        allow_nan=False,
        validate=validate.Range(min=0, min_inclusive=False, max=FARTHEST),
        metadata=_what("At most this many metres from the postcode, as the crow flies; nearest first."),
    )

    @validates_schema(skip_on_field_errors=False)
    def check_proximity(self, data: dict[str, Any], **kwargs: Any) -> None:
        if data.get("proximity") is not None and not data.get("postcode"):
            raise ValidationError("Say which postcode it is to be near.", "proximity")


class TermsQuestion(PagedQuestion):
    """`GET /taxonomy_terms`."""

    taxonomy_id = fields.UUID(load_default=None, metadata=_what("Belongs to this taxonomy."))
    parent_id = fields.UUID(load_default=None, metadata=_what("Stands directly under this term."))
    top_only = _flag("Only terms that stand under no other.")


class OrganizationsQuestion(PagedQuestion):
    """`GET /organizations`."""

    full = _flag("Whole documents, with all that hangs on them but their services.")
    full_service = _flag("Whole documents, with their services, whole.")


class OrganizationQuestion(Question):
    """`GET /organizations/{id}`."""

    full_service = _flag("With its services, whole.")
