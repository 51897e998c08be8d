import json
import threading
import uuid
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from messaging.gateways.handover import CannotBeAsked, GatewayError, OutcomeUnknown, Parcel
from messaging.gateways.vonage import CODES, STATUSES, VonageGateway
from messaging.states import LEFT_US, State
from messaging.troubles import NOT_THE_PERSONS, Trouble

PARCEL = Parcel(id=uuid.UUID(int=7), to="+447700900123", body="Tea & Talk: جی ہاں £5")
PROBLEM = "https://developer.vonage.com/api-errors/messages#"


@contextmanager
def provider(status: int, answer: object, **headers: str) -> Iterator[tuple[str, list[tuple[str, str, dict[str, Any]]]]]:
    """A provider that gives one answer; its address, and the path, credentials and JSON of every request. 0 hangs up."""
    asked: list[tuple[str, str, dict[str, Any]]] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_POST(self) -> None:  # noqa: N802 - the name http.server calls
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((self.path, self.headers["Authorization"], sent))
            if not status:
                self.connection.shutdown(2)
                return
            body = json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def make_gateway(url: str, sender: str = "+447700900001") -> VonageGateway:
    return VonageGateway(api_key="key", api_secret="secret", sender=sender, api_url=url, stop_link=str)


class TestSending:
    def test_hands_over_the_words_and_our_own_id(self) -> None:
        with provider(202, {"message_uuid": "abc"}) as (url, asked):
            sent = make_gateway(url).send(PARCEL)

        path, credentials, said = asked[0]
        assert (sent, path) == ("abc", "/v1/messages")
        assert b64decode(credentials.removeprefix("Basic ")) == b"key:secret"
        assert said == {
            "channel": "sms",
            "message_type": "text",
            "to": "447700900123",
            "from": "447700900001",
            "text": PARCEL.body,
            "client_ref": str(PARCEL.id),
        }

    @pytest.mark.parametrize(
        ("status", "answer", "code", "permanent", "trouble"),
        [
            (422, {"type": PROBLEM + "1120", "title": "Illegal sender"}, "1120", False, Trouble.OUR_SENDER),
            (422, {"type": PROBLEM + "1430", "title": "Invalid recipient"}, "1430", True, Trouble.WRONG_NUMBER),
            (402, {"type": PROBLEM + "1070", "title": "Low balance"}, "1070", False, Trouble.OUR_ACCOUNT),
            (401, {"type": "https://developer.vonage.com/api-errors#unauthorized"}, "unauthorized", False, Trouble.OUR_ACCOUNT),
            (503, "not even JSON's object", "503", False, Trouble.PROVIDER_DOWN),
            (422, {"type": PROBLEM + "9999"}, "9999", True, None),
        ],
    )
    def test_that_is_refused_says_why(
        self, status: int, answer: object, code: str, permanent: bool, trouble: Trouble | None
    ) -> None:
        with provider(status, answer) as (url, _), pytest.raises(GatewayError) as refusal:
            make_gateway(url).send(PARCEL)

        assert (refusal.value.code, refusal.value.permanent, refusal.value.trouble) == (code, permanent, trouble)

    def test_too_fast_is_told_how_long_to_wait(self) -> None:
        with provider(429, {"title": "Rate limit"}, Retry_After="3") as (url, _), pytest.raises(GatewayError) as refusal:
            make_gateway(url).send(PARCEL)

        assert (refusal.value.retry_after, refusal.value.trouble) == (3, Trouble.TOO_FAST)

    @pytest.mark.parametrize(("status", "answer"), [(0, None), (500, {}), (502, {}), (202, {}), (200, ["strange"])])
    def test_without_a_plain_answer_has_an_unknown_outcome(self, status: int, answer: object) -> None:
        with provider(status, answer) as (url, _), pytest.raises(OutcomeUnknown):
            make_gateway(url).send(PARCEL)

    def test_to_nobody_was_certainly_not_accepted(self) -> None:
        with pytest.raises(GatewayError) as refusal:
            make_gateway("http://127.0.0.1:1").send(PARCEL)

        assert (refusal.value.code, refusal.value.trouble) == ("unreachable", Trouble.PROVIDER_DOWN)

    def test_cannot_be_asked_about_afterwards_and_says_so(self) -> None:
        with pytest.raises(CannotBeAsked):
            make_gateway("http://127.0.0.1:1").list_sent(to=PARCEL.to, body=PARCEL.body, since=datetime.now(UTC))

    def test_from_a_name_needs_another_way_to_stop(self) -> None:
        assert make_gateway("http://127.0.0.1:1").stop_link is None
        assert make_gateway("http://127.0.0.1:1", sender="CareNav").stop_link is not None


class TestWords:
    def test_lead_to_states_after_the_handing_over(self) -> None:
        assert set(STATUSES.values()) <= {*LEFT_US, State.FAILED}

    @pytest.mark.parametrize("code", CODES)
    def test_have_meanings(self, code: str) -> None:
        assert code.isdigit()
        assert CODES[code].meaning
        assert not (CODES[code].is_permanent and CODES[code].trouble in NOT_THE_PERSONS)
