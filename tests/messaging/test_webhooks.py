import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from werkzeug.test import TestResponse

from messaging import events, opt_outs, signals
from messaging.gateways import choosing, vonage
from messaging.gateways import twilio as twilio_gateway
from messaging.gateways.handover import OutcomeUnknown
from messaging.models import OutgoingMessage, ProviderEvent, ReceivedMessage, State
from messaging.webhooks import MOST_BYTES, call_counts
from navigator.config import Settings
from navigator.db import db
from navigator.times import utc_now
from tests.messaging.recording import MOBILE, RecordingGateway, deliver_all, plan
from tests.strict_client import StrictClient

MESSAGES, STATUS = "/webhooks/twilio/messages", "/webhooks/twilio/status"


def text(**changes: str) -> dict[str, str]:
    return {"MessageSid": "SM1", "From": MOBILE, "To": "+447700900000", "Body": "hello"} | changes


@pytest.fixture
def call(client: StrictClient, settings: Settings) -> Any:
    def call(path: str, fields: Mapping[str, Any], *, signed_as: str | None = None, token: str | None = None) -> TestResponse:
        signature = twilio_gateway.sign(
            token=token or settings.webhook_token, url=signed_as or settings.public_url + path, fields=fields
        )
        return client.post(path, data=fields, headers={"X-Twilio-Signature": signature})

    return call


def kept() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(ProviderEvent)) or 0


def stored() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(ReceivedMessage)) or 0


def outcomes() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(ProviderEvent.outcome).order_by(ProviderEvent.received_at, ProviderEvent.id)))


def work(app: Flask, *, at: datetime | None = None) -> None:
    """The worker listens to what has been kept."""
    db.session.rollback()
    while events.interpret_one(at or utc_now(), callers=choosing.callers(app.extensions["settings"])):
        pass


class TestSignature:
    def test_that_is_right_lets_the_text_in(self, app: Flask, call: Any) -> None:
        answer = call(MESSAGES, text())

        assert (answer.status_code, answer.mimetype) == (200, "text/xml")
        assert answer.get_data(as_text=True).endswith("<Response/>")
        assert kept() == 1

    @pytest.mark.parametrize("port", ["http://localhost:80", "http://localhost"])
    def test_may_name_the_standard_port(self, app: Flask, call: Any, port: str) -> None:
        assert call(MESSAGES, text(), signed_as=port + MESSAGES).status_code == 200

    def test_is_of_the_address_people_know_whatever_a_proxy_says(
        self, app: Flask, client: StrictClient, settings: Settings
    ) -> None:
        signature = twilio_gateway.sign(token=settings.webhook_token, url=settings.public_url + MESSAGES, fields=text())
        moved = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example", "X-Forwarded-Port": "8443"}

        answer = client.post(
            MESSAGES, data=text(), base_url="http://10.0.0.7:5000", headers={"X-Twilio-Signature": signature} | moved
        )

        assert answer.status_code == 200

    def test_made_for_another_address_is_refused_though_a_header_names_it(
        self, app: Flask, client: StrictClient, settings: Settings
    ) -> None:
        signature = twilio_gateway.sign(token=settings.webhook_token, url="https://evil.example" + MESSAGES, fields=text())

        answer = client.post(MESSAGES, data=text(), headers={"X-Twilio-Signature": signature, "X-Forwarded-Host": "evil.example"})

        assert answer.status_code == 403

    @pytest.mark.parametrize("path", [MESSAGES, STATUS])
    def test_that_is_wrong_lets_nothing_in(self, app: Flask, call: Any, path: str) -> None:
        before = call_counts["twilio", "forged"]

        assert call(path, text(MessageStatus="sent"), token="another").status_code == 403
        assert call(path, text(MessageStatus="sent"), signed_as="http://elsewhere.example" + path).status_code == 403

        assert kept() == 0
        assert call_counts["twilio", "forged"] == before + 2

    @pytest.mark.parametrize("path", [MESSAGES, STATUS])
    def test_that_is_missing_lets_nothing_in(self, app: Flask, client: StrictClient, path: str) -> None:
        assert client.post(path, data=text()).status_code == 403
        assert kept() == 0

    def test_is_of_all_the_words(self, app: Flask, client: StrictClient, settings: Settings) -> None:
        signature = twilio_gateway.sign(token=settings.webhook_token, url=settings.public_url + MESSAGES, fields=text())

        answer = client.post(MESSAGES, data=text(Body="1"), headers={"X-Twilio-Signature": signature})

        assert answer.status_code == 403

    def test_covers_urdu(self, app: Flask, call: Any) -> None:
        assert call(MESSAGES, text(Body="جی ہاں 👍")).status_code == 200

    def test_covers_json_by_its_digest(self, app: Flask, client: StrictClient, settings: Settings) -> None:
        body = b'{"MessageSid": "SM1"}'
        path = f"{STATUS}?bodySHA256={hashlib.sha256(body).hexdigest()}"
        signature = twilio_gateway.sign(token=settings.webhook_token, url=settings.public_url + path, fields={})
        headers = {"X-Twilio-Signature": signature}

        assert client.post(path, data=body, content_type="application/json", headers=headers).status_code == 204
        assert client.post(path, data=body + b" ", content_type="application/json", headers=headers).status_code == 403

    @pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data; boundary=x"])
    def test_that_covers_no_body_lets_no_body_in(self, app: Flask, client: StrictClient, settings: Settings, kind: str) -> None:
        signature = twilio_gateway.sign(token=settings.webhook_token, url=settings.public_url + MESSAGES, fields={})

        answer = client.post(MESSAGES, data=b'{"Body": "STOP"}', content_type=kind, headers={"X-Twilio-Signature": signature})

        assert answer.status_code == 403


