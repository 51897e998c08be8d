"""A text provider that speaks Twilio's message resource over HTTP, remembers what it was given, and misbehaves when told to.

In a test: `with fake_provider(faults) as provider`. As a process of its own: `python -m tests.fake_provider`, which prints
its address and ends when its standard input does. `POST /control` changes what goes wrong, `GET /seen` tells all it took,
`POST /incoming` lets one of its phones text us. Every call it makes to us is signed as Twilio signs.
"""

import argparse
import base64
import json
import random
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.fake_callbacks import Callbacks, post_signed

ACCOUNT = "AC" + "0" * 32
TOKEN = "the token the provider and the service share"
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages"


class Fault(StrEnum):
    """What goes wrong with one request to send."""

    NONE = "none"
    SLOW = "slow"  # takes the text after `slowness` seconds, and answers then
    REFUSE = "refuse"  # 503, nothing accepted
    FAULTY = "faulty"  # 500, nothing accepted: but nobody who reads that answer can know
    TOO_MANY = "too_many"  # 429 with Retry-After, nothing accepted
    SUSPENDED = "suspended"  # 401, nothing accepted
    DROP_BEFORE = "drop_before"  # the line goes dead, nothing accepted
    DROP_AFTER = "drop_after"  # accepted, and then the line goes dead
    WRONG_NUMBER = "wrong_number"
    COUNTRY = "country"
    STOPPED = "stopped"  # the person has told the carrier to stop
    NOT_A_MOBILE = "not_a_mobile"
    UNREACHABLE = "unreachable"  # this and those below are accepted; a callback says later what became of them
    NO_SUCH_PHONE = "no_such_phone"
    LANDLINE = "landline"
    SPAM = "spam"
    CARRIER = "carrier"


REFUSALS: Mapping[Fault, tuple[int, int, str]] = {
    Fault.REFUSE: (503, 20503, "Service unavailable"),
    Fault.FAULTY: (500, 20500, "Internal server error"),
    Fault.TOO_MANY: (429, 20429, "Too many requests"),
    Fault.SUSPENDED: (401, 20003, "Authenticate"),
    Fault.WRONG_NUMBER: (400, 21211, "Invalid 'To' number"),
    Fault.COUNTRY: (400, 21408, "Permission to send to this region is not enabled"),
    Fault.STOPPED: (400, 21610, "Recipient has unsubscribed"),
    Fault.NOT_A_MOBILE: (400, 21614, "'To' number is not a mobile number"),
}
UNDELIVERED: Mapping[Fault, int] = {
    Fault.UNREACHABLE: 30003,
    Fault.NO_SUCH_PHONE: 30005,
    Fault.LANDLINE: 30006,
    Fault.SPAM: 30007,
    Fault.CARRIER: 30008,
}


@dataclass(frozen=True)
class Chances:
    """Faults by probability. The same seed gives the same fault to the same request, whichever thread serves it."""

    seed: int
    of: Mapping[Fault, float]

    def __call__(self, number: int) -> Fault:
        rolled = random.Random(f"{self.seed}:{number}").random()
        for fault, chance in self.of.items():
            if rolled < chance:
                return fault
            rolled -= chance
        return Fault.NONE


@dataclass(frozen=True)
class Accepted:
    """A text the provider took."""

    sid: str
    to: str
    from_: str
    body: str
    status_callback: str
    accepted_at: datetime
    messaging_service_sid: str = ""


@dataclass(frozen=True)
class Refused:
    """A request to send that came to nothing, and how."""

    to: str
    body: str
    fault: Fault


