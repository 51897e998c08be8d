"""A visit or call that is arranged, what happened at each contact, and what whoever visits should know first."""

import uuid
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from navigator.db import Base, Id, by_value


class Kind(StrEnum):
    """How we are in contact. Visits and other contacts are counted apart, as the programme in Cornwall did."""

    CALL = "call"
    HOME = "home"  # at the person's home
    ELSEWHERE = "elsewhere"  # at a café, a group, a surgery
    VIDEO = "video"
    MESSAGE = "message"  # a text, e-mail or letter that this service did not send
    OTHERS = "others"  # with somebody else, about the person


VISITS = frozenset({Kind.HOME, Kind.ELSEWHERE})
ARRANGED = (Kind.CALL, Kind.HOME, Kind.ELSEWHERE, Kind.VIDEO)  # what can be arranged beforehand


class Outcome(StrEnum):
    TALKED = "talked"
    LEFT_MESSAGE = "left_message"
    NO_ANSWER = "no_answer"
    NOT_THERE = "not_there"  # arranged, and they were not there; in others' words "did not attend"


IN_TOUCH = frozenset({Outcome.TALKED})
"""Only then have we heard from the person: a call nobody answered leaves them as quiet as before."""


class Visit(Base):
    """A visit or a call that is arranged: when, where, how long, and when whoever goes alone means to be out again."""

    __tablename__ = "visits"
    __table_args__ = (Index(None, "staff_id", "starts_at"), Index(None, "person_id", "starts_at", "cancelled_at"))

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))  # who goes
    kind: Mapped[Kind] = mapped_column(by_value(Kind))
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(255), default="")
    note: Mapped[str] = mapped_column(Text, default="")  # what to bring, what to talk about
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    is_told: Mapped[bool] = mapped_column(default=True)  # whether the person is told of it by text
    out_safe_at: Mapped[datetime | None] = mapped_column(default=None)  # whoever went said they are out
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_alone_in_a_home(self) -> bool:
        return self.kind is Kind.HOME


class LoggedContact(Base):
    """One contact as it was: kind, place, length, with whom, and what happened, in the words it was written down in."""

    __tablename__ = "logged_contacts"
    __table_args__ = (
        Index(None, "person_id", "happened_at"),
        Index(None, "staff_id", "happened_at"),
        CheckConstraint("minutes IS NULL OR minutes BETWEEN 0 AND 1440", name="minutes_of_a_day"),
    )

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    visit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("visits.id"), unique=True, default=None)
    kind: Mapped[Kind] = mapped_column(by_value(Kind))
    outcome: Mapped[Outcome] = mapped_column(by_value(Outcome))
    happened_at: Mapped[datetime]
    minutes: Mapped[int | None] = mapped_column(default=None)
    place: Mapped[str] = mapped_column(String(255), default="")
    with_whom: Mapped[str] = mapped_column(String(255), default="")  # besides the person: a daughter, an interpreter
    words: Mapped[str] = mapped_column(Text, default="")  # kept as written, dictated or pasted
    written_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None] = mapped_column(default=None)  # written on the wrong person's page, say


class SafetyNote(Base):
    """What whoever visits a person should know first: a dog, no signal, go by two. Facts only; one standing note a person."""

    __tablename__ = "safety_notes"

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    written_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class RoundFeed(Base):
    """The secret address of somebody's round for the calendar on their phone. Only its digest is kept."""

    __tablename__ = "round_feeds"

    id: Mapped[Id]
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
