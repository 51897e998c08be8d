"""A year of contacts: the schedules a locality has, the one chosen for a person, and each contact with its day."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from navigator.db import Base, Id, by_value


class Kind(StrEnum):
    """Who makes a contact: a text goes by itself, a task is put before the navigator."""

    TEXT = "text"
    TASK = "task"


class ContactSchedule(Base):
    """A schedule of this locality. `entries`: as `schedules.Entry`, in the order of their weeks."""

    __tablename__ = "contact_schedules"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(120), unique=True)
    about: Mapped[str] = mapped_column(Text)
    entries: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class PersonSchedule(Base):
    """The schedule chosen for a person: its contacts are theirs from then on, whatever becomes of the schedule."""

    __tablename__ = "person_schedules"

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    chosen_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class PlannedContact(Base):
    """One contact of a person's schedule. It is made on its day, unless it was dropped or the schedule ended."""

    __tablename__ = "planned_contacts"
    __table_args__ = (Index(None, "made_at", "on_day"),)

    id: Mapped[Id]
    person_schedule_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person_schedules.id"), index=True)
    on_day: Mapped[date]
    kind: Mapped[Kind] = mapped_column(by_value(Kind))
    what: Mapped[str] = mapped_column(String(300))  # of a task its words, of a text its template
    dropped_at: Mapped[datetime | None] = mapped_column(default=None)
    made_at: Mapped[datetime | None] = mapped_column(default=None)
