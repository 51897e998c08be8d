"""What was changed: the standard's metadata, in the order it happened."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id, by_value


class Origin(StrEnum):
    """Where a change came from."""

    EDITOR = "editor"
    STAFF = "staff"
    IMPORT = "import"
    CONFIRMATION = "confirmation"
    RESTORATION = "restoration"
    MERGE = "merge"


class ListingChange(Base):
    """One change to one listing: who, when and how. What exactly changed is in its `ChangedField` rows.

    `number` counts a listing's changes from 1; version n is the listing after change n.
    """

    __tablename__ = "listing_changes"
    __table_args__ = (UniqueConstraint("service_id", "number"),)

    id: Mapped[Id]
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"))
    number: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(index=True)
    made_by: Mapped[str] = mapped_column(String(254))  # a name, or the source of an import
    origin: Mapped[Origin] = mapped_column(by_value(Origin))
    note: Mapped[str | None] = mapped_column(Text, default=None)

    fields: Mapped[list["ChangedField"]] = relationship(back_populates="change", cascade="all, delete-orphan")


class FieldAction(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class ChangedField(Base):
    """HSDS metadata: one field of one row, before and after, as JSON text; a whole row when it came or went."""

    __tablename__ = "metadata"
    __table_args__ = (Index(None, "resource_type", "resource_id"),)

    id: Mapped[Id]
    change_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing_changes.id", ondelete="CASCADE"), index=True)
    resource_id: Mapped[uuid.UUID]
    resource_type: Mapped[str] = mapped_column(String(60))  # the table's name
    last_action_type: Mapped[FieldAction] = mapped_column(by_value(FieldAction))
    field_name: Mapped[str] = mapped_column(String(60), default="")  # empty: the whole row
    previous_value: Mapped[str | None] = mapped_column(Text, default=None)
    replacement_value: Mapped[str | None] = mapped_column(Text, default=None)

    change: Mapped[ListingChange] = relationship(back_populates="fields")
