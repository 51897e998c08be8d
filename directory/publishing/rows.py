"""Reading listings for publishing: columns, not objects, and the same number of questions for one listing or for five hundred."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from directory.history.models import ChangedField, ListingChange
from directory.marks.models import AwardedMark
from directory.marks.queries import list_current_marks
from directory.models import (
    Accessibility,
    Address,
    Attribute,
    Contact,
    CostOption,
    Funding,
    Location,
    Organization,
    OrganizationIdentifier,
    Phone,
    Program,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    SpokenLanguage,
    Taxonomy,
    TaxonomyTerm,
)
from directory.publishing.models import Verdict
from directory.secret_places import hides_its_place
from navigator.db import Base, db

Rows = list[Row[Any]]
ById = dict[uuid.UUID, Row[Any]]
ByOwner = dict[uuid.UUID, Rows]


@dataclass
class Listings:
    """Rows of some listings and of all that hangs on them, by what they hang on. A kind that was not read is empty.

    `owned["phones"][an id]` are the telephone numbers of whatever has this id: a service, a place, a contact, an organisation.
    """

    services: ById = field(default_factory=dict)
    organizations: ById = field(default_factory=dict)
    programs: ById = field(default_factory=dict)
    locations: ById = field(default_factory=dict)
    places: ByOwner = field(default_factory=dict)  # by service
    attributes: ByOwner = field(default_factory=dict)  # by service
    terms: ById = field(default_factory=dict)  # of the attributes, each with its taxonomy: columns `term_…` and `taxonomy_…`
    owned: dict[str, ByOwner] = field(default_factory=dict)
    secret: set[uuid.UUID] = field(default_factory=set)  # services nothing may be told of where they are
    changed_at: dict[uuid.UUID, Any] = field(default_factory=dict)  # by service
    marks: dict[uuid.UUID, list[AwardedMark]] = field(default_factory=dict)  # by organisation

    def of(self, kind: str, owner: uuid.UUID) -> Rows:
        """The rows of a kind that hang on `owner`, in a steady order."""
        return self.owned.get(kind, {}).get(owner, [])


def columns(model: type[Base]) -> list[InstrumentedAttribute[Any]]:
    """Every column of a table, as the model names them."""
    return [getattr(model, name) for name in model.__mapper__.columns.keys()]  # noqa: SIM118 - not a dict


def read_services(ids: Collection[uuid.UUID], *, whole: bool, today: date | None = None) -> Listings:
    """The listings with these ids: what stands in their own rows, their organisation and programme; or `whole`, everything.

    With `today`, the quality marks that their organisations hold on that day, too.
    """
    found = Listings()
    if not ids:
        return found
    found.services = _by_id(Service, ids)
    found.organizations = _by_id(Organization, {service.organization_id for service in found.services.values()})
    found.programs = _by_id(Program, {service.program_id for service in found.services.values() if service.program_id})
    found.changed_at = {
        row.service_id: row.changed_at for row in _ask(_hanging(Verdict, "service_id", "service_id"), found.services)
    }
    found.marks = list_current_marks(found.organizations, today=today) if today else {}
    if whole:
        _read_all_that_hangs_on(found)
    return found


def read_places(ids: Collection[uuid.UUID], *, whole: bool, today: date | None = None) -> Listings:
    """The services at locations with these ids, their services and locations; `whole` with all that hangs on the three."""
    found = Listings()
    if not ids:
        return found
    places = _by_id(ServiceAtLocation, ids).values()
    found = read_services({place.service_id for place in places}, whole=whole, today=today)
    if not whole:
        _read_attributes(found)
        _find_secret(found)
        found.locations = _by_id(Location, {place.location_id for place in places})
    found.places = defaultdict(list)
    for place in places:
        found.places[place.service_id].append(place)
    return found


def read_organizations(ids: Collection[uuid.UUID], *, whole: bool) -> Listings:
    """The organisations with these ids, without their services; `whole` with what hangs on them."""
    found = Listings()
    if not ids:
        return found
    found.organizations = _by_id(Organization, ids)
    if whole:
        _read_of_organizations(found)
        _read_numbers(found, places=set())
    return found


def _read_all_that_hangs_on(found: Listings) -> None:
    ids = set(found.services)
    _read_attributes(found)
    _find_secret(found)
    found.places = _hanging_on(ServiceAtLocation, "service_id", ids)
    places = {place.id for rows in found.places.values() for place in rows}
    locations = {place.location_id for rows in found.places.values() for place in rows}
    found.locations = _by_id(Location, locations)
    for kind, model in (("addresses", Address), ("accessibility", Accessibility)):
        found.owned[kind] = _hanging_on(model, "location_id", locations)
    for kind, owned in (
        ("cost_options", CostOption),
        ("service_areas", ServiceArea),
        ("capacities", ServiceCapacity),
        ("required_documents", RequiredDocument),
    ):
        found.owned[kind] = _hanging_on(owned, "service_id", ids)
    found.owned["schedules"] = _by_each(Schedule, {"service_id": ids, "service_at_location_id": places})
    _read_of_organizations(found)
    _read_numbers(found, places=places)
    _read_metadata(found)


def _find_secret(found: Listings) -> None:
    for service in found.services.values():
        if hides_its_place(
            name=service.name,
            alternate_name=service.alternate_name,
            description=service.description,
            organization_name=found.organizations[service.organization_id].name,
            term_codes=[found.terms[said.taxonomy_term_id].term_code for said in found.attributes.get(service.id, [])],
        ):
            found.secret.add(service.id)


def _read_of_organizations(found: Listings) -> None:
    ids = set(found.organizations)
    for kind, model in (("organization_identifiers", OrganizationIdentifier), ("programs", Program)):
        found.owned[kind] = _hanging_on(model, "organization_id", ids)
    found.owned["funding"] = _by_each(Funding, {"service_id": set(found.services), "organization_id": ids})


def _read_numbers(found: Listings, *, places: set[uuid.UUID]) -> None:
    """Whom to ask for, the telephone numbers of all of them, and the languages spoken there."""
    owners = {
        "service_id": set(found.services),
        "service_at_location_id": places,
        "location_id": set(found.locations),
        "organization_id": set(found.organizations),
    }
    found.owned["contacts"] = _by_each(Contact, owners)
    contacts = {contact.id for rows in found.owned["contacts"].values() for contact in rows}
    found.owned["phones"] = _by_each(Phone, {"contact_id": contacts} | owners)
    phones = {phone.id for rows in found.owned["phones"].values() for phone in rows}
    owners = {"service_id": set(found.services), "location_id": set(found.locations), "phone_id": phones}
    found.owned["languages"] = _by_each(SpokenLanguage, owners)


def _read_attributes(found: Listings) -> None:
    found.attributes = _hanging_on(Attribute, "link_id", found.services)
    terms = {attribute.taxonomy_term_id for rows in found.attributes.values() for attribute in rows}
    found.terms = {row.term_id: row for row in _ask(_chosen_terms(), terms)}


def terms_with_taxonomies() -> Select[Any]:
    """Every term, its columns named `term_…`, beside its taxonomy's, named `taxonomy_…`."""
    return select(
        *(column.label(f"term_{column.key}") for column in columns(TaxonomyTerm)),
        *(column.label(f"taxonomy_{column.key}") for column in columns(Taxonomy)),
    ).outerjoin(Taxonomy, TaxonomyTerm.taxonomy_id == Taxonomy.id)


