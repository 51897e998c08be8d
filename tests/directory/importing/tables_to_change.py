"""A copy of the good tables, brought in, changed upstream, and brought in again."""

import csv
from pathlib import Path

from directory.importing import sources
from directory.importing.fetching import Fetcher
from directory.importing.report import Report
from directory.importing.run import import_listings
from navigator.db import db
from tests.conftest import MORNING

GOOD = Path(__file__).parent / "good"
SOURCE = "https://council.example/services"


def bring_in(folder: Path, *, dry_run: bool = False) -> Report:
    """Bring the folder in, as from SOURCE; commits, unless it was only to see."""
    reading = sources.read(str(folder), fetcher=Fetcher())
    report = import_listings(session=db.session(), reading=reading, source=SOURCE, now=MORNING, dry_run=dry_run)
    db.session.rollback() if dry_run else db.session.commit()
    return report


def rewrite(folder: Path, table: str, *, drop: str | None = None, add: dict[str, str] | None = None, **new: str) -> None:
    """Change a column of every row of a table, take a row away, or add one."""
    file = folder / f"{table}.csv"
    with file.open(newline="", encoding="utf-8") as lines:
        reader = csv.DictReader(lines)
        columns = list(dict.fromkeys([*(reader.fieldnames or []), *new]))
        rows = [row | new for row in reader if row["id"] != drop]
    if add:
        rows.append(dict.fromkeys(columns, "") | add)
    with file.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, columns)
        writer.writeheader()
        writer.writerows(rows)
