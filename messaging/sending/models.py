"""What the sending side remembers beside the outbox: how much of each template went, what is stopped, and each sender's pace."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from navigator.db import Base, Id


class TemplateHour(Base):
    """How many texts of one template went, and failed, in one hour (UTC)."""

    __tablename__ = "template_hours"

    template: Mapped[str] = mapped_column(String(60), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    sent: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)


class StoppedTemplate(Base):
    """A template of which nothing goes until an administrator says so; `template` "*": nothing goes at all."""

    __tablename__ = "stopped_templates"

    id: Mapped[Id]
    template: Mapped[str] = mapped_column(String(60), index=True)
    stopped_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(40))  # too_many, too_many_failed, by_hand
    sent: Mapped[int] = mapped_column(default=0)  # in the hour that made us stop
    stopped_by: Mapped[str] = mapped_column(String(120), default="")  # a member of staff; empty: the breaker
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    started_by: Mapped[str] = mapped_column(String(120), default="")


class SenderPace(Base):
    """From when on the next text may leave from one sender, for every worker."""

    __tablename__ = "sender_paces"

    sender: Mapped[str] = mapped_column(String(80), primary_key=True)
    next_at: Mapped[datetime]
