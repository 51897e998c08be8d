"""The open feed: pages of fifty whole listings, beside writing out the same documents with what one would pick instead."""

import json
import random
import uuid
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from time import perf_counter
from typing import Any, TypeVar

import orjson
from flask import Flask
from werkzeug.test import TestResponse

from benchmarks.figures import Table, WrongAnswer, milliseconds, spread
from benchmarks.generated_listings import Locality, write
from benchmarks.installations import bring_in_the_seed, new_installation, scratch_folder, settings_in
from directory.publishing.gate import StillChecking, catch_up, count_cleared
from directory.queries import list_services
from navigator.db import db
from navigator.times import utc_now
from navigator.web import moderation
from tests.databases import find_postgresql, postgresql_server

T = TypeVar("T")

LISTINGS, LISTINGS_SHORT = 20_000, 100  # generated ones, beside the seed's
PAGES, PAGES_SHORT = 60, 3
ON_A_PAGE = 50


def run(*, short: bool) -> list[Table]:
    """Measure on SQLite, and on PostgreSQL where its programs are."""
    generated, pages = (LISTINGS_SHORT, PAGES_SHORT) if short else (LISTINGS, PAGES)
    with ExitStack() as stack:
        databases = {"SQLite": ""}
        if find_postgresql() is not None:
            databases["PostgreSQL"] = stack.enter_context(postgresql_server(durable=True))
        rows: list[Sequence[str]] = []
        looking: list[Sequence[str]] = []
        for name, url in databases.items():
            folder = stack.enter_context(scratch_folder())
            app = new_installation(settings_in(folder, database_url=url))
            with app.app_context():
                count, seconds = _fill(generated)
                looking.append((name, f"{count:,}", f"{seconds:.1f}", milliseconds(seconds / count)))
                rows += [(name, *row) for row in _measure(app, count, pages)]
                db.session.remove()
                db.engine.dispose()
    header = ("database", "what", "p50 ms", "p95 ms", "longest ms", "kB")
    return [
        Table(f"Pages of {ON_A_PAGE} among {count:,} listings", header, rows),
        Table("The gate looks at every listing", ("database", "listings", "seconds", "ms each"), looking),
    ]


def _fill(generated: int) -> tuple[int, float]:
    """Listings, and the gate's first look at all of them: how many go out, and how many seconds it took."""
    bring_in_the_seed(db.session())
    write(Locality(generated, today=utc_now().date()), db.session())
    db.session.commit()
    began = perf_counter()
    while True:
        try:
            catch_up(now=utc_now())
            break
        except StillChecking:
            continue
    return count_cleared(), perf_counter() - began


def _measure(app: Flask, count: int, pages: int) -> list[Sequence[str]]:
    """Every way by turns, on the same pages, so that a busy moment is busy for all."""
    client, chance = app.test_client(), random.Random(2611)
    last = count // ON_A_PAGE
    size: dict[str, int] = {}

    times: dict[str, list[float]] = {}

    def ask(question: str, etag: str = "") -> TestResponse:
        address = f"/open-referral/services?per_page={ON_A_PAGE}&{question}"
        return client.get(address, headers={"If-None-Match": etag})

    def timed(name: str, do: Callable[..., T], *given: Any) -> T:
        began = perf_counter()
        found = do(*given)
        times.setdefault(name, []).append(perf_counter() - began)
        return found

    for _ in range(pages):
        moderation.forget()
        page = chance.randint(1, last)
        first = ask(f"full=true&page={page}")  # every way finds the database's pages already read
        contents = first.get_json()["contents"]
        if len(contents) != ON_A_PAGE or "attributes" not in contents[0]:
            raise WrongAnswer(f"page {page} of whole listings is not as it should be")
        ids = [uuid.UUID(document["id"]) for document in contents]
        whole = timed("ours, whole listings", ask, f"full=true&page={page}")
        simple = timed("ours, what is said once", ask, f"page={page}")
        unchanged = timed("ours, nothing has changed (304)", ask, f"page={page}", simple.headers["ETag"])
        if (whole.status_code, whole.data, unchanged.status_code) != (200, first.data, 304):
            raise WrongAnswer("the same question was not answered alike")
        timed("the same listings as objects, as a page of results reads them", list_services, ids)
        db.session.remove()
        timed("the same documents in hand, json.dumps", json.dumps, contents)
        timed("the same documents in hand, orjson", orjson.dumps, contents)
        size = {"ours, whole listings": len(whole.data), "ours, what is said once": len(simple.data)}
    return [(name, *spread(seconds), f"{size[name] / 1000:.0f}" if name in size else "–") for name, seconds in times.items()]
