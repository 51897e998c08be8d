"""Reading listings: whole, in a constant number of queries however many there are."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from directory.models import (
    Attribute,
    Contact,
    CostOption,
    DirectoryRevision,
    Location,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    ServiceStatus,
    Taxonomy,
    TaxonomyTerm,
)
from directory.opening_hours import Hours
from directory.secret_places import hides_its_place, is_private_matter
from directory.words import fold
from navigator.db import db

FINDABLE = (ServiceStatus.ACTIVE, ServiceStatus.TEMPORARILY_CLOSED)
ROOM_IS_KNOWN_FOR = timedelta(days=90)  # what a group said about its room longer ago than this says nothing any more


class ListingNotFound(Exception):
    """There is no listing with this id."""


def _for_a_list() -> list[ORMOption]:
    at_location = selectinload(Service.service_at_locations)
    return [
        joinedload(Service.organization),
        at_location.joinedload(ServiceAtLocation.location).selectinload(Location.addresses),
        at_location.selectinload(ServiceAtLocation.schedules),
        selectinload(Service.schedules),
        selectinload(Service.languages),
        selectinload(Service.cost_options),
        selectinload(Service.capacities),
        selectinload(Service.attributes).joinedload(Attribute.term),
    ]


def _whole() -> list[ORMOption]:
    location = selectinload(Service.service_at_locations).joinedload(ServiceAtLocation.location)
    return [
        *_for_a_list(),
        location.selectinload(Location.accessibility),
        selectinload(Service.phones),
        selectinload(Service.contacts),
        selectinload(Service.service_areas),
    ]


def list_services(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Service]:
    """The listings with these ids, by id, with all that a list of results says of them. Ids that are not there are left out."""
    wanted = list(ids)
    if not wanted:
        return {}
    found = db.session.scalars(select(Service).where(Service.id.in_(wanted)).options(*_for_a_list()))
    return {service.id: service for service in found}


def get_service(service_id: uuid.UUID) -> Service:
    """One listing, whole, whatever its status. Raises `ListingNotFound`."""
    service = db.session.scalars(select(Service).where(Service.id == service_id).options(*_whole())).one_or_none()
    if service is None:
        raise ListingNotFound(service_id)
    return service


def current_revision() -> int:
    """The number of the last change to any listing: what a search index must have reached. One small query."""
    counter = select(func.max(DirectoryRevision.number)).scalar_subquery()
    highest = select(func.max(Service.revision)).scalar_subquery()
    return max(number or 0 for number in db.session.execute(select(counter, highest)).one())


def count_findable() -> int:
    """How many listings a search may show."""
    return db.session.scalar(select(func.count()).select_from(Service).where(Service.status.in_(FINDABLE))) or 0


def list_terms() -> Sequence[TaxonomyTerm]:
    """Every term that has a code, by taxonomy and name."""
    statement = (
        select(TaxonomyTerm)
        .outerjoin(TaxonomyTerm.taxonomy)
        .where(TaxonomyTerm.code.is_not(None))
        .order_by(Taxonomy.name, TaxonomyTerm.name)
        .options(joinedload(TaxonomyTerm.taxonomy))
    )
    return db.session.scalars(statement).all()


def find_term(code: str) -> TaxonomyTerm | None:
    """The term with this code."""
    return db.session.scalars(select(TaxonomyTerm).where(TaxonomyTerm.code == code).limit(1)).first()


def has_secret_place(service: Service) -> bool:
    """Whether no place of this listing may be shown (a refuge)."""
    return hides_its_place(
        name=service.name,
        alternate_name=service.alternate_name,
        description=service.description,
        organization_name=service.organization.name,
        term_codes=[attribute.term.code for attribute in service.attributes],
    )


def is_too_private_for_a_phone(service: Service) -> bool:
    """Whether neither its name nor its place may stand in a text, which others may read over a shoulder."""
    codes = [attribute.term.code for attribute in service.attributes]
    return has_secret_place(service) or is_private_matter(names=(service.name, service.alternate_name), term_codes=codes)


def places_of(service: Service) -> list[ServiceAtLocation]:
    """Where it happens, for showing: none when the place is a secret."""
    return [] if has_secret_place(service) else list(service.service_at_locations)


def contacts_of(service: Service) -> list[Contact]:
    """Whom to ask for, by name."""
    return [contact for contact in service.contacts if contact.name]


def hours_of(schedule: Schedule) -> Hours:
    """A schedule's facts, as `directory.opening_hours` takes them."""
    return Hours(**{name: getattr(schedule, name) for name in Hours.__dataclass_fields__})


def schedules_of(service: Service) -> list[Schedule]:
    """Every schedule of a listing: its own, and those at each place."""
    return [*service.schedules, *(schedule for place in service.service_at_locations for schedule in place.schedules)]


def find_capacity(service: Service, *, now: datetime) -> ServiceCapacity | None:
    """What the group last said about its room; None when that was never, or too long ago to rely on."""
    latest = max(service.capacities, key=lambda capacity: capacity.updated, default=None)
    return latest if latest and now - latest.updated <= ROOM_IS_KNOWN_FOR else None


def is_free(costs: Iterable[CostOption], fees: str | None, *, today: date) -> bool:
    """Whether taking part costs nothing, for everybody, as far as the listing says."""
    amounts = [cost.amount for cost in costs if cost.amount is not None and not (cost.valid_to and cost.valid_to < today)]
    return says_free(amounts, fees)


def says_free(amounts: Sequence[float], fees: str | None) -> bool:
    """As `is_free`, from the amounts (in pounds) and the words about fees."""
    if amounts:
        return not any(amounts)
    said = fold(fees or "")
    starts_free = said.startswith(("free", "no charge", "no cost", "no fee", "nothing to pay"))
    return starts_free and "£" not in (fees or "")
