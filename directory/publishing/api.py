"""The Open Referral UK API: the whole directory for other systems, without a key, as the standard asks for it.

What may be asked is in `schemas`, what is answered in `feed` and `documents`, what may go out at all in `gate`.
"""

import hashlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

import orjson
from flask import Blueprint, Response, current_app, request, send_file, stream_with_context
from flask.typing import ResponseReturnValue
from marshmallow import Schema, ValidationError
from sqlalchemy import Select, select
from werkzeug.exceptions import NotFound, ServiceUnavailable, UnprocessableEntity

from directory.models import Organization, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm
from directory.publishing import downloads, feed, filters, openapi
from directory.publishing.filters import Ids, PostcodeUnknown
from directory.publishing.gate import RULES, StillChecking, catch_up, is_cleared
from directory.publishing.models import FeedState, Verdict
from directory.publishing.parts import Document
from directory.publishing.schemas import (
    MOST_MINIMAL,
    PER_PAGE,
    OrganizationQuestion,
    OrganizationsQuestion,
    PagedQuestion,
    PlacesQuestion,
    Question,
    ServicesQuestion,
    TermsQuestion,
)
from directory.publishing.totals import question_of, totals_of
from navigator.db import db
from navigator.envelope import make_envelope
from navigator.times import LONDON, utc_now

VERSION = "HSDS-UK-3.0"
PROFILE = "https://docs.openreferraluk.org/en/latest/"
PREFIX = "/open-referral"
TRY_AGAIN_AFTER = 30  # seconds

blueprint = Blueprint("open_referral", __name__)


@dataclass(frozen=True)
class Asked:
    """One request, understood: what was asked, when, and how the feed stood."""

    values: dict[str, Any]
    today: date
    state: FeedState


@blueprint.after_app_request
def open_to_any_site(response: Response) -> Response:
    """The standard demands it of every answer, so of errors, too, and of addresses that are none."""
    if request.path.startswith(PREFIX):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Retry-After, X-Unknown-Parameters"
        if request.method == "OPTIONS":
            response.headers.pop("Content-Type", None)
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match, If-Modified-Since"
            response.headers["Access-Control-Max-Age"] = "86400"
    return response


@blueprint.get("")
@blueprint.get("/")
def root() -> ResponseReturnValue:
    """Which version of the standard this is, and where it is described."""
    _ask(Question())
    base = current_app.extensions["settings"].public_url + PREFIX
    return _answer({"version": VERSION, "profile": PROFILE, "openapi_url": f"{base}/openapi.json"})


@blueprint.get("/openapi.json")
def description() -> ResponseReturnValue:
    """The feed described for programs: made from the same schemas that read the questions."""
    settings = current_app.extensions["settings"]
    return _answer(openapi.describe(address=settings.public_url + PREFIX, licence=settings.licence))


@blueprint.get("/services")
def services() -> ResponseReturnValue:
    """Listings that run, by name."""
    asked = _ask_listings(ServicesQuestion())
    whole, is_minimal = asked.values["full"], asked.values["minimal"]
    asked.values["per_page"] = asked.values["per_page"] or (MOST_MINIMAL if is_minimal else PER_PAGE)

    def make(ids: Sequence[uuid.UUID]) -> list[Document]:
        return feed.services_in_brief(ids) if is_minimal else feed.services(ids, whole=whole, today=asked.today)

    still = select(Service.id).join(Verdict, Verdict.service_id == Service.id).where(is_cleared(with_ended=True))
    return _page(
        asked, lambda: filters.services(asked.values, today=asked.today), make, lambda ids: still.where(Service.id.in_(ids))
    )


@blueprint.get("/services/<uuid:service_id>")
def one_service(service_id: uuid.UUID) -> ResponseReturnValue:
    """One listing, whole."""
    return _one(Question(), lambda asked: feed.find_service(service_id, today=asked.today))


@blueprint.get("/service_at_locations")
def service_at_locations() -> ResponseReturnValue:
    """Listings at each of their places."""
    asked = _ask_listings(PlacesQuestion())

    def find() -> Ids | list[uuid.UUID]:
        if not asked.values["postcode"]:
            return filters.places(asked.values, today=asked.today)
        try:
            return filters.list_places_near(asked.values, today=asked.today)
        except PostcodeUnknown:
            raise _wrong({"postcode": ["We do not know this postcode."]}) from None

    still = select(ServiceAtLocation.id).join(Service).join(Verdict, Verdict.service_id == Service.id)
    still = still.where(Verdict.hides_place.is_(False), is_cleared(with_ended=True))
    return _page(
        asked,
        find,
        lambda ids: feed.places(ids, whole=asked.values["full"], today=asked.today),
        lambda ids: still.where(ServiceAtLocation.id.in_(ids)),
    )


