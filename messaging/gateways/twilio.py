"""The one module that speaks to Twilio: sending, asking what was sent, and reading its calls to us."""

import logging
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import requests
from twilio.base.exceptions import TwilioException
from twilio.request_validator import RequestValidator, get_signature_algorithm
from twilio.rest import Client
from werkzeug.datastructures import MultiDict

from messaging.gateways.handover import (
    Call,
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
from messaging.gateways.twilio_http import KeptOpen
from messaging.states import State
from messaging.troubles import Code, Trouble
from messaging.wording import segments

log = logging.getLogger(__name__)

NAME = "twilio"
CONNECT_AND_READ = (5.0, 20.0)  # seconds; far below the worker's lease, so that no lease ends during a call
CLOCKS_APART = timedelta(days=1)  # generous: older texts with the same words have their ids in our table, and are passed over
HOW_FAR_BACK = 200  # texts to one number the provider is asked for: days of them

# What Twilio says of a message (its MessageStatus), as one of our states. Words that say only "we have it" are SENT.
STATUSES: dict[str, State] = {
    "queued": State.SENT,
    "accepted": State.SENT,
    "scheduled": State.SENT,
    "sending": State.SENT,
    "sent": State.SENT,
    "delivered": State.DELIVERED,
    "read": State.DELIVERED,
    "undelivered": State.UNDELIVERED,
    "failed": State.FAILED,
    "canceled": State.FAILED,
}

CODES: dict[str, Code] = {
    "20003": Code(Trouble.OUR_ACCOUNT, "the provider does not know our account or its key", False),
    "20005": Code(Trouble.OUR_ACCOUNT, "our account is not active", False),
    "20429": Code(Trouble.TOO_FAST, "we send faster than the provider allows", False),
    "20500": Code(Trouble.PROVIDER_DOWN, "the provider had a fault of its own", False),
    "20503": Code(Trouble.PROVIDER_DOWN, "the provider is out of service for a while", False),
    "21211": Code(Trouble.WRONG_NUMBER, "the number is not a telephone number", True),
    "21265": Code(Trouble.NOT_A_MOBILE, "the number is a short code, which cannot be texted", True),
    "21408": Code(Trouble.COUNTRY, "our account may not text that country", True),
    "21606": Code(Trouble.OUR_SENDER, "our own number cannot send texts", False),
    "21610": Code(Trouble.STOPPED, "the person said STOP, and the carrier holds them to it", True),
    "21611": Code(Trouble.TOO_FAST, "too many texts are waiting at the provider", False),
    "21612": Code(Trouble.BLOCKED, "the provider cannot reach that number from ours", True),
    "21614": Code(Trouble.NOT_A_MOBILE, "the number is not a mobile", True),
    "21617": Code(Trouble.WORDS, "the text is too long", True),
    "21619": Code(Trouble.WORDS, "the text is empty", True),
    "30001": Code(Trouble.TOO_FAST, "too many texts are waiting at the provider", False),
    "30002": Code(Trouble.OUR_ACCOUNT, "our account is suspended", False),
    "30003": Code(Trouble.OUT_OF_REACH, "the phone is switched off, out of reach, or cannot take texts", False),
    "30004": Code(Trouble.BLOCKED, "the phone or its network blocks our texts", True),
    "30005": Code(Trouble.WRONG_NUMBER, "nobody has that number, or it is no longer in use", True),
    "30006": Code(Trouble.NOT_A_MOBILE, "the number is a landline, or its network takes no texts", True),
    "30007": Code(Trouble.SPAM, "the network took the text for spam", True),
    "30008": Code(Trouble.NOT_SAID, "the network could not deliver it and does not say why", False),
    "30410": Code(Trouble.OUT_OF_REACH, "the network did not answer in time", False),
}


class TwilioGateway:
    """Texts through Twilio's message resource: from a number, from a name, or from a messaging service's pool of numbers."""

    name = NAME
    at_once = 8  # at an answer in 150 ms, fifty texts a second: twice a county's busiest hour

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        api_url: str,
        status_url: str,
        from_number: str = "",
        messaging_service: str = "",
        stop_link: Callable[[uuid.UUID], str] | None = None,
    ) -> None:
        self._http = KeptOpen(api_url, timeout=CONNECT_AND_READ, connections=self.at_once, logger=log)
        self._client = Client(account_sid, auth_token, http_client=self._http, environment={"none": ""})
        self._status_url = status_url
        self._sender = {"messaging_service_sid": messaging_service} if messaging_service else {"from_": from_number}
        self.stop_link = stop_link if not messaging_service and Sender(from_number).is_name else None

    def send(self, parcel: Parcel) -> str:
        """As `Gateway.send`. The status callback carries our id, so news that overtakes this answer finds its message."""
        try:
            sent = self._client.messages.create(
                to=parcel.to, body=parcel.body, status_callback=f"{self._status_url}?message={parcel.id}", **self._sender
            )
        except NEVER_ARRIVED as problem:
            raise _unreachable() from problem
        except requests.exceptions.ConnectionError as problem:
            if never_connected(problem):
                raise _unreachable() from problem
            raise OutcomeUnknown(type(problem).__name__) from problem
        except TwilioException as problem:
            raise self._refusal(problem) from problem
        except (requests.exceptions.RequestException, ValueError, KeyError) as problem:
            raise OutcomeUnknown(type(problem).__name__) from problem
        if not sent.sid:
            raise OutcomeUnknown("an answer without a sid")
        return str(sent.sid)

    def list_sent(self, *, to: str, body: str, since: datetime, provider: str = "") -> list[str]:
        """As `Gateway.list_sent`. Asked by number and compared here: the resource's own dates know whole days only."""
        try:
            sent = self._client.messages.list(to=to, limit=HOW_FAR_BACK, page_size=100)
        except (TwilioException, requests.exceptions.RequestException, ValueError, KeyError) as problem:
            raise _unreachable() from problem
        earliest = since - CLOCKS_APART
        return [
            str(text.sid)
            for text in reversed(sent)
            if _plain(text.body) == _plain(body) and (text.date_created is None or text.date_created >= earliest)
        ]

    def _refusal(self, problem: TwilioException) -> Exception:
        status: int | None = getattr(problem, "status", None)
        if status is None or (status >= 500 and status != 503):
            # it may have failed after taking the text, or a proxy between us
            return OutcomeUnknown(f"HTTP {status}" if status else type(problem).__name__)
        code = str(getattr(problem, "code", None) or status)
        wait = self._http.retry_after if status in (429, 503) else None
        if known := CODES.get(code):
            return GatewayError(code, permanent=known.is_permanent, retry_after=wait, trouble=known.trouble)
        log.error("the provider refused a text with a code we do not know: %s (HTTP %s)", code, status)
        trouble = {401: Trouble.OUR_ACCOUNT, 403: Trouble.OUR_ACCOUNT, 429: Trouble.TOO_FAST, 503: Trouble.PROVIDER_DOWN}
        permanent = 400 <= status < 500 and status not in (401, 403, 408, 429)
        return GatewayError(code, permanent=permanent, retry_after=wait, trouble=trouble.get(status))


