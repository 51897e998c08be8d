"""Words in quotation marks are found exactly as they stand."""

from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from directory.finding.index.on_disk import listing_index
from directory.finding.narrowing.wanted import Wanted
from directory.finding.results.search import search
from directory.finding.words.quotes import outside, phrases_in, without_marks
from directory.places.gazetteer import rebuild_from_listings
from navigator.db import db
from tests.directory.listings import HAYLE, PENZANCE, make_service
from tests.strict_client import StrictClient


@pytest.fixture
def listings(app: Flask) -> None:
    make_service("Hayle Men's Shed", at=HAYLE, description="Tools, tea and talk.")
    make_service("Shed for Women and Men", at=HAYLE, description="A workshop.")
    make_service("Repair Café", at=PENZANCE, description="We meet behind the men’s shed. Bring a lamp.")
    make_service("Tea Garden", at=PENZANCE, description="Men come here. Shed your worries.")
    rebuild_from_listings()
    db.session.commit()


def names(app: Flask, now: datetime, words: str, near: str = "") -> set[str]:
    found = search(Wanted(words=words, near=near), index=listing_index(app, now=now), now=now, language="en")
    return {result.service.name for result in found.results}


@pytest.mark.usefixtures("listings")
class TestAPhrase:
    @pytest.mark.parametrize("typed", ['"men\'s shed"', "“men’s shed”", "„Mens  Shed”", "«men's shed»"])
    def test_is_found_in_this_order_and_nowhere_else(self, app: Flask, now: datetime, typed: str) -> None:
        assert names(app, now, typed) == {"Hayle Men's Shed", "Repair Café"}

    def test_does_not_run_from_one_text_into_the_next(self, app: Flask, now: datetime) -> None:
        assert names(app, now, '"shed tools"') == set()

    def test_stands_beside_other_words_and_a_place(self, app: Flask, now: datetime) -> None:
        assert names(app, now, '"men\'s shed" near Hayle') >= {"Hayle Men's Shed"}
        assert names(app, now, '"men\'s shed"', near="Hayle") == {"Hayle Men's Shed", "Repair Café"}
        assert names(app, now, '"men\'s shed" lamp') == {"Repair Café"}

    def test_is_not_forgiven_a_letter(self, app: Flask, now: datetime) -> None:
        assert names(app, now, '"mens shet"') == set()
        assert names(app, now, '"garten"') == set()

    def test_is_said_by_the_result_and_can_be_let_go(self, client: StrictClient) -> None:
        page = BeautifulSoup(client.get("/services", query_string={"q": "“men’s shed”"}).text, "html.parser")

        assert "has “men’s shed” word for word" in page.select_one(".app-why").get_text()  # type: ignore[union-attr]
        chip = page.select_one(".app-chips__chip")
        assert chip is not None
        assert "“men’s shed”" in chip.get_text()
        assert "Shed for Women and Men" in client.get(str(chip["href"])).text

    def test_that_nobody_has_says_so_and_offers_the_words_without_the_marks(self, client: StrictClient) -> None:
        page = BeautifulSoup(client.get("/services", query_string={"q": '"shed women"'}).text, "html.parser")

        assert "Nothing that fits has exactly the words in quotation marks." in page.get_text()
        offered = page.find("a", string=lambda text: bool(text and text.startswith("Search without the quotation marks")))
        assert offered is not None
        assert "Shed for Women and Men" in client.get(str(offered["href"])).text  # type: ignore[index]


def test_a_mark_that_is_not_closed_quotes_nothing() -> None:
    assert phrases_in("\"men's shed") == ()
    assert phrases_in('lunch "" club "!"') == ()


def test_what_stands_outside_is_left() -> None:
    assert outside('the "men\'s shed" in Hayle') == "the   in Hayle"
    assert without_marks('"a b" and “c d”', "a b") == "a b and “c d”"
    assert without_marks('"a b" and “c d”') == "a b and c d"
