import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import sleep
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from messaging import opt_outs, signals
from messaging.gateways.handover import CannotBeAsked, GatewayError, News, OutcomeUnknown, Parcel
from messaging.models import OutgoingMessage, State
from messaging.sending import claiming, delivery, moves, outbox, provider_news
from messaging.sending.limits import DEFAULT_LIMITS
from messaging.sending.preparing import MOST_ATTEMPTS, MOST_DEATHS
from messaging.troubles import Trouble
from navigator.db import db
from tests.messaging.recording import (
    AMINA,
    MOBILE,
    RecordingGateway,
    RecordingMailer,
    deliver,
    deliver_all,
    deliver_for_an_hour,
    plan,
)

APPOINTMENT = {"navigator_name": "Ben", "appointment_at": "2026-11-24T09:00:00+00:00", "place": "St John's Hall"}
NIGHT = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
NEXT_MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def refusing(error: Exception, *, times: int = 99) -> Callable[[Parcel], None]:
    left = [times]

    def refuse(parcel: Parcel) -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise error

    return refuse


@contextmanager
def hearing_failures() -> Iterator[list[OutgoingMessage]]:
    heard: list[OutgoingMessage] = []

    def listen(sender: object, *, message: OutgoingMessage, **what: object) -> None:
        heard.append(message)

    with signals.message_failed.connected_to(listen):
        yield heard


def deliver_batch(gateway: RecordingGateway, now: datetime) -> int:
    return delivery.deliver_some(gateway=gateway, mailer=RecordingMailer(), now=now, holder="worker")


def fresh(message: OutgoingMessage) -> OutgoingMessage:
    db.session.rollback()
    return db.session.get_one(OutgoingMessage, message.id, populate_existing=True)