class TwilioCaller:
    """Twilio's calls to us, signed over the address and the fields; over a digest of the body, when it is not a form."""

    def __init__(self, *, token: str) -> None:
        self._token = token

    def check(self, call: Call, *, now: datetime) -> None:
        """As `Caller.check`. A signature holds no time: a call made again is known by its words (see `events`)."""
        signature = call.headers.get("x-twilio-signature", "")
        if not signature:
            raise NotSigned("no signature")
        algorithm = get_signature_algorithm(call.headers.get("x-twilio-webhooks-signature-settings"))
        what: Any = _form(call)
        if not _is_form(call) and call.body:
            if "bodySHA256" not in call.query:
                raise NotSigned("a body that the signature does not cover")
            what = call.body.decode("utf-8", errors="replace")
        if not RequestValidator(self._token).validate(call.url, what, signature, algorithm):
            raise NotSigned("a wrong signature")

    def read_text(self, call: Call) -> PhoneText:
        form = _form(call)
        media = form.get("NumMedia", "")
        return checked_text(
            provider_id=form.get("MessageSid") or form.get("SmsSid") or "",
            from_number=form.get("From", ""),
            to_number=form.get("To", ""),
            body=form.get("Body", ""),
            media=int(media) if media.isascii() and media.isdigit() and len(media) <= 3 else 0,
        )

    def read_news(self, call: Call) -> News:
        form = _form(call)
        provider_id = form.get("MessageSid") or form.get("SmsSid") or ""
        said = form.get("MessageStatus") or form.get("SmsStatus") or ""
        if not 1 <= len(provider_id) <= 64 or not said:
            raise Unreadable("no id, or no status")
        code = form.get("ErrorCode", "")[:40]
        known = CODES.get(code)
        return News(
            provider_id=provider_id,
            said=said[:40],
            state=STATUSES.get(said),
            code=code,
            trouble=known.trouble if known else None,
            message_id=parse_id(call.query.get("message", "")),
        )


def is_signed(*, token: str, url: str, fields: Mapping[str, Any], signature: str) -> bool:
    """Whether Twilio, knowing `token`, made this call to `url` (with or without its standard port)."""
    return bool(RequestValidator(token).validate(url, fields, signature))


def sign(*, token: str, url: str, fields: Mapping[str, Any]) -> str:
    """The signature Twilio would give a call: the simulator signs as it does."""
    return str(RequestValidator(token).compute_signature(url, fields))


def _is_form(call: Call) -> bool:
    return call.content_type.split(";")[0].strip().lower() in ("", "application/x-www-form-urlencoded")


def _form(call: Call) -> MultiDict[str, str]:
    if not _is_form(call):
        return MultiDict()
    try:
        fields = parse_qs(call.body.decode("utf-8", errors="replace"), keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return MultiDict()
    return MultiDict([(name, value) for name, values in fields.items() for value in values])


def _unreachable() -> GatewayError:
    return GatewayError("unreachable", permanent=False, trouble=Trouble.PROVIDER_DOWN)


def _plain(body: str | None) -> str:
    """A body to compare by: an account may be set to make quotes, dashes and spaces plain on the way."""
    return " ".join(segments.make_plain(body or "").split())
