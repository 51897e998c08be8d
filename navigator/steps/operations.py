"""Changing priorities, goals and steps. Each flushes; whoever calls commits."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from navigator.db import db
from navigator.people.models import Person
from navigator.people.queries import get_person_by_id
from navigator.steps import news, queries, step_texts
from navigator.steps.confidence import check
from navigator.steps.models import (
    Confidence,
    Goal,
    GoalStatus,
    Happening,
    HowOften,
    Priority,
    PriorityWording,
    Step,
    StepEvent,
    StepStatus,
    ToldBy,
)

MOST_PRIORITIES = 5


SAME_ANSWER = timedelta(minutes=10)  # the same score again within it is a second press of the button, not a second answer


MOVES: Mapping[StepStatus, frozenset[StepStatus]] = {
    StepStatus.PLANNED: frozenset({StepStatus.DONE, StepStatus.NOT_DONE, StepStatus.REPLACED}),
    StepStatus.NOT_DONE: frozenset({StepStatus.DONE, StepStatus.REPLACED}),  # later, or as something smaller
    StepStatus.DONE: frozenset({StepStatus.NOT_DONE}),  # "1" was sent where "2" was meant
    StepStatus.REPLACED: frozenset(),
}


class StepCannotMove(Exception):
    """A step's status may not change like this; `MOVES` is the table of what may."""

    def __init__(self, before: StepStatus, after: StepStatus) -> None:
        super().__init__(f"{before} → {after}")
        self.before, self.after = before, after


class TooManyPriorities(Exception):
    """More than five things cannot all come first."""


class PriorityHasGoals(Exception):
    """A priority that a goal was made of cannot be taken away; its words can change."""

    def __init__(self, priority_id: uuid.UUID) -> None:
        super().__init__(priority_id)
        self.priority_id = priority_id


def add_priority(
    *, person_id: uuid.UUID, conversation_id: uuid.UUID, words: str, now: datetime, staff_id: uuid.UUID | None = None
) -> Priority:
    """One more priority, after the others. Raises `TooManyPriorities`."""
    kept = _lock_priorities(person_id)
    if len(kept) >= MOST_PRIORITIES:
        raise TooManyPriorities(len(kept) + 1)
    position = max((priority.position for priority in kept), default=0) + 1
    priority = Priority(
        person_id=person_id,
        conversation_id=conversation_id,
        words=words,
        position=position,
        written_by_id=staff_id,
        written_at=now,
    )
    db.session.add(priority)
    db.session.flush()
    return priority


def set_priorities(
    *,
    person_id: uuid.UUID,
    conversation_id: uuid.UUID,
    entries: Sequence[tuple[uuid.UUID | None, str]],
    now: datetime,
    staff_id: uuid.UUID | None = None,
) -> list[Priority]:
    """Make the priorities what a page says, in its order: each entry is a priority's id (None: a new one) and its words.

    An entry with empty words takes that priority away; words that change are kept beside the new ones.
    Priorities the page did not know of stay, after the others.
    Words that already stand are not added twice. Raises `TooManyPriorities`, `PriorityHasGoals`.
    """
    kept = {priority.id: priority for priority in _lock_priorities(person_id)}
    in_order: list[Priority] = []
    leaving: list[Priority] = []
    for priority_id, words in entries:
        known = kept.pop(priority_id, None) if priority_id else None
        if known is None and words:
            known = next((priority for priority in kept.values() if priority.words == words), None)
            if known is not None:
                del kept[known.id]
            elif any(priority.words == words for priority in in_order):
                continue
        if known is not None and not words:
            leaving.append(known)
        elif words:
            priority = known or Priority(person_id=person_id, conversation_id=conversation_id, position=0, words="")
            _reword(priority, words, staff_id=staff_id, now=now)
            in_order.append(priority)
    in_order += kept.values()
    if len(in_order) > MOST_PRIORITIES:
        raise TooManyPriorities(len(in_order))
    for priority in leaving:
        if db.session.scalar(select(func.count(Goal.id)).where(Goal.priority_id == priority.id)):
            raise PriorityHasGoals(priority.id)
        priority.taken_away_at = now
    for position, priority in enumerate(in_order, start=1):
        priority.position = position
        db.session.add(priority)
    db.session.flush()
    return in_order


