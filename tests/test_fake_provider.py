"""The stand-in is itself held to what is said of Twilio, or the proofs that rest on it prove nothing."""

import json
import subprocess
import sys
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import requests
from twilio.request_validator import RequestValidator

from tests.fake_provider import ACCOUNT, MESSAGES, REFUSALS, TOKEN, UNDELIVERED, Chances, FakeProvider, Fault, fake_provider

FORM = {"To": "+447700900123", "From": "+447700900001", "Body": "جی ہاں £5"}


def send(provider: FakeProvider, **changes: str) -> requests.Response:
    return requests.post(f"{provider.url}{MESSAGES}.json", data=FORM | changes, auth=(ACCOUNT, TOKEN), timeout=5)


def control(provider: FakeProvider, **wanted: Any) -> int:
    return requests.post(f"{provider.url}/control", json=wanted, timeout=5).status_code


@contextmanager
def listener() -> Iterator[tuple[str, list[tuple[str, dict[str, str], str]]]]:
    """An address that takes callbacks, and each call's path, fields and signature."""
    heard: list[tuple[str, dict[str, str], str]] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_POST(self) -> None:  # noqa: N802 - the name http.server calls
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            heard.append((self.path, dict(urllib.parse.parse_qsl(sent)), self.headers["X-Twilio-Signature"]))
            self.send_response(204)
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class TestSending:
    @pytest.mark.parametrize("fault", REFUSALS)
    def test_is_refused_with_the_providers_own_code(self, fault: Fault) -> None:
        with fake_provider(lambda number: fault) as provider:
            answer = send(provider)

        status, code, _ = REFUSALS[fault]
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert ("Retry-After" in answer.headers) is (fault is Fault.TOO_MANY)
        assert provider.accepted == []
        assert provider.refused[0].fault is fault

    @pytest.mark.parametrize("fault", UNDELIVERED)
    def test_is_accepted_and_fails_later(self, fault: Fault) -> None:
        with listener() as (url, heard), fake_provider(lambda number: fault) as provider:
            control(provider, callbacks={"on": True})
            assert send(provider, StatusCallback=f"{url}/status?message=7").json()["status"] == "queued"
            assert provider.callbacks.wait()

        statuses = [(fields["MessageStatus"], fields.get("ErrorCode")) for _, fields, _ in heard]
        assert sorted(statuses) == [("sent", None), ("undelivered", str(UNDELIVERED[fault]))]

    def test_is_seen_with_its_time_and_counted_by_number_and_body(self) -> None:
        with fake_provider() as provider:
            send(provider)
            send(provider)
            seen = requests.get(f"{provider.url}/seen", timeout=5).json()

        assert len(seen["accepted"]) == 2
        assert seen["accepted"][0]["at"] <= seen["accepted"][1]["at"]
        assert seen["twice"] == [{"to": FORM["To"], "body": FORM["Body"]}]

    def test_is_listed_by_number_page_by_page(self) -> None:
        with fake_provider() as provider:
            for number in range(5):
                send(provider, Body=str(number))
            send(provider, To="+447700900456")
            url: str | None = f"{MESSAGES}.json?To=%2B447700900123&PageSize=2"
            bodies = []
            while url:
                page = requests.get(provider.url + url, auth=(ACCOUNT, TOKEN), timeout=5).json()
                bodies += [text["body"] for text in page["messages"]]
                url = page["next_page_uri"]

        assert bodies == ["4", "3", "2", "1", "0"]

    def test_without_a_sender_is_refused(self) -> None:
        with fake_provider() as provider:
            assert send(provider, From="").status_code == 400
            assert send(provider, From="", MessagingServiceSid="MG1").status_code == 201


class TestCallbacks:
    def test_come_in_any_order_and_twice_and_are_signed(self) -> None:
        with listener() as (url, heard), fake_provider() as provider:
            control(provider, callbacks={"on": True, "shuffled": True, "twice": 1.0, "delay": 0.01, "seed": 3})
            for _ in range(20):
                send(provider, StatusCallback=f"{url}/status?message=7")
            assert provider.callbacks.wait()

        assert len(heard) == 80
        orders = {tuple(f["MessageStatus"] for _, f, _ in heard if f["MessageSid"] == text.sid) for text in provider.accepted}
        assert len(orders) > 1
        assert all(RequestValidator(TOKEN).validate(url + path, fields, signature) for path, fields, signature in heard)

    def test_of_a_reply_are_signed_too(self) -> None:
        with listener() as (url, heard), fake_provider() as provider:
            text = {"from": "+447700900123", "body": "STOP", "url": f"{url}/messages"}
            assert requests.post(f"{provider.url}/incoming", json=text, timeout=5).json()["status"] == 204

        (path, fields, signature) = heard[0]
        assert fields["Body"] == "STOP"
        assert RequestValidator(TOKEN).validate(url + path, fields, signature)


class TestControl:
    def test_gives_the_same_faults_for_the_same_seed(self) -> None:
        chances = Chances(seed=5, of={Fault.SLOW: 0.2, Fault.DROP_AFTER: 0.1})
        faults = [chances(number) for number in range(2000)]

        assert faults == [Chances(seed=5, of=chances.of)(number) for number in range(2000)]
        assert 300 < faults.count(Fault.SLOW) < 500
        assert 120 < faults.count(Fault.DROP_AFTER) < 280

    def test_holds_what_is_the_matter_with_one_number(self) -> None:
        with fake_provider() as provider:
            control(provider, numbers={FORM["To"]: "stopped"})

            assert send(provider).json()["code"] == 21610
            assert send(provider, To="+447700900456").status_code == 201

    @pytest.mark.parametrize("wanted", [{"fault": {}}, {"faults": {"pondering": 1}}, {"callbacks": {"often": 1}}])
    def test_refuses_what_it_does_not_know(self, wanted: dict[str, Any]) -> None:
        with fake_provider() as provider:
            assert control(provider, **wanted) == 400

    def test_is_a_process_that_ends_with_its_input(self) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.fake_provider"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdin
        assert process.stdout
        url = process.stdout.readline().strip()

        assert requests.get(f"{url}/seen", timeout=5).json()["requests"] == 0
        process.stdin.close()
        assert process.wait(5) == 0
        process.stdout.close()

    def test_forgets_when_asked_to(self) -> None:
        with fake_provider() as provider:
            send(provider)
            control(provider, reset=True)

            assert json.loads(requests.get(f"{provider.url}/seen", timeout=5).text)["accepted"] == []
