"""Sources are brought in when they are due, one worker at a time, and each run is kept."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from directory.history.models import ListingChange
from directory.importing import scheduling
from directory.importing.commands import sources as sources_group
from directory.importing.fetching import Fetcher
from directory.importing.models import RunState, Source, SourceRun
from directory.models import Service
from navigator.db import db
from tests.directory.importing.publisher import standing_publisher
from tests.directory.importing.tables_to_change import GOOD, rewrite

DAY = timedelta(days=1)


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    """A copy of the good tables, to change."""
    return Path(shutil.copytree(GOOD, tmp_path / "listings"))


@pytest.fixture
def council(folder: Path, now: datetime) -> Source:
    """The council's listings, every day."""
    source = scheduling.add_source(name="The council", address=str(folder), every_hours=24, added_by="Dee", now=now)
    db.session.commit()
    return source


def go_round(now: datetime, holder: str = "one", *, allows_inside: bool = True) -> bool:
    done = scheduling.bring_in_one(
        now=now,
        holder=holder,
        clock=lambda: now + timedelta(minutes=1),
        make_fetcher=lambda: Fetcher(allows_inside=allows_inside),
    )
    db.session.expire_all()
    return done


def runs() -> list[SourceRun]:
    return list(db.session.scalars(select(SourceRun).order_by(SourceRun.began_at)))


class TestASource:
    def test_is_fetched_while_no_transaction_is_open(self, council: Source, now: datetime) -> None:
        seen = []

        def make_fetcher() -> Fetcher:
            seen.append(db.session().in_transaction())
            return Fetcher()

        scheduling.bring_in_one(now=now, holder="one", clock=lambda: now, make_fetcher=make_fetcher)

        assert seen == [False]

    def test_that_is_neither_on_the_web_nor_here_is_refused(self, app: Flask, now: datetime) -> None:
        with pytest.raises(scheduling.AddressWrong):
            scheduling.add_source(name="Nowhere", address="notaurl", every_hours=None, added_by="Dee", now=now)

    def test_is_brought_in_when_it_is_due_and_not_before(self, council: Source, now: datetime) -> None:
        assert go_round(now) is True
        assert go_round(now) is False
        assert go_round(now + timedelta(hours=23)) is False
        assert go_round(now + DAY) is True

        first, second = runs()
        assert (first.state, first.problem) == (RunState.DONE, None)
        assert first.report is not None
        assert first.report["tables"]["services"]["created"] == 2
        assert second.report is not None
        assert second.report["nothing_changed"] is True
        assert council.next_run_at == now + 2 * DAY

    def test_stands_in_the_history_by_its_name(self, council: Source, now: datetime) -> None:
        go_round(now)

        assert {change.made_by for change in db.session.scalars(select(ListingChange))} == {"The council"}

    def test_shows_what_changed_upstream(self, council: Source, folder: Path, now: datetime) -> None:
        go_round(now)
        rewrite(folder, "services", alert="Closed in August")

        go_round(now + DAY)

        report = runs()[-1].report
        assert report is not None
        assert [(change["table"], change["columns"]) for change in report["changes"]] == [("services", ["alert"])] * 2

    def test_that_cannot_be_read_keeps_the_reason_and_waits_for_its_next_time(
        self, council: Source, folder: Path, now: datetime
    ) -> None:
        shutil.rmtree(folder)

        assert go_round(now) is True

        (run,) = runs()
        assert run.state is RunState.FAILED
        assert "cannot be opened" in (run.problem or "")
        assert council.held_by is None
        assert go_round(now) is False
        assert go_round(now + DAY) is True

    def test_with_nothing_fit_to_keep_says_so_and_writes_nothing(self, council: Source, folder: Path, now: datetime) -> None:
        for file in folder.iterdir():
            file.unlink()
        shutil.copy(GOOD.parent / "bad" / "services--no-name.csv", folder / "services.csv")

        go_round(now)

        assert runs()[0].state is RunState.FAILED
        assert db.session.scalars(select(Service)).all() == []

    def test_that_somebody_holds_is_left_to_them(self, council: Source, now: datetime) -> None:
        council.held_by, council.held_until = "another", now + timedelta(hours=1)
        db.session.commit()

        assert go_round(now) is False

    def test_whose_worker_died_is_taken_up_again(self, council: Source, now: datetime) -> None:
        council.held_by, council.held_until = "another", now - timedelta(minutes=1)
        db.session.add(SourceRun(source_id=council.id, began_at=now - DAY))
        db.session.commit()

        assert go_round(now) is True

        broken_off, done = runs()
        assert (broken_off.state, done.state) == (RunState.FAILED, RunState.DONE)
        assert "stopped" in (broken_off.problem or "")

    def test_that_is_paused_is_left_alone_until_it_is_resumed(self, council: Source, now: datetime) -> None:
        scheduling.pause(source=council, now=now)
        db.session.commit()
        assert go_round(now) is False

        scheduling.resume(source=council, now=now)
        db.session.commit()
        assert go_round(now) is True

    def test_only_for_when_asked_runs_once_each_time(self, folder: Path, now: datetime) -> None:
        source = scheduling.add_source(name="Now and then", address=str(folder), every_hours=None, added_by="Dee", now=now)
        db.session.commit()
        assert go_round(now) is False

        scheduling.ask_run(source=source, now=now)
        db.session.commit()

        assert go_round(now) is True
        assert go_round(now + 10 * DAY) is False


