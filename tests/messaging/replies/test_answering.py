"""Which text goes back, and to whom none does."""

import uuid
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from messaging import opt_outs, queries
from messaging.models import Asks, OutgoingMessage, ReceivedMessage, State
from messaging.purposes import Purpose
from messaging.replies import answering, incoming
from messaging.replies.answering import NotAnswered
from messaging.replies.meaning import Meaning
from messaging.sending import calm
from navigator.db import db
from tests.messaging.recording import MOBILE, RecordingGateway, deliver_all, plan

OUR_NUMBER = "+447700900000"
APPOINTMENT = {"navigator_name": "Ben", "appointment_at": "2026-11-27T10:30:00+00:00", "place": "St John's Hall"}


def text_us(body: str, now: datetime, *, number: str = MOBILE, media: int = 0) -> ReceivedMessage:
    received = incoming.receive(
        provider_id=uuid.uuid4().hex, from_number=number, to_number=OUR_NUMBER, body=body, now=now, media=media
    )
    db.session.commit()
    while incoming.interpret_one(now):
        pass
    return received


def said_back(number: str = MOBILE) -> list[str]:
    return [message.template for message in queries.list_planned_to(number)]


def ask(now: datetime, *, service_name: str = "Tea & Talk", asks: Asks = Asks.ATTENDED) -> OutgoingMessage:
    template = "did_you_get_there" if asks is Asks.ATTENDED else "confidence_question"
    question = plan(template, now=now, asks=asks, about_id=uuid.uuid4(), values={"service_name": service_name})
    deliver_all(RecordingGateway(), now)
    return question


class TestSenderNobodyCanAnswer:
    @pytest.mark.parametrize("number", ["62226", "O2-UK", "NHSNoReply", OUR_NUMBER, "+447", "unknown"])
    def test_gets_no_text_and_is_counted(self, app: Flask, now: datetime, number: str) -> None:
        before = answering.not_answered_counts[NotAnswered.CANNOT_BE_ANSWERED]
        text_us("hello from a person", now)
        for body in ("Your bill is ready", "HELP", "START", "STOP", "I want to die"):
            text_us(body, now, number=number)

        assert said_back(number) == []
        assert answering.not_answered_counts[NotAnswered.CANNOT_BE_ANSWERED] > before

    def test_is_a_machine_to_us_unless_it_says_stop_or_speaks_of_danger(self, app: Flask, now: datetime) -> None:
        meanings = [text_us(body, now, number="62226").meaning for body in ("Your bill is ready", "1", "STOP", "I want to die")]

        assert meanings == [Meaning.MACHINE, Meaning.MACHINE, Meaning.STOP, Meaning.DISTRESS]
        assert opt_outs.is_stopped("62226")


class TestTwoMachines:
    def test_that_answer_each_other_soon_hear_no_more(self, app: Flask, now: datetime) -> None:
        for minute in range(40):
            text_us(["HELP", "START", "what?", "STOP"][minute % 4], now + timedelta(minutes=minute))

        sent = db.session.scalar(select(func.count()).select_from(OutgoingMessage).where(OutgoingMessage.to_address == MOBILE))
        assert sent == answering.MOST_AN_HOUR

    def test_are_answered_again_an_hour_later(self, app: Flask, now: datetime) -> None:
        for minute in range(10):
            text_us("HELP", now + timedelta(minutes=minute))
        text_us("HELP", now + timedelta(minutes=75))

        assert said_back() == ["help"] * (answering.MOST_AN_HOUR + 1)

    def test_do_not_keep_anybody_in_danger_from_the_numbers_to_ring(self, app: Flask, now: datetime) -> None:
        for minute in range(10):
            text_us("HELP", now + timedelta(minutes=minute))
        text_us("I want to die", now + timedelta(minutes=11))

        assert said_back()[-1] == "safety"


class TestPictures:
    def test_alone_get_word_that_we_cannot_see_them_once_a_day(self, app: Flask, now: datetime) -> None:
        for minute in range(3):
            text_us("", now + timedelta(minutes=minute), media=1)

        assert said_back() == ["no_pictures"]

    def test_beside_an_answer_leave_it_an_answer(self, app: Flask, now: datetime) -> None:
        question = ask(now)
        received = text_us("1", now, media=1)

        assert (received.meaning, received.answers_id) == (Meaning.YES, question.id)
        assert said_back() == ["no_pictures"]

    def test_do_not_hide_words_of_danger_or_stop(self, app: Flask, now: datetime) -> None:
        assert text_us("I want to die", now, media=1).meaning == Meaning.DISTRESS
        assert text_us("STOP", now, media=1).meaning == Meaning.STOP
        assert said_back() == ["safety", "stopped"] or said_back() == ["stopped"]


class TestOddBodies:
    @pytest.mark.parametrize("body", ["", "   ", "\u200b", "\x07\x1b[31m", "a" * 1600, "😶" * 400, "\n\n\n", "ｘ" * 1600])
    def test_are_kept_as_they_came_and_read_by_a_human(self, app: Flask, now: datetime, body: str) -> None:
        received = text_us(body, now)

        assert (received.body, received.meaning) == (body, Meaning.UNCLEAR)
        assert said_back() == ["unclear"]

    def test_danger_is_heard_at_the_end_of_the_longest_text(self, app: Flask, now: datetime) -> None:
        assert text_us("and then " * 170 + "I want to die", now).meaning == Meaning.DISTRESS