class TestDueText:
    def test_is_sent_once(self, app: Flask, now: datetime) -> None:
        message, gateway = plan(now=now), RecordingGateway()

        done = deliver_all(gateway, now)

        sent = fresh(message)
        assert (done, len(gateway.taken)) == (1, 1)
        assert (sent.state, sent.provider_id, sent.lease_holder) == (State.SENT, gateway.ids[0], "")
        assert sent.sent_at is not None
        assert now <= sent.sent_at < now + timedelta(seconds=5)
        assert (sent.body, sent.segments) == (gateway.taken[0].body, 1)
        assert [event.state for event in sent.events] == [
            State.PLANNED,
            State.DUE,
            State.CLAIMED,
            State.HANDING_OVER,
            State.SENT,
        ]

    def test_waits_for_its_time(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        plan(now=now, not_before=now + timedelta(minutes=1))

        assert not deliver(gateway, now)
        assert deliver(gateway, now + timedelta(minutes=1))

    def test_goes_before_those_due_later(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        plan("thanks_no", now=now)
        plan("thanks_confidence", now=now, not_before=now - timedelta(hours=1))

        deliver_all(gateway, now)

        assert [words in body for words, body in zip(("that helps", "quite all right"), gateway.bodies, strict=True)] == [
            True,
            True,
        ]

    def test_in_a_language_without_words_goes_in_english_and_says_so(self, app: Flask, now: datetime) -> None:
        message, gateway = plan(now=now, locale="cy"), RecordingGateway()

        deliver(gateway, now)

        assert gateway.bodies[0].startswith("Thank you")
        assert fresh(message).cause == "in_en"

    def test_that_says_nothing_is_never_sent(self, app: Flask, now: datetime) -> None:
        message, gateway = plan(now=now), RecordingGateway()
        message.values = {}
        db.session.commit()

        deliver_all(gateway, now)

        assert gateway.taken == []
        assert (fresh(message).state, fresh(message).cause) == (State.FAILED, "blank_words")

    def test_after_its_last_moment_is_not_sent(self, app: Flask, now: datetime) -> None:
        message, gateway = plan(now=now, expires_at=now), RecordingGateway()

        deliver_all(gateway, now)

        assert gateway.taken == []
        assert fresh(message).state is State.EXPIRED

    def test_with_a_code_leaves_no_code_behind(self, app: Flask, now: datetime) -> None:
        message, gateway = plan("sign_in_code", now=now, values={"code": "482913"}), RecordingGateway()

        deliver(gateway, now)

        assert "482913" in gateway.bodies[0]
        assert (fresh(message).values, fresh(message).body) == ({}, "")

    def test_cancelled_at_the_last_moment_is_not_sent(self, app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        message, gateway = plan(now=now), RecordingGateway()
        real_claim = claiming.claim_due

        def claim_and_lose(**how: Any) -> Any:
            claimed = real_claim(**how)
            outbox.cancel_planned(recipient_id=AMINA, cause="withdrawn", now=now)
            db.session.commit()
            return claimed

        monkeypatch.setattr(delivery, "claim_due", claim_and_lose)
        deliver(gateway, now)

        assert gateway.taken == []
        assert fresh(message).state is State.CANCELLED


class TestTextThatIsKeptBack:
    def test_about_an_appointment_is_told_to_a_human(self, app: Flask, now: datetime) -> None:
        late = plan("reminder", now=now, values=APPOINTMENT, expires_at=now)

        with hearing_failures() as heard:
            deliver_all(RecordingGateway(), now)

        assert [(message.id, message.state) for message in heard] == [(late.id, State.EXPIRED)]

    def test_about_an_appointment_after_a_stop_is_told_to_a_human(self, app: Flask, now: datetime) -> None:
        opt_outs.stop(number=MOBILE, how="carrier", now=now)
        kept_back = plan("reminder", now=now, values=APPOINTMENT)

        with hearing_failures() as heard:
            deliver_all(RecordingGateway(), now)

        assert [(message.id, message.state) for message in heard] == [(kept_back.id, State.SUPPRESSED)]

    def test_that_nobody_misses_is_told_to_nobody(self, app: Flask, now: datetime) -> None:
        plan("sign_in_code", now=now, values={"code": "482913"}, expires_at=now)

        with hearing_failures() as heard:
            deliver_all(RecordingGateway(), now)

        assert heard == []


class TestNight:
    def test_holds_texts_until_the_morning(self, app: Flask) -> None:
        message, gateway = plan("did_you_get_there", now=NIGHT, values={"service_name": "Tea & Talk"}), RecordingGateway()

        deliver_all(gateway, NIGHT)

        held = fresh(message)
        assert gateway.taken == []
        assert (held.state, held.cause, held.not_before, held.attempts) == (State.PLANNED, "quiet_hours", NEXT_MORNING, 0)
        assert deliver_all(gateway, NEXT_MORNING) == 1
        assert len(gateway.taken) == 1

    @pytest.mark.parametrize(
        ("template", "values"),
        [("sign_in_code", {"code": "482913"}), ("stopped", {}), ("safety", {}), ("thanks_need_help", {"navigator_name": "Ben"})],
    )
    def test_does_not_hold_what_the_person_waits_for(self, app: Flask, template: str, values: dict[str, str]) -> None:
        gateway = RecordingGateway()
        plan(template, now=NIGHT, values=values)

        deliver_all(gateway, NIGHT)

        assert len(gateway.taken) == 1

    def test_does_not_hold_emails(self, app: Flask) -> None:
        mailer = RecordingMailer()
        _plan_email(NIGHT)

        deliver(RecordingGateway(), NIGHT, mailer=mailer)

        assert len(mailer.taken) == 1


class TestStop:
    @pytest.mark.parametrize(
        ("template", "values"),
        [("thanks_no", {"navigator_name": "Ben"}), ("sign_in_code", {"code": "1"}), ("help", {})],
    )
    def test_lets_nothing_leave(self, app: Flask, now: datetime, template: str, values: dict[str, str]) -> None:
        message, gateway = plan(template, now=now, values=values, any_hour=True), RecordingGateway()
        opt_outs.stop(number=MOBILE, how="text", now=now)
        db.session.commit()

        deliver_all(gateway, now)

        assert gateway.taken == []
        assert (fresh(message).state, fresh(message).cause) == (State.SUPPRESSED, "stopped")

    def test_is_confirmed_by_one_text(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        opt_outs.stop(number=MOBILE, how="text", now=now)
        plan("stopped", now=now)

        deliver_all(gateway, now)

        assert len(gateway.taken) == 1

    def test_is_ended_by_start(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        assert opt_outs.stop(number=MOBILE, how="text", now=now)
        assert not opt_outs.stop(number=MOBILE, how="text", now=now)
        assert opt_outs.start(number=MOBILE, now=now)
        assert not opt_outs.is_stopped(MOBILE)
        plan(now=now)

        deliver_all(gateway, now)

        assert len(gateway.taken) == 1

    def test_said_to_the_carrier_is_ours_too(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway(raises=refusing(GatewayError("21610", permanent=True, trouble=Trouble.STOPPED)))
        plan(now=now)
        deliver_all(gateway, now)
        after = plan(now=now)

        deliver_all(gateway, now)

        assert opt_outs.is_stopped(MOBILE)
        assert fresh(after).cause == "stopped"


class TestFlood:
    def test_of_texts_to_one_number_is_put_off_to_the_next_day(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        for _ in range(8):
            plan("referral_sent", now=now, values={"navigator_name": "Ben"})

        deliver_for_an_hour(gateway, now)
        on_the_day = len(gateway.taken)
        deliver_for_an_hour(gateway, NEXT_MORNING)

        assert (on_the_day, len(gateway.taken)) == (DEFAULT_LIMITS.a_day, 8)

    def test_that_does_not_end_the_next_day_is_stopped_and_told(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        for _ in range(12):
            plan("referral_sent", now=now, values={"navigator_name": "Ben"})

        deliver_for_an_hour(gateway, now)
        with hearing_failures() as heard:
            deliver_for_an_hour(gateway, NEXT_MORNING)

        assert len(gateway.taken) == 2 * DEFAULT_LIMITS.a_day
        assert [(message.state, message.cause) for message in heard] == [(State.SUPPRESSED, "too_many")] * 2

    def test_stops_what_would_be_too_late_the_next_day_and_tells(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        for _ in range(5):
            plan("referral_sent", now=now, values={"navigator_name": "Ben"})
        deliver_for_an_hour(gateway, now)
        reminder = plan("reminder", now=now, values=APPOINTMENT, expires_at=NEXT_MORNING)

        with hearing_failures() as heard:
            deliver_for_an_hour(gateway, now + timedelta(hours=1))

        assert [message.id for message in heard] == [reminder.id]
        assert fresh(reminder).state is State.SUPPRESSED

    def test_of_links_the_person_asked_for_keeps_no_reminder_back(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        for _ in range(6):
            plan("plan_link", now=now, values={"link": "https://care.example/t/x"})
        plan("reminder", now=now, values=APPOINTMENT, expires_at=NEXT_MORNING)

        deliver_for_an_hour(gateway, now)

        assert len(gateway.taken) == 7

    def test_does_not_count_answers_to_the_person(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        for number in range(8):
            plan("sign_in_code", now=now, values={"code": str(number)})
            plan("thanks_no", now=now)

        deliver_for_an_hour(gateway, now)

        assert len(gateway.taken) == 16

    def test_is_over_the_next_day(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        for _ in range(5):
            plan("referral_sent", now=now, values={"navigator_name": "Ben"})
        deliver_for_an_hour(gateway, now)
        later = now + timedelta(days=1, minutes=1)
        plan("referral_sent", now=later, values={"navigator_name": "Ben"})

        deliver_for_an_hour(gateway, later)

        assert len(gateway.taken) == 6


class TestTwoTexts:
    def test_for_one_purpose_are_a_minute_apart(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        plan("referral_sent", now=now, values={"navigator_name": "Ben"})
        second = plan("referral_no_room", now=now, values={"navigator_name": "Ben"})

        deliver_all(gateway, now)
        at_once = len(gateway.taken)
        waiting = fresh(second)

        assert (at_once, waiting.state, waiting.cause, waiting.attempts) == (1, State.PLANNED, "a_minute_apart", 0)
        assert deliver_all(gateway, now + timedelta(minutes=2)) == 1
        assert len(gateway.taken) == 2

    def test_for_different_purposes_need_not_wait(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        plan("referral_sent", now=now, values={"navigator_name": "Ben"})
        plan("did_you_get_there", now=now, values={"service_name": "Tea & Talk"})

        deliver_all(gateway, now)

        assert len(gateway.taken) == 2

    def test_to_a_number_in_one_week_are_no_more_than_the_limit(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        for day in range(6):
            for _ in range(3):
                plan("referral_sent", now=now, not_before=now + timedelta(days=day), values={"navigator_name": "Ben"})

        with hearing_failures() as heard:
            for day in range(8):
                deliver_for_an_hour(gateway, now + timedelta(days=day))

        assert len(gateway.taken) == DEFAULT_LIMITS.a_week
        assert len(heard) == 3

    def test_one_held_back_keeps_nobody_elses(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        for address in (MOBILE, MOBILE, "+447700900456"):
            plan("referral_sent", now=now, values={"navigator_name": "Ben"}, address=address)

        while delivery.deliver_some(gateway=gateway, mailer=RecordingMailer(), now=now, holder="worker"):
            pass

        assert sorted(parcel.to for parcel in gateway.taken) == [MOBILE, "+447700900456"]


class TestRefusal:
    def test_for_good_is_told_to_whoever_listens(self, app: Flask, now: datetime) -> None:
        message, gateway = plan(now=now), RecordingGateway(raises=refusing(GatewayError("21614", permanent=True)))
        heard: list[uuid.UUID] = []

        def listen(sender: object, *, message: OutgoingMessage, now: datetime) -> None:
            heard.append(message.id)

        with signals.message_failed.connected_to(listen):
            deliver_all(gateway, now)

        assert (fresh(message).state, fresh(message).cause) == (State.FAILED, "21614")
        assert heard == [message.id]

    def test_stands_even_if_a_listener_fails(self, app: Flask, now: datetime) -> None:
        message, gateway = plan(now=now), RecordingGateway(raises=refusing(GatewayError("21614", permanent=True)))

        def listen(sender: object, **what: object) -> None:
            raise RuntimeError("a fault elsewhere")

        with signals.message_failed.connected_to(listen):
            deliver_all(gateway, now)

        assert fresh(message).state is State.FAILED

    def test_for_now_is_tried_again_later_and_later(self, app: Flask, now: datetime) -> None:
        message, gateway = plan(now=now), RecordingGateway(raises=refusing(GatewayError("20429", permanent=False), times=3))
        waits, moment = [], now

        while fresh(message).state is State.PLANNED:
            assert deliver(gateway, moment)
            waits.append((fresh(message).not_before - moment).total_seconds())
            moment = fresh(message).not_before

        assert fresh(message).state is State.SENT
        assert len(gateway.taken) == 1
        assert 10 < waits[0] < waits[1] < waits[2]

    def test_for_now_ends_when_it_lasts(self, app: Flask, now: datetime) -> None:
        message, gateway = plan(now=now, any_hour=True), RecordingGateway(raises=refusing(GatewayError("20503", permanent=False)))
        moment = now

        while fresh(message).state is State.PLANNED:
            deliver(gateway, moment)
            moment += timedelta(hours=2)

        assert (fresh(message).state, fresh(message).cause) == (State.FAILED, "gave_up:20503")
        assert fresh(message).attempts == MOST_ATTEMPTS


class TestUnknownOutcome:
    def test_is_asked_about_and_not_sent_again_when_the_provider_has_it(self, app: Flask, now: datetime) -> None:
        message, gateway = plan(now=now), RecordingGateway(raises_after=refusing(OutcomeUnknown("ReadTimeout"), times=1))

        deliver_all(gateway, now)
        assert fresh(message).state is State.HANDING_OVER
        deliver_all(gateway, now + timedelta(minutes=1))

        assert len(gateway.taken) == 1
        assert (fresh(message).state, fresh(message).cause) == (State.SENT, "found_at_provider")

    def test_is_sent_again_when_the_provider_has_it_not(self, app: Flask, now: datetime) -> None:
        message, gateway = plan(now=now), RecordingGateway(raises=refusing(OutcomeUnknown("ReadTimeout"), times=1))

        deliver_all(gateway, now)
        deliver_all(gateway, now + timedelta(minutes=1))

        assert (len(gateway.taken), gateway.asked) == (1, 1)
        assert (fresh(message).state, fresh(message).attempts) == (State.SENT, 2)

    def test_is_not_settled_while_the_provider_cannot_be_asked(self, app: Flask, now: datetime) -> None:
        message, gateway = plan(now=now), RecordingGateway(raises_after=refusing(OutcomeUnknown("ReadTimeout"), times=1))
        deliver_all(gateway, now)
        gateway.cannot_be_asked = GatewayError("unreachable", permanent=False)

        for minutes in range(1, 10):
            deliver(gateway, now + timedelta(minutes=minutes))

        assert fresh(message).state is State.HANDING_OVER
        gateway.cannot_be_asked = None
        deliver_all(gateway, now + timedelta(minutes=11))
        assert (fresh(message).state, len(gateway.taken)) == (State.SENT, 1)

    def test_that_stays_unknown_for_a_day_is_told_to_a_human(self, app: Flask, now: datetime) -> None:
        message = plan(now=now)
        gateway = RecordingGateway(raises_after=refusing(OutcomeUnknown("ReadTimeout")))
        deliver_all(gateway, now)
        gateway.cannot_be_asked = GatewayError("unreachable", permanent=False)

        deliver(gateway, now + timedelta(days=1, minutes=1))

        assert (fresh(message).state, fresh(message).cause) == (State.FAILED, "outcome_unknown")

    def test_does_not_claim_another_texts_id_for_the_same_words(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        plan(now=now)
        deliver_all(gateway, now)
        same_words = plan(now=now)
        gateway.raises = refusing(OutcomeUnknown("ReadTimeout"), times=1)

        deliver_all(gateway, now)
        deliver_all(gateway, now + timedelta(minutes=1))

        assert len(gateway.taken) == 2
        assert fresh(same_words).provider_id == gateway.ids[1]


class TestDeadWorker:
    class Killed(BaseException):
        """As kill -9: nothing after it runs."""

    def die(self, parcel: Parcel) -> None:
        raise self.Killed

    @pytest.mark.parametrize("when", ["raises", "raises_after"])
    def test_during_the_call_leaves_a_text_that_is_sent_once(self, app: Flask, now: datetime, when: str) -> None:
        message, gateway = plan(now=now), RecordingGateway()
        setattr(gateway, when, self.die)
        with pytest.raises(self.Killed):
            deliver(gateway, now, holder="killed")
        setattr(gateway, when, lambda parcel: None)

        assert not deliver(gateway, now + timedelta(seconds=30), holder="another")
        deliver_all(gateway, now + timedelta(minutes=3))

        assert len(gateway.taken) == 1
        assert fresh(message).state is State.SENT

    @pytest.mark.parametrize("where", ["prepare", "_mark", "_look_again", "_call"])
    def test_between_steps_leaves_a_text_that_is_sent_once(
        self, app: Flask, now: datetime, where: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        message, gateway = plan(now=now), RecordingGateway()

        def die(*args: object, **how: object) -> None:
            raise self.Killed

        with monkeypatch.context() as patch:
            patch.setattr(delivery, where, die)
            with pytest.raises(self.Killed):
                deliver(gateway, now, holder="killed")
        db.session.rollback()

        assert not deliver(gateway, now + timedelta(seconds=30))
        deliver_all(gateway, now + timedelta(minutes=3))

        assert len(gateway.taken) == 1
        assert fresh(message).state is State.SENT

    def test_again_and_again_on_one_text_ends(self, app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        message, gateway = plan(now=now, any_hour=True), RecordingGateway()

        def die(*args: object, **how: object) -> None:
            raise self.Killed

        moment = now
        with monkeypatch.context() as patch:
            patch.setattr("messaging.wording.segments.count", die)
            for _ in range(MOST_DEATHS + 1):
                with pytest.raises(self.Killed):
                    deliver(gateway, moment)
                db.session.rollback()
                moment += timedelta(minutes=3)
            deliver_all(gateway, moment)

        assert (fresh(message).state, fresh(message).cause) == (State.FAILED, "gave_up")

    def test_with_a_batch_half_posted_has_each_asked_about_before_it_is_sent_again(
        self, app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(delivery, "A_LOOK_IS_GOOD_FOR", 60.0)  # so that a busy machine cuts no handful in two
        texts = [plan(now=now, address=f"+4477009001{number:02}") for number in range(6)]
        gateway = RecordingGateway()

        def die_at_the_fourth(parcel: Parcel) -> None:
            if len(gateway.taken) == 3:
                raise self.Killed

        gateway.raises = die_at_the_fourth
        with pytest.raises(self.Killed):
            deliver_batch(gateway, now)
        db.session.rollback()
        gateway.raises = lambda parcel: None
        deliver_batch(gateway, now + timedelta(minutes=3))
        asked, sent_by_then = gateway.asked, len(gateway.taken)
        deliver_all(gateway, now + timedelta(minutes=3))

        assert (asked, sent_by_then) == (6, 6)
        assert sorted(parcel.to for parcel in gateway.taken) == sorted(text.to_address for text in texts)
        assert {fresh(text).state for text in texts} == {State.SENT}

    def test_leaves_texts_that_are_taken_with_fewer_others_the_more_died(self, app: Flask, now: datetime) -> None:
        for number in range(40):
            plan(now=now, address=f"+4477009001{number:02}")
        moment, together = now, []
        claiming.claim_due(now=moment, holder="killed", lease=timedelta(seconds=45), most=32)
        for _ in range(5):
            moment += timedelta(minutes=1)
            left = claiming.claim_left_behind(now=moment, holder="killed too", lease=timedelta(seconds=45), most=32)
            together.append(len(left))
            first = left[0]

        assert together == [8, 8, 8, 8, 2]
        assert first.deaths == 1  # each has been in two dead workers' hands before any is in a third's

        moves.change(OutgoingMessage.state == State.CLAIMED, deaths=claiming.ALONE_AFTER)
        db.session.commit()
        left = claiming.claim_left_behind(
            now=moment + timedelta(minutes=1), holder="another", lease=timedelta(seconds=45), most=32
        )
        assert len(left) == 1


class TestBatch:
    def test_asks_the_database_no_more_for_many_texts_than_for_few(
        self, app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(delivery, "A_LOOK_IS_GOOD_FOR", 60.0)  # as above

        def count_for(texts: int) -> int:
            for _ in range(texts):
                plan(now=now, address=f"+4477009{next(numbers):05}", any_hour=True)
            statements: list[str] = []

            def hear(connection: object, cursor: object, statement: str, *rest: object) -> None:
                statements.append(statement)

            event.listen(db.engine, "before_cursor_execute", hear)
            try:
                assert deliver_batch(RecordingGateway(), now) == texts
            finally:
                event.remove(db.engine, "before_cursor_execute", hear)
            return len(statements)

        numbers = iter(range(100))
        few = count_for(3)

        assert count_for(delivery.A_HANDFUL) == few

    def test_in_which_a_stop_comes_after_the_mark_does_not_send_that_text(
        self, app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        texts = [plan(now=now, address=f"+4477009001{number:02}") for number in range(4)]
        real_mark = delivery._mark

        def mark_and_hear_a_stop(*args: Any) -> Any:
            going = real_mark(*args)
            opt_outs.stop(number=texts[2].to_address, how="text", now=now)
            db.session.commit()
            return going

        gateway = RecordingGateway()
        monkeypatch.setattr(delivery, "_mark", mark_and_hear_a_stop)
        deliver_batch(gateway, now)

        stopped = fresh(texts[2])
        assert [parcel.to for parcel in gateway.taken] == [text.to_address for text in texts if text is not texts[2]]
        assert (stopped.state, stopped.cause) == (State.SUPPRESSED, "stopped")

    def test_in_which_a_stop_comes_during_a_slow_call_does_not_send_what_had_not_begun(self, app: Flask, now: datetime) -> None:
        texts = [plan(now=now, address=f"+4477009001{number:02}") for number in range(4)]
        gateway = RecordingGateway()

        def be_slow_and_hear_a_stop(parcel: Parcel) -> None:
            if not gateway.taken:
                sleep(delivery.A_LOOK_IS_GOOD_FOR)
                opt_outs.stop(number=texts[3].to_address, how="text", now=now)
                db.session.commit()

        gateway.raises = be_slow_and_hear_a_stop
        deliver_batch(gateway, now)

        assert [parcel.to for parcel in gateway.taken] == [text.to_address for text in texts[:3]]
        assert fresh(texts[3]).cause == "stopped"

    def test_whose_turn_ends_is_due_again_as_if_nobody_had_touched_it(
        self, app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        texts = [plan(now=now, address=f"+4477009001{number:02}") for number in range(3)]

        def take_up_the_whole_turn(parcel: Parcel) -> None:
            sleep(delivery.A_LOOK_IS_GOOD_FOR)
            monkeypatch.setattr(delivery, "A_TURN", 0.0)

        gateway = RecordingGateway(raises=take_up_the_whole_turn)
        deliver_batch(gateway, now)

        left = [fresh(text) for text in texts if text.to_address != gateway.taken[0].to]
        assert len(gateway.taken) == 1
        assert {(one.state, one.attempts, one.body, one.lease_holder) for one in left} == {(State.DUE, 0, "", "")}

        monkeypatch.setattr(delivery, "A_TURN", 5.0)
        deliver_batch(RecordingGateway(), now)
        assert {fresh(one).state for one in texts} == {State.SENT}


class TestManyWorkers:
    def test_never_send_one_text_twice(self, app: Flask, now: datetime) -> None:
        gateway, together = RecordingGateway(), threading.Barrier(4)
        texts = [plan(now=now, address=f"+4477009001{number:02}") for number in range(24)]
        faults: list[BaseException] = []

        def work(holder: str) -> None:
            with app.app_context():
                together.wait(10)
                try:
                    while deliver(gateway, now, holder=holder):
                        pass
                except BaseException as fault:
                    faults.append(fault)

        threads = [threading.Thread(target=work, args=(f"worker {number}",)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        deliver_all(gateway, now)

        assert faults == []
        assert sorted(parcel.to for parcel in gateway.taken) == sorted(text.to_address for text in texts)


def _plan_email(now: datetime) -> OutgoingMessage:
    message = outbox.plan_email(
        to=outbox.Recipient(id=None, address="hello@teaandtalk.example", locale="en"),
        template="referral_email",
        values={
            "organization_name": "Tea & Talk",
            "service_name": "Tea & Talk",
            "navigator_name": "Ben Carter",
            "team_name": "Penwith team",
            "team_phone": "01632 960101",
            "reference": "KTRWQPLMBD",
            "link": "https://care.example/reply/9fk2",
            "expires_at": "2026-12-07T12:00:00+00:00",
        },
        dedupe_key=str(uuid.uuid4()),
        now=now,
    )
    db.session.commit()
    return message


class TestEmail:
    def test_is_sent_and_its_link_forgotten(self, app: Flask, now: datetime) -> None:
        message, mailer = _plan_email(now), RecordingMailer()

        deliver(RecordingGateway(), now, mailer=mailer)

        assert "https://care.example/reply/9fk2" in mailer.taken[0].body
        assert mailer.taken[0].subject == "Could someone come to Tea & Talk? (KTRWQPLMBD)"
        assert fresh(message).state is State.SENT
        assert "9fk2" not in fresh(message).body + str(fresh(message).values)

    def test_whose_outcome_is_unknown_is_sent_again_under_the_same_id(self, app: Flask, now: datetime) -> None:
        message, mailer = _plan_email(now), RecordingMailer(raises=refusing(OutcomeUnknown("timed out"), times=1))

        for minutes in range(4):
            deliver(RecordingGateway(), now + timedelta(minutes=minutes), mailer=mailer)

        assert [parcel.id for parcel in mailer.taken] == [message.id]
        assert fresh(message).state is State.SENT


class TestProviderThatCannotBeAsked:
    """What it may have taken is not sent again by guesswork: its news settles it, or a human does."""

    @pytest.fixture
    def uncertain(self) -> RecordingGateway:
        return RecordingGateway(
            raises_after=refusing(OutcomeUnknown("ReadTimeout"), times=1), cannot_be_asked=CannotBeAsked("recording")
        )

    def test_waits_for_its_news(self, app: Flask, now: datetime, uncertain: RecordingGateway) -> None:
        message = plan(now=now)
        deliver_all(uncertain, now)
        for minutes in range(1, 59, 5):
            deliver_all(uncertain, now + timedelta(minutes=minutes))

        assert (fresh(message).state, len(uncertain.taken)) == (State.HANDING_OVER, 1)

        news = News(provider_id="x1", said="delivered", state=State.DELIVERED, message_id=message.id)
        assert provider_news.take(news, provider="recording", now=now) is provider_news.Taken.TAKEN
        db.session.commit()
        assert (fresh(message).state, fresh(message).provider_id) == (State.DELIVERED, "x1")

    def test_hands_it_to_a_human_in_the_end(self, app: Flask, now: datetime, uncertain: RecordingGateway) -> None:
        heard: list[str] = []

        def listen(sender: object, *, message: OutgoingMessage, now: datetime) -> None:
            heard.append(message.cause)

        message = plan(now=now)
        deliver_all(uncertain, now)
        with signals.message_failed.connected_to(listen):
            deliver_all(uncertain, now + timedelta(minutes=61))
            deliver_all(uncertain, now + timedelta(minutes=120))

        assert (fresh(message).state, fresh(message).cause) == (State.FAILED, "outcome_unknown")
        assert (heard, len(uncertain.taken)) == (["outcome_unknown"], 1)


class TestNameNobodyCanAnswer:
    """Texts from an alphanumeric sender."""

    def test_carries_a_link_that_stops(self, app: Flask, now: datetime) -> None:
        message, gateway = plan(now=now), RecordingGateway(stop_link=lambda message_id: f"https://care.example/stop/{message_id}")

        deliver_all(gateway, now)

        assert gateway.bodies[0].endswith(f"To stop these texts: https://care.example/stop/{message.id}")

    def test_sends_nothing_that_asks_for_a_reply_and_says_so(self, app: Flask, now: datetime) -> None:
        heard: list[str] = []

        def listen(sender: object, *, message: OutgoingMessage, now: datetime) -> None:
            heard.append(message.cause)

        message = plan("did_you_get_there", now=now, values={"service_name": "Tea & Talk"})
        gateway = RecordingGateway(stop_link=str)
        with signals.message_failed.connected_to(listen):
            deliver_all(gateway, now)

        assert (gateway.taken, fresh(message).state, heard) == ([], State.SUPPRESSED, ["cannot_be_answered"])
