"""A database for a test run: SQLite in a folder, or a PostgreSQL server of our own, in a socket folder, gone afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def find_postgresql() -> Path | None:
    """The folder of `initdb` and `postgres`; None when this machine has none of them."""
    for folder in PROGRAMS:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    found = shutil.which("initdb")
    beside = Path(found).resolve().parent if found else None
    return beside if beside and (beside / "postgres").exists() else None


@contextmanager
def postgresql_server(*, durable: bool = False) -> Iterator[str]:
    """Start a PostgreSQL of our own and give the address of an empty database in it. Root starts it as user postgres.

    `durable`: it waits for the disk, as a real one does; tests need not.
    """
    programs = find_postgresql()
    if programs is None:
        raise RuntimeError("PostgreSQL's programs (initdb, postgres) are not on this machine")
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # noqa: S108 - a socket path must be short
    owner = pwd.getpwnam("postgres") if os.getuid() == 0 else None
    user, group = (owner.pw_uid, owner.pw_gid) if owner else (None, None)
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = folder / "data"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
        check=True,
        capture_output=True,
        cwd=folder,
        user=user,
        group=group,
    )
    server = subprocess.Popen(
        [
            programs / "postgres",
            "-D",
            data,
            "-k",
            folder,
            "-c",
            "listen_addresses=",
            "-c",
            f"fsync={'on' if durable else 'off'}",
            "-c",
            "max_connections=60",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        user=user,
        group=group,
    )
    try:
        ready: list[Path | str] = [programs / "pg_isready", "-h", folder, "-t", "10"]
        for _ in range(100):
            if subprocess.run(ready, check=False, capture_output=True).returncode == 0:
                break
        subprocess.run([programs / "createdb", "-h", folder, "-U", "postgres", "navigator"], check=True, capture_output=True)
        yield f"postgresql+psycopg://postgres@/navigator?host={folder}"
    finally:
        server.send_signal(signal.SIGINT)  # a fast shutdown: it does not wait for connections left open
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)
