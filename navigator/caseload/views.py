"""Ways of looking at a caseload that somebody keeps. Callers commit."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from navigator.caseload.models import SavedView
from navigator.db import db
from navigator.people.models import Staff

MOST = 20


class TooManyViews(Exception):
    """Somebody keeps as many as there may be."""


def list_views(staff: Staff) -> Sequence[SavedView]:
    """What this member of staff keeps, by name."""
    return db.session.scalars(select(SavedView).where(SavedView.staff_id == staff.id).order_by(SavedView.name)).all()


def keep_view(*, staff: Staff, name: str, words: str, now: datetime) -> None:
    """Keep a view under a name; one of that name is replaced. Raises `TooManyViews`."""
    standing = db.session.scalar(select(SavedView).where(SavedView.staff_id == staff.id, SavedView.name == name))
    if standing is not None:
        standing.words = words
        return
    kept = db.session.scalar(select(func.count()).select_from(SavedView).where(SavedView.staff_id == staff.id)) or 0
    if kept >= MOST:
        raise TooManyViews(kept)
    db.session.add(SavedView(staff_id=staff.id, name=name, words=words, made_at=now))
    db.session.flush()


def forget_view(*, staff: Staff, view_id: uuid.UUID) -> None:
    """Keep it no more. Somebody else's stays."""
    db.session.execute(delete(SavedView).where(SavedView.id == view_id, SavedView.staff_id == staff.id))
