"""Whose the words are that a page keeps on a device until they are saved, and the key that only pages of theirs are given."""

import hmac
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256

from navigator.people.models import Person, Staff


@dataclass(frozen=True)
class Drafts:
    """`owner` names them on the device without saying who; `key` (32 bytes, in base64) is what drafts are sealed with."""

    owner: str
    key: str


def of(whose: Staff | Person | None, *, secret: str) -> Drafts | None:
    """For whoever is signed in; None when nobody is, and nothing is kept then."""
    if whose is None:
        return None
    key = hmac.digest(secret.encode(), f"drafts of {type(whose).__name__} {whose.id}".encode(), sha256)
    return Drafts(owner=sha256(key).hexdigest()[:16], key=b64encode(key).decode())
