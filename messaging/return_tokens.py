"""The marks by which what comes back finds its message: in an e-mail's return address, in the link that stops e-mails, and in
the address a browser calls when it has shown a notification.

Pure: a message's id, signed. Letters of one case, because mail servers may change it.
"""

import base64
import hmac
import uuid
from hashlib import sha256

SIGNATURE = 9  # bytes
LENGTH = 40  # letters
RETURNED, STOPPED, SHOWN = "returned e-mail", "stop e-mails", "notification shown"  # what a mark is for


def make(message_id: uuid.UUID, *, key: str, what_for: str) -> str:
    """40 letters and digits. `what_for`: one made for one thing is worth nothing for another."""
    return base64.b32encode(message_id.bytes + _sign(message_id, key, what_for)).decode().rstrip("=").lower()


def find_message_id(token: str, *, key: str, what_for: str) -> uuid.UUID | None:
    """Which message it was made for; None when we never made it."""
    if len(token) != LENGTH or not token.isascii():
        return None
    try:
        raw = base64.b32decode(token.upper())
    except ValueError:
        return None
    message_id = uuid.UUID(bytes=raw[:16])
    return message_id if hmac.compare_digest(raw[16:], _sign(message_id, key, what_for)) else None


def return_address(message_id: uuid.UUID, *, base: str, key: str) -> str:
    """Where what comes back of a message goes: "bounces@care.example" gives "bounces+<mark>@care.example"."""
    local, _, domain = base.rpartition("@")
    return f"{local}+{make(message_id, key=key, what_for=RETURNED)}@{domain}"


def unsubscribe_link(message_id: uuid.UUID, *, public_url: str, key: str) -> str:
    """The address that ends a message's kind of e-mail with one tap."""
    return f"{public_url}/unsubscribe/{make(message_id, key=key, what_for=STOPPED)}"


def shown_path(message_id: uuid.UUID, *, key: str) -> str:
    """What a browser calls, of this service, when it has shown a notification. It is good for saying so, and for nothing else."""
    return f"/shown/{make(message_id, key=key, what_for=SHOWN)}"


def _sign(message_id: uuid.UUID, key: str, what_for: str) -> bytes:
    return hmac.new(key.encode(), what_for.encode() + b" " + message_id.bytes, sha256).digest()[:SIGNATURE]
