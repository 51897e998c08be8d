"""What a person writes down on their own phone before a conversation."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id


class Preparation(Base):
    """Theirs alone until `shown_at`; done with once it was talked over."""

    __tablename__ = "preparations"

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    created_at: Mapped[datetime]
    invited_at: Mapped[datetime | None] = mapped_column(default=None)
    invited_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    shown_at: Mapped[datetime | None] = mapped_column(default=None)
    helped_by: Mapped[str] = mapped_column(String(120), default="")  # who wrote it with them or for them
    talked_over_at: Mapped[datetime | None] = mapped_column(default=None)

    answers: Mapped[list["PreparedAnswer"]] = relationship(order_by="PreparedAnswer.question")


class PreparedAnswer(Base):
    """One answer, in their words and language. `based_on`: a mark of what stood in "About me" when they began (see `merging`)."""

    __tablename__ = "prepared_answers"
    __table_args__ = (UniqueConstraint("preparation_id", "question"),)

    id: Mapped[Id]
    preparation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("preparations.id"))
    question: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(12))
    based_on: Mapped[str] = mapped_column(String(20), default="")
    saved_at: Mapped[datetime]
