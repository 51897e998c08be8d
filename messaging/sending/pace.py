"""How fast texts leave from one sender, over all workers: the provider queues what comes faster, or refuses it.

The next free moment of each sender is one row, moved on by one statement, so that no two workers are given the same.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from messaging.sending.limits import Limits
from messaging.sending.models import SenderPace
from navigator.db import db, only_reading


def reserve(count: int, *, limits: Limits, now: datetime, within: timedelta) -> datetime | None:
    """A turn for `count` texts: the moment from which they may leave. None when it is not `within` reach. Commits."""
    next_at = _look(limits, now)
    if next_at > now + within:
        return None
    if not limits.a_second:
        return max(next_at, now)  # the provider may still have asked for patience
    row = _row(limits.sender, now)
    first = max(row.next_at, now)
    row.next_at = first + timedelta(seconds=count / limits.a_second)
    db.session.commit()
    return first


def is_far(*, limits: Limits, now: datetime, within: timedelta) -> bool:
    """Whether nobody's turn is `within` reach, so that it makes no sense to take any text. Commits."""
    return bool(limits.sender) and _look(limits, now) > now + within


def hold(until: datetime, *, limits: Limits, now: datetime) -> None:
    """The provider asked for patience: nobody sends from this sender before then. Commits."""
    row = _row(limits.sender, now)
    row.next_at = max(row.next_at, until)
    db.session.commit()


def _look(limits: Limits, now: datetime) -> datetime:
    with only_reading():
        next_at = db.session.scalar(select(SenderPace.next_at).where(SenderPace.sender == limits.sender))
        db.session.commit()
    return next_at or now


def _row(sender: str, now: datetime) -> SenderPace:
    mine = select(SenderPace).where(SenderPace.sender == sender).with_for_update()
    if (row := db.session.scalar(mine)) is not None:
        return row
    try:
        with db.session.begin_nested():
            db.session.add(SenderPace(sender=sender, next_at=now))
            db.session.flush()
    except IntegrityError:  # another worker's first text from it
        pass
    return db.session.scalars(mine).one()
