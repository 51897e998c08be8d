"""Sharing a shortlist: a link that opens the same listings for anybody who has it."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import choice

from sqlalchemy import delete, select

from directory.shortlists.models import SharedShortlist
from navigator.db import db

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0 or o, 1, i or l: somebody may type it from paper
LENGTH = 10  # 49 bits: what may help one person is no business of whoever tries links
LASTS = timedelta(days=180)


def share(*, service_ids: Sequence[uuid.UUID], now: datetime) -> str:
    """The token of a new link to these listings; its page is `path(token)`, for 180 days."""
    token = "".join(choice(ALPHABET) for _ in range(LENGTH))
    db.session.add(
        SharedShortlist(
            digest=_digest(token), service_ids=[str(identity) for identity in service_ids], made_at=now, expires_at=now + LASTS
        )
    )
    db.session.flush()
    return token


def path(token: str) -> str:
    """Where the link leads, to be put after the service's public address."""
    return f"/s/{token}"


def find_shared(*, token: str, now: datetime) -> list[uuid.UUID] | None:
    """The listings of a link; None when there is no such link, or no longer."""
    shared = db.session.scalar(
        select(SharedShortlist).where(SharedShortlist.digest == _digest(token), SharedShortlist.expires_at > now)
    )
    return [uuid.UUID(text) for text in shared.service_ids] if shared else None


def tidy(*, now: datetime) -> int:
    """Forget the links that no longer work; how many there were."""
    gone = db.session.execute(delete(SharedShortlist).where(SharedShortlist.expires_at <= now))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE gives a CursorResult


def _digest(token: str) -> str:
    return sha256(token.strip().lower().encode()).hexdigest()
