"""What a gateway is: the one way a message leaves us. Real ones are in `gateways`, `mailers`, `twilio_gateway`, `simulator`."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Parcel:
    """A message ready to go: free of the database, because nothing may hold a transaction while it travels."""

    id: uuid.UUID
    to: str
    body: str
    subject: str = ""


class GatewayError(Exception):
    """The message was certainly not accepted. `permanent`: nor would it be the next time. `code` is the provider's.

    `retry_after`: for how many seconds the provider asks us to send it nothing at all.
    """

    def __init__(self, code: str, *, permanent: bool, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.code, self.permanent, self.retry_after = code, permanent, retry_after


class OutcomeUnknown(Exception):
    """We do not know whether the provider has it: ask before sending again."""


class Gateway(Protocol):
    """A way to send texts. `at_once`: how many calls, each on a thread of its own, it may be given side by side."""

    at_once: int

    def send(self, parcel: Parcel) -> str:
        """Hand a text over; gives the provider's id. Raises `GatewayError` and `OutcomeUnknown`."""
        ...

    def list_sent(self, *, to: str, body: str, since: datetime) -> list[str]:
        """The provider's ids of texts it has with these words for this number, since then, oldest first.

        Raises `GatewayError` (not permanent) when it cannot be asked.
        """
        ...


class Mailer(Protocol):
    """A way to send e-mails. No mail server can be asked what it has: an uncertain e-mail is sent again, with the same
    Message-ID, by which mailboxes may know it.
    """

    def send(self, parcel: Parcel) -> None:
        """Hand an e-mail over. Raises `GatewayError` and `OutcomeUnknown`."""
        ...