@blueprint.get("/service_at_locations/<uuid:place_id>")
def one_service_at_location(place_id: uuid.UUID) -> ResponseReturnValue:
    """One listing at one of its places, whole."""
    return _one(Question(), lambda asked: feed.find_place(place_id, today=asked.today))


@blueprint.get("/organizations")
def organizations() -> ResponseReturnValue:
    """Organisations that have a listing here, by name."""
    asked = _ask_listings(OrganizationsQuestion())
    return _page(
        asked,
        lambda: filters.organizations(asked.values),
        lambda ids: feed.organizations(
            ids, whole=asked.values["full"], with_services=asked.values["full_service"], today=asked.today
        ),
        lambda ids: select(Organization.id).where(Organization.id.in_(ids)),
    )


@blueprint.get("/organizations/<uuid:organization_id>")
def one_organization(organization_id: uuid.UUID) -> ResponseReturnValue:
    """One organisation, whole."""

    def find(asked: Asked) -> Document | None:
        going_out = filters.organizations({"search": ""}).where(Organization.id == organization_id)
        found = db.session.scalars(going_out).all()
        return next(
            iter(feed.organizations(found, whole=True, with_services=asked.values["full_service"], today=asked.today)), None
        )

    return _one(OrganizationQuestion(), find)


@blueprint.get("/taxonomies")
def taxonomies() -> ResponseReturnValue:
    """The lists that terms are taken from."""
    asked = _ask_listings(PagedQuestion())
    return _page(
        asked,
        lambda: filters.taxonomies(asked.values),
        feed.taxonomies,
        lambda ids: select(Taxonomy.id).where(Taxonomy.id.in_(ids)),
        follows_the_listings=False,
    )


@blueprint.get("/taxonomies/<uuid:taxonomy_id>")
def one_taxonomy(taxonomy_id: uuid.UUID) -> ResponseReturnValue:
    """One taxonomy."""
    going_out = filters.taxonomies({"search": ""}).where(Taxonomy.id == taxonomy_id)
    return _one(
        Question(),
        lambda asked: next(iter(feed.taxonomies(db.session.scalars(going_out).all())), None),
        follows_the_listings=False,
    )


@blueprint.get("/taxonomy_terms")
def taxonomy_terms() -> ResponseReturnValue:
    """Needs, kinds of help and whatever else listings are sorted by."""
    asked = _ask_listings(TermsQuestion())
    return _page(
        asked,
        lambda: filters.taxonomy_terms(asked.values),
        feed.taxonomy_terms,
        lambda ids: select(TaxonomyTerm.id).where(TaxonomyTerm.id.in_(ids)),
        follows_the_listings=False,
    )


@blueprint.get("/taxonomy_terms/<uuid:term_id>")
def one_taxonomy_term(term_id: uuid.UUID) -> ResponseReturnValue:
    """One term, with its taxonomy."""
    anything = {"search": "", "taxonomy_id": None, "parent_id": None, "top_only": False}
    going_out = filters.taxonomy_terms(anything).where(TaxonomyTerm.id == term_id)
    return _one(
        Question(),
        lambda asked: next(iter(feed.taxonomy_terms(db.session.scalars(going_out).all())), None),
        follows_the_listings=False,
    )


@blueprint.get("/listings.zip")
def tables() -> ResponseReturnValue:
    """The whole directory as the standard's tables."""
    return _whole_directory("zip")


@blueprint.get("/listings.xlsx")
def workbook() -> ResponseReturnValue:
    """The whole directory as a workbook."""
    return _whole_directory("xlsx")


def _whole_directory(kind: str) -> ResponseReturnValue:
    settings, state = current_app.extensions["settings"], _state_of_the_feed(utc_now())
    if unchanged := _unchanged(state):
        return unchanged
    path = downloads.ready(
        kind, folder=settings.data_dir / "downloads", session=db.session(), state=state, licence=settings.licence
    )
    name = f"listings-{state.changed_at.astimezone(LONDON):%Y-%m-%d}.{kind}"
    response = send_file(
        path, mimetype=downloads.KINDS[kind], as_attachment=True, download_name=name, etag=False, conditional=False
    )
    return _with_headers(response, state)


def _ask(schema: Schema) -> dict[str, Any]:
    """What was asked. Everything that is wrong with it is said at once."""
    try:
        asked: dict[str, Any] = schema.load(request.args.to_dict())
    except ValidationError as problem:
        raise _wrong(problem.normalized_messages()) from None  # type: ignore[no-untyped-call]  # marshmallow leaves it untyped
    return asked


def _ask_listings(schema: Schema) -> Asked:
    values, now = _ask(schema), utc_now()
    return Asked(values, now.astimezone(LONDON).date(), _state_of_the_feed(now))


