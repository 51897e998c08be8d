"""Reading what the search index holds of each listing (`Entry`) from the database: in batches, twelve queries a batch.

Rows are read as plain columns, and keys as the database gives them: a hundred thousand listings are a million rows, and
making an object of each took most of the time.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, time
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Executable, String, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from directory import access_needs, areas, circumstances, ways_in
from directory.finding.index import facets
from directory.finding.index.cards import Capacity, known_until, written_hours
from directory.finding.index.entries import Entry
from directory.finding.index.facets import FOR_EVER
from directory.marks.models import AwardedMark
from directory.models import (
    Accessibility,
    Address,
    Attribute,
    CostOption,
    Location,
    LocationType,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    ServiceStatus,
    SpokenLanguage,
    TaxonomyTerm,
)
from directory.queries import MAY_BE_FOUND, says_free
from directory.secret_places import hides_its_place
from directory.times.opening_hours import Hours
from directory.words import fold
from navigator.db import db

BATCH = 2000
EVENING_BEGINS, EVENING_IS_REACHED = time(17), time(18, 30)

Key = str | uuid.UUID  # an id as the database's driver gives it


def list_findable_ids() -> Iterator[list[uuid.UUID]]:
    """The ids of every findable listing, in order, in batches: what `read_entries` takes as `in_a_row`."""
    last: uuid.UUID | None = None
    while True:
        statement = select(Service.id).where(*MAY_BE_FOUND).order_by(Service.id).limit(BATCH)
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


def read_entries(ids: Sequence[uuid.UUID], *, today: date, in_a_row: bool = False) -> list[Entry]:
    """The entries of those of these listings that may be found. `in_a_row`: no findable listing's id lies between them."""
    if not ids:
        return []
    batch = _Batch(ids, in_a_row)
    terms = _terms(batch)
    entries = dict(_services(batch, terms))
    if not entries:
        return []
    _add_costs(batch, entries, today)
    _add_languages(batch, entries)
    _add_room(batch, entries)
    _add_marks(batch, entries)
    _add_places(batch, entries)
    _add_access(batch, entries)
    _add_areas(batch, entries)
    _add_phones(batch, entries)
    _add_days(batch, entries)
    return list(entries.values())


