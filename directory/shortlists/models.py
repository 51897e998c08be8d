"""Shortlists that were shared: listings and a link, and nothing of who made it or who reads it."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from navigator.db import Base, Id


class SharedShortlist(Base):
    """The listings of one link, in order, as UUID text. Only the link's digest is kept, so the table opens no list."""

    __tablename__ = "shared_shortlists"

    id: Mapped[Id]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    service_ids: Mapped[list[str]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
