"""What the search index holds of each listing: read from the database in batches, seven queries a batch."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b

from sqlalchemy import select

from directory.models import (
    Address,
    Attribute,
    CostOption,
    Location,
    LocationType,
    Organization,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    ServiceStatus,
    SpokenLanguage,
    TaxonomyTerm,
)
from directory.opening_hours import Hours
from directory.queries import FINDABLE, ROOM_IS_KNOWN_FOR, says_free
from directory.secret_places import hides_its_place
from directory.words import fold
from navigator.db import db

BATCH = 1000
FOR_EVER = date.max.toordinal()


@dataclass
class Entry:
    """One listing as the index knows it. Words are folded; days are ordinal numbers; points are (latitude, longitude)."""

    id: uuid.UUID
    name: str
    organisation: str
    text: str
    is_paused: bool
    assured_day: int
    free_words: str | None
    amounts: list[float] = field(default_factory=list)
    term_names: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    points: list[tuple[float, float]] = field(default_factory=list)
    place_words: set[str] = field(default_factory=set)
    has_place: bool = False
    is_virtual: bool = False
    room_until: int = 0
    open_until: dict[str, int] = field(default_factory=dict)
    is_secret: bool = False

    @property
    def key(self) -> int:
        return key_of(self.id)

    @property
    def is_free(self) -> bool:
        return says_free(self.amounts, self.free_words)

    @property
    def is_anywhere(self) -> bool:
        """Reached from anywhere: online, by telephone, or coming to you."""
        return self.is_virtual or not self.has_place


def key_of(service_id: uuid.UUID) -> int:
    """A listing's number in the index: 63 bits of a digest, because an id of version 7 begins like its neighbours."""
    return int.from_bytes(blake2b(service_id.bytes, digest_size=8).digest(), "big") >> 1


def list_findable_ids() -> Iterator[list[uuid.UUID]]:
    """The ids of every findable listing, in batches."""
    last: uuid.UUID | None = None
    while True:
        statement = select(Service.id).where(Service.status.in_(FINDABLE)).order_by(Service.id).limit(BATCH)
        ids = list(db.session.scalars(statement.where(Service.id > last) if last else statement))
        if not ids:
            return
        yield ids
        last = ids[-1]


def list_changed_ids(*, since: int) -> Iterator[list[uuid.UUID]]:
    """The ids of every listing changed after revision `since`, findable or not, in batches."""
    ids = list(db.session.scalars(select(Service.id).where(Service.revision > since).order_by(Service.revision)))
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def read_entries(ids: Sequence[uuid.UUID], *, today: date) -> list[Entry]:
    """The entries of those of these listings that may be found."""
    terms = _terms(ids)
    entries = {entry.id: entry for entry in _services(ids, terms)}
    if not entries:
        return []
    _add_costs(entries, today)
    _add_languages(entries)
    _add_room(entries)
    _add_places(entries)
    _add_days(entries, today)
    return list(entries.values())


def _services(ids: Sequence[uuid.UUID], terms: Mapping[uuid.UUID, Sequence[tuple[str | None, str]]]) -> Iterator[Entry]:
    rows = db.session.execute(
        select(
            Service.id,
            Service.name,
            Service.alternate_name,
            Service.description,
            Service.eligibility_description,
            Service.fees_description,
            Service.status,
            Service.assured_date,
            Organization.name,
            Organization.alternate_name,
        )
        .join(Service.organization)
        .where(Service.id.in_(ids), Service.status.in_(FINDABLE))
    )
    for service_id, name, alternate, description, who_for, fees, status, assured, organisation, other_name in rows:
        kinds = terms.get(service_id, ())
        codes = {code for code, _ in kinds if code}
        yield Entry(
            id=service_id,
            name=fold(f"{name} {alternate or ''}"),
            organisation=fold(f"{organisation} {other_name or ''}"),
            text=fold(f"{description} {who_for or ''}"),
            is_paused=status is ServiceStatus.TEMPORARILY_CLOSED,
            assured_day=assured.toordinal() if assured else 0,
            free_words=fees,
            term_names={fold(term) for _, term in kinds},
            codes=codes,
            is_secret=hides_its_place(
                name=name,
                alternate_name=alternate,
                description=description,
                organization_name=organisation,
                term_codes=codes,
            ),
        )


