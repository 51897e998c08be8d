"""News as a notification on the phone: sealed, without a detail, under the rules of texts, and a text where it cannot be."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from messaging import opt_outs, subscriptions
from messaging.gateways.push import WebPusher, make_key, public_key
from messaging.models import Channel, OutgoingMessage, PushSubscription, State
from messaging.purposes import Purpose
from messaging.sending import delivery, outbox
from navigator.db import db
from tests.fake_push_service import Browser, PushService, push_service
from tests.messaging.recording import AMINA, MOBILE, RecordingGateway, RecordingMailer, plan

KEY = make_key()
NEWS = {"navigator_name": "Ben", "service_name": "Tea & Talk"}
APPOINTMENT = {"navigator_name": "Ben", "appointment_at": "2026-11-24T09:00:00+00:00", "place": "St John's Hall"}
NIGHT = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as running:
        yield running


@pytest.fixture
def pusher() -> WebPusher:
    return WebPusher(key=KEY, contact="mailto:it@care.example", allows_inside=True)


@pytest.fixture
def browser(app: Flask, service: PushService, now: datetime) -> Browser:
    return subscribed(service, now)


def subscribed(service: PushService, now: datetime) -> Browser:
    browser = service.subscribe()
    subscriptions.subscribe(
        recipient_id=AMINA, endpoint=browser.endpoint, p256dh=browser.p256dh, auth=browser.auth, now=now, allows_inside=True
    )
    db.session.commit()
    return browser


def news(now: datetime, template: str = "referral_no_room", **details: Any) -> OutgoingMessage:
    values = APPOINTMENT if template == "reminder" else NEWS
    return plan(template, now=now, channel=Channel.PUSH, values=values, **details)


def go(gateway: RecordingGateway, pusher: WebPusher | None, now: datetime) -> int:
    """All that is due now, and what is due at once because of it."""
    done = 0
    for moment in (now, now + timedelta(seconds=2)):
        while delivery.deliver_one(gateway=gateway, mailer=RecordingMailer(), pusher=pusher, now=moment, holder="worker"):
            done += 1
            assert done < 20
    return done


def fresh(message: OutgoingMessage) -> OutgoingMessage:
    db.session.rollback()
    return db.session.get_one(OutgoingMessage, message.id, populate_existing=True)


class TestNotification:
    def test_says_that_there_is_something_new_and_nothing_else(
        self, service: PushService, browser: Browser, pusher: WebPusher, now: datetime
    ) -> None:
        message = news(now)
        gateway = RecordingGateway()

        go(gateway, pusher, now)

        told = browser.open(service.calls[0].body)
        assert told["body"] == "There is something new in your plan."
        assert "Tea" not in str(told)
        assert (told["lang"], told["dir"], told["opens"]) == ("en", "ltr", "/my")
        assert gateway.taken == []
        assert (fresh(message).state, fresh(message).segments) == (State.SENT, 0)

    @pytest.mark.parametrize(
        ("language", "words", "direction"),
        [("pl", "W Twoim planie jest coś nowego.", "ltr"), ("ur", "آپ کے منصوبے میں کچھ نیا ہے۔", "rtl")],
    )
    def test_speaks_its_readers_language(
        self, service: PushService, browser: Browser, pusher: WebPusher, now: datetime, language: str, words: str, direction: str
    ) -> None:
        news(now, locale=language)

        go(RecordingGateway(), pusher, now)

        told = browser.open(service.calls[0].body)
        assert (told["body"], told["lang"], told["dir"]) == (words, language, direction)

    def test_of_an_appointment_says_that_something_is_coming_up_and_is_urgent(
        self, service: PushService, browser: Browser, pusher: WebPusher, now: datetime
    ) -> None:
        news(now, "reminder")

        go(RecordingGateway(), pusher, now)

        assert browser.open(service.calls[0].body)["body"] == "Something is coming up. Your plan says when and where."
        assert service.calls[0].headers["urgency"] == "high"

    def test_is_kept_for_a_phone_that_is_off_for_as_long_as_it_is_of_use(
        self, service: PushService, browser: Browser, pusher: WebPusher, now: datetime
    ) -> None:
        news(now, expires_at=now + timedelta(hours=2))

        go(RecordingGateway(), pusher, now)

        assert 7190 <= int(service.calls[0].headers["ttl"]) <= 7200

    def test_is_signed_for_the_service_it_goes_to(
        self, service: PushService, browser: Browser, pusher: WebPusher, now: datetime
    ) -> None:
        news(now)

        go(RecordingGateway(), pusher, now)

        claims = service.calls[0].claims(public_key(KEY))
        assert claims["aud"] == f"http://127.0.0.1:{service.port}"
        assert claims["sub"] == "mailto:it@care.example"

    def test_goes_to_each_phone_of_its_reader_and_one_that_took_it_is_enough(
        self, service: PushService, browser: Browser, pusher: WebPusher, now: datetime
    ) -> None:
        other = subscribed(service, now)
        service.refuse(browser, 410)
        message = news(now)

        go(gateway := RecordingGateway(), pusher, now)

        assert len(service.calls) == 2
        assert fresh(message).state is State.SENT
        assert gateway.taken == []
        assert [one.endpoint for one in subscriptions.list_live(AMINA)] == [other.endpoint]

    @pytest.mark.parametrize("status", [404, 410])
    def test_is_a_text_when_the_phone_is_gone(
        self, service: PushService, browser: Browser, pusher: WebPusher, now: datetime, status: int
    ) -> None:
        service.refuse(browser, status)
        message = news(now)

        go(gateway := RecordingGateway(), pusher, now)

        assert "Tea & Talk has no room" in gateway.bodies[0]
        assert gateway.taken[0].to == MOBILE
        assert (fresh(message).channel, fresh(message).state) == (Channel.TEXT, State.SENT)
        assert subscriptions.list_live(AMINA) == []
        gone = db.session.query(PushSubscription).one()
        assert (gone.why_gone, gone.gone_at is not None) == ("refused", True)

    def test_is_a_text_where_this_service_notifies_nobody_any_more(self, browser: Browser, now: datetime) -> None:
        news(now)

        go(gateway := RecordingGateway(), None, now)

        assert len(gateway.taken) == 1

    def test_is_tried_again_when_the_service_is_down_and_a_text_in_the_end(
        self, service: PushService, browser: Browser, pusher: WebPusher, now: datetime
    ) -> None:
        service.status = 503
        message = news(now)
        gateway = RecordingGateway()

        go(gateway, pusher, now)
        first = (fresh(message).state, fresh(message).channel, len(gateway.taken))
        for minutes in (2, 4, 8):
            go(gateway, pusher, now + timedelta(minutes=minutes))

        assert first == (State.PLANNED, Channel.PUSH, 0)
        assert len(service.calls) == 3
        assert len(gateway.taken) == 1
        assert len(subscriptions.list_live(AMINA)) == 1

    def test_left_behind_by_a_killed_worker_is_told_again_under_the_same_name(
        self, service: PushService, browser: Browser, pusher: WebPusher, now: datetime
    ) -> None:
        message = news(now)
        message.state, message.body, message.attempts = State.HANDING_OVER, "There is something new in your plan.", 1
        message.leased_until, message.lease_holder = now - timedelta(seconds=1), "dead"
        db.session.commit()

        go(gateway := RecordingGateway(), pusher, now)

        assert gateway.taken == []
        assert fresh(message).state is State.SENT
        assert browser.open(service.calls[0].body)["tag"] == message.id.hex == service.calls[0].headers["topic"]


class TestRules:
    def test_of_texts_hold_quiet_hours(self, service: PushService, browser: Browser, pusher: WebPusher) -> None:
        message = news(NIGHT)

        go(RecordingGateway(), pusher, NIGHT)

        assert service.calls == []
        assert (fresh(message).state, fresh(message).cause) == (State.PLANNED, "quiet_hours")

    @pytest.mark.parametrize("purpose", [None, Purpose.REFERRAL])
    def test_of_texts_hold_a_stop(
        self, service: PushService, browser: Browser, pusher: WebPusher, now: datetime, purpose: Purpose | None
    ) -> None:
        message = news(now)
        opt_outs.stop(number=MOBILE, how="text", now=now, purpose=purpose)
        db.session.commit()

        go(gateway := RecordingGateway(), pusher, now)

        assert (service.calls, gateway.taken) == ([], [])
        assert (fresh(message).state, fresh(message).cause) == (State.SUPPRESSED, "stopped")

    def test_of_texts_hold_most_to_one_number_both_together(
        self, service: PushService, browser: Browser, pusher: WebPusher, now: datetime
    ) -> None:
        gateway = RecordingGateway()
        for _ in range(4):
            plan("referral_no_room", now=now, values=NEWS)
            news(now)

        for minutes in range(20):
            go(gateway, pusher, now + timedelta(minutes=minutes))

        assert len(gateway.taken) + len(service.calls) == 5
        assert service.calls

    def test_of_texts_hold_a_cancelling(self, service: PushService, browser: Browser, pusher: WebPusher, now: datetime) -> None:
        message = news(now)
        outbox.cancel_planned(recipient_id=AMINA, cause="consent_withdrawn", now=now)
        db.session.commit()

        go(RecordingGateway(), pusher, now)

        assert service.calls == []
        assert fresh(message).state is State.CANCELLED


class TestWayIn:
    """The address is whatever somebody sent: it must lead to the internet."""

    @pytest.mark.parametrize(
        "endpoint",
        [
            "http://push.example/abc",
            "https://127.0.0.1/abc",
            "https://localhost/abc",
            "https://10.1.2.3/abc",
            "https://[::1]/abc",
            "https://[::ffff:10.0.0.1]/abc",
            "https://169.254.169.254/latest",
            "https://database/abc",
            "https://push.example:5432/abc",
            "https://user:word@push.example/abc",
            "https://push.example/" + "x" * 1000,
            "https://push.example/a b",
            "file:///etc/passwd",
            "simulator:+447700900123",
            "https://[bad",
            "",
        ],
    )
    def test_is_refused_when_it_leads_within(self, app: Flask, now: datetime, endpoint: str) -> None:
        browser = Browser(endpoint)

        with pytest.raises(subscriptions.SubscriptionWrong):
            subscriptions.subscribe(recipient_id=AMINA, endpoint=endpoint, p256dh=browser.p256dh, auth=browser.auth, now=now)

    @pytest.mark.parametrize(("p256dh", "auth"), [("", ""), ("AAAA", "AAAA"), ("é", "x"), ("B" * 87, "A" * 22)])
    def test_is_refused_with_keys_no_browser_has(self, app: Flask, now: datetime, p256dh: str, auth: str) -> None:
        with pytest.raises(subscriptions.SubscriptionWrong):
            subscriptions.subscribe(recipient_id=AMINA, endpoint="https://push.example/a", p256dh=p256dh, auth=auth, now=now)

    def test_is_not_taken_when_a_name_leads_within_after_all(self, service: PushService, browser: Browser, now: datetime) -> None:
        message = news(now)
        careful = WebPusher(key=KEY, contact="mailto:it@care.example", allows_inside=False)

        go(gateway := RecordingGateway(), careful, now)

        assert service.calls == []
        assert len(gateway.taken) == 1
        assert fresh(message).channel is Channel.TEXT
        assert subscriptions.list_live(AMINA) == []

    def test_follows_no_redirect(self, service: PushService, browser: Browser, pusher: WebPusher, now: datetime) -> None:
        service.status, service.headers = 302, {"Location": f"http://127.0.0.1:{service.port}/elsewhere"}
        news(now)

        go(gateway := RecordingGateway(), pusher, now)

        assert [call.path for call in service.calls] == ["/push/" + browser.endpoint.rpartition("/")[2]]
        assert len(gateway.taken) == 1

    def test_of_a_browser_is_whose_it_was_told_to_be_last(self, browser: Browser, now: datetime) -> None:
        other = AMINA.__class__(int=AMINA.int + 1)

        subscriptions.subscribe(
            recipient_id=other, endpoint=browser.endpoint, p256dh=browser.p256dh, auth=browser.auth, now=now, allows_inside=True
        )

        assert (len(subscriptions.list_live(AMINA)), len(subscriptions.list_live(other))) == (0, 1)

    def test_is_open_to_five_browsers_of_one_person(self, service: PushService, browser: Browser, now: datetime) -> None:
        for minutes in range(7):
            newest = subscribed(service, now + timedelta(minutes=minutes))

        live = subscriptions.list_live(AMINA)
        assert len(live) == subscriptions.MOST
        assert live[0].endpoint == newest.endpoint
