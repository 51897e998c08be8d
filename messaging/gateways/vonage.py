"""The one module that speaks to Vonage's Messages API (`POST /v1/messages`): JSON both ways, calls to us signed by JWT.

It has no way to ask what was accepted (its Reports product is another contract), so what is uncertain waits for news, which
carries our own id back, and then for a human. Facts: developer.vonage.com, "Messages API", "Signed webhooks", "API errors".
"""

import hashlib
import hmac
import json
import logging
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import requests

from messaging.gateways.handover import (
    Call,
    CannotBeAsked,
    GatewayError,
    News,
    NotSigned,
    OutcomeUnknown,
    Parcel,
    PhoneText,
    Sender,
    Unreadable,
    checked_text,
    parse_id,
)
from messaging.gateways.reaching import NEVER_ARRIVED, never_connected
from messaging.states import State
from messaging.troubles import Code, Trouble

log = logging.getLogger(__name__)

NAME = "vonage"
CONNECT_AND_READ = (5.0, 20.0)  # seconds; as for any provider, far below the worker's lease
CALLS_ARE_MADE_WITHIN = timedelta(hours=25)  # it tries for a day to tell us something; older than that, somebody kept it
CLOCKS_APART = timedelta(minutes=5)

STATUSES: dict[str, State] = {
    "submitted": State.SENT,
    "delivered": State.DELIVERED,
    "read": State.DELIVERED,
    "rejected": State.UNDELIVERED,
    "undeliverable": State.UNDELIVERED,
}

CODES: dict[str, Code] = {
    "1000": Code(Trouble.TOO_FAST, "we send faster than the account allows", False),
    "1010": Code(Trouble.WORDS, "something that must be said is missing", True),
    "1020": Code(Trouble.WORDS, "something we said is not valid", True),
    "1030": Code(Trouble.PROVIDER_DOWN, "the provider had a fault of its own", False),
    "1040": Code(Trouble.WRONG_NUMBER, "the provider knows no network for that number", True),
    "1050": Code(Trouble.BLOCKED, "the number is barred from receiving texts", True),
    "1060": Code(Trouble.OUR_ACCOUNT, "our account is barred", False),
    "1070": Code(Trouble.OUR_ACCOUNT, "our account has no credit left", False),
    "1080": Code(Trouble.OUR_ACCOUNT, "our account is not set up for this", False),
    "1090": Code(Trouble.WORDS, "the text is too long", True),
    "1100": Code(Trouble.PROVIDER_DOWN, "the provider could not pass it on", False),
    "1120": Code(Trouble.OUR_SENDER, "our number or name may not send there", False),
    "1210": Code(Trouble.SPAM, "the network took the text for spam", True),
    "1430": Code(Trouble.WRONG_NUMBER, "the number is not a telephone number", True),
}
# An answer to the post itself, by its HTTP status, when its own code says nothing we know.
BY_STATUS: dict[int, Code] = {
    401: Code(Trouble.OUR_ACCOUNT, "the provider does not know our key", False),
    402: Code(Trouble.OUR_ACCOUNT, "our account has no credit left", False),
    403: Code(Trouble.OUR_ACCOUNT, "our account may not do this", False),
    429: Code(Trouble.TOO_FAST, "we send faster than the account allows", False),
    503: Code(Trouble.PROVIDER_DOWN, "the provider is out of service for a while", False),
}


class VonageGateway:
    """Texts through Vonage's Messages API."""

    name = NAME
    at_once = 4

    def __init__(
        self,
        *,
        api_key: str,
        api_secret: str,
        sender: str,
        api_url: str,
        stop_link: Callable[[uuid.UUID], str] | None = None,
    ) -> None:
        self._auth, self._address = (api_key, api_secret), f"{api_url.rstrip('/')}/v1/messages"
        self._sender = sender.removeprefix("+")  # their numbers have no plus
        self.stop_link = stop_link if Sender(sender).is_name else None

    def send(self, parcel: Parcel) -> str:
        """As `Gateway.send`. `client_ref` is our id: their news gives it back, and so settles what we did not hear."""
        asked = {
            "channel": "sms",
            "message_type": "text",
            "to": parcel.to.removeprefix("+"),
            "from": self._sender,
            "text": parcel.body,
            "client_ref": str(parcel.id),
        }
        try:
            answer = requests.post(self._address, json=asked, auth=self._auth, timeout=CONNECT_AND_READ)
        except NEVER_ARRIVED as problem:
            raise _unreachable() from problem
        except requests.exceptions.ConnectionError as problem:
            if never_connected(problem):
                raise _unreachable() from problem
            raise OutcomeUnknown(type(problem).__name__) from problem
        except requests.exceptions.RequestException as problem:
            raise OutcomeUnknown(type(problem).__name__) from problem
        said = _read(answer.content)
        if not answer.ok:
            raise _refusal(answer, said)
        sent_id = said.get("message_uuid")
        if not sent_id:
            raise OutcomeUnknown("an answer without an id")
        return str(sent_id)

    def list_sent(self, *, to: str, body: str, since: datetime, provider: str = "") -> list[str]:
        raise CannotBeAsked(self.name)


