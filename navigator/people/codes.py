"""Six digits, texted to a person who opened a link: they prove that the phone in hand is the one we know."""

import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import randbelow

from sqlalchemy import select, update

from navigator.db import db, new_id
from navigator.people.models import Person, SignInCode

LASTS = timedelta(minutes=10)
MOST_WRONG = 5


class CodeWrong(Exception):
    """These are not the digits we sent."""


class CodeExpired(Exception):
    """There is no code waiting: it ran out, was used, or a newer one was sent."""


class TooManyTries(Exception):
    """Too many wrong tries: this code is over."""


@dataclass(frozen=True)
class IssuedCode:
    """A code on its way. `digits` are known only now; `id` names it, and so the text that carries it."""

    id: uuid.UUID
    digits: str
    expires_at: datetime


def issue_code(*, person: Person, now: datetime, key: str) -> IssuedCode:
    """A new code for `person`, good for ten minutes; any code before it ends. `key` is the service's secret."""
    db.session.execute(
        update(SignInCode)
        .where(SignInCode.person_id == person.id, SignInCode.used_at.is_(None), SignInCode.expires_at > now)
        .values(expires_at=now)
    )
    code_id, digits = new_id(), f"{randbelow(1_000_000):06d}"
    code = SignInCode(
        id=code_id,
        person_id=person.id,
        digest=_digest(code_id, digits, key),
        created_at=now,
        expires_at=now + LASTS,
        wrong_tries=0,
    )
    db.session.add(code)
    db.session.flush()
    return IssuedCode(code_id, digits, code.expires_at)


def check_code(*, person_id: uuid.UUID, digits: str, now: datetime, key: str) -> None:
    """Use up the person's code, if `digits` are it. Raises `CodeWrong`, `CodeExpired` or `TooManyTries`.

    A wrong try is counted in the database: the caller commits even when this raises.
    """
    code = db.session.scalars(
        select(SignInCode)
        .where(SignInCode.person_id == person_id)
        .order_by(SignInCode.created_at.desc(), SignInCode.id.desc())
        .limit(1)
    ).first()
    if code is None or code.used_at is not None or code.expires_at <= now:
        raise CodeExpired
    # The try is spent before the digits are looked at, in one statement: many at once cannot share the last one.
    spent = db.session.execute(
        update(SignInCode)
        .where(SignInCode.id == code.id, SignInCode.used_at.is_(None), SignInCode.wrong_tries < MOST_WRONG)
        .values(wrong_tries=SignInCode.wrong_tries + 1)
        .execution_options(synchronize_session="fetch")
    )
    if spent.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise TooManyTries
    if not hmac.compare_digest(code.digest, _digest(code.id, digits, key)):
        if code.wrong_tries >= MOST_WRONG:
            raise TooManyTries
        raise CodeWrong
    code.used_at = now
    db.session.flush()


def _digest(code_id: uuid.UUID, digits: str, key: str) -> str:
    return hmac.new(f"sign-in code {key}".encode(), f"{code_id} {digits}".encode(), "sha256").hexdigest()
