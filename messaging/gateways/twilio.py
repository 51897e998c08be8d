"""The one module that speaks to Twilio: sending, asking what was sent, and the signatures on its calls to us."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from messaging.gateways.handover import GatewayError, OutcomeUnknown, Parcel
from messaging.states import find_code
from messaging.wording import segments

log = logging.getLogger(__name__)

CONNECT_AND_READ = (5.0, 20.0)  # seconds; far below the worker's lease, so that no lease ends during a call
CLOCKS_APART = timedelta(days=1)  # generous: older texts with the same words have their ids in our table, and are passed over
HOW_FAR_BACK = 200  # texts to one number the provider is asked for: days of them
_quiet = logging.getLogger("messaging.twilio.http")  # Twilio's client logs each request, and so the person's number
_quiet.setLevel(logging.WARNING)
NEVER_ARRIVED = (requests.exceptions.ConnectTimeout, requests.exceptions.InvalidURL, requests.exceptions.SSLError)


class _HttpClient(TwilioHttpClient):  # type: ignore[misc]  # twilio ships no types
    """Twilio's own client, sending to the address in our settings what it means for api.twilio.com."""

    def __init__(self, api_url: str) -> None:
        super().__init__(max_retries=0, logger=_quiet)
        self.timeout = CONNECT_AND_READ  # set here, because Twilio's constructor takes one number only
        self._scheme, self._host, self._prefix = urlsplit(api_url)[:3]

    def request(self, method: str, url: str, *rest: Any, **options: Any) -> Any:
        asked = urlsplit(url)
        path = self._prefix.rstrip("/") + asked.path
        return super().request(method, urlunsplit((self._scheme, self._host, path, asked.query, "")), *rest, **options)


class TwilioGateway:
    """Texts through Twilio's message resource."""

    at_once = 4

    def __init__(self, *, account_sid: str, auth_token: str, from_number: str, api_url: str, status_url: str) -> None:
        self._client = Client(account_sid, auth_token, http_client=_HttpClient(api_url), environment={"none": ""})
        self._from, self._status_url = from_number, status_url

    def send(self, parcel: Parcel) -> str:
        """As `Gateway.send`. The status callback carries our id, so news that overtakes this answer finds its message."""
        try:
            sent = self._client.messages.create(
                to=parcel.to,
                from_=self._from,
                body=parcel.body,
                status_callback=f"{self._status_url}?message={parcel.id}",
            )
        except TwilioRestException as problem:
            raise self._refusal(problem) from problem
        except NEVER_ARRIVED as problem:
            raise GatewayError("unreachable", permanent=False) from problem
        except requests.exceptions.ConnectionError as problem:
            if _was_refused(problem):
                raise GatewayError("unreachable", permanent=False) from problem
            raise OutcomeUnknown(type(problem).__name__) from problem
        except (requests.exceptions.RequestException, TwilioException, ValueError, KeyError) as problem:
            raise OutcomeUnknown(type(problem).__name__) from problem
        if not sent.sid:
            raise OutcomeUnknown("an answer without a sid")
        return str(sent.sid)

    def list_sent(self, *, to: str, body: str, since: datetime) -> list[str]:
        """As `Gateway.list_sent`. Asked by number and compared here: the resource's own dates know whole days only."""
        try:
            sent = self._client.messages.list(to=to, limit=HOW_FAR_BACK, page_size=100)
        except (TwilioException, requests.exceptions.RequestException, ValueError, KeyError) as problem:
            raise GatewayError("unreachable", permanent=False) from problem
        earliest = since - CLOCKS_APART
        return [
            str(text.sid)
            for text in reversed(sent)
            if _plain(text.body) == _plain(body) and (text.date_created is None or text.date_created >= earliest)
        ]

    @staticmethod
    def _refusal(problem: TwilioRestException) -> Exception:
        code = str(problem.code or problem.status)
        if problem.status >= 500 and problem.status != 503:
            return OutcomeUnknown(f"HTTP {problem.status}")  # it may have failed after taking the text, or a proxy between us
        known = find_code(code)
        if known:
            return GatewayError(code, permanent=known.is_permanent)
        log.error("the provider refused a text with a code we do not know: %s (HTTP %s)", code, problem.status)
        return GatewayError(code, permanent=400 <= problem.status < 500 and problem.status not in (401, 403, 408, 429))


def is_signed(*, token: str, url: str, fields: Mapping[str, Any], signature: str) -> bool:
    """Whether Twilio, knowing `token`, made this call to `url` (with or without its standard port)."""
    return bool(RequestValidator(token).validate(url, fields, signature))


def sign(*, token: str, url: str, fields: Mapping[str, Any]) -> str:
    """The signature Twilio would give a call: the simulator signs as it does."""
    return str(RequestValidator(token).compute_signature(url, fields))


def _plain(body: str | None) -> str:
    """A body to compare by: an account may be set to make quotes, dashes and spaces plain on the way."""
    return " ".join(segments.make_plain(body or "").split())


def _was_refused(problem: BaseException) -> bool:
    """Whether no connection was made at all, so nothing can have been accepted."""
    seen: set[int] = set()
    waiting: list[object] = [problem]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or not isinstance(one, BaseException):
            continue
        seen.add(id(one))
        if type(one).__name__ in ("NewConnectionError", "NameResolutionError", "ConnectionRefusedError"):
            return True
        waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
    return False
