"""Listings made up for measuring: believable, as many as wanted, and the same ones again from the same seed.

They go into a database of the benchmark's own. Kinds and needs are those of `seed_services`, so that its thesaurus understands
what is asked of them.
"""

import csv
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import TableClause, insert, inspect, select
from sqlalchemy.orm import Session

from benchmarks.listing_words import (
    ADJECTIVES,
    BEGINNINGS,
    CLOSINGS,
    DAY_NAMES,
    DAYS,
    ENDINGS,
    GIVEN,
    GROUPS,
    HALLS,
    KINDS,
    LANGUAGES,
    MIDDLES,
    NOUNS,
    OPENINGS,
    STREETS,
    TOWNS,
    Kind,
    Town,
)
from directory.models import (
    Address,
    Attribute,
    CostOption,
    Location,
    LocationType,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    ServiceStatus,
    SpokenLanguage,
    Taxonomy,
    TaxonomyTerm,
)
from directory.operations import next_revision
from navigator.db import Base

SEED = 2611
SEED_SERVICES = Path(__file__).parent.parent / "seed_services"
BATCH = 2000
TABLES: tuple[type[Base], ...] = (
    Service,
    ServiceAtLocation,
    Schedule,
    Phone,
    SpokenLanguage,
    CostOption,
    ServiceCapacity,
    Attribute,
)  # parents first


@dataclass(frozen=True, slots=True)
class Hall:
    """A place where things happen."""

    id: uuid.UUID
    name: str
    street: str
    town: Town
    postcode: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who runs listings."""

    id: uuid.UUID
    name: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One listing, with all that will hang on it."""

    id: uuid.UUID
    organisation: Organisation
    name: str
    description: str
    kind: Kind
    halls: tuple[Hall, ...]
    is_virtual: bool
    days: tuple[str, ...]
    opens_at: str
    closes_at: str
    languages: tuple[tuple[str, str], ...]
    pounds: float | None
    room: int | None
    room_said: datetime
    assured: date | None
    is_paused: bool
    phone: str


