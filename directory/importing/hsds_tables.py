"""The tabular form of the standard: one CSV a table, in a folder, a zip, or beside a datapackage.json."""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from directory.importing.rows import Reading, Row, SourceUnreadable, Spot
from directory.importing.tables import BY_NAME, TABLES

LARGEST_FILE = 100 * 1024 * 1024
LARGEST_PACKAGE = 400 * 1024 * 1024
MOST_FILES = 200
WRITTEN_OTHERWISE = "not UTF-8, read as Windows-1252"
NUL_REMOVED = "NUL characters removed"
CELLS_MISSING = "cells missing at the end of the row, taken as empty"
OTHER_SEPARATOR = "parted by something other than commas"
# Tables of the standard that we have no place for; a source may well bring them.
NOT_KEPT = {
    "metadata": "we keep a history of our own",
    "meta_table_descriptions": "it describes the tables",
    "urls": "we have no place for this table",
    "organization_programs": "we have no place for this table",
}

ALSO_READ = {
    "service_capacities": ("unit_id",),
    "service_areas": ("service_at_location_id",),
    "schedules": ("location_id",),
    "services": ("fees",),
}

Files = dict[str, bytes]  # name → content

csv.field_size_limit(LARGEST_FILE)  # a long field spoils its own row and not the rest of the file


def read_folder(folder: Path) -> Reading:
    """The tables in a folder. Raises SourceUnreadable when it holds none."""
    files = {path.name: _content(path) for path in sorted(folder.iterdir()) if path.is_file() and path.suffix.lower() == ".csv"}
    return _read_files(files, of=str(folder))


def read_package(descriptor: dict[str, Any], path: Path) -> Reading:
    """The tables that a datapackage.json beside them names. Raises SourceUnreadable when one is missing or lies elsewhere."""
    files: Files = {}
    folder = path.parent.resolve()
    resources = descriptor.get("resources")
    for resource in resources if isinstance(resources, list) else []:
        named = resource.get("path") if isinstance(resource, dict) else None
        if not isinstance(named, str):
            continue
        found = (folder / named).resolve()
        if not found.is_relative_to(folder):
            raise SourceUnreadable(f"{path.name} names {named}, which lies outside its folder")
        table = str(resource.get("name") or found.stem)
        if found.is_file():
            files[f"{table}.csv" if table in BY_NAME else found.name] = _content(found)
        elif table in ("services", "organizations"):
            raise SourceUnreadable(f"{path.name} names {named}, which is not there")
    return _read_files(files, of=path.name)


def read_zip(content: bytes, *, of: str) -> Reading:
    """The tables in a zip. Raises SourceUnreadable when it is damaged, too large, or reaches outside itself."""
    files: Files = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > MOST_FILES or sum(member.file_size for member in members) > LARGEST_PACKAGE:
                raise SourceUnreadable(
                    f"{of} is too large: at most {MOST_FILES} files and {LARGEST_PACKAGE >> 20} MB once unpacked"
                )
            for member in members:
                inside = PurePosixPath(member.filename.replace("\\", "/"))
                if inside.is_absolute() or ".." in inside.parts or ":" in inside.parts[0]:
                    raise SourceUnreadable(f"{of} holds {member.filename}, which points outside the package")
                if inside.suffix.lower() == ".csv" and not inside.name.startswith(".") and "__MACOSX" not in inside.parts:
                    if inside.name in files:
                        raise SourceUnreadable(f"{of} holds {inside.name} twice")
                    with archive.open(member) as stream:
                        files[inside.name] = stream.read(LARGEST_FILE + 1)
                    if len(files[inside.name]) > LARGEST_FILE:
                        raise SourceUnreadable(f"{inside.name} in {of} is larger than {LARGEST_FILE >> 20} MB")
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, OSError) as problem:
        raise SourceUnreadable(f"{of} is not a whole zip package: {problem}") from None
    return _read_files(files, of=of)


def decoded(content: bytes) -> tuple[str, list[str]]:
    """Bytes as text: UTF-8, UTF-16 with its mark, or what Windows wrote; and what had to be mended about it."""
    mends: list[str] = []
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
            mends.append(WRITTEN_OTHERWISE)
    if "\0" in text:
        text = text.replace("\0", "")
        mends.append(NUL_REMOVED)
    return text, mends


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise SourceUnreadable(f"{path.name} is larger than {LARGEST_FILE >> 20} MB")
        return path.read_bytes()
    except OSError as problem:
        raise SourceUnreadable(f"{path.name} cannot be opened: {problem.strerror}") from None