class TestAnyCall:
    def test_far_too_long_is_refused_before_anything_is_read(self, app: Flask, call: Any) -> None:
        before = call_counts["twilio", "too_large"]

        assert call(MESSAGES, text(Body="a" * (MOST_BYTES + 1))).status_code == 413

        assert kept() == 0
        assert call_counts["twilio", "too_large"] == before + 1

    def test_is_kept_word_for_word(self, app: Flask, call: Any) -> None:
        call(MESSAGES, text(Body="جی ہاں", SomethingNew="7"))

        db.session.rollback()
        one = db.session.scalars(select(ProviderEvent)).one()
        assert "SomethingNew=7" in one.body
        assert (one.provider, one.handled_at, one.outcome) == ("twilio", None, "")

    def test_made_again_is_one(self, app: Flask, call: Any) -> None:
        before = call_counts["twilio", "repeated"]

        assert [call(MESSAGES, text()).status_code for _ in range(3)] == [200, 200, 200]

        assert kept() == 1
        assert call_counts["twilio", "repeated"] == before + 2

    def test_asks_the_database_one_thing(self, app: Flask, call: Any) -> None:
        """A hundred status callbacks within half a second: the machine decides that, but not if each asks for much."""
        asked: list[str] = []

        def count(conn: object, cursor: object, statement: str, *rest: object) -> None:
            asked.append(statement)

        event.listen(db.engine, "before_cursor_execute", count)
        try:
            call(STATUS, {"MessageSid": "SM1", "MessageStatus": "delivered"})
        finally:
            event.remove(db.engine, "before_cursor_execute", count)

        assert len([one for one in asked if not one.startswith(("BEGIN", "PRAGMA"))]) == 1, asked

    @pytest.mark.parametrize(("said", "kept"), [("2", 2), ("", 0), ("many", 0), ("-1", 0), ("999", 99)])
    def test_counts_pictures_and_fetches_none(self, app: Flask, call: Any, said: str, kept: int) -> None:
        fields = text(Body="", NumMedia=said, MediaUrl0="https://pictures.example/1.jpg")

        assert call(MESSAGES, fields).status_code == 200
        work(app)

        received = db.session.scalars(select(ReceivedMessage)).one()
        assert (received.media, received.body, received.meaning) == (kept, "", "unclear")

    @pytest.mark.parametrize(
        "fields",
        [
            text(MessageSid=""),
            text(From=""),
            text(MessageSid="S" * 65),
            text(From="+" + "4" * 30),
            text(Body="a" * 10_001),
            {"x": "1"},
        ],
    )
    def test_that_makes_no_sense_is_kept_and_nothing_is_made_of_it(
        self, app: Flask, call: Any, fields: dict[str, str], caplog: pytest.LogCaptureFixture
    ) -> None:
        assert call(MESSAGES, fields).status_code == 200
        work(app)

        assert (stored(), outcomes()) == (0, ["unreadable"])
        assert "cannot be read" in caplog.text

    def test_is_forgotten_after_a_month(self, app: Flask, call: Any) -> None:
        call(MESSAGES, text())
        work(app)

        events.tidy(now=utc_now() + timedelta(days=29))
        assert kept() == 1
        events.tidy(now=utc_now() + timedelta(days=31))
        db.session.commit()
        assert kept() == 0


