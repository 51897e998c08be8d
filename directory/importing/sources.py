"""Recognises the form a source comes in, and reads it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from directory.importing import hsds_tables, oruk_v1
from directory.importing.fetching import Fetcher, is_address
from directory.importing.hsds_documents import DocumentReader, kind_of
from directory.importing.rows import Reading, SourceUnreadable, Spot

MOST_PAGES = 2_000
FORMS = (
    "a folder or zip of HSDS tables, a datapackage.json, an HSDS 3.0 JSON document, page or lines, "
    "or an Open Referral UK version 1 page or feed"
)


def read(source: str, *, fetcher: Fetcher) -> Reading:
    """Read a source, whatever its form. Raises SourceUnreadable, in one line, when it cannot be read as a whole."""
    if is_address(source):
        name = source.split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1] or source
        return _read_content(fetcher.get(source), name=name, address=source, path=None, fetcher=fetcher)
    path = Path(source)
    if path.is_dir():
        return hsds_tables.read_folder(path)
    try:
        if path.stat().st_size > hsds_tables.LARGEST_PACKAGE:
            raise SourceUnreadable(f"{source} is larger than {hsds_tables.LARGEST_PACKAGE >> 20} MB")
        content = path.read_bytes()
    except OSError as problem:
        raise SourceUnreadable(f"{source} cannot be opened: {problem.strerror}") from None
    return _read_content(content, name=path.name, address=None, path=path, fetcher=fetcher)


def _read_content(content: bytes, *, name: str, address: str | None, path: Path | None, fetcher: Fetcher) -> Reading:
    if content.startswith(b"PK"):
        return hsds_tables.read_zip(content, of=name)
    text, mends = hsds_tables.decoded(content)
    if not text.strip():
        raise SourceUnreadable(f"{name} is empty")
    if path and path.suffix.lower() == ".csv":
        raise SourceUnreadable(f"{name} is one table; give the folder that holds it and the others")
    if text.lstrip()[0] not in "{[":
        raise SourceUnreadable(f"{name} is in no form that can be read: it should be {FORMS}")
    reader = DocumentReader()
    reader.reading.file_mends.extend(("services", f"{name} {what}") for what in mends)
    try:
        document = json.loads(text)
    except RecursionError:
        raise SourceUnreadable(f"{name} is nested too deeply") from None
    except json.JSONDecodeError as problem:
        if not _are_lines(text):
            where = f"line {problem.lineno} column {problem.colno}"
            raise SourceUnreadable(f"{name} is not whole JSON: {problem.msg} at {where}") from None
        _take_lines(reader, text, name)
        return reader.reading
    if isinstance(document, dict) and "resources" in document and path:
        return hsds_tables.read_package(document, path)
    if isinstance(document, dict) and ("contents" in document or "content" in document):
        for page, file in _pages(document, name=name, address=address, fetcher=fetcher, reading=reader.reading):
            _take_all(reader, page.get("contents", page.get("content")), file, is_v1="contents" not in page)
    elif isinstance(document, list):
        _take_all(reader, document, name, is_v1=False)
    elif isinstance(document, dict) and kind_of(document):
        _take(reader, document, Spot(name, "item", 1), is_v1=False)
    elif isinstance(document, dict) and isinstance(document.get("services"), list):
        _take_all(reader, document["services"], name, is_v1=False)
    else:
        raise SourceUnreadable(f"{name} is in no form that can be read: it should be {FORMS}")
    return reader.reading


def _are_lines(text: str) -> bool:
    """Whether each line stands for itself. The first tells: a document over several lines is not whole on its first."""
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        return len(lines) > 1 and isinstance(json.loads(lines[0]), dict)
    except (json.JSONDecodeError, RecursionError):
        return False


def _take_lines(reader: DocumentReader, text: str, name: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        spot = Spot(name, "line", number)
        try:
            document = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as problem:
            said = (
                f"{problem.msg} at column {problem.colno}" if isinstance(problem, json.JSONDecodeError) else "nested too deeply"
            )
            reader.reading.refused.append(("services", spot, f"this line is not whole JSON: {said}", 1))
            continue
        _take(reader, document, spot, is_v1=False)


def _take_all(reader: DocumentReader, documents: Any, name: str, *, is_v1: bool) -> None:
    if not isinstance(documents, list):
        raise SourceUnreadable(f"{name} should hold a list of services, and holds something else in its place")
    for number, document in enumerate(documents, start=1):
        _take(reader, document, Spot(name, "item", number), is_v1=is_v1)


def _take(reader: DocumentReader, document: Any, spot: Spot, *, is_v1: bool) -> None:
    if not isinstance(document, dict):
        reader.reading.refused.append(("services", spot, "this is not an object", 1))
    elif is_v1 or oruk_v1.is_v1(document):
        reader.take(oruk_v1.as_hsds(document, reader.reading.left_out), spot)
    elif kind_of(document) or "name" in document:
        reader.take(document, spot)
    else:
        reader.reading.refused.append(("services", spot, "this is neither a service nor an organization", 1))


def _pages(
    first: dict[str, Any], *, name: str, address: str | None, fetcher: Fetcher, reading: Reading
) -> Iterator[tuple[dict[str, Any], str]]:
    """The page given, and when it came from the web every other page of its feed, each with a name for messages."""
    number = _whole(first.get("page_number", first.get("number")), 1)
    total = _whole(first.get("total_pages", first.get("totalPages")), 1)
    yield first, name if address is None else f"{name} page {number}"
    if total <= 1:
        return
    if address is None:
        reading.notes.append(f"{name} is page {number} of {total}; the others were not in the file.")
        return
    if total > MOST_PAGES:
        raise SourceUnreadable(f"{address} says it has {total} pages; at most {MOST_PAGES} are fetched")
    start = 0 if number == 0 else 1  # some feeds count from 0
    seen = {_fingerprint(first)}
    for wanted in range(start, start + total):
        if wanted == number:
            continue
        page = _page(fetcher, str(httpx.URL(address).copy_set_param("page", str(wanted))), name)
        mark = _fingerprint(page)
        if mark in seen:
            reading.notes.append(f"Page {wanted} of {name} repeats an earlier one, so no further page was fetched.")
            return
        if not page.get("contents", page.get("content")):
            return
        seen.add(mark)
        yield page, f"{name} page {wanted}"


def _page(fetcher: Fetcher, address: str, name: str) -> dict[str, Any]:
    text, _ = hsds_tables.decoded(fetcher.get(address))
    try:
        page = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        raise SourceUnreadable(f"{address} is not whole JSON") from None
    if not isinstance(page, dict) or not ("contents" in page or "content" in page):
        raise SourceUnreadable(f"{address} is no page of {name}")
    return page


def _fingerprint(page: dict[str, Any]) -> str:
    items = page.get("contents", page.get("content"))
    return json.dumps([item.get("id") if isinstance(item, dict) else None for item in items] if isinstance(items, list) else None)


def _whole(raw: Any, otherwise: int) -> int:
    try:
        return int(raw)
    except (TypeError, ValueError):
        return otherwise
