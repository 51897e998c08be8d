"""The directory going out as files: the standard's tables as CSV, which bring everything back when imported."""

import csv
import json
from collections.abc import Iterable
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy.orm import Session

from directory.finding.words import thesaurus_files
from directory.importing.tables import TABLES
from directory.publishing.tables import Sheet, cell, sheets

STANDARD = "https://docs.openreferral.org/en/v3.0/"


class FolderNotEmpty(Exception):
    """The folder holds something that an export did not put there."""


def export_listings(*, session: Session, folder: Path, today: date) -> dict[str, int]:
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
    counts: dict[str, int] = {}
    written: list[Sheet] = []
    for sheet in chain(sheets(session, published_only=False, today=today), [_words()]):
        with (folder / f"{sheet.name}.csv").open("w", encoding="utf-8", newline="") as file:
            counts[sheet.name] = write_csv(file, sheet)
        written.append(sheet)
    (folder / "datapackage.json").write_text(describe(written), encoding="utf-8")
    return counts


def write_csv(file: TextIO, sheet: Sheet) -> int:
    """Write one table; how many rows it has."""
    writer, number = csv.writer(file, lineterminator="\n"), 0
    writer.writerow(sheet.columns)
    for number, row in enumerate(sheet.rows, start=1):  # noqa: B007 - the last number is how many there were
        writer.writerow([cell(row[column]) for column in sheet.columns])
    return number


def describe(written: Iterable[Sheet], **more: Any) -> str:
    """The tables that were written, as a tabular data package tells of them."""
    resources = [
        {
            "name": sheet.name,
            "path": f"{sheet.name}.csv",
            "schema": {"fields": [{"name": column, "type": sheet.types.get(column, "string")} for column in sheet.columns]},
        }
        for sheet in written
    ]
    package = {"name": "listings", "profile": "tabular-data-package", "homepage": STANDARD, **more, "resources": resources}
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def _words() -> Sheet:
    """The thesaurus, a group a row."""
    columns = list(thesaurus_files.COLUMNS)
    rows = (dict(zip(columns, row, strict=True)) for row in thesaurus_files.list_rows())
    return Sheet("thesaurus", columns, {}, rows)
