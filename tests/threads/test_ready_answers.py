"""Answers kept ready: offered in the language of whoever is written to, and a locality's own."""

from collections.abc import Callable
from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from navigator.db import db
from navigator.people.models import Role, Staff
from navigator.threads import ready
from navigator.threads.models import ReadyAnswer
from tests.cast import Cast, make_staff
from tests.pressing import press
from tests.strict_client import StrictClient
from tests.threads.conftest import planned, send

SignIn = Callable[[Staff], StrictClient]
URDU = "السلام علیکم {first_name}، میں {navigator_name} ہوں۔"
WORDS = {"title": "Greeting", "words_en": "Hello {first_name}, it is {navigator_name}.", "words_ur": URDU, "words_pl": ""}


def save(browser: StrictClient, address: str = "/threads/ready/new", **fields: str) -> str:
    answer = press(browser, address, on="/desk", follow=True, **{**WORDS, **fields})
    return answer.get_data(as_text=True)


def kept() -> ReadyAnswer:
    return db.session.scalars(select(ReadyAnswer).execution_options(populate_existing=True)).one()


class TestALocalitysOwn:
    def test_is_offered_in_the_persons_language_with_ours_beside_it(self, ben: StrictClient, cast: Cast) -> None:
        assert "Saved." in save(ben)

        page = ben.get(f"/people/{cast.amina.id}/thread").get_data(as_text=True)

        assert "السلام علیکم Amina، میں Ben ہوں۔" in page
        assert "Hello Amina, it is Ben." in page

    def test_stands_in_the_box_once_chosen_and_goes_only_when_sent(self, ben: StrictClient, cast: Cast) -> None:
        save(ben)
        address = f"/people/{cast.amina.id}/thread?ready={kept().id}"

        page = BeautifulSoup(ben.get(address).get_data(as_text=True), "html.parser")

        box = page.select_one("textarea#body")
        assert box is not None
        assert box.get_text().strip() == "السلام علیکم Amina، میں Ben ہوں۔"
        assert planned("written_by_staff") == []
        send(ben, cast.amina, box.get_text().strip())
        assert [message.values["body"] for message in planned("written_by_staff")] == ["السلام علیکم Amina، میں Ben ہوں۔"]

    def test_is_not_passed_off_in_english_to_somebody_who_reads_another_language(self, ben: StrictClient, cast: Cast) -> None:
        save(ben, words_ur="")

        page = ben.get(f"/people/{cast.amina.id}/thread").get_data(as_text=True)

        assert "Nobody has written it in اردو yet." in page
        assert f"ready={kept().id}" not in page

    @pytest.mark.parametrize("words", ["Hello {name}", "Hello {first_name", "Hello first_name}", "Hello {}", "{first_name.x}"])
    def test_has_only_placeholders_we_can_fill_in(self, ben: StrictClient, words: str) -> None:
        page = save(ben, words_en=words)

        assert "We cannot fill in" in page
        assert db.session.scalars(select(ReadyAnswer)).all() == []

    def test_needs_words_in_one_language(self, ben: StrictClient) -> None:
        assert "Write it in one language at least." in save(ben, words_en="", words_ur="")

    def test_has_a_title_of_its_own(self, ben: StrictClient) -> None:
        save(ben)

        assert "There is an answer of this title already." in save(ben)

    def test_can_be_changed_and_withdrawn_and_its_title_used_again(self, ben: StrictClient) -> None:
        save(ben)
        address = f"/threads/ready/{kept().id}"
        save(ben, address, words_en="Good morning {first_name}")
        assert kept().words["en"] == "Good morning {first_name}"

        save(ben, address, then="withdraw")

        assert "Good morning" not in ben.get("/threads/ready").get_data(as_text=True)
        assert "Saved." in save(ben)

    def test_is_not_for_volunteers_to_write(self, signed_in: SignIn, cast: Cast, now: datetime) -> None:
        vic = make_staff(team=cast.ben.team, name="Vic Tonkin", role=Role.VOLUNTEER, now=now)
        browser = signed_in(vic)

        assert browser.get("/threads/ready").status_code == 200
        assert browser.get("/threads/ready/new").status_code == 403


class TestThoseThatComeWithTheService:
    def test_fill_in_nothing_we_do_not_know(self) -> None:
        for key, (_, write) in ready.OURS.items():
            assert ready.list_wrong_holes(write(locale="en")) == [], key

    def test_are_offered_to_somebody_who_reads_english(self, ben: StrictClient, cast: Cast) -> None:
        cast.amina.language = "en"

        page = ben.get(f"/people/{cast.amina.id}/thread?ready=please_ring_us").get_data(as_text=True)

        assert "Hello Amina, please ring us on 01632\u00a0960100 when you can." in page
