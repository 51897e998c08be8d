"""So many tries within so long: for passwords, codes and links. A try is a row, so every process counts the same."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from navigator.db import db
from navigator.people.models import Attempt

KEPT = timedelta(days=1)  # longer than any window


class TooMany(Exception):
    """There were too many tries. `wait` is how long until the next may be made."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait

    @property
    def minutes(self) -> int:
        """The wait in whole minutes, never less than one."""
        return max(1, -(-int(self.wait.total_seconds()) // 60))


def check(*, bucket: str, most: int, within: timedelta, now: datetime) -> Attempt:
    """Count one more try in `bucket`. Raises `TooMany` when there were `most` of them `within` the time before `now`.

    A refused try is not counted, so waiting always helps. The caller commits before it acts on the answer.
    """
    recent = db.session.scalars(
        select(Attempt.happened_at)
        .where(Attempt.bucket == bucket, Attempt.happened_at > now - within)
        .order_by(Attempt.happened_at.desc(), Attempt.id.desc())
        .limit(most)
    ).all()
    if len(recent) >= most:
        raise TooMany(recent[-1] + within - now)
    attempt = Attempt(bucket=bucket, happened_at=now)
    db.session.add(attempt)
    db.session.flush()
    return attempt


def forgive(*, bucket: str) -> None:
    """Forget every try in `bucket`: the right password was given."""
    db.session.execute(delete(Attempt).where(Attempt.bucket == bucket))


def forget(attempt: Attempt) -> None:
    """Forget one try: it turned out to be no guess."""
    db.session.delete(attempt)
    db.session.flush()


def tidy(*, now: datetime) -> int:
    """Remove tries too old to matter; how many there were."""
    gone = db.session.execute(delete(Attempt).where(Attempt.happened_at < now - KEPT))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE gives a CursorResult
