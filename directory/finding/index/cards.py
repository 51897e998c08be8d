"""What a list of results says of a listing, kept in the index: a page of results reads no listing from the database."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import orjson

from directory.circumstances import is_tick
from directory.models import LocationType, Service
from directory.queries import ROOM_IS_KNOWN_FOR, hours_of, places_of, says_free, schedules_of
from directory.room import RoomSaid
from directory.room import read as read_room
from directory.times.opening_hours import Hours


@dataclass(frozen=True, slots=True)
class Capacity:
    """What the group last said about its room, as the standard has it, and when."""

    available: int
    description: str | None
    updated: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """One listing in short. A listing whose place is a secret has no `halls`, `towns` and `points` (latitude, longitude).

    `costs`: (pounds, last day); `languages`: (code, name); `terms`: (code, name) of each kind and need.
    """

    id: uuid.UUID
    name: str
    alternate_name: str | None
    description: str
    url: str | None
    status: str
    who_for: str | None
    minimum_age: float | None
    maximum_age: float | None
    fees: str | None
    assured_date: date | None
    organization_name: str
    organization_alternate_name: str | None
    costs: tuple[tuple[float, date | None], ...] = ()
    room: Capacity | None = None
    languages: tuple[tuple[str, str | None], ...] = ()
    terms: tuple[tuple[str | None, str], ...] = ()
    halls: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    points: tuple[tuple[float, float], ...] = ()
    is_anywhere: bool = False
    hours: tuple[Hours, ...] = ()

    def is_free(self, today: date) -> bool:
        """Whether taking part costs nothing, for everybody, as far as the listing says."""
        return says_free([amount for amount, last in self.costs if not (last and last < today)], self.fees)

    def room_at(self, now: datetime) -> RoomSaid | None:
        """What was said about room; None when that was never, or too long ago to rely on."""
        if self.room is None or now - self.room.updated > ROOM_IS_KNOWN_FOR:
            return None
        room, wait = read_room(available=self.room.available, description=self.room.description)
        return RoomSaid(room, self.room.updated, wait)


NAMES = tuple(field.name for field in fields(Card))
_ROOM = NAMES.index("room")
_DAYS_OF_HOURS = frozenset(field.name for field in fields(Hours) if "date" in str(field.type))


def card_of(service: Service) -> Card:
    """The card of a listing that was read as for a list."""
    places = [place.location for place in places_of(service)]
    physical = [location for location in places if location.location_type is not LocationType.VIRTUAL]
    latest = max(service.capacities, key=lambda capacity: capacity.updated, default=None)
    return Card(
        id=service.id,
        name=service.name,
        alternate_name=service.alternate_name,
        description=service.description,
        url=service.url,
        status=service.status.value,
        who_for=service.eligibility_description,
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        fees=service.fees_description,
        assured_date=service.assured_date,
        organization_name=service.organization.name,
        organization_alternate_name=service.organization.alternate_name,
        costs=tuple((cost.amount, cost.valid_to) for cost in service.cost_options if cost.amount is not None),
        room=Capacity(latest.available, latest.description, latest.updated) if latest else None,
        languages=tuple((spoken.code, spoken.name) for spoken in service.languages if spoken.code),
        terms=tuple((a.term.code, a.term.name) for a in service.attributes if not is_tick(a.term.code, a.link_type)),
        halls=tuple(dict.fromkeys(location.name for location in places if location.name)),
        towns=tuple(dict.fromkeys(address.city for location in physical for address in location.addresses if address.city)),
        points=tuple(
            (location.latitude, location.longitude)
            for location in physical
            if location.latitude is not None and location.longitude is not None
        ),
        is_anywhere=not physical or len(physical) < len(places),
        hours=tuple(hours_of(schedule) for schedule in schedules_of(service)),
    )


def write(card: Card) -> str:
    """A card as the index keeps it."""
    return write_facts({name: getattr(card, name) for name in NAMES})


def write_facts(facts: Mapping[str, Any]) -> str:
    """As `write`, from a card's values by name; those that are missing are empty."""
    room: Capacity | None = facts.get("room")
    values = list(map(facts.get, NAMES))
    values[0] = facts["id"].hex
    values[_ROOM] = room and (room.available, room.description, room.updated)
    values[-1] = [written_hours(one) for one in facts["hours"]]
    return orjson.dumps(values).decode()


def read(text: str) -> Card:
    """The card that `write` wrote."""
    values = dict(zip(NAMES, orjson.loads(text), strict=True))
    values["id"] = uuid.UUID(hex=values["id"])
    values["assured_date"] = _day(values["assured_date"])
    values["costs"] = tuple((amount, _day(last)) for amount, last in values["costs"])
    if values["room"]:
        available, description, updated = values["room"]
        values["room"] = Capacity(available, description, datetime.fromisoformat(updated))
    for name in ("languages", "terms", "points"):
        values[name] = tuple((first, second) for first, second in values[name] or ())
    for name in ("halls", "towns"):
        values[name] = tuple(values[name] or ())
    values["hours"] = tuple(read_hours(one) for one in values["hours"])
    return Card(**values)


def known_until(room: Capacity | None) -> date | None:
    """The last day on which what was said about room still tells something; None when there is none to tell of."""
    return (room.updated + timedelta(days=ROOM_IS_KNOWN_FOR.days)).date() if room and room.available > 0 else None


@lru_cache(maxsize=8192)  # a hundred thousand listings keep a few hundred different hours
def written_hours(hours: Hours) -> str:
    """Hours as text: only what is known of them."""
    said = {field.name: getattr(hours, field.name) for field in fields(hours)}
    return orjson.dumps({name: value for name, value in said.items() if value is not None}).decode()


@lru_cache(maxsize=8192)
def read_hours(text: str) -> Hours:
    """The hours that `written_hours` wrote."""
    said: dict[str, Any] = orjson.loads(text)
    values: dict[str, Any] = {name: _day(value) if name in _DAYS_OF_HOURS else _whole(value) for name, value in said.items()}
    return Hours(**values)


def _whole(value: Any) -> Any:
    return tuple(map(_whole, value)) if isinstance(value, list) else value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
