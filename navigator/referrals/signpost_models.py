"""What somebody was told of without being referred: that is written down, and asked after as well."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from navigator.db import Base, Id, by_value


class Tried(StrEnum):
    """What became of it, as the person says."""

    TRIED = "tried"
    NOT_YET = "not_yet"


class Signpost(Base):
    """One person told of one service."""

    __tablename__ = "signposts"
    __table_args__ = (Index(None, "person_id", "told_at"), Index(None, "service_id", "told_at"))

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"))
    step_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("steps.id"), default=None)
    service_name: Mapped[str] = mapped_column(String(255))
    idempotency_key: Mapped[str] = mapped_column(String(64), unique=True)
    told_at: Mapped[datetime]
    tried: Mapped[Tried | None] = mapped_column(by_value(Tried), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