class TestSeveralQuestions:
    def test_the_latest_is_answered_and_the_text_back_says_which(self, app: Flask, now: datetime) -> None:
        first, second = ask(now, service_name="Sea Swimmers"), ask(now + timedelta(hours=1))
        received = text_us("1", now + timedelta(hours=2))
        gateway = RecordingGateway()
        deliver_all(gateway, now + timedelta(hours=2))

        assert (received.answers_id, first.answered_at) == (second.id, None)
        assert "Tea & Talk" in gateway.bodies[0]
        assert "(1)" in gateway.bodies[0]

    def test_one_question_asked_is_one_answered(self, app: Flask, now: datetime) -> None:
        ask(now)
        text_us("1", now)

        assert said_back() == []


class TestLateAnswer:
    def test_is_kept_and_gets_a_kind_text(self, app: Flask, now: datetime) -> None:
        question = ask(now)
        late = now + timedelta(days=20)
        received = text_us("1", late)
        text_us("1", late)

        assert (received.meaning, received.answers_id, question.answered_at) == (Meaning.UNCLEAR, None, None)
        assert said_back() == ["late_answer"]

    def test_is_not_guessed_at_after_a_season(self, app: Flask, now: datetime) -> None:
        ask(now)
        text_us("1", now + timedelta(days=100))

        assert said_back() == ["unclear"]


class TestCancelAlone:
    def test_stops_and_says_what_it_did(self, app: Flask, now: datetime) -> None:
        reminder = plan("reminder", now=now, values=APPOINTMENT, not_before=now + timedelta(days=1))
        text_us("CANCEL", now)
        gateway = RecordingGateway()
        deliver_all(gateway, now)

        db.session.refresh(reminder)
        assert opt_outs.is_stopped(MOBILE)
        assert reminder.state is State.CANCELLED
        assert "CANT COME" in gateway.bodies[0]
        assert "START" in gateway.bodies[0]


class TestStopToOnePurpose:
    def test_cancels_that_alone_and_says_so(self, app: Flask, now: datetime) -> None:
        reminder = plan("reminder", now=now, values=APPOINTMENT, not_before=now + timedelta(days=1))
        question = plan("did_you_get_there", now=now, not_before=now + timedelta(days=4), asks=Asks.ATTENDED)
        gateway = RecordingGateway()
        text_us("stop reminders", now)
        deliver_all(gateway, now)

        assert [db.session.get_one(OutgoingMessage, m.id).state for m in (reminder, question)] == [State.CANCELLED, State.PLANNED]
        assert opt_outs.list_stopped(MOBILE) == {Purpose.REMINDER}
        assert "reminders" in gateway.bodies[0]

    def test_is_undone_by_start(self, app: Flask, now: datetime) -> None:
        text_us("stop the questions", now)
        text_us("START", now)

        assert opt_outs.list_stopped(MOBILE) == frozenset()


class TestCalm:
    def test_knows_words_of_danger_by_their_name(self) -> None:
        assert Meaning.DISTRESS.value == calm.DISTRESS

    @pytest.mark.parametrize(
        ("template", "values"),
        [
            ("did_you_get_there", {}),
            ("referral_no_room", {"navigator_name": "Ben"}),
            ("referral_sent", {"navigator_name": "Ben"}),
        ],
    )
    def test_holds_back_what_would_sound_cheerful_or_hurt(
        self, app: Flask, now: datetime, template: str, values: dict[str, str]
    ) -> None:
        text_us("I want to die", now)
        held = plan(template, now=now, values=values, expires_at=now + timedelta(days=7))
        gateway = RecordingGateway()
        deliver_all(gateway, now)
        deliver_all(gateway, now + timedelta(hours=71))
        until_now = len(gateway.bodies)
        deliver_all(gateway, now + timedelta(hours=73))

        assert until_now == 1
        assert db.session.get_one(OutgoingMessage, held.id).state is State.SENT

    @pytest.mark.parametrize("template", ["thanks_no", "thanks_confidence", "thanks_unsure", "confidence_question"])
    def test_never_sends_thanks_late(self, app: Flask, now: datetime, template: str) -> None:
        text_us("I want to die", now)
        thanks = plan(template, now=now, values={} if template == "confidence_question" else {"navigator_name": "Ben"})
        deliver_all(RecordingGateway(), now)

        message = db.session.get_one(OutgoingMessage, thanks.id)
        assert (message.state, message.cause) == (State.SUPPRESSED, "calm")

    def test_leaves_appointments_and_what_was_asked_for(self, app: Flask, now: datetime) -> None:
        text_us("I want to die", now)
        plan("reminder", now=now, values=APPOINTMENT)
        plan("appointment_changed", now=now, values=APPOINTMENT)
        plan("sign_in_code", now=now, values={"code": "482913"})
        gateway = RecordingGateway()
        deliver_all(gateway, now)

        assert len(gateway.bodies) == 4

    def test_answers_what_is_written_next_with_the_numbers_to_ring(self, app: Flask, now: datetime) -> None:
        text_us("I want to die", now)
        text_us("sorry", now + timedelta(hours=2))
        text_us("are you there", now + timedelta(hours=3))

        assert said_back() == ["safety", "safety"]

    def test_does_not_reach_the_neighbours(self, app: Flask, now: datetime) -> None:
        text_us("I want to die", now)
        plan("did_you_get_there", now=now, address="+447700900456")
        gateway = RecordingGateway()
        deliver_all(gateway, now)

        assert {parcel.to for parcel in gateway.taken} == {MOBILE, "+447700900456"}


class TestDistressAndStopAtOnce:
    def test_stops_and_still_says_whom_to_ring(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        text_us("please stop texting me, I want to die", now)
        deliver_all(gateway, now)

        assert opt_outs.is_stopped(MOBILE)
        assert ["116 123" in body for body in gateway.bodies] == [True]
