"""How a call is signed, and how its receiver checks it. Pure rules; the recipe stands in docs/decisions/webhooks-out.md."""

import hmac
from collections.abc import Sequence
from hashlib import sha256

HEADER = "Care-Navigator-Signature"
GOOD_FOR = 300  # seconds: an older call is an old call sent again by somebody else


def sign(secrets: Sequence[str], body: bytes, *, at: int) -> str:
    """`t=<seconds since 1970>,v1=<hex>`, one `v1` for each secret: HMAC-SHA256 over `t`, a full stop, and the body."""
    return ",".join([f"t={at}", *(f"v1={_digest(secret, body, at=at)}" for secret in secrets)])


def is_genuine(header: str, secret: str, body: bytes, *, now: int) -> bool:
    """What a receiver asks before it believes a call."""
    parts = [part.strip().partition("=") for part in header.split(",")]
    moments = [value for name, _, value in parts if name == "t"]
    if len(moments) != 1 or not moments[0].isdecimal() or abs(now - int(moments[0])) > GOOD_FOR:
        return False
    expected = _digest(secret, body, at=int(moments[0]))
    return any(name == "v1" and hmac.compare_digest(value.encode(), expected.encode()) for name, _, value in parts)


def _digest(secret: str, body: bytes, *, at: int) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, sha256).hexdigest()
