"""The administrators' pages of sources and of where they and we disagree."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from directory.history.models import Origin
from directory.history.recording import record
from directory.importing import scheduling
from directory.importing.models import Conflict, Source
from directory.models import Service
from navigator.db import db
from navigator.people.models import Role
from tests.cast import Cast, make_staff
from tests.directory.importing.tables_to_change import GOOD, bring_in, rewrite
from tests.form_filling import fill
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient


def text_of(page: str) -> str:
    return " ".join(BeautifulSoup(page, "html.parser").get_text(" ").split())


@pytest.fixture
def dee(app: Flask, cast: Cast, now: datetime) -> StrictClient:
    """A browser on which Dee, an administrator, is signed in."""
    dee = make_staff(team=cast.ben.team, name="Dee Admin", role=Role.ADMINISTRATOR, now=now)
    db.session.commit()
    return browser_of_staff(app, dee)


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    """A copy of the good tables, to change."""
    return Path(shutil.copytree(GOOD, tmp_path / "listings"))


def work(now: datetime) -> None:
    assert scheduling.bring_in_one(now=now, holder="worker", clock=lambda: now)


def _add(dee: StrictClient, **typed: str) -> TestResponse:
    page = BeautifulSoup(dee.get("/admin/sources").get_data(as_text=True), "html.parser")
    token = page.find("input", {"name": "csrf_token"})
    assert isinstance(token, Tag)
    return dee.post("/admin/sources", data={"csrf_token": str(token["value"]), **typed}, follow_redirects=True)


class TestSources:
    def test_are_added_and_shown(self, dee: StrictClient) -> None:
        answer = _add(dee, name="The council", address="https://council.example/services", every="168")

        page = text_of(answer.get_data(as_text=True))
        assert "The council is remembered." in page
        assert "https://council.example/services Every week" in page

    def test_are_of_the_web_alone(self, dee: StrictClient, folder: Path) -> None:
        answer = _add(dee, name="Files", address=str(folder), every="24")

        assert answer.status_code == 422
        assert "Write a web address that begins with http:// or https://." in answer.get_data(as_text=True)
        assert str(folder) in answer.get_data(as_text=True)

    def test_have_names_of_their_own(self, dee: StrictClient) -> None:
        for _ in range(2):
            answer = _add(dee, name="The council", address="https://council.example/services", every="24")

        assert "There is a source of this name already." in answer.get_data(as_text=True)

    def test_are_brought_in_by_the_worker_when_asked_and_tell_what_changed(
        self, dee: StrictClient, folder: Path, now: datetime
    ) -> None:
        source = scheduling.add_source(name="The council", address=str(folder), every_hours=None, added_by="Dee", now=now)
        db.session.commit()
        address = f"/admin/sources/{source.id}"

        fill(dee, address, to="/run")
        assert db.session.get_one(Source, source.id, populate_existing=True).next_run_at is not None
        work(db.session.get_one(Source, source.id).next_run_at or now)

        page = dee.get(address).get_data(as_text=True)
        (run,) = scheduling.list_runs(source.id)
        report = text_of(dee.get(f"/admin/sources/runs/{run.id}").get_data(as_text=True))
        assert "rows new" in page
        assert "The listing 2 0 0 0 0" in report
        assert "New: The listing Tuesday Table" in report

    def test_that_failed_say_why(self, dee: StrictClient, folder: Path, now: datetime) -> None:
        scheduling.add_source(name="Gone", address=str(folder), every_hours=24, added_by="Dee", now=now)
        db.session.commit()
        shutil.rmtree(folder)
        work(now)

        page = text_of(dee.get("/admin/sources").get_data(as_text=True))

        assert "Did not work" in page
        assert "cannot be opened" in page

    @pytest.mark.parametrize(
        "address", ["http://127.0.0.1:8000/services", "http://2130706433/x", "http://[::1]/", "http://10.0.0.8/"]
    )
    def test_may_not_lie_inside_our_own_network(self, dee: StrictClient, address: str) -> None:
        answer = _add(dee, name="Inside", address=address, every="24")

        assert answer.status_code == 422
        assert "This address is inside our own network." in answer.get_data(as_text=True)

    def test_can_be_paused(self, dee: StrictClient, folder: Path, now: datetime) -> None:
        source = scheduling.add_source(name="The council", address=str(folder), every_hours=24, added_by="Dee", now=now)
        db.session.commit()

        fill(dee, f"/admin/sources/{source.id}", to="/pause")
        assert "Paused" in dee.get("/admin/sources").get_data(as_text=True)

        fill(dee, f"/admin/sources/{source.id}", to="/pause")
        assert "Paused" not in dee.get("/admin/sources").get_data(as_text=True)

    def test_are_for_administrators_alone(self, app: Flask, cast: Cast) -> None:
        assert browser_of_staff(app, cast.ben).get("/admin/sources").status_code == 403


class TestConflicts:
    @pytest.fixture
    def conflict(self, folder: Path, now: datetime) -> Conflict:
        """Jan wrote a notice, and the source has another now."""
        bring_in(folder)
        table = db.session.scalars(select(Service).where(Service.name == "Tuesday Table")).one()
        with record(db.session(), origin=Origin.EDITOR, made_by="Jan", now=now):
            table.alert = "Closed on Tuesday"
        db.session.commit()
        rewrite(folder, "services", alert="Closed on Monday")
        bring_in(folder)
        return db.session.scalars(select(Conflict)).one()

    def test_show_ours_and_theirs(self, dee: StrictClient, conflict: Conflict) -> None:
        page = text_of(dee.get("/admin/conflicts").get_data(as_text=True))

        assert "Tuesday Table: Notice at the top" in page
        assert "They changed it, too" in page
        assert "Ours Closed on Tuesday Theirs Closed on Monday" in page

    def test_are_settled_by_keeping_ours_which_can_be_undone(self, dee: StrictClient, conflict: Conflict) -> None:
        fill(dee, "/admin/conflicts", to="/keep")
        page = dee.get("/admin/conflicts").get_data(as_text=True)
        assert "Nothing to decide" in page

        fill(dee, "/admin/conflicts", to="/again")
        assert "Nothing to decide" not in dee.get("/admin/conflicts").get_data(as_text=True)

    def test_are_settled_by_taking_theirs(self, dee: StrictClient, conflict: Conflict) -> None:
        service_id = conflict.service_id

        fill(dee, "/admin/conflicts", to="/take")

        assert "Closed on Monday" in dee.get(f"/services/{service_id}").get_data(as_text=True)
        history = dee.get(f"/admin/listings/{service_id}/history").get_data(as_text=True)
        assert "(Dee Admin)" in history
        assert "Nothing to decide" in dee.get("/admin/conflicts").get_data(as_text=True)

    def test_ask_the_database_no_more_for_many(self, dee: StrictClient, conflict: Conflict, now: datetime) -> None:
        def count() -> int:
            asked: list[str] = []

            def note(_c: object, _cu: object, statement: str, *_: object) -> None:
                asked.append(statement)

            event.listen(db.engine, "before_cursor_execute", note)
            try:
                dee.get("/admin/conflicts")
            finally:
                event.remove(db.engine, "before_cursor_execute", note)
            return len(asked)

        dee.get("/admin/conflicts")
        few = count()
        for column in ("name", "url", "email", "fees_description", "application_process"):
            db.session.add(
                Conflict(
                    service_id=conflict.service_id,
                    source="x",
                    resource_type="services",
                    resource_id=conflict.resource_id,
                    field_name=column,
                    ours='"a"',
                    theirs='"b"',
                    is_news=True,
                    since=now,
                )
            )
        db.session.commit()

        assert count() == few

    def test_of_a_refuge_keep_its_place_to_themselves(self, dee: StrictClient, conflict: Conflict, now: datetime) -> None:
        service = db.session.get_one(Service, conflict.service_id)
        service.name = "Women's refuge"
        location = service.service_at_locations[0].location
        db.session.add(
            Conflict(
                service_id=service.id,
                source="x",
                resource_type="locations",
                resource_id=location.id,
                field_name="name",
                ours='"Secret Street"',
                theirs='"Hidden House"',
                is_news=True,
                since=now,
            )
        )
        db.session.commit()

        page = dee.get("/admin/conflicts").get_data(as_text=True)

        assert "Secret Street" not in page
        assert "Hidden House" not in page
        assert "so that nobody learns where it is" in page
