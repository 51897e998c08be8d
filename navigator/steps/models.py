"""What comes of a conversation: priorities in the person's words, goals, small steps, confidence."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id, by_value


class GoalStatus(StrEnum):
    ACTIVE = "active"
    REACHED = "reached"
    SET_ASIDE = "set_aside"


class StepStatus(StrEnum):
    """`replaced` is a step that was made smaller: its successor names it."""

    PLANNED = "planned"
    DONE = "done"
    NOT_DONE = "not_done"
    REPLACED = "replaced"


class HowOften(StrEnum):
    ONCE = "once"
    DAILY = "daily"
    FEW_TIMES_A_WEEK = "few_times_a_week"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


class ToldBy(StrEnum):
    """How we learned of it."""

    CONVERSATION = "conversation"
    TEXT = "text"
    PLAN = "plan"


class Priority(Base):
    """Something that matters to the person, in the person's own words."""

    __tablename__ = "priorities"

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    position: Mapped[int]

    goals: Mapped[list["Goal"]] = relationship(back_populates="priority", order_by="Goal.created_at, Goal.id")


class Goal(Base):
    __tablename__ = "goals"

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    priority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("priorities.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    status: Mapped[GoalStatus] = mapped_column(by_value(GoalStatus), default=GoalStatus.ACTIVE)
    created_at: Mapped[datetime]

    priority: Mapped[Priority] = relationship(back_populates="goals")
    steps: Mapped[list["Step"]] = relationship(back_populates="goal", order_by="Step.created_at, Step.id")


class Step(Base):
    """A small step. `replaces` is the bigger step it was cut from, when confidence was low: both are kept."""

    __tablename__ = "steps"

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    goal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("goals.id"), index=True)
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("steps.id"), default=None)
    what: Mapped[str] = mapped_column(Text)
    when_words: Mapped[str] = mapped_column(String(200), default="")  # "after breakfast", in the person's words
    due_on: Mapped[date | None] = mapped_column(default=None)
    how_often: Mapped[HowOften] = mapped_column(by_value(HowOften), default=HowOften.ONCE)
    status: Mapped[StepStatus] = mapped_column(by_value(StepStatus), default=StepStatus.PLANNED)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(default=None)

    goal: Mapped[Goal] = relationship(back_populates="steps")
    replaces: Mapped["Step | None"] = relationship(remote_side="Step.id")
    confidences: Mapped[list["Confidence"]] = relationship(back_populates="step", order_by="Confidence.asked_at, Confidence.id")

    @property
    def confidence(self) -> int | None:
        """The latest answer, 0 to 10; None when nobody has asked yet."""
        return self.confidences[-1].score if self.confidences else None


class Confidence(Base):
    """How confident the person felt about a step, on a ruler from 0 to 10 (the scale is kept beside the value)."""

    __tablename__ = "confidences"
    __table_args__ = (CheckConstraint("score >= 0 AND score <= 10", name="score_on_the_ruler"),)

    id: Mapped[Id]
    step_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("steps.id"), index=True)
    score: Mapped[int]
    scale: Mapped[str] = mapped_column(String(10), default="0-10")
    told_by: Mapped[ToldBy] = mapped_column(by_value(ToldBy))
    asked_at: Mapped[datetime]

    step: Mapped[Step] = relationship(back_populates="confidences")