@dataclass
class FakeProvider:
    """What the provider holds. `accepted` in order; `requests` counts attempts to send, whatever came of
    them, and `connections` those that were made.

    `numbers` holds what is wrong with single numbers, whatever `faults` says; `status` what has become of each text.
    """

    faults: Callable[[int], Fault] = lambda number: Fault.NONE
    slowness: float = 0.3
    retry_after: int = 1
    accepted: list[Accepted] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    numbers: dict[str, Fault] = field(default_factory=dict)
    status: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    requests: int = 0
    connections: int = 0
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)
    callbacks: Callbacks = field(default_factory=lambda: Callbacks(token=TOKEN))
    by_number: dict[str, list[Accepted]] = field(default_factory=lambda: defaultdict(list))

    def texts_to(self, number: str) -> list[Accepted]:
        return list(self.by_number.get(number, ()))

    def bodies_sent_twice(self) -> list[tuple[str, str]]:
        """Each (number, body) accepted more than once: what must never happen."""
        with self.lock:
            counts = Counter((text.to, text.body) for text in self.accepted)
        return [key for key, count in counts.items() if count > 1]

    def which_fault(self, to: str) -> Fault:
        """What goes wrong with the request that has just come, to text `to`."""
        with self.lock:
            self.requests += 1
            number = self.requests
        return self.numbers.get(to) or self.faults(number)

    def refuse(self, form: Mapping[str, str], fault: Fault) -> None:
        with self.lock:
            self.refused.append(Refused(to=form.get("To", ""), body=form.get("Body", ""), fault=fault))

    def accept(self, form: Mapping[str, str], fault: Fault) -> Accepted:
        """Take a text, and let its sender hear later what became of it."""
        with self.lock:
            text = Accepted(
                sid=f"SM{len(self.accepted) + 1:032x}",
                to=form["To"],
                from_=form.get("From", ""),
                body=form["Body"],
                status_callback=form.get("StatusCallback", ""),
                accepted_at=datetime.now(UTC),
                messaging_service_sid=form.get("MessagingServiceSid", ""),
            )
            self.accepted.append(text)
            self.by_number[text.to].append(text)
            code = UNDELIVERED.get(fault)
            self.status[text.sid] = ("undelivered", code) if code else ("delivered", None)
        self.tell(text, ("sent", None), self.status[text.sid])
        return text

    def tell(self, text: Accepted, *news: tuple[str, int | None]) -> None:
        """Call back with each piece of news, when the callbacks are switched on and the text asked for them."""
        if not text.status_callback:
            return
        fields = {"MessageSid": text.sid, "SmsSid": text.sid, "AccountSid": ACCOUNT, "ApiVersion": "2010-04-01"}
        fields |= {"To": text.to, "From": text.from_ or "+447700900000"}
        if text.messaging_service_sid:
            fields["MessagingServiceSid"] = text.messaging_service_sid
        calls = []
        for status, code in news:
            said = fields | {"MessageStatus": status, "SmsStatus": status}
            calls.append(said | {"ErrorCode": str(code)} if code else said)
        self.callbacks.plan(text.status_callback, calls)

    def control(self, wanted: Mapping[str, object]) -> None:
        """Change how the provider behaves; `_Handler._control` says which fields there are. Raises `ValueError`."""
        known = {"faults", "seed", "slowness", "retry_after", "numbers", "callbacks", "reset"}
        if unknown := set(wanted) - known:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        with self.lock:
            if "faults" in wanted:
                chances = wanted["faults"]
                assert isinstance(chances, dict)
                of = {Fault(name): float(chance) for name, chance in chances.items()}
                self.faults = Chances(seed=int(str(wanted.get("seed", 0))), of=of)
            if "numbers" in wanted:
                numbers = wanted["numbers"]
                assert isinstance(numbers, dict)
                self.numbers |= {number: Fault(name) for number, name in numbers.items()}
            self.slowness = float(str(wanted.get("slowness", self.slowness)))
            self.retry_after = int(str(wanted.get("retry_after", self.retry_after)))
            if wanted.get("reset"):
                self.accepted, self.refused, self.requests = [], [], 0
                self.by_number, self.status = defaultdict(list), {}
        if "callbacks" in wanted:
            how = wanted["callbacks"]
            assert isinstance(how, dict)
            self.callbacks.control(how)

    def seen(self) -> dict[str, object]:
        """Everything that happened here; times as seconds since 1970."""
        with self.lock:
            accepted = [
                {"sid": t.sid, "to": t.to, "body": t.body, "from": t.from_, "at": t.accepted_at.timestamp()}
                for t in self.accepted
            ]
            refused = [{"to": r.to, "body": r.body, "fault": r.fault.value} for r in self.refused]
        twice = [{"to": to, "body": body} for to, body in self.bodies_sent_twice()]
        return {
            "requests": self.requests,
            "accepted": accepted,
            "refused": refused,
            "twice": twice,
            "callbacks": self.callbacks.count(),
        }


