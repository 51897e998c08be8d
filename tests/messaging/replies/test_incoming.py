import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from messaging import opt_outs, queries, signals
from messaging.models import Asks, OutgoingMessage, ReceivedMessage, State
from messaging.replies import incoming
from messaging.replies.meaning import Meaning
from navigator.db import db
from tests.messaging.recording import AMINA, MOBILE, RecordingGateway, deliver_all, plan

APPOINTMENT = {"navigator_name": "Ben", "appointment_at": "2026-11-27T10:30:00+00:00", "place": "St John's Hall"}


@contextmanager
def listening() -> Iterator[list[dict[str, Any]]]:
    heard: list[dict[str, Any]] = []

    def listen(sender: object, **what: Any) -> None:
        heard.append(what)

    with signals.reply_received.connected_to(listen):
        yield heard


def text_us(body: str, now: datetime, *, number: str = MOBILE) -> ReceivedMessage:
    received = incoming.receive(provider_id=uuid.uuid4().hex, from_number=number, to_number="+447700900000", body=body, now=now)
    db.session.commit()
    while incoming.interpret_one(now):
        pass
    return received


def fresh(message: OutgoingMessage) -> OutgoingMessage:
    return db.session.get_one(OutgoingMessage, message.id, populate_existing=True)


def ask(now: datetime, *, asks: Asks = Asks.ATTENDED, **details: Any) -> OutgoingMessage:
    template = "did_you_get_there" if asks is Asks.ATTENDED else "confidence_question"
    question = plan(template, now=now, asks=asks, **details)
    deliver_all(RecordingGateway(), now)
    return question


def answers_planned() -> list[str]:
    return [message.template for message in queries.list_planned_to(MOBILE)]


class TestTextThatComesIn:
    def test_is_stored_once_however_often_it_is_told(self, app: Flask, now: datetime) -> None:
        for _ in range(3):
            incoming.receive(provider_id="SM1", from_number=MOBILE, to_number="+447700900000", body="1", now=now)

        assert db.session.scalar(select(func.count()).select_from(ReceivedMessage)) == 1

    def test_is_handled_once(self, app: Flask, now: datetime) -> None:
        with listening() as heard:
            received = text_us("hello", now)
            again = incoming.handle(received.id, now=now)

        assert again is None
        assert len(heard) == 1
        assert (received.meaning, received.handled_at) == ("unclear", now)

    def test_waits_for_the_next_round_when_a_listener_fails(self, app: Flask, now: datetime) -> None:
        def fail(sender: object, **what: object) -> None:
            raise RuntimeError("a fault elsewhere")

        with signals.reply_received.connected_to(fail):
            received = text_us("STOP", now)
        assert received.handled_at is None

        assert incoming.interpret_one(now)
        assert received.handled_at == now

    def test_that_cannot_be_handled_holds_up_no_other(self, app: Flask, now: datetime) -> None:
        def fail(sender: object, *, received: ReceivedMessage, **what: object) -> None:
            if received.body == "bad":
                raise RuntimeError("a fault elsewhere")

        with signals.reply_received.connected_to(fail):
            bad = text_us("bad", now)
            good = text_us("good", now + timedelta(seconds=1))

        assert (bad.handled_at, good.meaning) == (None, "unclear")
        assert queries.count_unread() == 1


