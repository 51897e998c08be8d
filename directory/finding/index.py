"""The search index: on disk, made from the database, disposable, brought up to date from the listings' revision counter.

`<data>/index/state.json` names the folder that holds the index, the layout it was written in and the revision it has
reached. A folder that is missing, unreadable or of another layout is made again from the database, beside the old one;
readers change over when the state file does. One process writes at a time (a file lock); the others go on reading.
"""

import fcntl
import gc
import json
import logging
import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4
from zlib import crc32

import tantivy
from flask import Flask

from directory.finding import facets
from directory.finding.cards import Card
from directory.finding.cards import read as read_card
from directory.finding.entries import FOR_EVER, Entry, key_of, list_changed_ids, list_findable_ids, read_entries
from directory.finding.stems import STEMS
from directory.queries import count_findable, current_revision
from navigator.times import LONDON

# Raise the number whenever `_schema` or what is written changes: every index is then made again. So it is, too, when a code
# is added that listings are narrowed down by: each is a bit.
LAYOUT = crc32(repr((4, facets.VOCABULARIES)).encode())
STATE = "state.json"
SMALL_HEAP, LARGE_HEAP = 15_000_000, 256_000_000  # bytes the writer may hold; 15 MB is the engine's least

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class State:
    """What the state file says."""

    layout: int
    folder: str
    revision: int


@dataclass(frozen=True)
class Opened:
    """An index opened for reading, as it stood at one revision."""

    index: tantivy.Index
    searcher: tantivy.Searcher
    state: State
    signature: tuple[int, int, int]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("card", stored=True)  # directory.finding.cards
    builder.add_integer_field("key", indexed=True, fast=True)  # signed: the engine's unsigned fields refuse Python's numbers
    for name in ("name", "organisation", "term", "text", "place"):
        builder.add_text_field(name, tokenizer_name="stems", index_option="basic")
    builder.add_text_field("every_word", tokenizer_name="words", index_option="basic")
    for name in ("whole_name", "code", "language", "circumstance", "access", "flag", "area", "session"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("is_main", "is_anywhere", "is_paused", "is_statutory"):
        builder.add_boolean_field(name, indexed=True, fast=True)
    for name in ("room_until", "mark_until", "assured_day", "completeness", *map(until_field, facets.TIMES)):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in ("latitude", "longitude", "lowest_age", "highest_age"):
        builder.add_float_field(name, indexed=True, fast=True)
    for name in COUNTED:
        builder.add_integer_field(name, fast=True)
    return builder.build()


def until_field(time_: str) -> str:
    """The field that holds the last day on which a listing is open on a day, or on its evening (`facets.TIMES`)."""
    return f"open_{time_.replace('-', '_')}_until"


# Columns of numbers that `directory.finding.facets` counts.
COUNTED = (
    "needs",
    "accesses",
    "circumstances",
    "flags",
    "times",
    "times_good_until",
    "kinds_1",
    "kinds_2",
    "languages_1",
    "languages_2",
)
_UNTIL = {time_: until_field(time_) for time_ in facets.TIMES}

SCHEMA = _schema()
_WORDS = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).filter(tantivy.Filter.remove_long(60)).build()


