"""What comes of a conversation: priorities in the person's words, goals, small steps, confidence."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id, by_value
from navigator.people.models import Staff


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
    written_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    written_at: Mapped[datetime | None] = mapped_column(default=None)
    agreed_at: Mapped[datetime | None] = mapped_column(default=None)  # when the person said that these words are right
    taken_away_at: Mapped[datetime | None] = mapped_column(default=None)

    earlier: Mapped[list["PriorityWording"]] = relationship(order_by="PriorityWording.replaced_at.desc()")
    written_by: Mapped[Staff | None] = relationship(lazy="joined")
    goals: Mapped[list["Goal"]] = relationship(back_populates="priority", order_by="Goal.created_at, Goal.id")


class PriorityWording(Base):
    """What a priority said before its words were changed."""

    __tablename__ = "priority_wordings"

    id: Mapped[Id]
    priority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("priorities.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    written_at: Mapped[datetime | None] = mapped_column(default=None)
    agreed_at: Mapped[datetime | None] = mapped_column(default=None)
    replaced_at: Mapped[datetime]

    written_by: Mapped[Staff | None] = relationship(lazy="joined")


class Goal(Base):
    __tablename__ = "goals"
    __table_args__ = (
        CheckConstraint("importance IS NULL OR importance BETWEEN 1 AND 10", name="importance_on_its_scale"),
        CheckConstraint("baseline IS NULL OR baseline BETWEEN -2 AND 2", name="baseline_is_a_level"),
    )

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    priority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("priorities.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    status: Mapped[GoalStatus] = mapped_column(by_value(GoalStatus), default=GoalStatus.ACTIVE)
    importance: Mapped[int | None] = mapped_column(default=None)  # 1 to 10, as the person says
    baseline: Mapped[int | None] = mapped_column(default=None)  # the level they were at when the levels were written down
    review_on: Mapped[date | None] = mapped_column(default=None)
    created_at: Mapped[datetime]

    priority: Mapped[Priority] = relationship(back_populates="goals")
    steps: Mapped[list["Step"]] = relationship(back_populates="goal", order_by="Step.created_at, Step.id")


class Step(Base):
    """A small step. `replaces` is the bigger step it was cut from, when confidence was low: both are kept."""

    __tablename__ = "steps"
    __table_args__ = (Index(None, "person_id", "status", "created_at", "id"),)

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    goal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("goals.id"), index=True)
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("steps.id"), default=None)
    what: Mapped[str] = mapped_column(Text)
    when_words: Mapped[str] = mapped_column(String(200), default="")  # "after breakfast", in the person's words
    who_with: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date | None] = mapped_column(default=None)
    how_often: Mapped[HowOften] = mapped_column(by_value(HowOften), default=HowOften.ONCE)
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("services.id"), default=None)  # the listing it is about
    service_name: Mapped[str] = mapped_column(String(255), default="")
    topic: Mapped[str] = mapped_column(String(40), default="")  # the self-care page it is about
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
    __table_args__ = (
        CheckConstraint("score >= 0 AND score <= 10", name="score_on_the_ruler"),
        Index("ix_confidences_latest", "step_id", "asked_at", "id", "score"),  # the latest score, from the index alone
    )

    id: Mapped[Id]
    step_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("steps.id"))
    score: Mapped[int]
    scale: Mapped[str] = mapped_column(String(10), default="0-10")
    told_by: Mapped[ToldBy] = mapped_column(by_value(ToldBy))
    asked_at: Mapped[datetime]

    step: Mapped[Step] = relationship(back_populates="confidences")


class Happening(StrEnum):
    """What a step's history tells, besides answers about confidence and texts."""

    DONE = "done"
    NOT_DONE = "not_done"
    NOT_YET = "not_yet"
    NOTE = "note"  # how it goes, as told to a navigator
    CHANGED = "changed"  # its words, day or company; `words` is what it was


class StepEvent(Base):
    """One thing that became of a step, and how we learned of it."""

    __tablename__ = "step_events"

    id: Mapped[Id]
    step_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("steps.id"), index=True)
    what: Mapped[Happening] = mapped_column(by_value(Happening))
    words: Mapped[str] = mapped_column(Text, default="")
    told_by: Mapped[ToldBy] = mapped_column(by_value(ToldBy))
    staff_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    happened_at: Mapped[datetime]

    staff: Mapped[Staff | None] = relationship(lazy="joined")


class HowMuch(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class PlanCheck(Base):
    """Do you know what is in your plan? Is it right for you? What would you change? Told to a navigator or on the plan's page."""

    __tablename__ = "plan_checks"

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    knows: Mapped[HowMuch] = mapped_column(by_value(HowMuch))
    is_right: Mapped[HowMuch] = mapped_column(by_value(HowMuch))
    would_change: Mapped[str] = mapped_column(Text, default="")
    told_by: Mapped[ToldBy] = mapped_column(by_value(ToldBy))
    staff_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    answered_at: Mapped[datetime]

    staff: Mapped[Staff | None] = relationship(lazy="joined")
