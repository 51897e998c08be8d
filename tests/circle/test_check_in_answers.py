"""What a carer answers when we ask how they are, who reads it, and the pages on which it is chosen and shown."""

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from navigator.circle import check_ins, operations
from navigator.circle.operations import Told
from navigator.db import db
from navigator.people.circle_models import CircleMember, Scope, WhyAskedNoMore
from navigator.people.models import ConsentHow
from navigator.referrals.models import Reason, ReferralStatus
from navigator.threads.models import Thread
from tests.cast import Cast, make_person
from tests.circle.asking import NASREEN_MOBILE, answered_with, asked, at, calls, go_round, reply, why_ended
from tests.circle.conftest import JOE_MOBILE, MakeJoe, agree_to_texts, arrange, browser_of_carer
from tests.circle.test_carers_texts import ask_amina
from tests.messaging.recording import RecordingGateway
from tests.pressing import press
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient

pytestmark = pytest.mark.usefixtures("clock")


class TestAnAnswer:
    @pytest.fixture(autouse=True)
    def _asked(self, joe: CircleMember, clock: time_machine.Traveller) -> None:
        go_round(RecordingGateway(), clock, at(26, 10, 5))

    @pytest.mark.parametrize(
        ("words", "template"),
        [("Fine thanks", "carer_is_well"), ("👍", "carer_is_well"), ("so so", "carer_is_so_so"), ("tak sobie", "carer_is_so_so")],
    )
    def test_that_is_good_or_so_so_gets_a_kind_word_and_asks_nobody(
        self, clock: time_machine.Traveller, words: str, template: str
    ) -> None:
        received = reply(words, clock)

        assert answered_with() == [template]
        assert calls() == []
        assert db.session.scalars(select(Thread)).all() == []
        assert received.answers_id == asked()[0].id

    @pytest.mark.parametrize("words", ["not great", "exhausted", "źle", "تھک گئی ہوں", "help", "I need help", "😢"])
    def test_that_is_bad_is_before_the_navigator(self, clock: time_machine.Traveller, cast: Cast, words: str) -> None:
        reply(words, clock)

        [call] = calls()
        assert (call.person_id, words in call.words) == (cast.amina.id, True)
        assert "asked how they are" in call.words
        assert answered_with() == ["carer_is_not_well"]
        [thread] = db.session.scalars(select(Thread))
        assert thread.waiting_since is not None

    def test_in_free_words_is_before_the_navigator(self, clock: time_machine.Traveller, cast: Cast) -> None:
        received = reply("Fine, but I have not slept since Sunday", clock)

        [call] = calls()
        assert "slept since Sunday" in call.words
        assert received.answers_id == asked()[0].id
        assert answered_with() == ["unclear"]

    def test_in_words_of_danger_is_danger(self, clock: time_machine.Traveller, cast: Cast) -> None:
        reply("I can't cope any more, I want to die", clock)

        assert [call.person_id for call in calls(Reason.DISTRESS)] == [cast.amina.id]
        assert calls() == []
        assert answered_with() == ["safety"]

    def test_with_a_stop_in_it_stops(self, clock: time_machine.Traveller, joe: CircleMember) -> None:
        reply("STOP", clock)
        go_round(RecordingGateway(), clock, at(60, 10, 5))

        assert len(asked()) == 1

    def test_told_twice_by_the_provider_is_one(self, clock: time_machine.Traveller) -> None:
        reply("exhausted", clock)
        reply("exhausted", clock)

        assert len(calls()) == 1

    def test_for_the_person_still_counts_for_the_person(
        self, clock: time_machine.Traveller, cast: Cast, joe: CircleMember
    ) -> None:
        """He was asked how he is, and she whether she got there: his "1" is about her, whom he may answer for."""
        agree_to_texts(cast)
        operations.give(member=joe, scope=Scope.ANSWER, told=Told(), now=at(26, 11))
        referral = arrange(cast, at=at(26, 9))
        ask_amina(referral, cast)
        reply("1", clock)

        db.session.refresh(referral)
        assert referral.status is ReferralStatus.ATTENDED
        assert calls() == []

    def test_stands_on_the_circle_page_and_in_the_texts(
        self, app: Flask, cast: Cast, joe: CircleMember, clock: time_machine.Traveller
    ) -> None:
        reply("so so", clock)
        ben = browser_of_staff(app, cast.ben)

        circle = ben.get(f"/people/{cast.amina.id}/circle?lang=en").text
        assert "said on" in circle
        assert "so so" in circle
        texts = ben.get(f"/people/{cast.amina.id}/circle/{joe.id}/texts").text
        assert "so so" in texts
        assert "How are you? You give a lot" in texts

    def test_is_not_shown_to_the_person(
        self, app: Flask, cast: Cast, amina: StrictClient, joe: CircleMember, clock: time_machine.Traveller
    ) -> None:
        reply("exhausted", clock)

        for page in ("/my", "/my/circle", f"/my/circle/{joe.id}"):
            assert "exhausted" not in amina.get(page).text


