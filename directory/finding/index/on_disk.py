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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4
from zlib import crc32

import tantivy
from flask import Flask

from directory.finding.index import documents, facets, reading_together
from directory.finding.index.cards import Card
from directory.finding.index.cards import read as read_card
from directory.finding.index.documents import SCHEMA as SCHEMA
from directory.finding.index.entries import key_of
from directory.finding.index.listing_sets import ListingSets
from directory.finding.index.reading import list_changed_ids, read_entries
from directory.queries import count_findable, current_revision
from navigator.times import LONDON

# Raise the number whenever the schema or what is written (`directory.finding.index.documents`) changes: every index is then made
# again. So it is, too, when a code is added that listings are narrowed down by: each is a bit.
LAYOUT = crc32(repr((7, facets.VOCABULARIES)).encode())
STATE = "state.json"
SMALL_HEAP, LARGE_HEAP = 15_000_000, 256_000_000  # bytes the writer may hold; 15 MB is the engine's least
MOST_NUMBERS_A_LISTING, SPARE_NUMBERS = 3, 50_000  # beyond, the index is made again and numbered from nothing

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class State:
    """What the state file says."""

    layout: int
    folder: str
    revision: int
    numbered: int  # listings are numbered below this; a number is given once


@dataclass(frozen=True)
class Opened:
    """An index opened for reading, as it stood at one revision."""

    index: tantivy.Index
    searcher: tantivy.Searcher
    state: State
    signature: tuple[int, int, int]


class ListingIndex:
    """The index of one installation. Threads share it; `catch_up` before searching."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock_file = folder.with_name(folder.name + ".lock")  # beside the folder, which anybody may delete
        self._turn = threading.Lock()
        self._opened: Opened | None = None
        self._sets: ListingSets | None = None
        self._sets_turn = threading.Lock()

    @property
    def searcher(self) -> tantivy.Searcher:
        """A view of the index that does not change while a search uses it."""
        if self._opened is None:
            raise RuntimeError("the index has not been opened: catch_up first")
        return self._opened.searcher

    @property
    def sets(self) -> ListingSets:
        """Which listings have what, as of `searcher`: read again as far as listings changed since they were asked for last."""
        opened, held = self._opened, self._sets
        if opened is not None and held is not None and held.searcher is opened.searcher:
            return held
        with self._sets_turn:
            opened, held = self._opened, self._sets
            if opened is None:
                raise RuntimeError("the index has not been opened: catch_up first")
            if held is None or held.searcher is not opened.searcher:
                self._sets = None  # should reading fail, what it began to add to is not used any more
                earlier = held if held and held.folder == opened.state.folder else None
                held = self._sets = ListingSets(opened.searcher, opened.state.folder, earlier)
            return held

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
            numbered = max(state.numbered, _highest_number(index.searcher()) + 1)
            writer = index.writer(SMALL_HEAP, 1)
            for ids in list_changed_ids(since=state.revision):
                for service_id in ids:
                    writer.delete_documents_by_term("key", key_of(service_id))
                entries = read_entries(ids, today=today)
                documents.add(writer, entries, numbered_from=numbered)
                numbered += len(entries)
            writer.commit()
            writer.wait_merging_threads()
            index.reload()
            found = count_all(index.searcher())
        except (ValueError, OSError) as problem:
            log.warning("the search index could not be brought up to date (%s): it is made again", problem)
            self._build_anew(revision, today)
            return
        # Rows vanished from the database without a revision (a restored copy, a purge), or most numbers are of listings no more.
        if found != count_findable() or numbered > MOST_NUMBERS_A_LISTING * found + SPARE_NUMBERS:
            self._build_anew(revision, today)
            return
        self._write_state(State(LAYOUT, state.folder, revision, numbered))

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
        documents.teach(index)
        writer = index.writer(LARGE_HEAP if count_findable() > 2000 else SMALL_HEAP, 1)
        with _collecting_no_garbage():
            numbered = reading_together.write_all(writer, revision=revision, today=today)
        writer.commit()
        writer.wait_merging_threads()
        self._write_state(State(LAYOUT, name, revision, numbered))
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


def count_of(result: tantivy.SearchResult) -> int:
    """How many documents a search matched, beyond those it gave."""
    return int(result.count)  # type: ignore[attr-defined]  # it is there; the engine's stubs forget it


def count_all(searcher: tantivy.Searcher) -> int:
    """How many listings an index holds."""
    return count_of(searcher.search(tantivy.Query.term_query(SCHEMA, "is_main", True), 1))


def _highest_number(searcher: tantivy.Searcher) -> int:
    hits = searcher.search(tantivy.Query.all_query(), 1, count=False, order_by_field="number").hits
    return int(hits[0][0]) if hits else -1


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
        return State(int(said["layout"]), str(said["folder"]), int(said["revision"]), int(said["numbered"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _open_folder(folder: Path) -> tantivy.Index:
    if not folder.is_dir():
        raise OSError(f"no such folder: {folder}")
    index = tantivy.Index.open(str(folder))
    documents.teach(index)
    index.searcher()
    return index
