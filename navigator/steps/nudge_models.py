"""A step's friendly reminders: on which weekdays, until when, and what became of them."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from navigator.db import Base, Id, by_value


class WhyEnded(StrEnum):
    """Why a step's nudges came to an end."""

    STOPPED = "stopped"  # somebody ended them, or chose others
    STEP_FINISHED = "step_finished"  # done, not this time, or made smaller
    UNTIL = "until"  # the review, or the day they were to end
    UNANSWERED = "unanswered"  # so many without an answer: their navigator is told instead
    NOT_TEXTED = "not_texted"  # they take no texts, or none of this kind
    CLOSED = "closed"  # we no longer support them


class StepNudge(Base):
    """Texts about one step on certain weekdays. Only the next one is in the outbox: `message_id`, about the step.

    `look_at`: when to see what became of it, and plan the one after; None once they have ended.
    """

    __tablename__ = "step_nudges"
    __table_args__ = (Index(None, "step_id", "started_at"),)

    id: Mapped[Id]
    step_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("steps.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    days: Mapped[str] = mapped_column(String(20))  # weekdays, comma-separated; Monday is 0
    until: Mapped[date | None] = mapped_column(default=None)  # the last day; None: the person's review, or no end
    most_unanswered: Mapped[int] = mapped_column(default=3)
    started_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    started_at: Mapped[datetime]
    look_at: Mapped[datetime | None] = mapped_column(index=True, default=None)
    message_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    why_ended: Mapped[WhyEnded | None] = mapped_column(by_value(WhyEnded), default=None)

    @property
    def weekdays(self) -> list[int]:
        return [int(day) for day in self.days.split(",")]
