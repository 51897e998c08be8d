"""Keeping what may help, without an account: over HTTP, in one browser."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import event

from directory.models import Phone, Service, ServiceStatus
from directory.shortlists import operations
from navigator.db import db
from tests.directory.listings import HAYLE, make_service, make_term
from tests.strict_client import StrictClient


@pytest.fixture
def tea(app: Flask) -> Service:
    tea = make_service("Tea & Talk", byday="TH")
    tea.phones.append(Phone(number="01632 960123"))
    db.session.commit()
    return tea


@pytest.fixture
def lunch(app: Flask) -> Service:
    lunch = make_service("Hayle Lunch Club", at=HAYLE)
    db.session.commit()
    return lunch


def keep(client: StrictClient, service: Service) -> None:
    """Press the button on the listing's page."""
    client.submit(f"/services/{service.id}", service_id=str(service.id))


def names_on(page: str) -> list[str]:
    return [heading.get_text(strip=True) for heading in BeautifulSoup(page, "html.parser").select(".app-result__name")]


class TestMyShortlist:
    def test_says_what_it_is_for_while_it_is_empty(self, client: StrictClient) -> None:
        page = client.get("/shortlist").text

        assert "There is nothing on it yet" in page
        assert "My shortlist (" not in page

    def test_keeps_listings_in_the_order_they_were_kept_each_once(
        self, client: StrictClient, tea: Service, lunch: Service
    ) -> None:
        for service in (lunch, tea, lunch):
            keep(client, service)

        page = client.get("/shortlist").text

        assert names_on(page) == ["Hayle Lunch Club", "Tea & Talk"]
        assert "01632 960123" in page
        assert "My shortlist (2)" in page

    def test_leads_back_to_where_the_button_was_pressed(self, client: StrictClient, tea: Service) -> None:
        token = BeautifulSoup(client.get("/services?q=tea").text, "html.parser").select_one("#keep-form [name=csrf_token]")
        assert token is not None

        answer = client.post(
            "/shortlist/keep", data={"csrf_token": token["value"], "service_id": str(tea.id), "then": "/services?q=tea"}
        )

        assert answer.location == f"/services?q=tea#listing-{tea.id}"

    @pytest.mark.parametrize("then", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "javascript:x"])
    def test_leads_nowhere_else(self, client: StrictClient, tea: Service, then: str) -> None:
        token = BeautifulSoup(client.get(f"/services/{tea.id}").text, "html.parser").select_one("#keep-form [name=csrf_token]")
        assert token is not None

        answer = client.post("/shortlist/keep", data={"csrf_token": token["value"], "service_id": str(tea.id), "then": then})

        assert answer.location == "/shortlist"

    def test_gives_back_what_was_taken_off_in_its_place(self, client: StrictClient, tea: Service, lunch: Service) -> None:
        keep(client, tea)
        keep(client, lunch)

        after = client.submit("/shortlist", service_id=str(tea.id))
        assert names_on(after.text) == ["Hayle Lunch Club"]
        assert "Tea &amp; Talk is off your shortlist" in after.text
        client.submit(f"/shortlist?removed={tea.id}&place=0", service_id=str(tea.id))

        assert names_on(client.get("/shortlist").text) == ["Tea & Talk", "Hayle Lunch Club"]

    def test_holds_thirty_and_says_so(self, client: StrictClient) -> None:
        services = [make_service(f"Group {number}") for number in range(31)]
        db.session.commit()
        for service in services[:30]:
            keep(client, service)

        full = client.submit(f"/services/{services[30].id}", service_id=str(services[30].id))

        assert "Your shortlist is full: it holds 30." in full.text
        assert len(names_on(full.text)) == 30

    def test_says_of_a_listing_that_it_has_ended(self, client: StrictClient, tea: Service) -> None:
        keep(client, tea)
        db.session.get_one(Service, tea.id).status = ServiceStatus.DEFUNCT

        assert "This has ended" in client.get("/shortlist").text

    def test_is_emptied_at_a_shared_computer(self, client: StrictClient, tea: Service) -> None:
        keep(client, tea)
        token = BeautifulSoup(client.get("/shortlist").text, "html.parser").select_one("form[action='/shortlist/empty'] input")
        assert token is not None

        client.post("/shortlist/empty", data={"csrf_token": token["value"]})

        assert "There is nothing on it yet" in client.get("/shortlist").text

    def test_comes_as_a_spreadsheet_in_which_no_cell_is_a_formula(self, client: StrictClient, app: Flask) -> None:
        sly = make_service("=HYPERLINK(1)")
        db.session.commit()
        keep(client, sly)

        rows = list(csv.DictReader(io.StringIO(client.get("/shortlist.csv").text.removeprefix("\ufeff"))))

        assert [row["name"] for row in rows] == ["'=HYPERLINK(1)"]
        assert rows[0]["address of its page"].endswith(f"/services/{sly.id}")

    def test_never_says_where_a_refuge_is(self, client: StrictClient, app: Flask) -> None:
        refuge = make_service("Harbour House Women's Refuge", terms=(make_term("refuge", "Refuge"),))
        db.session.commit()
        keep(client, refuge)

        told = client.get("/shortlist").text + client.get("/shortlist.csv").text

        assert "Harbour House" in told
        assert "Penzance" not in told.replace("Harbour House", "")

    def test_asks_the_database_as_often_for_one_as_for_many(self, client: StrictClient, app: Flask) -> None:
        services = [make_service(f"Group {number}", byday="MO") for number in range(12)]
        db.session.commit()
        keep(client, services[0])
        said: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *args: said.append(args[2]))
        client.get("/shortlist")
        for_one = len(said)
        for service in services[1:]:
            keep(client, service)
        said.clear()

        client.get("/shortlist")

        assert len(said) == for_one


