"""What a gateway is: the one way a message leaves us, and how its provider's calls to us are read.

Real ones: `twilio`, `vonage`, `simulated`, `mailers`, `console`; two of them one after the other: `failover`.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from messaging.states import State
from messaging.troubles import Trouble


@dataclass(frozen=True)
class Parcel:
    """A message ready to go: free of the database, because nothing may hold a transaction while it travels.

    `provider` names who is to carry it, when there are several; it was written down before the parcel was handed over.
    """

    id: uuid.UUID
    to: str
    body: str
    subject: str = ""
    provider: str = ""
    can_be_stopped: bool = False  # with one tap, from the mailbox


class GatewayError(Exception):
    """The message was certainly not accepted. `permanent`: nor would it be the next time. `code` is the provider's.

    `retry_after`: for how many seconds the provider asks us to send it nothing at all. `trouble`: what the code means,
    when we know it.
    """

    def __init__(self, code: str, *, permanent: bool, retry_after: float | None = None, trouble: Trouble | None = None) -> None:
        super().__init__(code)
        self.code, self.permanent, self.retry_after, self.trouble = code, permanent, retry_after, trouble


class OutcomeUnknown(Exception):
    """We do not know whether the provider has it: ask before sending again."""


class CannotBeAsked(Exception):
    """This provider has no way to say what it was given: only its news, or a human, can settle what is uncertain."""


class Gateway(Protocol):
    """A way to send texts.

    `name`: the provider, as a message's row keeps it. `at_once`: how many calls, each on a thread of its own, it may be
    given side by side. `stop_link`: None where texts can be answered; otherwise, for a message's id, the address of the
    page that stops texts, because nobody can reply STOP.
    """

    @property
    def name(self) -> str: ...

    @property
    def at_once(self) -> int: ...

    @property
    def stop_link(self) -> Callable[[uuid.UUID], str] | None: ...

    def send(self, parcel: Parcel) -> str:
        """Hand a text over; gives the provider's id. Raises `GatewayError` and `OutcomeUnknown`."""
        ...

    def list_sent(self, *, to: str, body: str, since: datetime, provider: str = "") -> list[str]:
        """The provider's ids of texts it has with these words for this number, since then, oldest first.

        Raises `GatewayError` (not permanent) when it does not answer, `CannotBeAsked` when it never could.
        """
        ...


class Mailer(Protocol):
    """A way to send e-mails. No mail server can be asked what it has: an uncertain e-mail is sent again, with the same
    Message-ID, by which mailboxes may know it.
    """

    def send(self, parcel: Parcel) -> None:
        """Hand an e-mail over. Raises `GatewayError` and `OutcomeUnknown`."""
        ...


@dataclass(frozen=True)
class Call:
    """A provider's call to us, as it came: `url` is the address people know us by, with the query as it was sent.

    `headers` by their names in small letters.
    """

    url: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    content_type: str = ""


@dataclass(frozen=True)
class PhoneText:
    """A text from a phone, as a provider tells us of it. Numbers are E.164, or whatever else a sender may be called.

    `media`: how many pictures or sounds came with it. They are not fetched.
    """

    provider_id: str
    from_number: str
    to_number: str
    body: str
    media: int = 0


@dataclass(frozen=True)
class News:
    """What a provider says has become of a text we gave it.

    `state` None: it used a word we do not know (`said`). `code` is the provider's, "" without one; `trouble` what it means,
    None when we do not know it. `message_id` is our own id, when the provider gives it back to us.
    """

    provider_id: str
    said: str
    state: State | None
    code: str = ""
    trouble: Trouble | None = None
    message_id: uuid.UUID | None = None


class Unreadable(Exception):
    """A call that is signed, but lacks what it should say. It is kept as it came."""


class NotSigned(Exception):
    """A call that nobody who knows our secret made; or made so long ago that somebody must have kept it to send it again."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Caller(Protocol):
    """How one provider calls us."""

    def check(self, call: Call, *, now: datetime) -> None:
        """Raises `NotSigned` unless the provider made this call."""
        ...

    def read_text(self, call: Call) -> PhoneText:
        """A text from a phone. Raises `Unreadable`."""
        ...

    def read_news(self, call: Call) -> News:
        """What became of a text. Raises `Unreadable`."""
        ...


@dataclass(frozen=True)
class Sender:
    """What our texts come from: a number, or a name of letters that nobody can answer."""

    value: str

    @property
    def is_name(self) -> bool:
        return any(letter.isalpha() for letter in self.value)


LONGEST_ID = 64
LONGEST_NUMBER = 20
LONGEST_BODY = 10_000  # characters; the longest text a phone can send is 1,600


def checked_text(*, provider_id: str, from_number: str, to_number: str, body: str, media: int = 0) -> PhoneText:
    """A text from a phone, within what we can keep. Raises `Unreadable`."""
    if not 1 <= len(provider_id) <= LONGEST_ID or not 1 <= len(from_number) <= LONGEST_NUMBER:
        raise Unreadable("no id, or nobody it is from")
    if len(to_number) > LONGEST_NUMBER or len(body) > LONGEST_BODY:
        raise Unreadable("longer than any text")
    # PostgreSQL cannot keep a nought
    return PhoneText(provider_id, from_number, to_number, body.replace("\x00", ""), media)


def parse_id(text: str) -> uuid.UUID | None:
    """One of our own ids, as a provider gives it back; None when it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