class Locality:
    """So many listings, with the halls and organisations they share. `today` is when they were last looked at."""

    def __init__(self, count: int, *, today: date, seed: int = SEED) -> None:
        self.count, self.today, self._seed = count, today, seed
        chance = random.Random(seed)
        self.halls = [self._hall(chance, number) for number in range(max(10, count // 4))]
        self.organisations = [Organisation(_id(chance), self._organisation(chance)) for _ in range(max(5, count * 2 // 3))]
        self._after_halls = chance.getstate()

    def listings(self) -> Iterator[Listing]:
        """Every listing, each time the same ones in the same order."""
        chance = random.Random()
        chance.setstate(self._after_halls)
        for number in range(self.count):
            yield self._listing(chance, number)

    def _hall(self, chance: random.Random, number: int) -> Hall:
        town = chance.choices(TOWNS, [town.share for town in TOWNS])[0]
        return Hall(
            id=_id(chance),
            name=f"{_proper(chance)} {chance.choice(HALLS)}",
            street=f"{1 + number % 60} {chance.choice(STREETS)}",
            town=town,
            postcode=f"{town.outcode} {chance.randint(1, 9)}{chance.choice('ABDEFGHJLN')}{chance.choice('PQRSTUWXYZ')}",
            latitude=round(town.latitude + chance.gauss(0, 0.009), 5),
            longitude=round(town.longitude + chance.gauss(0, 0.014), 5),
        )

    @staticmethod
    def _organisation(chance: random.Random) -> str:
        first = chance.choice((_proper(chance), chance.choice(TOWNS).name, f"{chance.choice(ADJECTIVES)} {chance.choice(NOUNS)}"))
        return f"{first} {chance.choice(GROUPS)}"

    def _listing(self, chance: random.Random, number: int) -> Listing:
        kind = chance.choice(KINDS)
        said = chance.random()
        halls = tuple(chance.sample(self.halls, 2 if said < 0.06 else 1)) if said < 0.88 else ()
        days = tuple(sorted(chance.sample(DAYS, chance.choices((1, 2, 5), (7, 2, 1))[0]), key=DAYS.index))
        name = _name(chance, kind, halls[0].town if halls else chance.choice(TOWNS), days[0])
        begins = chance.randint(9, 18)
        sentences = [chance.choice(OPENINGS), *kind.says, *chance.sample(CLOSINGS, 2)]
        chance.shuffle(sentences)
        return Listing(
            id=_id(chance),
            organisation=chance.choice(self.organisations),
            name=name,
            description=f"{' '.join(sentences[:3])}\n\n{' '.join(sentences[3:])} Ask for {_whom(chance)}.",
            kind=kind,
            halls=halls,
            is_virtual=not halls and chance.random() < 0.7,
            days=days,
            opens_at=f"{begins:02}:{chance.choice(('00', '30'))}",
            closes_at=f"{begins + chance.randint(1, 3):02}:30",
            languages=_languages(chance),
            pounds=chance.choices((0.0, None, 2.0, 3.5, 5.0, 12.0), (50, 8, 14, 12, 10, 6))[0],
            room=chance.choices((None, 0, chance.randint(1, 15)), (45, 15, 40))[0],
            room_said=datetime.combine(self.today - timedelta(days=chance.randint(1, 80)), time(9), tzinfo=UTC),
            assured=self.today - timedelta(days=chance.randint(1, 400)) if chance.random() < 0.9 else None,
            is_paused=chance.random() < 0.02,
            phone=f"01632 960{number % 1000:03}",
        )


def _name(chance: random.Random, kind: Kind, town: Town, day: str) -> str:
    """Seven in ten have a word few others have; the rest are called what such groups are usually called."""
    called, ours = chance.choice(kind.names), f"{chance.choice(ADJECTIVES)} {chance.choice(NOUNS)}"
    shapes = {
        f"{_proper(chance)} {called}": 55,
        f"{ours} {called} at {_proper(chance)}": 15,
        f"{town.name} {DAY_NAMES[day]} {called}": 15,
        f"{town.name} {ours} {called}": 15,
    }
    return chance.choices(list(shapes), list(shapes.values()))[0]


def _proper(chance: random.Random) -> str:
    return f"{chance.choice(BEGINNINGS)}{chance.choice(MIDDLES)}{chance.choice(ENDINGS)}"


def _whom(chance: random.Random) -> str:
    return f"{chance.choice(GIVEN)} {_proper(chance)}"


def _languages(chance: random.Random) -> tuple[tuple[str, str], ...]:
    spoken = [("English", "en")]
    if chance.random() < 0.12:
        name, code, _ = chance.choices(LANGUAGES, [share for _, _, share in LANGUAGES])[0]
        spoken.append((name, code))
    return tuple(spoken)


def _id(chance: random.Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)


def write(locality: Locality, session: Session) -> None:
    """Put the listings into a database, and the taxonomies when it has none. Commits as it goes."""
    chance = random.Random(locality.count)
    terms, revision = _write_terms(session), next_revision(session)
    _insert(session, Organization, [{"id": one.id, "name": one.name, "description": ""} for one in locality.organisations])
    _insert(session, Location, [_location(hall) for hall in locality.halls])
    _insert(session, Address, [_address(hall, chance) for hall in locality.halls])
    online = _id(chance)
    _insert(session, Location, [{"id": online, "location_type": LocationType.VIRTUAL, "name": "Online"}])
    listings = locality.listings()
    while batch := list(islice(listings, BATCH)):
        rows: dict[type[Base], list[dict[str, Any]]] = {table: [] for table in TABLES}
        for listing in batch:
            _add_rows(rows, listing, terms, online, revision, chance)
        for table, of_it in rows.items():
            _insert(session, table, of_it)
        session.commit()


def _insert(session: Session, table: type[Base], rows: list[dict[str, Any]]) -> None:
    target = inspect(table).local_table
    assert isinstance(target, TableClause)  # noqa: S101 - for the type checker; inserting past the ORM is three times as quick
    for start in range(0, len(rows), BATCH):
        session.connection().execute(insert(target), rows[start : start + BATCH])


def _write_terms(session: Session) -> dict[str, uuid.UUID]:
    """The seed's taxonomies, unless they are there already; gives the id of each term by its code."""
    terms = _read_csv("taxonomy_terms.csv", ids=("id", "taxonomy_id"), others=("code", "name", "description"))
    if session.scalar(select(Taxonomy.id).limit(1)) is None:
        _insert(session, Taxonomy, _read_csv("taxonomies.csv", ids=("id",), others=("name", "description")))
        _insert(session, TaxonomyTerm, terms)
    return {term["code"]: term["id"] for term in terms}


def _read_csv(name: str, *, ids: tuple[str, ...], others: tuple[str, ...]) -> list[dict[str, Any]]:
    with (SEED_SERVICES / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [{column: uuid.UUID(row[column]) for column in ids} | {column: row[column] for column in others} for row in rows]


def _location(hall: Hall) -> dict[str, Any]:
    return {
        "id": hall.id,
        "location_type": LocationType.PHYSICAL,
        "name": hall.name,
        "latitude": hall.latitude,
        "longitude": hall.longitude,
    }


def _address(hall: Hall, chance: random.Random) -> dict[str, Any]:
    return {
        "id": _id(chance),
        "location_id": hall.id,
        "address_1": hall.street,
        "city": hall.town.name,
        "state_province": "Cornwall",
        "postal_code": hall.postcode,
        "country": "GB",
        "address_type": "physical",
    }


def _add_rows(
    rows: dict[type[Base], list[dict[str, Any]]],
    listing: Listing,
    terms: dict[str, uuid.UUID],
    online: uuid.UUID,
    revision: int,
    chance: random.Random,
) -> None:
    of = {"service_id": listing.id}
    rows[Service].append(
        {
            "id": listing.id,
            "organization_id": listing.organisation.id,
            "name": listing.name,
            "description": listing.description,
            "status": ServiceStatus.TEMPORARILY_CLOSED if listing.is_paused else ServiceStatus.ACTIVE,
            "application_process": "Just come, or ring first.",
            "assured_date": listing.assured,
            "revision": revision,
        }
    )
    places_of = [hall.id for hall in listing.halls] or ([online] if listing.is_virtual else [])
    held_at = [{"id": _id(chance), **of, "location_id": place} for place in places_of]
    rows[ServiceAtLocation] += held_at
    when = {"freq": "WEEKLY", "byday": ",".join(listing.days), "opens_at": listing.opens_at, "closes_at": listing.closes_at}
    for place in held_at:
        rows[Schedule].append({"id": _id(chance), "service_id": None, "service_at_location_id": place["id"], **when})
    if not held_at:
        rows[Schedule].append({"id": _id(chance), "service_id": listing.id, "service_at_location_id": None, **when})
    rows[Phone].append({"id": _id(chance), **of, "number": listing.phone, "type": "voice"})
    rows[SpokenLanguage] += [{"id": _id(chance), **of, "name": name, "code": code} for name, code in listing.languages]
    if listing.pounds is not None:
        rows[CostOption].append({"id": _id(chance), **of, "currency": "GBP", "amount": listing.pounds})
    if listing.room is not None:
        rows[ServiceCapacity].append(
            {"id": _id(chance), **of, "unit": "place", "available": listing.room, "maximum": 15, "updated": listing.room_said}
        )
    said = [("kind", listing.kind.code), *(("need", code) for code in listing.kind.needs)]
    rows[Attribute] += [
        {"id": _id(chance), "link_id": listing.id, "link_entity": "service", "link_type": sort, "taxonomy_term_id": terms[code]}
        for sort, code in said
    ]
