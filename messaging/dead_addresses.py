"""E-mail addresses that do not work, as their mail servers say. Nothing more is sent there until somebody puts it right.

Callers commit. An address that is written down anew (another one, or the same, corrected elsewhere) is tried again after
`TRIED_AGAIN_AFTER` at the latest: mailboxes come back.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select

from messaging.models import DeadAddress
from navigator.db import db

TRIED_AGAIN_AFTER = timedelta(days=60)


def mark(address: str, *, code: str, now: datetime) -> None:
    """A mail server said that nobody has this address."""
    known = db.session.scalar(select(DeadAddress).where(DeadAddress.address == address.lower()).with_for_update())
    if known is None:
        known = DeadAddress(address=address.lower())
        db.session.add(known)
    known.since, known.code = now, code[:40]
    db.session.flush()


def find_dead(addresses: Collection[str], *, now: datetime) -> set[str]:
    """Of these addresses (as they are written), those that do not work. One query."""
    folded = {address.lower(): address for address in addresses}
    dead = select(DeadAddress.address).where(DeadAddress.address.in_(folded), DeadAddress.since > now - TRIED_AGAIN_AFTER)
    return {folded[address] for address in db.session.scalars(dead)} if folded else set()


def list_dead(*, now: datetime) -> list[DeadAddress]:
    """Those nothing is sent to now, the newest first."""
    standing = select(DeadAddress).where(DeadAddress.since > now - TRIED_AGAIN_AFTER)
    return list(db.session.scalars(standing.order_by(DeadAddress.since.desc(), DeadAddress.id)))


def all_dead(*, now: datetime) -> frozenset[str]:
    """Every address that does not work, in small letters."""
    return frozenset(db.session.scalars(select(DeadAddress.address).where(DeadAddress.since > now - TRIED_AGAIN_AFTER)))


def put_right(address: str) -> bool:
    """It works again, somebody says. False when we did not think otherwise."""
    known = db.session.scalar(select(DeadAddress).where(DeadAddress.address == address.strip().lower()))
    if known is None:
        return False
    db.session.delete(known)
    db.session.flush()
    return True
