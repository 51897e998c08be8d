"""What happened to listings as a whole: the number of the last change, and those that were another one twice."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.models.listings import ServiceStatus
from navigator.db import Base, by_value


class DirectoryRevision(Base):
    """One row: the number of the last change to any listing. Writers lock it, so revisions commit in order."""

    __tablename__ = "directory_revision"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # always 1
    number: Mapped[int]


class MergedListing(Base):
    """A listing that turned out to be another one twice. It stays, so that what points at it still stands."""

    __tablename__ = "merged_listings"

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), primary_key=True)
    kept_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), index=True)
    status_before: Mapped[ServiceStatus] = mapped_column(by_value(ServiceStatus))  # so that a merge can be taken back
    merged_at: Mapped[datetime]
    merged_by: Mapped[str] = mapped_column(String(120))