class ListingIndex:
    """The index of one installation. Threads share it; `catch_up` before searching."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock_file = folder.with_name(folder.name + ".lock")  # beside the folder, which anybody may delete
        self._turn = threading.Lock()
        self._opened: Opened | None = None

    @property
    def searcher(self) -> tantivy.Searcher:
        """A view of the index that does not change while a search uses it."""
        if self._opened is None:
            raise RuntimeError("the index has not been opened: catch_up first")
        return self._opened.searcher

    @property
    def revision(self) -> int:
        """The last change to the directory that the index has."""
        return self._opened.state.revision if self._opened else 0

    def catch_up(self, *, today: date) -> None:
        """Bring the index up to the database, as far as this session sees it. One small query when there is nothing to do."""
        revision = current_revision()
        if self._has_reached(revision):
            return
        # Whoever has an index to search does not wait while somebody else brings it up to date.
        if not self._turn.acquire(blocking=self._opened is None):
            return
        try:
            if self._has_reached(revision):
                return
            with self._only_writer(wait=self._opened is None) as is_mine:
                if is_mine:
                    self._write(revision, today)
                    self._open()
        finally:
            self._turn.release()

    def rebuild(self, *, today: date) -> int:
        """Make the index again from the database, and give the number of listings in it."""
        with self._turn, self._only_writer(wait=True):
            self._build_anew(current_revision(), today)
            self._open()
        return self.count()

    def count(self) -> int:
        """How many listings can be found."""
        return count_all(self.searcher)

    def _has_reached(self, revision: int) -> bool:
        opened = self._opened
        return opened is not None and opened.state.revision == revision and opened.signature == self._signature()

    def _signature(self) -> tuple[int, int, int] | None:
        try:
            status = (self._folder / STATE).stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size

    def _open(self) -> None:
        signature, state = self._signature(), read_state(self._folder)
        if signature is None or state is None:
            raise OSError(f"the search index cannot be read: {self._folder}")
        opened = self._opened
        if opened is not None and opened.state.folder == state.folder:
            opened.index.reload()
            index = opened.index
        else:
            index = _open_folder(self._folder / state.folder)
        self._opened = Opened(index, index.searcher(), state, signature)

    def _write(self, revision: int, today: date) -> None:
        state = read_state(self._folder)
        if state is None or state.layout != LAYOUT or state.revision > revision:
            self._build_anew(revision, today)
            return
        if state.revision == revision and self._is_whole(state):
            return
        try:
            index = _open_folder(self._folder / state.folder)
            writer = index.writer(SMALL_HEAP, 1)
            for ids in list_changed_ids(since=state.revision):
                for service_id in ids:
                    writer.delete_documents_by_term("key", key_of(service_id))
                _add(writer, read_entries(ids, today=today))
            writer.commit()
            writer.wait_merging_threads()
            index.reload()
            found = count_all(index.searcher())
        except (ValueError, OSError) as problem:
            log.warning("the search index could not be brought up to date (%s): it is made again", problem)
            self._build_anew(revision, today)
            return
        if found != count_findable():  # rows vanished from the database without a revision: a restored copy, a purge
            self._build_anew(revision, today)
            return
        self._write_state(State(LAYOUT, state.folder, revision))

    def _is_whole(self, state: State) -> bool:
        try:
            _open_folder(self._folder / state.folder)
        except (ValueError, OSError):
            return False
        return True

    def _build_anew(self, revision: int, today: date) -> None:
        name = f"build-{uuid4().hex[:12]}"
        folder = self._folder / name
        folder.mkdir(parents=True)
        index = tantivy.Index(SCHEMA, path=str(folder))
        _teach(index)
        writer = index.writer(LARGE_HEAP if count_findable() > 2000 else SMALL_HEAP, 1)
        with _collecting_no_garbage():
            for ids in list_findable_ids():
                _add(writer, read_entries(ids, today=today, in_a_row=True))
        writer.commit()
        writer.wait_merging_threads()
        self._write_state(State(LAYOUT, name, revision))
        for other in self._folder.glob("build-*"):
            if other.name != name:
                shutil.rmtree(other, ignore_errors=True)  # whoever still reads it keeps its open files

    def _write_state(self, state: State) -> None:
        draft = self._folder / f".{STATE}-{os.getpid()}"
        draft.write_text(json.dumps(asdict(state)))
        draft.replace(self._folder / STATE)

    @contextmanager
    def _only_writer(self, *, wait: bool) -> Iterator[bool]:
        """Within it this process may write. Gives False when it did not `wait` and another process is writing."""
        self._lock_file.parent.mkdir(parents=True, exist_ok=True)
        with self._lock_file.open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True


@contextmanager
def _collecting_no_garbage() -> Iterator[None]:
    """Entries are many, short-lived and in no circles: looking for circles among them takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def listing_index(app: Flask, *, now: datetime) -> ListingIndex:
    """The application's index, caught up with the database: what `search` takes. For pages, APIs and commands."""
    index = app.extensions.get("listing_index")
    if not isinstance(index, ListingIndex):
        index = app.extensions.setdefault("listing_index", ListingIndex(app.extensions["settings"].index_dir))
    index.catch_up(today=now.astimezone(LONDON).date())
    return index


