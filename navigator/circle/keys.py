"""The links that carers' texts carry, and the six digits that open one on their phone. Callers commit."""

import hmac
import uuid
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import choice, randbelow

from sqlalchemy import select, update

from navigator.db import db
from navigator.people import codes
from navigator.people.circle_models import CircleLink, CircleMember
from navigator.people.links import ALPHABET, LENGTH

LASTS = timedelta(days=14)


def make_link(*, member_id: uuid.UUID, now: datetime, goes: datetime | None = None) -> str:
    """The token of a new link; its page is `path(token)`. It lasts from `goes`, when the text that carries it is sent."""
    token = "".join(choice(ALPHABET) for _ in range(LENGTH))
    db.session.add(
        CircleLink(member_id=member_id, digest=_digest(token), created_at=now, expires_at=max(now, goes or now) + LASTS)
    )
    db.session.flush()
    return token


def path(token: str) -> str:
    return f"/h/{token}"


def find_link(*, token: str, now: datetime) -> tuple[CircleLink, CircleMember] | None:
    """A link that works and whose it is; None when it never was, has expired or ended, or their helping has."""
    if len(token) > 40:
        return None
    found = db.session.execute(
        select(CircleLink, CircleMember)
        .join(CircleMember, CircleMember.id == CircleLink.member_id)
        .where(
            CircleLink.digest == _digest(token),
            CircleLink.expires_at > now,
            CircleLink.revoked_at.is_(None),
            CircleMember.ended_at.is_(None),
        )
    ).first()
    if found is None or found[1].person.closed_at is not None:
        return None
    return found[0], found[1]


def issue_code(*, link: CircleLink, now: datetime, key: str) -> str:
    """New digits for this link, good for ten minutes."""
    digits = f"{randbelow(1_000_000):06d}"
    link.code_digest, link.code_expires_at, link.wrong_tries = _of_code(link.id, digits, key), now + codes.LASTS, 0
    db.session.flush()
    return digits


def check_code(*, link: CircleLink, digits: str, now: datetime, key: str) -> None:
    """Use the code up, if these are its digits. Raises `codes.CodeWrong`, `CodeExpired` or `TooManyTries`; commit even then."""
    if not link.code_digest or link.code_expires_at is None or link.code_expires_at <= now:
        raise codes.CodeExpired
    spent = db.session.execute(  # the try is spent before the digits are looked at, so that many at once cannot share the last
        update(CircleLink)
        .where(CircleLink.id == link.id, CircleLink.wrong_tries < codes.MOST_WRONG)
        .values(wrong_tries=CircleLink.wrong_tries + 1)
        .execution_options(synchronize_session="fetch")
    )
    if spent.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise codes.TooManyTries
    if not hmac.compare_digest(link.code_digest, _of_code(link.id, digits, key)):
        raise codes.CodeWrong
    link.code_digest = ""
    db.session.flush()


def revoke(*, member_id: uuid.UUID, now: datetime) -> None:
    """End every link of this member."""
    db.session.execute(
        update(CircleLink).where(CircleLink.member_id == member_id, CircleLink.revoked_at.is_(None)).values(revoked_at=now)
    )


def _digest(token: str) -> str:
    return sha256(token.strip().lower().encode()).hexdigest()


def _of_code(link_id: uuid.UUID, digits: str, key: str) -> str:
    return hmac.new(f"carer code {key}".encode(), f"{link_id} {digits}".encode(), "sha256").hexdigest()
