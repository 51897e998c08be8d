"""What a listing is made of: its own row, and every row that a reader of it would miss.

A row leads to a listing upwards, through a column that names its owner, or it is shared (an organisation, a programme, a
location) and every listing that points at it is concerned.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar, cast

from sqlalchemy import Column, Table, select
from sqlalchemy.orm import Session

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
)
from navigator.db import Base

T = TypeVar("T")
Values = dict[str, Any]
Key = tuple[str, uuid.UUID]  # a table's name and a row's id

LISTING = "services"
BATCH = 1_000


@dataclass(frozen=True)
class Part:
    """A table whose rows listings are made of. `owners`: column → table of the row it hangs on. `pointed_at_by`: the table and
    column through which listings share a row of this one.
    """

    model: type[Base]
    owners: Mapping[str, str] = field(default_factory=dict)
    pointed_at_by: tuple[str, str] | None = None

    @property
    def table(self) -> Table:
        return cast(Table, self.model.__table__)


_SERVICE = {"service_id": "services"}
_AT_LOCATION = {"service_at_location_id": "service_at_location"}
_LOCATION = {"location_id": "locations"}
_ORGANIZATION = {"organization_id": "organizations"}

# Owners before what hangs on them, so that rows can be written in this order and taken away in the reverse.
PARTS: dict[str, Part] = {
    part.table.name: part
    for part in (
        Part(Organization, pointed_at_by=("services", "organization_id")),
        Part(OrganizationIdentifier, _ORGANIZATION),
        Part(Program, pointed_at_by=("services", "program_id")),
        Part(Service),
        Part(Location, pointed_at_by=("service_at_location", "location_id")),
        Part(Address, _LOCATION),
        Part(Accessibility, _LOCATION),
        Part(ServiceAtLocation, _SERVICE),
        Part(Contact, _SERVICE | _AT_LOCATION | _LOCATION | _ORGANIZATION),
        Part(Phone, _SERVICE | _AT_LOCATION | _LOCATION | _ORGANIZATION | {"contact_id": "contacts"}),
        Part(SpokenLanguage, _SERVICE | _LOCATION | {"phone_id": "phones"}),
        Part(Schedule, _SERVICE | _AT_LOCATION),
        Part(CostOption, _SERVICE),
        Part(ServiceArea, _SERVICE),
        Part(ServiceCapacity, _SERVICE),
        Part(RequiredDocument, _SERVICE),
        Part(Funding, _SERVICE | _ORGANIZATION),
        Part(Attribute, {"link_id": "services"}),
    )
}

# Bookkeeping that changes with every change, and says nothing of what the change was.
NEVER_NOTED = frozenset({("services", "revision"), ("services", "last_modified")})


def batched(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """`items`, so many at a time: a statement takes no more."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


def rows_where(session: Session, column: Column[Any], wanted: Iterable[Any]) -> dict[uuid.UUID, Values]:
    """The rows of a part whose `column` is one of `wanted`, by id, as the database has them now."""
    found: dict[uuid.UUID, Values] = {}
    for batch in batched(wanted):
        for row in session.connection().execute(select(column.table).where(column.in_(batch))).mappings():
            found[row["id"]] = dict(row)
    return found


def rows_now(session: Session, keys: Iterable[Key]) -> dict[Key, Values | None]:
    """Each of these rows as the database has it now; None: it is not there."""
    rows: dict[Key, Values | None] = dict.fromkeys(keys)
    by_table: dict[str, list[uuid.UUID]] = {}
    for name, identity in rows:
        by_table.setdefault(name, []).append(identity)
    for name, identities in by_table.items():
        found = rows_where(session, PARTS[name].table.c.id, identities)
        rows.update({(name, identity): values for identity, values in found.items()})
    return rows


def rows_of_listing(
    session: Session, service_id: uuid.UUID, *, instead: Mapping[Key, Values | None] | None = None
) -> dict[Key, Values]:
    """Every row a listing is made of, by table and id. `instead`: rows to be taken as if they were so (None: not there)."""
    overlaid = instead or {}

    def read(name: str, column: str, wanted: Iterable[uuid.UUID]) -> dict[Key, Values]:
        sought = set(wanted)
        found = rows_where(session, PARTS[name].table.c[column], sought)
        rows = {(name, identity): values for identity, values in found.items() if (name, identity) not in overlaid}
        rows.update({key: row for key, row in overlaid.items() if key[0] == name and row and row.get(column) in sought})
        return rows

    rows = read(LISTING, "id", [service_id])
    ids: dict[str, set[uuid.UUID]] = {LISTING: {identity for _, identity in rows}}
    for name in ("service_at_location", *(name for name in PARTS if name not in ("service_at_location", LISTING))):
        part, found = PARTS[name], dict[Key, Values]()
        if part.pointed_at_by:
            table, column = part.pointed_at_by
            found |= read(name, "id", {values[column] for (t, _), values in rows.items() if t == table and values[column]})
        for column, owner in part.owners.items():
            found |= read(name, column, ids.get(owner, ()))
        ids[name] = {identity for _, identity in found}
        rows |= found
    return rows


def listings_of(session: Session, versions: Mapping[Key, list[Values]]) -> dict[Key, set[uuid.UUID]]:
    """The listings that each row concerns. `versions`: each row as it was and as it is, so that a row that moved from one
    listing to another concerns both. What they hang on is read from the database, a table at a time.
    """
    known: dict[Key, list[Values]] = dict(versions)
    owners: dict[Key, set[Key]] = {}
    frontier: set[Key] = set(versions)
    while frontier:
        by_table: dict[str, set[uuid.UUID]] = {}
        for name, identity in frontier:
            by_table.setdefault(name, set()).add(identity)
        onward: set[Key] = set()
        for name, identities in by_table.items():
            unread = [identity for identity in identities if (name, identity) not in known]
            for identity, values in rows_where(session, PARTS[name].table.c.id, unread).items():
                known[name, identity] = [values]
            for key, found in _owners(session, name, identities, known).items():
                owners[key] = found
                onward |= found
        frontier = onward - owners.keys()
    return {key: _ends(key, owners) for key in versions}


def _owners(session: Session, name: str, identities: set[uuid.UUID], known: Mapping[Key, list[Values]]) -> dict[Key, set[Key]]:
    """What rows of one table hang on directly."""
    part = PARTS[name]
    found: dict[Key, set[Key]] = {(name, identity): set() for identity in identities}
    for identity in identities:
        for values in known.get((name, identity), ()):
            found[name, identity].update((table, values[column]) for column, table in part.owners.items() if values.get(column))
    if part.pointed_at_by:
        table, column = part.pointed_at_by
        pointing = PARTS[table].table.c
        for batch in batched(identities):
            for row in session.connection().execute(select(pointing.id, pointing[column]).where(pointing[column].in_(batch))):
                found[name, row[1]].add((table, row[0]))
        for (other, identity), versions in known.items():
            for values in versions if other == table else ():
                if values.get(column) in identities:
                    found[name, values[column]].add((other, identity))
    return found


def _ends(start: Key, owners: Mapping[Key, set[Key]]) -> set[uuid.UUID]:
    """The listings at the end of every way up from a row."""
    seen, ways = {start}, [start]
    while ways:
        for owner in owners.get(ways.pop(), ()):
            if owner not in seen:
                seen.add(owner)
                ways.append(owner)
    return {identity for name, identity in seen if name == LISTING}
