"""What a person, or somebody who helps them, writes down on their own phone before a conversation."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id
from navigator.people.circle_models import CircleMember


class Preparation(Base):
    """Its writer's alone until `shown_at`; done with once it was talked over.

    `member`: who helps the person and wrote it, in their own name (None: the person). The person may take it away.
    """

    __tablename__ = "preparations"

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    created_at: Mapped[datetime]
    invited_at: Mapped[datetime | None] = mapped_column(default=None)
    invited_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    shown_at: Mapped[datetime | None] = mapped_column(default=None)
    helped_by: Mapped[str] = mapped_column(String(120), default="")  # who wrote it with them or for them
    talked_over_at: Mapped[datetime | None] = mapped_column(default=None)
    member_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("circle_members.id"), index=True, default=None)
    taken_away_at: Mapped[datetime | None] = mapped_column(default=None)  # by the person: nobody else is shown it any more

    member: Mapped[CircleMember | None] = relationship()
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
