"""What becomes of conversations when a person is handed over, or somebody leaves. Connected to signals by navigator.app."""

from datetime import datetime

from flask_babel import ngettext
from sqlalchemy import func, select

from navigator.db import db
from navigator.people.models import Person, Staff
from navigator.threads import operations
from navigator.threads.models import Thread


def note_handed_over(sender: object, *, person: Person, before: Staff, after: Staff, note: str, now: datetime) -> None:
    """What the one before had in hand of this person's texts, the one after has now, with the same note."""
    thread = db.session.scalar(select(Thread).where(Thread.person_id == person.id).with_for_update())
    if thread is not None and thread.done_at is None and thread.holder_id == before.id:
        operations.hand_over(thread=thread, staff=before, to=after, note=note, now=now)


def note_leaving(sender: object, *, staff: Staff, by: Staff | None, now: datetime) -> None:
    """Whatever else they had in hand is nobody's, so that it waits for whoever answers for the person."""
    for thread in db.session.scalars(select(Thread).where(Thread.holder_id == staff.id).with_for_update()).all():
        operations.let_go(thread=thread)


def count_in_hand(sender: object, *, staff: Staff, now: datetime) -> tuple[str, int]:
    """How many conversations somebody has in hand."""
    wanted = select(func.count()).select_from(Thread).where(Thread.holder_id == staff.id, Thread.done_at.is_(None))
    total = db.session.scalar(wanted) or 0
    return ngettext("%(num)s conversation by text in hand", "%(num)s conversations by text in hand", total), total
