"""Links that stop texts: for those who got a text they cannot answer. Pure: a message's id, signed.

The link names no number and no person, and does one thing only: a stranger who came by it could stop somebody's texts,
which their navigator would see and could undo, and could read nothing.
"""

import base64
import hmac
import uuid
from hashlib import sha256

SIGNATURE = 9  # bytes: 12 letters. Guessing one takes more tries than the service answers in a thousand years


def path(message_id: uuid.UUID, *, key: str) -> str:
    """Where the link leads, to be put after the service's public address. 39 letters."""
    return f"/stop/{_write(message_id.bytes + _sign(message_id, key))}"


def find_message_id(token: str, *, key: str) -> uuid.UUID | None:
    """Which message a link came with; None when we never made it."""
    if len(token) != 34 or not token.isascii():
        return None
    try:
        raw = base64.b64decode(token + "==", altchars=b"-_", validate=True)
    except ValueError:
        return None
    message_id = uuid.UUID(bytes=raw[:16])
    return message_id if hmac.compare_digest(raw[16:], _sign(message_id, key)) else None


def _sign(message_id: uuid.UUID, key: str) -> bytes:
    return hmac.new(key.encode(), b"stop texts " + message_id.bytes, sha256).digest()[:SIGNATURE]


def _write(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