def card_at(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> Card:
    """What results say of the listing that this document is of."""
    kept = searcher.doc(address).get_first("card")
    return read_card(bytes(kept or b"").decode())


def column(searcher: tantivy.Searcher, name: str, addresses: Sequence[tantivy.DocAddress]) -> list[int]:
    """A column of whole numbers for these documents; 0 where it has none."""
    values: list[Any] = searcher.fast_field_values(name, list(addresses))
    return [int(value or 0) for value in values] if None in values else values


def count_of(result: tantivy.SearchResult) -> int:
    """How many documents a search matched, beyond those it gave."""
    return int(result.count)  # type: ignore[attr-defined]  # it is there; the engine's stubs forget it


def count_all(searcher: tantivy.Searcher) -> int:
    """How many listings an index holds."""
    return count_of(searcher.search(tantivy.Query.term_query(SCHEMA, "is_main", True), 1))


def is_readable(folder: Path) -> bool:
    """Whether an index of today's layout can be opened in `folder` (settings.index_dir). Needs no database."""
    state = read_state(folder)
    if state is None or state.layout != LAYOUT:
        return False
    try:
        _open_folder(folder / state.folder)
    except (ValueError, OSError):
        return False
    return True


def read_state(folder: Path) -> State | None:
    """What the state file says; None when it is missing or makes no sense."""
    try:
        said = json.loads((folder / STATE).read_text())
        return State(int(said["layout"]), str(said["folder"]), int(said["revision"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _open_folder(folder: Path) -> tantivy.Index:
    if not folder.is_dir():
        raise OSError(f"no such folder: {folder}")
    index = tantivy.Index.open(str(folder))
    _teach(index)
    index.searcher()
    return index


def _teach(index: tantivy.Index) -> None:
    index.register_tokenizer("stems", STEMS)
    index.register_tokenizer("words", _WORDS)


def _add(writer: tantivy.IndexWriter, entries: list[Entry]) -> None:
    """One document for each place of a listing (so that latitude and longitude stay together); the first is its main one."""
    for entry in entries:
        terms, places, card = " ".join(entry.term_names), " ".join(entry.place_words), entry.written_card().encode()
        every_word = " ".join({*entry.name.split(), *entry.organisation.split(), *entry.text.split(), *terms.split()})
        key, flags, (lowest, highest) = entry.key, entry.flags, entry.ages
        codes = [(field, code) for field, several in _codes(entry, flags) for code in several]
        numbers = [
            ("key", key),
            ("room_until", entry.room_until),
            ("mark_until", entry.mark_until),
            ("assured_day", entry.assured_day),
            ("completeness", entry.completeness),
            *((_UNTIL[time_], until) for time_, until in entry.open_until.items()),
            *zip(COUNTED, _counted(entry, flags), strict=True),
        ]
        for number, point in enumerate(entry.points or [None]):
            document = tantivy.Document()
            document.add_text("id", str(entry.id))
            document.add_bytes("card", card)
            document.add_text("name", entry.name)
            document.add_text("whole_name", entry.name)
            document.add_text("organisation", entry.organisation)
            document.add_text("term", terms)
            document.add_text("text", entry.text)
            document.add_text("place", places)
            document.add_text("every_word", every_word)
            for field, code in codes:
                document.add_text(field, code)
            for field, value in numbers:
                document.add_integer(field, value)
            document.add_boolean("is_main", number == 0)
            document.add_boolean("is_anywhere", entry.is_anywhere and number == 0)
            document.add_boolean("is_paused", entry.is_paused)
            document.add_boolean("is_statutory", entry.is_statutory)
            document.add_float("lowest_age", lowest)
            document.add_float("highest_age", highest)
            if point is not None:
                document.add_float("latitude", point[0])
                document.add_float("longitude", point[1])
            writer.add_document(document)


def _codes(entry: Entry, flags: set[str]) -> tuple[tuple[str, Iterable[str]], ...]:
    return (
        ("code", entry.codes),
        ("language", entry.languages),
        ("circumstance", entry.circumstances),
        ("access", entry.access),
        ("flag", flags),
        ("area", entry.areas),
        ("session", entry.sessions),
    )


def _counted(entry: Entry, flags: set[str]) -> tuple[int, ...]:
    return (
        facets.mask(entry.codes, facets.NEEDS),
        facets.mask(entry.access, facets.ACCESS),
        facets.mask(entry.circumstances, facets.CIRCUMSTANCES),
        facets.mask(flags, facets.FLAGS),
        facets.mask(entry.open_until, facets.TIMES),
        min(entry.open_until.values(), default=FOR_EVER),
        *facets.pack(entry.kinds),
        *facets.pack(sorted(entry.languages - {"en"})),
    )
