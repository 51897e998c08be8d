"""Referrals to groups and services, each move they made, the link an organisation answers by, and who needs attention."""

import json
import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id, by_value
from navigator.referrals.states import Outcome
from navigator.referrals.states import ReferralStatus as ReferralStatus


class Reason(StrEnum):
    """Why a person is at the top of the caseload."""

    NEEDS_HELP = "needs_help"  # answered 3
    DID_NOT_GET_THERE = "did_not_get_there"  # answered 2
    UNCLEAR_REPLY = "unclear_reply"
    CANNOT_BE_TEXTED = "cannot_be_texted"  # the number is wrong, or the phone refuses
    STOPPED_TEXTS = "stopped_texts"
    PERHAPS_STOPPED = "perhaps_stopped"  # we stopped texting them, and they may have meant something else
    CANNOT_COME = "cannot_come"  # to what is arranged
    CHANGE_DAY = "change_day"
    EMAIL_LOST = "email_lost"  # our e-mail never reached the organisation
    DECLINED = "declined"  # the organisation has no room, or it is not right for them
    SERVICE_CLOSED = "service_closed"  # where they are referred to has closed
    WOULD_CHANGE = "would_change"  # something in their plan, as they said on its page
    QUIET = "quiet"  # several texts about a step, and no answer
    CONTACT_DUE = "contact_due"  # a contact of their year that the navigator makes: ring, visit
    QUESTION = "question"  # the organisation asks something
    TIME_PROPOSED = "time_proposed"  # the organisation offers another time, and nobody can ask the person by text
    NOT_ANSWERED = "not_answered"  # nine working days, and the organisation has said nothing
    SIDES_DISAGREE = "sides_disagree"  # the organisation says they came, the person says they did not, or the other way round
    TOOK_BACK = "took_back"  # a referral, by themselves, on their own page
    DID_NOT_AGREE = "did_not_agree"  # asked by text whether we may tell a group, they said no
    FROM_CARER = "from_carer"  # somebody of their circle wrote to us
    CARER_QUIET = "carer_quiet"  # somebody of their circle does not answer when asked how they are
    DISTRESS = "distress"  # words in a reply that may mean danger: first of all


class Side(StrEnum):
    """Who says something of a referral."""

    PERSON = "person"
    RECEIVER = "receiver"
    TEAM = "team"


class Happened(StrEnum):
    """What stands in a referral's story besides its moves."""

    REOPENED = "reopened"
    SAID_CAME = "said_came"  # somebody says so, and the status is another's word
    SAID_DID_NOT_COME = "said_did_not_come"
    CHASED = "chased"
    PROPOSED = "proposed"
    REFUSED = "refused"  # the time that was proposed
    PROHIBITED = "prohibited"  # nobody may contact the person about it
    ALLOWED = "allowed"


class WhyRecalled(StrEnum):
    """What was wrong with a referral that is recalled."""

    WRONG_PERSON = "wrong_person"
    WRONG_PLACE = "wrong_place"


