"""Who said stop. Kept by digest of the number, so that a STOP outlives the person's record.

The digest has no key. A key would be a secret, secrets are changed, and on that day every STOP would be forgotten and
people texted who asked us not to: a worse wrong than that somebody who holds the database could try out numbers.
"""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from messaging.models import OptOut
from messaging.purposes import Purpose
from navigator.db import db

NOT_FROM_THE_PHONE = ("page", "navigator")


def stop(*, number: str, how: str, now: datetime, purpose: Purpose | None = None) -> bool:
    """`number` wants no more texts, or none for one purpose. `how` we know: text, page, navigator, carrier.

    False when it had stopped already.
    """
    known = _find(number, purpose)
    if known is None:
        try:
            with db.session.begin_nested():
                db.session.add(OptOut(number_digest=_digest(number), purpose=purpose or "", stopped_at=now, how=how))
                db.session.flush()
        except IntegrityError:  # the same STOP, read twice at once
            return False
        return True
    if known.started_at is None:
        return False
    known.stopped_at, known.how, known.started_at = now, how, None
    db.session.flush()
    return True


def start(*, number: str, now: datetime, purpose: Purpose | None = None) -> bool:
    """`number` wants texts again: all of them, or (after a STOP to one purpose) those. False when it had not stopped."""
    if purpose is not None:
        standing = [_find(number, purpose)]
    else:
        standing = list(db.session.scalars(select(OptOut).where(OptOut.number_digest == _digest(number))))
    ended = [opt_out for opt_out in standing if opt_out is not None and opt_out.started_at is None]
    for opt_out in ended:
        opt_out.started_at = now
    db.session.flush()
    return bool(ended)


def agree_again(*, number: str, now: datetime) -> bool:
    """Its holder agrees to texts anew, to a member of staff: that ends a STOP given on a page or to staff.

    One that came by text or from the carrier only their own START ends. False when nothing was ended.
    """
    standing = _find(number, None)
    if standing is None or standing.started_at is not None or standing.how not in NOT_FROM_THE_PHONE:
        return False
    standing.started_at = now
    db.session.flush()
    return True


def is_stopped(number: str, purpose: Purpose | None = None) -> bool:
    """Whether `number` said stop to everything, or to this purpose."""
    named = ("", purpose) if purpose else ("",)
    standing = select(OptOut.id).where(
        OptOut.number_digest == _digest(number), OptOut.purpose.in_(named), OptOut.started_at.is_(None)
    )
    return db.session.scalar(standing.limit(1)) is not None


def find_stopped(asked: Collection[tuple[str, Purpose]]) -> set[tuple[str, Purpose]]:
    """Of these numbers, each with a purpose, those that said stop to everything or to that purpose."""
    digests = {_digest(number): number for number, _ in asked}
    standing = select(OptOut.number_digest, OptOut.purpose).where(OptOut.number_digest.in_(digests), OptOut.started_at.is_(None))
    stopped = {(digests[digest], purpose) for digest, purpose in db.session.execute(standing)}
    return {(number, purpose) for number, purpose in asked if (number, "") in stopped or (number, purpose) in stopped}


def list_stopped(number: str) -> frozenset[Purpose]:
    """What a number stopped alone, purpose by purpose (whatever it stopped altogether)."""
    standing = select(OptOut.purpose).where(OptOut.number_digest == _digest(number), OptOut.started_at.is_(None))
    return frozenset(Purpose(purpose) for purpose in db.session.scalars(standing) if purpose)


def _find(number: str, purpose: Purpose | None) -> OptOut | None:
    return db.session.scalar(select(OptOut).where(OptOut.number_digest == _digest(number), OptOut.purpose == (purpose or "")))


def _digest(number: str) -> str:
    return sha256(number.encode()).hexdigest()
