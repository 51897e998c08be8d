"""What was changed of how the service is set up, who is invited, who is away and who answers meanwhile, and the rules set."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id, by_value
from navigator.people.models import Role, Staff, Team


class Subject(StrEnum):
    """What a change was of."""

    LOCALITY = "locality"
    TEAM = "team"
    PROGRAMME = "programme"
    STAFF = "staff"
    SETTINGS = "settings"
    INVITATION = "invitation"
    ABSENCE = "absence"


class Says(StrEnum):
    """What the people of somebody who is away are told."""

    NOTHING = "nothing"
    WHEN_THEY_WRITE = "when_they_write"
    EVERYBODY = "everybody"  # as soon as it is written down, and the others when they write


class Change(Base):
    """One change of how the service is set up: by whom, when, and what was there before. Never edited."""

    __tablename__ = "changes"
    __table_args__ = (Index(None, "subject", "happened_at"), Index(None, "subject_id", "happened_at"))

    id: Mapped[Id]
    happened_at: Mapped[datetime]
    staff_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)  # None: on the command line
    subject: Mapped[Subject] = mapped_column(by_value(Subject))
    subject_id: Mapped[uuid.UUID]
    team_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("teams.id"), default=None)  # whose lead may read it
    name: Mapped[str] = mapped_column(String(160))  # what it was called then
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # only what changed; empty: it was new
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    staff: Mapped[Staff | None] = relationship(lazy="joined", foreign_keys=[staff_id])


class Invitation(Base):
    """A link by which somebody sets their password and may sign in: once, for a while. Only its digest is kept."""

    __tablename__ = "invitations"
    __table_args__ = (Index(None, "team_id", "made_at"),)

    id: Mapped[Id]
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("teams.id"))
    role: Mapped[Role] = mapped_column(by_value(Role))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), index=True)  # lower case
    language: Mapped[str] = mapped_column(String(12), default="en")
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)

    team: Mapped[Team] = relationship(lazy="joined")


class Absence(Base):
    """Somebody is away from a day until the day they are back, and a colleague answers for their people."""

    __tablename__ = "absences"
    __table_args__ = (Index(None, "staff_id", "starts_on"), Index(None, "covered_by_id", "starts_on"))

    id: Mapped[Id]
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    covered_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    starts_on: Mapped[date]
    back_on: Mapped[date | None] = mapped_column(default=None)  # None: nobody knows yet
    says: Mapped[Says] = mapped_column(by_value(Says), default=Says.WHEN_THEY_WRITE)
    note: Mapped[str] = mapped_column(Text, default="")  # what the colleague should know
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)

    staff: Mapped[Staff] = relationship(lazy="joined", foreign_keys=[staff_id])
    covered_by: Mapped[Staff] = relationship(lazy="joined", foreign_keys=[covered_by_id])

    def is_on(self, day: date) -> bool:
        """Whether they are away on that day."""
        return self.cancelled_at is None and self.starts_on <= day and (self.back_on is None or day < self.back_on)


class LocalitySetting(Base):
    """A number a locality has chosen for itself; what is not here is as `rules.Rules` has it."""

    __tablename__ = "locality_settings"
    __table_args__ = (Index("uq_locality_settings_name", "locality_id", "name", unique=True),)

    id: Mapped[Id]
    locality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("localities.id"))
    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[int]