def agree_on_priorities(*, person_id: uuid.UUID, now: datetime) -> None:
    """The person says that these are right. What they agreed to before stays agreed since then."""
    for priority in _lock_priorities(person_id):
        priority.agreed_at = priority.agreed_at or now
    db.session.flush()


def add_goal(*, priority: Priority, words: str, now: datetime) -> Goal:
    """A goal for one priority. The same words again give the goal that stands."""
    for goal in priority.goals:
        if goal.words == words and goal.status is GoalStatus.ACTIVE:
            return goal
    goal = Goal(person_id=priority.person_id, priority=priority, words=words, created_at=now)
    db.session.add(goal)
    db.session.flush()
    return goal


def plan_step(
    *,
    goal: Goal,
    what: str,
    when_words: str,
    due_on: date | None,
    how_often: HowOften,
    confidence: int | None,
    now: datetime,
    who_with: str = "",
    service_id: uuid.UUID | None = None,
    service_name: str = "",
    topic: str = "",
) -> Step:
    """A small step towards a goal, with how confident the person said they were, if asked. The same saved twice is one step.

    Raises `confidence.ScoreOffTheRuler`.
    """
    if confidence is not None:
        check(confidence)
    db.session.execute(select(Goal.id).where(Goal.id == goal.id).with_for_update())
    step = db.session.scalar(
        queries.whole_steps().where(
            Step.goal_id == goal.id,
            Step.status == StepStatus.PLANNED,
            Step.what == what,
            Step.when_words == when_words,
            Step.due_on == due_on,
            Step.how_often == how_often,
            Step.who_with == who_with,
            Step.service_id == service_id,
            Step.topic == topic,
        )
    )
    if step is None:
        step = _new_step(
            goal_id=goal.id,
            person_id=goal.person_id,
            what=what,
            when_words=when_words,
            due_on=due_on,
            how_often=how_often,
            who_with=who_with,
            service_id=service_id,
            service_name=service_name,
            topic=topic,
            now=now,
        )
    if confidence is not None:
        record_confidence(step=step, score=confidence, told_by=ToldBy.CONVERSATION, now=now)
    return step


def make_smaller(
    *,
    step: Step,
    what: str,
    when_words: str,
    due_on: date | None,
    how_often: HowOften,
    confidence: int,
    now: datetime,
    who_with: str = "",
) -> Step:
    """A smaller step in place of `step`, which is kept as replaced with its own confidences.

    Raises `StepCannotMove` when `step` is done or was replaced already, and `confidence.ScoreOffTheRuler`.
    """
    check(confidence)
    _move(step, StepStatus.REPLACED)
    step.finished_at = now
    step_texts.end_around(step, now=now)
    smaller = _new_step(
        goal_id=step.goal_id,
        person_id=step.person_id,
        what=what,
        when_words=when_words,
        due_on=due_on,
        how_often=how_often,
        who_with=who_with,
        service_id=step.service_id,
        service_name=step.service_name,
        topic=step.topic,
        now=now,
        replaces_id=step.id,
    )
    record_confidence(step=smaller, score=confidence, told_by=ToldBy.CONVERSATION, now=now)
    return smaller


def mark_step_done(*, step: Step, told_by: ToldBy, now: datetime, staff_id: uuid.UUID | None = None) -> None:
    """The person did it. Told twice, the first time counts. Raises `StepCannotMove` for a step that was replaced."""
    if _move(step, StepStatus.DONE):
        note(step=step, what=Happening.DONE, told_by=told_by, staff_id=staff_id, now=now)
        step.finished_at = now
        step_texts.end_around(step, now=now)
    db.session.flush()


def mark_step_not_done(*, step: Step, told_by: ToldBy, now: datetime, staff_id: uuid.UUID | None = None) -> None:
    """The person could not. Told twice, the first time counts. Raises `StepCannotMove` for a step that was replaced."""
    if _move(step, StepStatus.NOT_DONE):
        note(step=step, what=Happening.NOT_DONE, told_by=told_by, staff_id=staff_id, now=now)
        step.finished_at = now
        step_texts.end_around(step, now=now)
    db.session.flush()


