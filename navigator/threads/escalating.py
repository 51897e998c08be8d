"""The job that tells the whole team of a text nobody has answered."""

from datetime import datetime

from sqlalchemy import select

from navigator.db import db, only_reading
from navigator.threads import operations
from navigator.threads.models import Thread


def escalate_one(now: datetime) -> bool:
    """Tell the team of the conversation that has waited longest past its time. False when there is none. Commits."""
    is_overdue = (Thread.done_at.is_(None), Thread.escalated_at.is_(None), Thread.due_at <= now)
    with only_reading():
        found = db.session.scalar(select(Thread.id).where(*is_overdue).order_by(Thread.due_at, Thread.id).limit(1))
        db.session.commit()
    if found is None:
        return False
    thread = db.session.scalar(
        select(Thread)
        .where(Thread.id == found, *is_overdue)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if thread is not None:  # else somebody answered, or another worker was quicker
        operations.escalate(thread=thread, now=now)
    db.session.commit()
    return thread is not None
