"""The feed's questions as conditions of the database: whatever is asked, all of it must hold."""

import uuid
from collections.abc import Sequence
from datetime import date
from math import inf
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from directory.models import (
    Attribute,
    Location,
    Organization,
    Place,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)
from directory.places.gazetteer import find_place, miles_between, outward_code, read_postcode
from directory.publishing.coverage import serves
from directory.publishing.gate import is_cleared
from directory.publishing.models import Verdict
from directory.words import fold
from navigator.db import db

METRES_A_MILE = 1609.344
METRES_A_DEGREE = 111_000.0  # of latitude; a little less than the least there is, so that no place falls outside the box
Ids = Select[uuid.UUID]


class PostcodeUnknown(Exception):
    """The gazetteer has no such postcode."""


def services(asked: dict[str, Any], *, today: date) -> Ids:
    """The ids of the listings that go out and are asked for, in a steady order. `asked`: as `ListingsQuestion` loads it."""
    statement = select(Service.id).join(Verdict, Verdict.service_id == Service.id).where(*_of_listings(asked, today))
    return statement.order_by(Service.name, Service.id)


def places(asked: dict[str, Any], *, today: date) -> Ids:
    """The ids of the services at locations that go out and are asked for, but for nearness and coverage."""
    statement = (
        select(ServiceAtLocation.id)
        .join(Service, ServiceAtLocation.service_id == Service.id)
        .join(Verdict, Verdict.service_id == Service.id)
        .where(Verdict.hides_place.is_(False), *_of_listings(asked, today, at_place=True))
    )
    return statement.order_by(Service.name, ServiceAtLocation.id)


def list_places_near(asked: dict[str, Any], *, today: date) -> list[uuid.UUID]:
    """As `places`, serving the postcode and, with a proximity, that near to it, nearest first. Raises `PostcodeUnknown`."""
    point = _find_postcode(asked["postcode"])
    statement = places(asked, today=today).add_columns(Service.id, Location.latitude, Location.longitude)
    statement = statement.join(Location, ServiceAtLocation.location_id == Location.id)
    if (metres := asked["proximity"]) is not None:
        reach = metres / METRES_A_DEGREE
        statement = statement.where(Location.latitude.between(point.latitude - reach, point.latitude + reach))
    rows = db.session.execute(statement).all()
    serving = _list_serving({service_id for _, service_id, _, _ in rows}, asked["postcode"], point)
    found = [(_metres(point, *where), identity) for identity, service_id, *where in rows if service_id in serving]
    if metres is None:
        return [identity for _, identity in found]
    return [identity for away, identity in sorted(found) if away <= metres]


def organizations(asked: dict[str, Any]) -> Ids:
    """The ids of the organisations that have a listing that goes out."""
    cleared = exists().where(Service.organization_id == Organization.id, Verdict.service_id == Service.id, is_cleared())
    words = _words(asked["search"], Organization.name, Organization.alternate_name, Organization.description)
    return select(Organization.id).where(cleared, *words).order_by(Organization.name, Organization.id)


def taxonomies(asked: dict[str, Any]) -> Ids:
    """The ids of the taxonomies that have a name."""
    named = func.trim(Taxonomy.name) != ""
    return select(Taxonomy.id).where(named, *_words(asked["search"], Taxonomy.name, Taxonomy.description)).order_by(Taxonomy.id)


def taxonomy_terms(asked: dict[str, Any]) -> Ids:
    """The ids of the terms that have a name."""
    conditions = [func.trim(TaxonomyTerm.name) != ""]
    conditions += _words(asked["search"], TaxonomyTerm.name, TaxonomyTerm.description, TaxonomyTerm.code)
    if asked["taxonomy_id"]:
        conditions.append(TaxonomyTerm.taxonomy_id == asked["taxonomy_id"])
    if asked["parent_id"]:
        conditions.append(TaxonomyTerm.parent_id == asked["parent_id"])
    if asked["top_only"]:
        conditions.append(TaxonomyTerm.parent_id.is_(None))
    return select(TaxonomyTerm.id).where(*conditions).order_by(TaxonomyTerm.name, TaxonomyTerm.id)


def count(ids: Ids) -> int:
    """How many there are in all."""
    return db.session.scalar(select(func.count()).select_from(ids.order_by(None).subquery())) or 0


def list_page(ids: Ids, *, page: int, per_page: int, total: int) -> Sequence[uuid.UUID]:
    """One page of the ids, of which there are `total`."""
    before = (page - 1) * per_page
    return db.session.scalars(ids.limit(per_page).offset(before)).all() if total > before else []


