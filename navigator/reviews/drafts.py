"""What was typed of a review that could not be kept yet, so that a reload or another language loses nothing. These flush."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select

from navigator.db import db
from navigator.people.models import Person
from navigator.reviews.models import ReviewDraft


def find(*, person_id: uuid.UUID, staff_id: uuid.UUID) -> ReviewDraft | None:
    """What this member of staff typed."""
    return db.session.scalar(select(ReviewDraft).where(ReviewDraft.person_id == person_id, ReviewDraft.staff_id == staff_id))


def keep(*, person_id: uuid.UUID, staff_id: uuid.UUID, typed: Mapping[str, str], now: datetime) -> None:
    """In place of what was kept before."""
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    draft = find(person_id=person_id, staff_id=staff_id)
    if draft is None:
        draft = ReviewDraft(person_id=person_id, staff_id=staff_id, typed={}, saved_at=now)
        db.session.add(draft)
    draft.typed, draft.saved_at = dict(typed), now
    db.session.flush()


def forget(*, person_id: uuid.UUID, staff_id: uuid.UUID) -> None:
    """The review is held, or they want to begin anew."""
    db.session.execute(delete(ReviewDraft).where(ReviewDraft.person_id == person_id, ReviewDraft.staff_id == staff_id))
    db.session.flush()
