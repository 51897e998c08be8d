"""How quickly listings come in, and in how much memory: a feed over loopback, beside the same rows with no questions asked."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import func, select

from benchmarks.figures import Table, WrongAnswer
from benchmarks.generated_feed import pages
from benchmarks.generated_listings import Locality
from benchmarks.installations import environment_of, new_installation, scratch_folder, settings_in
from benchmarks.memory import most_resident
from directory.models import Service
from navigator.config import Settings
from navigator.db import db

TODAY = date(2026, 11, 23)
FULL, SHORT = (5_000, 100_000), (300,)
LARGE = 50_000  # from here on only the feed is brought in: it shows how much memory it takes, and takes minutes
PER_PAGE = 100
# What a feed of 100,000 listings may take. Above, the benchmark fails: memory does not depend on who is busy.
MOST_MEGABYTES = 500


# The command as anybody runs it, and the most memory it had, in kilobytes, as the last line of standard error.
# (getrusage would also count the memory of this process, whose child it is.)
COMMAND = """import sys
from benchmarks.memory import most_resident
from navigator.app import main
try:
    main()
finally:
    print(most_resident(), file=sys.stderr)
"""
REMARK = (
    "Open Referral UK 3.0 documents, from a file with one a line, and from a feed over loopback, a hundred a page, with the "
    "fifth of a second between two requests that we leave every publisher in peace for. Ours is the whole command in a process "
    "of its own: read, cleaned, checked, compared, written, places and search index made. Beside it the same documents read and "
    "written with `executemany` into bare tables: nothing checked, nothing compared, nothing to be found by."
)


def run(*, short: bool) -> list[Table]:
    """Measure every size. Raises WrongAnswer when listings are missing, or when memory is not bounded."""
    rows: list[list[str]] = []
    for count in SHORT if short else FULL:
        with scratch_folder() as folder:
            rows += measure(count, folder)
    return [Table("Importing", ("listings", "what", "seconds", "MB at most"), rows, REMARK)]


def measure(count: int, folder: Path) -> list[list[str]]:
    """One size: a feed from nothing and again with nothing changed, a file from nothing, and the same rows unchecked."""
    files = _write_pages(count, folder / "pages")
    lines = folder / "listings.jsonl"
    with lines.open("w", encoding="utf-8") as file:
        for page in files:
            file.writelines(f"{json.dumps(document)}\n" for document in json.loads(page.read_bytes())["contents"])
    ours = []
    with _publisher(files) as address:
        ours.append(("ours, from a feed", *_into_nothing(address, count, folder / "from-feed")))
        if count < LARGE:
            again = _import(address, settings_in(folder / "from-feed"))
            ours.append(("ours, the feed again, nothing having changed", *again))
            ours.append(("ours, from a file", *_into_nothing(str(lines), count, folder / "from-file")))
    if (most := max(megabytes for _, _, megabytes in ours)) > MOST_MEGABYTES:
        raise WrongAnswer(f"importing {count} listings took {most:.0f} MB; at most {MOST_MEGABYTES} are allowed")
    beside = ("json.loads + executemany, no checks", *_unchecked(lines, folder))
    return [[f"{count:,}", what, f"{seconds:.1f}", f"{megabytes:.0f}"] for what, seconds, megabytes in (*ours, beside)]


def _into_nothing(source: str, count: int, folder: Path) -> tuple[float, float]:
    """Bring a source into a new installation, and see that it is all there."""
    folder.mkdir()
    settings = settings_in(folder)
    app = new_installation(settings)
    with app.app_context():
        db.engine.dispose()
    measured = _import(source, settings)
    with app.app_context():
        found = db.session.scalar(select(func.count()).select_from(Service))
        db.session.remove()
        db.engine.dispose()
    if found != count:
        raise WrongAnswer(f"of {count} listings {found} came in")
    return measured


def _import(source: str, settings: Settings) -> tuple[float, float]:
    """`navigator services import`, as a process: seconds, and the most memory it had, in MB."""
    began = perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "services", "import", source],
        env=os.environ | environment_of(settings),
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = perf_counter() - began
    if done.returncode:
        raise WrongAnswer(f"the import failed: {done.stderr[-500:]}")
    return seconds, float(done.stderr.splitlines()[-1])


def _unchecked(lines: Path, folder: Path) -> tuple[float, float]:
    """What one would write in an afternoon: every document and what hangs on it into tables of text, as it comes."""
    began = perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.importing", folder / "bare.sqlite3", lines], capture_output=True, text=True, check=True
    )
    return perf_counter() - began, float(done.stdout)


def _load_unchecked(database: str, lines: str) -> None:
    connection = sqlite3.connect(database)
    connection.execute("CREATE TABLE listing (id TEXT PRIMARY KEY, name TEXT, description TEXT, organization TEXT)")
    connection.execute("CREATE TABLE part (listing TEXT, kind TEXT, id TEXT, said TEXT)")
    with Path(lines).open(encoding="utf-8") as file:
        while batch := [json.loads(line) for line in islice(file, 1_000)]:
            rows = [(c["id"], c["name"], c["description"], c["organization"]["id"]) for c in batch]
            parts = [
                (c["id"], kind, part["id"], json.dumps(part))
                for c in batch
                for kind, inner in c.items()
                if isinstance(inner, list)
                for part in inner
            ]
            connection.executemany("INSERT OR REPLACE INTO listing VALUES (?, ?, ?, ?)", rows)
            connection.executemany("INSERT INTO part VALUES (?, ?, ?, ?)", parts)
    connection.commit()
    print(most_resident())


def _write_pages(count: int, folder: Path) -> list[Path]:
    folder.mkdir()
    files = []
    for number, page in enumerate(pages(Locality(count, today=TODAY), per_page=PER_PAGE), start=1):
        files.append(folder / f"{number:05}.json")
        files[-1].write_bytes(page)
    return files


@contextmanager
def _publisher(files: list[Path]) -> Iterator[str]:
    """The pages on loopback; gives the address of the first."""

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            number = int(parse_qs(urlsplit(self.path).query).get("page", ["1"])[0])
            body = files[number - 1].read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing: the figures are what is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/services"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


if __name__ == "__main__":
    _load_unchecked(*sys.argv[1:3])
