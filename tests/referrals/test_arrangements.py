"""What a person says of a day that is arranged, who asks us who we are, and the items a human takes or undoes."""

import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from messaging import opt_outs
from messaging.models import Channel, OutgoingMessage, ReceivedMessage, State
from messaging.purposes import Purpose as MessagePurpose
from messaging.replies import incoming
from navigator.db import db
from navigator.people import queries as people_queries
from navigator.people.models import Purpose, Staff
from navigator.referrals import operations
from navigator.referrals.models import Attention, Reason, Referral, ReferralStatus, ReplyLink
from tests.cast import AMINA_MOBILE, Cast, make_person
from tests.strict_client import StrictClient

Outbox = Callable[..., list[OutgoingMessage]]
STRANGER = "+447700900777"


def text_us(body: str, now: datetime, *, number: str = AMINA_MOBILE, media: int = 0) -> ReceivedMessage:
    received = incoming.receive(
        provider_id=uuid.uuid4().hex, from_number=number, to_number="+447700900000", body=body, now=now, media=media
    )
    db.session.commit()
    while incoming.interpret_one(now):
        pass
    return received


def calls() -> list[tuple[Reason, str]]:
    db.session.expire_all()
    return [(a.reason, a.words) for a in db.session.scalars(select(Attention).order_by(Attention.opened_at, Attention.id))]


def press(browser: StrictClient, attention: Attention, button: str) -> TestResponse:
    found = re.search('name="csrf_token"[^>]* value="([^"]+)"', browser.get("/desk").get_data(as_text=True))
    assert found is not None
    return browser.post(f"/attention/{attention.id}/{button}", data={"csrf_token": found[1]}, follow_redirects=True)


@pytest.fixture
def expected(refer: Callable[..., Referral], agrees_to_texts: None, cast: Cast, now: datetime) -> Referral:
    """Tea & Talk expects Amina on Thursday, half past ten; she knows, and a reminder and a question are planned."""
    referral = refer()
    [link] = db.session.scalars(select(ReplyLink).where(ReplyLink.referral_id == referral.id))
    operations.answer(
        link=link,
        person=cast.amina,
        answer=ReferralStatus.ACCEPTED,
        appointment_at=now + timedelta(days=3, minutes=30),
        place="St John's Hall",
        now=now,
    )
    db.session.commit()
    return referral


def still_planned(outbox: Outbox) -> set[str]:
    return {m.template for m in outbox(state=State.PLANNED, channel=Channel.TEXT)}