class TestASharedList:
    def test_opens_for_anybody_who_has_the_link(self, app: Flask, client: StrictClient, tea: Service, lunch: Service) -> None:
        keep(client, tea)
        keep(client, lunch)
        page = client.get("/shortlist").text
        token = BeautifulSoup(page, "html.parser").select_one("form[action='/shortlist/share'] input")
        assert token is not None
        client.post("/shortlist/share", data={"csrf_token": token["value"]})
        link = BeautifulSoup(client.get("/shortlist").text, "html.parser").select_one("#share a[href*='/s/']")
        assert link is not None

        friend = app.test_client()
        shared = friend.get(str(link["href"]))

        assert names_on(shared.text) == ["Tea & Talk", "Hayle Lunch Club"]
        assert shared.headers["X-Robots-Tag"] == "noindex"
        assert friend.get(f"{link['href']}/qr.svg").mimetype == "image/svg+xml"

    def test_can_be_put_on_ones_own(self, client: StrictClient, tea: Service) -> None:
        token = operations.share(service_ids=[tea.id], now=datetime.now(UTC))
        db.session.commit()

        client.submit(f"/s/{token}")

        assert names_on(client.get("/shortlist").text) == ["Tea & Talk"]

    def test_ends_after_half_a_year(self, client: StrictClient, tea: Service) -> None:
        token = operations.share(service_ids=[tea.id], now=datetime.now(UTC) - timedelta(days=181))
        db.session.commit()

        assert client.get(f"/s/{token}").status_code == 404
        assert operations.tidy(now=datetime.now(UTC)) == 1

    def test_that_never_was_is_not_found(self, client: StrictClient) -> None:
        answer = client.get("/s/never-was")

        assert answer.status_code == 404
        assert "This link does not work" in answer.text
        assert client.get("/s/never-was/qr.svg").status_code == 404


class TestTheSquareForACamera:
    def test_leads_to_the_listing(self, client: StrictClient, tea: Service) -> None:
        answer = client.get(f"/services/{tea.id}/qr.svg")

        assert answer.mimetype == "image/svg+xml"
        assert f"/services/{tea.id}" in answer.text

    def test_is_of_listings_alone(self, client: StrictClient) -> None:
        assert client.get("/services/00000000-0000-0000-0000-000000000000/qr.svg").status_code == 404
