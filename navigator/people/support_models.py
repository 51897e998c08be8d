"""Who supports a person, and in which programme, over time. Periods are [since, until): the last day or moment is not in them."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id, by_value
from navigator.people.models import Person, Staff

_STILL = text("until IS NULL")
_GOES_ON = text("ends_on IS NULL")


class WhyCoordinates(StrEnum):
    """Why somebody became a person's coordinator."""

    TAKEN_ON = "taken_on"  # they added the person
    STANDING_IN = "standing_in"  # the person waits for a coordinator; until then somebody answers all the same
    ASSIGNED = "assigned"  # the person had waited
    HANDED_OVER = "handed_over"
    LEFT = "left"  # whoever it was before left
    MOVED_TEAM = "moved_team"
    UNDONE = "undone"  # a hand-over was taken back


class WhyLeft(StrEnum):
    """Why somebody is not in a programme any more."""

    FINISHED = "finished"
    WANTS_NO_MORE = "wants_no_more"
    NOT_RIGHT = "not_right"
    ANOTHER_PROGRAMME = "another_programme"
    LOST_TOUCH = "lost_touch"
    MOVED_AWAY = "moved_away"
    DIED = "died"
    OTHER = "other"


class Coordination(Base):
    """A time in which one member of staff was a person's coordinator. One is open at any time, and it is `Person.navigator`."""

    __tablename__ = "coordinations"
    __table_args__ = (
        Index("uq_coordinations_open", "person_id", unique=True, sqlite_where=_STILL, postgresql_where=_STILL),
        Index(None, "person_id", "since"),
        Index(None, "staff_id", "until"),
    )

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    since: Mapped[datetime]
    until: Mapped[datetime | None] = mapped_column(default=None)
    why: Mapped[WhyCoordinates] = mapped_column(by_value(WhyCoordinates))
    note: Mapped[str] = mapped_column(Text, default="")  # what the new coordinator should know
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)  # None: a command, or before 0029
    is_told: Mapped[bool] = mapped_column(default=False)  # whether a message to the person was planned
    seen_at: Mapped[datetime | None] = mapped_column(default=None)  # when the new coordinator said that they have read it

    staff: Mapped[Staff] = relationship(lazy="joined", foreign_keys=[staff_id])


class Given(Base):
    """A volunteer helps a person for a time, and may see them while it lasts. The coordinator stays who it is."""

    __tablename__ = "given_to"
    __table_args__ = (
        Index("uq_given_to_open", "person_id", "volunteer_id", unique=True, sqlite_where=_STILL, postgresql_where=_STILL),
        Index(None, "volunteer_id", "until"),
    )

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    volunteer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    since: Mapped[datetime]
    until: Mapped[datetime | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(Text, default="")  # what the volunteer helps with
    given_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    taken_back_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)

    person: Mapped[Person] = relationship(lazy="joined")
    volunteer: Mapped[Staff] = relationship(lazy="joined", foreign_keys=[volunteer_id])


class Programme(Base):
    """Something a locality offers under a name (Living Well), for a time of somebody's life. Closed: nobody new."""

    __tablename__ = "programmes"
    __table_args__ = (Index("uq_programmes_name", "locality_id", "name", unique=True),)

    id: Mapped[Id]
    locality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("localities.id"))
    name: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(Text, default="")  # what it is, as people are told
    who_for: Mapped[str] = mapped_column(String(300), default="")
    is_open: Mapped[bool] = mapped_column(default=True)


class Enrolment(Base):
    """A person is in a programme from a day until the day before another. Only one at a time goes on in each programme."""

    __tablename__ = "enrolments"
    __table_args__ = (
        Index("uq_enrolments_open", "person_id", "programme_id", unique=True, sqlite_where=_GOES_ON, postgresql_where=_GOES_ON),
        Index(None, "programme_id", "ends_on"),
    )

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"))
    starts_on: Mapped[date]
    baseline_on: Mapped[date | None] = mapped_column(default=None)  # when how things stood at the start was asked
    ends_on: Mapped[date | None] = mapped_column(default=None)  # the first day on which they are not in it
    why_left: Mapped[WhyLeft | None] = mapped_column(by_value(WhyLeft), default=None)
    note: Mapped[str] = mapped_column(Text, default="")
    enrolled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)

    programme: Mapped[Programme] = relationship(lazy="joined")
