"""What every test stands on: an application with an empty database, the cast, and the strictest reader of pages."""

import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from navigator.app import create_app
from navigator.config import Settings
from navigator.db import db
from tests.cast import Cast
from tests.databases import find_postgresql, postgresql_server
from tests.strict_client import StrictClient, TrustingClient

MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday, ten o'clock, Greenwich time: a decent hour to text


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--of-the-database", action="store_true", help="only what may differ between databases")
    parser.addoption("--walk", action="store_true", help="the walk of every door with every role, too")
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="the database under test")


def needs(what: str) -> None:
    """Skip, when this machine lacks `what`. With REQUIRE_ALL=1 an absence is a failure: CI cannot pass by skipping."""
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"{what} is absent and REQUIRE_ALL=1")
    pytest.skip(f"{what} is absent")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long ones first, so that at the end no process waits for another's browser.

    With --of-the-database, only tests that ask a database are left, and of those not the ones in a browser: pages are the
    same whichever database they come from, so they are not read strictly a second time either (`_app`), which took half
    of the time.
    """
    if not config.getoption("--walk"):
        walked = [item for item in items if item.get_closest_marker("walk")]
        config.hook.pytest_deselected(items=walked)
        left_out = set(walked)
        items[:] = [item for item in items if item not in left_out]
    if config.getoption("--of-the-database"):
        fixtures = {item: getattr(item, "fixturenames", ()) for item in items}
        others = [item for item in items if "database_url" not in fixtures[item] or "browser" in fixtures[item]]
        config.hook.pytest_deselected(items=others)
        dropped = set(others)
        items[:] = [item for item in items if item not in dropped]
    long = ("tests/journeys", "tests/test_demo", "tests/test_broker", "tests/test_worker", "tests/benchmarks")
    items.sort(key=lambda item: not item.nodeid.startswith(long))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Leave word of what was skipped for want of a program, for `python -m tests` to say in one line at the end."""
    absent = {
        str(report.longrepr[2]).removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    }
    notes = os.environ.get("NOT_TESTED_NOTES")
    if absent and notes:
        with Path(notes).open("a") as file:
            file.writelines(f"{line}\n" for line in sorted(absent))


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of this run's database."""
    if request.config.getoption("--database") == "postgresql":
        if find_postgresql() is None:
            needs("PostgreSQL's programs")
        with postgresql_server() as url:
            yield url
    else:
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.sqlite3'}"


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        database_url=database_url,
        secret_key="a secret that only the tests know, and long enough",
        public_url="http://localhost",
        data_dir=tmp_path_factory.mktemp("data"),
        sms_gateway="simulator",
    )


@pytest.fixture(scope="session")
def _app(settings: Settings, request: pytest.FixtureRequest) -> Flask:
    app = create_app(settings)
    app.testing = True
    app.test_client_class = TrustingClient if request.config.getoption("--of-the-database") else StrictClient
    with app.app_context():
        upgrade()
    return app


@pytest.fixture
def app(_app: Flask) -> Iterator[Flask]:
    """The application on an empty database, within its context; emptied again afterwards."""
    with _app.app_context():
        yield _app
        db.session.remove()
        _empty_every_table()
    _app.extensions.pop("listing_index", None)
    shutil.rmtree(_app.extensions["settings"].index_dir, ignore_errors=True)


def _empty_every_table() -> None:
    """Those that hold anything: of two hundred tables a test fills a dozen, and to ask costs less than to empty."""
    tables, which_hold_anything = _tables()
    with db.engine.begin() as connection:
        filled = set(connection.exec_driver_sql(which_hold_anything).scalars())
        deletions = [f'DELETE FROM "{name}"' for name in tables if name in filled]  # noqa: S608 - our own names
        for statement in deletions if connection.dialect.name == "sqlite" else filter(None, ["; ".join(deletions)]):
            connection.exec_driver_sql(statement)


@cache
def _tables() -> tuple[Sequence[str], str]:
    """Their names, those that refer to others first; and the question which of them hold anything."""
    names = [table.name for table in reversed(db.metadata.sorted_tables)]
    asked = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names)  # noqa: S608 - our own names
    return names, " UNION ALL ".join(asked)


@pytest.fixture
def client(app: Flask) -> StrictClient:
    """A browser nobody has signed in on. It checks every page it is given: see `StrictClient`."""
    client = app.test_client()
    assert isinstance(client, StrictClient)
    return client


@pytest.fixture
def now() -> datetime:
    """Monday 23 November 2026, ten in the morning."""
    return MORNING


@pytest.fixture
def cast(app: Flask, now: datetime) -> Cast:
    """Amina, Ben her navigator, Carys of another team, and Tea & Talk: written to the database."""
    return Cast.assemble(now=now)
