"""Opening a spreadsheet, CSV or XLSX: its tabs, its headings, its rows as text. Never more of it than can be held."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException

from directory.importing.hsds_tables import decoded
from directory.importing.rows import SourceUnreadable

LARGEST = 20 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 200
LONGEST_CELL = 32_767  # of a spreadsheet's own cell


@dataclass(frozen=True)
class Grid:
    """One tab: its headings, and its rows, each with the number that the spreadsheet itself shows beside it."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]


def list_tabs(content: bytes, *, name: str) -> list[str]:
    """The tabs of a workbook in their order; one without a name for a CSV. Raises SourceUnreadable."""
    if not _is_workbook(content, name):
        return [""]
    with _opened(content, name) as book:
        return list(book.sheetnames)


def read_grid(content: bytes, *, name: str, tab: str = "") -> Grid:
    """One tab, the first when none is named. Raises SourceUnreadable, with the reason in words for whoever made the sheet."""
    lines = _lines_of_workbook(content, name, tab) if _is_workbook(content, name) else _lines_of_csv(content, name)
    headings: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    for number, cells in lines:
        if len(cells) > MOST_COLUMNS:
            raise SourceUnreadable(f"{name} has more than {MOST_COLUMNS} columns")
        if not any(cells):
            continue
        if not headings:
            headings = cells
            continue
        if len(rows) >= MOST_ROWS:
            raise SourceUnreadable(f"{name} has more than {MOST_ROWS:,} rows; hand it in in parts")
        rows.append((number, (cells + [""] * len(headings))[: max(len(headings), 1)]))
    if not headings:
        raise SourceUnreadable(f"{name} is empty")
    if not rows:
        raise SourceUnreadable(f"{name} has headings and no rows under them")
    twice = next((heading for heading in headings if heading and headings.count(heading) > 1), None)
    if twice:
        raise SourceUnreadable(f"{name} has two columns called {twice}; give them different names")
    return Grid(headings, rows)


def _is_workbook(content: bytes, name: str) -> bool:
    if len(content) > LARGEST:
        raise SourceUnreadable(f"{name} is larger than {LARGEST >> 20} MB")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise SourceUnreadable(f"{name} is an old or a locked workbook; save it as an Excel workbook (.xlsx), without a password")
    return content.startswith(b"PK")


class _opened:  # noqa: N801 - used like a function
    """A workbook for the length of a block."""

    def __init__(self, content: bytes, name: str) -> None:
        from openpyxl import load_workbook  # noqa: PLC0415 - large, and most processes never read a workbook
        from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

        self.name = name
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                if sum(member.file_size for member in package.infolist()) > LARGEST_UNPACKED:
                    raise SourceUnreadable(f"{name} unpacks to more than {LARGEST_UNPACKED >> 20} MB")
                if "xl/workbook.xml" not in package.namelist():
                    raise SourceUnreadable(f"{name} is no Excel workbook; save it as .xlsx or .csv")
            self.book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        except SourceUnreadable:
            raise
        except (
            zipfile.BadZipFile,
            InvalidFileException,
            DefusedXmlException,
            ParseError,
            KeyError,
            ValueError,
            OSError,
        ) as problem:
            raise SourceUnreadable(f"{name} is damaged and cannot be opened ({type(problem).__name__})") from None

    def __enter__(self) -> Any:
        return self.book

    def __exit__(self, *_: object) -> None:
        self.book.close()


def _lines_of_workbook(content: bytes, name: str, tab: str) -> Iterator[tuple[int, list[str]]]:
    with _opened(content, name) as book:
        if tab and tab not in book.sheetnames:
            raise SourceUnreadable(f"{name} has no sheet called {tab}; it has {', '.join(book.sheetnames)}")
        sheet = book[tab] if tab else book[book.sheetnames[0]]
        try:
            for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), start=1):
                said = [_text(cell) for cell in cells]
                while said and not said[-1]:
                    said.pop()
                yield number, said
        except (DefusedXmlException, ParseError, KeyError, ValueError, zipfile.BadZipFile, EOFError) as problem:
            raise SourceUnreadable(f"{name} is damaged and cannot be read to its end ({type(problem).__name__})") from None


def _lines_of_csv(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    text, _ = decoded(content)
    if text.lstrip()[:1] in ("{", "[", "<"):
        raise SourceUnreadable(f"{name} is no spreadsheet; save it as .xlsx or .csv")
    separator = max(",;\t|", key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    number = 1
    for cells in reader:
        yield number, [cell.strip()[:LONGEST_CELL] for cell in cells]
        number = reader.line_num + 1


def _text(cell: Any) -> str:
    """A cell as a person reads it: whole numbers without a point, days and times the standard's way."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()[:LONGEST_CELL]