class Referral(Base):
    """One person referred to one service. What was shared is kept as it was shared."""

    __tablename__ = "referrals"
    __table_args__ = (
        Index(None, "person_id", "sent_at"),
        Index(None, "person_id", "status", "appointment_at"),  # who waits, and for what, of a whole caseload
        Index(None, "staff_id", "status"),
        # an organisation's inbox, by either door, counted and put in order from the index alone
        Index("ix_referrals_inbox", "sent_to", "closed_at", "status", "sent_at", "consent_id", "id"),
        Index("ix_referrals_own_inbox", "organization_id", "closed_at", "status", "sent_at", "consent_id", "id"),
    )

    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(String(10), unique=True)  # ten capital letters, safe to say on the telephone
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    step_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("steps.id"), default=None, index=True)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"), index=True)
    organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organizations.id"), default=None)
    consent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("consents.id"), default=None)  # None: not agreed yet
    together_id: Mapped[uuid.UUID | None] = mapped_column(index=True, default=None)  # asked with others, from one summary
    idempotency_key: Mapped[str] = mapped_column(String(64), unique=True)  # a double click refers once
    service_name: Mapped[str] = mapped_column(String(255))
    organization_name: Mapped[str] = mapped_column(String(255))
    sent_to: Mapped[str] = mapped_column(String(254))  # the e-mail address it went to
    reason: Mapped[str] = mapped_column(Text)
    shared: Mapped[str] = mapped_column(Text)  # JSON object: part name → the words shared
    status: Mapped[ReferralStatus] = mapped_column(by_value(ReferralStatus), default=ReferralStatus.SENT)
    sent_at: Mapped[datetime]
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answer_note: Mapped[str] = mapped_column(Text, default="")
    appointment_at: Mapped[datetime | None] = mapped_column(default=None)
    appointment_place: Mapped[str] = mapped_column(String(255), default="")
    ask_for: Mapped[str] = mapped_column(String(120), default="")  # who to ask for on arrival
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    outcome: Mapped[Outcome | None] = mapped_column(by_value(Outcome), default=None)
    contact_prohibited: Mapped[bool] = mapped_column(default=False)  # nothing about it goes to the person: their safety
    chase_at: Mapped[datetime | None] = mapped_column(index=True, default=None)  # when to look whether they have answered
    chased: Mapped[int] = mapped_column(default=0)  # how often we have asked again
    person_says: Mapped[ReferralStatus | None] = mapped_column(by_value(ReferralStatus), default=None)  # attended, or did not
    receiver_says: Mapped[ReferralStatus | None] = mapped_column(by_value(ReferralStatus), default=None)
    recalled_why: Mapped[WhyRecalled | None] = mapped_column(by_value(WhyRecalled), default=None)
    incident: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)  # recalled after somebody had opened it

    events: Mapped[list["ReferralEvent"]] = relationship(
        back_populates="referral", order_by="ReferralEvent.happened_at, ReferralEvent.id"
    )

    @property
    def shared_parts(self) -> list[str]:
        """The names of the parts that were shared."""
        return list(json.loads(self.shared))

    @property
    def sides_disagree(self) -> bool:
        """Whether the person and the organisation say different things of whether they were there."""
        return None not in (self.person_says, self.receiver_says) and self.person_says is not self.receiver_says


class ReferralEvent(Base):
    __tablename__ = "referral_events"

    id: Mapped[Id]
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    happened_at: Mapped[datetime]
    from_status: Mapped[ReferralStatus | None] = mapped_column(by_value(ReferralStatus), default=None)
    to_status: Mapped[ReferralStatus] = mapped_column(by_value(ReferralStatus))
    who: Mapped[str] = mapped_column(String(120))  # "Ben Carter", "Tea & Talk", "Amina, by text"
    note: Mapped[str] = mapped_column(Text, default="")
    what: Mapped[str] = mapped_column(String(40), default="")  # a value of `Happened`; empty for a move, or a changed appointment

    referral: Mapped[Referral] = relationship(back_populates="events")


class ReplyLink(Base):
    """The link in the e-mail to an organisation. Works once, expires, can be revoked. Only its digest is kept."""

    __tablename__ = "reply_links"

    id: Mapped[Id]
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None] = mapped_column(default=None)  # when the page behind it was first shown to anybody
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)

    referral: Mapped[Referral] = relationship(lazy="joined")


class Attention(Base):
    """One reason why a person needs their navigator today; open until a human says it is dealt with."""

    __tablename__ = "attentions"
    __table_args__ = (Index(None, "person_id", "settled_at", "reason"),)

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    reason: Mapped[Reason] = mapped_column(by_value(Reason))
    words: Mapped[str] = mapped_column(Text, default="")  # what the person wrote, or what went wrong
    referral_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("referrals.id"), default=None)
    received_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("received_messages.id"), index=True, default=None)
    opened_at: Mapped[datetime]
    taken_at: Mapped[datetime | None] = mapped_column(default=None)  # since when somebody is at it
    taken_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
