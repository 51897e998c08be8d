"""A way of looking at a caseload that somebody keeps for themselves."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from navigator.db import Base, Id


class SavedView(Base):
    """A filter of the caseload with a name. `words`: the query of its address, without the page."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("staff_id", "name"),)

    id: Mapped[Id]
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    name: Mapped[str] = mapped_column(String(80))
    words: Mapped[str] = mapped_column(String(500))
    made_at: Mapped[datetime]
