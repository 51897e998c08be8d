"""What somebody sent after their session had ended: kept in one signed text, which the page carries through signing in.

Nothing is stored with us. The text is signed and not secret: it stands only in the browser in which it was typed. It names
who was signed in there, so that nobody else's name is put to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

SALT = "what was typed before signing in again"
MOST = 200_000  # characters: dozens of pages, and below what Flask reads of one form (500 kB)
LONGEST = timedelta(hours=12)  # longer than any session, so that it is there after a night's sleep at the latest


class TooMuchToCarry(Exception):
    """What was sent is longer than `MOST` characters, even packed."""


class NotCarried(Exception):
    """A text is not one that we packed, or is older than `LONGEST`."""


@dataclass(frozen=True)
class Carried:
    """A form on its way: the address with its query, and its fields in their order. `written_by`: a staff id, or "" unknown."""

    address: str
    fields: tuple[tuple[str, str], ...]
    written_by: str = ""


def pack(*, address: str, fields: Iterable[tuple[str, str]], written_by: str, secret: str, now: datetime) -> str:
    """One text that only we can have written. The token against forgery stays behind. Raises `TooMuchToCarry`."""
    kept = [[name, value] for name, value in fields if name != "csrf_token"]
    packed = _serializer(secret).dumps({"to": address, "fields": kept, "by": written_by, "at": now.timestamp()})
    text = packed if isinstance(packed, str) else packed.decode()
    if len(text) > MOST:
        raise TooMuchToCarry(len(text))
    return text


def unpack(text: str, *, secret: str, now: datetime) -> Carried:
    """What `pack` was given. Raises `NotCarried`."""
    try:
        kept = _serializer(secret).loads(text)
    except BadData as problem:
        raise NotCarried(str(problem)) from None
    if now.timestamp() - kept["at"] > LONGEST.total_seconds():
        raise NotCarried("too old")
    return Carried(kept["to"], tuple((name, value) for name, value in kept["fields"]), kept["by"])


def _serializer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=SALT)
