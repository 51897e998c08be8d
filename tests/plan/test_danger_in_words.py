"""Words of danger on a person's own pages: the numbers to ring are there at once, and the team is called first of all."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from navigator.circle import operations as circle
from navigator.db import db
from navigator.people.circle_models import Scope
from navigator.people.models import ConsentHow
from navigator.referrals import operations as referrals
from navigator.referrals.danger_in_words import NOT_SHOWN
from navigator.referrals.models import Attention, Reason
from tests.cast import Cast
from tests.circle.conftest import browser_of_carer
from tests.form_filling import fill, filled_in
from tests.pressing import press
from tests.signed_in import browser_of_person
from tests.strict_client import StrictClient

DARK = "Some nights I want to die."
DARK_IN_URDU = "میں مرنا چاہتی ہوں"
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
NUMBERS = ("tel:999", "tel:111", "tel:116123")


@pytest.fixture
def phone(app: Flask, cast: Cast) -> StrictClient:
    """Amina's phone, in English."""
    client = browser_of_person(app, cast.amina)
    client.get("/my?lang=en")
    return client


def calls() -> list[Attention]:
    db.session.rollback()
    wanted = select(Attention).where(Attention.reason == Reason.DISTRESS).order_by(Attention.opened_at, Attention.id)
    return list(db.session.scalars(wanted))


def page_after(browser: StrictClient, address: str) -> str:
    return browser.get(address).get_data(as_text=True)


class TestBeforeAConversation:
    def test_show_whom_to_ring_at_once_and_call_the_team_without_the_words(
        self, phone: StrictClient, ben: StrictClient, cast: Cast
    ) -> None:
        after = fill(phone, "/my/prepare/matters", words=DARK, then="next").location

        page = page_after(phone, after)
        [call] = calls()
        assert all(number in page for number in NUMBERS)
        assert "We have asked the team to ring" in page
        assert call.words == f"Written before a conversation: {NOT_SHOWN}"
        for address in (f"/people/{cast.amina.id}", "/desk"):
            told = page_after(ben, address)
            assert "May be in danger: ring now" in told
            assert DARK not in told

    def test_are_said_beforehand_to_call_the_team(self, phone: StrictClient) -> None:
        assert "we ask the team to ring, and do not tell them what it says" in page_after(phone, "/my/prepare")

    def test_in_another_language_call_as_well(self, phone: StrictClient, cast: Cast) -> None:
        fill(phone, "/my/prepare/matters", words=DARK_IN_URDU, then="stop")

        assert len(calls()) == 1

    def test_saved_by_the_page_itself_are_answered_with_the_numbers(self, phone: StrictClient) -> None:
        sent = filled_in(phone, "/my/prepare/matters", to="/my/prepare/matters") | {"words": DARK}

        said = phone.post("/my/prepare/matters/autosave", data=sent).get_json()["saved"]

        assert all(number in said for number in ("999", "111", "116 123"))
        assert len(calls()) == 1

    def test_shown_are_read_in_the_call(self, phone: StrictClient) -> None:
        fill(phone, "/my/prepare/matters", words=DARK, then="stop")
        fill(phone, "/my/prepare", to="/show-my-navigator")

        assert [call.words for call in calls()] == [f"Written before a conversation: {DARK}"]

    def test_written_on_and_on_are_one_call_until_somebody_has_seen_to_it(self, app: Flask, cast: Cast) -> None:
        with time_machine.travel(MONDAY, tick=False) as clock:
            phone = browser_of_person(app, cast.amina)
            for words in (DARK, f"{DARK} Not always.", f"{DARK} Not always. I sleep badly."):
                fill(phone, "/my/prepare/matters", words=words, then="stop")
            [call] = calls()
            referrals.settle(attention=call, staff=cast.ben, now=MONDAY)
            db.session.commit()
            fill(phone, "/my/prepare/matters", words=f"{DARK} I sleep better.", then="stop")
            same_day = len(calls())
            clock.shift(timedelta(days=2))
            phone = browser_of_person(app, cast.amina)
            fill(phone, "/my/prepare/matters", words=f"{DARK} It is worse.", then="stop")

        assert (same_day, len(calls())) == (1, 2)

    def test_that_are_ordinary_call_nobody(self, phone: StrictClient) -> None:
        after = fill(phone, "/my/prepare/matters", words="I am dying for a cup of tea with somebody.", then="next").location

        assert calls() == []
        assert "We have asked the team to ring" not in page_after(phone, after)


class TestOnOtherPages:
    def test_the_card_for_a_bad_day_calls_with_the_words(self, phone: StrictClient) -> None:
        after = fill(phone, "/my/if-things-get-worse?change=yes", worse_notice=DARK).location

        assert all(number in page_after(phone, after) for number in NUMBERS)
        assert [call.words for call in calls()] == [f"Written on their card “If things get worse”: {DARK}"]

    def test_what_somebody_would_change_calls_with_the_words(self, phone: StrictClient) -> None:
        after = press(phone, "/my/plan-check", on="/my/plan-check", knows="yes", is_right="no", would_change=DARK).location

        assert all(number in page_after(phone, after) for number in NUMBERS)
        assert [call.words for call in calls()] == [f"Written when asked whether the plan is right: {DARK}"]


class TestACarers:
    @pytest.fixture
    def joes(self, app: Flask, cast: Cast, now: datetime) -> StrictClient:
        """The phone of Joe, who may write to the team and write something down beforehand."""
        joe = circle.invite(
            person=cast.amina,
            who=circle.Invited("Joe Hussain", "brother", "+447700900200"),
            scopes=[Scope.PREPARE, Scope.TEAM],
            told=circle.Told(how=ConsentHow.SPOKEN),
            now=now,
        )
        circle.confirm(member=joe, now=now)
        db.session.commit()
        self.address = f"/helping/{joe.id}"
        return browser_of_carer(app, joe)

    def test_words_beforehand_call_in_his_name_and_without_them(self, joes: StrictClient) -> None:
        after = fill(joes, f"{self.address}/prepare/themselves", words=DARK, then="next").location

        assert all(number in page_after(joes, after) for number in NUMBERS)
        [call] = calls()
        assert "Joe Hussain" in call.words
        assert DARK not in call.words

    def test_words_shown_are_read_in_the_call(self, joes: StrictClient) -> None:
        fill(joes, f"{self.address}/prepare/themselves", words=DARK, then="stop")
        fill(joes, f"{self.address}/prepare", to="/show-prepared")

        [call] = calls()
        assert DARK in call.words

    def test_word_to_the_team_is_urgent(self, joes: StrictClient) -> None:
        after = press(joes, f"{self.address}/write", on=self.address, words=DARK).location

        assert all(number in page_after(joes, after) for number in NUMBERS)
        assert [DARK in call.words for call in calls()] == [True]
