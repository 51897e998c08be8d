"""A guided conversation: what was said, under its headings."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from navigator.db import Base, Id


class Conversation(Base):
    """What was said, under the headings of the guided conversation. Saved as it goes; finished when the navigator says so."""

    __tablename__ = "conversations"

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    matters: Mapped[str] = mapped_column(Text, default="")
    going_well: Mapped[str] = mapped_column(Text, default="")
    capability: Mapped[str] = mapped_column(Text, default="")  # what gets in the way: knowing how, being able
    opportunity: Mapped[str] = mapped_column(Text, default="")  # … money, transport, time, other people
    motivation: Mapped[str] = mapped_column(Text, default="")  # … wanting to, feeling up to it
    who_helps: Mapped[str] = mapped_column(Text, default="")
    how_supported: Mapped[str] = mapped_column(Text, default="")


class RecordedNeed(Base):
    """One of the needs somebody came with, as a conversation found it: a code of the directory's needs."""

    __tablename__ = "recorded_needs"
    __table_args__ = (UniqueConstraint("conversation_id", "code"),)

    id: Mapped[Id]
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    recorded_at: Mapped[datetime]