class VonageCaller:
    """Vonage's calls to us: JSON, with a JWT signed by the account's signature secret and holding a digest of the body."""

    def __init__(self, *, signature_secret: str) -> None:
        self._secret = signature_secret

    def check(self, call: Call, *, now: datetime) -> None:
        """As `Caller.check`. The digest is not left to TLS: the token alone would let any body in."""
        scheme, _, token = call.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotSigned("no signature")
        try:
            claims = jwt.decode(
                token.strip(),
                self._secret,
                algorithms=["HS256"],
                options={"require": ["iat", "payload_hash"], "verify_iat": False, "verify_exp": False, "verify_aud": False},
            )
            signed_at = datetime.fromtimestamp(int(claims["iat"]), UTC)
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, OSError) as problem:
            raise NotSigned("a wrong signature") from problem
        digest = hashlib.sha256(call.body).hexdigest()
        if not hmac.compare_digest(str(claims["payload_hash"]).lower().encode(), digest.encode()):
            raise NotSigned("a body that is not the one signed")
        if not now - CALLS_ARE_MADE_WITHIN <= signed_at <= now + CLOCKS_APART:
            raise NotSigned("a call from another time")

    def read_text(self, call: Call) -> PhoneText:
        said = _read(call.body)
        return checked_text(
            provider_id=_word(said, "message_uuid"),
            from_number=_number(_word(said, "from")),
            to_number=_number(_word(said, "to")),
            body=_word(said, "text"),
            media=int(_word(said, "message_type") not in ("", "text")),
        )

    def read_news(self, call: Call) -> News:
        said = _read(call.body)
        provider_id, status = _word(said, "message_uuid"), _word(said, "status")
        if not 1 <= len(provider_id) <= 64 or not status:
            raise Unreadable("no id, or no status")
        code = _code(said.get("error"))
        known = CODES.get(code)
        return News(
            provider_id=provider_id,
            said=status[:40],
            state=STATUSES.get(status),
            code=code,
            trouble=known.trouble if known else None,
            message_id=parse_id(_word(said, "client_ref")),
        )


def sign(*, secret: str, body: bytes, now: datetime) -> str:
    """The Authorization header Vonage would give a call: tests sign as it does."""
    digest = hashlib.sha256(body).hexdigest()
    claims = {"iat": int(now.timestamp()), "jti": uuid.uuid4().hex, "iss": "Vonage", "payload_hash": digest}
    return f"Bearer {jwt.encode(claims, secret, algorithm='HS256')}"


def _refusal(answer: requests.Response, said: dict[str, Any]) -> Exception:
    status = answer.status_code
    if status >= 500 and status != 503:
        return OutcomeUnknown(f"HTTP {status}")
    code = _code(said) or str(status)
    wait = answer.headers.get("Retry-After", "")
    retry_after = float(wait) if wait.isdigit() else None
    known = CODES.get(code) or BY_STATUS.get(status)
    if known:
        return GatewayError(code, permanent=known.is_permanent, retry_after=retry_after, trouble=known.trouble)
    log.error("the provider refused a text with a code we do not know: %s (HTTP %s)", code, status)
    return GatewayError(code, permanent=400 <= status < 500, retry_after=retry_after)


def _unreachable() -> GatewayError:
    return GatewayError("unreachable", permanent=False, trouble=Trouble.PROVIDER_DOWN)


def _read(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _word(said: dict[str, Any], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _code(problem: object) -> str:
    """The number at the end of an error's `type`, or its `title`; some errors are wrapped in another."""
    if not isinstance(problem, dict):
        return ""
    if isinstance(problem.get("error"), dict):
        return _code(problem["error"])
    fragment = str(problem.get("type") or "").rpartition("#")[2]
    title = str(problem.get("title") or "")
    return (fragment if fragment.isdigit() or not title.isdigit() else title)[:40]


def _number(said: str) -> str:
    return f"+{said}" if said.isascii() and said.isdigit() and len(said) > 6 else said
