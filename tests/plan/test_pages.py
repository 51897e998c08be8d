"""My plan, on Amina's own phone."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from messaging.models import OutgoingMessage
from messaging.states import State
from navigator.db import db
from navigator.people.models import Consent, Purpose
from navigator.people.queries import find_consent
from navigator.people.texting import text_person
from navigator.referrals.models import ReferralStatus
from navigator.steps import operations, queries
from navigator.steps.models import HowOften, Step, StepStatus, ToldBy
from navigator.times import utc_now
from tests.cast import Cast, make_person
from tests.form_filling import fill
from tests.plan.conftest import Story, agree_to_texts
from tests.signed_in import browser_of_person
from tests.strict_client import StrictClient

PAGES = ["/my", "/my/plan", "/my/sharing"]


def read(browser: StrictClient, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def fresh(step: Step) -> Step:
    db.session.rollback()
    return queries.get_step(step.id)


class TestMyFirstScreen:
    def test_is_kind_when_nothing_is_arranged(self, amina: StrictClient, cast: Cast) -> None:
        page = read(amina, "/my")

        assert "Nothing is arranged just now." in page
        assert "You have no step to do just now." in page

    def test_says_who_my_navigator_is_and_whom_to_ring_in_an_emergency(self, amina: StrictClient, cast: Cast) -> None:
        page = read(amina, "/my")

        assert "Ben Carter" in page
        assert 'href="tel:01632960101"' in page
        assert all(f'href="tel:{number}"' in page for number in ("999", "111", "116123"))

    def test_says_whose_answer_we_wait_for(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        assert "We are waiting to hear from" in read(amina, "/my")

    def test_says_when_where_and_who_to_ask_for(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        story.referral.status = ReferralStatus.ACCEPTED
        story.referral.appointment_at = utc_now() + timedelta(days=2)
        story.referral.appointment_place = "Market Hall"
        story.referral.ask_for = "Jan"

        page = read(amina, "/my")

        assert "Market Hall" in page
        assert "<bdi>Jan</bdi>" in page
        assert "waiting to hear" not in page

    def test_is_not_open_to_anybody_else(self, client: StrictClient, ben: StrictClient, cast: Cast, story: Story) -> None:
        for browser in (client, ben):
            assert [browser.get(page).status_code for page in PAGES] == [302] * 3

    @pytest.mark.parametrize("address", PAGES)
    @pytest.mark.parametrize("language", ["en", "pl", "ur"])
    def test_stands_in_every_language(self, amina: StrictClient, cast: Cast, story: Story, address: str, language: str) -> None:
        assert f'lang="{language}"' in read(amina, f"{address}?lang={language}")

    @pytest.mark.parametrize("address", PAGES)
    def test_never_has_a_name_in_the_title(self, amina: StrictClient, cast: Cast, story: Story, address: str) -> None:
        assert "Amina" not in read(amina, address).split("</title>")[0]


class TestARefugeOnMyPhone:
    @pytest.fixture(autouse=True)
    def refuge(self, cast: Cast, story: Story) -> None:
        cast.tea_and_talk.name = "Kerensa Refuge"
        story.referral.service_name = story.referral.organization_name = "Kerensa Refuge"
        db.session.get_one(Consent, story.referral.consent_id).shared_with = "Kerensa Refuge"
        db.session.get_one(Consent, story.referral.consent_id).wording = "You may tell Kerensa Refuge my name."
        db.session.commit()

    @pytest.mark.parametrize("page", PAGES)
    def test_is_not_named_while_we_wait(self, amina: StrictClient, page: str) -> None:
        assert "Kerensa" not in read(amina, page)

    @pytest.mark.parametrize("page", PAGES)
    def test_is_not_shown_where_it_is(self, amina: StrictClient, story: Story, page: str) -> None:
        story.referral.status = ReferralStatus.ACCEPTED
        story.referral.appointment_at = utc_now() + timedelta(days=2)
        story.referral.appointment_place = "12 Hidden Lane"
        story.referral.answer_note = "Come to Hidden Lane by the back door."
        db.session.commit()

        shown = read(amina, page)

        assert not [words for words in ("Kerensa", "Hidden Lane") if words in shown]

    def test_says_who_will_tell_her(self, amina: StrictClient, story: Story) -> None:
        story.referral.status = ReferralStatus.ACCEPTED
        story.referral.appointment_at = utc_now() + timedelta(days=2)
        db.session.commit()

        assert "<bdi>Ben</bdi> will tell you where it is." in read(amina, "/my")


class TestMyStep:
    def test_is_done_by_one_press_and_asks_how_confident_i_am(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        answer = fill(amina, "/my", to="/done")

        step = fresh(story.step)
        assert answer.location == f"/my/steps/{step.id}/confidence"
        assert step.status is StepStatus.DONE
        assert "Well done!" in read(amina, answer.location)

    def test_done_by_two_presses_is_done_once(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        page = read(amina, "/my")
        token = page.split('name="csrf_token" value="')[-1].split('"')[0]
        first = amina.post(f"/my/steps/{story.step.id}/done", data={"csrf_token": token})
        finished_at = fresh(story.step).finished_at

        second = amina.post(f"/my/steps/{story.step.id}/done", data={"csrf_token": token})

        assert first.location == second.location
        assert fresh(story.step).finished_at == finished_at

    def test_keeps_how_confident_i_am_once_for_two_presses(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        for _ in range(2):
            fill(amina, f"/my/steps/{story.step.id}/confidence", confidence="8")

        answers = fresh(story.step).confidences
        assert [(answer.score, answer.told_by) for answer in answers] == [(4, ToldBy.CONVERSATION), (8, ToldBy.PLAN)]

    def test_asks_for_a_number_when_there_is_none(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        answer = fill(amina, f"/my/steps/{story.step.id}/confidence")

        assert answer.status_code == 422
        assert "Choose a number from 0 to 10" in answer.get_data(as_text=True)

    def test_not_yet_is_answered_warmly_and_changes_nothing(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        answer = fill(amina, "/my", to="/not-yet", follow=True)

        assert "That is all right." in answer.get_data(as_text=True)
        assert fresh(story.step).status is StepStatus.PLANNED

    def test_made_smaller_leads_to_the_smaller_one(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        smaller = operations.make_smaller(
            step=story.step,
            what="Walk to the corner",
            when_words="",
            due_on=None,
            how_often=HowOften.ONCE,
            confidence=8,
            now=utc_now(),
        )

        assert amina.get(f"/my/steps/{story.step.id}").location == f"/my/steps/{smaller.id}"

    def test_is_nobody_elses(self, app: Flask, cast: Cast, story: Story) -> None:
        joe = make_person(navigator=cast.ben, now=utc_now(), given_name="Joe")
        db.session.commit()
        phone = browser_of_person(app, joe)
        token = read(phone, "/my?lang=en").split('name="csrf_token" value="')[1].split('"')[0]
        address = f"/my/steps/{story.step.id}"

        looks = [phone.get(page).status_code for page in (address, f"{address}/confidence")]
        presses = [
            phone.post(f"{address}/{button}", data={"csrf_token": token, "confidence": "8"}).status_code
            for button in ("done", "not-yet", "confidence")
        ]

        assert looks + presses == [404] * 5
        assert fresh(story.step).status is StepStatus.PLANNED


class TestMyPlan:
    def test_tells_all_of_it_in_my_words(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        story.referral.status = ReferralStatus.NO_ROOM
        story.referral.answer_note = "Try again after Easter."

        page = read(amina, "/my/plan")

        assert all(
            words in page
            for words in (
                "Seeing people again",
                "A goal for Seeing people again",
                "Walk to the harbour",
                "How confident I felt, from 0 to 10: 4",
                "They have no room just now.",
            )
        )
        assert "Try again after Easter." not in page  # the group was promised that only the navigator's team reads its note

    def test_is_kind_when_it_is_empty(self, amina: StrictClient, cast: Cast) -> None:
        assert "will ask you what matters to you" in read(amina, "/my/plan")


class TestWhoKnowsWhatAboutMe:
    def test_says_who_knows_what(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        page = read(amina, "/my/sharing")

        assert "Tea &amp; Talk" in page
        assert "your mobile number" in page
        assert "You may tell Tea &amp; Talk my name." in page

    def test_stops_the_texts_that_were_planned(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        text_person(
            person=cast.amina,
            template="welcome",
            values={"first_name": "Amina", "navigator_name": "Ben", "team_name": "Penwith team"},
            dedupe_key="welcome",
            now=utc_now(),
        )

        answer = fill(amina, "/my/sharing", to=f"{story.texts.id}/withdraw", follow=True)

        consent = db.session.get_one(Consent, story.texts.id, populate_existing=True)
        assert "We will not text you any more." in answer.get_data(as_text=True)
        assert consent.withdrawn_at is not None
        assert set(db.session.scalars(select(OutgoingMessage.state))) == {State.CANCELLED}

    def test_stops_the_texts_that_were_agreed_to_twice(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        agree_to_texts(cast, now=utc_now())

        fill(amina, "/my/sharing", to=f"{story.texts.id}/withdraw")

        db.session.expire_all()
        assert find_consent(person_id=cast.amina.id, purpose=Purpose.TEXTS) is None

    def test_takes_nothing_back_for_somebody_else(self, app: Flask, cast: Cast, story: Story) -> None:
        joe = make_person(navigator=cast.ben, now=utc_now(), given_name="Joe")
        db.session.commit()
        phone = browser_of_person(app, joe)
        token = read(phone, "/my?lang=en").split('name="csrf_token" value="')[1].split('"')[0]

        answer = phone.post(f"/my/sharing/{story.texts.id}/withdraw", data={"csrf_token": token})

        assert answer.status_code == 404
        assert db.session.get_one(Consent, story.texts.id, populate_existing=True).withdrawn_at is None