class TestThePages:
    def test_staff_choose_it_with_the_carers_own_yes(self, ben: StrictClient, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.TEAM)
        page = f"/people/{cast.amina.id}/circle/{joe.id}/check-in"
        shown = ben.get(f"{page}?lang=en").text
        assert "1 segment" in shown
        assert "You may text me now and then to ask how I am." in shown

        assert press(ben, page, on=page, every="4").status_code == 422
        assert check_ins.look(joe).standing is None
        assert press(ben, page, on=page, every="4", agreed="yes").status_code == 303
        assert "every 4 weeks" in ben.get(f"/people/{cast.amina.id}/circle").text

        press(ben, page, on=page, then="end")
        db.session.rollback()
        assert check_ins.look(joe).standing is None
        assert "We do not ask them how they are" in ben.get(f"/people/{cast.amina.id}/circle").text

    def test_are_not_for_another_team(self, carys: StrictClient, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.TEAM)
        for page in ("check-in", "texts"):
            assert carys.get(f"/people/{cast.amina.id}/circle/{joe.id}/{page}").status_code == 404

    def test_the_carer_chooses_and_ends_it_themselves(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.TEAM)
        browser, home = browser_of_carer(app, joe), f"/helping/{joe.id}"

        press(browser, f"{home}/check-in", on=home, every="2")
        db.session.rollback()
        standing = check_ins.look(joe).standing
        assert standing is not None
        assert (standing.every_weeks, standing.how, standing.recorded_by_id) == (2, ConsentHow.WRITTEN, None)
        assert "every 2 weeks" in browser.get(home).text

        press(browser, f"{home}/check-in", on=home, then="end")
        assert why_ended(joe) is WhyAskedNoMore.CARER

    @pytest.mark.parametrize("every", ["", "0", "1000", "often"])
    def test_take_no_other_rhythm(self, app: Flask, make_joe: MakeJoe, every: str) -> None:
        joe = make_joe(Scope.TEAM)
        browser, home = browser_of_carer(app, joe), f"/helping/{joe.id}"

        assert press(browser, f"{home}/check-in", on=home, every=every).status_code == 422
        assert check_ins.look(joe).standing is None

    def test_of_a_carer_are_nobody_elses(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.TEAM)
        nasreen = make_joe(Scope.TEAM, mobile=NASREEN_MOBILE)
        browser = browser_of_carer(app, nasreen)

        done = press(browser, f"/helping/{joe.id}/check-in", on=f"/helping/{nasreen.id}", every="2")
        assert done.status_code == 404

    def test_of_texts_show_no_others_words_on_a_shared_phone(
        self, ben: StrictClient, cast: Cast, joe: CircleMember, clock: time_machine.Traveller
    ) -> None:
        """Joe's phone is Wenna's now, of another team: what she writes about her own plan is not for Amina's navigator."""
        make_person(navigator=cast.carys, now=at(25), given_name="Wenna", mobile=JOE_MOBILE)
        db.session.commit()
        reply("my knee is bad again", clock)

        assert "knee" not in ben.get(f"/people/{cast.amina.id}/circle/{joe.id}/texts").text
