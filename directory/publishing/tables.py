"""The directory as tables of the standard: which rows go out, and in which columns. What is written from them is elsewhere."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Table as DatabaseTable
from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.importing.identifiers import made
from directory.importing.tables import TABLES, Table
from directory.marks.models import AwardedMark
from directory.marks.queries import list_all_current_marks
from directory.marks.saying import with_marks
from directory.models import Attribute, Location, Organization, Service, ServiceAtLocation, ServiceCapacity, TaxonomyTerm
from directory.publishing.gate import is_cleared
from directory.publishing.models import Verdict
from directory.secret_places import hides_its_place, is_named_as_refuge

# An editor's own address; a number of this machine alone; what it makes of how long ago a listing was checked.
NEVER_EXPORTED = frozenset({"assurer_email", "revision", "listed_on", "left_search_on"})

CHOSEN = frozenset({"services", "organizations", "locations"})  # the rest of what is published hangs on these

Row = dict[str, Any]
Marks = dict[uuid.UUID, list[AwardedMark]]
Keep = Callable[[Row], Row | None]


@dataclass(frozen=True)
class Sheet:
    """One table on its way out: its name in the standard, its columns, what kind each is, and its rows, read when asked for."""

    name: str
    columns: list[str]
    types: dict[str, str]
    rows: Iterator[Row]


def sheets(session: Session, *, published_only: bool, today: date) -> Iterator[Sheet]:
    """Every table, parents before children; take the rows of one before going on to the next.

    With `published_only` just what the feed publishes: catch the gate up first. Without, everything there is. Either way
    nothing of where a refuge is. A listing's accreditations name the quality marks held `today`.
    """
    marks = list_all_current_marks(today=today)
    secret = _Secrets(session)
    published = _Published(session, secret) if published_only else None
    for table in TABLES:
        model = cast(DatabaseTable, table.model.__table__)
        columns = [column.name for column in model.c if column.name not in NEVER_EXPORTED]
        types = {column.name: _type_of(column.type.python_type) for column in model.c}
        rows = _rows(session, model, columns, secret.keep(table.name))
        if published is not None:
            rows = published.keep(table, rows)
        if table.model is Service:
            rows = (_with_marks(row, marks) for row in rows)
        if table.model is ServiceCapacity:
            columns = ["unit_id" if column == "unit" else column for column in columns]
            rows = ({**row, "unit_id": _unit_id(row["unit"])} for row in rows)
        yield Sheet(table.name, columns, types, rows)
    names = session.scalars(select(ServiceCapacity.unit).distinct())
    units = sorted(({"id": _unit_id(name), "name": name} for name in names), key=lambda row: str(row["id"]))
    yield Sheet("units", ["id", "name"], {}, iter(units))


def cell(value: Any) -> str:
    """A value as the standard's CSV writes it."""
    if value is None:
        return ""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


class _Published:
    """Which rows are part of what the feed publishes: listings that went through the gate, and what hangs on them alone."""

    def __init__(self, session: Session, secret: "_Secrets") -> None:
        going_out = (
            select(Service.id, Service.organization_id).join(Verdict, Verdict.service_id == Service.id).where(is_cleared())
        )
        listings = session.execute(going_out).all()
        services = {row.id for row in listings}
        places = session.execute(select(ServiceAtLocation.service_id, ServiceAtLocation.location_id))
        self._secret = secret
        self._kept: dict[str, set[uuid.UUID]] = {
            "services": services,
            "organizations": {row.organization_id for row in listings},
            "locations": {place.location_id for place in places if place.service_id in services - secret.services},
        }

    def keep(self, table: Table, rows: Iterator[Row]) -> Iterator[Row]:
        """Those of the rows that are, pointing at nothing that is not."""
        kept = self._kept.setdefault(table.name, set())
        for row in rows:
            if table.name in CHOSEN and row["id"] not in kept:
                continue
            if table.name == "contacts" and self._is_of_a_refuge(row):
                continue
            for column, to in table.references.items():
                if not self._goes_out(to, row[column], within=table):
                    row[column] = None
            if any(row[column] is None for column in table.required if column in table.references):
                continue
            if table.owned_by and not any(row[column] for column in table.owned_by):
                continue
            kept.add(row["id"])
            yield row

    def _is_of_a_refuge(self, row: Row) -> bool:
        """Nobody learns who works there."""
        return row["service_id"] in self._secret.services or row["organization_id"] in self._secret.organizations

    def _goes_out(self, table: str, identity: uuid.UUID | None, *, within: Table) -> bool:
        """Whether a row that another names is there. Of its own table everything is, unless rows of it were chosen."""
        if table == within.name and table not in CHOSEN:
            return True
        return identity in self._kept.get(table, ())


class _Secrets:
    """Which rows would give a refuge away."""

    def __init__(self, session: Session) -> None:
        codes: dict[uuid.UUID, list[str | None]] = {}
        for service, code in session.execute(select(Attribute.link_id, TaxonomyTerm.code).join(TaxonomyTerm)):
            codes.setdefault(service, []).append(code)
        organizations = {row.id: row.name for row in session.execute(select(Organization.id, Organization.name))}
        self.organizations = {identity for identity, name in organizations.items() if is_named_as_refuge(name)}
        listings = select(Service.id, Service.name, Service.alternate_name, Service.description, Service.organization_id)
        self.services = {
            row.id
            for row in session.execute(listings)
            if hides_its_place(
                name=row.name,
                alternate_name=row.alternate_name,
                description=row.description,
                organization_name=organizations.get(row.organization_id),
                term_codes=codes.get(row.id, ()),
            )
        }
        places = session.execute(select(ServiceAtLocation.id, ServiceAtLocation.service_id, ServiceAtLocation.location_id)).all()
        self.places = {row.id: row.service_id for row in places if row.service_id in self.services}
        self.locations = {row.location_id for row in places if row.id in self.places}
        self.locations |= {
            row.id
            for row in session.execute(select(Location.id, Location.organization_id))
            if row.organization_id in self.organizations
        }
        self.locations -= {row.location_id for row in places if row.id not in self.places}

    def keep(self, table: str) -> Keep:
        """What of a row of the table may go out; None for nothing."""

        def kept(row: Row) -> Row | None:
            if table == "locations" and row["id"] in self.locations:
                return None
            if table == "service_at_location" and row["id"] in self.places:
                return None
            if row.get("location_id") in self.locations:
                if table in ("addresses", "accessibility", "service_at_location"):
                    return None
                row["location_id"] = None
            place = row.get("service_at_location_id")
            if place in self.places:
                row |= {"service_at_location_id": None, "service_id": row.get("service_id") or self.places[place]}
            return row

        return kept


def _with_marks(row: Row, marks: Marks) -> Row:
    return {**row, "accreditations": with_marks(row["accreditations"], marks.get(row["organization_id"], ()))}


def _rows(session: Session, model: DatabaseTable, columns: list[str], keep: Keep) -> Iterator[Row]:
    statement = select(*(model.c[column] for column in columns)).order_by(model.c.id).execution_options(yield_per=1_000)
    for found in session.execute(statement).mappings():
        if (row := keep(dict(found))) is not None:
            yield row


def _unit_id(unit: str) -> uuid.UUID:
    return made("units", unit)


def _type_of(kind: type) -> str:
    return {int: "integer", float: "number", datetime: "datetime", date: "date"}.get(kind, "string")
