"""Two providers, one after the other: the second carries a text only when the first has certainly not got it."""

import logging
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable
from datetime import datetime

from messaging.gateways.handover import Gateway, GatewayError, Parcel
from messaging.troubles import NOT_THE_PERSONS

log = logging.getLogger(__name__)

FAILURES = 5  # of the first provider,
WITHIN = 60.0  # in so many seconds, open the circuit:
STAYS_OPEN = 300.0  # for so many the second is used without trying the first


class Circuit:
    """Whether a provider is left alone for a while. Each worker learns by itself; its threads share what it learns."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._failed: deque[float] = deque(maxlen=FAILURES)
        self._open_until = 0.0

    @property
    def is_open(self) -> bool:
        with self._lock:
            return self._clock() < self._open_until

    def failed(self) -> bool:
        """The provider refused a text for reasons of its own. True when that opens the circuit."""
        with self._lock:
            now = self._clock()
            self._failed.append(now)
            if len(self._failed) < FAILURES or now - self._failed[0] > WITHIN:
                return False
            self._open_until = now + STAYS_OPEN
            self._failed.clear()
            return True

    def worked(self) -> None:
        with self._lock:
            self._failed.clear()


class FailoverGateway:
    """A first provider and a second. Never both for one text, unless the first has said that it did not take it.

    `note` writes down, durably, who is about to be called. A worker may be killed during any call; whoever finds the text
    afterwards asks the provider that is written down, and no other.
    """

    def __init__(
        self, first: Gateway, second: Gateway, *, note: Callable[[uuid.UUID, str], None], circuit: Circuit | None = None
    ) -> None:
        self._first, self._second, self._note = first, second, note
        self._circuit = circuit or Circuit()

    @property
    def name(self) -> str:
        """Who would carry the next text."""
        return self._second.name if self._circuit.is_open else self._first.name

    @property
    def at_once(self) -> int:
        return min(self._first.at_once, self._second.at_once)

    @property
    def stop_link(self) -> Callable[[uuid.UUID], str] | None:
        """A text is written before it is known who will carry it: if either's cannot be answered, it does not ask for it."""
        return self._first.stop_link or self._second.stop_link

    def send(self, parcel: Parcel) -> str:
        """As `Gateway.send`."""
        if parcel.provider == self._second.name:
            return self._second.send(parcel)
        try:
            sent = self._first.send(parcel)
        except GatewayError as refusal:
            if refusal.trouble not in NOT_THE_PERSONS:
                raise
            if self._circuit.failed():
                log.error(
                    "%s refused %s texts within a minute (%s): %s carries them for %s minutes",
                    self._first.name,
                    FAILURES,
                    refusal.code,
                    self._second.name,
                    int(STAYS_OPEN / 60),
                )
            log.warning("message %s: %s did not take it (%s)", parcel.id, self._first.name, refusal.code)
        else:
            self._circuit.worked()
            return sent
        self._note(parcel.id, self._second.name)
        return self._second.send(parcel)

    def list_sent(self, *, to: str, body: str, since: datetime, provider: str = "") -> list[str]:
        """As `Gateway.list_sent`, of the one that was called."""
        asked = self._second if provider == self._second.name else self._first
        return asked.list_sent(to=to, body=body, since=since, provider=provider)