def _wrong(messages: dict[str, Any]) -> UnprocessableEntity:
    problem = UnprocessableEntity()
    problem.data = {"message": "Some of what was asked is wrong.", "errors": {"query": messages}}  # type: ignore[attr-defined]
    return problem


def _state_of_the_feed(now: datetime) -> FeedState:
    try:
        return catch_up(now=now)
    except StillChecking as problem:
        answer = ServiceUnavailable(retry_after=TRY_AGAIN_AFTER)
        words = f"Many listings have just changed, and {problem.left} are still being checked. Please try again in a moment."
        answer.data = {"message": words}  # type: ignore[attr-defined]
        raise answer from None


def _page(
    asked: Asked,
    find: Callable[[], Ids | list[uuid.UUID]],
    make: feed.MakeDocuments,
    still: Callable[[Sequence[uuid.UUID]], Select[uuid.UUID]],
    *,
    follows_the_listings: bool = True,
) -> ResponseReturnValue:
    """One page, or the stream of everything. `find` gives the ids as a statement, or in hand when it had to see them all."""
    if follows_the_listings and (unchanged := _unchanged(asked.state)):
        return unchanged
    found = find()
    if asked.values["format"] == "ndjson":
        everything = found if isinstance(found, list) else list(db.session.scalars(found))
        db.session.rollback()
        lines = feed.stream(everything, make, still)
        response = Response(stream_with_context(lines), mimetype="application/x-ndjson")
        return _with_headers(response, asked.state if follows_the_listings else None)
    page, per_page = asked.values["page"], asked.values["per_page"]
    ids: Sequence[uuid.UUID]
    if isinstance(found, list):
        ids, total = found[(page - 1) * per_page : page * per_page], len(found)
    else:
        total = _total(found, asked) if follows_the_listings else filters.count(found)
        ids = filters.list_page(found, page=page, per_page=per_page, total=total)
    return _answer(dict(make_envelope(make(ids), page, per_page, total)), asked.state if follows_the_listings else None)


def _total(ids: Ids, asked: Asked) -> int:
    question = question_of(request.endpoint, asked.values, asked.today)
    state = (RULES, asked.state.revision, asked.state.changed_at)
    return totals_of(current_app).of(question, state=state, count=lambda: filters.count(ids))


def _one(schema: Schema, find: Callable[[Asked], Document | None], *, follows_the_listings: bool = True) -> ResponseReturnValue:
    asked = _ask_listings(schema)
    if follows_the_listings and (unchanged := _unchanged(asked.state)):
        return unchanged
    document = find(asked)
    if document is None:
        problem = NotFound()
        problem.data = {"message": "There is nothing with this id, or it is not published."}  # type: ignore[attr-defined]
        raise problem
    return _answer(document, asked.state if follows_the_listings else None)


def _unchanged(state: FeedState) -> Response | None:
    """ "You have this already", told before anything is read, when the directory has not changed since."""
    response = _with_headers(Response(), state)
    response.make_conditional(request)
    return response if response.status_code == HTTPStatus.NOT_MODIFIED else None


def _answer(document: Document, state: FeedState | None = None) -> Response:
    """A document. Without a state its ETag is made of the document itself: it may change when no listing does."""
    response = Response(orjson.dumps(document), mimetype="application/json")
    if state is None:
        response.add_etag()
    _with_headers(response, state).make_conditional(request)
    return response


def _with_headers(response: Response, state: FeedState | None) -> Response:
    if state is not None:
        asked = "&".join(sorted(f"{name}={value}" for name, value in request.args.items(multi=True)))
        seen = f"{RULES} {state.revision} {state.changed_at.isoformat()} {request.path}?{asked}"
        response.set_etag(hashlib.sha256(seen.encode()).hexdigest()[:32], weak=response.is_streamed)
        response.last_modified = state.changed_at
    response.headers["Cache-Control"] = "public, no-cache"  # keep it, and ask whether it is still so
    if unknown := sorted(set(request.args) - KNOWN.get(request.endpoint or "", frozenset())):
        response.headers["X-Unknown-Parameters"] = ", ".join(
            "".join(character for character in name if character.isascii() and character.isprintable())[:60]
            for name in unknown[:20]
        )
    return response


def _parameters(schema: type[Schema]) -> frozenset[str]:
    return frozenset(schema().fields)


KNOWN = {
    "open_referral.services": _parameters(ServicesQuestion),
    "open_referral.service_at_locations": _parameters(PlacesQuestion),
    "open_referral.organizations": _parameters(OrganizationsQuestion),
    "open_referral.one_organization": _parameters(OrganizationQuestion),
    "open_referral.taxonomies": _parameters(PagedQuestion),
    "open_referral.taxonomy_terms": _parameters(TermsQuestion),
}
