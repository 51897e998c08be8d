"""Which self-care page was sent to whom."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from navigator.db import Base, Id


class PageSent(Base):
    """A page that a navigator sent to a person: part of the person's history, and found again on their plan."""

    __tablename__ = "self_care_pages_sent"
    __table_args__ = (Index(None, "person_id", "sent_at"),)

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    topic: Mapped[str] = mapped_column(String(40))  # a name of `library.TOPICS`
    language: Mapped[str] = mapped_column(String(12))
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    sent_at: Mapped[datetime]
