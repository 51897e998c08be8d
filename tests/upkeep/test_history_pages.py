"""What an administrator sees of a listing's history, and how they go back."""

import uuid
from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import event

from directory.history.models import Origin
from directory.history.recording import record
from directory.models import Address, Location, Organization, Phone, Schedule, Service, ServiceAtLocation
from directory.upkeep import reports
from directory.upkeep.report_models import WhatIsWrong
from navigator.db import db
from navigator.people.models import Role
from tests.cast import Cast, make_staff
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
def tea(cast: Cast, now: datetime) -> uuid.UUID:
    """Tea & Talk, changed twice by Ben."""
    service = cast.tea_and_talk
    with record(db.session(), origin=Origin.STAFF, made_by="Ben Carter", now=now):
        service.name = "Tea and Talk"
        service.schedules.append(Schedule(freq="WEEKLY", byday="MO", opens_at="10:00", closes_at="12:00"))
    with record(db.session(), origin=Origin.EDITOR, made_by="Jan", now=now):
        service.schedules.clear()
        service.phones.append(Phone(number="01632 960123"))
    db.session.commit()
    return service.id


class TestTheHistory:
    def test_says_who_and_what_in_plain_words(self, dee: StrictClient, tea: uuid.UUID) -> None:
        page = text_of(dee.get(f"/admin/listings/{tea}/history").get_data(as_text=True))

        assert "Changed by Jan, of the organisation" in page
        assert "Times Taken away: Mondays, 10am to noon" in page
        assert "Phone Now: 01632 960123" in page
        assert "Name Before: Tea & Talk Now: Tea and Talk" in page
        assert page.index("Version 2") < page.index("Version 1")

    def test_marks_the_words_that_changed_in_a_long_text(self, dee: StrictClient, cast: Cast, now: datetime) -> None:
        service = cast.tea_and_talk
        service.description = "A weekly table with tea, biscuits and company. Come in by the side door."
        db.session.commit()
        with record(db.session(), origin=Origin.EDITOR, made_by="Jan", now=now):
            service.description = "A weekly table with tea, cake and company. Come in by the side door."
        db.session.commit()

        page = BeautifulSoup(dee.get(f"/admin/listings/{service.id}/history").text, "html.parser")

        assert [" ".join(gone.get_text().split()) for gone in page.find_all("del")] == ["taken away: biscuits"]
        assert [" ".join(came.get_text().split()) for came in page.find_all("ins")] == ["new: cake"]

    def test_of_a_listing_never_changed_says_so(self, dee: StrictClient, cast: Cast) -> None:
        page = dee.get(f"/admin/listings/{cast.tea_and_talk.id}/history").get_data(as_text=True)

        assert "Nothing has been changed since we began to keep a history." in page

    def test_asks_the_database_no_more_for_many_changes(self, dee: StrictClient, tea: uuid.UUID, now: datetime) -> None:
        def count() -> int:
            asked: list[str] = []

            def note(_c: object, _cu: object, statement: str, *_: object) -> None:
                asked.append(statement)

            event.listen(db.engine, "before_cursor_execute", note)
            try:
                dee.get(f"/admin/listings/{tea}/history")
            finally:
                event.remove(db.engine, "before_cursor_execute", note)
            return len(asked)

        dee.get(f"/admin/listings/{tea}/history")
        few = count()
        service = db.session.get_one(Service, tea)
        for number in range(12):
            with record(db.session(), origin=Origin.STAFF, made_by="Ben Carter", now=now):
                service.alert = f"Notice {number}"
        db.session.commit()

        assert count() == few

    def test_is_for_administrators_alone(self, app: Flask, cast: Cast, tea: uuid.UUID) -> None:
        assert browser_of_staff(app, cast.ben).get(f"/admin/listings/{tea}/history").status_code == 403

    def test_is_found_from_the_listings_page_and_by_name(self, dee: StrictClient, tea: uuid.UUID) -> None:
        address = f"/admin/listings/{tea}/history"

        assert address in dee.get(f"/services/{tea}").get_data(as_text=True)
        assert address in dee.get("/admin/listings?q=tea").get_data(as_text=True)
        assert address not in dee.get("/admin/listings?q=choir").get_data(as_text=True)
        assert dee.get(f"/admin/listings/{uuid.UUID(int=1)}/history").status_code == 404