def _of_listings(asked: dict[str, Any], today: date, *, at_place: bool = False) -> list[ColumnElement[bool]]:
    conditions = [is_cleared(with_ended=asked["ended"])]
    for word in asked["search"].lower().split():
        of_organization = exists().where(Organization.id == Service.organization_id, _has(Organization.name, word))
        of_term = exists().where(
            Attribute.link_id == Service.id, Attribute.taxonomy_term_id == TaxonomyTerm.id, _has(TaxonomyTerm.name, word)
        )
        own = [_has(column, word) for column in (Service.name, Service.alternate_name, Service.description)]
        conditions.append(or_(*own, of_organization, of_term))
    if asked["taxonomy_term_id"]:
        conditions.append(
            exists().where(Attribute.link_id == Service.id, Attribute.taxonomy_term_id == asked["taxonomy_term_id"])
        )
    if asked["taxonomy_id"]:
        conditions.append(
            exists().where(
                Attribute.link_id == Service.id,
                Attribute.taxonomy_term_id == TaxonomyTerm.id,
                TaxonomyTerm.taxonomy_id == asked["taxonomy_id"],
            )
        )
    if asked["organization_id"]:
        conditions.append(Service.organization_id == asked["organization_id"])
    if asked["minimum_age"] is not None:
        conditions.append(Service.minimum_age >= asked["minimum_age"])
    if asked["maximum_age"] is not None:
        conditions.append(Service.maximum_age <= asked["maximum_age"])
    if asked["age"] is not None:
        conditions.append(or_(Service.minimum_age.is_(None), Service.minimum_age <= asked["age"]))
        conditions.append(or_(Service.maximum_age.is_(None), Service.maximum_age >= asked["age"]))
    if asked["modified_after"]:
        conditions.append(or_(Verdict.changed_at >= asked["modified_after"], Service.last_modified >= asked["modified_after"]))
    if asked["day"] or asked["start_time"] or asked["end_time"]:
        conditions.append(_has_session(asked, today, at_place=at_place))
    return conditions


def _has_session(asked: dict[str, Any], today: date, *, at_place: bool) -> ColumnElement[bool]:
    """One session is on that day and at that time. Closing at or before opening is closing on the next day."""
    conditions = [or_(Schedule.until.is_(None), Schedule.until >= today)]
    if asked["day"]:
        conditions.append(Schedule.byday.contains(asked["day"]))
    if asked["start_time"]:
        until = or_(
            Schedule.closes_at > asked["start_time"],
            Schedule.closes_at <= Schedule.opens_at,
            Schedule.closes_at.is_(None) & (Schedule.opens_at >= asked["start_time"]),
        )
        conditions.append(until)
    if asked["end_time"]:
        conditions.append(Schedule.opens_at < asked["end_time"])
    of_service = exists().where(Schedule.service_id == Service.id, *conditions)
    if at_place:
        return or_(of_service, exists().where(Schedule.service_at_location_id == ServiceAtLocation.id, *conditions))
    here = exists().where(
        ServiceAtLocation.service_id == Service.id, Schedule.service_at_location_id == ServiceAtLocation.id, *conditions
    )
    return or_(of_service, here)


def _has(column: InstrumentedAttribute[Any], word: str) -> ColumnElement[bool]:
    return func.lower(column).contains(word, autoescape=True)


def _words(search: str, *columns: InstrumentedAttribute[Any]) -> list[ColumnElement[bool]]:
    return [or_(*(_has(column, word) for column in columns)) for word in search.lower().split()]


def _find_postcode(text: str) -> Place:
    place = find_place(text) if read_postcode(text) else None
    if place is None:
        raise PostcodeUnknown(text)
    return place


def _metres(point: Place, latitude: float | None, longitude: float | None) -> float:
    if latitude is None or longitude is None:
        return inf
    return miles_between(point.latitude, point.longitude, latitude, longitude) * METRES_A_MILE


def _list_serving(service_ids: set[uuid.UUID], postcode: str, point: Place) -> set[uuid.UUID]:
    """Those of the services that serve the postcode, as far as their areas tell."""
    areas: dict[uuid.UUID, list[tuple[str | None, str | None]]] = {}
    told = select(ServiceArea.service_id, ServiceArea.extent, ServiceArea.extent_type).where(ServiceArea.extent.is_not(None))
    for service_id, extent, kind in db.session.execute(told):
        if service_id in service_ids:
            areas.setdefault(service_id, []).append((extent, kind))
    outcode = outward_code(fold(postcode)) or ""
    return {
        service_id
        for service_id in service_ids
        if serves(areas.get(service_id, ()), outcode=outcode, latitude=point.latitude, longitude=point.longitude)
    }
