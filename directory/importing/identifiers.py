"""Our identifier for a row of a source: its own when that is a UUID; otherwise one made from it, the same at every import."""

import re
import uuid

NAMESPACE = uuid.UUID("0c1d1b2e-6c0f-5b0e-9d52-3f6f0a7c8e41")  # ours; never to change, or every import would bring all in anew

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


def is_uuid(raw: str) -> bool:
    return _UUID.fullmatch(raw) is not None


def identify(table: str, raw: str, scope: str) -> uuid.UUID:
    """The identifier of the row that its source calls `raw`.

    Many sources number their rows from 1, so `scope` says whose row it is (its organization, its listing, its name):
    two councils' service 17 stay two, wherever either was fetched from.
    """
    return uuid.UUID(raw.lower()) if is_uuid(raw) else made(table, scope, raw)


def made(*parts: str) -> uuid.UUID:
    """An identifier that stands for these words, always the same."""
    return uuid.uuid5(NAMESPACE, "\x1f".join(parts).encode("utf-8", "replace").decode())  # JSON can hold halves of characters
