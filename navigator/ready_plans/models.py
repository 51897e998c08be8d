"""What a locality made of a ready plan, version after version; and what was made of one for a person."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id, by_value
from navigator.people.models import Staff


class Kind(StrEnum):
    """What a line of a ready plan makes."""

    STEP = "step"  # a small step of the person's
    TASK = "task"  # a thing to do for the navigator
    CONTACTS = "contacts"  # a year of contacts, by the schedule's name
    REVIEW = "review"  # the day of the review


class PlanVersion(Base):
    """A ready plan as somebody saved it. The newest of its code counts; none is ever changed."""

    __tablename__ = "plan_versions"
    __table_args__ = (Index(None, "code", "made_at"),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    about: Mapped[str] = mapped_column(Text)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]

    made_by: Mapped[Staff] = relationship(lazy="joined")


class MadePlan(Base):
    """A ready plan made for a person. It can be undone on the day it was made."""

    __tablename__ = "made_plans"
    __table_args__ = (Index(None, "person_id", "made_at"),)

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    name: Mapped[str] = mapped_column(String(120))
    goal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("goals.id"))
    key: Mapped[str] = mapped_column(String(36), unique=True)  # made with the page: a second press makes nothing more
    review_before: Mapped[date | None] = mapped_column(default=None)
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None] = mapped_column(default=None)

    made_by: Mapped[Staff] = relationship(lazy="joined")
    parts: Mapped[list["MadePart"]] = relationship(lazy="selectin", order_by="MadePart.id")


class MadePart(Base):
    """One thing a ready plan made: a step, a task, a schedule of contacts, or a day of review (which has no id)."""

    __tablename__ = "made_parts"

    id: Mapped[Id]
    made_plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("made_plans.id"), index=True)
    kind: Mapped[Kind] = mapped_column(by_value(Kind))
    about_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