@dataclass(frozen=True)
class _Batch:
    """Which listings are read: by their ids, or, quicker, by the first and the last of them."""

    ids: Sequence[uuid.UUID]
    in_a_row: bool

    def of(self, column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
        if self.in_a_row:
            return column.between(self.ids[0], self.ids[-1])
        return column.in_(self.ids)


def _key(column: InstrumentedAttribute[Any]) -> ColumnElement[str]:
    """An id as it lies in the database: a million of them need not become objects."""
    return type_coerce(column, String)


def _rows(statement: Executable) -> Sequence[Any]:
    return db.session.connection().execute(statement).all()


def _services(batch: _Batch, terms: Mapping[Key, Sequence[tuple[str | None, str, str | None]]]) -> Iterator[tuple[Key, Entry]]:
    rows = _rows(
        select(
            _key(Service.id),
            Service.name,
            Service.alternate_name,
            Service.description,
            Service.url,
            Service.eligibility_description,
            Service.minimum_age,
            Service.maximum_age,
            Service.fees_description,
            Service.status,
            Service.assured_date,
            Service.application_process,
            Service.interpretation_services,
            Organization.name,
            Organization.alternate_name,
            Organization.legal_status,
        )
        .join(Service.organization)
        .where(batch.of(Service.id), *MAY_BE_FOUND)
    )
    for *of_service, organisation, other_name, legal_status in rows:
        key, name, alternate, description, url, who_for, lowest, highest, fees, status, assured, joining, interpreting = (
            of_service
        )
        all_said = terms.get(key, ())
        ticked = [code for code, _, sort in all_said if circumstances.is_tick(code, sort)]
        # Whom it is for is no kind of help.
        said = [one for one in all_said if not circumstances.is_tick(one[0], one[2])] if ticked else all_said
        codes = {code for code, _, _ in said if code}
        service_id = key if isinstance(key, uuid.UUID) else uuid.UUID(int=int(key, 16))
        yield (
            key,
            Entry(
                id=service_id,
                name=fold(f"{name} {alternate or ''}"),
                organisation=_folded(f"{organisation} {other_name or ''}"),
                text=fold(f"{description} {who_for or ''}"),
                is_paused=status is ServiceStatus.TEMPORARILY_CLOSED,
                assured_day=assured.toordinal() if assured else 0,
                term_names={_folded(term) for _, term, _ in said},
                codes=codes,
                kinds=sorted(codes.difference(facets.NEEDS)),
                circumstances=circumstances.codes_of(
                    who_for=who_for,
                    minimum_age=lowest,
                    maximum_age=highest,
                    kinds=codes,
                    said=[(code, term) for code, term, sort in said if sort in circumstances.SORTS],
                    ticked=ticked,
                ),
                is_secret=hides_its_place(
                    name=name,
                    alternate_name=alternate,
                    description=description,
                    organization_name=organisation,
                    term_codes=codes,
                ),
                is_statutory=ways_in.is_statutory(legal_status),
                application_process=joining,
                interpretation=interpreting,
                card={
                    "id": service_id,
                    "name": name,
                    "alternate_name": alternate,
                    "description": description,
                    "url": url,
                    "status": status.value,
                    "who_for": who_for,
                    "minimum_age": lowest,
                    "maximum_age": highest,
                    "fees": fees,
                    "assured_date": assured,
                    "organization_name": organisation,
                    "organization_alternate_name": other_name,
                    "terms": tuple((code, term) for code, term, _ in said),
                    "costs": (),
                    "hours": (),
                },
            ),
        )


def _terms(batch: _Batch) -> dict[Key, list[tuple[str | None, str, str | None]]]:
    """(code, name, sort) of each term said of these listings."""
    rows = _rows(
        select(_key(Attribute.link_id), TaxonomyTerm.code, TaxonomyTerm.name, Attribute.link_type)
        .join(TaxonomyTerm, Attribute.taxonomy_term_id == TaxonomyTerm.id)
        .where(batch.of(Attribute.link_id))
    )
    terms: dict[Key, list[tuple[str | None, str, str | None]]] = defaultdict(list)
    for key, *said in rows:
        terms[key].append((said[0], said[1], said[2]))
    return terms


def _add_costs(batch: _Batch, entries: dict[Key, Entry], today: date) -> None:
    rows = _rows(
        select(_key(CostOption.service_id), CostOption.amount, CostOption.valid_to).where(
            batch.of(CostOption.service_id), CostOption.amount.is_not(None)
        )
    )
    for key, amount, valid_to in rows:
        if entry := entries.get(key):
            entry.card["costs"] += ((amount, valid_to),)
    for entry in entries.values():
        amounts = [amount for amount, last in entry.card["costs"] if not (last and last < today)]
        entry.is_free = says_free(amounts, entry.card["fees"])


def _add_languages(batch: _Batch, entries: dict[Key, Entry]) -> None:
    rows = _rows(
        select(_key(SpokenLanguage.service_id), SpokenLanguage.code, SpokenLanguage.name).where(
            batch.of(SpokenLanguage.service_id), SpokenLanguage.code.is_not(None)
        )
    )
    spoken: dict[Key, list[tuple[str, str | None]]] = defaultdict(list)
    for key, code, name in rows:
        if code and key in entries:
            spoken[key].append((code, name))
            entries[key].languages.add(code.lower())
    for key, languages in spoken.items():
        entries[key].card["languages"] = tuple(languages)


def _add_room(batch: _Batch, entries: dict[Key, Entry]) -> None:
    rows = _rows(
        select(
            _key(ServiceCapacity.service_id), ServiceCapacity.available, ServiceCapacity.description, ServiceCapacity.updated
        ).where(batch.of(ServiceCapacity.service_id))
    )
    latest: dict[Key, Capacity] = {}
    for key, available, description, updated in rows:
        if key not in latest or updated > latest[key].updated:
            latest[key] = Capacity(available, description, updated)
    for key, room in latest.items():
        if entry := entries.get(key):
            last = known_until(room)
            entry.card["room"], entry.room_until = room, last.toordinal() if last else 0


def _add_marks(batch: _Batch, entries: dict[Key, Entry]) -> None:
    held = select(_key(Service.id), AwardedMark.ends_on).join(AwardedMark, AwardedMark.organization_id == Service.organization_id)
    for key, ends_on in _rows(held.where(batch.of(Service.id), AwardedMark.taken_back_at.is_(None))):
        if entry := entries.get(key):
            entry.mark_until = max(entry.mark_until, ends_on.toordinal() if ends_on else FOR_EVER)


def _add_places(batch: _Batch, entries: dict[Key, Entry]) -> None:
    rows = _rows(
        select(
            _key(ServiceAtLocation.id),
            _key(ServiceAtLocation.service_id),
            Location.location_type,
            Location.latitude,
            Location.longitude,
            Location.name,
            Address.city,
        )
        .join(Location, ServiceAtLocation.location_id == Location.id)
        .outerjoin(Address, Address.location_id == Location.id)
        .where(batch.of(ServiceAtLocation.service_id))
    )
    # Put in order here: asked to do it, SQLite would walk through the whole table by its key.
    for _, key, kind, latitude, longitude, name, city in sorted(rows, key=lambda row: row[0]):
        entry = entries.get(key)
        if entry is None or entry.is_secret:
            continue
        if name and name not in entry.card.setdefault("halls", ()):
            entry.card["halls"] += (name,)
        if kind is LocationType.VIRTUAL:
            entry.is_virtual = True
            continue
        entry.has_place = True
        if city and city not in entry.card.setdefault("towns", ()):
            entry.card["towns"] += (city,)
        entry.place_words.update(_folded(words) for words in (name, city) if words)
        if latitude is not None and longitude is not None and (latitude, longitude) not in entry.points:
            entry.points.append((latitude, longitude))


def _add_access(batch: _Batch, entries: dict[Key, Entry]) -> None:
    rows = _rows(
        select(_key(ServiceAtLocation.service_id), Accessibility.description, Accessibility.details)
        .join(Accessibility, Accessibility.location_id == ServiceAtLocation.location_id)
        .where(batch.of(ServiceAtLocation.service_id))
    )
    for key, description, details in rows:
        if (entry := entries.get(key)) and not entry.is_secret:
            entry.access |= _access_in(description) or _access_in(details)


def _add_areas(batch: _Batch, entries: dict[Key, Entry]) -> None:
    rows = _rows(
        select(_key(ServiceArea.service_id), ServiceArea.name, ServiceArea.extent).where(batch.of(ServiceArea.service_id))
    )
    for key, name, extent in rows:
        if (entry := entries.get(key)) and not entry.is_secret:
            entry.areas |= _tokens_of(name, extent)


def _add_phones(batch: _Batch, entries: dict[Key, Entry]) -> None:
    for (key,) in _rows(select(_key(Phone.service_id)).where(batch.of(Phone.service_id)).distinct()):
        if key in entries:
            entries[key].has_phone = True


_HOURS = tuple(field.name for field in fields(Hours))


def _add_days(batch: _Batch, entries: dict[Key, Entry]) -> None:
    facts = [getattr(Schedule, name) for name in _HOURS]
    rows = [
        *_rows(select(_key(Schedule.service_id), *facts).where(batch.of(Schedule.service_id))),
        *_rows(
            select(_key(ServiceAtLocation.service_id), *facts)
            .join(ServiceAtLocation, Schedule.service_at_location_id == ServiceAtLocation.id)
            .where(batch.of(ServiceAtLocation.service_id))
        ),
    ]
    for key, *values in rows:
        entry = entries.get(key)
        if entry is None:
            continue
        hours, last, names, session = _read_hours(tuple(values))
        entry.card["hours"] += (hours,)
        for name in names:
            entry.open_until[name] = max(entry.open_until.get(name, 0), last)
        if session:
            entry.sessions.add(session)


@lru_cache(maxsize=8192)  # a hundred thousand listings keep a few hundred different hours
def _read_hours(values: tuple[Any, ...]) -> tuple[Hours, int, Sequence[str], str | None]:
    """Hours, their last day, their days and evenings (`times_of`), and as text when they say from when to when."""
    hours = Hours(**dict(zip(_HOURS, values, strict=True)))
    last = hours.last_day.toordinal() if hours.last_day else FOR_EVER
    return hours, last, times_of(hours), written_hours(hours) if hours.opens and hours.closes else None


@lru_cache(maxsize=8192)
def weekdays_of(hours: Hours) -> Sequence[str]:
    """The days of the week ("mo" … "su") on which it happens, every week or in some."""
    return [day.lower() for day in hours.weekdays]


@lru_cache(maxsize=8192)
def times_of(hours: Hours) -> Sequence[str]:
    """The days on which it happens, and "mo-evening" for a day with an evening session.

    An evening session is one that begins at five in the afternoon or later, or goes on beyond half past six; one that ends
    at or before the hour it begins goes on past midnight.
    """
    opens, closes = hours.opens, hours.closes
    is_late = hours.is_all_day or (
        opens is not None
        and (opens >= EVENING_BEGINS or (closes is not None and (closes > EVENING_IS_REACHED or closes <= opens)))
    )
    days = weekdays_of(hours)
    return [*days, *(f"{day}-evening" for day in days if is_late)]


@lru_cache(maxsize=4096)
def _folded(words: str) -> str:
    return fold(words)


@lru_cache(maxsize=4096)
def _access_in(words: str | None) -> frozenset[str]:
    return frozenset(access_needs.codes_in([words]))


@lru_cache(maxsize=4096)
def _tokens_of(name: str | None, extent: str | None) -> frozenset[str]:
    return frozenset(areas.tokens_of([(name, extent)]))
