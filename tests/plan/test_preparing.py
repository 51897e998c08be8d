"""Before we talk: what Amina writes on her phone, and what Ben sees of it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from messaging.models import OutgoingMessage
from navigator.conversations import own_words, preparing
from navigator.conversations.own_words_models import Heading, Writer
from navigator.conversations.questions import OF_PERSONS
from navigator.db import db
from navigator.times import utc_now
from tests.cast import Cast
from tests.form_filling import fill
from tests.plan.conftest import agree_to_texts
from tests.pressing import press
from tests.signed_in import browser_of_person
from tests.strict_client import StrictClient

WORDS = "گھر بہت خاموش ہے"


@pytest.fixture
def urdu(app: Flask, cast: Cast) -> StrictClient:
    """Amina's phone, in her language."""
    return browser_of_person(app, cast.amina)


def conversation(ben: StrictClient, cast: Cast) -> str:
    return ben.get(f"/people/{cast.amina.id}/conversation").get_data(as_text=True)


class TestWritingBeforehand:
    def test_goes_question_by_question_and_ends_where_all_can_be_seen(self, urdu: StrictClient) -> None:
        at, asked = "/my/prepare/matters", []
        while at != "/my/prepare":
            asked.append(at.rpartition("/")[2])
            at = fill(urdu, at, words=WORDS if at.endswith("matters") else "", then="next").location

        assert asked == list(OF_PERSONS)
        assert WORDS in urdu.get("/my/prepare").get_data(as_text=True)

    def test_is_hers_alone_until_she_shows_it(self, urdu: StrictClient, ben: StrictClient, cast: Cast) -> None:
        fill(urdu, "/my/prepare/matters", words=WORDS, then="stop")
        fill(urdu, "/my/prepare/about_communication", words="آہستہ", then="stop")

        assert WORDS not in conversation(ben, cast)
        assert "آہستہ" not in conversation(ben, cast)
        assert WORDS not in ben.get(f"/people/{cast.amina.id}").get_data(as_text=True)

    def test_shown_stands_in_the_conversation_as_hers_in_her_language(
        self, urdu: StrictClient, ben: StrictClient, cast: Cast
    ) -> None:
        fill(urdu, "/my/prepare/matters", words=WORDS, then="stop")

        fill(urdu, "/my/prepare", to="/show-my-navigator", helped_by="Joe")

        page = conversation(ben, cast)
        assert f'lang="ur">{WORDS}' in page
        assert "Amina wrote this beforehand" in page
        assert "Written with the help of Joe." in page
        assert "wrote something down for your conversation" in ben.get(f"/people/{cast.amina.id}").get_data(as_text=True)
        assert WORDS not in page.split('id="matters"')[1].split("</textarea>")[0]

    def test_shown_of_herself_is_about_me_from_then_on(self, urdu: StrictClient, cast: Cast) -> None:
        fill(urdu, "/my/prepare/about_communication", words="آہستہ", then="stop")
        fill(urdu, "/my/prepare", to="/show-my-navigator")

        said = own_words.list_current(cast.amina.id)[Heading.COMMUNICATION].own

        assert (said.words, said.language, said.writer) == ("آہستہ", "ur", Writer.PERSON)

    def test_never_wipes_what_ben_wrote_in_about_me_meanwhile(self, urdu: StrictClient, cast: Cast) -> None:
        fill(urdu, "/my/prepare/about_communication", words="آہستہ", then="stop")
        own_words.write(
            person_id=cast.amina.id,
            texts={Heading.COMMUNICATION: "Slowly, please"},
            language="en",
            writer=Writer.STAFF,
            staff_id=cast.ben.id,
            now=utc_now(),
        )
        db.session.commit()

        fill(urdu, "/my/prepare", to="/show-my-navigator")

        assert own_words.list_current(cast.amina.id)[Heading.COMMUNICATION].own.words == "Slowly, please\n\nآہستہ"

    def test_can_be_changed_after_it_was_shown(self, urdu: StrictClient, ben: StrictClient, cast: Cast) -> None:
        fill(urdu, "/my/prepare/matters", words=WORDS, then="stop")
        fill(urdu, "/my/prepare", to="/show-my-navigator")

        fill(urdu, "/my/prepare/matters", words="اب اچھا ہے", then="stop")

        assert "اب اچھا ہے" in conversation(ben, cast)
        assert WORDS not in conversation(ben, cast)

    def test_is_talked_over_once(self, urdu: StrictClient, ben: StrictClient, cast: Cast) -> None:
        fill(urdu, "/my/prepare/matters", words=WORDS, then="stop")
        fill(urdu, "/my/prepare", to="/show-my-navigator")

        fill(ben, f"/people/{cast.amina.id}/conversation", matters="The house is quiet", then="finish")

        assert WORDS not in conversation(ben, cast)
        assert WORDS not in urdu.get("/my/prepare/matters").get_data(as_text=True)

    def test_with_nothing_written_there_is_nothing_to_show(self, urdu: StrictClient, cast: Cast) -> None:
        preparing.begin(person_id=cast.amina.id, now=utc_now())
        db.session.commit()

        answer = press(urdu, "/my/prepare/show-my-navigator", on="/my", helped_by="")

        assert answer.status_code == 422
        assert preparing.find_shown(cast.amina.id) is None

    def test_saves_as_she_goes(self, urdu: StrictClient, cast: Cast) -> None:
        page = urdu.get("/my/prepare/matters").get_data(as_text=True)
        token, seen = (page.split(f'name="{name}" value="')[-1].split('"')[0] for name in ("csrf_token", "seen"))

        answer = urdu.post("/my/prepare/matters/autosave", data={"csrf_token": token, "seen": seen, "words": WORDS})

        assert answer.status_code == 200
        assert preparing.by_question(preparing.find_preparation(cast.amina.id))["matters"].words == WORDS

    def test_on_two_phones_at_once_loses_neither(self, app: Flask, urdu: StrictClient, cast: Cast) -> None:
        page = urdu.get("/my/prepare/matters").get_data(as_text=True)
        token, seen = (page.split(f'name="{name}" value="')[-1].split('"')[0] for name in ("csrf_token", "seen"))
        fill(browser_of_person(app, cast.amina), "/my/prepare/matters", words="From the tablet", then="stop")

        answer = urdu.post("/my/prepare/matters", data={"csrf_token": token, "seen": seen, "words": WORDS, "then": "next"})

        assert answer.status_code == 409
        assert f"From the tablet\n\n{WORDS}" in answer.get_data(as_text=True)

    def test_knows_no_other_questions(self, urdu: StrictClient) -> None:
        assert urdu.get("/my/prepare/bank-account").status_code == 404

    @pytest.mark.parametrize("language", ["en", "pl", "ur"])
    def test_stands_in_every_language(self, urdu: StrictClient, language: str) -> None:
        pages = ["/my/prepare", *(f"/my/prepare/{name}" for name in OF_PERSONS)]

        assert {urdu.get(f"{page}?lang={language}").status_code for page in pages} == {200}

    def test_is_not_open_to_staff(self, ben: StrictClient) -> None:
        assert ben.get("/my/prepare").status_code == 302


