"""More like this, and the map beside the list: on the public pages."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from directory.models import Service
from directory.places.gazetteer import rebuild_from_listings
from navigator.db import db
from tests.directory.listings import HAYLE, PENZANCE, make_service, make_term
from tests.strict_client import StrictClient


@pytest.fixture
def tea(app: Flask) -> Service:
    befriending, walking = make_term("befriending", "Befriending"), make_term("walking-group", "Walking group")
    tea = make_service("Tea & Talk", terms=(befriending,), at=PENZANCE)
    make_service("The Listening Bench", terms=(befriending,), at=PENZANCE)
    make_service("Hayle Chat", terms=(befriending,), at=HAYLE)
    make_service("Mounts Bay Walkers", terms=(walking,), at=PENZANCE)
    rebuild_from_listings()
    db.session.commit()
    return tea


def alike(client: StrictClient, service: Service) -> list[str]:
    page = BeautifulSoup(client.get(f"/services/{service.id}").text, "html.parser")
    return [" ".join(item.get_text(" ").split()) for item in page.select("section[aria-labelledby=alike] li")]


class TestMoreLikeThis:
    def test_offers_the_same_kind_of_help_nearest_first(self, client: StrictClient, tea: Service) -> None:
        assert alike(client, tea) == ["The Listening Bench (very near)", "Hayle Chat (6.9 miles away)"]

    def test_offers_nothing_to_a_listing_that_says_not_what_it_is(self, client: StrictClient, tea: Service) -> None:
        plain = make_service("A Listing")
        db.session.commit()

        assert alike(client, plain) == []

    def test_does_not_tell_where_a_refuge_is(self, client: StrictClient, app: Flask) -> None:
        term = make_term("refuge", "Refuge")
        refuge = make_service("Harbour Refuge", terms=(term,), at=PENZANCE)
        make_service("Open House Refuge", terms=(term,), at=PENZANCE)
        db.session.commit()

        assert alike(client, refuge) == ["Open House Refuge"]


class TestTheMap:
    def test_has_the_numbers_of_the_list_and_is_silent_to_readers_of_screens(self, client: StrictClient, tea: Service) -> None:
        page = BeautifulSoup(client.get("/services?near=penzance").text, "html.parser")

        drawing = page.select_one("svg.app-map__drawing")
        assert drawing is not None
        assert drawing["aria-hidden"] == "true"
        numbers = ", ".join(text.get_text() for text in drawing.select(".app-map__number"))
        assert "1" in numbers
        assert page.select_one("ol.app-results--numbered") is not None
        assert drawing.find("image") is None

    def test_never_shows_a_refuge(self, client: StrictClient, app: Flask) -> None:
        make_service("Harbour Refuge", terms=(make_term("refuge", "Refuge"),), at=PENZANCE)
        db.session.commit()

        page = client.get("/services?q=refuge").text

        assert "Harbour Refuge" in page
        assert "app-map__drawing" not in page