class TestAFeed:
    def test_is_asked_only_for_what_changed_since_it_last_came_in(self, app: Flask, now: datetime) -> None:
        tea = {"id": "tea", "name": "Tea", "status": "active", "organization": {"id": "t", "name": "T", "description": "T"}}

        def answer(query: dict[str, str]) -> tuple[int, dict[str, object]]:
            return 200, {"contents": [] if "modified_after" in query else [tea], "page_number": 1, "last_page": True}

        with standing_publisher() as publisher:
            publisher.answer = answer
            scheduling.add_source(name="A feed", address=publisher.address, every_hours=24, added_by="Dee", now=now)
            db.session.commit()
            go_round(now)
            go_round(now + DAY)
            go_round(now + 2 * DAY)

        asked = [query["modified_after"] for _, query in publisher.asked if "modified_after" in query]
        assert asked == ["2026-11-23T10:00:00Z", "2026-11-24T10:00:00Z"]
        assert [(run.state, run.problem) for run in runs()] == [(RunState.DONE, None)] * 3
        assert db.session.scalars(select(Service.name)).all() == ["Tea"]

    def test_inside_our_network_is_not_fetched_by_the_worker_unasked(self, app: Flask, now: datetime) -> None:
        with standing_publisher() as publisher:
            scheduling.add_source(name="A feed", address=publisher.address, every_hours=24, added_by="Dee", now=now)
            db.session.commit()
            go_round(now, allows_inside=False)

        assert publisher.asked == []
        assert "inside its own network" in (runs()[0].problem or "")

    def test_that_broke_off_is_asked_again_for_the_same_time(self, app: Flask, now: datetime) -> None:
        with standing_publisher() as publisher:
            publisher.answer = lambda query: (404, {})
            source = scheduling.add_source(name="A feed", address=publisher.address, every_hours=24, added_by="Dee", now=now)
            source.changed_since = now - DAY
            db.session.commit()
            go_round(now)

        assert runs()[0].state is RunState.FAILED
        assert source.changed_since == now - DAY


class TestTheCommands:
    @pytest.fixture
    def run(self, app: Flask) -> Callable[..., Result]:
        """Play `navigator sources …`."""

        def play(*words: str | Path) -> Result:
            result = app.test_cli_runner().invoke(sources_group, [str(word) for word in words])
            db.session.rollback()
            if result.exception and not isinstance(result.exception, SystemExit):
                raise result.exception
            return result

        return play

    def test_add_list_run_and_pause(self, run: Callable[..., Result], folder: Path) -> None:
        assert run("add", "Council", folder, "--every", "24").exit_code == 0
        assert "never run" in run("list").stdout

        assert "is paused" in run("pause", "Council").stdout
        assert "(paused;" in run("list").stdout
        assert "is brought in again" in run("pause", "Council", "--end").stdout
        assert "is due now" in run("run", "Council").stdout

    def test_say_what_is_wrong(self, run: Callable[..., Result], folder: Path) -> None:
        run("add", "Council", folder)

        assert "there is a source called Council already" in run("add", "Council", folder).stderr
        assert "neither a file nor an http" in run("add", "Odd", "ftp://council.example/x").stderr
        refused = run("add", "Ours", "http://127.0.0.1:9/services").stderr
        assert "inside its own network" in refused
        assert "NAVIGATOR_PRIVATE_SOURCES=allow" in refused
        assert "there is no source called Nobody" in run("run", "Nobody").stderr
