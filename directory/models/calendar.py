"""The days that are not as others: bank holidays and school terms."""

from datetime import date
from enum import StrEnum

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from navigator.db import Base, Id, by_value


class CalendarKind(StrEnum):
    BANK_HOLIDAY = "bank holiday"
    TERM = "term"


class CalendarPeriod(Base):
    """A bank holiday, or a run of school weeks (both days included), as this locality brought them in."""

    __tablename__ = "calendar_periods"
    __table_args__ = (UniqueConstraint("kind", "first_day"),)

    id: Mapped[Id]
    kind: Mapped[CalendarKind] = mapped_column(by_value(CalendarKind))
    first_day: Mapped[date]
    last_day: Mapped[date]
    name: Mapped[str] = mapped_column(String(120), default="")
