"""Who said stop. Kept by digest of the number, so that a STOP outlives the person's record.

The digest has no key. A key would be a secret, secrets are changed, and on that day every STOP would be forgotten and
people texted who asked us not to: a worse wrong than that somebody who holds the database could try out numbers.
"""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from messaging.models import OptOut
from navigator.db import db


def stop(*, number: str, how: str, now: datetime) -> bool:
    """`number` wants no more texts. `how` we know: text, page, navigator, carrier. False when it had stopped already."""
    known = _find(number)
    if known is None:
        try:
            with db.session.begin_nested():
                db.session.add(OptOut(number_digest=_digest(number), stopped_at=now, how=how))
                db.session.flush()
        except IntegrityError:  # the same STOP, read twice at once
            return False
        return True
    if known.started_at is None:
        return False
    known.stopped_at, known.how, known.started_at = now, how, None
    db.session.flush()
    return True


def start(*, number: str, now: datetime) -> bool:
    """`number` wants texts again. False when it had not stopped."""
    known = _find(number)
    if known is None or known.started_at is not None:
        return False
    known.started_at = now
    db.session.flush()
    return True


def is_stopped(number: str) -> bool:
    known = _find(number)
    return known is not None and known.started_at is None


def _find(number: str) -> OptOut | None:
    return db.session.scalar(select(OptOut).where(OptOut.number_digest == _digest(number)))


def _digest(number: str) -> str:
    return sha256(number.encode()).hexdigest()
