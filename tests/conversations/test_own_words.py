"""What Amina says of herself: it is hers, lives on, and says who wrote it."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from navigator.conversations import own_words
from navigator.conversations.own_words_models import ABOUT_ME, IF_WORSE, Heading, Writer
from navigator.db import db
from navigator.times import utc_now
from tests.cast import Cast
from tests.form_filling import fill
from tests.signed_in import browser_of_person
from tests.strict_client import StrictClient


def say(cast: Cast, words: str, *, at: datetime, by_staff: bool = True) -> None:
    own_words.write(
        person_id=cast.amina.id,
        texts={Heading.IMPORTANT: words},
        language="en" if by_staff else "ur",
        writer=Writer.STAFF if by_staff else Writer.PERSON,
        staff_id=cast.ben.id if by_staff else None,
        now=at,
    )


class TestAboutMe:
    def test_lives_on_when_the_conversation_is_finished(self, ben: StrictClient, cast: Cast) -> None:
        address = f"/people/{cast.amina.id}/conversation"

        fill(ben, address, about_important="My prayers", matters="Company", then="finish")

        page = ben.get(address).get_data(as_text=True)
        assert "My prayers" in page.split('id="about_important"')[1].split("</textarea>")[0]
        assert "Company" not in page.split('id="matters"')[1].split("</textarea>")[0]
        assert "Ben Carter wrote this down with Amina" in page

    def test_typed_in_one_sitting_is_one_version(self, cast: Cast, now: datetime) -> None:
        for seconds, words in ((0, "My pray"), (5, "My prayers"), (900, "My prayers and my kitchen")):
            say(cast, words, at=now + timedelta(seconds=seconds))

        assert [said.own.words for said in own_words.list_versions(person_id=cast.amina.id, headings=ABOUT_ME)] == [
            "My prayers and my kitchen"
        ]

    def test_keeps_what_another_hand_wrote_before(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        say(cast, "میری نماز", at=now, by_staff=False)
        say(cast, "My prayers", at=now + timedelta(minutes=1))
        db.session.commit()

        page = ben.get(f"/people/{cast.amina.id}/about-me").get_data(as_text=True)

        assert own_words.list_current(cast.amina.id)[Heading.IMPORTANT].own.words == "My prayers"
        assert "What stood there before" in page
        assert 'lang="ur">میری نماز' in page

    def test_taken_out_stands_nowhere_but_in_its_history(self, cast: Cast, now: datetime) -> None:
        say(cast, "My prayers", at=now)
        say(cast, "", at=now + timedelta(days=1))

        versions = own_words.list_versions(person_id=cast.amina.id, headings=ABOUT_ME)
        assert own_words.list_current(cast.amina.id) == {}
        assert [said.own.words for said in versions] == ["", "My prayers"]

    def test_is_at_a_glance_on_her_page_and_in_her_plan(self, app: Flask, ben: StrictClient, cast: Cast, now: datetime) -> None:
        say(cast, "My prayers", at=now)
        db.session.commit()

        assert "My prayers" in ben.get(f"/people/{cast.amina.id}").get_data(as_text=True)
        assert "My prayers" in browser_of_person(app, cast.amina).get("/my/plan").get_data(as_text=True)

    def test_is_hidden_from_another_team(self, carys: StrictClient, cast: Cast) -> None:
        assert carys.get(f"/people/{cast.amina.id}/about-me").status_code == 404


class TestTheCardForABadDay:
    def test_written_with_her_is_in_her_plan_with_whom_to_ring(self, app: Flask, ben: StrictClient, cast: Cast) -> None:
        fill(ben, f"/people/{cast.amina.id}/if-things-get-worse", worse_notice="I stop cooking", worse_ring="Joe")

        page = browser_of_person(app, cast.amina).get("/my/if-things-get-worse?lang=en").get_data(as_text=True)
        assert "I stop cooking" in page
        assert all(f'href="tel:{number}"' in page for number in ("999", "111", "116123"))

    def test_names_999_even_before_anything_is_written(self, app: Flask, cast: Cast) -> None:
        assert 'href="tel:999"' in browser_of_person(app, cast.amina).get("/my/if-things-get-worse").get_data(as_text=True)

    def test_changed_by_her_and_by_ben_at_once_loses_nothing(self, app: Flask, ben: StrictClient, cast: Cast) -> None:
        address = f"/people/{cast.amina.id}/if-things-get-worse"
        stale = ben.get(address).get_data(as_text=True)
        fill(browser_of_person(app, cast.amina), "/my/if-things-get-worse?change=yes", worse_can_do="میں نماز پڑھتی ہوں")

        token, seen = (stale.split(f'name="{name}" value="')[-1].split('"')[0] for name in ("csrf_token", "seen"))
        answer = ben.post(address, data={"csrf_token": token, "seen": seen, "worse_can_do": "Ring Sana"})

        page = answer.get_data(as_text=True)
        assert answer.status_code == 409
        assert "میں نماز پڑھتی ہوں\n\nRing Sana" in page
        assert own_words.list_current(cast.amina.id)[Heading.CAN_DO].own.words == "میں نماز پڑھتی ہوں"

    def test_saves_by_itself(self, ben: StrictClient, cast: Cast) -> None:
        page = ben.get(f"/people/{cast.amina.id}/if-things-get-worse").get_data(as_text=True)
        token, seen = (page.split(f'name="{name}" value="')[-1].split('"')[0] for name in ("csrf_token", "seen"))

        answer = ben.post(
            f"/people/{cast.amina.id}/if-things-get-worse/autosave",
            data={"csrf_token": token, "seen": seen, "worse_notice": "The curtains stay shut"},
        )

        assert "Saved " in answer.get_data(as_text=True)
        assert own_words.as_texts(own_words.list_current(cast.amina.id), IF_WORSE)["worse_notice"] == "The curtains stay shut"

    @pytest.mark.parametrize("language", ["pl", "ur"])
    def test_stands_in_every_language(self, app: Flask, ben: StrictClient, cast: Cast, language: str) -> None:
        say(cast, "My prayers", at=utc_now())
        db.session.commit()

        pages = [f"/people/{cast.amina.id}/{page}?lang={language}" for page in ("if-things-get-worse", "about-me")]

        assert [ben.get(page).status_code for page in pages] == [200, 200]
        assert browser_of_person(app, cast.amina).get(f"/my/if-things-get-worse?lang={language}").status_code == 200
