"""Listings for programs: search, and one listing whole. Open to all, from any site."""

import uuid
from datetime import datetime
from typing import Any

from flask import Response, current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_smorest import Blueprint, abort
from marshmallow import RAISE

from directory.finding.index.cards import card_of
from directory.finding.index.on_disk import listing_index
from directory.finding.public.schemas import ServicePage, ServicesQuery, ServiceWhole
from directory.finding.results.search import Result, Wanted, describe, search
from directory.models import Schedule, Service, ServiceStatus
from directory.queries import (
    ListingNotFound,
    find_capacity,
    find_kept_id,
    get_service,
    has_secret_place,
    hours_of,
    places_of,
    schedules_of,
    special_days,
)
from directory.times.opening_hours import in_short, in_words, is_open_at, next_session
from navigator.times import LONDON, utc_now
from translations.locales import words

blueprint = Blueprint("listings_api", __name__, description="Local groups and services that may help.")


@blueprint.after_request
def open_to_any_site(response: Response) -> Response:
    """Open data may be read by any page."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.route("", methods=["GET"])
@blueprint.arguments(ServicesQuery, location="query", unknown=RAISE)
@blueprint.response(200, ServicePage)
def list_of_services(query: dict[str, Any]) -> dict[str, Any]:
    """Find listings

    Best first: by what was asked, then by nearness, room and how lately somebody checked. Without any parameter it gives
    every listing. What is online, by telephone or comes to the person is found near every place, after what is nearby.
    """
    now = utc_now()
    wanted = Wanted(
        words=query["q"].strip(),
        near=query["near"].strip(),
        within=query["within"],
        free=query["free"],
        open_on=query["open_on"],
        language=query["language"].lower() if query["language"] else None,
        has_room=query["room"],
        mark=query["mark"],
        remote=query["remote"],
        area=query["area"],
        when=query["when"],
        age=(query["age"], query["age"]) if query["age"] is not None else None,
        circumstances=tuple(query["circumstance"]),
        access=tuple(query["access"]),
        ways=tuple(query["way"]),
        interpreter=query["interpreter"],
        self_referral=query["self_referral"],
        checked=query["checked"],
        need=query["need"],
        kind=query["kind"],
        page=query["page"],
        per_page=query["per_page"],
    )
    found = search(wanted, index=listing_index(current_app, now=now), now=now, language=_language())
    if found.is_place_unknown:
        abort(422, errors={"query": {"near": ["We do not know this place."]}})
    return {
        "contents": [_in_list(result) for result in found.results],
        "page_number": wanted.page,
        "size": len(found.results),
        "total_items": found.total,
        "total_pages": found.total_pages,
        "first_page": wanted.page == 1,
        "last_page": wanted.page >= found.total_pages,
        "empty": not found.results,
    }


@blueprint.route("/<uuid:service_id>", methods=["GET"])
@blueprint.response(200, ServiceWhole)
@blueprint.alt_response(404, description="There is no listing with this id.")
@blueprint.alt_response(301, description="It was made one with another listing; `Location` leads there.")
def one_service(service_id: uuid.UUID) -> dict[str, Any] | ResponseReturnValue:
    """One listing, whole

    Whatever its status: look at `status` before sending anybody there.
    """
    try:
        service = get_service(service_id)
    except ListingNotFound:
        abort(404, message="There is no listing with this id.")
    if service.status is ServiceStatus.DEFUNCT and (kept_id := find_kept_id(service.id)) is not None:
        return redirect(url_for(".one_service", service_id=kept_id), 301)
    return _whole(service, utc_now())


def _in_list(result: Result) -> dict[str, Any]:
    service = result.service
    return {
        "id": service.id,
        "name": service.name,
        "organization_name": service.organization_name,
        "description": service.description,
        "url": service.url,
        "status": service.status,
        "distance_miles": round(result.distance_miles, 2) if result.distance_miles is not None else None,
        "why": result.why,
        "assured_date": service.assured_date,
    }


def _whole(service: Service, now: datetime) -> dict[str, Any]:
    result = describe(card_of(service), wanted=Wanted(), units=[], miles=None, now=now, language=_language())
    code, special = _language(), special_days()
    known = [hours_of(schedule) for schedule in schedules_of(service)] if service.status is ServiceStatus.ACTIVE else []
    session = next_session(known, after=now, special=special)
    copied = (
        "alternate_name",
        "organization",
        "email",
        "application_process",
        "fees_description",
        "eligibility_description",
        "interpretation_services",
        "accreditations",
        "minimum_age",
        "maximum_age",
        "alert",
        "last_modified",
        "phones",
        "languages",
        "cost_options",
    )
    return {
        **_in_list(result),
        **{name: getattr(service, name) for name in copied},
        "schedules": [_schedule(schedule, now) for schedule in service.schedules],
        "locations": [
            {
                **{
                    name: getattr(place.location, name)
                    for name in ("id", "name", "transportation", "latitude", "longitude", "addresses")
                },
                "location_type": place.location.location_type.value,
                "accessibility": [access.description or access.details or "" for access in place.location.accessibility],
                "schedules": [_schedule(schedule, now) for schedule in place.schedules],
            }
            for place in places_of(service)
        ],
        "service_areas": [] if has_secret_place(service) else [area.name for area in service.service_areas if area.name],
        "capacity": find_capacity(service, now=now),
        "when_short": in_short(known, words=words(code), code=code, today=now.astimezone(LONDON).date()),
        "open_now": is_open_at(known, now, special=special),
        "next_session": session.start if session else None,
        "terms": [
            {"code": attribute.term.code, "name": attribute.term.name, "link_type": attribute.link_type}
            for attribute in service.attributes
        ],
    }


def _schedule(schedule: Schedule, now: datetime) -> dict[str, Any]:
    code = _language()
    hours = hours_of(schedule)
    return {**vars(hours), "in_words": in_words(hours, words=words(code), code=code, today=now.astimezone(LONDON).date()).text}


def _language() -> str:
    return str(get_locale() or "en")
