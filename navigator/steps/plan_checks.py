"""Is the plan understood, and right for them? The answers are dated and kept. These flush."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from navigator.db import db
from navigator.people.models import Person
from navigator.steps import signals
from navigator.steps.models import HowMuch, PlanCheck, ToldBy


def list_checks(person_id: uuid.UUID, *, limit: int = 10) -> Sequence[PlanCheck]:
    """What was answered, newest first. One query."""
    return db.session.scalars(
        select(PlanCheck)
        .where(PlanCheck.person_id == person_id)
        .order_by(PlanCheck.answered_at.desc(), PlanCheck.id.desc())
        .limit(limit)
    ).all()


def answer(
    *,
    person: Person,
    knows: HowMuch,
    is_right: HowMuch,
    would_change: str,
    told_by: ToldBy,
    now: datetime,
    staff_id: uuid.UUID | None = None,
) -> PlanCheck:
    """Keep the answers. Their navigator hears when something should change, unless it was they who were told."""
    check = PlanCheck(
        person_id=person.id,
        knows=knows,
        is_right=is_right,
        would_change=would_change,
        told_by=told_by,
        staff_id=staff_id,
        answered_at=now,
    )
    db.session.add(check)
    db.session.flush()
    if told_by is ToldBy.PLAN and (would_change or is_right is HowMuch.NO):
        signals.would_change.send(None, person=person, words=would_change, now=now)
    return check
