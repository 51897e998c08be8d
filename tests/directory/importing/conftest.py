"""Playing the commands that bring listings in."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from directory.commands import services
from directory.importing.fetching import Fetcher
from navigator.db import db
from tests.directory.importing.publisher import Publisher, standing_publisher

GOOD = Path(__file__).parent / "good"


@pytest.fixture
def run(app: Flask) -> Callable[..., Result]:
    """Play `navigator services …` and give what it printed and its exit code."""

    def play(*words: str | Path) -> Result:
        result = app.test_cli_runner().invoke(services, [str(word) for word in words])
        db.session.rollback()
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return play


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the good tables, to spoil."""
    return Path(shutil.copytree(GOOD, tmp_path / "listings"))


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    """Somebody who publishes listings, on this machine."""
    with standing_publisher() as publisher:
        yield publisher


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    """A visitor in no need of patience."""
    fetcher = Fetcher(allows_inside=True, pause=0, sleep=lambda _seconds: None)
    yield fetcher
    fetcher.close()
