"""Saving a ready plan; making one for a person in one go, and undoing all of it. Each flushes; whoever calls commits."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from navigator.contacts import schedules
from navigator.contacts.models import PersonSchedule
from navigator.contacts.reviews import set_review
from navigator.db import db
from navigator.people.models import Person, Staff
from navigator.people.operations import record_audit
from navigator.ready_plans.models import Kind, MadePart, MadePlan, PlanVersion
from navigator.ready_plans.queries import PlanNotFound, list_versions, may_be_undone
from navigator.ready_plans.usual import Line, ReadyPlan
from navigator.steps import nudges, step_texts
from navigator.steps import operations as steps
from navigator.steps.models import Goal, Step, StepEvent, StepStatus
from navigator.steps.nudge_models import StepNudge
from navigator.tasks import operations as tasks
from navigator.tasks.models import Task
from navigator.times import LONDON


def save_plan(*, code: str, name: str, about: str, lines: Sequence[Line], staff: Staff, now: datetime) -> PlanVersion:
    """A new version of a ready plan; the same as the one that counts is no new one. Plans made for people stay as they are."""
    kept = [
        {
            "kind": line.kind.value,
            "what": str(line.what),
            "after_days": line.after_days,
            "how_often": line.how_often.value,
            "nudge_days": line.nudge_days,
        }
        for line in lines
    ]
    newest = next(iter(list_versions(code)), None)
    if newest is not None and (newest.name, newest.about, newest.lines) == (name, about, kept):
        return newest
    version = PlanVersion(code=code, name=name, about=about, lines=kept, made_by_id=staff.id, made_at=now)
    db.session.add(version)
    record_audit(action="ready_plan_saved", staff_id=staff.id, person_id=None, detail=code, now=now)
    db.session.flush()
    return version


def withdraw_plan(*, plan: ReadyPlan, staff: Staff, now: datetime) -> PlanVersion:
    """It is not offered any more; an earlier version brings it back. Plans made for people stay as they are."""
    return save_plan(code=plan.code, name=str(plan.name), about=str(plan.about), lines=[], staff=staff, now=now)


def make(*, person: Person, name: str, goal: Goal, lines: Sequence[Line], key: str, staff: Staff, now: datetime) -> MadePlan:
    """Make steps towards `goal` with their friendly words, tasks, contacts and the day of review, once for each `key`.

    A step, a schedule or a review that stands already is left as it is, and is not undone with the plan.
    """
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    before = db.session.scalar(select(MadePlan).where(MadePlan.key == key, MadePlan.person_id == person.id))
    if before is not None:
        return before
    made = MadePlan(
        person_id=person.id,
        name=name,
        goal_id=goal.id,
        key=key,
        review_before=person.review_on,
        made_by_id=staff.id,
        made_at=now,
    )
    db.session.add(made)
    db.session.flush()
    for number, line in enumerate(lines):
        part = _make(line, person=person, goal=goal, key=f"ready-plan:{key}:{number}", staff=staff, now=now)
        if part is not None:
            part.made_plan_id = made.id
            db.session.add(part)
    record_audit(action="ready_plan_made", staff_id=staff.id, person_id=person.id, detail=name, now=now)
    db.session.flush()
    db.session.refresh(made)
    return made


def undo(*, made: MadePlan, person: Person, staff: Staff, now: datetime) -> int:
    """Take everything back that the plan made. A step something became of since stays; gives how many did.

    Raises `queries.PlanNotFound` after the day it was made.
    """
    db.session.refresh(made, with_for_update={"of": MadePlan}, attribute_names=["undone_at"])
    if made.undone_at is not None:
        return 0
    if not may_be_undone(made, now=now):
        raise PlanNotFound(made.id)
    stayed = 0
    for part in made.parts:
        if part.kind is Kind.STEP and part.about_id:
            stayed += not _take_back(db.session.get_one(Step, part.about_id), now=now)
        elif part.kind is Kind.TASK and part.about_id:
            tasks.drop_task(task=db.session.get_one(Task, part.about_id), staff=staff, now=now)
        elif part.kind is Kind.CONTACTS and part.about_id:
            schedules.end(standing=db.session.get_one(PersonSchedule, part.about_id), now=now)
        elif part.kind is Kind.REVIEW:
            set_review(person=person, on=made.review_before, staff=staff, now=now)
    made.undone_at = now
    record_audit(action="ready_plan_undone", staff_id=staff.id, person_id=person.id, detail=made.name, now=now)
    db.session.flush()
    return stayed


def _make(line: Line, *, person: Person, goal: Goal, key: str, staff: Staff, now: datetime) -> MadePart | None:
    today = now.astimezone(LONDON).date()
    day = today + timedelta(days=line.after_days)
    if line.kind is Kind.TASK:
        task = tasks.add_task(
            person=person, what=str(line.what), due_on=day, staff=staff, for_staff_id=person.navigator_id, key=key, now=now
        )
        db.session.flush()
        return MadePart(kind=Kind.TASK, about_id=task.id)
    if line.kind is Kind.STEP:
        step = steps.plan_step(
            goal=goal, what=str(line.what), when_words="", due_on=day, how_often=line.how_often, confidence=None, now=now
        )
        if step.created_at != now:
            return None
        if line.nudge_days:
            days = [int(day) for day in line.nudge_days.split(",")]
            nudges.choose(step=step, person=person, days=days, until=None, staff_id=staff.id, now=now)
        return MadePart(kind=Kind.STEP, about_id=step.id)
    if line.kind is Kind.CONTACTS:
        try:
            return MadePart(
                kind=Kind.CONTACTS, about_id=schedules.choose(person=person, name=str(line.what), staff=staff, now=now).id
            )
        except (schedules.AlreadyOnOne, schedules.ScheduleNotFound):
            return None
    if person.review_on is not None and person.review_on >= today:
        return None
    set_review(person=person, on=day, staff=staff, now=now)
    return MadePart(kind=Kind.REVIEW)


def _take_back(step: Step, *, now: datetime) -> bool:
    happened = db.session.scalar(select(StepEvent.id).where(StepEvent.step_id == step.id).limit(1))
    if step.status is not StepStatus.PLANNED or step.confidences or happened is not None:
        return False
    step_texts.end_around(step, now=now)
    try:
        with db.session.begin_nested():
            db.session.execute(delete(StepNudge).where(StepNudge.step_id == step.id))
            db.session.delete(step)
    except IntegrityError:  # a referral or texts are about it
        return False
    return True