class TestAnswer:
    def test_is_matched_to_the_question(self, app: Flask, now: datetime) -> None:
        question = ask(now)

        with listening() as heard:
            received = text_us("1", now + timedelta(hours=1))

        assert heard[0]["reply"].meaning is Meaning.YES
        assert heard[0]["asked"] is question
        assert (question.answered_at, received.answers_id) == (now + timedelta(hours=1), question.id)

    def test_is_given_once(self, app: Flask, now: datetime) -> None:
        ask(now)

        with listening() as heard:
            text_us("1", now)
            text_us("2", now)

        assert [told["reply"].meaning for told in heard] == [Meaning.YES, Meaning.UNCLEAR]
        assert heard[1]["asked"] is None

    def test_is_read_by_the_question_asked_last(self, app: Flask, now: datetime) -> None:
        ask(now)
        ask(now + timedelta(hours=1), asks=Asks.CONFIDENCE)

        with listening() as heard:
            text_us("1", now + timedelta(hours=2))

        assert (heard[0]["reply"].meaning, heard[0]["reply"].score) == (Meaning.SCORE, 1)

    def test_leaves_the_question_open_when_it_is_unclear(self, app: Flask, now: datetime) -> None:
        question = ask(now)

        with listening() as heard:
            text_us("I went but it was shut", now)
            text_us("2", now)

        assert [told["reply"].meaning for told in heard] == [Meaning.UNCLEAR, Meaning.NO]
        assert heard[0]["asked"] is question
        assert question.answered_at == now

    def test_is_none_after_two_weeks(self, app: Flask, now: datetime) -> None:
        ask(now)

        with listening() as heard:
            text_us("1", now + timedelta(days=14, minutes=1))

        assert (heard[0]["reply"].meaning, heard[0]["asked"]) == (Meaning.UNCLEAR, None)

    def test_is_not_guessed_when_two_share_the_phone(self, app: Flask, now: datetime) -> None:
        ask(now)
        ask(now + timedelta(minutes=2), recipient_id=uuid.uuid4())

        with listening() as heard:
            text_us("1", now + timedelta(hours=1))

        assert (heard[0]["reply"].meaning, heard[0]["asked"]) == (Meaning.UNCLEAR, None)

    def test_after_a_later_text_that_asks_for_a_reply_is_read_by_a_human(self, app: Flask, now: datetime) -> None:
        question = ask(now)
        plan("reminder", now=now, values=APPOINTMENT, expires_at=now + timedelta(days=4))
        deliver_all(RecordingGateway(), now + timedelta(days=3))

        with listening() as heard:
            text_us("No sorry", now + timedelta(days=3, hours=1))

        assert (heard[0]["reply"].meaning, heard[0]["asked"]) == (Meaning.UNCLEAR, None)
        assert question.answered_at is None

    @pytest.mark.parametrize(
        ("template", "values"),
        [("sign_in_code", {"code": "482913"}), ("plan_link", {"link": "https://care.example/t/x"}), ("unclear", {})],
    )
    def test_after_a_later_text_that_the_person_asked_for_is_still_one(
        self, app: Flask, now: datetime, template: str, values: dict[str, str]
    ) -> None:
        question = ask(now)
        plan(template, now=now, values=values)
        deliver_all(RecordingGateway(), now + timedelta(hours=1))

        with listening() as heard:
            text_us("2", now + timedelta(hours=2))

        assert heard[0]["asked"] is question

    def test_is_not_to_a_question_that_was_never_sent(self, app: Flask, now: datetime) -> None:
        plan("did_you_get_there", now=now, asks=Asks.ATTENDED, not_before=now + timedelta(days=1))

        with listening() as heard:
            text_us("1", now)

        assert heard[0]["reply"].meaning is Meaning.UNCLEAR


