"""Notifications on people's phones: Web Push (RFC 8030), sealed (RFC 8291), and signed with this service's key (RFC 8292).

Every maker of browsers has its own push service; the address comes from the browser, so it is never trusted: it is called
only where it leads to the internet, and no redirect of it is followed.
"""

import base64
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpx
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from sqlalchemy.orm import Session

from messaging.gateways.handover import GatewayError
from messaging.models import SimulatedText
from messaging.return_tokens import shown_path
from messaging.subscriptions import SIMULATED, Target
from navigator.config import Settings
from navigator.db import db, new_id
from navigator.outside import PinnedTransport, is_private, list_addresses
from navigator.times import utc_now

log = logging.getLogger(__name__)

TIMEOUT = httpx.Timeout(15.0, connect=5.0)  # far below the worker's lease
LONGEST_KEPT = 28 * 24 * 3600  # seconds; some services refuse to keep one longer
SIGNED_FOR = 12 * 3600  # seconds; they take signatures of a day at the most
TITLE = "Care Navigator"


@dataclass(frozen=True)
class Notice:
    """What a browser is told. `sealed` is what it shows, as JSON; `seconds`: for how long it may be kept for a phone
    that is switched off. Two with the same id are one: the later replaces the earlier.
    """

    id: uuid.UUID
    words: str
    sealed: str
    seconds: int
    is_urgent: bool


class SubscriptionEnded(GatewayError):
    """This browser can never be told anything any more."""

    def __init__(self, code: str) -> None:
        super().__init__(code, permanent=True)


class Pusher(Protocol):
    """A way to notify a browser."""

    @property
    def shown_path(self) -> Callable[[uuid.UUID], str] | None:
        """What the browser calls when it has shown a message; None where whatever is taken is shown."""
        ...

    def push(self, notice: Notice, target: Target) -> None:
        """Hand one over. Raises `SubscriptionEnded` and `GatewayError`; pushing again does no harm, so nothing is unknown."""
        ...


class WebPusher:
    """Notifications through the push service that a browser names."""

    def __init__(
        self,
        *,
        key: str,
        contact: str,
        allows_inside: bool = False,
        shown_path: Callable[[uuid.UUID], str] | None = None,
    ) -> None:
        self._key, self._contact, self._allows_inside = Vapid02.from_string(key), contact, allows_inside
        self.shown_path = shown_path
        is_behind_a_proxy = bool(getproxies().keys() & {"http", "https", "all"})  # which resolves names and connects itself
        self._client = httpx.Client(
            timeout=TIMEOUT,
            follow_redirects=False,
            transport=None if is_behind_a_proxy else PinnedTransport(list_addresses, self._refuse_way_in),
            event_hooks={"request": [self._look_before_the_proxy] if is_behind_a_proxy else []},
        )

    def push(self, notice: Notice, target: Target) -> None:
        from pywebpush import WebPusher as Sealer  # noqa: PLC0415 - brings a second HTTP client: only who notifies waits for it

        address = urlsplit(target.endpoint)
        try:
            info = {"endpoint": target.endpoint, "keys": {"p256dh": target.p256dh, "auth": target.auth}}
            body = Sealer(info).encode(notice.sealed.encode())["body"]
        except Exception as problem:  # whatever is wrong with a browser's keys, it will never be able to read us
            raise SubscriptionEnded("push-keys") from problem
        until = int(utc_now().timestamp()) + SIGNED_FOR
        claims = {"aud": f"{address.scheme}://{address.netloc}", "sub": self._contact, "exp": until}
        headers = {
            **self._key.sign(claims),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(max(0, min(notice.seconds, LONGEST_KEPT))),
            "Urgency": "high" if notice.is_urgent else "normal",
            "Topic": notice.id.hex,
        }
        try:
            with self._client.stream("POST", target.endpoint, content=body, headers=headers) as answer:
                status, wait = answer.status_code, answer.headers.get("Retry-After", "")
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise GatewayError("push-unreachable", permanent=False) from problem
        if status in (200, 201, 202, 204):
            return
        if status in (404, 410):
            raise SubscriptionEnded(f"push-{status}")
        if status in (400, 401, 403):  # our signature, or a subscription made with another key: it will not take the next either
            log.error("%s answers %s: is NAVIGATOR_PUSH_KEY the one people subscribed with?", address.hostname, status)
            raise SubscriptionEnded(f"push-{status}")
        is_passing = status == 429 or status >= 500
        raise GatewayError(f"push-{status}", permanent=not is_passing, retry_after=float(wait) if wait.isdigit() else None)

    def _look_before_the_proxy(self, request: httpx.Request) -> None:
        self._refuse_way_in(request, list_addresses(request.url.host))

    def _refuse_way_in(self, request: httpx.Request, addresses: list[str]) -> None:
        if not self._allows_inside and any(is_private(address.split("%")[0]) for address in addresses):
            log.error("a push subscription leads inside this network, to %s: it is ended", request.url.host)
            raise SubscriptionEnded("push-inside")


class SimulatorPusher:
    """Notifications on the simulator's phones."""

    shown_path: Callable[[uuid.UUID], str] | None = None

    def push(self, notice: Notice, target: Target) -> None:
        _show(target.endpoint.removeprefix(SIMULATED), notice, at=utc_now())


def public_key(key: str) -> str:
    """The half that browsers are given, of a private key as `make_key` writes it."""
    return _encode(Vapid02.from_string(key).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def make_key() -> str:
    """A new private key, as NAVIGATOR_PUSH_KEY takes it."""
    made = Vapid02()
    made.generate_keys()
    return _encode(made.private_key.private_numbers().private_value.to_bytes(32, "big"))


def from_settings(settings: Settings) -> Pusher | None:
    """What notifies people here; None when nothing does, and they get texts."""
    if settings.push_key:
        allows_inside = settings.push_inside == "allow"
        return WebPusher(
            key=settings.push_key,
            contact=settings.push_contact,
            allows_inside=allows_inside,
            shown_path=partial(shown_path, key=settings.secret_key),
        )
    return SimulatorPusher() if settings.is_demo else None


def _show(phone: str, notice: Notice, *, at: datetime) -> None:
    with Session(db.engine) as session:
        session.add(
            SimulatedText(
                sid=f"PU{new_id().hex}",
                phone=phone,
                from_person=False,
                subject=TITLE,
                body=notice.words,
                happened_at=at,
                client_reference=str(notice.id),
            )
        )
        session.commit()


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
