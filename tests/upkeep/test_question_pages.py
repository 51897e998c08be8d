"""An editor changes a listing, a question a page, and sends what they changed."""

from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select

from directory.models import Address, Service
from directory.upkeep import editors
from directory.upkeep.models import EditState, ListingEdit, ListingEditor
from directory.upkeep.questions import QUESTIONS
from navigator.db import db
from tests.cast import Cast
from tests.directory.listings import make_service, make_term
from tests.form_filling import fill
from tests.signed_in import browser_of_editor
from tests.strict_client import StrictClient
from tests.upkeep.conftest import make_editor


@pytest.fixture
def address(cast: Cast) -> str:
    return f"/listings/{cast.tea_and_talk.id}"


def the_edit() -> ListingEdit:
    db.session.expire_all()
    return db.session.scalars(select(ListingEdit)).one()


def token_on(client: StrictClient, address: str) -> str:
    box = BeautifulSoup(client.get(address).text, "html.parser").select_one("main input[name=csrf_token]")
    assert box is not None
    return str(box["value"])


class TestQuestions:
    @pytest.mark.parametrize("name", QUESTIONS)
    @pytest.mark.parametrize("language", ["en", "ur"])
    def test_each_have_a_page(self, phone: StrictClient, address: str, name: str, language: str) -> None:
        page = phone.get(f"{address}/questions/{name}?lang={language}")

        assert page.status_code == 200

    def test_are_not_found_for_somebody_elses_listing(self, phone: StrictClient, address: str) -> None:
        other = make_service("Sing!", organization="Another group").id

        assert phone.get(f"/listings/{other}/questions/about").status_code == 404
        assert (
            phone.post(f"/listings/{other}/send", data={"csrf_token": token_on(phone, f"{address}/questions/about")}).status_code
            == 404
        )

    def test_lead_from_one_to_the_next_and_keep_what_was_typed(self, phone: StrictClient, address: str) -> None:
        answer = fill(phone, f"{address}/questions/about", then="next", description="Tea, cake and a place by the fire.")

        assert answer.location == f"{address}/questions/help"
        assert "Tea, cake and a place by the fire." in phone.get(f"{address}/questions/about").text
        assert the_edit().state is EditState.DRAFT

    def test_keep_what_is_wrong_and_say_it_by_the_field(self, phone: StrictClient, address: str) -> None:
        answer = fill(phone, f"{address}/questions/contact", then="next", email="tea at talk", number_1="01632 960123")

        assert answer.status_code == 422
        assert "Write an e-mail address" in answer.text
        again = phone.get(f"{address}/questions/contact").text
        assert all(words in again for words in ("tea at talk", "01632 960123"))

    def test_save_by_themselves_and_say_when(self, phone: StrictClient, address: str) -> None:
        token = token_on(phone, f"{address}/questions/where")

        typed = {"csrf_token": token, "id_1": "", "name_1": "Foundry Hall", "city_1": "Hayle"}
        answer = phone.post(f"{address}/questions/where/autosave", data=typed)

        told = answer.get_json()
        assert told["saved"] == "Saved 10:00"
        assert the_edit().answers["where"]["id_1"] == told["id_1"] != ""

    def test_give_another_row_without_javascript(self, phone: StrictClient, address: str) -> None:
        answer = fill(phone, f"{address}/questions/contact", then="add", number_1="01632 960123", follow=True)

        assert 'name="number_2"' in answer.text
        assert "01632 960123" in answer.text

    def test_show_only_what_a_listing_has_when_nothing_changed(self, phone: StrictClient, address: str) -> None:
        for name in QUESTIONS:
            fill(phone, f"{address}/questions/{name}", then="next")

        assert the_edit().answers == {}

    def test_say_what_somebody_else_changed_meanwhile(self, cast: Cast, phone: StrictClient, address: str) -> None:
        fill(phone, f"{address}/questions/about", then="next", description="Mine.")
        listing = db.session.get_one(Service, cast.tea_and_talk.id)
        listing.description, listing.revision = "Theirs.", 7
        db.session.commit()

        page = phone.get(f"{address}/questions/about").text

        assert all(words in page for words in ("Theirs.", "Mine.", "Somebody changed this after you began"))


