"""What was asked of whom and what they answered; and the scores of licensed instruments, whose questions are not kept here."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id, by_value
from navigator.people.models import Staff


class NoScore(StrEnum):
    """An answer that is no number, and as good as one."""

    DONT_KNOW = "dont_know"
    RATHER_NOT = "rather_not"


class Asking(Base):
    """One time an instrument was asked. It counts once it is finished; a question may be left without an answer."""

    __tablename__ = "measure_askings"
    __table_args__ = (Index(None, "person_id", "instrument", "finished_at"),)

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    instrument: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(40))
    by_themselves: Mapped[bool] = mapped_column(default=False)  # they were invited to answer on their own phone
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    begun_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(default=None)

    asked_by: Mapped[Staff] = relationship(lazy="joined")
    answers: Mapped[list["Answer"]] = relationship(order_by="Answer.answered_at, Answer.id", lazy="selectin")

    def answer_to(self, question: str) -> "Answer | None":
        return next((answer for answer in self.answers if answer.question == question), None)


class Answer(Base):
    """One answer: a number, or that there is none."""

    __tablename__ = "measure_answers"
    __table_args__ = (
        UniqueConstraint("asking_id", "question"),
        CheckConstraint("(score IS NULL) <> (no_score IS NULL)", name="number_or_none"),
    )

    id: Mapped[Id]
    asking_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("measure_askings.id"))
    question: Mapped[str] = mapped_column(String(40))
    score: Mapped[int | None] = mapped_column(default=None)
    no_score: Mapped[NoScore | None] = mapped_column(by_value(NoScore), default=None)
    language: Mapped[str] = mapped_column(String(12))  # in which it was read out or read
    answered_at: Mapped[datetime]


class LicensedInstrument(Base):
    """An instrument a locality holds a licence for. There is no place for its questions, so they cannot be kept here."""

    __tablename__ = "licensed_instruments"
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint("lowest < highest", name="range_goes_up"),
        CheckConstraint("licence_note <> ''", name="says_its_licence"),
    )

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(120))
    lowest: Mapped[float]
    highest: Mapped[float]
    licence_note: Mapped[str] = mapped_column(Text)
    added_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    added_at: Mapped[datetime]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)  # the licence ran out: no new scores

    added_by: Mapped[Staff] = relationship(foreign_keys=[added_by_id], lazy="joined")
    ended_by: Mapped[Staff | None] = relationship(foreign_keys=[ended_by_id], lazy="joined")


class LicensedScore(Base):
    """The score of one day, as the instrument's own sheet gave it."""

    __tablename__ = "licensed_scores"
    __table_args__ = (UniqueConstraint("person_id", "instrument_id", "on_day"),)

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    instrument_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("licensed_instruments.id"))
    score: Mapped[float]
    on_day: Mapped[date]
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    written_at: Mapped[datetime]

    instrument: Mapped[LicensedInstrument] = relationship(lazy="joined")
