"""A person's circle of care: who is in it, what each may see and do, the links their phones open it by, and how they are."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id, by_value
from navigator.people.models import ConsentHow, Person


class Scope(StrEnum):
    """One thing a person may let somebody of their circle see or do."""

    APPOINTMENT = "appointment"  # what is arranged next, and texts about it
    STEPS = "steps"
    PLAN = "plan"  # priorities, goals, steps, what is arranged
    MESSAGES = "messages"  # what we text the person about appointments
    ANSWER = "answer"  # answer our questions for the person
    VISITS = "visits"  # be told when a visit took place
    TEAM = "team"  # speak with the team
    PREPARE = "prepare"  # write something down before a conversation


class EndedBy(StrEnum):
    PERSON = "person"
    NAVIGATOR = "navigator"
    SAFETY = "safety"  # the navigator, because it may not be safe: the reason is for staff alone
    CARER = "carer"


class CircleMember(Base):
    """Somebody who helps a person: contact details, and (`own_person_id`) a plan of their own if they wish for one.

    `mobile` is E.164; of `mobile` and `email` one is there. Nothing is shown or sent before `confirmed_at`.
    """

    __tablename__ = "circle_members"
    __table_args__ = (Index(None, "person_id", "ended_at"),)

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    own_person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("persons.id"), index=True, default=None)
    name: Mapped[str] = mapped_column(String(80))
    relation: Mapped[str] = mapped_column(String(80), default="")  # "brother", in the person's words
    mobile: Mapped[str | None] = mapped_column(String(16), index=True, default=None)
    email: Mapped[str | None] = mapped_column(String(254), default=None)
    language: Mapped[str] = mapped_column(String(12), default="en")
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)  # None: the person
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    session_epoch: Mapped[int] = mapped_column(default=0)  # raising it closes the pages on every phone

    person: Mapped[Person] = relationship(lazy="joined", foreign_keys=[person_id])

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


class CircleGrant(Base):
    """One scope given to one member, [`from_at`, `until_at`). Never edited but to end it: the history is the rows."""

    __tablename__ = "circle_grants"
    __table_args__ = (Index(None, "member_id", "ended_at"),)

    id: Mapped[Id]
    member_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("circle_members.id"))
    scope: Mapped[Scope] = mapped_column(by_value(Scope))
    consent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consents.id"))  # its line in the sharing ledger
    given_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)  # None: the person
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_by: Mapped[EndedBy | None] = mapped_column(by_value(EndedBy), default=None)
    reason: Mapped[str] = mapped_column(Text, default="")  # why it was ended for safety; only staff read it

    def holds_at(self, moment: datetime) -> bool:
        """Whether it is given at `moment`."""
        return self.ended_at is None and self.from_at <= moment and (self.until_at is None or moment < self.until_at)


class CircleLink(Base):
    """A link for one member's phone, and the code that opens it there. Only digests are kept."""

    __tablename__ = "circle_links"

    id: Mapped[Id]
    member_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("circle_members.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    code_digest: Mapped[str] = mapped_column(String(64), default="")
    code_expires_at: Mapped[datetime | None] = mapped_column(default=None)
    wrong_tries: Mapped[int] = mapped_column(default=0)


class WhyAskedNoMore(StrEnum):
    """Why we ask a carer no more how they are; some of these keep us from beginning, too."""

    CARER = "carer"  # they ended it on their own page
    STAFF = "staff"
    CHANGED = "changed"  # another rhythm was chosen
    STOPPED = "stopped"  # their number said STOP
    LEFT = "left"  # they are in the circle no more
    CLOSED = "closed"  # we no longer support whom they help
    PROHIBITED = "prohibited"  # nobody may write to whom they help
    UNANSWERED = "unanswered"  # so many without an answer: the navigator is told instead
    NO_MOBILE = "no_mobile"
    NOT_CONFIRMED = "not_confirmed"
    OWN_NUMBER = "own_number"  # somebody we support has the number: nobody could tell whose answer it is
    ASKED_ELSEWHERE = "asked_elsewhere"  # the same number is asked already, in another circle or by another name


class CarerCheckIn(Base):
    """How are *you*? Every so many weeks, to one carer who said yes to it. Never edited but to go on and to end.

    `next_at`: when to ask next; None once it has ended. The texts are about the member (`OutgoingMessage.about_id`).
    """

    __tablename__ = "carer_check_ins"

    id: Mapped[Id]
    member_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("circle_members.id"), index=True)
    every_weeks: Mapped[int]
    wording: Mapped[str] = mapped_column(Text)  # what the carer said yes to, in their language
    how: Mapped[ConsentHow] = mapped_column(by_value(ConsentHow))
    recorded_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)  # None: the carer
    started_at: Mapped[datetime]
    next_at: Mapped[datetime | None] = mapped_column(index=True, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    why_ended: Mapped[WhyAskedNoMore | None] = mapped_column(by_value(WhyAskedNoMore), default=None)
