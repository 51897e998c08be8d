"""How soon a change is found: an edit and an import, written by one process, found by another that serves pages.

The way is the real one: the change raises the directory's revision and is committed; the serving process sees at its next
search that its index is behind, brings it up to date, and answers with the change.
"""

import re
import sys
import uuid
from collections.abc import Callable
from time import perf_counter
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select

from benchmarks.figures import WrongAnswer, quantile
from benchmarks.installations import environment_of
from benchmarks.load import fetch
from benchmarks.served import PATIENCE, free_port, served
from directory.models import Service
from directory.operations import next_revision
from directory.queries import FINDABLE
from navigator.db import begin_reading, begin_writing, db

ROUNDS = 5
IMPORTED = 500  # listings that one import changes


def measure_changes(app: Flask, size: int) -> list[list[str]]:
    """(listings, what changed, changes, seconds until found: p50, the longest) of an installation whose index stands."""
    settings = app.extensions["settings"]
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "navigator", "serve", "--port", str(port)]
    with served(command, environment_of(settings), port, "/healthz"):
        fetch(f"{address}/services?q=lunch")  # untimed: the process reads its index
        edits = [_until_found(app, address, lambda: _rename(1)) for _ in range(ROUNDS)]
        imports = [_until_found(app, address, lambda: _rename(IMPORTED)) for _ in range(ROUNDS)]
    told = (("one listing", edits), (f"{IMPORTED} listings at once, as an import", imports))
    return [[f"{size:,}", what, str(ROUNDS), f"{quantile(took, 0.5):.2f}", f"{max(took):.2f}"] for what, took in told]


def _rename(count: int) -> str:
    """Give so many listings a word that none had, as an operation does; the word."""
    word = "zz" + uuid.uuid4().hex[:10]
    ids = select(Service.id).where(Service.status.in_(FINDABLE)).limit(count)
    revision = next_revision(db.session())
    for service in db.session.scalars(select(Service).where(Service.id.in_(list(db.session.scalars(ids))))):
        service.name, service.revision = f"{service.name.split(' zz')[0]} {word}", revision
    return word


def _until_found(app: Flask, address: str, change: Callable[[], str]) -> float:
    with app.app_context():
        begin_writing()
        word = change()
        db.session.commit()
        began = perf_counter()
        begin_reading()
        db.session.remove()
    url = f"{address}/services?{urlencode({'q': word})}"
    while perf_counter() - began < PATIENCE:
        if re.search(rf"<span[^>]*>[^<]*{word}", fetch(url).decode()):
            return perf_counter() - began
    raise WrongAnswer(f"a change was not found within {PATIENCE:g} seconds")