def _terms(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[tuple[str | None, str]]]:
    """(code, name) of each kind of help that these listings are."""
    rows = db.session.execute(
        select(Attribute.link_id, TaxonomyTerm.code, TaxonomyTerm.name).join(Attribute.term).where(Attribute.link_id.in_(ids))
    )
    terms: dict[uuid.UUID, list[tuple[str | None, str]]] = defaultdict(list)
    for service_id, code, name in rows:
        terms[service_id].append((code, name))
    return terms


def _add_costs(entries: dict[uuid.UUID, Entry], today: date) -> None:
    rows = db.session.execute(
        select(CostOption.service_id, CostOption.amount, CostOption.valid_to).where(
            CostOption.service_id.in_(entries), CostOption.amount.is_not(None)
        )
    )
    for service_id, amount, valid_to in rows:
        if amount is not None and not (valid_to and valid_to < today):
            entries[service_id].amounts.append(amount)


def _add_languages(entries: dict[uuid.UUID, Entry]) -> None:
    rows = db.session.execute(
        select(SpokenLanguage.service_id, SpokenLanguage.code).where(
            SpokenLanguage.service_id.in_(entries), SpokenLanguage.code.is_not(None)
        )
    )
    for service_id, code in rows:
        if service_id and code:
            entries[service_id].languages.add(code.lower())


def _add_room(entries: dict[uuid.UUID, Entry]) -> None:
    rows = db.session.execute(
        select(ServiceCapacity.service_id, ServiceCapacity.available, ServiceCapacity.updated).where(
            ServiceCapacity.service_id.in_(entries)
        )
    )
    latest: dict[uuid.UUID, tuple[datetime, int]] = {}
    for service_id, available, updated in rows:
        if service_id not in latest or updated > latest[service_id][0]:
            latest[service_id] = (updated, available)
    for service_id, (updated, available) in latest.items():
        if available > 0:
            entries[service_id].room_until = (updated + ROOM_IS_KNOWN_FOR).date().toordinal()


def _add_places(entries: dict[uuid.UUID, Entry]) -> None:
    rows = db.session.execute(
        select(
            ServiceAtLocation.id,
            ServiceAtLocation.service_id,
            Location.location_type,
            Location.latitude,
            Location.longitude,
            Location.name,
            Address.city,
        )
        .join(Location, ServiceAtLocation.location_id == Location.id)
        .outerjoin(Address, Address.location_id == Location.id)
        .where(ServiceAtLocation.service_id.in_(entries))
    ).all()
    # Put in order here: asked to do it, SQLite would walk through the whole table by its key.
    for _, service_id, kind, latitude, longitude, name, city in sorted(rows, key=lambda row: row.id):
        entry = entries[service_id]
        if entry.is_secret:
            continue
        if kind is LocationType.VIRTUAL:
            entry.is_virtual = True
            continue
        entry.has_place = True
        entry.place_words.update(fold(words) for words in (name, city) if words)
        if latitude is not None and longitude is not None and (latitude, longitude) not in entry.points:
            entry.points.append((latitude, longitude))


def _add_days(entries: dict[uuid.UUID, Entry], today: date) -> None:
    facts = (Schedule.freq, Schedule.byday, Schedule.dtstart, Schedule.until, Schedule.valid_to)
    rows: list[tuple[uuid.UUID, Hours]] = [
        (service_id, Hours(freq=freq, byday=byday, dtstart=dtstart, until=until, valid_to=valid_to))
        for service_id, freq, byday, dtstart, until, valid_to in [
            *db.session.execute(select(Schedule.service_id, *facts).where(Schedule.service_id.in_(entries))),
            *db.session.execute(
                select(ServiceAtLocation.service_id, *facts)
                .join(ServiceAtLocation, Schedule.service_at_location_id == ServiceAtLocation.id)
                .where(ServiceAtLocation.service_id.in_(entries))
            ),
        ]
        if service_id
    ]
    known: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    for service_id, hours in rows:
        last = hours.last_day.toordinal() if hours.last_day else FOR_EVER
        for day in weekdays_of(hours):
            known[service_id][day] = max(known[service_id].get(day, 0), last)
    for service_id, days in known.items():
        entries[service_id].open_until = days


@lru_cache(maxsize=4096)  # a hundred thousand listings keep a few hundred different hours
def weekdays_of(hours: Hours) -> Sequence[str]:
    """The days of the week ("mo" … "su") on which it happens, every week or in some."""
    if not hours.days and hours.freq == "WEEKLY" and hours.dtstart:
        return [("mo", "tu", "we", "th", "fr", "sa", "su")[hours.dtstart.weekday()]]
    return [day.lower() for _, day in hours.days]
