import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from messaging import opt_outs, signals
from messaging.gateways import twilio as twilio_gateway
from messaging.models import OutgoingMessage, ReceivedMessage, State
from messaging.replies import incoming
from navigator.config import Settings
from navigator.db import db
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


def stored() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(ReceivedMessage)) or 0


class TestSignature:
    def test_that_is_right_lets_the_text_in(self, app: Flask, call: Any) -> None:
        answer = call(MESSAGES, text())

        assert (answer.status_code, answer.mimetype) == (200, "text/xml")
        assert answer.get_data(as_text=True).endswith("<Response/>")
        assert stored() == 1

    @pytest.mark.parametrize("port", ["http://localhost:80", "http://localhost"])
    def test_may_name_the_standard_port(self, app: Flask, call: Any, port: str) -> None:
        assert call(MESSAGES, text(), signed_as=port + MESSAGES).status_code == 200

    @pytest.mark.parametrize("path", [MESSAGES, STATUS])
    def test_that_is_wrong_lets_nothing_in(self, app: Flask, call: Any, path: str) -> None:
        assert call(path, text(MessageStatus="sent"), token="another").status_code == 403
        assert call(path, text(MessageStatus="sent"), signed_as="http://elsewhere.example" + path).status_code == 403
        assert stored() == 0

    @pytest.mark.parametrize("path", [MESSAGES, STATUS])
    def test_that_is_missing_lets_nothing_in(self, app: Flask, client: StrictClient, path: str) -> None:
        assert client.post(path, data=text()).status_code == 403
        assert stored() == 0

    def test_is_of_all_the_words(self, app: Flask, client: StrictClient, settings: Settings) -> None:
        signature = twilio_gateway.sign(token=settings.webhook_token, url=settings.public_url + MESSAGES, fields=text())

        answer = client.post(MESSAGES, data=text(Body="1"), headers={"X-Twilio-Signature": signature})

        assert answer.status_code == 403

    def test_covers_urdu(self, app: Flask, call: Any) -> None:
        assert call(MESSAGES, text(Body="جی ہاں 👍")).status_code == 200


class TestIncomingText:
    def test_told_twice_is_one_text_acted_upon_once(self, app: Flask, call: Any) -> None:
        heard: list[object] = []

        def listen(sender: object, **what: object) -> None:
            heard.append(what)

        with signals.reply_received.connected_to(listen):
            answers = [call(MESSAGES, text()).status_code for _ in range(3)]

        assert answers == [200, 200, 200]
        assert (stored(), len(heard)) == (1, 1)

    def test_stop_is_acted_upon_at_once(self, app: Flask, call: Any) -> None:
        call(MESSAGES, text(Body="STOP"))

        assert opt_outs.is_stopped(MOBILE)

    def test_is_kept_for_the_worker_when_something_fails(self, app: Flask, call: Any, now: datetime) -> None:
        def fail(sender: object, **what: object) -> None:
            raise RuntimeError("a fault elsewhere")

        with signals.reply_received.connected_to(fail):
            assert call(MESSAGES, text(Body="STOP")).status_code == 200
        assert not opt_outs.is_stopped(MOBILE)

        assert incoming.interpret_one(now)
        assert opt_outs.is_stopped(MOBILE)

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
    def test_that_makes_no_sense_is_refused(self, app: Flask, call: Any, fields: dict[str, str]) -> None:
        assert call(MESSAGES, fields).status_code == 400
        assert stored() == 0

    @pytest.mark.parametrize("body", ["", "a\x00b", "😀" * 800, "\u202eabc"])
    def test_with_any_words_is_stored(self, app: Flask, call: Any, body: str) -> None:
        assert call(MESSAGES, text(Body=body)).status_code == 200
        assert stored() == 1


class TestNewsOfAText:
    @pytest.fixture
    def sent(self, app: Flask, now: datetime) -> OutgoingMessage:
        message = plan(now=now)
        deliver_all(RecordingGateway(), now)
        return message

    def tell(self, call: Any, sid: str | None, status: str, *, code: str = "", about: uuid.UUID | None = None) -> int:
        fields = {"MessageSid": sid or "SM?", "MessageStatus": status} | ({"ErrorCode": code} if code else {})
        answer: TestResponse = call(STATUS + (f"?message={about}" if about else ""), fields)
        db.session.rollback()
        return answer.status_code

    def test_moves_it_forward(self, sent: OutgoingMessage, call: Any) -> None:
        assert self.tell(call, sent.provider_id, "delivered") == 204

        assert sent.state is State.DELIVERED
        assert State.DELIVERED in [event.state for event in sent.events]

    def test_never_moves_it_back(self, sent: OutgoingMessage, call: Any) -> None:
        for status in ("delivered", "sent", "queued", "undelivered", "delivered"):
            self.tell(call, sent.provider_id, status)

        assert sent.state is State.DELIVERED
        assert [event.state for event in sent.events].count(State.DELIVERED) == 1
        assert {State.UNDELIVERED, State.FAILED}.isdisjoint(event.state for event in sent.events)

    @pytest.mark.parametrize(("status", "state"), [("undelivered", State.UNDELIVERED), ("failed", State.FAILED)])
    def test_that_it_never_arrives_is_told_on(self, sent: OutgoingMessage, call: Any, status: str, state: State) -> None:
        heard: list[str] = []

        def listen(sender: object, *, message: OutgoingMessage, now: datetime) -> None:
            heard.append(message.cause)

        with signals.message_failed.connected_to(listen):
            self.tell(call, sent.provider_id, status, code="30005")
            self.tell(call, sent.provider_id, status, code="30005")

        assert (sent.state, sent.cause, heard) == (state, "30005", ["30005"])

    def test_with_a_code_nobody_knows_is_kept_and_loud(
        self, sent: OutgoingMessage, call: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        self.tell(call, sent.provider_id, "failed", code="99999")

        assert sent.cause == "99999"
        assert "99999" in caplog.text

    def test_that_the_carrier_heard_stop_is_a_stop(self, sent: OutgoingMessage, call: Any) -> None:
        self.tell(call, sent.provider_id, "undelivered", code="21610")

        assert opt_outs.is_stopped(MOBILE)

    @pytest.mark.parametrize(("sid", "status"), [("SMunknown", "delivered"), ("SM1", "pondering")])
    def test_of_nothing_we_know_changes_nothing(self, sent: OutgoingMessage, call: Any, sid: str, status: str) -> None:
        assert self.tell(call, sid, status) == 204
        assert sent.state is State.SENT

    def test_that_overtakes_the_providers_answer_finds_its_text(self, app: Flask, now: datetime, call: Any) -> None:
        message = plan(now=now)

        def news(parcel: Any) -> None:
            assert self.tell(call, "SMearly", "delivered", about=message.id) == 204

        gateway = RecordingGateway(raises_after=news)
        deliver_all(gateway, now)

        db.session.rollback()
        assert (message.state, message.provider_id, len(gateway.taken)) == (State.DELIVERED, "SMearly", 1)

    def test_without_a_status_is_refused(self, app: Flask, call: Any) -> None:
        assert call(STATUS, {"MessageSid": "SM1"}).status_code == 400
