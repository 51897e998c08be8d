"""The fake provider's calls to us: what became of a text, signed as Twilio signs, in any order, late and twice.

The signature is made here from the rule (HMAC-SHA1 over the address and the sorted fields), not by Twilio's own library,
so that the service's check is tested against the rule and not against itself.
"""

import base64
import hashlib
import hmac
import random
import threading
import time
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from queue import Empty, PriorityQueue
from urllib.parse import urlencode, urlsplit

Fields = Mapping[str, str]


def sign(url: str, fields: Fields, *, token: str) -> str:
    """What Twilio puts into X-Twilio-Signature."""
    said = url + "".join(f"{name}{value}" for name, value in sorted(fields.items()))
    return base64.b64encode(hmac.new(token.encode(), said.encode(), hashlib.sha1).digest()).decode()


def post_signed(url: str, fields: Fields, *, token: str, timeout: float = 20.0) -> int:
    """Call `url` as Twilio does; gives the status answered, 0 when nobody answered."""
    split = urlsplit(url)
    connection = HTTPConnection(split.hostname or "", split.port or 80, timeout=timeout)
    path = split.path + (f"?{split.query}" if split.query else "")
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": sign(url, fields, token=token)}
    try:
        connection.request("POST", path, urlencode(fields), headers)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()


class Callbacks:
    """Calls to make, on a few threads. Off until `control` switches them on, so that most tests hear nothing."""

    def __init__(self, *, token: str, threads: int = 4) -> None:
        self._token, self._threads = token, threads
        self._on, self._shuffled, self._twice, self._delay = False, False, 0.0, 0.0
        self._chance = random.Random(0)
        self._queue: PriorityQueue[tuple[float, int, str, Fields]] = PriorityQueue()
        self._lock = threading.Lock()
        self._planned = 0
        self._answers: dict[int, int] = {}
        self._running: list[threading.Thread] = []
        self._stopped = threading.Event()

    def control(self, how: Mapping[str, object]) -> None:
        """`on`; `shuffled`: in any order; `twice`: the chance of a call made again; `delay`: up to so many seconds; `seed`."""
        if unknown := set(how) - {"on", "shuffled", "twice", "delay", "seed"}:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        with self._lock:
            self._on = bool(how.get("on", self._on))
            self._shuffled = bool(how.get("shuffled", self._shuffled))
            self._twice = float(str(how.get("twice", self._twice)))
            self._delay = float(str(how.get("delay", self._delay)))
            if "seed" in how:
                self._chance = random.Random(int(str(how["seed"])))
            if self._on and not self._running:
                self._running = [threading.Thread(target=self._work, daemon=True) for _ in range(self._threads)]
                for thread in self._running:
                    thread.start()

    def plan(self, url: str, calls: Sequence[Fields]) -> None:
        """Call `url` with each of `calls`: in order and at once, unless told otherwise."""
        with self._lock:
            if not self._on:
                return
            all_calls = [call for call in calls for _ in range(2 if self._chance.random() < self._twice else 1)]
            if self._shuffled:
                self._chance.shuffle(all_calls)
            due = time.monotonic()
            for call in all_calls:
                due = due + self._chance.random() * self._delay
                self._planned += 1
                self._queue.put((due, self._planned, url, call))

    def count(self) -> dict[str, object]:
        """How many calls were planned and made, and how they were answered (0: not at all)."""
        with self._lock:
            made = sum(self._answers.values())
            return {"planned": self._planned, "made": made, "answers": {str(k): v for k, v in self._answers.items()}}

    def wait(self, timeout: float = 10.0) -> bool:
        """Whether every call planned has been made, in time."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            with self._lock:
                if sum(self._answers.values()) == self._planned:
                    return True
            time.sleep(0.01)
        return False

    def stop(self) -> None:
        self._stopped.set()
        for thread in self._running:
            thread.join(2)

    def _work(self) -> None:
        while not self._stopped.is_set():
            try:
                due, number, url, fields = self._queue.get(timeout=0.1)
            except Empty:
                continue
            if (early := due - time.monotonic()) > 0:
                time.sleep(min(early, 0.05))
                if early > 0.05:
                    self._queue.put((due, number, url, fields))
                    continue
            status = post_signed(url, fields, token=self._token)
            with self._lock:
                self._answers[status] = self._answers.get(status, 0) + 1
