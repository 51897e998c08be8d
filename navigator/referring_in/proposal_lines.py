"""Reading a practice's or a programme's list of proposed people, line by line; and writing back the lines to mend.

A cell that a spreadsheet would take for a formula is read as the words it is, and leaves with an apostrophe before it.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext

from messaging.phone_numbers import PhoneNumberWrong
from navigator.people.details import OLDEST, say_what_is_wrong
from navigator.people.queries import read_day
from navigator.referring_in.schemas import read_phone
from translations.locales import LANGUAGES

COLUMNS = {
    "given_name": ("first name", "given name", "forename", "given_name", "first_name", "forenames"),
    "family_name": ("family name", "last name", "surname", "family_name", "last_name"),
    "birth_date": ("date of birth", "birth date", "dob", "birth_date", "date_of_birth"),
    "phone": ("phone", "telephone", "mobile", "phone number", "telephone number", "mobile number"),
    "band": ("band", "risk band", "group"),
    "reason": ("reason", "why"),
    "language": ("language",),
    "gp_name": ("gp practice", "practice", "gp", "gp_practice"),
    "gp_code": ("ods code", "practice code", "ods", "gp_code", "ods_code"),
}
NEEDED = ("given_name", "family_name", "birth_date")
LONGEST = {
    "given_name": 80, "family_name": 80, "phone": 40, "band": 60, "reason": 4000, "gp_name": 120, "gp_code": 12,
}  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_LINES = 3000
NAMES_OF_COLUMNS = {
    "given_name": lazy_gettext("first name"),
    "family_name": lazy_gettext("family name"),
    "birth_date": lazy_gettext("date of birth"),
}


class FileWrong(Exception):
    """The whole file cannot be read; the message says why."""


@dataclass(frozen=True)
class Line:
    """One line: its number in the file, its cells as they stand there, what they come to, or what is wrong with it."""

    number: int
    cells: Mapping[str, str]
    values: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""


def decode(content: bytes) -> str:
    """The words of a file as spreadsheets write them: UTF-8, or Windows' own letters."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise FileWrong(gettext("This is not a CSV file. In a spreadsheet choose “save as”, then CSV."))
    return text


def read_lines(text: str, *, today: date, allows_test_numbers: bool) -> list[Line]:
    """Every line that holds something. Raises `FileWrong`."""
    try:
        return list(_read(text, today=today, allows_test_numbers=allows_test_numbers))
    except csv.Error:
        raise FileWrong(gettext("This is not a CSV file. In a spreadsheet choose “save as”, then CSV.")) from None


def write_lines(lines: list[Line]) -> str:
    """A CSV of these lines with what is wrong in a last column; harmless in any spreadsheet."""
    headings = list(lines[0].cells) if lines else []
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*map(_harmless, headings), gettext("What is wrong")])
    for line in lines:
        writer.writerow([*(_harmless(line.cells.get(heading, "")) for heading in headings), line.problem])
    return out.getvalue()


def _read(text: str, *, today: date, allows_test_numbers: bool) -> Iterator[Line]:
    start = text[:4096]
    delimiter = max((";", "\t", ","), key=start.splitlines()[0].count) if start.strip() else ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    headings = [_plain(cell) for cell in next(reader, [])]
    means = {index: name for index, heading in enumerate(headings) if (name := _meaning(heading))}
    absent = [str(NAMES_OF_COLUMNS[name]) for name in NEEDED if name not in means.values()]
    if absent:
        raise FileWrong(
            gettext("The first line has to name the columns. There is none for: %(columns)s.", columns=", ".join(absent))
        )
    count = 0
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        count += 1
        if count > MOST_LINES:
            raise FileWrong(gettext("There are more than %(most)s lines. Please send it in parts.", most=MOST_LINES))
        cells = {heading: row[index] if index < len(row) else "" for index, heading in enumerate(headings) if heading}
        said = {name: _plain(row[index]) for index, name in means.items() if index < len(row)}
        values, problem = _understand(said, today=today, allows_test_numbers=allows_test_numbers)
        yield Line(reader.line_num, cells, values, problem)


def _understand(said: Mapping[str, str], *, today: date, allows_test_numbers: bool) -> tuple[dict[str, Any], str]:
    for name in NEEDED:
        if not said.get(name):
            return {}, gettext("there is no %(column)s", column=NAMES_OF_COLUMNS[name])
    for name, longest in LONGEST.items():
        if len(said.get(name, "")) > longest:
            return {}, gettext("“%(start)s…” is too long", start=said[name][:20])
    day = read_day(said["birth_date"])
    if day is None or day > today or today.year - day.year > OLDEST:
        return {}, gettext("“%(typed)s” is no date of birth. Write it as 27/3/1948", typed=said["birth_date"][:20])
    values: dict[str, Any] = {name: said.get(name, "") for name in LONGEST} | {"birth_date": day, "mobile": None}
    if phone := said.get("phone"):
        try:
            values["mobile"] = read_phone(phone, allows_test_numbers=allows_test_numbers)
        except PhoneNumberWrong as problem:
            return {}, f"“{phone[:20]}”: {say_what_is_wrong(problem)}"
    values["language"], values["spoken"] = _language(said.get("language", ""))
    return values, ""


def _language(said: str) -> tuple[str, str]:
    """The code of a language we write in, and the words when it is another."""
    for each in LANGUAGES.values():
        if said.casefold() in (each.code, each.english_name.casefold(), each.own_name.casefold()):
            return each.code, ""
    return "en", said[:80]


def _meaning(heading: str) -> str | None:
    plain = " ".join(heading.casefold().split())
    return next((name for name, spellings in COLUMNS.items() if plain in spellings), None)


def _plain(cell: str) -> str:
    """A cell without spaces around it, and without the apostrophe that kept a formula from being one."""
    words = cell.strip()
    return words[1:] if words.startswith("'") and words[1:2] in FORMULA else words


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell
