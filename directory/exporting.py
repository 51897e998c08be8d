"""The directory going out: the standard's tables as CSV, which bring everything back when imported."""

import csv
import json
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from directory import thesaurus
from directory.importing.identifiers import made
from directory.importing.tables import TABLES
from directory.models import Attribute, Location, Organization, Service, ServiceAtLocation, ServiceCapacity, TaxonomyTerm
from directory.secret_places import hides_its_place, is_named_as_refuge

NEVER_EXPORTED = frozenset({"assurer_email", "revision"})  # an editor's own address; a number of this machine alone
STANDARD = "https://docs.openreferral.org/en/v3.0/"


class FolderNotEmpty(Exception):
    """The folder holds something that an export did not put there."""


Row = dict[str, Any]


def export_listings(*, session: Session, folder: Path) -> dict[str, int]:
    """Write every table into `folder` (made when absent) and give the number of rows of each.

    Text goes out as it is stored: guarding it against spreadsheets' formulas would change it, and it would not come back
    the same. What is never published stays behind: who checked a listing, and where a refuge is.
    Raises FolderNotEmpty when other files lie there.
    """
    names = {*(f"{table.name}.csv" for table in TABLES), "units.csv", "thesaurus.csv", "datapackage.json"}
    folder.mkdir(parents=True, exist_ok=True)
    foreign = sorted(path.name for path in folder.iterdir() if path.name not in names)
    if foreign:
        raise FolderNotEmpty(f"{folder} holds {foreign[0]}, which is no part of an export; name an empty folder")
    secret = _Secrets(session)
    resources: list[dict[str, Any]] = []
    counts: dict[str, int] = {}

    def write(name: str, columns: list[str], rows: Iterator[Row], types: dict[str, str]) -> None:
        counts[name] = _write(folder / f"{name}.csv", columns, rows)
        fields = [{"name": column, "type": types.get(column, "string")} for column in columns]
        resources.append({"name": name, "path": f"{name}.csv", "schema": {"fields": fields}})

    for table in TABLES:
        model = cast(Table, table.model.__table__)
        columns = [column.name for column in model.c if column.name not in NEVER_EXPORTED]
        types = {column.name: _type_of(column.type.python_type) for column in model.c}
        rows = _rows(session, model, columns, secret.keep(table.name))
        if table.model is ServiceCapacity:
            columns = ["unit_id" if column == "unit" else column for column in columns]
            rows = ({**row, "unit_id": _unit_id(row["unit"])} for row in rows)
        write(table.name, columns, rows, types)
    units = session.scalars(select(ServiceCapacity.unit).distinct())
    write(
        "units", ["id", "name"], iter(sorted(({"id": _unit_id(u), "name": u} for u in units), key=lambda row: str(row["id"]))), {}
    )
    words = ({"words": said, "language": language, "term": term} for said, language, term in thesaurus.list_rows())
    write("thesaurus", ["words", "language", "term"], words, {})
    package = {"name": "listings", "profile": "tabular-data-package", "homepage": STANDARD, "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return counts


class _Secrets:
    """Which rows would give a refuge away."""

    def __init__(self, session: Session) -> None:
        codes: dict[uuid.UUID, list[str | None]] = {}
        for service, code in session.execute(select(Attribute.link_id, TaxonomyTerm.code).join(TaxonomyTerm)):
            codes.setdefault(service, []).append(code)
        organizations = {row.id: row.name for row in session.execute(select(Organization.id, Organization.name))}
        hidden = {identity for identity, name in organizations.items() if is_named_as_refuge(name)}
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
            row.id for row in session.execute(select(Location.id, Location.organization_id)) if row.organization_id in hidden
        }
        self.locations -= {row.location_id for row in places if row.id not in self.places}

    def keep(self, table: str) -> Callable[[Row], Row | None]:
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


def _rows(session: Session, model: Table, columns: list[str], keep: Callable[[Row], Row | None]) -> Iterator[Row]:
    statement = select(*(model.c[column] for column in columns)).order_by(model.c.id).execution_options(yield_per=1_000)
    for found in session.execute(statement).mappings():
        if (row := keep(dict(found))) is not None:
            yield row


def _write(path: Path, columns: list[str], rows: Iterator[Row]) -> int:
    number = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for number, row in enumerate(rows, start=1):  # noqa: B007 - the last number is how many there were
            writer.writerow([_cell(row[column]) for column in columns])
    return number


def _cell(value: Any) -> str:
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


def _unit_id(unit: str) -> uuid.UUID:
    return made("units", unit)


def _type_of(kind: type) -> str:
    return {int: "integer", float: "number", datetime: "datetime", date: "date"}.get(kind, "string")
