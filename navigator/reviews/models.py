"""One review as it was held."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id, by_value
from navigator.people.models import Staff, WhyClosed


class NextStep(StrEnum):
    """What was decided."""

    GO_ON = "go_on"
    CLOSE = "close"


class Review(Base):
    """A review with what was found at that moment, which later changes to goals or steps do not change."""

    __tablename__ = "reviews"
    __table_args__ = (Index(None, "person_id", "held_at"),)

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    held_at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text, default="")  # what they said of the time since
    steps_done: Mapped[int]
    referrals_made: Mapped[int]
    contacts_had: Mapped[int]
    t_score: Mapped[float | None] = mapped_column(default=None)  # all goals alike
    next_step: Mapped[NextStep] = mapped_column(by_value(NextStep))
    next_on: Mapped[date | None] = mapped_column(default=None)
    why_closed: Mapped[WhyClosed | None] = mapped_column(by_value(WhyClosed), default=None)
    reason: Mapped[str] = mapped_column(String(200), default="")
    key: Mapped[str] = mapped_column(String(36), unique=True)  # made with the page: a second press holds no second review

    staff: Mapped[Staff] = relationship(lazy="joined")


class ReviewDraft(Base):
    """What somebody typed on the page of a review that could not be kept as it was: theirs, until the review is held."""

    __tablename__ = "review_drafts"
    __table_args__ = (UniqueConstraint("person_id", "staff_id"),)

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    typed: Mapped[dict[str, str]] = mapped_column(JSON)
    saved_at: Mapped[datetime]
