"""Nothing typed is lost when a session ends: what was sent comes along through signing in, to the one who wrote it."""

from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from navigator.conversations.models import Conversation
from navigator.db import db
from navigator.people import carrying
from tests.cast import PASSWORD, Cast
from tests.form_filling import standing_in
from tests.strict_client import StrictClient

WORDS = "My garden <again>\r\n\r\n“میرا باغ”"


def form_on(page: TestResponse) -> Tag:
    form = BeautifulSoup(page.get_data(as_text=True), "html.parser").select_one("main form")
    assert isinstance(form, Tag)
    return form


def press(browser: StrictClient, page: TestResponse, follow: bool = False, **typed: str) -> TestResponse:
    """Send the form in the main part of a page that is open already."""
    form = form_on(page)
    return browser.post(str(form["action"]), data=standing_in(form) | typed, follow_redirects=follow)


def pause(browser: StrictClient) -> None:
    """Half an hour goes by, and the session ends."""
    with browser.session_transaction() as session:
        session["staff_seen"] -= 31 * 60


def kept() -> Conversation | None:
    return db.session.scalar(select(Conversation).execution_options(populate_existing=True))


@pytest.fixture
def address(cast: Cast) -> str:
    return f"/people/{cast.amina.id}/conversation"


@pytest.fixture
def asked(ben: StrictClient, address: str) -> TestResponse:
    """Ben's session ended while he wrote; he has pressed Save, and is asked to sign in."""
    page = ben.get(address)
    pause(ben)
    return press(ben, page, matters=WORDS, then="priorities")


