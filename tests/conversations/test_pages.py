"""The guided conversation, as Ben writes down what is said."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from navigator.conversations import queries
from navigator.conversations.models import Conversation
from navigator.db import db
from navigator.people.models import AuditEntry, Person
from navigator.steps.queries import list_priorities
from tests.cast import Cast, make_person
from tests.form_filling import fill
from tests.strict_client import StrictClient


def kept(person: Person) -> Conversation:
    db.session.rollback()
    conversation = queries.find_latest_conversation(person.id)
    assert conversation is not None
    return conversation


class TestTheConversation:
    def test_keeps_what_was_said_and_goes_on_to_priorities(self, ben: StrictClient, cast: Cast) -> None:
        address = f"/people/{cast.amina.id}/conversation"

        answer = fill(ben, address, matters="My garden\nand my sister", motivation="My knees hurt", then="priorities")

        assert (answer.status_code, answer.location) == (303, f"/people/{cast.amina.id}/priorities")
        assert kept(cast.amina).matters == "My garden\nand my sister"
        assert "My knees hurt" in ben.get(address).get_data(as_text=True)

    def test_is_not_begun_by_looking(self, ben: StrictClient, cast: Cast) -> None:
        ben.get(f"/people/{cast.amina.id}/conversation")

        assert queries.find_latest_conversation(cast.amina.id) is None

    def test_writes_down_who_looked(self, ben: StrictClient, cast: Cast) -> None:
        ben.get(f"/people/{cast.amina.id}/conversation")

        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "looked_at")).one()
        assert (entry.staff_id, entry.person_id) == (cast.ben.id, cast.amina.id)

    def test_starts_afresh_once_finished_and_shows_what_was_said(self, ben: StrictClient, cast: Cast) -> None:
        address = f"/people/{cast.amina.id}/conversation"
        fill(ben, address, matters="My garden", then="finish")

        fill(ben, address, matters="My grandson", then="stay")

        page = ben.get(address).get_data(as_text=True)
        assert "What was said last time" in page
        assert "My garden" in page
        assert kept(cast.amina).matters == "My grandson"

    def test_keeps_everything_typed_when_one_text_is_too_long(self, ben: StrictClient, cast: Cast) -> None:
        answer = fill(ben, f"/people/{cast.amina.id}/conversation", matters="word " * 2001, who_helps="Joe")

        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "too long" in page
        assert "Joe" in page
        assert "word word" in page


class TestAutosave:
    def typed(self, ben: StrictClient, cast: Cast, **texts: str) -> dict[str, str]:
        """The form as a page holds it, with `texts` typed into it."""
        page = ben.get(f"/people/{cast.amina.id}/conversation").get_data(as_text=True)
        token = page.split('name="csrf_token" value="')[-1].split('"')[0]
        seen = page.split('name="seen" value="')[1].split('"')[0]
        return {"csrf_token": token, "seen": seen, **texts}

    def save(self, ben: StrictClient, cast: Cast, form: dict[str, str]) -> Any:
        return ben.post(f"/people/{cast.amina.id}/conversation/autosave", data=form)

    def test_keeps_what_was_typed_and_says_when(self, ben: StrictClient, cast: Cast) -> None:
        answer = self.save(ben, cast, self.typed(ben, cast, matters="My gar"))

        assert answer.status_code == 200
        assert answer.json["saved"].startswith("Saved ")
        assert kept(cast.amina).matters == "My gar"

    def test_goes_on_from_its_own_last_save(self, ben: StrictClient, cast: Cast) -> None:
        form = self.typed(ben, cast, matters="My gardn")

        form["seen"] = self.save(ben, cast, form).json["seen"]
        answer = self.save(ben, cast, form | {"matters": "My garden"})

        assert answer.status_code == 200
        assert kept(cast.amina).matters == "My garden"

    def test_never_wipes_what_another_page_has_written(self, ben: StrictClient, cast: Cast) -> None:
        here, there = (self.typed(ben, cast) for _ in range(2))
        self.save(ben, cast, there | {"matters": "Seeing my sister"})

        answer = self.save(ben, cast, here | {"matters": "My garden"})

        assert answer.status_code == 409
        assert kept(cast.amina).matters == "Seeing my sister"

    def test_keeps_what_two_pages_wrote_under_different_headings(self, ben: StrictClient, cast: Cast) -> None:
        here, there = (self.typed(ben, cast) for _ in range(2))
        self.save(ben, cast, there | {"matters": "Seeing my sister"})

        answer = self.save(ben, cast, here | {"matters": "", "who_helps": "Joe"})

        assert answer.status_code == 200
        assert (kept(cast.amina).matters, kept(cast.amina).who_helps) == ("Seeing my sister", "Joe")

    def test_shows_both_texts_when_the_button_is_pressed(self, ben: StrictClient, cast: Cast) -> None:
        here, there = (self.typed(ben, cast) for _ in range(2))
        self.save(ben, cast, there | {"matters": "Seeing my sister"})

        answer = ben.post(f"/people/{cast.amina.id}/conversation", data=here | {"matters": "My garden"})

        page = answer.get_data(as_text=True)
        assert answer.status_code == 409
        assert "Saved on another page" in page
        assert "Seeing my sister\n\nMy garden" in page
        assert kept(cast.amina).matters == "Seeing my sister"

    def test_takes_both_texts_when_the_button_is_pressed_again(self, ben: StrictClient, cast: Cast) -> None:
        here, there = (self.typed(ben, cast) for _ in range(2))
        self.save(ben, cast, there | {"matters": "Seeing my sister"})
        conflict = ben.post(f"/people/{cast.amina.id}/conversation", data=here | {"matters": "My garden"})
        seen = conflict.get_data(as_text=True).split('name="seen" value="')[1].split('"')[0]

        answer = ben.post(
            f"/people/{cast.amina.id}/conversation", data=here | {"seen": seen, "matters": "Seeing my sister\n\nMy garden"}
        )

        assert answer.status_code == 303
        assert kept(cast.amina).matters == "Seeing my sister\n\nMy garden"


class TestWhatWasSaid:
    def finish(self, ben: StrictClient, cast: Cast, **typed: str) -> None:
        assert fill(ben, f"/people/{cast.amina.id}/conversation", follow=False, then="finish", **typed).status_code == 303

    def test_stands_above_the_priorities_after_they_are_saved(self, ben: StrictClient, cast: Cast) -> None:
        self.finish(ben, cast, matters="My garden")

        page = fill(ben, f"/people/{cast.amina.id}/priorities", words_1="Digging again", follow=True).get_data(as_text=True)

        assert "My garden" in page
        assert "as they said it" in page

    def test_is_where_the_priorities_belong(self, ben: StrictClient, cast: Cast) -> None:
        self.finish(ben, cast, matters="My garden")

        fill(ben, f"/people/{cast.amina.id}/priorities", words_1="Digging again")

        db.session.rollback()
        [only] = db.session.scalars(select(Conversation)).all()
        assert [priority.conversation_id for priority in list_priorities(cast.amina.id)] == [only.id]

    def test_is_not_needed_for_priorities(self, ben: StrictClient, cast: Cast) -> None:
        for words in ("Digging again", "Digging, and tea"):
            fill(ben, f"/people/{cast.amina.id}/priorities", words_1=words)

        assert len(db.session.scalars(select(Conversation)).all()) == 1

    def test_is_found_again_from_the_persons_page_in_two_steps(self, ben: StrictClient, cast: Cast) -> None:
        self.finish(ben, cast, matters="My garden", opportunity="The bus is dear", who_helps="Joe next door")
        self.finish(ben, cast, matters="My grandson")
        first = queries.list_told(cast.amina.id)[-1].conversation
        address = f"/people/{cast.amina.id}/conversations"

        listed = ben.get(address).get_data(as_text=True)
        read = ben.get(f"{address}/{first.id}").get_data(as_text=True)

        assert f'href="{address}"' in ben.get(f"/people/{cast.amina.id}").get_data(as_text=True)
        assert f'href="{address}/{first.id}"' in listed
        assert all(words in read for words in ("My garden", "The bus is dear", "Joe next door", "Ben Carter listened."))
        assert "My grandson" not in read
        assert "<textarea" not in read

    @pytest.mark.parametrize("language", ["pl", "ur"])
    def test_is_framed_in_every_language(self, ben: StrictClient, cast: Cast, language: str) -> None:
        self.finish(ben, cast, matters="My garden", motivation="Tired")
        address = f"/people/{cast.amina.id}/conversations"
        one = f"{address}/{queries.list_told(cast.amina.id)[0].conversation.id}"

        assert [ben.get(f"{page}?lang={language}").status_code for page in (address, one)] == [200, 200]

    def test_is_not_read_under_another_persons_name(
        self, ben: StrictClient, carys: StrictClient, cast: Cast, now: datetime
    ) -> None:
        self.finish(ben, cast, matters="My garden")
        told = queries.list_told(cast.amina.id)[0].conversation.id
        dai = make_person(navigator=cast.carys, now=now, given_name="Dai")
        db.session.commit()

        addresses = [f"/people/{person}/conversations/{told}" for person in (cast.amina.id, dai.id)]

        assert [carys.get(address).status_code for address in addresses] == [404, 404]
        assert carys.get(f"/people/{cast.amina.id}/conversations").status_code == 404


class TestSomebodyOfAnotherTeam:
    def test_finds_no_conversation(self, carys: StrictClient, cast: Cast) -> None:
        assert carys.get(f"/people/{cast.amina.id}/conversation").status_code == 404

    @pytest.mark.parametrize("address", ["conversation", "conversation/autosave"])
    def test_can_write_in_none(self, carys: StrictClient, cast: Cast, address: str) -> None:
        token = carys.get("/desk").get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]

        answer = carys.post(f"/people/{cast.amina.id}/{address}", data={"csrf_token": token, "matters": "x"})

        assert answer.status_code == 404


class TestThePage:
    @pytest.mark.parametrize("language", ["en", "pl", "ur"])
    def test_stands_in_every_language(self, ben: StrictClient, cast: Cast, language: str) -> None:
        assert ben.get(f"/people/{cast.amina.id}/conversation?lang={language}").status_code == 200
