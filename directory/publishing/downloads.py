"""The whole directory as one file: made when it is first asked for, kept until a listing changes."""

import io
import threading
import zipfile
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from directory.publishing import said
from directory.publishing.exporting import describe, write_csv
from directory.publishing.gate import RULES
from directory.publishing.models import FeedState
from directory.publishing.tables import Sheet, cell, sheets
from navigator.config import Licence
from navigator.times import LONDON

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

KINDS = {"zip": "application/zip", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
LONGEST_CELL = 32_767  # what a workbook can hold; the standard's CSV holds everything
MOST_ROWS = 1_048_575
LONGEST_SHEET_NAME = 31
WIDE = 30  # letters

_turn = threading.Lock()


def ready(kind: str, *, folder: Path, session: Session, state: FeedState, licence: Licence | None) -> Path:
    """The file of this kind ("zip" or "xlsx") for the directory as the gate last saw it. Catch the gate up first."""
    today = state.changed_at.astimezone(LONDON).date()  # the day the file is of
    path = folder / f"listings-{RULES}-{state.revision}-{state.changed_at:%Y%m%d%H%M%S%f}.{kind}"
    with _turn:
        if path.exists():
            return path
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{uuid4().hex}.{kind}"
        try:
            if kind == "zip":
                _write_zip(draft, session, licence, today)
            else:
                _write_workbook(draft, session, today)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        for old in folder.glob(f"listings-*.{kind}"):
            if old != path:
                old.unlink(missing_ok=True)  # whoever is still reading it keeps the open file
    return path


def _write_zip(path: Path, session: Session, licence: Licence | None, today: date) -> None:
    """Tables as text goes out as it is stored, so that importing them loses nothing."""
    terms = {"licenses": [{"title": licence.title, "path": licence.address}]} if licence else {}
    written: list[Sheet] = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for sheet in sheets(session, published_only=True, today=today):
            with package.open(f"{sheet.name}.csv", "w") as raw, io.TextIOWrapper(raw, encoding="utf-8", newline="") as file:
                write_csv(file, sheet)
            written.append(sheet)
        package.writestr("datapackage.json", describe(written, **terms))


def _write_workbook(path: Path, session: Session, today: date) -> None:
    """One sheet a table. Whatever looks like a formula or an address to click on is words, and stays words."""
    import xlsxwriter  # noqa: PLC0415 - large, and most processes never write a workbook

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        bold, day, moment = (
            book.add_format(what) for what in ({"bold": True}, {"num_format": "yyyy-mm-dd"}, {"num_format": "yyyy-mm-dd hh:mm"})
        )
        for sheet in sheets(session, published_only=True, today=today):
            page = book.add_worksheet(sheet.name[:LONGEST_SHEET_NAME])
            page.freeze_panes(1, 0)
            page.set_column(0, max(len(sheet.columns) - 1, 0), WIDE)
            for column, name in enumerate(sheet.columns):
                page.write_string(0, column, name, bold)
            for number, row in enumerate(sheet.rows, start=1):
                if number > MOST_ROWS:
                    break
                for column, name in enumerate(sheet.columns):
                    _write(page, number, column, row[name], day=day, moment=moment)


def _write(page: "Worksheet", row: int, column: int, value: Any, *, day: Any, moment: Any) -> None:
    match value:
        case None | "":
            return
        case bool() | UUID() | StrEnum():
            page.write_string(row, column, cell(value))
        case int() | float():
            page.write_number(row, column, value)
        case datetime() if value.year >= 1900:
            page.write_datetime(row, column, value.replace(tzinfo=None), moment)
        case date() if value.year >= 1900:
            page.write_datetime(row, column, datetime.combine(value, datetime.min.time()), day)
        case str():
            page.write_string(row, column, (said.text(value) or "")[:LONGEST_CELL])
        case _:
            page.write_string(row, column, cell(value))
