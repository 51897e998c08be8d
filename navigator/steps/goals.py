"""Goals in depth: how important, what each level of attainment means, where somebody stands, what became of it. These flush."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from navigator.db import db
from navigator.steps.goal_models import LEVELS, GoalChange, GoalHappening, GoalLevel, GoalRating
from navigator.steps.models import Goal, GoalStatus, Priority, ToldBy

SAME_ANSWER = timedelta(minutes=10)  # the same level again within it is a second press of the button


class LevelUnknown(Exception):
    """This goal has no such level: its levels are not written down, or the number is none of them."""


class LevelsIncomplete(Exception):
    """Levels are measured by what is expected (0) and by where they were: this `level` has no words, or is not chosen (None)."""

    def __init__(self, level: int | None) -> None:
        super().__init__(level)
        self.level = level


def check_levels(*, levels: Mapping[int, str], baseline: int | None) -> None:
    """Raises `LevelsIncomplete` when some of a goal's levels are written down, and not those that it is measured by."""
    if not levels and baseline is None:
        return
    for level in (0, baseline):
        if level is None or not levels.get(level):
            raise LevelsIncomplete(level)


@dataclass(frozen=True)
class Attained:
    """A goal with the words of its levels and every rating, the oldest first."""

    goal: Goal
    levels: Mapping[int, str]
    ratings: Sequence[GoalRating]

    @property
    def is_scaled(self) -> bool:
        """Whether it can be said how far it came: the expected level and the one they began at are written down."""
        return self.goal.baseline is not None and 0 in self.levels

    @property
    def latest(self) -> int | None:
        return self.ratings[-1].level if self.ratings else None


def list_attained(person_id: uuid.UUID) -> list[Attained]:
    """Every goal of somebody's standing priorities, the first priority's first. Three queries."""
    goals = db.session.scalars(
        select(Goal)
        .join(Priority, Priority.id == Goal.priority_id)
        .where(Goal.person_id == person_id, Priority.taken_away_at.is_(None))
        .order_by(Priority.position, Goal.created_at, Goal.id)
    ).all()
    return _with_levels(goals)


def attained(goal: Goal) -> Attained:
    """One goal with its levels and ratings. Two queries."""
    return _with_levels([goal])[0]


def list_changes(goal_id: uuid.UUID) -> Sequence[GoalChange]:
    """What became of a goal, the newest first."""
    return db.session.scalars(
        select(GoalChange).where(GoalChange.goal_id == goal_id).order_by(GoalChange.changed_at.desc(), GoalChange.id.desc())
    ).all()


def change_goal(
    *,
    goal: Goal,
    words: str,
    importance: int | None,
    review_on: date | None,
    baseline: int | None,
    levels: Mapping[int, str],
    staff_id: uuid.UUID | None,
    now: datetime,
) -> None:
    """Make the goal what a page says. Words that change, the goal's or a level's, are kept in its history as they were.

    `levels`: the words of each level that has any. Ratings stay as they were told.
    """
    _lock(goal)
    before = attained(goal)
    gone = [goal.words] if goal.words != words else []
    gone += [f"{level:+d}: {said}" for level, said in sorted(before.levels.items()) if levels.get(level, "") != said]
    if gone:
        _note(goal, GoalHappening.CHANGED, "\n".join(gone), staff_id=staff_id, now=now)
    goal.words, goal.importance, goal.review_on, goal.baseline = words, importance, review_on, baseline
    kept = {row.level: row for row in db.session.scalars(select(GoalLevel).where(GoalLevel.goal_id == goal.id))}
    for level in LEVELS:
        said, row = levels.get(level, ""), kept.get(level)
        if row is not None and said:
            row.words = said
        elif row is not None:
            db.session.delete(row)
        elif said:
            db.session.add(GoalLevel(goal_id=goal.id, level=level, words=said))
    db.session.flush()


def rate(*, goal: Goal, level: int, told_by: ToldBy, now: datetime, staff_id: uuid.UUID | None = None) -> GoalRating:
    """Where they stand now. The same level again within ten minutes is the rating that stands. Raises `LevelUnknown`."""
    _lock(goal)
    known = attained(goal)
    if not known.is_scaled or level not in LEVELS:
        raise LevelUnknown(level)
    last = known.ratings[-1] if known.ratings else None
    if last is not None and last.level == level and now - last.rated_at < SAME_ANSWER:
        return last
    rating = GoalRating(goal_id=goal.id, level=level, told_by=told_by, staff_id=staff_id, rated_at=now)
    db.session.add(rating)
    db.session.flush()
    return rating


def set_status(*, goal: Goal, status: GoalStatus, words: str, staff_id: uuid.UUID | None, now: datetime) -> bool:
    """Reached, set aside, or taken up again, with why. False when it was so already."""
    _lock(goal)
    if goal.status is status:
        return False
    goal.status = status
    _note(goal, GoalHappening(status.value), words, staff_id=staff_id, now=now)
    return True


def _note(goal: Goal, what: GoalHappening, words: str, *, staff_id: uuid.UUID | None, now: datetime) -> None:
    db.session.add(GoalChange(goal_id=goal.id, what=what, words=words, staff_id=staff_id, changed_at=now))
    db.session.flush()


def _lock(goal: Goal) -> None:
    db.session.refresh(goal, with_for_update=True, attribute_names=["status"])


def _with_levels(goals: Sequence[Goal]) -> list[Attained]:
    ids = [goal.id for goal in goals]
    levels: dict[uuid.UUID, dict[int, str]] = {goal_id: {} for goal_id in ids}
    ratings: dict[uuid.UUID, list[GoalRating]] = {goal_id: [] for goal_id in ids}
    for level in db.session.scalars(select(GoalLevel).where(GoalLevel.goal_id.in_(ids)).order_by(GoalLevel.level)):
        levels[level.goal_id][level.level] = level.words
    told = select(GoalRating).where(GoalRating.goal_id.in_(ids)).order_by(GoalRating.rated_at, GoalRating.id)
    for rating in db.session.scalars(told):
        ratings[rating.goal_id].append(rating)
    return [Attained(goal, levels[goal.id], ratings[goal.id]) for goal in goals]