class TestWhatWasTyped:
    def test_is_carried_through_signing_in_and_a_wrong_password(
        self, ben: StrictClient, asked: TestResponse, address: str
    ) -> None:
        wrong = press(ben, asked, email="ben@care.example", password="not this one")
        signed_in = press(ben, wrong, email="ben@care.example", password=PASSWORD)
        saved = press(ben, signed_in)

        conversation = kept()
        assert (asked.status_code, wrong.status_code, signed_in.status_code) == (401, 422, 200)
        assert "What you just wrote is kept" in asked.text
        assert "You are signed in again" in signed_in.text
        assert (saved.status_code, saved.location) == (303, address.replace("conversation", "priorities"))
        assert conversation is not None
        assert conversation.matters.splitlines() == WORDS.splitlines()

    def test_is_not_saved_before_they_say_so(self, ben: StrictClient, asked: TestResponse) -> None:
        press(ben, asked, email="ben@care.example", password=PASSWORD)

        assert kept() is None

    def test_stands_nowhere_on_the_page_for_others_to_read(self, ben: StrictClient, asked: TestResponse) -> None:
        signed_in = press(ben, asked, email="ben@care.example", password=PASSWORD)

        for page in (asked, signed_in):
            assert "garden" not in BeautifulSoup(page.get_data(as_text=True), "html.parser").get_text()

    def test_is_sent_with_one_button_and_may_be_left(self, ben: StrictClient, asked: TestResponse) -> None:
        signed_in = press(ben, asked, email="ben@care.example", password=PASSWORD)

        main = BeautifulSoup(signed_in.get_data(as_text=True), "html.parser").select_one("main")
        assert main is not None
        assert [button.get_text(strip=True) for button in main.find_all("button")] == ["Carry on"]
        assert [link["href"] for link in main.find_all("a")] == ["/desk"]

    def test_keeps_every_value_of_one_name_and_the_query(self, app: Flask, ben: StrictClient, cast: Cast) -> None:
        token = standing_in(form_on(ben.get("/people/new")))["csrf_token"]
        pause(ben)

        asked = ben.post("/people/new?lang=pl", data={"csrf_token": token, "needs": ["large_print", "easy_read"]})
        form = form_on(press(ben, asked, email="ben@care.example", password=PASSWORD))

        assert form["action"] == "/people/new?lang=pl"
        assert [box["value"] for box in form.select("input[name=needs]")] == ["large_print", "easy_read"]
        assert len(form.select("input[name=csrf_token]")) == 1

    def test_that_was_tampered_with_is_not_sent_and_they_are_told(self, ben: StrictClient, asked: TestResponse) -> None:
        text = standing_in(form_on(asked))["carried"]

        answer = press(ben, asked, follow=True, email="ben@care.example", password=PASSWORD, carried=f"{text[:-4]}AAAA")

        assert answer.request.path == "/desk"
        assert "We could not bring back what you wrote" in answer.text

    def test_is_not_given_to_somebody_else(self, ben: StrictClient, asked: TestResponse) -> None:
        answer = press(ben, asked, follow=True, email="carys@care.example", password=PASSWORD)

        assert answer.request.path == "/desk"
        assert "it is theirs" in answer.text
        assert "garden" not in answer.text

    def test_that_is_far_too_long_is_said_to_be_so(
        self, ben: StrictClient, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(carrying, "MOST", 100)
        page = ben.get(address)
        pause(ben)

        asked = press(ben, page, matters=WORDS)

        assert asked.status_code == 401
        assert "too long for us to keep" in asked.text
        assert "carried" not in standing_in(form_on(asked))

    def test_still_needs_the_token_against_forgery(self, ben: StrictClient, asked: TestResponse, address: str) -> None:
        forged = ben.post(address, data={"matters": "forged"})
        carried = standing_in(form_on(asked))["carried"]
        signing_in = ben.post("/sign-in", data={"email": "ben@care.example", "password": PASSWORD, "carried": carried})

        for answer in (forged, signing_in):
            assert answer.status_code == 400
            assert "carried" not in answer.text
            assert "your browser’s back button" in answer.text

    def test_without_any_cookie_leads_to_words_that_say_where_it_is(self, app: Flask, ben: StrictClient, address: str) -> None:
        page = ben.get(address)
        ben.delete_cookie("care_navigator")

        answer = press(ben, page, matters=WORDS)

        assert answer.status_code == 400
        assert "Nothing was sent" in answer.text
        assert "what you wrote should still be there" in answer.text


class TestAutosave:
    def test_is_told_in_json_that_nothing_is_saved(self, ben: StrictClient, address: str) -> None:
        form = standing_in(form_on(ben.get(address)))
        pause(ben)

        answer = ben.post(f"{address}/autosave", data=form | {"matters": WORDS}, headers={"Accept": "application/json"})

        assert answer.status_code == 401
        assert (answer.json or {})["saved"].startswith("Not saved yet")
        assert kept() is None


class TestAnotherTab:
    def test_can_be_sent_after_they_signed_in_again_in_this_one(self, ben: StrictClient, address: str) -> None:
        page = ben.get(address)
        pause(ben)
        ben.submit("/sign-in", email="ben@care.example", password=PASSWORD)

        saved = press(ben, page, matters="My garden", then="stay")

        assert saved.status_code == 303

    def test_is_of_no_use_to_somebody_else(self, ben: StrictClient, address: str) -> None:
        page = ben.get(address)
        pause(ben)
        ben.submit("/sign-in", email="carys@care.example", password=PASSWORD)

        assert press(ben, page, matters="My garden", then="stay").status_code == 400


class TestAPackedText:
    def pack(self, now: datetime) -> str:
        fields = [("a", "1"), ("a", "2"), ("csrf_token", "secret")]
        return carrying.pack(address="/people/new?x=1", fields=fields, written_by="ben", secret="ours", now=now)

    def test_holds_the_fields_in_their_order_without_the_token(self, now: datetime) -> None:
        carried = carrying.unpack(self.pack(now), secret="ours", now=now + timedelta(hours=11))

        assert carried == carrying.Carried("/people/new?x=1", (("a", "1"), ("a", "2")), "ben")

    def test_is_refused_when_it_is_old(self, now: datetime) -> None:
        with pytest.raises(carrying.NotCarried):
            carrying.unpack(self.pack(now), secret="ours", now=now + timedelta(hours=13))

    @pytest.mark.parametrize("spoil", [lambda text: "", lambda text: text[1:], lambda text: "ä" + text, lambda text: "." * 9])
    def test_is_refused_when_it_is_not_ours(self, now: datetime, spoil: object) -> None:
        assert callable(spoil)
        with pytest.raises(carrying.NotCarried):
            carrying.unpack(spoil(self.pack(now)), secret="ours", now=now)

    def test_is_refused_when_another_secret_signed_it(self, now: datetime) -> None:
        with pytest.raises(carrying.NotCarried):
            carrying.unpack(self.pack(now), secret="theirs", now=now)

    def test_of_a_long_conversation_fits(self, now: datetime) -> None:
        words = "".join(chr(0x627 + (n * 7919 + n // 13) % 40) for n in range(6 * 10_000))

        carrying.pack(address="/", fields=[("matters", words)], written_by="", secret="ours", now=now)
