"""Reading listings: whole, in a constant number of queries however many there are."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from directory.models import (
    Attribute,
    CalendarKind,
    CalendarPeriod,
    Contact,
    CostOption,
    DirectoryRevision,
    Location,
    MergedListing,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    ServiceStatus,
    Taxonomy,
    TaxonomyTerm,
)
from directory.room import RoomSaid
from directory.room import read as read_room
from directory.secret_places import hides_its_place, is_private_matter
from directory.times.opening_hours import Hours, SpecialDays, Term
from directory.times.special_days import special_days_of
from directory.words import fold
from navigator.db import db

FINDABLE = (ServiceStatus.ACTIVE, ServiceStatus.TEMPORARILY_CLOSED)
MAY_BE_FOUND = (Service.status.in_(FINDABLE), Service.left_search_on.is_(None))  # for a question's `where`
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


def whole() -> list[ORMOption]:
    """What to load with a listing so that nothing of it is asked for one by one."""
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
    return _list(ids, _for_a_list())


def list_whole_services(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Service]:
    """As `list_services`, each listing whole."""
    return _list(ids, whole())


def _list(ids: Iterable[uuid.UUID], options: list[ORMOption]) -> dict[uuid.UUID, Service]:
    wanted = list(ids)
    if not wanted:
        return {}
    found = db.session.scalars(select(Service).where(Service.id.in_(wanted)).options(*options))
    return {service.id: service for service in found}


def get_service(service_id: uuid.UUID) -> Service:
    """One listing, whole, whatever its status. Raises `ListingNotFound`."""
    service = db.session.scalars(select(Service).where(Service.id == service_id).options(*whole())).one_or_none()
    if service is None:
        raise ListingNotFound(service_id)
    return service


def find_kept_id(service_id: uuid.UUID) -> uuid.UUID | None:
    """The listing that this one was merged into; None when it was not."""
    merged = db.session.get(MergedListing, service_id)
    return merged.kept_id if merged else None


# Made once: every search asks it, and SQLAlchemy takes longer to put a statement together than the database to answer it.
_REVISIONS = select(
    select(func.max(DirectoryRevision.number)).scalar_subquery(), select(func.max(Service.revision)).scalar_subquery()
)


def current_revision() -> int:
    """The number of the last change to any listing: what a search index must have reached. One small query."""
    return max(number or 0 for number in db.session.execute(_REVISIONS).one())


def count_findable() -> int:
    """How many listings a search may show."""
    return db.session.scalar(select(func.count()).select_from(Service).where(*MAY_BE_FOUND)) or 0


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
    return [] if has_secret_place(service) else [contact for contact in service.contacts if contact.name]


def hours_of(schedule: Schedule) -> Hours:
    """A schedule's facts, as `directory.times.opening_hours` takes them."""
    return Hours(**{name: getattr(schedule, name) for name in Hours.__dataclass_fields__})


def schedules_of(service: Service) -> list[Schedule]:
    """Every schedule of a listing: its own, and those at each place."""
    return [*service.schedules, *(schedule for place in service.service_at_locations for schedule in place.schedules)]


def special_days() -> SpecialDays:
    """The bank holidays and school terms that hold here. One small query."""
    periods = db.session.scalars(select(CalendarPeriod).order_by(CalendarPeriod.first_day)).all()
    return special_days_of(
        bank_holidays_here={period.first_day: period.name for period in periods if period.kind is CalendarKind.BANK_HOLIDAY},
        terms=[Term(period.first_day, period.last_day, period.name) for period in periods if period.kind is CalendarKind.TERM],
    )


def find_capacity(service: Service, *, now: datetime) -> ServiceCapacity | None:
    """What the group last said about its room; None when that was never, or too long ago to rely on."""
    latest = max(service.capacities, key=lambda capacity: capacity.updated, default=None)
    return latest if latest and now - latest.updated <= ROOM_IS_KNOWN_FOR else None


def find_room(service: Service, *, now: datetime) -> RoomSaid | None:
    """What the group last said about its room, in the words of `directory.room`; None when we do not know."""
    capacity = find_capacity(service, now=now)
    if capacity is None:
        return None
    room, wait = read_room(available=capacity.available, description=capacity.description)
    return RoomSaid(room, capacity.updated, wait)


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
