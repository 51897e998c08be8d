"""Goal attainment scaling: what each level means for one goal, where somebody stands on it, and what became of the goal."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id, by_value
from navigator.people.models import Staff
from navigator.steps.models import ToldBy

LEVELS = (-2, -1, 0, 1, 2)  # from much less than expected, over as expected (0), to much better


class GoalLevel(Base):
    """What one level looks like for this goal, in the person's words."""

    __tablename__ = "goal_levels"
    __table_args__ = (
        UniqueConstraint("goal_id", "level"),
        CheckConstraint("level BETWEEN -2 AND 2", name="level_on_the_scale"),
    )

    id: Mapped[Id]
    goal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("goals.id"))
    level: Mapped[int]
    words: Mapped[str] = mapped_column(Text)


class GoalRating(Base):
    """Where somebody stands with a goal, as told on one day."""

    __tablename__ = "goal_ratings"
    __table_args__ = (CheckConstraint("level BETWEEN -2 AND 2", name="rating_on_the_scale"),)

    id: Mapped[Id]
    goal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("goals.id"), index=True)
    level: Mapped[int]
    told_by: Mapped[ToldBy] = mapped_column(by_value(ToldBy))
    staff_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    rated_at: Mapped[datetime]


class GoalHappening(StrEnum):
    """What a goal's history tells. The first three are the states it came to."""

    ACTIVE = "active"
    REACHED = "reached"
    SET_ASIDE = "set_aside"
    CHANGED = "changed"  # its words or its levels; `words` is what they were


class GoalChange(Base):
    """One thing that became of a goal, and who wrote it down."""

    __tablename__ = "goal_changes"

    id: Mapped[Id]
    goal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("goals.id"), index=True)
    what: Mapped[GoalHappening] = mapped_column(by_value(GoalHappening))
    words: Mapped[str] = mapped_column(Text, default="")
    staff_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    changed_at: Mapped[datetime]

    staff: Mapped[Staff | None] = relationship(lazy="joined")
