"""Writing down, finishing, moving and handing over what is to do. Callers commit."""

import uuid
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from navigator.db import db
from navigator.people.models import Person, Staff
from navigator.people.operations import record_audit
from navigator.tasks.models import Origin, Task


def add_task(
    *,
    person: Person,
    what: str,
    due_on: date,
    staff: Staff,
    now: datetime,
    for_staff_id: uuid.UUID | None = None,
    origin: Origin = Origin.WRITTEN,
    about_id: uuid.UUID | None = None,
    key: str | None = None,
) -> Task:
    """Something to do for a person, by `for_staff_id` (whoever writes it, when nobody is named). With `key`, a second press
    gives the first task back.
    """
    if key and (before := _find_by_key(key)):
        return before
    task = Task(
        person_id=person.id,
        staff_id=for_staff_id or staff.id,
        what=what,
        due_on=due_on,
        origin=origin,
        about_id=about_id,
        unique_key=key,
        made_by_id=staff.id,
        made_at=now,
    )
    db.session.add(task)
    record_audit(action="task_added", staff_id=staff.id, person_id=person.id, detail=str(task.due_on), now=now)
    return task


def plan_check(*, person: Person, about_id: uuid.UUID, about_words: str, due_on: date, now: datetime) -> Task:
    """Ring to check that it happened: one call for each thing arranged. Another day moves it, and wakes it again."""
    key = f"ring-to-check:{about_id}"
    task = _find_by_key(key)
    if task is None:
        try:
            with db.session.begin_nested():
                task = Task(
                    person_id=person.id,
                    staff_id=person.navigator_id,
                    what="",
                    due_on=due_on,
                    origin=Origin.RING_TO_CHECK,
                    about_id=about_id,
                    about_words=about_words,
                    unique_key=key,
                    made_at=now,
                )
                db.session.add(task)
        except IntegrityError:  # the same news, by another worker, at the same moment
            task = _find_by_key(key)
    if task is None:
        raise LookupError(key)
    task.due_on = due_on
    if task.ended_at is not None and task.ended_by_id is None:
        task.ended_at, task.is_dropped, task.note = None, False, ""
    db.session.flush()
    return task


def finish_task(*, task: Task, staff: Staff, note: str = "", now: datetime) -> None:
    """It is done. Does nothing to one that has ended."""
    _end(task, by=staff.id, is_dropped=False, note=note, now=now)


def drop_task(*, task: Task, staff: Staff, now: datetime) -> None:
    """There is no need for it any more."""
    _end(task, by=staff.id, is_dropped=True, note="", now=now)


def open_task_again(*, task: Task, staff: Staff, now: datetime) -> None:
    """It was not done after all."""
    task.ended_at, task.ended_by_id, task.is_dropped, task.note = None, None, False, ""
    record_audit(action="task_opened_again", staff_id=staff.id, person_id=task.person_id, detail=str(task.id), now=now)


def move_task(*, task: Task, to: date, staff: Staff, now: datetime) -> None:
    """It is due on another day."""
    record_audit(action="task_moved", staff_id=staff.id, person_id=task.person_id, detail=f"{task.due_on} to {to}", now=now)
    task.due_on = to


def end_checks(*, about_id: uuid.UUID, is_known: bool, now: datetime) -> None:
    """What was to be checked needs no call any more: we know how it went, or (not `is_known`) it is off."""
    for task in db.session.scalars(select(Task).where(Task.about_id == about_id, Task.origin == Origin.RING_TO_CHECK)):
        _end(task, by=None, is_dropped=not is_known, note="", now=now)


def end_for_person(sender: object, *, person: Person, now: datetime) -> None:
    """We no longer support them. Hears `people.signals.support_ended`."""
    for task in db.session.scalars(select(Task).where(Task.person_id == person.id, Task.ended_at.is_(None))):
        _end(task, by=None, is_dropped=True, note="", now=now)


def hand_over_tasks(*, person_id: uuid.UUID, from_staff_id: uuid.UUID, to_staff_id: uuid.UUID) -> int:
    """What one member of staff had to do for a person is another's now. Gives how many things that were."""
    changed = db.session.execute(
        update(Task)
        .where(Task.person_id == person_id, Task.staff_id == from_staff_id, Task.ended_at.is_(None))
        .values(staff_id=to_staff_id)
        .execution_options(synchronize_session="fetch")
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]  # an UPDATE has one


def _end(task: Task, *, by: uuid.UUID | None, is_dropped: bool, note: str, now: datetime) -> None:
    if task.ended_at is not None:
        return
    task.ended_at, task.ended_by_id, task.is_dropped, task.note = now, by, is_dropped, note
    record_audit(
        action="task_dropped" if is_dropped else "task_done", staff_id=by, person_id=task.person_id, detail=str(task.id), now=now
    )


def _find_by_key(key: str) -> Task | None:
    return db.session.scalar(select(Task).where(Task.unique_key == key))
