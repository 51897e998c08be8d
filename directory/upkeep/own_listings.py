"""An organisation's own listings, as those who keep them and administrators see them: whatever their status."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import case, select

from directory.circumstances import is_tick
from directory.models import Accessibility, LocationType, Organization, Schedule, Service, ServiceStatus
from directory.queries import ListingNotFound, find_room, get_service, has_secret_place, hours_of, schedules_of, whole
from directory.upkeep.completeness import Facts
from directory.upkeep.models import EditState, ListingEdit, ListingEditor
from navigator.db import db
from navigator.times import LONDON

UNFINISHED = (EditState.DRAFT, EditState.WAITING, EditState.ASKED)


def list_of(organization_ids: Collection[uuid.UUID]) -> Sequence[Service]:
    """Every listing of these organisations, read whole: those that run first, then by name."""
    if not organization_ids:
        return []
    has_ended = case((Service.status.in_((ServiceStatus.INACTIVE, ServiceStatus.DEFUNCT)), 1), else_=0)
    wanted = select(Service).where(Service.organization_id.in_(organization_ids)).options(*whole())
    return db.session.scalars(wanted.join(Organization).order_by(has_ended, Organization.name, Service.name, Service.id)).all()


def get_own(service_id: uuid.UUID, *, editors: Sequence[ListingEditor]) -> tuple[Service, ListingEditor]:
    """A listing and which of these rows keeps it. Somebody else's looks as if there were none: raises `ListingNotFound`."""
    service = get_service(service_id)
    for editor in editors:
        if editor.organization_id == service.organization_id:
            return service, editor
    raise ListingNotFound(service_id)


def find_edits(service_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, ListingEdit]:
    """What editors began and that is not live yet: for each listing the one touched last."""
    wanted = select(ListingEdit).where(ListingEdit.service_id.in_(service_ids), ListingEdit.state.in_(UNFINISHED))
    found = db.session.scalars(wanted.order_by(ListingEdit.saved_at, ListingEdit.id))
    return {edit.service_id: edit for edit in found if edit.service_id is not None}


def facts_of(service: Service, *, now: datetime) -> Facts:
    """What a listing that was read whole says, as its score asks."""
    today = now.astimezone(LONDON).date()
    places = [at.location for at in service.service_at_locations]
    physical = [place for place in places if place.location_type is LocationType.PHYSICAL]
    stays_away = has_secret_place(service) or (bool(places) and not physical) or (not places and bool(service.service_areas))
    return Facts(
        description=service.description,
        has_kinds=not all(is_tick(a.term.code, a.link_type) for a in service.attributes),
        has_place=stays_away or bool(physical),
        has_postcode=stays_away or any(address.postal_code for place in physical for address in place.addresses),
        has_current_times=any(_is_current(schedule, today) for schedule in schedules_of(service)),
        says_cost=bool(service.cost_options or service.fees_description),
        says_who_for=bool(service.eligibility_description or service.minimum_age or service.maximum_age)
        or any(is_tick(a.term.code, a.link_type) for a in service.attributes),
        says_how_to_join=bool(service.application_process),
        has_phone=bool(service.phones),
        has_email=bool(service.email or service.organization.email),
        access=None if stays_away else [_access_words(row) for place in physical for row in place.accessibility],
        has_languages=bool(service.languages or service.interpretation_services),
        has_room_said=find_room(service, now=now) is not None,
    )


def _is_current(schedule: Schedule, today: date) -> bool:
    last = hours_of(schedule).last_day
    return bool(schedule.freq or schedule.description or schedule.opens_at) and (last is None or last >= today)


def _access_words(row: Accessibility) -> str:
    return " ".join(filter(None, (row.description, row.details)))