class TestTheReview:
    def test_shows_what_goes_and_what_comes(self, phone: StrictClient, address: str) -> None:
        fill(phone, f"{address}/questions/about", then="next", description="Tea and cake.")

        page = BeautifulSoup(phone.get(f"{address}/review").text, "html.parser")

        assert [gone.get_text() for gone in page.find_all("del")] == ["A weekly table with tea, biscuits and company."]
        assert [came.get_text() for came in page.find_all("ins")] == ["Tea and cake."]

    def test_marks_the_words_that_changed_in_a_long_text(self, phone: StrictClient, address: str) -> None:
        fill(phone, f"{address}/questions/about", then="next", description="A weekly table with tea, cake and company.")

        page = BeautifulSoup(phone.get(f"{address}/review").text, "html.parser")

        assert [" ".join(gone.get_text().split()) for gone in page.find_all("del")] == ["taken away: biscuits"]
        assert [" ".join(came.get_text().split()) for came in page.find_all("ins")] == ["new: cake"]

    def test_previews_the_public_page_and_writes_nothing(self, cast: Cast, phone: StrictClient, address: str) -> None:
        fill(phone, f"{address}/questions/about", then="next", description="Tea and cake.")
        fill(
            phone,
            f"{address}/questions/where",
            then="next",
            name_1="Hall",
            address_1_1="1 Low Road",
            city_1="Hayle",
            postal_code_1="TR27 4PA",
        )

        page = phone.get(f"{address}/preview")

        assert all(words in page.text for words in ("Tea and cake.", "1 Low Road"))
        assert "Tea and cake." not in phone.get(f"/services/{cast.tea_and_talk.id}").text
        assert db.session.scalar(select(func.count()).select_from(Address)) == 0
        assert db.session.get_one(Service, cast.tea_and_talk.id).revision == 1

    def test_goes_live_at_once_for_a_trusted_organisation(
        self, cast: Cast, phone: StrictClient, address: str, now: datetime
    ) -> None:
        editors.set_trust(organization_id=cast.tea_and_talk.organization_id, is_trusted=True, decided_by="Ada Penrose", now=now)
        fill(phone, f"{address}/questions/about", then="next", description="Tea and cake.")

        answer = fill(phone, f"{address}/review", to="/send", follow=True)

        assert "live now" in answer.text
        assert the_edit().state is EditState.PUBLISHED
        assert "Tea and cake." in phone.get(f"/services/{cast.tea_and_talk.id}").text
        assert db.session.get_one(Service, cast.tea_and_talk.id).last_modified == now

    def test_goes_to_the_queue_for_others(self, cast: Cast, phone: StrictClient, address: str) -> None:
        fill(phone, f"{address}/questions/about", then="next", description="Tea and cake.")

        answer = fill(phone, f"{address}/review", to="/send", follow=True)

        assert "Somebody will look at your changes" in answer.text
        assert the_edit().state is EditState.WAITING
        assert "Tea and cake." not in phone.get(f"/services/{cast.tea_and_talk.id}").text

    def test_is_not_sent_when_the_listing_has_changed_since_it_was_looked_at(
        self, cast: Cast, phone: StrictClient, address: str
    ) -> None:
        fill(phone, f"{address}/questions/about", then="next", description="Mine.")
        token = token_on(phone, f"{address}/review")
        listing = db.session.get_one(Service, cast.tea_and_talk.id)
        listing.description, listing.revision = "Theirs.", 7
        db.session.commit()

        answer = phone.post(f"{address}/send", data={"csrf_token": token, "revision": "1"})

        assert answer.status_code == 409
        assert all(words in answer.text for words in ("Changed meanwhile", "Theirs.", "Mine."))
        assert the_edit().state is EditState.DRAFT

    def test_throws_changes_away(self, phone: StrictClient, address: str) -> None:
        fill(phone, f"{address}/questions/about", then="next", description="Tea and cake.")

        fill(phone, f"{address}/review", to="/withdraw")

        assert the_edit().state is EditState.WITHDRAWN
        assert "You have changed nothing yet" in phone.get(f"{address}/review").text


class TestARefuge:
    def test_leaves_no_address_in_a_draft_a_page_or_the_database(
        self, app: Flask, cast: Cast, phone: StrictClient, address: str
    ) -> None:
        make_term("refuge", "Refuge")
        fill(
            phone,
            f"{address}/questions/where",
            then="next",
            name_1="Hawthorn",
            address_1_1="7 Secret Lane",
            city_1="Hayle",
            postal_code_1="TR27 4PA",
        )

        fill(phone, f"{address}/questions/help", then="next", kinds="refuge")

        kept = str(the_edit().answers) + str(the_edit().before)
        pages = "".join(
            phone.get(f"{address}/{page}").text for page in ("questions/where", "questions/access", "review", "preview")
        )
        fill(phone, f"{address}/review", to="/send")
        assert "Secret Lane" not in kept + pages
        assert db.session.scalar(select(func.count()).select_from(Address)) == 0


class TestANewListing:
    def test_is_written_a_question_a_page_and_sent(
        self, app: Flask, phone: StrictClient, jan: ListingEditor, address: str
    ) -> None:
        token = token_on(phone, f"{address}/questions/about")
        first = phone.post("/listings/new", data={"csrf_token": token}).location

        fill(phone, first, then="next", name="Tea & Talk at home", description="We bring the tea.")
        review = first.replace("questions/about", "review")
        assert "Tea &amp; Talk at home" in phone.get(review).text
        assert "We bring the tea." in phone.get(first.replace("questions/about", "preview")).text
        fill(phone, review, to="/send")

        assert the_edit().state is EditState.WAITING

    def test_is_nobody_elses_to_see(
        self, app: Flask, cast: Cast, phone: StrictClient, jan: ListingEditor, now: datetime, address: str
    ) -> None:
        token = token_on(phone, f"{address}/questions/about")
        first = phone.post("/listings/new", data={"csrf_token": token}).location
        carol = make_editor(make_service("Sing!", organization="Another group").organization, now=now, name="Carol Pascoe")

        assert browser_of_editor(app, carol).get(first).status_code == 404
