"""Reading priorities, goals and steps."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from navigator.db import db
from navigator.people.access import PersonNotFound, seen_by
from navigator.people.models import Person, Staff
from navigator.steps.models import Goal, GoalStatus, Priority, Step, StepStatus


class StepNotFound(PersonNotFound):
    """There is no such step, or whoever asks may not know of it."""


class GoalNotFound(PersonNotFound):
    """There is no such goal of this person."""


class PriorityNotFound(PersonNotFound):
    """There is no such priority of this person."""


def list_priorities(person_id: uuid.UUID) -> Sequence[Priority]:
    """A person's priorities in their order, with goals, steps, confidences and earlier words loaded; five queries in all."""
    return db.session.scalars(
        select(Priority)
        .where(Priority.person_id == person_id, Priority.taken_away_at.is_(None))
        .order_by(Priority.position, Priority.id)
        .options(
            selectinload(Priority.goals).selectinload(Goal.steps).selectinload(Step.confidences),
            selectinload(Priority.earlier),
        )
    ).all()


def get_priority(*, person_id: uuid.UUID, priority_id: uuid.UUID) -> Priority:
    """One of this person's priorities, with its goals. Raises `PriorityNotFound`."""
    priority = db.session.scalar(
        select(Priority)
        .where(Priority.id == priority_id, Priority.person_id == person_id, Priority.taken_away_at.is_(None))
        .options(selectinload(Priority.goals))
    )
    if priority is None:
        raise PriorityNotFound(priority_id)
    return priority


def get_goal(*, person_id: uuid.UUID, goal_id: uuid.UUID) -> Goal:
    """One of this person's goals, with its priority. Raises `GoalNotFound`."""
    goal = db.session.scalar(
        select(Goal).where(Goal.id == goal_id, Goal.person_id == person_id).options(joinedload(Goal.priority))
    )
    if goal is None:
        raise GoalNotFound(goal_id)
    return goal


def get_step(step_id: uuid.UUID) -> Step:
    """One step with its goal and confidences, whoever asks: for jobs and replies, which act for nobody. Raises `StepNotFound`."""
    return _one(whole_steps().where(Step.id == step_id), step_id)


def get_step_of(*, person_id: uuid.UUID, step_id: uuid.UUID) -> Step:
    """One of this person's steps, with its goal and confidences. Raises `StepNotFound`."""
    return _one(whole_steps().where(Step.id == step_id, Step.person_id == person_id), step_id)


def get_step_for(staff: Staff, step_id: uuid.UUID) -> Step:
    """One step of a person this member of staff may see, with its goal and confidences. Raises `StepNotFound`."""
    seen = whole_steps().join(Person, Person.id == Step.person_id).where(Step.id == step_id, seen_by(staff))
    return _one(seen, step_id)


def find_successor(step_id: uuid.UUID) -> Step | None:
    """The smaller step that this one was replaced by."""
    return db.session.scalar(select(Step).where(Step.replaces_id == step_id).order_by(Step.created_at, Step.id).limit(1))


def list_steps_of_goal(goal_id: uuid.UUID) -> Sequence[Step]:
    """All steps towards one goal, with their confidences; two queries."""
    return db.session.scalars(
        select(Step).where(Step.goal_id == goal_id).order_by(Step.created_at, Step.id).options(selectinload(Step.confidences))
    ).all()


def list_active_goals(person_id: uuid.UUID) -> Sequence[Goal]:
    """The goals a step can lead to, of the first priority first. One query."""
    return db.session.scalars(
        select(Goal)
        .join(Priority, Priority.id == Goal.priority_id)
        .where(Goal.person_id == person_id, Goal.status == GoalStatus.ACTIVE, Priority.taken_away_at.is_(None))
        .order_by(Priority.position, Goal.created_at, Goal.id)
    ).all()


def find_current_step(person_id: uuid.UUID) -> Step | None:
    """The step a person is on: of those still to do, the one due soonest, else the one agreed last."""
    return db.session.scalar(
        whole_steps()
        .where(Step.person_id == person_id, Step.status == StepStatus.PLANNED)
        .order_by(Step.due_on.is_(None), Step.due_on, Step.created_at.desc(), Step.id.desc())
        .limit(1)
    )


def count_steps(person_id: uuid.UUID, *, status: StepStatus) -> int:
    """How many of this person's steps are in one state."""
    return db.session.scalar(select(func.count(Step.id)).where(Step.person_id == person_id, Step.status == status)) or 0


def list_steps_for(
    staff: Staff, *, person_id: uuid.UUID | None, status: StepStatus | None, page: int, per_page: int
) -> tuple[Sequence[Step], int]:
    """One page of the steps of the people this member of staff may see, newest first, and how many there are in all."""
    conditions = [seen_by(staff)]
    if person_id is not None:
        conditions.append(Step.person_id == person_id)
    if status is not None:
        conditions.append(Step.status == status)
    of_theirs = select(Step).join(Person, Person.id == Step.person_id).where(*conditions)
    total = db.session.scalar(of_theirs.with_only_columns(func.count(Step.id))) or 0
    steps = db.session.scalars(
        of_theirs.options(*_WHOLE).order_by(Step.created_at.desc(), Step.id.desc()).limit(per_page).offset((page - 1) * per_page)
    ).all()
    return steps, total


_WHOLE = (joinedload(Step.goal).joinedload(Goal.priority), joinedload(Step.replaces), selectinload(Step.confidences))


def whole_steps() -> Select[Step]:
    """Steps with all that a page says of them: goal, priority, the bigger step before it, confidences."""
    return select(Step).options(*_WHOLE)


def _one(query: Select[Step], step_id: uuid.UUID) -> Step:
    step = db.session.scalar(query)
    if step is None:
        raise StepNotFound(step_id)
    return step
