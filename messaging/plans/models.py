"""The versions of each event's reminder plan. A row is never changed: the last one holds, the others are the history."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from messaging.plans.rules import Event
from navigator.db import Base, Id, by_value


class ReminderPlan(Base):
    """All lines of one event's plan as somebody left them. `version` counts from 1: two who save at once cannot both."""

    __tablename__ = "reminder_plans"
    __table_args__ = (UniqueConstraint("event", "version"),)

    id: Mapped[Id]
    event: Mapped[Event] = mapped_column(by_value(Event))
    version: Mapped[int]
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime]
