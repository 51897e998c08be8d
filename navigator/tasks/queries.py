"""What there is to do, by when and by whom."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from navigator.db import db
from navigator.paging import PER_PAGE, Part, cut
from navigator.people import loading
from navigator.people.access import PersonNotFound, seen_by
from navigator.people.models import Person, Staff
from navigator.tasks.models import Task
from navigator.teams.caseloads import Whose, supported_people
from navigator.teams.cover import whom_they_answer_for
from navigator.times import LONDON


class TaskNotFound(PersonNotFound):
    """There is no such task, or this member of staff may not see its person."""


@dataclass(frozen=True)
class ToDo:
    """One thing to do, for whom, and whose it is."""

    task: Task
    person: Person
    whose: str


def get_task(*, staff: Staff, task_id: uuid.UUID) -> tuple[Task, Person]:
    """One task and its person, if this member of staff may see them. Raises `TaskNotFound`."""
    found = db.session.execute(
        select(Task, Person).join(Person, Person.id == Task.person_id).where(Task.id == task_id, seen_by(staff))
    ).first()
    if found is None:
        raise TaskNotFound(task_id)
    return found[0], found[1]


def list_open_tasks(
    staff: Staff, *, whose: Whose, now: datetime, until: date | None = None, page: int = 1, per_page: int = PER_PAGE
) -> Part[ToDo]:
    """What is to do, the longest overdue first. Of mine: also what a colleague has to do whom I cover."""
    wanted = (
        select(Task, Person, Staff.name)
        .join(Person, Person.id == Task.person_id)
        .join(Staff, Staff.id == Task.staff_id)
        .where(Task.ended_at.is_(None), *supported_people(staff))
        .order_by(Task.due_on, Task.id)
        .options(*loading.ALONE)
    )
    if whose is Whose.MINE:
        today = now.astimezone(LONDON).date()
        wanted = wanted.where(Task.staff_id.in_(whom_they_answer_for(staff.id, today=today)))
    if until is not None:
        wanted = wanted.where(Task.due_on <= until)
    rows, total = cut(wanted, page, per_page)
    return Part([ToDo(*row) for row in rows], total)


def list_seen_tasks(
    staff: Staff,
    *,
    whose: Whose,
    now: datetime,
    person_id: uuid.UUID | None = None,
    is_ended: bool = False,
    until: date | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Part[ToDo]:
    """As `list_open_tasks`, of one person when one is named; with `is_ended` what was done or dropped, the latest first."""
    if not is_ended and person_id is None:
        return list_open_tasks(staff, whose=whose, now=now, until=until, page=page, per_page=per_page)
    wanted = (
        select(Task, Person, Staff.name)
        .join(Person, Person.id == Task.person_id)
        .join(Staff, Staff.id == Task.staff_id)
        .where(seen_by(staff))
    )
    if is_ended:
        wanted = wanted.where(Task.ended_at.is_not(None)).order_by(Task.ended_at.desc(), Task.id.desc())
    else:
        wanted = wanted.where(Task.ended_at.is_(None)).order_by(Task.due_on, Task.id)
    if person_id is not None:
        wanted = wanted.where(Task.person_id == person_id)
    elif whose is Whose.MINE:
        wanted = wanted.where(Task.staff_id == staff.id)
    if until is not None:
        wanted = wanted.where(Task.due_on <= until)
    rows, total = cut(wanted, page, per_page)
    return Part([ToDo(*row) for row in rows], total)


def list_ended_tasks(staff: Staff, *, since: datetime, limit: int = 10) -> Sequence[ToDo]:
    """What this member of staff ended lately, the latest first: to be put back in one press."""
    wanted = (
        select(Task, Person, Staff.name)
        .join(Person, Person.id == Task.person_id)
        .join(Staff, Staff.id == Task.staff_id)
        .where(Task.ended_by_id == staff.id, Task.ended_at > since, seen_by(staff))
        .order_by(Task.ended_at.desc(), Task.id.desc())
        .options(*loading.ALONE)
    )
    return [ToDo(*row) for row in db.session.execute(wanted.limit(limit))]


def list_tasks_of(person_id: uuid.UUID) -> Sequence[Task]:
    """What is to do for a person, the soonest first. For a person the caller may see."""
    wanted = select(Task).where(Task.person_id == person_id, Task.ended_at.is_(None))
    return db.session.scalars(wanted.order_by(Task.due_on, Task.id)).all()