def _read_files(files: Files, *, of: str) -> Reading:
    tables = {PurePosixPath(name).stem.lower(): name for name in files}
    if "service_at_locations" in tables:
        tables.setdefault("service_at_location", tables.pop("service_at_locations"))
    if not tables.keys() & BY_NAME.keys() and "thesaurus" not in tables:
        raise SourceUnreadable(f"{of} holds none of the standard's tables, such as services.csv and organizations.csv")
    reading = Reading(is_tabular=True)
    units = _units(files[tables["units"]], tables["units"], reading) if "units" in tables else {}
    listings: dict[str, str] = {}  # the service of each service at location
    for table in TABLES:
        if table.name not in tables:
            continue
        for row in _read_table(table.name, files[tables[table.name]], tables[table.name], reading):
            if table.name == "service_at_location":
                listings[row.values["id"]] = row.values.get("service_id", "")
            if left_out := _adjust(row, units, listings):
                reading.left_out[left_out] += 1
            else:
                reading.rows.append(row)
    # A table that could not be read whole does not say that what it lacks is gone.
    told = (frozenset(tables) & BY_NAME.keys()) - {table for table, *_ in reading.refused}
    for row in reading.rows:
        row.tells = told
    if "thesaurus" in tables:
        text, mends = decoded(files[tables["thesaurus"]])
        reading.thesaurus = (tables["thesaurus"], text)
        reading.file_mends.extend(("thesaurus", f"{tables['thesaurus']} {what}") for what in mends)
    for name in sorted(tables.keys() & NOT_KEPT.keys()):
        rows = sum(1 for _ in _read_table(name, files[tables[name]], tables[name], Reading()))
        reading.left_out[f"{tables[name]}: {NOT_KEPT[name]}"] += rows
    return reading


def _adjust(row: Row, units: dict[str, str], listings: dict[str, str]) -> str | None:
    """Say of the listing what the tables say in a roundabout way. Gives what is left out, when the row has no place here."""
    values = row.values
    if row.table == "services" and "fees" in values:  # the standard's older name
        fees = values.pop("fees")
        values["fees_description"] = values.get("fees_description") or fees
    elif row.table == "service_capacities":
        unit = values.pop("unit_id", None)
        values.setdefault("unit", units.get(unit) if unit else None)
    elif row.table == "service_areas":  # an area of one of its places is the listing's area
        place = values.pop("service_at_location_id", "")
        values["service_id"] = values.get("service_id") or listings.get(place, "")
    elif row.table == "attributes":
        entity = (values.get("link_entity") or "service").strip().lower()
        if entity == "service_at_location":
            values["link_id"] = listings.get(values.get("link_id", ""), "")
        elif entity not in ("service", "services"):
            return f"attributes of {entity}: we keep those of services only"
        values["link_entity"] = "service"
    elif row.table == "schedules" and _is_of_a_location_alone(row):
        return "schedules of a location alone: they are not the listing's hours"
    return None


def _is_of_a_location_alone(row: Row) -> bool:
    owner = row.values.get("service_id") or row.values.get("service_at_location_id")
    return not owner and bool(row.values.get("location_id"))


def _units(content: bytes, file: str, reading: Reading) -> dict[str, str]:
    return {row.values.get("id", ""): row.values.get("name") or "" for row in _read_table("units", content, file, reading)}


def _read_table(table: str, content: bytes, file: str, reading: Reading) -> Iterator[Row]:
    text, mends = decoded(content)
    lines = text.split("\n", 1)[0]
    if not text.strip():
        reading.refused.append((table, Spot(file, "line", 1), "the file is empty: not even its columns are named", 1))
        return
    separator = next((s for s in ",;\t|" if s in lines), ",")
    if separator != ",":
        mends.append(OTHER_SEPARATOR)
    reading.file_mends.extend((table, f"{file} {what}") for what in mends)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    last_line = text.count("\n") + (not text.endswith("\n"))
    is_left_open = text.count('"') % 2 == 1  # a quotation mark swallows all that follows it
    line = 1
    header: list[str] = []
    known: list[bool] = []
    unknown: list[int] = []
    while True:
        start = line
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as problem:
            reading.refused.append((table, Spot(file, "line", start), f"the file cannot be read on from here: {problem}", 1))
            break
        finally:
            line = reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = [cell.strip().strip("\ufeff").lower() for cell in cells]
            if problem_of_header := _wrong_with(header, table):
                rest = sum(1 for _ in reader)
                reading.refused.append(
                    (table, Spot(file, "line", start), f"{problem_of_header}; none of its {rest} rows can be read", rest)
                )
                return
            known = _known(header, table)
            unknown = [i for i, name in enumerate(header) if name and not known[i]]
            continue
        spot = Spot(file, "line", start)
        if is_left_open and reader.line_num >= last_line > start:
            lost = last_line - start + 1
            reason = f"a quotation mark is opened here and never closed, so {lost} lines cannot be told apart"
            reading.refused.append((table, spot, reason, lost))
            break
        if len(cells) > len(header):  # an unquoted comma somewhere: every cell after it would be in the wrong column
            reading.refused.append((table, spot, f"there are {len(cells)} cells where the first line names {len(header)}", 1))
            continue
        for i in unknown:
            if i < len(cells) and cells[i].strip():
                reading.left_out[f"{file} {header[i]}: we have no place for this column"] += 1
        values: dict[str, Any] = {name: (cells[i] if i < len(cells) else "") for i, name in enumerate(header) if known[i]}
        yield Row(table, values, spot, mends=[CELLS_MISSING] if len(cells) < len(header) else [])


def _wrong_with(header: list[str], table: str) -> str | None:
    needed = ("id", *BY_NAME[table].required) if table in BY_NAME else ()
    missing = [name for name in needed if name not in header]
    if missing:
        return f"there is no column {' and no column '.join(missing)}"
    twice = sorted({name for name in header if name and header.count(name) > 1})
    return f"the column {twice[0]} stands there twice" if twice else None


def _known(header: list[str], table: str) -> list[bool]:
    if table not in BY_NAME:
        return [True] * len(header)
    ours = BY_NAME[table]
    names = {"id", *ours.readers, *ours.references, *ALSO_READ.get(table, ())}
    return [name in names for name in header]
