"""The feed described in OpenAPI: its addresses, what each may be asked, and the shape of what it answers."""

from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from directory.publishing import standard
from directory.publishing.schemas import (
    OrganizationQuestion,
    OrganizationsQuestion,
    PagedQuestion,
    PlacesQuestion,
    ServicesQuestion,
    TermsQuestion,
)
from navigator.config import Licence

WORDS = (
    "A directory of community services as Open Referral UK 3.0, which is a profile of the Human Services Data Specification "
    "(HSDS) 3.0. It needs no key. Texts are plain text, not HTML; what is empty is left out. Times of day are those of a clock "
    "in London, summer and winter. Parameters that are not listed here are passed over and named in X-Unknown-Parameters. "
    "Listings that would fail the standard, and where refuges are, are not published."
)
# path, what one thing is called, its questions, whether it is a list of them
PATHS: tuple[tuple[str, str, type[Schema] | None, bool], ...] = (
    ("/services", "service", ServicesQuestion, True),
    ("/services/{id}", "service", None, False),
    ("/service_at_locations", "service_at_location", PlacesQuestion, True),
    ("/service_at_locations/{id}", "service_at_location", None, False),
    ("/organizations", "organization", OrganizationsQuestion, True),
    ("/organizations/{id}", "organization", OrganizationQuestion, False),
    ("/taxonomies", "taxonomy", PagedQuestion, True),
    ("/taxonomies/{id}", "taxonomy", None, False),
    ("/taxonomy_terms", "taxonomy_term", TermsQuestion, True),
    ("/taxonomy_terms/{id}", "taxonomy_term", None, False),
)
FILES = (
    ("/listings.zip", "application/zip"),
    ("/listings.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)
ID = {"in": "path", "name": "id", "required": True, "schema": standard.IDENTITY}


def describe(*, address: str, licence: Licence | None) -> dict[str, Any]:
    """The document. `address`: of the feed's root, as others reach it; `licence`: None while nobody has chosen one."""
    terms = {"name": licence.title, "url": licence.address} if licence else {"name": "Not yet decided: ask before you re-use it"}
    spec = APISpec(
        title="Care Navigator: Open Referral UK",
        version="HSDS-UK-3.0",
        openapi_version="3.0.3",
        info={"description": WORDS, "license": terms},
        servers=[{"url": address}],
        plugins=[MarshmallowPlugin()],
    )
    for name, schema in standard.schemas().items():
        spec.components.schema(name, schema)
    spec.components.schema("page", _page())
    spec.components.schema("error", _error())
    spec.path("/", operations={"get": {"summary": "Which version of the standard this is", "responses": _answers(_root())}})
    for path, thing, questions, is_list in PATHS:
        parameters: list[Any] = [] if is_list else [ID]
        if questions:
            parameters.append({"in": "query", "schema": questions})
        one = {"$ref": f"#/components/schemas/{thing}"}
        answer = _list_of(one) if is_list else one
        many = thing.replace("_", " ") + ("s" if not thing.endswith("y") else "")
        summary = f"{many}, page by page" if is_list else f"one {thing.replace('_', ' ')}, whole"
        spec.path(
            path, operations={"get": {"summary": summary, "parameters": parameters, "responses": _answers(answer, one, is_list)}}
        )
    for path, kind in FILES:
        content = {kind: {"schema": {"type": "string", "format": "binary"}}}
        answers = {"200": {"description": "The whole directory, one table a file or sheet.", "content": content}}
        spec.path(path, operations={"get": {"summary": "the whole directory as tables", "responses": answers}})
    return spec.to_dict()


def _answers(answer: dict[str, Any], one: dict[str, Any] | None = None, is_list: bool = False) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": answer}}
    if is_list:
        content["application/x-ndjson"] = {"schema": one}
    said: dict[str, Any] = {
        "200": {"description": "What was asked for.", "content": content},
        "304": {"description": "Nothing has changed since the ETag or the moment that was sent."},
    }
    wrong = {"422": "Every parameter that is wrong, with the reason.", "429": "Too many questions: wait for Retry-After seconds."}
    if one is not None and not is_list:
        wrong["404"] = "There is nothing with this id, or it is not published."
    if one is not None:
        wrong["503"] = "So much has just changed that it is still being checked: wait for Retry-After seconds."
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/error"}}}
    return said | {code: {"description": words, "content": error} for code, words in wrong.items()}


def _list_of(one: dict[str, Any]) -> dict[str, Any]:
    contents = {"type": "object", "required": ["contents"], "properties": {"contents": {"type": "array", "items": one}}}
    return {"allOf": [{"$ref": "#/components/schemas/page"}, contents]}


def _page() -> dict[str, Any]:
    counts, flags = ("total_items", "total_pages", "page_number", "size"), ("first_page", "last_page", "empty")
    properties: dict[str, Any] = dict.fromkeys(counts, {"type": "integer"}) | dict.fromkeys(flags, {"type": "boolean"})
    return {"type": "object", "required": [*counts, *flags], "properties": properties}


def _root() -> dict[str, Any]:
    properties = {"version": standard.TEXT, "profile": standard.ADDRESS, "openapi_url": standard.ADDRESS}
    return {"type": "object", "required": list(properties), "properties": properties}


def _error() -> dict[str, Any]:
    properties = {"code": {"type": "integer"}, "status": standard.TEXT, "message": standard.TEXT, "errors": {"type": "object"}}
    return {"type": "object", "required": list(properties), "properties": properties}
