"""What publishing remembers: of each listing whether it may go out as it stands, and how far the looking has come."""

import uuid
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from navigator.db import Base


class Verdict(Base):
    """What the gate said of a listing as it stood at `revision`. It holds only while the listing has that revision."""

    __tablename__ = "publishing_verdicts"
    # What a page of the feed asks of it, without opening the row; the same index of the listings is `Service`'s.
    __table_args__ = (Index("ix_publishing_verdicts_feed", "service_id", "revision", "is_publishable"),)

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int]
    is_publishable: Mapped[bool]
    hides_place: Mapped[bool]  # a refuge: nothing about where it is goes out
    changed_at: Mapped[datetime] = mapped_column(index=True)  # when this revision was first seen here
    problems: Mapped[list[list[str]]] = mapped_column(JSON, default=list)  # [question, name of the problem]


class FeedState(Base):
    """One row: the rules every verdict was given by, and the revision of the directory they have reached."""

    __tablename__ = "publishing_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # always 1
    rules: Mapped[int]
    revision: Mapped[int]
    changed_at: Mapped[datetime]  # when this revision was first seen: the feed's Last-Modified
