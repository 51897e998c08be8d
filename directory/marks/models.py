"""Quality marks that a locality defines, and the organisations they are awarded to."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.models import Organization
from navigator.db import Base, Id


class QualityMark(Base):
    """A standard and its name. `months`: how long an award holds; None: until it is taken back."""

    __tablename__ = "quality_marks"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(120), unique=True)
    text: Mapped[str] = mapped_column(Text)
    awarded_by: Mapped[str] = mapped_column(String(120))
    months: Mapped[int | None] = mapped_column(default=None)
    added_at: Mapped[datetime]


class AwardedMark(Base):
    """A mark an organisation holds from `awarded_on` to `ends_on`, both days included; None: without an end."""

    __tablename__ = "awarded_marks"

    id: Mapped[Id]
    mark_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("quality_marks.id"), index=True)
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    awarded_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)
    entered_by: Mapped[str] = mapped_column(String(120))
    taken_back_at: Mapped[datetime | None] = mapped_column(default=None)

    mark: Mapped[QualityMark] = relationship()
    organization: Mapped[Organization] = relationship()