def _read_metadata(found: Listings) -> None:
    """The last change of each field: what happened and when. Who did it and what stood there before are not even read."""
    found.owned["metadata"] = _by(_ask(_last_changes(), found.services), "service_id")


def _by_each(model: type[Base], owners: dict[str, set[uuid.UUID]]) -> ByOwner:
    """Rows that may hang on several things at once, under each of these; under an organisation only when nothing is nearer."""
    wanted = {name: list(ids) for name, ids in owners.items() if ids}
    if not wanted:
        return {}
    found: ByOwner = defaultdict(list)
    for row in db.session.connection().execute(_hanging_on_any(model, tuple(wanted)), wanted):
        named = {name: owner for name in owners if (owner := getattr(row, name)) is not None}
        if len(named) > 1:
            named.pop("organization_id", None)
        for owner in named.values():
            found[owner].append(row)
    return found


def _by_id(model: type[Base], ids: Collection[uuid.UUID]) -> ById:
    return {row.id: row for row in _ask(_hanging(model, "id", "id"), ids)}


def _hanging_on(model: type[Base], owner: str, ids: Collection[uuid.UUID]) -> ByOwner:
    return _by(_ask(_hanging(model, owner, "id"), ids), owner)


def _by(rows: Iterable[Row[Any]], owner: str) -> ByOwner:
    found: ByOwner = defaultdict(list)
    for row in rows:
        found[getattr(row, owner)].append(row)
    return found


def _ask(statement: Select[Any], ids: Collection[uuid.UUID]) -> Iterable[Row[Any]]:
    """The rows that a statement about `ids` finds, as plain rows of the connection: what is changed in the session is flushed."""
    return db.session.connection().execute(statement, {"ids": list(ids)}) if ids else ()


# A page asks two dozen questions, always the same ones. To build them anew each time costs more than the database takes.
@cache
def _hanging(model: type[Base], owner: str, order: str) -> Select[Any]:
    table = model.__table__
    return select(table).where(table.c[owner].in_(bindparam("ids", expanding=True))).order_by(table.c[order])


@cache
def _hanging_on_any(model: type[Base], owners: tuple[str, ...]) -> Select[Any]:
    table = model.__table__
    conditions = (table.c[name].in_(bindparam(name, expanding=True)) for name in owners)
    return select(table).where(or_(*conditions)).order_by(table.c.id)


@cache
def _chosen_terms() -> Select[Any]:
    return terms_with_taxonomies().where(TaxonomyTerm.id.in_(bindparam("ids", expanding=True)))


@cache
def _last_changes() -> Select[Any]:
    latest = (
        func.row_number()
        .over(
            partition_by=(ChangedField.resource_type, ChangedField.resource_id, ChangedField.field_name),
            order_by=(ListingChange.made_at.desc(), ListingChange.number.desc(), ChangedField.id.desc()),
        )
        .label("place")
    )
    changes = (
        select(
            ChangedField.id,
            ChangedField.resource_id,
            ChangedField.resource_type,
            ChangedField.field_name,
            ChangedField.last_action_type,
            ListingChange.made_at,
            ListingChange.origin,
            ListingChange.service_id,
            latest,
        )
        .join(ListingChange, ChangedField.change_id == ListingChange.id)
        .where(ListingChange.service_id.in_(bindparam("ids", expanding=True)))
        .subquery()
    )
    return select(changes).where(changes.c.place == 1).order_by(changes.c.made_at, changes.c.id)
