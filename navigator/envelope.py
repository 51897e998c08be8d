"""The one page shape of the API: the envelope of Open Referral, whatever is inside."""

from collections.abc import Sequence
from math import ceil
from typing import Any, TypedDict

from marshmallow import RAISE, Schema, fields, validate

MOST_PER_PAGE = 100


class PageQuery(Schema):
    """Which page is asked for. A parameter it does not name is an error."""

    class Meta:
        unknown = RAISE

    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=1_000_000), metadata={"description": "From 1."})
    per_page = fields.Integer(
        load_default=20, validate=validate.Range(min=1, max=MOST_PER_PAGE), metadata={"description": "Items on one page."}
    )


class Envelope(TypedDict):
    contents: Sequence[Any]
    page_number: int
    size: int
    total_items: int
    total_pages: int
    first_page: bool
    last_page: bool
    empty: bool


def envelope_of(item_schema: type[Schema]) -> type[Schema]:
    """The schema of a page of items, each described by `item_schema`."""
    name = item_schema.__name__.removesuffix("Schema").removesuffix("Out")
    return Schema.from_dict(
        {
            "contents": fields.List(fields.Nested(item_schema), required=True),
            "page_number": fields.Integer(required=True),
            "size": fields.Integer(required=True, metadata={"description": "How many items this page holds."}),
            "total_items": fields.Integer(required=True),
            "total_pages": fields.Integer(required=True),
            "first_page": fields.Boolean(required=True),
            "last_page": fields.Boolean(required=True),
            "empty": fields.Boolean(required=True),
        },
        name=f"PageOf{name}",
    )


def cut_envelope(items: Sequence[Any], *, page: int, per_page: int) -> Envelope:
    """One page of a list that is short enough to be read whole."""
    return make_envelope(items[(page - 1) * per_page : page * per_page], page, per_page, len(items))


def make_envelope(items: Sequence[Any], page: int, per_page: int, total: int) -> Envelope:
    """Page number `page` (from 1) of `total` items, `per_page` at a time, with this page's `items`."""
    pages = ceil(total / per_page)
    return Envelope(
        contents=items,
        page_number=page,
        size=len(items),
        total_items=total,
        total_pages=pages,
        first_page=page == 1,
        last_page=page >= pages,
        empty=not items,
    )
