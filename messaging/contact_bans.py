"""Whom nothing may be written to, by any path: it could put them in danger. Looked at last of all, before a message leaves.

A STOP is a wish about texts, and its holder may lift it; a ban is about everything (texts, e-mails, letters, the answers a
machine gives), is set by staff and lifted by staff, and no word from the phone lifts it: whoever holds the phone may not be
the person. Addresses are kept by digest, as those of `opt_outs` are.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from messaging.models import ContactBan, OutgoingMessage
from navigator.db import db


@dataclass(frozen=True)
class Ban:
    """What one ban covers: a recipient, what messages are about, addresses."""

    recipient_id: uuid.UUID | None = None
    about_id: uuid.UUID | None = None
    addresses: tuple[str, ...] = ()

    @property
    def keys(self) -> set[str]:
        named = {f"to:{self.recipient_id}"} if self.recipient_id else set()
        named |= {f"about:{self.about_id}"} if self.about_id else set()
        return named | {_of_address(address) for address in self.addresses if address.strip()}


def put(*, whose: uuid.UUID, ban: Ban, now: datetime) -> None:
    """From now on this is all that `whose` (a person, a referral) must not be reached by. An empty ban lifts it."""
    standing = {row.key: row for row in db.session.scalars(select(ContactBan).where(ContactBan.whose_id == whose))}
    for key, row in standing.items():
        if key not in ban.keys:
            db.session.delete(row)
    for key in sorted(ban.keys - standing.keys()):
        db.session.add(ContactBan(whose_id=whose, key=key, since=now))
    db.session.flush()


def is_banned(ban: Ban) -> bool:
    """Whether any of these must not be written to, or about."""
    return db.session.scalar(select(ContactBan.id).where(ContactBan.key.in_(ban.keys)).limit(1)) is not None


def find_banned(ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Of these messages, those that may not go to whom they are for."""
    rows = db.session.execute(
        select(OutgoingMessage.id, OutgoingMessage.recipient_id, OutgoingMessage.about_id, OutgoingMessage.to_address).where(
            OutgoingMessage.id.in_(ids)
        )
    ).all()
    keys = {
        message_id: Ban(to, about if to else None, (address,)).keys  # what is about a referral goes to the group all the same
        for message_id, to, about, address in rows
    }
    banned = _which(key for named in keys.values() for key in named)
    return {message_id for message_id, named in keys.items() if named & banned}


def _which(keys: Iterable[str]) -> set[str]:
    return set(db.session.scalars(select(ContactBan.key).where(ContactBan.key.in_(set(keys)))))


def _of_address(address: str) -> str:
    return f"at:{sha256(address.strip().lower().encode()).hexdigest()}"
