"""Where listings come from again and again, what each run did, and where their sources and we disagree."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id, by_value


class SourceKind(StrEnum):
    """How a source is reached: an address on the web (every page of a feed), or a file or folder of this machine."""

    WEB = "web"
    FILES = "files"


class Source(Base):
    """A source that is brought in on a schedule. `every_hours` None: only when asked for. `next_run_at` None: not due."""

    __tablename__ = "sources"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(120), unique=True)
    address: Mapped[str] = mapped_column(String(2000))
    kind: Mapped[SourceKind] = mapped_column(by_value(SourceKind))
    every_hours: Mapped[int | None] = mapped_column(default=None)
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(120))
    next_run_at: Mapped[datetime | None] = mapped_column(index=True, default=None)
    paused_at: Mapped[datetime | None] = mapped_column(default=None)
    held_by: Mapped[str | None] = mapped_column(String(120), default=None)  # the worker that is bringing it in
    held_until: Mapped[datetime | None] = mapped_column(default=None)
    changed_since: Mapped[datetime | None] = mapped_column(default=None)  # when the last run that came in whole began

    runs: Mapped[list["SourceRun"]] = relationship(back_populates="source", cascade="all, delete-orphan")


class RunState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class SourceRun(Base):
    """One run: what it changed (`report`, as `Report.as_json` gives it, shortened), or why it could not."""

    __tablename__ = "source_runs"
    __table_args__ = (Index(None, "source_id", "began_at"),)

    id: Mapped[Id]
    source_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    state: Mapped[RunState] = mapped_column(by_value(RunState), default=RunState.RUNNING)
    problem: Mapped[str | None] = mapped_column(Text, default=None)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)

    source: Mapped[Source] = relationship(back_populates="runs")


class Conflict(Base):
    """A field (or, with no name, a whole row) that was edited here and that its source has otherwise. Ours stays.

    `ours` and `theirs` are JSON text as the history keeps it; None: it is not there. `is_news`: they changed theirs since we
    edited ours, so somebody should look. `kept_at`: somebody looked, and ours is to stay until theirs changes again.
    """

    __tablename__ = "import_conflicts"
    __table_args__ = (UniqueConstraint("resource_type", "resource_id", "field_name"), Index(None, "kept_at", "since"))

    id: Mapped[Id]
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), index=True, default=None)
    source: Mapped[str] = mapped_column(String(254))
    resource_type: Mapped[str] = mapped_column(String(60))
    resource_id: Mapped[uuid.UUID]
    field_name: Mapped[str] = mapped_column(String(60), default="")
    ours: Mapped[str | None] = mapped_column(Text, default=None)
    theirs: Mapped[str | None] = mapped_column(Text, default=None)
    is_news: Mapped[bool]
    since: Mapped[datetime]
    kept_at: Mapped[datetime | None] = mapped_column(default=None)
    kept_by: Mapped[str | None] = mapped_column(String(120), default=None)
