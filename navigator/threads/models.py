"""A conversation by text as staff see it, what was done with it and by whom, and a locality's own ready answers."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from navigator.db import Base, Id, by_value

_OPEN_NUMBER = text("number IS NOT NULL AND done_at IS NULL")


class Happened(StrEnum):
    """What was done with a conversation."""

    TAKEN = "taken"
    HANDED_OVER = "handed_over"
    ANSWERED = "answered"
    DONE = "done"
    OPENED_AGAIN = "opened_again"
    ESCALATED = "escalated"


class Thread(Base):
    """The conversation with one person, or with a number that is nobody's or several people's. One row for good:
    it is opened again by the next text. The texts themselves are in messaging.
    """

    __tablename__ = "threads"
    __table_args__ = (
        Index(None, "escalated_at", "due_at"),
        # Open ones are found by their person, by who has them in hand, or as one of the few that belong to a number. None is
        # found by being open or waiting: in a county tens of thousands are.
        Index(None, "holder_id", "done_at"),
        Index("ix_threads_open_numbers", "number", sqlite_where=_OPEN_NUMBER, postgresql_where=_OPEN_NUMBER),
    )

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("persons.id"), unique=True, default=None)
    number: Mapped[str | None] = mapped_column(String(20), unique=True, default=None)  # when it is not one person's
    team_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("teams.id"), default=None)  # a number only one team knows
    last_words: Mapped[str] = mapped_column(Text, default="")
    last_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None] = mapped_column(default=None)  # the first text nobody has answered
    due_at: Mapped[datetime | None] = mapped_column(default=None)  # unanswered by then, it goes to the whole team
    escalated_at: Mapped[datetime | None] = mapped_column(default=None)
    is_urgent: Mapped[bool] = mapped_column(default=False)  # words of distress, and nobody has marked it done
    holder_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)  # who sees to it
    held_since: Mapped[datetime | None] = mapped_column(default=None)
    handed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    note: Mapped[str] = mapped_column(Text, default="")  # what whoever handed it over wants its holder to know
    done_at: Mapped[datetime | None] = mapped_column(default=None)


class ThreadEvent(Base):
    """One thing done with a conversation: what, when and by whom (nobody: the service itself)."""

    __tablename__ = "thread_events"
    __table_args__ = (Index(None, "thread_id", "happened_at"),)

    id: Mapped[Id]
    thread_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("threads.id"))
    happened_at: Mapped[datetime]
    what: Mapped[Happened] = mapped_column(by_value(Happened))
    staff_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    to_staff_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    note: Mapped[str] = mapped_column(Text, default="")


class ReadyAnswer(Base):
    """An answer this locality keeps ready. `words`: language code → the words, with placeholders (`ready.PLACEHOLDERS`)."""

    __tablename__ = "ready_answers"

    id: Mapped[Id]
    title: Mapped[str] = mapped_column(String(120), unique=True)
    words: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    written_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