class TestIncomingText:
    def test_told_twice_is_one_text_acted_upon_once(self, app: Flask, call: Any) -> None:
        heard: list[object] = []

        def listen(sender: object, **what: object) -> None:
            heard.append(what)

        with signals.reply_received.connected_to(listen):
            answers = [call(MESSAGES, text(ApiVersion=str(number))).status_code for number in range(3)]  # no two the same
            work(app)

        assert answers == [200, 200, 200]
        assert (kept(), stored(), len(heard)) == (3, 1, 1)

    @pytest.mark.parametrize("body", ["STOP", "please stop texting me", "Stop.", "بند کریں"])
    def test_stop_holds_before_the_answer_leaves(self, app: Flask, call: Any, body: str) -> None:
        call(MESSAGES, text(Body=body))

        assert opt_outs.is_stopped(MOBILE)

    def test_other_words_wait_for_the_worker(self, app: Flask, call: Any) -> None:
        call(MESSAGES, text(Body="1"))
        assert stored() == 0

        work(app)
        assert (stored(), outcomes()) == (1, ["taken"])

    def test_is_kept_for_the_worker_when_something_fails(self, app: Flask, call: Any) -> None:
        def fail(sender: object, **what: object) -> None:
            raise RuntimeError("a fault elsewhere")

        with signals.reply_received.connected_to(fail):
            assert call(MESSAGES, text(Body="STOP")).status_code == 200
        assert opt_outs.is_stopped(MOBILE)  # that holds, whatever fails afterwards
        assert outcomes() == [""]

        work(app, at=utc_now() + timedelta(minutes=2))
        assert outcomes() == ["taken"]

    def test_that_always_fails_is_given_up_and_keeps_nobody_waiting(
        self, app: Flask, call: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        def fail(sender: object, *, received: ReceivedMessage, **what: object) -> None:
            if received.provider_id == "SM1":
                raise RuntimeError("a fault elsewhere")

        call(MESSAGES, text())
        call(MESSAGES, text(MessageSid="SM2"))
        with signals.reply_received.connected_to(fail):
            for minute in range(20):
                work(app, at=utc_now() + timedelta(minutes=2 * minute))

        assert sorted(outcomes()) == ["failed", "taken"]
        assert "given up" in caplog.text

    @pytest.mark.parametrize("body", ["", "a\x00b", "😀" * 800, "\u202eabc"])
    def test_with_any_words_is_stored(self, app: Flask, call: Any, body: str) -> None:
        assert call(MESSAGES, text(Body=body)).status_code == 200
        work(app)
        assert stored() == 1


class TestNewsOfAText:
    @pytest.fixture
    def sent(self, app: Flask, now: datetime) -> OutgoingMessage:
        message = plan(now=now)
        deliver_all(RecordingGateway(), now)
        return message

    def tell(self, app: Flask, call: Any, sid: str | None, status: str, *, code: str = "", about: uuid.UUID | None = None) -> int:
        fields = {"MessageSid": sid or "SM?", "MessageStatus": status} | ({"ErrorCode": code} if code else {})
        answer: TestResponse = call(STATUS + (f"?message={about}" if about else ""), fields)
        work(app)
        return answer.status_code

    def test_moves_it_forward(self, app: Flask, sent: OutgoingMessage, call: Any) -> None:
        assert self.tell(app, call, sent.provider_id, "delivered") == 204

        assert sent.state is State.DELIVERED
        assert State.DELIVERED in [event.state for event in sent.events]

    def test_never_moves_it_back(self, app: Flask, sent: OutgoingMessage, call: Any) -> None:
        for status in ("delivered", "sent", "queued", "undelivered", "delivered"):
            self.tell(app, call, sent.provider_id, status)

        assert sent.state is State.DELIVERED
        assert [event.state for event in sent.events].count(State.DELIVERED) == 1
        assert {State.UNDELIVERED, State.FAILED}.isdisjoint(event.state for event in sent.events)

    @pytest.mark.parametrize(("status", "state"), [("undelivered", State.UNDELIVERED), ("failed", State.FAILED)])
    def test_that_it_never_arrives_is_told_on(
        self, app: Flask, sent: OutgoingMessage, call: Any, status: str, state: State
    ) -> None:
        heard: list[str] = []

        def listen(sender: object, *, message: OutgoingMessage, now: datetime) -> None:
            heard.append(message.cause)

        with signals.message_failed.connected_to(listen):
            self.tell(app, call, sent.provider_id, status, code="30005")
            self.tell(app, call, sent.provider_id, status, code="30005")

        assert (sent.state, sent.cause, heard) == (state, "30005", ["30005"])

    def test_with_a_code_nobody_knows_is_kept_and_loud(
        self, app: Flask, sent: OutgoingMessage, call: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        self.tell(app, call, sent.provider_id, "failed", code="99999")

        assert sent.cause == "99999"
        assert "99999" in caplog.text

    def test_that_the_carrier_heard_stop_is_a_stop(self, app: Flask, sent: OutgoingMessage, call: Any) -> None:
        self.tell(app, call, sent.provider_id, "undelivered", code="21610")

        assert opt_outs.is_stopped(MOBILE)

    @pytest.mark.parametrize(("sid", "status"), [("SMunknown", "delivered"), ("SM1", "pondering")])
    def test_of_nothing_we_know_changes_nothing(
        self, app: Flask, sent: OutgoingMessage, call: Any, sid: str, status: str
    ) -> None:
        assert self.tell(app, call, sid, status) == 204
        assert sent.state is State.SENT

    def test_that_overtakes_the_providers_answer_finds_its_text(self, app: Flask, now: datetime, call: Any) -> None:
        message = plan(now=now)

        def news(parcel: Any) -> None:
            assert self.tell(app, call, "SMearly", "delivered", about=message.id) == 204

        gateway = RecordingGateway(raises_after=news)
        deliver_all(gateway, now)

        db.session.rollback()
        assert (message.state, message.provider_id, len(gateway.taken)) == (State.DELIVERED, "SMearly", 1)

    def test_without_a_status_is_kept_and_nothing_is_made_of_it(self, app: Flask, call: Any) -> None:
        assert call(STATUS, {"MessageSid": "SM1"}).status_code == 204
        work(app)

        assert outcomes() == ["unreadable"]

    @pytest.mark.parametrize(("sid", "status", "outcome"), [("SM?", "sent", "unknown_message"), ("SM?", "?", "unknown_status")])
    def test_is_counted_by_what_it_came_to(self, app: Flask, call: Any, sid: str, status: str, outcome: str) -> None:
        self.tell(app, call, sid, status)

        assert events.count_outcomes(since=utc_now() - timedelta(minutes=1)) == {("twilio", "news", outcome): 1}


class TestVonage:
    """A provider of another shape: JSON, and a token that is signed instead of the address."""

    SECRET = "the signature secret of our account, long enough"

    @pytest.fixture
    def vonage_app(self, app: Flask, settings: Settings) -> Iterator[Flask]:
        app.extensions["settings"] = replace(settings, vonage_signature_secret=self.SECRET)
        yield app
        app.extensions["settings"] = settings

    def call(
        self,
        client: StrictClient,
        path: str,
        said: dict[str, Any],
        *,
        signed_at: datetime | None = None,
        secret: str = "",
        body: bytes = b"",
    ) -> int:
        sent = json.dumps(said).encode()
        authorization = vonage.sign(secret=secret or self.SECRET, body=sent, now=signed_at or utc_now())
        return client.post(
            f"/webhooks/vonage/{path}",
            data=body or sent,
            content_type="application/json",
            headers={"Authorization": authorization},
        ).status_code

    TEXT: ClassVar[dict[str, Any]] = {
        "channel": "sms",
        "message_uuid": "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab",
        "to": "447700900001",
        "from": "447700900123",
        "text": "جی ہاں",
        "sms": {"num_messages": "1"},
    }

    def test_brings_a_text(self, vonage_app: Flask, client: StrictClient) -> None:
        assert self.call(client, "inbound", self.TEXT) == 200
        work(vonage_app)

        received = db.session.scalars(select(ReceivedMessage)).one()
        assert (received.from_number, received.to_number, received.body) == (MOBILE, "+447700900001", "جی ہاں")

    def test_brings_a_stop_that_holds_at_once(self, vonage_app: Flask, client: StrictClient) -> None:
        self.call(client, "inbound", self.TEXT | {"text": "STOP"})

        assert opt_outs.is_stopped(MOBILE)

    def test_brings_news_of_a_text_by_our_own_id(self, vonage_app: Flask, client: StrictClient, now: datetime) -> None:
        message = plan(now=now)
        deliver_all(RecordingGateway(raises_after=lambda parcel: _lose_the_answer()), now)
        said = {
            "message_uuid": "vonage-1",
            "to": "447700900123",
            "status": "rejected",
            "client_ref": str(message.id),
            "error": {"type": "https://developer.vonage.com/api-errors/messages#1210", "title": "1210"},
        }

        assert self.call(client, "status", said) == 200
        work(vonage_app)

        db.session.expire_all()
        assert (message.state, message.cause, message.provider) == (State.UNDELIVERED, "1210", "vonage")

    def test_is_believed_only_with_our_secret_and_for_the_body_it_signed(self, vonage_app: Flask, client: StrictClient) -> None:
        assert self.call(client, "inbound", self.TEXT, secret="another secret, which is as long as ours") == 403
        assert self.call(client, "inbound", self.TEXT, body=b'{"text": "STOP"}') == 403
        assert client.post("/webhooks/vonage/inbound", json=self.TEXT).status_code == 403
        assert kept() == 0

    @pytest.mark.parametrize("age", [timedelta(hours=26), timedelta(days=400), timedelta(hours=-1)])
    def test_is_not_believed_when_it_was_signed_at_another_time(
        self, vonage_app: Flask, client: StrictClient, age: timedelta
    ) -> None:
        assert self.call(client, "inbound", self.TEXT, signed_at=utc_now() - age) == 403

    def test_made_again_with_a_new_token_is_one(self, vonage_app: Flask, client: StrictClient) -> None:
        for minutes in (30, 20, 10):
            assert self.call(client, "inbound", self.TEXT, signed_at=utc_now() - timedelta(minutes=minutes)) == 200

        assert kept() == 1

    def test_is_not_known_where_nobody_has_an_account(self, app: Flask, client: StrictClient) -> None:
        assert self.call(client, "inbound", self.TEXT) == 403

    @pytest.mark.parametrize("said", [{}, {"message_uuid": 7, "text": ["a"]}, {"message_uuid": "x" * 65, "from": "1"}])
    def test_that_makes_no_sense_is_kept_and_nothing_is_made_of_it(
        self, vonage_app: Flask, client: StrictClient, said: dict[str, Any]
    ) -> None:
        for path in ("inbound", "status"):
            assert self.call(client, path, said) == 200
        work(vonage_app)

        assert outcomes() == ["unreadable", "unreadable"]


def _lose_the_answer() -> None:
    raise OutcomeUnknown("ReadTimeout")
