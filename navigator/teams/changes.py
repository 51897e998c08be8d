"""The trail of what is changed in how the service is set up: who, when, what was before. Callers commit."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from navigator.db import db
from navigator.people.models import Staff
from navigator.people.operations import record_audit
from navigator.teams.models import Change, Subject

PER_PAGE = 20
SHOWN = 10


def record(
    *,
    subject: Subject,
    subject_id: uuid.UUID,
    name: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: Staff | None,
    now: datetime,
    team_id: uuid.UUID | None = None,
) -> Change | None:
    """Write down a change; None, and nothing, when nothing is different. `before` is empty for what is new."""
    changed = [key for key in after if before.get(key) != after[key] or not before]
    if not changed:
        return None
    change = Change(
        happened_at=now,
        staff=by,
        subject=subject,
        subject_id=subject_id,
        team_id=team_id,
        name=name,
        before={key: before[key] for key in changed if key in before},
        after={key: after[key] for key in changed},
    )
    db.session.add(change)
    db.session.flush()
    action = f"{subject.value}_changed"
    record_audit(
        action=action, staff_id=by.id if by else None, person_id=None, detail=f"{name}: {', '.join(changed)}"[:500], now=now
    )
    return change


def list_changes(
    *subjects: Subject, subject_id: uuid.UUID | None = None, page: int = 1, per_page: int = SHOWN
) -> tuple[Sequence[Change], int]:
    """The changes of some kinds, or of one thing, the latest first; and how many there are in all."""
    wanted = select(Change).where(Change.subject.in_(subjects))
    if subject_id is not None:
        wanted = wanted.where(Change.subject_id == subject_id)
    total = db.session.scalar(wanted.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)) or 0
    found = db.session.scalars(
        wanted.order_by(Change.happened_at.desc(), Change.id.desc()).limit(per_page).offset((max(page, 1) - 1) * per_page)
    ).all()
    return found, total


def get_change(change_id: uuid.UUID) -> Change | None:
    """One change, if there is such a one."""
    return db.session.get(Change, change_id)
