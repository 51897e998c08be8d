"""What becomes of things to do when a person is handed over, or somebody leaves. Connected to signals by navigator.app."""

from datetime import datetime

from flask_babel import ngettext
from sqlalchemy import func, select, update

from navigator.db import db
from navigator.people.models import Person, Staff
from navigator.tasks.models import Task
from navigator.tasks.operations import hand_over_tasks


def note_handed_over(sender: object, *, person: Person, before: Staff, after: Staff, note: str, now: datetime) -> None:
    """What the one before had to do for this person, the one after has to do."""
    hand_over_tasks(person_id=person.id, from_staff_id=before.id, to_staff_id=after.id)


def note_leaving(sender: object, *, staff: Staff, by: Staff | None, now: datetime) -> None:
    """What they had to do for people of others goes to those people's coordinators."""
    coordinator = select(Person.navigator_id).where(Person.id == Task.person_id).scalar_subquery()
    db.session.execute(update(Task).where(Task.staff_id == staff.id, Task.ended_at.is_(None)).values(staff_id=coordinator))


def count_to_do(sender: object, *, staff: Staff, now: datetime) -> tuple[str, int]:
    """How many things somebody has to do."""
    wanted = select(func.count()).select_from(Task).where(Task.staff_id == staff.id, Task.ended_at.is_(None))
    total = db.session.scalar(wanted) or 0
    return ngettext("%(num)s thing to do", "%(num)s things to do", total), total