class TestCannotCome:
    @pytest.mark.parametrize(
        "body", ["CANT COME", "Sorry I can't come on Thursday", "nie mogę przyjść w czwartek", "نہیں آ سکتی"]
    )
    def test_is_said_back_told_to_the_group_and_to_the_navigator(
        self, expected: Referral, outbox: Outbox, now: datetime, body: str
    ) -> None:
        text_us(body, now)

        [said] = outbox(template="cannot_come")
        [letter] = outbox(template="appointment_news")
        assert said.values["service_name"] == "Tea & Talk"
        assert said.values["appointment_at"].startswith("2026-11-26T10:30")
        assert (letter.to_address, letter.values["news"]) == ("hello@teaandtalk.example", "cannot_come")
        assert calls() == [(Reason.CANNOT_COME, body)]
        assert not {"reminder", "did_you_get_there", "referral_accepted"} & still_planned(outbox)

    def test_tells_the_group_nothing_of_the_person(self, expected: Referral, outbox: Outbox, now: datetime) -> None:
        text_us("CANT COME, I am in hospital", now)

        [letter] = outbox(template="appointment_news")
        assert expected.reference in str(letter.values)
        assert not [word for word in ("Amina", "Hussain", "hospital", AMINA_MOBILE) if word in str(letter.values)]

    def test_tells_the_group_nothing_at_all_without_consent(
        self, expected: Referral, cast: Cast, outbox: Outbox, now: datetime
    ) -> None:
        for consent in people_queries.list_consents(person_id=cast.amina.id):
            if consent.purpose is Purpose.REFERRAL:
                consent.withdrawn_at = now
        db.session.commit()
        text_us("CANT COME", now)

        assert outbox(template="appointment_news") == outbox(template="cannot_come") == []
        assert "unclear" in still_planned(outbox)
        assert [reason for reason, _ in calls()] == [Reason.CANNOT_COME]

    def test_names_no_group_whose_name_says_too_much(
        self, expected: Referral, outbox: Outbox, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("navigator.referrals.texts.is_too_private_for_a_phone", lambda service: True)
        text_us("CANT COME", now)

        assert outbox(template="cannot_come")[0].values["service_name"] == ""

    @pytest.mark.parametrize("body", ["I can't come on Tuesday", "I can't come Monday or Tuesday"])
    def test_on_a_day_nothing_is_arranged_for_is_left_to_a_human(
        self, expected: Referral, outbox: Outbox, now: datetime, body: str
    ) -> None:
        text_us(body, now)

        assert outbox(template="cannot_come") == outbox(template="appointment_news") == []
        assert "reminder" in still_planned(outbox)
        assert calls() == [(Reason.CANNOT_COME, body)]

    def test_with_nothing_arranged_is_left_to_a_human(
        self, cast: Cast, agrees_to_texts: None, outbox: Outbox, now: datetime
    ) -> None:
        text_us("CANT COME", now)

        assert still_planned(outbox) == {"unclear"}
        assert calls() == [(Reason.CANNOT_COME, "CANT COME")]

    def test_from_a_shared_phone_is_nobodys_to_guess(self, expected: Referral, cast: Cast, outbox: Outbox, now: datetime) -> None:
        make_person(navigator=cast.ben, now=now, given_name="Joe")
        db.session.commit()
        text_us("CANT COME", now)

        assert outbox(template="cannot_come") == []
        assert [reason for reason, _ in calls()] == [Reason.CANNOT_COME] * 2

    def test_is_taken_back_by_can_come(self, expected: Referral, outbox: Outbox, now: datetime) -> None:
        text_us("CANT COME", now)
        text_us("CAN COME", now + timedelta(minutes=1))

        assert [m.values["news"] for m in outbox(template="appointment_news")] == ["cannot_come", "can_come"]
        assert {"reminder", "did_you_get_there", "can_come"} <= still_planned(outbox)


class TestAnotherDay:
    def test_is_asked_for_and_the_day_stands_until_then(self, expected: Referral, outbox: Outbox, now: datetime) -> None:
        text_us("REBOOK", now)

        assert outbox(template="appointment_news")[0].values["news"] == "change_day"
        assert {"rebook", "reminder"} <= still_planned(outbox)
        assert calls() == [(Reason.CHANGE_DAY, "REBOOK")]


class TestWhoIsThis:
    def test_is_answered_with_names_to_the_one_whose_phone_it_is(self, cast: Cast, outbox: Outbox, now: datetime) -> None:
        text_us("who is this?", now)

        [said] = outbox(template="who_we_are")
        assert (said.values, said.locale) == ({"team_name": "Penwith team", "navigator_name": "Ben"}, "ur")
        assert calls() == []

    def test_is_answered_without_names_to_anybody_else(self, cast: Cast, outbox: Outbox, now: datetime) -> None:
        text_us("who is this?", now, number=STRANGER)
        make_person(navigator=cast.ben, now=now, given_name="Joe")
        db.session.commit()
        text_us("kto to", now)

        assert [said.values for said in outbox(template="who_we_are")] == [{}, {}]


class TestUnknownNumber:
    def test_gets_one_polite_text_a_day_that_names_nobody(
        self, cast: Cast, ben: StrictClient, outbox: Outbox, now: datetime
    ) -> None:
        for hour in range(3):
            text_us("is this the plumber", now + timedelta(hours=hour), number=STRANGER)
        text_us("hello?", now + timedelta(days=1), number=STRANGER)

        assert [(m.template, m.values) for m in outbox(to_address=STRANGER)] == [("unclear", {})] * 2
        assert "is this the plumber" in ben.get("/desk").get_data(as_text=True)


class TestSharedNumber:
    def test_stop_stops_it_for_both_and_tells_of_both(self, cast: Cast, agrees_to_texts: None, now: datetime) -> None:
        joe = make_person(navigator=cast.ben, now=now, given_name="Joe")
        db.session.commit()
        text_us("STOP", now)

        assert opt_outs.is_stopped(AMINA_MOBILE)
        assert set(db.session.scalars(select(Attention.person_id))) == {cast.amina.id, joe.id}

    def test_words_of_danger_are_urgent_for_both_and_answered(self, cast: Cast, outbox: Outbox, now: datetime) -> None:
        make_person(navigator=cast.ben, now=now, given_name="Joe")
        db.session.commit()
        text_us("I want to die", now)

        assert [reason for reason, _ in calls()] == [Reason.DISTRESS] * 2
        assert len(outbox(template="safety")) == 1


class TestWordsANavigatorReads:
    def test_say_that_a_picture_came(self, cast: Cast, now: datetime) -> None:
        text_us("look", now, media=2)
        text_us("", now + timedelta(minutes=1))

        assert "A picture or a recording came with it" in calls()[0][1]
        assert calls()[1] == (Reason.UNCLEAR_REPLY, "(An empty text came.)")

    def test_of_a_late_answer_say_what_it_was_probably_about(self, expected: Referral, outbox: Outbox, now: datetime) -> None:
        [question] = outbox(template="did_you_get_there")
        question.state, question.sent_at, question.body = State.DELIVERED, now + timedelta(days=3), "Did you get to Tea & Talk?"
        db.session.commit()
        text_us("2", now + timedelta(days=30))

        [(reason, words)] = calls()
        assert reason is Reason.UNCLEAR_REPLY
        assert words.startswith("2\n")
        assert "what we asked on 26 November: Did you get to Tea & Talk?" in words
        assert expected.status is ReferralStatus.ACCEPTED

    def test_from_a_phone_that_answers_by_itself_are_one_call(self, cast: Cast, now: datetime) -> None:
        for hour in range(5):
            text_us("I am driving and will reply later", now + timedelta(hours=hour))

        assert len(calls()) == 1


class TestTakingAnUrgentItem:
    def test_says_who_and_since_when_and_nothing_before_that(
        self, ben: StrictClient, cast: Cast, agrees_to_texts: None, now: datetime
    ) -> None:
        text_us("I want to die", now)
        [attention] = db.session.scalars(select(Attention))
        before = ben.get("/desk").get_data(as_text=True)
        press(ben, attention, "take")
        after, persons = (ben.get(page).get_data(as_text=True) for page in ("/desk", f"/people/{cast.amina.id}"))

        db.session.refresh(attention)
        assert "Nobody has taken this yet" in before
        assert (attention.taken_by_id, attention.taken_at) == (cast.ben.id, now)
        assert all("Ben Carter</bdi> is at it, since" in page for page in (after, persons))

    def test_is_done_once(self, ben: StrictClient, signed_in: Callable[[Staff], StrictClient], cast: Cast, now: datetime) -> None:
        text_us("I want to die", now)
        [attention] = db.session.scalars(select(Attention))
        press(ben, attention, "take")
        again = press(ben, attention, "take").get_data(as_text=True)
        refused = press(signed_in(cast.carys), attention, "take")

        assert "Somebody had taken it already" in again
        assert refused.status_code == 404


class TestStopThatWasPerhapsNotMeant:
    @pytest.mark.parametrize("body", ["CANCEL", "please stop texting me"])
    def test_acts_and_is_undone_by_a_human_who_asked(
        self, ben: StrictClient, expected: Referral, cast: Cast, outbox: Outbox, now: datetime, body: str
    ) -> None:
        text_us(body, now)
        stopped, [(reason, words)] = opt_outs.is_stopped(AMINA_MOBILE), calls()
        [attention] = db.session.scalars(select(Attention))
        shown = ben.get("/desk").get_data(as_text=True)
        press(ben, attention, "undo-stop")

        assert (stopped, reason, words) == (True, Reason.PERHAPS_STOPPED, body)
        assert "They told me: text them again" in shown
        assert not opt_outs.is_stopped(AMINA_MOBILE)
        assert people_queries.find_consent(person_id=cast.amina.id, purpose=Purpose.TEXTS) is not None
        assert "reminder" in still_planned(outbox)

    def test_is_not_undone_twice_nor_when_it_was_plain(
        self, ben: StrictClient, cast: Cast, agrees_to_texts: None, now: datetime
    ) -> None:
        text_us("STOP", now)
        [attention] = db.session.scalars(select(Attention))
        page = press(ben, attention, "undo-stop").get_data(as_text=True)

        assert attention.reason is Reason.STOPPED_TEXTS
        assert "dealt with it already" in page
        assert opt_outs.is_stopped(AMINA_MOBILE)

    def test_to_one_purpose_leaves_the_consent(self, cast: Cast, agrees_to_texts: None, now: datetime) -> None:
        text_us("stop reminders", now)

        assert opt_outs.list_stopped(AMINA_MOBILE) == {MessagePurpose.REMINDER}
        assert people_queries.find_consent(person_id=cast.amina.id, purpose=Purpose.TEXTS) is not None
        assert [reason for reason, _ in calls()] == [Reason.STOPPED_TEXTS]


class TestAfterWordsOfDanger:
    def test_an_answer_is_taken_without_cheerful_thanks(self, expected: Referral, outbox: Outbox, now: datetime) -> None:
        [question] = outbox(template="did_you_get_there")
        question.state, question.sent_at = State.DELIVERED, now + timedelta(days=3)
        db.session.commit()
        later = now + timedelta(days=3, hours=2)
        text_us("I want to die", later)
        text_us("2", later + timedelta(minutes=5))
        sent = {m.template for m in outbox(state=State.PLANNED, channel=Channel.TEXT)}

        assert expected.status is ReferralStatus.DID_NOT_ATTEND
        assert "safety" in sent
        assert {reason for reason, _ in calls()} == {Reason.DISTRESS, Reason.DID_NOT_GET_THERE}
