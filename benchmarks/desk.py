"""A whole county's caseload: what a navigator, and a group they refer to, wait for, beside the same with 150 people.

Server time, through Flask's test client with somebody signed in: everything between the request and its last byte, no network.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import quote_plus

from flask import Flask, session
from flask.testing import FlaskClient
from sqlalchemy import event

from benchmarks.figures import Table, WrongAnswer, milliseconds, quantile
from benchmarks.generated_locality import (
    NAVIGATORS_OF_A_TEAM,
    STAFF_OF_A_TEAM,
    Size,
    family_name,
    given_name,
    inbox_token,
    key,
    people_of,
    write,
)
from benchmarks.installations import new_installation, scratch_folder, settings_in
from navigator.db import begin_writing, db
from navigator.people import staff_sessions
from navigator.people.models import Staff
from navigator.times import utc_now
from tests.databases import find_postgresql, postgresql_server

PEOPLE, PEOPLE_SHORT, FEW = 150_000, 1_000, 150
ASKED, ASKED_SHORT = 60, 8  # times each page
WARMING = 4
AIM = 0.060  # seconds, of the 95th percentile


@dataclass(frozen=True)
class Page:
    """One page: its address and what it must say, for the navigator of this number among the staff."""

    name: str
    path: Callable[[int, Size], str]
    says: Callable[[int, Size], str]


def _first(staff: int, size: Size) -> int:
    return people_of(staff, size)[2]


def _name(staff: int, size: Size) -> str:
    return f"{given_name(_first(staff, size))} {family_name(_first(staff, size))}"


def _misspelt(staff: int, size: Size) -> str:
    given, family = _name(staff, size).split()
    return f"{given} {family[:3]}{family[4:]}"


def _service(staff: int, size: Size) -> int:
    return 0 if staff % 4 == 0 else staff * 7 % size.services


PAGES = (
    Page("`/desk`", lambda staff, size: "/desk", lambda staff, size: "</h1>"),
    Page("`/caseload`, mine", lambda staff, size: "/caseload?whose=mine", lambda staff, size: f"{len(people_of(staff, size))}"),
    Page("`/caseload`, my team's", lambda staff, size: "/caseload?whose=team", lambda staff, size: f"{_of_team(size)}"),
    Page("`/people/<id>`", lambda staff, size: f"/people/{key('persons', _first(staff, size))}", _name),
    Page("`/people?q=`, a name", lambda staff, size: f"/people?q={quote_plus(_name(staff, size))}", _name),
    Page("`/people?q=`, misspelt", lambda staff, size: f"/people?q={quote_plus(_misspelt(staff, size))}", _name),
    Page("`/threads`", lambda staff, size: "/threads", lambda staff, size: "Yes, I was there."),
    Page("`/inbox/<token>`", lambda staff, size: f"/inbox/{inbox_token(_service(staff, size))}", lambda staff, size: "Company."),
)


def _of_team(size: Size) -> int:
    return -(-size.people // size.teams)


def run(*, short: bool) -> list[Table]:
    """Measure every page. Raises `WrongAnswer` when a page is without the person, or asks more of a larger database."""
    size, times = (Size(PEOPLE_SHORT), ASKED_SHORT) if short else (Size(PEOPLE), ASKED)
    return measure(size, times)


def measure(size: Size, times: int) -> list[Table]:
    """The pages of a locality of this size, beside one of 150 people, on each database there is."""
    rows, filled = [], []
    with ExitStack() as stack:
        databases = {"SQLite": "", "PostgreSQL": "yes"} if find_postgresql() else {"SQLite": ""}
        for name, needs_server in databases.items():
            few = _installed(stack, Size(FEW), needs_server)
            began = perf_counter()
            many = _installed(stack, size, needs_server)
            filled.append([name, f"{perf_counter() - began:.0f}"])
            for page in PAGES:
                beside, ours = _measure(few, page, Size(FEW), times), _measure(many, page, size, times)
                if ours.queries > beside.queries:
                    raise WrongAnswer(f"{page.name} on {name}: {ours.queries} queries, {beside.queries} with {FEW} people")
                rows.append([page.name, name, *ours.figures(), *beside.figures()[:2], f"{ours.middle / beside.middle:.1f}"])
    counts = f"{size.staff:,} staff, {size.teams:,} teams, {size.contacts:,} contacts, {size.referrals:,} referrals"
    header = (
        "page",
        "database",
        "p50 ms",
        "p95 ms",
        "queries",
        f"p50 ms, {FEW} people",
        f"p95 ms, {FEW} people",
        "times as long",
    )
    return [
        Table(
            f"Pages of a locality of {size.people:,} people",
            header,
            rows,
            f"{counts}. The aim is a p95 under {AIM * 1000:.0f} ms.",
        ),
        Table("Writing it down", ("database", "seconds"), filled),
    ]


@dataclass(frozen=True)
class Measured:
    seconds: list[float]
    queries: int  # the most that one request needed

    @property
    def middle(self) -> float:
        return quantile(self.seconds, 0.5)

    def figures(self) -> tuple[str, str, str]:
        return milliseconds(self.middle), milliseconds(quantile(self.seconds, 0.95)), str(self.queries)


def _installed(stack: ExitStack, size: Size, needs_server: str) -> Flask:
    folder = stack.enter_context(scratch_folder())
    url = stack.enter_context(postgresql_server(durable=False)) if needs_server else ""
    app = new_installation(settings_in(folder, database_url=url))
    with app.app_context():
        begin_writing()
        write(size, db.session(), now=utc_now())
        db.session.remove()
        if needs_server:  # as its autovacuum does by itself after a while
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
    stack.callback(_close, app)
    return app


def _close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _measure(app: Flask, page: Page, size: Size, times: int) -> Measured:
    navigators = [one for one in range(size.staff) if one % STAFF_OF_A_TEAM < NAVIGATORS_OF_A_TEAM]
    step = max(1, len(navigators) // times)
    seconds, most = [], 0
    with _counting(app) as counted:
        for place in range(WARMING + times):
            staff = navigators[place * step % len(navigators)]
            client = _signed_in(app, staff)
            counted[0], began = 0, perf_counter()
            with app.app_context():
                answer = client.get(page.path(staff, size))
            took, body = perf_counter() - began, answer.get_data(as_text=True)
            if answer.status_code != 200 or page.says(staff, size) not in body:
                raise WrongAnswer(
                    f"{page.path(staff, size)} for {staff}: {answer.status_code}, without {page.says(staff, size)!r}"
                )
            if place >= WARMING:
                seconds.append(took)
                most = max(most, counted[0])
    return Measured(seconds, most)


def _signed_in(app: Flask, staff: int) -> FlaskClient:
    with app.test_request_context():
        staff_sessions.sign_in(db.session.get_one(Staff, key("staff", staff)))
        kept = dict(session)
        db.session.remove()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update(kept)
    return client


@contextmanager
def _counting(app: Flask) -> Iterator[list[int]]:
    """How many statements the database was asked, in the one place of the list."""
    count = [0]

    def add(*_of: object) -> None:
        count[0] += 1

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", add)
    try:
        yield count
    finally:
        event.remove(engine, "before_cursor_execute", add)
