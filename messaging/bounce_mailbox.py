"""Fetching what came back from a mailbox: each e-mail is acted on once, however often a worker dies over it.

How far we have read (the mailbox's own numbers, which only grow) is kept in the same transaction as what an e-mail did, so
that none is lost and none counts twice. What told us something about an e-mail of ours is deleted there after that; all else
is left for a human, counted and not read again. No transaction is open while the mail server is spoken to.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, CursorResult, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from messaging import bounces, signals
from messaging.bounces import Came
from messaging.gateways.mailboxes import Mailbox, MailboxClosed, MailboxTrouble, OpenMailbox
from messaging.models import BounceMailbox
from navigator.db import db, only_reading

log = logging.getLogger(__name__)

LOOK_EVERY = timedelta(minutes=5)
LEASE = timedelta(minutes=10)  # of a look: far longer than A_LOOK and the server's longest answer
A_LOOK = timedelta(minutes=1)  # after which the rest waits for the next
MOST = 200  # e-mails in one look
LONGEST_WAIT = timedelta(hours=6)
TOLD_AFTER = timedelta(hours=1)  # of what may pass by itself
DONE_WITH = frozenset({Came.TAKEN, Came.OLD, Came.DELAYED})


def look(
    now: datetime, *, mailbox: Mailbox, key: str, holder: str, clock: Callable[[], datetime] | None = None, most: int = MOST
) -> bool:
    """Read what has come since the last look, when it is time for one. Says whether anything was read. Commits."""
    clock = clock or (lambda: now)
    if not _claim(mailbox.name, holder=holder, now=now):
        return False
    try:
        with mailbox.open() as opened:
            read, is_more = _read(opened, mailbox.name, key=key, holder=holder, clock=clock, most=most)
    except MailboxClosed as problem:
        _note_closed(mailbox.name, problem.trouble, holder=holder, now=clock())
        return False
    finished = clock()
    done = {"looked_at": finished, "failing_since": None, "told_at": None, "failures": 0, "trouble": "", "holder": ""}
    _change(mailbox.name, holder, next_look_at=finished if is_more else finished + LOOK_EVERY, **done)
    return read > 0


def find_mailbox() -> BounceMailbox | None:
    """How it stands with the mailbox we looked into last, for administrators; None when we never have."""
    return db.session.scalar(select(BounceMailbox).order_by(BounceMailbox.next_look_at.desc()).limit(1))


def _claim(name: str, *, holder: str, now: datetime) -> bool:
    """One worker looks at a time; one that died over it is followed by another when its lease has run out. Commits."""
    with only_reading():  # a look costs nobody a lock; most come too soon
        next_look_at = db.session.scalar(select(BounceMailbox.next_look_at).where(BounceMailbox.name == name))
        db.session.rollback()
    if next_look_at is not None and next_look_at > now:
        return False
    if next_look_at is None:
        try:
            db.session.add(BounceMailbox(name=name, next_look_at=now, counts={}, to_delete=[]))
            db.session.commit()
        except IntegrityError:  # another worker was quicker
            db.session.rollback()
    is_time: ColumnElement[bool] = BounceMailbox.next_look_at <= now
    return _change(name, None, is_time, next_look_at=now + LEASE, holder=holder)


def _change(name: str, whose: str | None, /, *conditions: ColumnElement[bool], **values: object) -> bool:
    """Change the mailbox's row, when it is (still) ours. Commits."""
    ours = (BounceMailbox.holder == whose,) if whose is not None else ()
    changed = db.session.execute(
        update(BounceMailbox)
        .where(BounceMailbox.name == name, *ours, *conditions)
        .values(values)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    return isinstance(changed, CursorResult) and changed.rowcount == 1


def _read(opened: OpenMailbox, name: str, *, key: str, holder: str, clock: Callable[[], datetime], most: int) -> tuple[int, bool]:
    """Read up to `most`. Gives how many, and whether more may wait."""
    began = clock()
    row = _get(name)
    if row.uid_validity != opened.validity:
        row.uid_validity, row.last_uid, row.to_delete = opened.validity, 0, []
    last, left_over = row.last_uid, list(row.to_delete)
    db.session.commit()
    _delete(opened, name, left_over, holder=holder)  # that a worker died before it could
    numbers = opened.list_after(last, most=most)
    read = 0
    for number in numbers:
        size = opened.size(number)
        raw = opened.fetch(number, most=bounces.LARGEST) if size is not None and size <= bounces.LARGEST else None
        is_gone = size is None or (raw is None and size <= bounces.LARGEST)
        if not _take(name, number, raw, is_gone=is_gone, key=key, holder=holder, now=clock()):
            return read, False  # another worker has taken over
        read += 1
        if clock() - began > A_LOOK:
            break
    to_delete = list(_get(name).to_delete)
    db.session.commit()
    _delete(opened, name, to_delete, holder=holder)
    return read, read < len(numbers) or len(numbers) == most


def _take(name: str, number: int, raw: bytes | None, *, is_gone: bool, key: str, holder: str, now: datetime) -> bool:
    """Act on one e-mail and write down that it has been read, in one transaction. False when the look is no longer ours."""
    try:
        came = None if is_gone else Came.UNREADABLE if raw is None else bounces.take(raw, key=key, now=now)
    except OperationalError:
        raise  # the database is busy or gone: it is read again
    except Exception:  # a fault of ours over this one: a human finds it in the mailbox, and the others are read
        db.session.rollback()
        log.exception("e-mail %s that came back could not be acted on; it is left in the mailbox", number)
        came = Came.UNREADABLE
    row = _get(name)
    if row.holder != holder:
        db.session.rollback()
        return False
    row.last_uid = number
    if came is not None:
        row.counts = {**row.counts, came.value: row.counts.get(came.value, 0) + 1}
    if came in DONE_WITH:
        row.to_delete = [*row.to_delete, number]
    db.session.commit()
    return True


def _delete(opened: OpenMailbox, name: str, numbers: list[int], *, holder: str) -> None:
    if numbers:
        opened.delete(numbers)
        _change(name, holder, to_delete=[])


def _get(name: str) -> BounceMailbox:
    return db.session.execute(
        select(BounceMailbox).where(BounceMailbox.name == name).with_for_update().execution_options(populate_existing=True)
    ).scalar_one()


def _note_closed(name: str, trouble: MailboxTrouble, *, holder: str, now: datetime) -> None:
    """Try again later, each time after twice as long; administrators are told once. Commits."""
    row = _get(name)
    if row.holder != holder:
        db.session.rollback()
        return
    row.failing_since = row.failing_since or now
    row.failures += 1
    row.trouble, row.holder = trouble.value, ""
    row.next_look_at = now + min(LOOK_EVERY * 2 ** min(row.failures - 1, 10), LONGEST_WAIT)
    may_pass = trouble is MailboxTrouble.UNREACHABLE and now - row.failing_since < TOLD_AFTER
    is_to_be_told = row.told_at is None and not may_pass
    if is_to_be_told:
        row.told_at = now
        db.session.flush()
        signals.mailbox_closed.send("messaging", mailbox=name, trouble=trouble.value, now=now)
    log.warning("%s cannot be read (%s); tried again at %s", name, trouble.value, f"{row.next_look_at:%Y-%m-%d %H:%M}")
    db.session.commit()