def _resource(text: Accepted, status: tuple[str, int | None]) -> dict[str, object]:
    moment = format_datetime(text.accepted_at)
    return {
        "sid": text.sid,
        "account_sid": ACCOUNT,
        "to": text.to,
        "from": text.from_ or None,
        "body": text.body,
        "status": status[0],
        "num_segments": "1",
        "num_media": "0",
        "direction": "outbound-api",
        "api_version": "2010-04-01",
        "date_created": moment,
        "date_updated": moment,
        "date_sent": moment,
        "error_code": status[1],
        "error_message": None,
        "price": None,
        "price_unit": "GBP",
        "messaging_service_sid": text.messaging_service_sid or None,
        "uri": f"{MESSAGES}/{text.sid}.json",
        "subresource_uris": {},
    }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer's second packet waits 40 ms for the first to be acknowledged
    provider: FakeProvider

    def setup(self) -> None:
        super().setup()
        with self.provider.lock:
            self.provider.connections += 1

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: a test's output is for the test."""

    def _answer(self, status: int, content: Mapping[str, object], headers: Mapping[str, str] | None = None) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has been killed meanwhile
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
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
        with suppress(OSError):
            self.connection.shutdown(2)

    def do_POST(self) -> None:  # noqa: N802 - the name http.server calls
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/control":
            return self._control(sent)
        if self.path == "/incoming":
            return self._incoming(sent)
        if not self._is_authentic():
            return None
        form = {name: values[0] for name, values in parse_qs(sent.decode(), keep_blank_values=True).items()}
        provider = self.provider
        fault = provider.which_fault(form.get("To", ""))
        if fault is Fault.SLOW:
            time.sleep(provider.slowness)
        if fault is Fault.DROP_BEFORE:
            provider.refuse(form, fault)
            return self._hang_up()
        if fault in REFUSALS:
            provider.refuse(form, fault)
            status, code, message = REFUSALS[fault]
            headers = {"Retry-After": str(provider.retry_after)} if fault is Fault.TOO_MANY else None
            return self._answer(status, {"code": code, "message": message, "status": status}, headers)
        if not form.get("To") or not form.get("Body") or not (form.get("From") or form.get("MessagingServiceSid")):
            return self._answer(400, {"code": 21604, "message": "'To', 'Body' and a sender are required", "status": 400})
        text = provider.accept(form, fault)
        if fault is Fault.DROP_AFTER:
            return self._hang_up()
        return self._answer(201, _resource(text, ("accepted" if text.messaging_service_sid else "queued", None)))

    def _control(self, sent: bytes) -> None:
        """JSON, every field optional: `faults` {fault: chance} with `seed`; `slowness` and `retry_after` in seconds;

        `numbers` {number: fault}, for numbers with something the matter; `callbacks` (see `Callbacks.control`);
        `reset` true forgets every text.
        """
        try:
            self.provider.control(json.loads(sent))
        except (ValueError, AssertionError, TypeError) as problem:
            return self._answer(400, {"wrong": str(problem)})
        return self._answer(200, {})

    def _incoming(self, sent: bytes) -> None:
        """JSON `from`, `to`, `body`, `url`, `sid` (made up when absent): a phone texts us; gives the status we answered."""
        text = json.loads(sent)
        sid = text.get("sid") or f"SM{random.getrandbits(128):032x}"
        fields = {"MessageSid": sid, "SmsSid": sid, "AccountSid": ACCOUNT, "NumMedia": "0", "NumSegments": "1"}
        fields |= {"From": text["from"], "To": text.get("to", "+447700900001"), "Body": text["body"]}
        return self._answer(200, {"sid": sid, "status": post_signed(text["url"], fields, token=TOKEN)})

    def do_GET(self) -> None:  # noqa: N802 - the name http.server calls
        if self.path == "/seen":
            return self._answer(200, self.provider.seen())
        if not self._is_authentic():
            return None
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        provider = self.provider
        if path.startswith(f"{MESSAGES}/"):
            sid = path.removeprefix(f"{MESSAGES}/").removesuffix(".json")
            found = [text for text in provider.accepted if text.sid == sid]
            if not found:
                return self._answer(404, {"code": 20404, "message": "not found", "status": 404})
            return self._answer(200, _resource(found[0], provider.status[sid]))
        with provider.lock:
            asked = provider.by_number.get(query["To"][0], []) if "To" in query else provider.accepted
            found = list(reversed(asked))
        page, size = int(query.get("Page", ["0"])[0]), int(query.get("PageSize", ["50"])[0])
        shown = found[page * size : (page + 1) * size]
        more = {name: values[0] for name, values in query.items()} | {"Page": str(page + 1), "PageSize": str(size)}
        return self._answer(
            200,
            {
                "messages": [_resource(text, provider.status[text.sid]) for text in shown],
                "page": page,
                "page_size": size,
                "next_page_uri": f"{path}?{urlencode(more)}" if len(found) > (page + 1) * size else None,
                "previous_page_uri": None,
                "first_page_uri": "",
                "uri": self.path,
                "start": page * size,
                "end": page * size + len(shown),
            },
        )


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256  # workers that are killed and started again all knock at once

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of a line that went dead: whoever held its other end was killed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def fake_provider(faults: Callable[[int], Fault] | None = None, *, port: int = 0) -> Iterator[FakeProvider]:
    """Serve a provider for the length of a test; `url` is what NAVIGATOR_TWILIO_API_URL takes."""
    provider = FakeProvider(faults=faults) if faults else FakeProvider()
    server = _Server(("127.0.0.1", port), type("Handler", (_Handler,), {"provider": provider}))
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.callbacks.stop()
        server.shutdown()
        server.server_close()
        thread.join(5)


def main() -> None:
    """Serve until standard input ends; the address is the one line printed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    with fake_provider(port=parser.parse_args().port) as provider:
        sys.stdout.write(provider.url + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
