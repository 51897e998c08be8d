"""What the columns of somebody's spreadsheet mean, and the sheets that were handed in."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id, by_value


class ColumnMapping(Base):
    """A remembered mapping: which column of such sheets means what. Offered again when the same headings come."""

    __tablename__ = "column_mappings"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(80), unique=True)
    headings: Mapped[str] = mapped_column(String(64), index=True)  # a digest of the headings it was made for
    columns: Mapped[dict[str, Any]] = mapped_column(JSON)  # folded heading → field; absent: left out
    organization: Mapped[str] = mapped_column(String(255), default="")  # whose every row is, when no column says
    saved_at: Mapped[datetime]
    saved_by: Mapped[str] = mapped_column(String(120))


class SheetState(StrEnum):
    """Handed in; being looked through; looked through and waiting for a yes; being brought in; done. Or not readable."""

    NEW = "new"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    FAILED = "failed"


AT_WORK = (SheetState.CHECKING, SheetState.IMPORTING)


class Sheet(Base):
    """A spreadsheet that was handed in, and what became of it. Its content goes when it is done."""

    __tablename__ = "sheets"

    id: Mapped[Id]
    file_name: Mapped[str] = mapped_column(String(120))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, default=None)
    tab: Mapped[str] = mapped_column(String(120), default="")  # which sheet of a workbook
    mapping_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("column_mappings.id", ondelete="SET NULL"), default=None)
    state: Mapped[SheetState] = mapped_column(by_value(SheetState), default=SheetState.NEW, index=True)
    rows: Mapped[int] = mapped_column(default=0)
    rows_read: Mapped[int] = mapped_column(default=0)  # how far the work has come
    claimed_at: Mapped[datetime | None] = mapped_column(default=None)  # by a worker
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    problem: Mapped[str] = mapped_column(Text, default="")
    handed_in_at: Mapped[datetime]
    handed_in_by: Mapped[str] = mapped_column(String(120))
    done_at: Mapped[datetime | None] = mapped_column(default=None)

    mapping: Mapped[ColumnMapping | None] = relationship()
