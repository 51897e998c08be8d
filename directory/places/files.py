"""Filling the gazetteer from files: ONS postcode directories, Ordnance Survey names, lists of outward codes.

Columns are found by their names, so one reader serves all of them. Files may hold millions of rows: they are read as a
stream and written in batches, each row replacing what the gazetteer said of that place.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from directory.models import Place
from directory.places.british_grid import OffTheGrid, to_latitude_longitude
from directory.places.gazetteer import OUTCODE, PLACE, POSTCODE, read_postcode
from directory.words import fold
from navigator.db import db, new_id

BATCH = 2000
REFUSALS_TOLD = 50
NAMES = ("pcds", "pcd", "pcd2", "postcode", "outcode", "name1", "name")
LATITUDES, LONGITUDES = ("latitude", "lat"), ("longitude", "long", "lng", "lon")
EASTINGS = ("eastings", "easting", "oseast1m", "east1m", "geometry_x", "x_coordinate")
NORTHINGS = ("northings", "northing", "osnrth1m", "north1m", "geometry_y", "y_coordinate")
SETTLEMENTS = frozenset({"city", "town", "village", "hamlet", "suburban area", "other settlement", "postcode", ""})


class PlacesUnreadable(Exception):
    """The file is not a CSV with a name and a position in it. The message says what is missing."""


@dataclass
class PlacesReport:
    """What an import did. `passed_over` are rows of things that are not places to search near (roads, rivers)."""

    written: int = 0
    passed_over: int = 0
    refused: int = 0
    refusals: list[str] = field(default_factory=list)

    def refuse(self, spot: str, why: str) -> None:
        self.refused += 1
        if len(self.refusals) < REFUSALS_TOLD:
            self.refusals.append(f"{spot}: {why}")


def import_places(path: Path) -> PlacesReport:
    """Bring in a CSV file of places. Raises `PlacesUnreadable`; a bad row is reported and stops no other."""
    report = PlacesReport()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            batch: dict[tuple[str, str], dict[str, Any]] = {}
            for row in _places_of(csv.DictReader(file), path.name, report):
                batch[row["kind"], row["folded"]] = row
                if len(batch) >= BATCH:
                    report.written += _write(batch.values())
                    batch = {}
            report.written += _write(batch.values())
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise PlacesUnreadable(f"{path.name} cannot be read: {problem}") from problem
    return report


@dataclass(frozen=True)
class _Columns:
    name: str
    north: str
    east: str
    is_grid: bool
    kind: str | None


def _places_of(reader: "csv.DictReader[str]", file_name: str, report: PlacesReport) -> Iterator[dict[str, Any]]:
    columns = _columns(reader.fieldnames or [], file_name)
    for row in reader:
        spot = f"{file_name} line {reader.line_num}"
        name = " ".join((row.get(columns.name) or "").split())
        if columns.kind and (row.get(columns.kind) or "").strip().casefold() not in SETTLEMENTS:
            report.passed_over += 1
            continue
        try:
            yield _place(name, _position(row, columns), file_name)
        except ValueError as problem:
            report.refuse(spot, f"{name or 'no name'}: {problem}")


def _columns(names: Iterable[str], file_name: str) -> _Columns:
    by_folded = {name.strip().casefold(): name for name in names}

    def find(candidates: Iterable[str]) -> str | None:
        return next((by_folded[candidate] for candidate in candidates if candidate in by_folded), None)

    name, kind = find(NAMES), find(("local_type",))
    latitude, longitude, eastings, northings = find(LATITUDES), find(LONGITUDES), find(EASTINGS), find(NORTHINGS)
    if name is None:
        raise PlacesUnreadable(f"{file_name}: no column is called {', '.join(NAMES[:-1])} or {NAMES[-1]}")
    if latitude and longitude:
        return _Columns(name, latitude, longitude, is_grid=False, kind=kind)
    if eastings and northings:
        return _Columns(name, northings, eastings, is_grid=True, kind=kind)
    raise PlacesUnreadable(f"{file_name}: no columns are called latitude and longitude, or eastings and northings")


def _position(row: Mapping[str, str | None], columns: _Columns) -> tuple[float, float]:
    try:
        north, east = float(row.get(columns.north) or ""), float(row.get(columns.east) or "")
    except ValueError:
        raise ValueError("it has no position") from None
    if not isfinite(north + east):
        raise ValueError("its position is not a number")
    if columns.is_grid:
        try:
            return to_latitude_longitude(east, north)
        except OffTheGrid as problem:
            raise ValueError(str(problem)) from None
    if not (49 <= north <= 61.5 and -9 <= east <= 2.5):
        raise ValueError(f"latitude {north:g} and longitude {east:g} are not in the United Kingdom")
    return north, east


def _place(name: str, position: tuple[float, float], source: str) -> dict[str, Any]:
    kind, folded = read_postcode(name) or (PLACE, fold(name))
    if not folded:
        raise ValueError("it has no name")
    if len(name) > 120 or len(folded) > 120:
        raise ValueError("its name is too long")
    shown = f"{folded[:-3]} {folded[-3:]}".upper() if kind == POSTCODE else folded.upper() if kind == OUTCODE else name
    latitude, longitude = position
    return {
        "id": new_id(),
        "name": shown,
        "folded": folded,
        "kind": kind,
        "latitude": latitude,
        "longitude": longitude,
        "source": source[:120],
    }


def _write(rows: Iterable[dict[str, Any]]) -> int:
    all_rows = list(rows)
    if not all_rows:
        return 0
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Place)
    changed = {name: statement.excluded[name] for name in ("name", "latitude", "longitude", "source")}
    db.session.execute(statement.on_conflict_do_update(index_elements=["folded", "kind"], set_=changed), all_rows)
    return len(all_rows)
