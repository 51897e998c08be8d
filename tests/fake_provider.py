"""A text provider that speaks Twilio's message resource over HTTP, remembers what it was given, and misbehaves when told to.

It runs in the test's own process, on a free port of 127.0.0.1. `faults` is a function of the number of the request
(from 1) that names what goes wrong with it; see `Fault`.
"""

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

ACCOUNT = "AC" + "0" * 32
TOKEN = "the token the provider and the service share"


class Fault(StrEnum):
    NONE = "none"
    SLOW = "slow"  # answers after `slowness` seconds
    REFUSE = "refuse"  # 503, nothing accepted
    TOO_MANY = "too_many"  # 429, nothing accepted
    WRONG_NUMBER = "wrong_number"  # 400 with code 21211
    STOPPED = "stopped"  # 400 with code 21610: the person has told the carrier to stop
    DROP_BEFORE = "drop_before"  # the line goes dead, nothing accepted
    DROP_AFTER = "drop_after"  # accepted, and then the line goes dead


@dataclass(frozen=True)
class Accepted:
    """A text the provider took."""

    sid: str
    to: str
    from_: str
    body: str
    status_callback: str
    accepted_at: datetime


@dataclass
class FakeProvider:
    """What the provider holds. `accepted` in order; `requests` counts attempts to send, whatever came of them."""

    faults: Callable[[int], Fault] = lambda number: Fault.NONE
    slowness: float = 0.3
    accepted: list[Accepted] = field(default_factory=list)
    requests: int = 0
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def texts_to(self, number: str) -> list[Accepted]:
        return [text for text in self.accepted if text.to == number]

    def bodies_sent_twice(self) -> list[tuple[str, str]]:
        """Each (number, body) accepted more than once: what must never happen."""
        seen: set[tuple[str, str]] = set()
        return [key for text in self.accepted if (key := (text.to, text.body)) in seen or seen.add(key)]  # type: ignore[func-returns-value]  # add() gives None, on purpose


def _resource(text: Accepted) -> dict[str, object]:
    moment = format_datetime(text.accepted_at)
    return {
        "sid": text.sid,
        "account_sid": ACCOUNT,
        "to": text.to,
        "from": text.from_,
        "body": text.body,
        "status": "queued",
        "num_segments": "1",
        "num_media": "0",
        "direction": "outbound-api",
        "api_version": "2010-04-01",
        "date_created": moment,
        "date_updated": moment,
        "date_sent": moment,
        "error_code": None,
        "error_message": None,
        "price": None,
        "price_unit": "GBP",
        "messaging_service_sid": None,
        "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{text.sid}.json",
        "subresource_uris": {},
    }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer's second packet waits 40 ms for the first to be acknowledged
    provider: FakeProvider

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: a test's output is for the test."""

    def _answer(self, status: int, content: dict[str, object]) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has been killed meanwhile
            self._write(status, content)

    def _write(self, status: int, content: dict[str, object]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _is_authentic(self) -> bool:
        expected = "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if self.headers.get("Authorization") == expected:
            return True
        self._answer(401, {"code": 20003, "message": "Authenticate", "status": 401})
        return False

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(2)

    def do_POST(self) -> None:  # noqa: N802 - the name http.server calls
        form = parse_qs(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode(), keep_blank_values=True)
        if not self._is_authentic():
            return None
        provider = self.provider
        with provider.lock:
            provider.requests += 1
            number = provider.requests
        fault = provider.faults(number)
        if fault is Fault.SLOW:
            time.sleep(provider.slowness)
        if fault is Fault.DROP_BEFORE:
            return self._hang_up()
        if fault is Fault.REFUSE:
            return self._answer(503, {"code": 20503, "message": "Service unavailable", "status": 503})
        if fault is Fault.TOO_MANY:
            return self._answer(429, {"code": 20429, "message": "Too many requests", "status": 429})
        if fault is Fault.WRONG_NUMBER:
            return self._answer(400, {"code": 21211, "message": "Invalid 'To' number", "status": 400})
        if fault is Fault.STOPPED:
            return self._answer(400, {"code": 21610, "message": "Recipient has unsubscribed", "status": 400})
        with provider.lock:
            text = Accepted(
                sid=f"SM{len(provider.accepted) + 1:032x}",
                to=form["To"][0],
                from_=form.get("From", [""])[0],
                body=form["Body"][0],
                status_callback=form.get("StatusCallback", [""])[0],
                accepted_at=datetime.now(UTC),
            )
            provider.accepted.append(text)
        if fault is Fault.DROP_AFTER:
            return self._hang_up()
        return self._answer(201, _resource(text))

    def do_GET(self) -> None:  # noqa: N802 - the name http.server calls
        if not self._is_authentic():
            return None
        query = parse_qs(urlsplit(self.path).query)
        with self.provider.lock:
            found = [text for text in reversed(self.provider.accepted) if "To" not in query or text.to == query["To"][0]]
        return self._answer(
            200,
            {
                "messages": [_resource(text) for text in found],
                "page": 0,
                "page_size": 50,
                "next_page_uri": None,
                "previous_page_uri": None,
                "first_page_uri": "",
                "uri": self.path,
                "start": 0,
                "end": len(found),
            },
        )


@contextmanager
def fake_provider(faults: Callable[[int], Fault] | None = None) -> Iterator[FakeProvider]:
    """Serve a provider for the length of a test; `url` is what NAVIGATOR_TWILIO_API_URL takes."""
    provider = FakeProvider(faults=faults) if faults else FakeProvider()
    handler = type("Handler", (_Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