class TestTheInvitation:
    def test_is_a_text_in_her_language_with_the_link_to_her_plan(self, ben: StrictClient, cast: Cast) -> None:
        agree_to_texts(cast, now=utc_now() - timedelta(hours=1))
        address = f"/people/{cast.amina.id}"

        for _ in range(2):  # a double press
            press(ben, f"{address}/invite-to-prepare", on=address)

        [text] = db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.template == "prepare_invitation")).all()
        assert (text.locale, text.to_address) == ("ur", cast.amina.mobile)

    def test_stands_first_in_her_plan(self, urdu: StrictClient, ben: StrictClient, cast: Cast) -> None:
        press(ben, f"/people/{cast.amina.id}/invite-to-prepare", on=f"/people/{cast.amina.id}")

        page = urdu.get("/my?lang=en").get_data(as_text=True)

        assert page.index('href="/my/prepare"') < page.index("Your small step")

    def test_says_when_no_text_can_go(self, ben: StrictClient, cast: Cast) -> None:
        address = f"/people/{cast.amina.id}"

        page = press(ben, f"{address}/invite-to-prepare", on=address, follow=True).get_data(as_text=True)

        assert "no text goes" in page
        assert db.session.scalars(select(OutgoingMessage)).all() == []

    def test_is_not_sent_by_another_team(self, carys: StrictClient, cast: Cast) -> None:
        assert press(carys, f"/people/{cast.amina.id}/invite-to-prepare", on="/desk").status_code == 404
