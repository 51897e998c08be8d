"""Recognises the form a source comes in, and reads it."""

import io
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from directory.importing import hsds_tables, oruk_v1
from directory.importing.feeds import Feed, whole_number
from directory.importing.fetching import Fetcher, is_address
from directory.importing.hsds_documents import DocumentReader, kind_of
from directory.importing.json_text import NotWhole, parsed
from directory.importing.rows import Reading, SourceUnreadable, Spot

PORTION = 500  # listings read, compared and written at a time: what bounds the memory, and how long others who write wait
LONGEST_LINE = 20 * 1024 * 1024
FORMS = (
    "a folder or zip of HSDS tables, a datapackage.json, an HSDS 3.0 JSON document, page or lines, "
    "or an Open Referral UK version 1 page or feed"
)


def read(source: str, *, fetcher: Fetcher) -> Reading:
    """Read a source that fits into memory, whatever its form. Raises SourceUnreadable, in one line, when it cannot be read."""
    return next(portions(source, fetcher=fetcher, size=None))


def portions(
    source: str, *, fetcher: Fetcher, keep: Path | None = None, changed_since: datetime | None = None, size: int | None = PORTION
) -> Iterator[Reading]:
    """Read a source, whatever its form, some `size` listings at a time (None: all at once); tables always come all at once.

    `keep` is the folder where a feed's pages lie until the last portion has been taken, so that a run that breaks off can go
    on; without it they are fetched anew. `changed_since` asks a feed for what changed after that moment only.
    Raises SourceUnreadable, in one line, when the source cannot be read as a whole: of a feed, before the first portion.
    """
    if is_address(source):
        with ExitStack() as stack:
            folder = keep or Path(stack.enter_context(TemporaryDirectory(prefix="feed-")))
            name = source.split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1] or source
            feed = Feed(address=source, name=name, fetcher=fetcher, folder=folder, changed_since=changed_since)
            yield from _read_content(feed.first(), name=name, feed=feed, path=None, size=size)
            feed.forget()
        return
    path = Path(source)
    if path.is_dir():
        yield hsds_tables.read_folder(path)
        return
    try:
        if path.stat().st_size > hsds_tables.LARGEST_PACKAGE:
            raise SourceUnreadable(f"{source} is larger than {hsds_tables.LARGEST_PACKAGE >> 20} MB")
        if _begins_as_lines(path):
            with path.open("rb") as lines:
                yield from _take_lines((hsds_tables.decoded(line)[0] for line in lines), path.name, size)
            return
        content = path.read_bytes()
    except OSError as problem:
        raise SourceUnreadable(f"{source} cannot be opened: {problem.strerror}") from None
    yield from _read_content(content, name=path.name, feed=None, path=path, size=size)


def _read_content(content: bytes, *, name: str, feed: Feed | None, path: Path | None, size: int | None) -> Iterator[Reading]:
    if content.startswith(b"PK"):
        yield hsds_tables.read_zip(content, of=name)
        return
    text, mends = hsds_tables.decoded(content)
    del content
    if not text.strip():
        raise SourceUnreadable(f"{name} is empty")
    if path and path.suffix.lower() == ".csv":
        raise SourceUnreadable(
            f"{name} is one table; give the folder that holds it and the others, or, for a spreadsheet of your own, a --mapping"
        )
    if text.lstrip()[0] not in "{[":
        raise SourceUnreadable(f"{name} is in no form that can be read: it should be {FORMS}")
    try:
        document = parsed(text)
    except NotWhole as problem:
        if not _are_lines(text):
            raise SourceUnreadable(f"{name} {problem}") from None
        yield from _take_lines(io.StringIO(text), name, size)
        return
    del text
    if isinstance(document, dict) and "resources" in document and path:
        yield hsds_tables.read_package(document, path)
        return
    taking = _Taking(size, [("services", f"{name} {what}") for what in mends])
    if isinstance(document, dict) and ("contents" in document or "content" in document):
        every = feed.pages(document) if feed else [(document, name)]
        taking.notes = list(feed.notes) if feed else _of_a_page_alone(document, name)
        for page, file in every:
            yield from taking.all(page.get("contents", page.get("content")), file, is_v1="contents" not in page)
    elif isinstance(document, list):
        yield from taking.all(document, name)
    elif isinstance(document, dict) and kind_of(document):
        yield from taking.all([document], name)
    elif isinstance(document, dict) and isinstance(document.get("services"), list):
        yield from taking.all(document["services"], name)
    else:
        raise SourceUnreadable(f"{name} is in no form that can be read: it should be {FORMS}")
    yield taking.last()


def _of_a_page_alone(page: dict[str, Any], name: str) -> list[str]:
    number = whole_number(page.get("page_number", page.get("number")), 1)
    total = whole_number(page.get("total_pages", page.get("totalPages")), 1)
    return [f"{name} is page {number} of {total}; the others were not in the file."] if total > 1 else []


class _Taking:
    """Documents taken one after another, given in readings of some `size` listings each."""

    def __init__(self, size: int | None, mends: list[tuple[str, str]] | None = None) -> None:
        self.size = size
        self.notes: list[str] = []
        self._taken = 0
        self._reader = DocumentReader()
        self._reader.reading.file_mends.extend(mends or [])

    def all(self, documents: Any, name: str, *, is_v1: bool = False) -> Iterator[Reading]:
        """Take a list of them; give every reading that this filled."""
        if not isinstance(documents, list):
            raise SourceUnreadable(f"{name} should hold a list of services, and holds something else in its place")
        for number, document in enumerate(documents, start=1):
            yield from self.one(document, Spot(name, "item", number), is_v1=is_v1)

    def one(self, document: Any, spot: Spot, *, is_v1: bool = False) -> Iterator[Reading]:
        reader = self._reader
        if not isinstance(document, dict):
            reader.reading.refused.append(("services", spot, "this is not an object", 1))
        elif is_v1 or oruk_v1.is_v1(document):
            reader.take(oruk_v1.as_hsds(document, reader.reading.left_out), spot)
        elif kind_of(document) or "name" in document:
            reader.take(document, spot)
        else:
            reader.reading.refused.append(("services", spot, "this is neither a service nor an organization", 1))
        self._taken += 1
        if self.size and self._taken >= self.size:
            yield self.last()

    def unreadable(self, spot: Spot, why: str) -> None:
        self._reader.reading.refused.append(("services", spot, why, 1))

    def last(self) -> Reading:
        """What was taken since the last reading."""
        reading, self._reader, self._taken = self._reader.reading, DocumentReader(), 0
        reading.notes.extend(self.notes)
        self.notes = []
        return reading


def _begins_as_lines(path: Path) -> bool:
    """Whether a file holds a document a line: told by its first two lines, without reading the rest."""
    with path.open("rb") as file:
        first, second = file.readline(LONGEST_LINE), file.readline(1)
    try:
        return first.startswith(b"{") and bool(second) and isinstance(parsed(first.decode()), dict)
    except (UnicodeDecodeError, NotWhole):
        return False


def _are_lines(text: str) -> bool:
    """Whether each line stands for itself. The first tells: a document over several lines is not whole on its first."""
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        return len(lines) > 1 and isinstance(parsed(lines[0]), dict)
    except NotWhole:
        return False


def _take_lines(lines: Iterable[str], name: str, size: int | None) -> Iterator[Reading]:
    taking = _Taking(size)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        spot = Spot(name, "line", number)
        try:
            document = parsed(line)
        except NotWhole as problem:
            taking.unreadable(spot, f"this line {problem}".replace(" line 1 column", " column"))
            continue
        yield from taking.one(document, spot)
    yield taking.last()
