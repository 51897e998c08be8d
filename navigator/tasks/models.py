"""A thing to do for a person, with a day it is due."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from navigator.db import Base, Id, by_value


class Origin(StrEnum):
    """Where a task came from."""

    WRITTEN = "written"  # somebody of the staff wrote it
    NEXT_ACTION = "next_action"  # what to do next, said when a contact was logged
    RING_TO_CHECK = "ring_to_check"  # a group said yes: did it really happen?


class Task(Base):
    """One thing to do. It stays in the person's story when it is done or dropped."""

    __tablename__ = "tasks"
    __table_args__ = (Index(None, "staff_id", "ended_at", "due_on"), Index(None, "person_id", "ended_at", "due_on"))

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))  # whose it is
    what: Mapped[str] = mapped_column(Text)  # empty for what the service made: its words are in the reader's language
    due_on: Mapped[date]
    origin: Mapped[Origin] = mapped_column(by_value(Origin))
    about_id: Mapped[uuid.UUID | None] = mapped_column(index=True, default=None)  # the referral or contact it came from
    about_words: Mapped[str] = mapped_column(String(255), default="")  # what that is called: "Tea & Talk"
    unique_key: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)  # the same event makes one task
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)  # nobody: the service
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    is_dropped: Mapped[bool] = mapped_column(default=False)  # there was no need for it any more
    note: Mapped[str] = mapped_column(Text, default="")  # what came of it