def note(
    *, step: Step, what: Happening, told_by: ToldBy, now: datetime, words: str = "", staff_id: uuid.UUID | None = None
) -> StepEvent:
    """Write into a step's history. The same again within minutes is a second press."""
    last = db.session.scalar(
        select(StepEvent).where(StepEvent.step_id == step.id).order_by(StepEvent.happened_at.desc(), StepEvent.id.desc()).limit(1)
    )
    if last is not None and (last.what, last.words) == (what, words) and now - last.happened_at < SAME_ANSWER:
        return last
    event = StepEvent(step_id=step.id, what=what, words=words, told_by=told_by, staff_id=staff_id, happened_at=now)
    db.session.add(event)
    db.session.flush()
    return event


def change_step(
    *,
    step: Step,
    what: str,
    when_words: str,
    who_with: str,
    due_on: date | None,
    how_often: HowOften,
    staff_id: uuid.UUID,
    now: datetime,
) -> None:
    """Other words, another day or other company for a step that is still to do; what it was stays in its history.

    Raises `StepCannotMove` for one that is finished or was made smaller.
    """
    db.session.refresh(step, with_for_update=True, attribute_names=["status"])
    if step.status is not StepStatus.PLANNED:
        raise StepCannotMove(step.status, StepStatus.PLANNED)
    before = (step.what, step.when_words, step.who_with, step.due_on, step.how_often)
    if before == (what, when_words, who_with, due_on, how_often):
        return
    was = " · ".join(part for part in (step.what, step.when_words, step.who_with) if part)
    note(step=step, what=Happening.CHANGED, words=was, told_by=ToldBy.CONVERSATION, staff_id=staff_id, now=now)
    has_moved = step.due_on != due_on
    step.what, step.when_words, step.who_with, step.due_on, step.how_often = what, when_words, who_with, due_on, how_often
    db.session.flush()
    if has_moved:
        step_texts.move_with(step, now=now)
    news.tell(person=get_person_by_id(step.person_id), about_id=step.id, now=now)


def record_confidence(*, step: Step, score: int, told_by: ToldBy, now: datetime) -> Confidence:
    """One answer to "how confident are you?". Raises `confidence.ScoreOffTheRuler`."""
    check(score)
    last = step.confidences[-1] if step.confidences else None
    if last is not None and last.score == score and last.told_by is told_by and now - last.asked_at < SAME_ANSWER:
        return last
    answer = Confidence(step=step, score=score, told_by=told_by, asked_at=now)
    db.session.add(answer)
    db.session.flush()
    return answer


def _reword(priority: Priority, words: str, *, staff_id: uuid.UUID | None, now: datetime) -> None:
    """Other words: what stood before is kept, and the person has not agreed to the new ones yet."""
    if priority.words == words:
        return
    if priority.words:
        db.session.add(
            PriorityWording(
                priority_id=priority.id,
                words=priority.words,
                written_by_id=priority.written_by_id,
                written_at=priority.written_at,
                agreed_at=priority.agreed_at,
                replaced_at=now,
            )
        )
    priority.words, priority.written_by_id, priority.written_at, priority.agreed_at = words, staff_id, now, None


def _move(step: Step, after: StepStatus) -> bool:
    """Move `step`, and say whether that changed anything. The row is read again under a lock: two presses are one move."""
    db.session.refresh(step, with_for_update=True, attribute_names=["status"])
    if step.status is after and after is not StepStatus.REPLACED:
        return False
    if after not in MOVES[step.status]:
        raise StepCannotMove(step.status, after)
    step.status = after
    return True


def _new_step(*, now: datetime, **about: object) -> Step:
    step = Step(created_at=now, **about)
    db.session.add(step)
    db.session.flush()
    others = select(Step.id).where(Step.person_id == step.person_id, Step.id != step.id).limit(1)
    step_texts.plan_around(step, is_first=db.session.scalar(others) is None, now=now)
    news.tell(person=get_person_by_id(step.person_id), about_id=step.id, now=now)
    return step


def _lock_priorities(person_id: uuid.UUID) -> Sequence[Priority]:
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    return db.session.scalars(
        select(Priority)
        .where(Priority.person_id == person_id, Priority.taken_away_at.is_(None))
        .order_by(Priority.position, Priority.id)
    ).all()
