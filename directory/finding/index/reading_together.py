"""Reading a whole directory for the index with every core there is.

To read listings is work that one process of ours does on one core. From `WORTH_HELP` listings on, other processes
(`directory.finding.index.batch_reader`) read batches too, and hand over what the engine is to be given. What they cannot
do, this process does: without them it only takes longer.
"""

import json
import logging
import os
import subprocess
import sys
import threading
import uuid
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import tantivy

from directory.finding.index import documents
from directory.finding.index.batch_reader import LENGTH
from directory.finding.index.reading import list_findable_ids, read_entries
from directory.queries import count_findable
from navigator.db import db

WORTH_HELP = 20_000  # listings: below, it is done before a helper has started
MOST_HELPERS = 3
PIPE = 1_000_000  # bytes: after each piece that is read, a thread waits its turn among ours
SOURCES = Path(__file__).parents[3]

log = logging.getLogger(__name__)


class HelperGone(Exception):
    """It ended, or said what makes no sense."""


@dataclass(frozen=True)
class Batch:
    """Findable listings whose ids follow each other, and the number of the first."""

    ids: Sequence[uuid.UUID]
    numbered_from: int


class Helper:
    """Another process that reads. `read` raises `HelperGone`."""

    def __init__(self, *, revision: int, today: date) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "directory.finding.index.batch_reader"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pipesize=PIPE,
            cwd=SOURCES,
        )
        database = db.engine.url.render_as_string(hide_password=False)
        with suppress(HelperGone):  # the first batch will meet the same
            self._tell({"database": database, "revision": revision, "today": today.isoformat()})

    def read(self, batch: Batch) -> list[str]:
        """The documents of these listings."""
        self._tell({"ids": [one.hex for one in batch.ids], "numbered_from": batch.numbered_from})
        return self._hear(LENGTH.unpack(self._hear(LENGTH.size))[0]).decode().split("\n")

    def end(self) -> None:
        """Let it go, and wait until it has gone."""
        self._process.kill()
        self._process.communicate()

    def _hear(self, length: int) -> bytes:
        heard = self._process.stdout.read(length) if self._process.stdout else b""
        if len(heard) < length:
            raise HelperGone
        return heard

    def _tell(self, said: object) -> None:
        try:
            if self._process.stdin is None:
                raise HelperGone
            self._process.stdin.write(json.dumps(said).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise HelperGone from None


def write_all(writer: tantivy.IndexWriter, *, revision: int, today: date) -> int:
    """Write every findable listing, as of `revision`. Gives how many numbers were taken: each listing's lies below it."""
    with _helpers(count_findable(), revision=revision, today=today) as helpers:
        batches, numbered = _cut_up()
        turn = threading.Lock()  # the engine's writer is one thread's at a time
        threads = [threading.Thread(target=_let_help, args=(helper, batches, writer, turn)) for helper in helpers]
        for thread in threads:
            thread.start()
        _read(batches, writer, turn, today)
        for thread in threads:
            thread.join()
        _read(batches, writer, turn, today)  # what a helper took and did not bring
    return numbered


@contextmanager
def _helpers(listings: int, *, revision: int, today: date) -> Iterator[list[Helper]]:
    """As many as there are cores besides ours, ended afterwards; none for a small directory."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with ExitStack() as stack:
        helpers = []
        for _ in range(min(cores - 1, MOST_HELPERS) if listings >= WORTH_HELP else 0):
            helper = Helper(revision=revision, today=today)
            stack.callback(helper.end)
            helpers.append(helper)
        yield helpers


def _cut_up() -> tuple[deque[Batch], int]:
    batches: deque[Batch] = deque()
    numbered = 0
    for ids in list_findable_ids():
        batches.append(Batch(ids, numbered))
        numbered += len(ids)
    return batches, numbered


def _let_help(helper: Helper, batches: deque[Batch], writer: tantivy.IndexWriter, turn: threading.Lock) -> None:
    """Have `helper` read from the end of what is left; what it cannot is put back."""
    while batches:
        try:
            batch = batches.pop()
        except IndexError:
            return  # the last was taken from the other end
        try:
            texts = helper.read(batch)
        except HelperGone:
            batches.append(batch)
            log.info("a process that helped to read the directory has gone: what it had is read here")
            return
        with turn:
            for text in texts:
                writer.add_json(text)


def _read(batches: deque[Batch], writer: tantivy.IndexWriter, turn: threading.Lock, today: date) -> None:
    while batches:
        try:
            batch = batches.popleft()
        except IndexError:
            return
        entries = read_entries(batch.ids, today=today, in_a_row=True)
        texts = documents.written(entries, numbered_from=batch.numbered_from)
        with turn:
            for text in texts:
                writer.add_json(text)
