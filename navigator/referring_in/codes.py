"""Six digits to a professional's work address: they show that it is theirs. Nobody learns whether we know it."""

import hmac
import uuid
from datetime import datetime, timedelta
from secrets import randbelow

from sqlalchemy import update

from messaging.sending import outbox
from navigator.db import db, new_id
from navigator.referring_in.models import ReferrerCode

LASTS = timedelta(minutes=15)
MOST_WRONG = 5


class CodeWrong(Exception):
    """These are not the digits we sent."""


class CodeOver(Exception):
    """There is no code waiting: it ran out, was used, or was tried too often."""


def send_code(*, email: str, language: str, key: str, now: datetime) -> uuid.UUID:
    """Send a new code; its id, for the browser that asked to keep. Any code before it goes on until it runs out."""
    code_id, digits = new_id(), f"{randbelow(1_000_000):06d}"
    code = ReferrerCode(
        id=code_id, email=email, digest=_digest(code_id, digits, key), created_at=now, expires_at=now + LASTS, wrong_tries=0
    )
    db.session.add(code)
    db.session.flush()
    outbox.plan_email(
        to=outbox.Recipient(None, email, language),
        template="referrer_code",
        values={"code": digits},
        dedupe_key=f"referrer-code:{code_id}",
        about_id=code_id,
        now=now,
    )
    return code_id


def check_code(*, code_id: uuid.UUID, digits: str, key: str, now: datetime) -> str:
    """Use the code up; the address it was sent to. Raises `CodeWrong` or `CodeOver`. The caller commits even then."""
    spent = db.session.execute(  # before the digits are looked at, in one statement: many at once cannot share the last try
        update(ReferrerCode)
        .where(
            ReferrerCode.id == code_id,
            ReferrerCode.used_at.is_(None),
            ReferrerCode.expires_at > now,
            ReferrerCode.wrong_tries < MOST_WRONG,
        )
        .values(wrong_tries=ReferrerCode.wrong_tries + 1)
        .execution_options(synchronize_session="fetch")
    )
    code = db.session.get(ReferrerCode, code_id)
    if spent.rowcount != 1 or code is None:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise CodeOver
    if not hmac.compare_digest(code.digest, _digest(code_id, digits, key)):
        raise CodeWrong
    code.used_at = now
    db.session.flush()
    return code.email


def _digest(code_id: uuid.UUID, digits: str, key: str) -> str:
    return hmac.new(f"referrer code {key}".encode(), f"{code_id} {digits}".encode(), "sha256").hexdigest()
