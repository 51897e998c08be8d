"""`python -m benchmarks [--short] [relevance|search|pages|feed|texts|scale|imports|desk]…`: measure, print, put into README.md.

`--short` takes small sizes and writes nothing: it shows that everything still runs and answers rightly. The exit code is
not 0 when something does not run or answers wrongly; never because it is slow.
"""

import argparse
import logging
import os
import platform
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from benchmarks import desk, feeding, importing, searching, serving, texting, texts_at_scale
from benchmarks.figures import Table, WrongAnswer
from benchmarks.relevance import measuring
from tests.databases import find_postgresql

BENCHMARKS: dict[str, Callable[..., list[Table]]] = {
    "relevance": measuring.run,
    "search": searching.run,
    "pages": serving.run,
    "feed": feeding.run,
    "texts": texting.run,
    "scale": texts_at_scale.run,
    "imports": importing.run,
    "desk": desk.run,
}
README = Path(__file__).with_name("README.md")


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for, all when nothing is; gives the exit code."""
    names = "|".join(BENCHMARKS)
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure what users would notice.")
    parser.add_argument("--short", action="store_true", help="small sizes; README.md stays as it is")
    parser.add_argument("which", nargs="*", metavar=names, help="which to run; all when none is named")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.which if name not in BENCHMARKS]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]!r}: choose from {', '.join(BENCHMARKS)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # servers of ours end and scratch folders go, as after Ctrl-C
    logging.getLogger("alembic").setLevel(logging.WARNING)
    failed = False
    for name in [name for name in BENCHMARKS if not options.which or name in options.which]:
        began, load_before = perf_counter(), os.getloadavg()[0]
        try:
            tables = BENCHMARKS[name](short=options.short)
        except WrongAnswer as problem:
            print(f"{name}: {problem}", file=sys.stderr)
            failed = True
            continue
        for table in tables:
            print(f"{table.markdown()}\n")
        print(f"{name}: {perf_counter() - began:.0f} seconds\n", flush=True)
        if not options.short:
            _put_in_readme(name, tables, load_before)
    return int(failed)


def _put_in_readme(name: str, tables: Sequence[Table], load_before: float) -> None:
    """Change the part of README.md between the two marks of this benchmark."""
    begin, end = f"<!-- {name}: written by `make bench` -->", f"<!-- {name}: end -->"
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise WrongAnswer(f"{README.name} has no place for {name}")
    measured = "\n\n".join([_circumstances(load_before), *(table.markdown() for table in tables)])
    README.write_text(f"{before}{begin}\n\n{measured}\n\n{end}{after}", encoding="utf-8")


def _circumstances(load_before: float) -> str:
    """When, with what and beside how much other work it was measured; nothing that tells which machine."""
    software = [
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        _postgresql_version(),
        *(f"{package} {version(package)}" for package in ("tantivy", "sqlalchemy", "flask", "gunicorn")),
    ]
    cores = len(os.sched_getaffinity(0))
    busy = f"When it began, the machine's load average was {load_before:.1f}: other work shared the cores."
    measured = f"Measured on {datetime.now(UTC):%d %B %Y} on {cores} virtual cores, with {', '.join(software)}."
    return f"{measured} {busy}" if load_before >= 0.5 else measured


def _postgresql_version() -> str:
    programs = find_postgresql()
    if programs is None:
        return "no PostgreSQL"
    said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True).stdout.split()
    return f"PostgreSQL {said[2]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
