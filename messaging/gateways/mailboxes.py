"""A mailbox on a mail server, read over IMAP (RFC 3501). Messages are known by their number there (UID), which only grows."""

import imaplib
import logging
import ssl
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from navigator.config import Settings

TIMEOUT = 20.0  # seconds, of any one answer
STANDARD_PORTS = {"imaps": 993, "imap": 143}
AT_ONCE = 5000  # numbers asked for in one search, so that no answer is long
PASSING = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]")  # a server's words (RFC 5530) for "not now"
logging.getLogger("imapclient").setLevel(logging.WARNING)  # it would write down all that is said, passwords too


class MailboxTrouble(StrEnum):
    """What keeps us from reading a mailbox."""

    REFUSED = "refused"  # the name or the password
    NO_FOLDER = "no_folder"
    NOT_SAFE = "not_safe"  # its certificate is not right
    UNREACHABLE = "unreachable"  # nobody answers, or the answer broke off: it may pass by itself


class MailboxClosed(Exception):
    """The mailbox cannot be read now. Says nothing of what the server said, in which there may be a name or a password."""

    def __init__(self, trouble: MailboxTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True)
class MailboxAddress:
    """Where a mailbox is, and who may read it."""

    host: str
    port: int
    is_tls: bool
    user: str
    password: str = field(repr=False)
    folder: str

    @property
    def name(self) -> str:
        """As logs and people call it."""
        return f"{self.folder} of {self.user} at {self.host}"


class OpenMailbox(Protocol):
    """A mailbox while it is open. Each of these raises `MailboxClosed`."""

    @property
    def validity(self) -> int:
        """Another number than last time: the mailbox was made anew, and its messages are numbered anew."""
        ...

    def list_after(self, number: int, *, most: int) -> list[int]:
        """Messages numbered higher, the lowest first."""
        ...

    def size(self, number: int) -> int | None:
        """How many bytes a message has; None when it is there no longer."""
        ...

    def fetch(self, number: int, *, most: int) -> bytes | None:
        """A message, cut off after `most` bytes. It stays unread for whoever looks into the mailbox."""
        ...

    def delete(self, numbers: Sequence[int]) -> None:
        """Take messages out of the mailbox."""
        ...


class Mailbox(Protocol):
    """A mailbox that can be opened."""

    @property
    def name(self) -> str: ...

    def open(self) -> AbstractContextManager[OpenMailbox]:
        """The mailbox, open for as long as the context lasts. Raises `MailboxClosed`."""
        ...


class ImapMailbox:
    """A mailbox as NAVIGATOR_BOUNCES_IMAP_URL names it."""

    def __init__(self, address: MailboxAddress, *, timeout: float = TIMEOUT, context: ssl.SSLContext | None = None) -> None:
        self._address, self._timeout, self._context = address, timeout, context

    @property
    def name(self) -> str:
        return self._address.name

    @contextmanager
    def open(self) -> Iterator["_Open"]:
        address = self._address
        with _troubles():
            client = IMAPClient(address.host, address.port, ssl=address.is_tls, ssl_context=self._context, timeout=self._timeout)
        try:
            with _troubles():
                client.login(address.user, address.password)
                selected = _select(client, address.folder)
            yield _Open(client, selected)
            with suppress(IMAPClientError, OSError):
                client.logout()
        finally:
            with suppress(OSError):
                client.shutdown()


class _Open:
    def __init__(self, client: IMAPClient, selected: dict[bytes, Any]) -> None:
        self._client = client
        self.validity = int(selected.get(b"UIDVALIDITY", 0))
        self._next = int(selected.get(b"UIDNEXT", 0))

    def list_after(self, number: int, *, most: int) -> list[int]:
        lowest = number + 1
        with _troubles():
            if not self._next:  # a server that does not say
                return sorted(one for one in self._client.search(["UID", f"{lowest}:*"]) if one >= lowest)[:most]
            while lowest < self._next:
                found = self._client.search(["UID", f"{lowest}:{lowest + AT_ONCE - 1}"])
                if found:
                    return sorted(one for one in found if one >= lowest)[:most]
                lowest += AT_ONCE
        return []

    def size(self, number: int) -> int | None:
        with _troubles():
            said = self._client.fetch([number], ["RFC822.SIZE"]).get(number, {}).get(b"RFC822.SIZE")
        return None if said is None else int(said)

    def fetch(self, number: int, *, most: int) -> bytes | None:
        with _troubles():
            said = self._client.fetch([number], [f"BODY.PEEK[]<0.{most}>"]).get(number, {})
        raw = next((value for name, value in said.items() if name.startswith(b"BODY[]")), None)
        return raw if raw is None else bytes(raw)

    def delete(self, numbers: Sequence[int]) -> None:
        with _troubles():
            if not numbers:
                return
            self._client.delete_messages(list(numbers), silent=True)
            if self._client.has_capability("UIDPLUS"):  # without it, what others have marked would go too
                self._client.expunge(list(numbers))


def from_settings(settings: Settings) -> ImapMailbox | None:
    """The mailbox that e-mails come back to; None when nobody has named one."""
    return ImapMailbox(read_address(settings.bounces_imap_url)) if settings.bounces_imap_url else None


def read_address(url: str) -> MailboxAddress:
    """`imaps://user:password@host:993/INBOX`, as the settings have checked it."""
    parts = urlsplit(url)
    return MailboxAddress(
        host=parts.hostname or "",
        port=parts.port or STANDARD_PORTS[parts.scheme],
        is_tls=parts.scheme == "imaps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
    )


def _select(client: IMAPClient, folder: str) -> dict[bytes, Any]:
    try:
        selected: dict[bytes, Any] = client.select_folder(folder)
    except imaplib.IMAP4.abort:
        raise
    except IMAPClientError as problem:
        raise MailboxClosed(MailboxTrouble.NO_FOLDER) from problem
    return selected


@contextmanager
def _troubles() -> Iterator[None]:
    """Whatever goes wrong with the server becomes one of the few troubles we act upon."""
    try:
        yield
    except LoginError as problem:
        broke_off = isinstance(problem.__context__, imaplib.IMAP4.abort)
        is_passing = broke_off or any(word in str(problem).upper() for word in PASSING)
        raise MailboxClosed(MailboxTrouble.UNREACHABLE if is_passing else MailboxTrouble.REFUSED) from None
    except ssl.SSLCertVerificationError:
        raise MailboxClosed(MailboxTrouble.NOT_SAFE) from None
    except (OSError, IMAPClientError, ValueError, KeyError):  # what it sent may be no IMAP at all
        raise MailboxClosed(MailboxTrouble.UNREACHABLE) from None