class TestStop:
    @pytest.mark.parametrize("body", ["STOP", "please stop texting me"])
    def test_cancels_what_was_planned_and_is_confirmed_once(self, app: Flask, now: datetime, body: str) -> None:
        ask(now)
        reminder = plan(now=now, not_before=now + timedelta(days=1))
        gateway = RecordingGateway()

        text_us(body, now)
        deliver_all(gateway, now)
        text_us("STOP", now)
        text_us("hello?", now)
        text_us("HELP", now)
        plan(now=now)
        deliver_all(gateway, now + timedelta(days=2))

        assert (reminder.state, reminder.cause) == (State.CANCELLED, "stopped")
        assert [body[:26] for body in gateway.bodies] == ["We will not text you any m"]

    def test_holds_when_a_listener_fails(self, app: Flask, now: datetime) -> None:
        def fail(sender: object, **what: object) -> None:
            raise RuntimeError("a fault elsewhere")

        reminder, gateway = plan(now=now), RecordingGateway()
        with signals.reply_received.connected_to(fail):
            text_us("STOP", now)
        stopped = opt_outs.is_stopped(MOBILE)
        incoming.interpret_one(now)
        deliver_all(gateway, now)

        assert (stopped, fresh(reminder).state) == (True, State.CANCELLED)
        assert [body[:26] for body in gateway.bodies] == ["We will not text you any m"]

    def test_does_not_come_back_after_a_start(self, app: Flask, now: datetime) -> None:
        def fail(sender: object, *, received: ReceivedMessage, **what: object) -> None:
            if received.body == "STOP":
                raise RuntimeError("a fault elsewhere")

        with signals.reply_received.connected_to(fail):
            text_us("STOP", now)
            text_us("START", now + timedelta(minutes=1))
        incoming.interpret_one(now + timedelta(minutes=2))

        assert not opt_outs.is_stopped(MOBILE)

    def test_does_not_keep_back_whom_to_ring_in_danger(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        text_us("STOP", now)
        deliver_all(gateway, now)

        text_us("I want to die", now)
        deliver_all(gateway, now)

        assert "116 123" in gateway.bodies[-1]

    def test_does_not_stop_the_neighbours(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        plan(now=now, address="+447700900456", not_before=now + timedelta(hours=1))

        text_us("STOP", now)
        deliver_all(gateway, now + timedelta(hours=1))

        assert [parcel.to for parcel in gateway.taken] == [MOBILE, "+447700900456"]

    def test_is_undone_by_start(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        text_us("STOP", now)
        deliver_all(gateway, now)

        text_us("START", now)
        plan(now=now)
        deliver_all(gateway, now)

        assert len(gateway.taken) == 3


class TestTextBack:
    def test_is_in_the_language_we_write_to_them_in(self, app: Flask, now: datetime) -> None:
        ask(now, locale="ur")

        text_us("kya?", now)

        planned = queries.list_planned_to(MOBILE)
        assert [(message.template, message.locale, message.recipient_id) for message in planned] == [("unclear", "ur", AMINA)]

    def test_to_what_is_unclear_is_sent_once_a_day(self, app: Flask, now: datetime) -> None:
        for body in ("hello", "are you there", "hello?"):
            text_us(body, now)

        assert answers_planned() == ["unclear"]

    def test_to_distress_goes_at_any_hour_and_once_for_what_is_written_in_one_breath(self, app: Flask, now: datetime) -> None:
        night = now.replace(hour=23)
        gateway = RecordingGateway()

        with listening() as heard:
            text_us("I want to die", night)
            text_us("i cant go on", night + timedelta(minutes=1))
            deliver_all(gateway, night + timedelta(minutes=2))
            text_us("i still want to die", night + timedelta(minutes=20))
            deliver_all(gateway, night + timedelta(minutes=21))

        assert ["116 123" in body for body in gateway.bodies] == [True, True]
        assert [told["reply"].meaning for told in heard] == [Meaning.DISTRESS] * 3

    def test_to_distress_promises_nobody_who_reads_it(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()

        text_us("I want to die", now, number="+447700900777")
        deliver_all(gateway, now)

        assert "We may not see your text straight away" in gateway.bodies[0]
        assert "will read" not in gateway.bodies[0]

    def test_to_an_answer_is_left_to_those_who_asked(self, app: Flask, now: datetime) -> None:
        ask(now)

        with listening():
            text_us("2", now)

        assert [template for template in answers_planned() if template in ("unclear", "help", "safety")] == []


class TestThread:
    def test_holds_both_sides_newest_last(self, app: Flask, now: datetime) -> None:
        ask(now)
        text_us("1", now + timedelta(minutes=5))
        plan(now=now, not_before=now + timedelta(days=1))

        lines = queries.list_thread(recipient_id=AMINA, number=MOBILE)

        assert [(line.from_person, line.body[:11]) for line in lines] == [(False, "Did you get"), (True, "1")]
        assert (lines[0].state, lines[1].meaning) == (State.SENT, "yes")
