"""Suggestions while somebody types: few, right, and nothing that is not public."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from directory.models import ServiceStatus
from directory.places.gazetteer import rebuild_from_listings
from navigator.db import db
from tests.directory.listings import HAYLE, ST_IVES, make_service, make_term, teach
from tests.strict_client import StrictClient


@pytest.fixture
def listings(app: Flask) -> None:
    walking = make_term("walking-group", "Walking group")
    make_service("Mounts Bay Walkers", terms=(walking,))
    make_service("Tea & Talk", at=HAYLE, description="A walk now and then.")
    make_service("Old Walkers", at=HAYLE, status=ServiceStatus.DEFUNCT)
    make_service("St Ives Choir", at=ST_IVES)
    rebuild_from_listings()
    db.session.commit()


def suggested(client: StrictClient, **typed: str) -> list[tuple[str, Any]]:
    return [(one["words"], one["address"]) for one in client.get("/suggest", query_string=typed).get_json()["contents"]]


@pytest.mark.usefixtures("listings")
class TestSuggestions:
    def test_begin_with_kinds_of_help_and_end_with_listings_by_name(self, client: StrictClient) -> None:
        (kind, listing) = suggested(client, q="walk")

        assert kind == ("Walking group", "/services?kind=walking-group")
        assert listing[0] == "Mounts Bay Walkers"
        assert str(listing[1]).startswith("/services/")

    def test_offer_needs_in_the_readers_language(self, client: StrictClient) -> None:
        client.get("/?lang=pl")

        assert ("Pieniądze", "/needs/money") in suggested(client, q="pien")

    def test_find_a_name_by_its_later_words(self, client: StrictClient) -> None:
        assert [words for words, _ in suggested(client, q="tea and ta")] == ["Tea & Talk"]

    def test_are_towns_for_a_place_with_saint_or_st(self, client: StrictClient) -> None:
        assert suggested(client, near="saint i") == [("St Ives", None)]
        assert suggested(client, near="HAY") == [("Hayle", None)]

    @pytest.mark.parametrize("typed", [{"q": ""}, {"q": "w"}, {"near": " "}, {"q": "%%%"}, {"near": "__"}, {"q": "zzzz"}, {}])
    def test_are_none_for_next_to_nothing(self, client: StrictClient, typed: dict[str, str]) -> None:
        answer = client.get("/suggest", query_string=typed).get_json()

        assert answer == {"contents": [], "said": "No suggestions"}

    @pytest.mark.parametrize("typed", ["gp's \x00 (", '"', "a" * 5000, "🙂🙂", "ا ب"])
    def test_survive_whatever_is_typed(self, client: StrictClient, typed: str) -> None:
        assert client.get("/suggest", query_string={"q": typed}).status_code == 200
        assert client.get("/suggest", query_string={"near": typed}).status_code == 200


@pytest.mark.usefixtures("listings")
class TestSuggestionsFromTheThesaurus:
    @pytest.fixture(autouse=True)
    def words(self, listings: None) -> None:
        company, befriending = make_term("company", "Company"), make_term("befriending", "Befriending")
        make_service("Good Neighbours", terms=(company, befriending))
        teach("lonely", "befriending")
        teach("lonesome", "befriending")
        db.session.commit()

    def test_are_what_the_words_begun_may_mean_with_the_need_first(self, client: StrictClient) -> None:
        assert suggested(client, q="lonel")[:2] == [("Company", "/needs/company"), ("Befriending", "/services?kind=befriending")]

    def test_understand_the_last_words_of_a_sentence_begun(self, client: StrictClient) -> None:
        assert ("Befriending", "/services?kind=befriending") in suggested(client, q="my mum is so lonel")

    def test_name_each_kind_once(self, client: StrictClient) -> None:
        words = [words for words, _ in suggested(client, q="befr")]

        assert words.count("Befriending") == 1

    def test_are_led_by_a_changed_thesaurus_at_once(self, client: StrictClient) -> None:
        suggested(client, q="lonel")
        teach("gurt lush", "walking-group")
        db.session.commit()

        assert ("Walking group", "/services?kind=walking-group") in suggested(client, q="gurt")

    def test_of_words_stand_on_the_page_of_their_need(self, client: StrictClient) -> None:
        page = BeautifulSoup(client.get("/needs/company").data, "html.parser")
        kind = BeautifulSoup(client.get("/services?kind=befriending").data, "html.parser")

        assert [words.text for words in page.select("main p a > bdi")] == ["lonely", "lonesome"]
        assert page.find("a", href="/services?q=lonesome")
        assert kind.find("bdi", string="lonely")