class TestTheHomeOfAdministrators:
    def test_leads_to_every_page_of_theirs_which_lead_back(self, dee: StrictClient) -> None:
        home = BeautifulSoup(dee.get("/admin/listings").data, "html.parser")
        pages = [str(link["href"]) for link in home.select(".app-queue__link")]

        assert len(set(pages)) == 27
        for page in pages:
            answer = dee.get(page)
            assert answer.status_code == 200, page
            assert BeautifulSoup(answer.data, "html.parser").select('.nhsuk-back-link[href="/admin/listings"]'), page

    def test_says_how_much_waits(self, dee: StrictClient, cast: Cast, now: datetime) -> None:
        assert "waiting" not in text_of(dee.get("/admin/listings").get_data(as_text=True))
        reports.report(service=cast.tea_and_talk, what=WhatIsWrong.TIMES, words="", reach=None, now=now)
        db.session.commit()

        assert "What people say is wrong 1 waiting" in text_of(dee.get("/admin/listings").get_data(as_text=True))


class TestGoingBack:
    def test_shows_it_as_it_was_then_does_it_then_undoes_it(self, dee: StrictClient, tea: uuid.UUID) -> None:
        was = text_of(dee.get(f"/admin/listings/{tea}/versions/1").get_data(as_text=True))
        assert "Mondays, 10am to noon" in was
        assert "01632 960123" not in was

        answer = fill(dee, f"/admin/listings/{tea}/versions/1", to="/versions/1/restore", follow=True)
        page = text_of(answer.get_data(as_text=True))
        assert "The listing is as it was at version 1 again." in page
        assert "Taken back to version 1 by Dee Admin" in page
        assert "01632 960123" not in dee.get(f"/services/{tea}").get_data(as_text=True)

        fill(dee, f"/admin/listings/{tea}/history", to="/versions/2/restore", follow=True)
        assert "01632 960123" in dee.get(f"/services/{tea}").get_data(as_text=True)

    def test_to_what_it_is_already_says_so(self, dee: StrictClient, tea: uuid.UUID) -> None:
        token = {"csrf_token": _token(dee, tea)}

        answer = dee.post(f"/admin/listings/{tea}/versions/2/restore", data=token, follow_redirects=True)

        assert "The listing is as it was at version 2 already." in answer.get_data(as_text=True)

    def test_to_what_never_was_is_not_found(self, dee: StrictClient, tea: uuid.UUID) -> None:
        token = {"csrf_token": _token(dee, tea)}

        assert dee.post(f"/admin/listings/{tea}/versions/9/restore", data=token).status_code == 404
        assert dee.get(f"/admin/listings/{tea}/versions/9").status_code == 404

    def test_says_what_is_missing(self, dee: StrictClient, tea: uuid.UUID, now: datetime) -> None:
        service = db.session.get_one(Service, tea)
        old, friends = service.organization, Organization(name="Friends")
        db.session.add(friends)
        db.session.flush()
        with record(db.session(), origin=Origin.STAFF, made_by="Ben Carter", now=now):
            service.organization = friends
        db.session.flush()
        db.session.delete(old)
        db.session.commit()

        answer = fill(dee, f"/admin/listings/{tea}/history", to="/versions/2/restore", follow=True)

        assert "it needs what is no longer there (The organisation)" in answer.get_data(as_text=True)
        assert db.session.get_one(Service, tea).organization.name == "Friends"


class TestARefuge:
    def test_keeps_its_place_to_itself_in_every_version(self, dee: StrictClient, cast: Cast, now: datetime) -> None:
        house = cast.tea_and_talk
        hall = Location(name="Hidden House")
        hall.addresses.append(
            Address(address_1="7 Secret Street", city="Penzance", state_province="", postal_code="TR18 2AB", country="GB")
        )
        with record(db.session(), origin=Origin.IMPORT, made_by="council", now=now):
            house.service_at_locations.append(ServiceAtLocation(location=hall))
        with record(db.session(), origin=Origin.STAFF, made_by="Ben Carter", now=now):
            house.name = "Women's refuge"
        with record(db.session(), origin=Origin.STAFF, made_by="Ben Carter", now=now):
            house.service_at_locations.clear()
            house.name = "Tea & Talk"
        db.session.commit()

        pages = [f"/admin/listings/{house.id}/history", *(f"/admin/listings/{house.id}/versions/{n}" for n in (0, 1, 2))]

        for page in pages:
            html = dee.get(page).get_data(as_text=True)
            assert "Secret Street" not in html, page
            assert "Hidden House" not in html, page
            assert "TR18" not in html, page


def _token(client: StrictClient, service_id: uuid.UUID) -> str:
    page = BeautifulSoup(client.get(f"/admin/listings/{service_id}/history").get_data(as_text=True), "html.parser")
    box = page.find("input", {"name": "csrf_token"})
    return str(box["value"]) if box is not None else ""  # type: ignore[index]  # a tag
