"""Bank holidays and school terms from a file. A calendar with a hole sends people out in vain: all is right, or none is read."""

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from directory.importing import values as v
from directory.times.opening_hours import Term

DIVISION = "england-and-wales"  # its name in the JSON of gov.uk
LONGEST_NAME = 120
MOST_ROWS = 2_000  # a hundred years and more; what is longer is another kind of file
BIGGEST = 1_000_000  # bytes


class CalendarUnreadable(Exception):
    """The file is not what was asked for. The message says where and why, in one line."""


def read_bank_holidays(path: Path) -> Mapping[date, str]:
    """Bank holidays by day, in order, each with its name: from gov.uk's JSON, or from a CSV with the columns day and name.

    Raises `CalendarUnreadable`.
    """
    text = _text(path)
    rows = _events(path, text) if text.lstrip().startswith(("{", "[")) else _rows(path, text, ("day", "name"))
    days: dict[date, str] = {}
    for where, row in rows:
        day = _day(where, row, "day")
        if day in days:
            raise CalendarUnreadable(f"{where}: {day} stands twice")
        days[day] = _name(where, row) or "Bank holiday"
    if not days:
        raise CalendarUnreadable(f"{path.name} has no bank holiday")
    return dict(sorted(days.items()))


def read_terms(path: Path) -> list[Term]:
    """Runs of school weeks, in order, from a CSV with the columns first_day, last_day and name. Raises `CalendarUnreadable`."""
    terms: list[Term] = []
    for where, row in _rows(path, _text(path), ("first_day", "last_day")):
        term = Term(_day(where, row, "first_day"), _day(where, row, "last_day"), _name(where, row))
        if term.last_day < term.first_day:
            raise CalendarUnreadable(f"{where}: last_day {term.last_day} is before first_day {term.first_day}")
        terms.append(term)
    terms.sort(key=lambda term: term.first_day)
    for earlier, later in zip(terms, terms[1:], strict=False):
        if later.first_day <= earlier.last_day:
            raise CalendarUnreadable(
                f"{path.name}: the weeks from {later.first_day} begin before those until {earlier.last_day} end"
            )
    if not terms:
        raise CalendarUnreadable(f"{path.name} has no term")
    return terms


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > BIGGEST:
            raise CalendarUnreadable(f"{path.name} is too long to be a calendar")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CalendarUnreadable(f"{path.name} is not text in UTF-8") from None
    except OSError as problem:
        raise CalendarUnreadable(f"{path.name} cannot be read: {problem.strerror}") from None


def _rows(path: Path, text: str, needed: tuple[str, ...]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        reader = csv.DictReader(text.splitlines())
        header = [str(name).strip().lower() for name in reader.fieldnames or ()]
        reader.fieldnames = header
        if absent := [name for name in needed if name not in header]:
            raise CalendarUnreadable(f"{path.name} has no column {absent[0]}")
        for row in reader:
            if reader.line_num > MOST_ROWS:
                raise CalendarUnreadable(f"{path.name} is too long to be a calendar")
            if any(str(value or "").strip() for value in row.values()):
                yield f"{path.name} line {reader.line_num}", row
    except csv.Error as problem:
        raise CalendarUnreadable(f"{path.name} is no CSV: {problem}") from None


def _events(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        events = json.loads(text)[DIVISION]["events"]
    except (ValueError, RecursionError):
        raise CalendarUnreadable(f"{path.name} is no whole JSON") from None
    except (KeyError, TypeError):
        raise CalendarUnreadable(f'{path.name} has no "{DIVISION}" with its "events", as gov.uk writes them') from None
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events) or len(events) > MOST_ROWS:
        raise CalendarUnreadable(f'{path.name}: "events" should be a list of days')
    for number, event in enumerate(events, start=1):
        notes = f" ({event['notes'].lower()})" if isinstance(event.get("notes"), str) and event["notes"] else ""
        yield f"{path.name} event {number}", {"day": event.get("date"), "name": f"{event.get('title') or ''}{notes}"}


def _day(where: str, row: Mapping[str, Any], column: str) -> date:
    raw = row.get(column)
    try:
        found, _ = v.day(raw if isinstance(raw, str) else "")
    except v.ValueUnreadable as problem:
        raise CalendarUnreadable(f"{where}: {column} {problem}") from None
    if not isinstance(found, date) or not 1900 < found.year < 2200:
        raise CalendarUnreadable(f"{where}: {column} is in the year {found.year}")
    return found


def _name(where: str, row: Mapping[str, Any]) -> str:
    try:
        return str(v.name(LONGEST_NAME)(str(row.get("name") or ""))[0])
    except v.ValueUnreadable as problem:
        raise CalendarUnreadable(f"{where}: name {problem}") from None
