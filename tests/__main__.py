"""`make test`: the whole suite on SQLite, on PostgreSQL what asks a database, and a line naming what could not be tested here.

Words after the command go to pytest in both runs: `make test TESTS="tests/people -x"`.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.databases import find_postgresql

TWO_AT_ONCE = ("--numprocesses=2", "--dist=loadfile", "--no-loadscope-reorder")  # in the order `conftest` gives them


def main() -> int:
    require_all = os.environ.get("REQUIRE_ALL") == "1"
    chosen = sys.argv[1:]
    databases = ["sqlite", "postgresql"]
    absent: set[str] = set()
    if find_postgresql() is None:
        absent.add("PostgreSQL's programs are absent: the suite ran on SQLite only")
        databases.remove("postgresql")
        if require_all:
            print("make test: PostgreSQL's programs are absent and REQUIRE_ALL=1", file=sys.stderr)
            return 1
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder) / "absent"
        for database in databases:
            print(f"== {database} ==", flush=True)
            command = [sys.executable, "-m", "pytest", f"--database={database}", *TWO_AT_ONCE, *chosen]
            if database == "postgresql":
                command.append("--of-the-database")
            run = subprocess.run(command, check=False, env=os.environ | {"NOT_TESTED_NOTES": str(notes)})
            if database == "postgresql" and run.returncode == pytest.ExitCode.NO_TESTS_COLLECTED:
                continue  # none of those chosen asks the database
            worst = worst or run.returncode
        if notes.exists():
            absent.update(notes.read_text().splitlines())
    print("Not tested here: " + "; ".join(sorted(absent)) if absent else "Nothing was skipped for want of a program.")
    return worst


if __name__ == "__main__":
    sys.exit(main())
