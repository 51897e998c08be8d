"""The administrator's page of what counts in the order of results."""

from datetime import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from directory.finding.order import weighing
from directory.finding.order.weights import USUAL, Weights
from directory.finding.tuning import judging
from directory.places.gazetteer import rebuild_from_listings
from navigator.db import db
from navigator.people.models import Role
from tests.cast import Cast, make_staff
from tests.directory.listings import HAYLE, make_service, make_term, teach
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient

ADDRESS = "/admin/ranking"


@pytest.fixture
def dee(app: Flask, cast: Cast, now: datetime) -> StrictClient:
    """A browser on which Dee, an administrator, is signed in; two groups can be found near Penzance."""
    dee = make_staff(team=cast.ben.team, name="Dee Admin", role=Role.ADMINISTRATOR, now=now)
    befriending = make_term("befriending", "Befriending")
    teach("lonely", "befriending")
    make_service("Tea & Talk", terms=(befriending,), description="Company.")
    make_service("Hayle Friends", at=HAYLE, terms=(befriending,), description="Company.", assured_date=now.date())
    judging.add_judged(typed="lonely", right=["befriending"])
    rebuild_from_listings()
    db.session.commit()
    return browser_of_staff(app, dee)


def typed(**others: str) -> dict[str, Any]:
    """The form as it usually stands, with these values instead."""
    usual = {name: f"{value:g}" for name, value in vars(USUAL).items()}
    return usual | {"example": "lonely near Penzance"} | others


def columns(page: str) -> list[list[str]]:
    """The names in each of the two orders."""
    halves = BeautifulSoup(page, "html.parser").select(".nhsuk-grid-column-one-half ol")
    return [[link.get_text() for link in half.select("a")] for half in halves]


def press(dee: StrictClient, address: str) -> TestResponse:
    """Press a button of the page that goes to this address."""
    token = BeautifulSoup(dee.get(ADDRESS).get_data(as_text=True), "html.parser").select_one("main input[name=csrf_token]")
    assert token
    return dee.post(address, data={"csrf_token": str(token["value"])}, follow_redirects=True)


class TestThePage:
    def test_is_reached_from_where_listings_are_looked_after(self, dee: StrictClient) -> None:
        assert f'href="{ADDRESS}"' in dee.get("/admin/listings").get_data(as_text=True)

    def test_says_what_each_weight_does_and_what_it_usually_is(self, dee: StrictClient) -> None:
        page = BeautifulSoup(dee.get(ADDRESS).get_data(as_text=True), "html.parser")

        box = page.select_one("input#nearness")
        hint = page.select_one("#nearness-hint")

        assert box
        assert hint
        assert box["value"] == "0.6"
        assert "Usually 0.6; from 0 to 2." in " ".join(hint.get_text().split())
        assert len(page.select("form input[inputmode=decimal]")) == len(vars(USUAL))

    def test_is_for_administrators_only(self, app: Flask, dee: StrictClient, cast: Cast) -> None:
        ben = browser_of_staff(app, cast.ben)

        assert ben.get(ADDRESS).status_code == 403
        assert ben.post(f"{ADDRESS}/reset").status_code in (400, 403)
        assert weighing.current_weights() == USUAL


class TestTrying:
    def test_shows_both_orders_and_saves_nothing(self, dee: StrictClient) -> None:
        answer = dee.submit(ADDRESS, **typed(nearness="0", then="try"))

        page = answer.get_data(as_text=True)
        assert columns(page) == [["Tea & Talk", "Hayle Friends"], ["Hayle Friends", "Tea & Talk"]]
        assert "up from 2" in page
        assert "0 better, 0 worse, 1 the same" in page
        assert "They were asked near Penzance." in page
        assert 'value="0"' in page
        assert weighing.current_weights() == USUAL

    def test_of_words_said_in_danger_says_that_their_order_stays(self, dee: StrictClient) -> None:
        page = dee.submit(ADDRESS, **typed(nearness="0", then="try", example="i want to kill myself")).get_data(as_text=True)

        assert "for them the order always stays as it is" in page


class TestSaving:
    def test_counts_at_once_and_can_be_undone(self, dee: StrictClient) -> None:
        page = dee.submit(ADDRESS, **typed(nearness="0,5", has_room="2")).get_data(as_text=True)

        assert "Saved. It counts from the next search on." in page
        assert weighing.current_weights() == Weights(nearness=0.5, has_room=2)
        assert "Dee Admin" in page
        (told,) = weighing.list_changes()

        page = press(dee, f"{ADDRESS}/changes/{told.change.id}/undo").get_data(as_text=True)

        assert "The order is as it was before that change." in page
        assert weighing.current_weights() == USUAL

    def test_everything_is_made_as_usual_again(self, dee: StrictClient) -> None:
        dee.submit(ADDRESS, **typed(nearness="0.1"))

        press(dee, f"{ADDRESS}/reset")

        assert weighing.current_weights() == USUAL

    @pytest.mark.parametrize("wrong", ["", "lots", "nan", "inf", "-1", "2.1"])
    def test_of_what_cannot_be_is_refused_kindly_and_loses_nothing(self, dee: StrictClient, wrong: str) -> None:
        answer = dee.submit(ADDRESS, **typed(nearness=wrong, has_room="2.5"))

        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "Write a number from 0 to 2, for example 0.5." in page
        assert 'value="2.5"' in page
        assert weighing.current_weights() == USUAL

    def test_of_what_is_so_already_says_so(self, dee: StrictClient) -> None:
        assert "The order is like this already." in dee.submit(ADDRESS, **typed()).get_data(as_text=True)
        assert weighing.list_changes() == []

    def test_that_nobody_made_cannot_be_undone(self, dee: StrictClient) -> None:
        address = f"{ADDRESS}/changes/01978a00-0000-7000-8000-000000000000/undo"

        assert press(dee, address).status_code == 404
