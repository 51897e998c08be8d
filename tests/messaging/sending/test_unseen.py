"""A notification that no browser has shown becomes a text: once, while it is of use, and under every rule of texts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from messaging import opt_outs, return_tokens, signals
from messaging.gateways.push import Notice, WebPusher, make_key
from messaging.models import AwaitedNotice, Channel, OutgoingMessage, State
from messaging.sending import delivery, outbox, pushing, unseen
from messaging.sending.preferred_times import ANY_TIME, PreferredTimes
from messaging.subscriptions import Target
from navigator.config import Settings
from navigator.db import db
from tests.fake_push_service import Browser, PushService, push_service
from tests.messaging.recording import AMINA, MOBILE, RecordingGateway, RecordingMailer
from tests.messaging.sending.test_pushing import fresh, news, subscribed
from tests.strict_client import StrictClient

OTHER_MOBILE = "+447700900321"
LATER = pushing.A_TEXT_AFTER + timedelta(seconds=5)
EVENING = datetime(2026, 11, 23, 19, 50, tzinfo=UTC)


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as running:
        yield running


@pytest.fixture
def key(app: Flask) -> str:
    settings: Settings = app.extensions["settings"]
    return settings.secret_key


@pytest.fixture
def pusher(key: str) -> WebPusher:
    return WebPusher(
        key=make_key(),
        contact="mailto:it@care.example",
        allows_inside=True,
        shown_path=lambda message_id: return_tokens.shown_path(message_id, key=key),
    )


@pytest.fixture
def client(client: StrictClient) -> StrictClient:
    """A service worker, which reads no page."""
    client.reads_strictly = False
    return client


@pytest.fixture
def browser(app: Flask, service: PushService, now: datetime) -> Browser:
    return subscribed(service, now)


class Worker:
    """One that goes round, and remembers the texts that left."""

    def __init__(self, pusher: WebPusher) -> None:
        self.gateway, self.pusher = RecordingGateway(), pusher

    def go(self, now: datetime) -> list[str]:
        """All that is due now. Gives the texts that have left so far."""
        db.session.rollback()
        while unseen.turn_one_into_text(now):
            pass
        for moment in (now, now + timedelta(seconds=2)):
            while delivery.deliver_one(
                gateway=self.gateway, mailer=RecordingMailer(), pusher=self.pusher, now=moment, holder="worker"
            ):
                pass
        return self.gateway.bodies


@pytest.fixture
def worker(pusher: WebPusher, browser: Browser) -> Worker:
    return Worker(pusher)


def shown_path(browser: Browser, service: PushService, call: int = 0) -> str:
    return str(browser.open(service.calls[call].body)["shown"])


def awaited() -> int:
    db.session.rollback()
    return db.session.query(AwaitedNotice).count()


def texts() -> list[OutgoingMessage]:
    db.session.rollback()
    return list(db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.channel == Channel.TEXT)))


class TestShown:
    def test_ends_the_waiting_and_no_text_goes(
        self, client: StrictClient, worker: Worker, browser: Browser, service: PushService, now: datetime
    ) -> None:
        message = news(now)
        worker.go(now)

        answer = client.post(shown_path(browser, service))

        assert answer.status_code == 204
        assert (fresh(message).state, fresh(message).cause) == (State.DELIVERED, "shown")
        assert worker.go(now + LATER) == []
        assert texts() == []

    def test_is_said_twice_by_two_phones_and_is_one(
        self, client: StrictClient, worker: Worker, browser: Browser, service: PushService, now: datetime
    ) -> None:
        subscribed(service, now)
        message = news(now)
        worker.go(now)
        path = shown_path(browser, service)

        answers = [client.post(path).status_code for _ in range(2)]

        assert answers == [204, 204]
        assert [event.state for event in fresh(message).events].count(State.DELIVERED) == 1

    def test_may_be_heard_of_before_the_handing_over_is_written_down(
        self, client: StrictClient, worker: Worker, browser: Browser, service: PushService, now: datetime, key: str
    ) -> None:
        message = news(now)
        usual = worker.pusher.push

        def push_and_be_shown(notice: Notice, target: Target) -> None:
            usual(notice, target)
            assert client.post(return_tokens.shown_path(message.id, key=key)).status_code == 204
            db.session.rollback()

        worker.pusher.push = push_and_be_shown  # type: ignore[method-assign]
        worker.go(now)

        assert fresh(message).state is State.DELIVERED
        assert awaited() == 0
        assert worker.go(now + LATER) == []

    def test_takes_the_text_back_that_has_not_left_yet(
        self, client: StrictClient, worker: Worker, browser: Browser, service: PushService, now: datetime
    ) -> None:
        news(now)
        worker.go(now)
        unseen.turn_one_into_text(now + LATER)

        client.post(shown_path(browser, service))

        assert worker.go(now + LATER) == []
        assert [(text.state, text.cause) for text in texts()] == [(State.CANCELLED, "shown")]

    @pytest.mark.parametrize("what_for", [return_tokens.STOPPED, return_tokens.RETURNED])
    def test_is_believed_of_a_mark_made_for_that_alone(
        self, client: StrictClient, worker: Worker, now: datetime, key: str, what_for: str
    ) -> None:
        message = news(now)
        worker.go(now)

        for forged in (
            return_tokens.make(message.id, key=key, what_for=what_for),
            return_tokens.make(message.id, key="another key", what_for=return_tokens.SHOWN),
            "a" * 40,
            "x",
        ):
            assert client.post(f"/shown/{forged}").status_code == 404

        assert fresh(message).state is State.SENT
        assert awaited() == 1

    def test_of_what_never_was_a_notification_changes_nothing(
        self, client: StrictClient, app: Flask, now: datetime, key: str
    ) -> None:
        message = news(now)
        message.channel = Channel.EMAIL
        db.session.commit()

        assert client.post(return_tokens.shown_path(message.id, key=key)).status_code == 204

        assert fresh(message).state is State.PLANNED


class TestNotShown:
    def test_says_it_by_text_once(self, worker: Worker, service: PushService, now: datetime) -> None:
        message = news(now)

        early = list(worker.go(now + timedelta(minutes=29)))
        late = [len(worker.go(now + timedelta(minutes=29) + LATER * turn)) for turn in (1, 2, 3)]

        assert early == []
        assert late == [1, 1, 1]
        assert "Tea & Talk has no room" in worker.gateway.bodies[0]
        assert (fresh(message).state, fresh(message).cause) == (State.UNDELIVERED, "not_shown")
        assert [text.state for text in texts()] == [State.SENT]
        assert len(service.calls) == 1

    def test_is_dropped_by_the_push_service_before_the_text_goes(
        self, worker: Worker, service: PushService, now: datetime
    ) -> None:
        news(now)

        worker.go(now)

        kept_for = timedelta(seconds=int(service.calls[0].headers["ttl"]))
        assert timedelta(minutes=29) < kept_for <= pushing.SHOWN_WITHIN < pushing.A_TEXT_AFTER

    def test_is_turned_into_a_text_by_one_of_two_workers(self, worker: Worker, now: datetime) -> None:
        news(now)
        worker.go(now)

        turned = [unseen.turn_one_into_text(now + LATER) for _ in range(2)]

        assert turned == [True, False]
        assert len(texts()) == 1

    def test_after_a_killed_worker_is_one_notification_and_one_text(
        self, worker: Worker, service: PushService, browser: Browser, now: datetime
    ) -> None:
        message = news(now)
        message.state, message.body, message.attempts = State.HANDING_OVER, "There is something new in your plan.", 1
        message.leased_until, message.lease_holder = now - timedelta(seconds=1), "dead"
        db.session.commit()

        worker.go(now)

        assert awaited() == 1
        assert len(worker.go(now + LATER)) == 1

    def test_keeps_the_link_until_it_has_been_said_and_no_longer(self, worker: Worker, browser: Browser, now: datetime) -> None:
        link = "https://care.example/t/3f9aK2mQ7xW1"
        message = news(now)
        message.template, message.values = "something_new", {"navigator_name": "Ben", "link": link}
        db.session.commit()
        worker.go(now)
        while_waiting = dict(fresh(message).values)

        worker.go(now + LATER)

        assert while_waiting["link"] == link
        assert link in worker.gateway.bodies[0]
        assert link not in str(fresh(message).values)
        assert link not in str([(text.values, text.body) for text in texts()])

    def test_waits_for_no_word_where_what_is_taken_is_shown(self, browser: Browser, now: datetime) -> None:
        simple = WebPusher(key=make_key(), contact="mailto:it@care.example", allows_inside=True)
        news(now)

        Worker(simple).go(now)

        assert awaited() == 0


class TestRules:
    def test_after_a_stop_no_text_goes(self, worker: Worker, now: datetime) -> None:
        news(now)
        worker.go(now)
        opt_outs.stop(number=MOBILE, how="text", now=now)
        db.session.commit()

        assert worker.go(now + LATER) == []
        assert [(text.state, text.cause) for text in texts()] == [(State.SUPPRESSED, "stopped")]

    def test_at_night_the_text_waits_for_the_morning(self, worker: Worker) -> None:
        news(EVENING)
        worker.go(EVENING)

        at_night = list(worker.go(EVENING + LATER))
        in_the_morning = worker.go(datetime(2026, 11, 24, 9, 0, 5, tzinfo=UTC))

        assert at_night == []
        assert len(in_the_morning) == 1

    def test_that_would_come_too_late_is_not_sent(self, worker: Worker, now: datetime) -> None:
        message = news(now, expires_at=now + timedelta(minutes=20))
        worker.go(now)

        assert worker.go(now + LATER) == []
        assert texts() == []
        assert (fresh(message).state, fresh(message).cause) == (State.UNDELIVERED, "not_shown")

    def test_of_an_appointment_that_nobody_saw_in_time_a_human_hears(self, worker: Worker, now: datetime) -> None:
        heard: list[OutgoingMessage] = []

        def hear(_sender: object, *, message: OutgoingMessage, **_more: Any) -> None:
            heard.append(message)

        news(now, "reminder", expires_at=now + timedelta(minutes=20))
        worker.go(now)
        with signals.message_failed.connected_to(hear):
            worker.go(now + LATER)

        assert [message.template for message in heard] == ["reminder"]

    @pytest.mark.parametrize("by", ["about_id", "recipient_id", "to_address", "template"])
    def test_of_what_was_called_off_meanwhile_no_text_goes(self, worker: Worker, now: datetime, by: str) -> None:
        message = news(now, "reminder", about_id=AMINA)
        worker.go(now)
        if by == "template":
            outbox.take_back_waiting(template="reminder", now=now)
        else:
            outbox.cancel_planned(**{by: getattr(message, by)}, cause="appointment_cancelled", now=now)
        db.session.commit()

        assert worker.go(now + LATER) == []
        assert texts() == []
        assert fresh(message).state is State.SENT

    def test_called_off_while_it_was_handed_over_is_not_said_and_nobody_is_troubled(self, worker: Worker, now: datetime) -> None:
        message = news(now, "reminder")
        usual = worker.pusher.push
        heard: list[object] = []

        def push_and_cancel(notice: Notice, target: Target) -> None:
            usual(notice, target)
            outbox.cancel_planned(recipient_id=AMINA, cause="appointment_cancelled", now=now)
            db.session.commit()

        def hear(_sender: object, **_more: Any) -> None:
            heard.append(_sender)

        worker.pusher.push = push_and_cancel  # type: ignore[method-assign]
        worker.go(now)
        with signals.message_failed.connected_to(hear):
            sent = worker.go(now + LATER)

        assert (sent, texts(), heard) == ([], [], [])
        assert fresh(message).cause == "not_shown"

    def test_goes_to_the_number_and_in_the_language_they_have_by_then(self, worker: Worker, now: datetime) -> None:
        news(now)
        worker.go(now)
        outbox.follow_address(recipient_id=AMINA, address=OTHER_MOBILE, now=now)
        outbox.follow_language(recipient_id=AMINA, locale="pl")
        db.session.commit()

        worker.go(now + LATER)

        assert [parcel.to for parcel in worker.gateway.taken] == [OTHER_MOBILE]
        assert texts()[0].locale == "pl"

    def test_goes_when_they_like_to_be_texted(self, worker: Worker, now: datetime) -> None:
        news(now)
        worker.go(now)
        not_today = PreferredTimes(not_on=frozenset({now.weekday()}))
        assert not_today != ANY_TIME
        outbox.follow_times(recipient_id=AMINA, times=not_today, now=now)
        db.session.commit()

        today = list(worker.go(now + LATER))
        tomorrow = worker.go(now + timedelta(days=1))

        assert (today, len(tomorrow)) == ([], 1)
