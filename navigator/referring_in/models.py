"""Somebody asks us to support a person: who asks, about whom, why, with what consent, and what became of it."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id, by_value
from navigator.people.models import ContactMethod, Need, Staff, Team


class Source(StrEnum):
    """How a referral came in."""

    LINK = "link"  # by an organisation's link
    EMAIL = "email"  # a professional whose address a code has shown
    SELF = "self"
    CARER = "carer"
    LIST = "list"  # proposed by a practice's or a programme's list: the person knows nothing of it yet


PROFESSIONAL = frozenset({Source.LINK, Source.EMAIL})


class State(StrEnum):
    """Where a referral in stands. First contact and conversation are read from what was logged, not written here."""

    RECEIVED = "received"
    PARKED = "parked"
    ACCEPTED = "accepted"
    DECLINED = "declined"


MOVES: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.ACCEPTED, State.DECLINED, State.PARKED}),
    State.PARKED: frozenset({State.ACCEPTED, State.DECLINED, State.PARKED, State.RECEIVED}),
    State.DECLINED: frozenset({State.RECEIVED}),
    State.ACCEPTED: frozenset(),
}


class WhyDeclined(StrEnum):
    NOT_WANTED = "not_wanted"  # the person does not want it
    CANNOT_REACH = "cannot_reach"
    ELSEWHERE = "elsewhere"  # they live where another team works
    NOT_RIGHT = "not_right"
    KNOWN = "known"  # somebody supports them already
    OTHER = "other"


class Basis(StrEnum):
    """On what somebody may tell us about the person."""

    AGREED = "agreed"
    BEST_INTEREST = "best_interest"  # they cannot decide about it; the reason is written down
    NOT_ASKED = "not_asked"  # a name on a list


class Happened(StrEnum):
    """One line of a referral's history."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    PARKED = "parked"
    OPENED_AGAIN = "opened_again"
    ASKED = "asked"
    ANSWERED = "answered"


class ReferrerLink(Base):
    """An organisation's own way in, made by an administrator. Only the digest of its token is kept."""

    __tablename__ = "referrer_links"

    id: Mapped[Id]
    organization_name: Mapped[str] = mapped_column(String(120))
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("teams.id"))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)

    team: Mapped[Team] = relationship(lazy="joined")


class ReferrerCode(Base):
    """Six digits sent to a professional's work address. Kept as a keyed digest; a few wrong tries end it."""

    __tablename__ = "referrer_codes"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254))
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    wrong_tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class FrontDesk(Base):
    """Which team of a locality gets what comes in by no organisation's link."""

    __tablename__ = "front_desks"

    locality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("localities.id"), primary_key=True)
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("teams.id"))
    chosen_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    chosen_at: Mapped[datetime]


class ProposalList(Base):
    """A file of proposed people, as it was handed in, until somebody adds them; afterwards which lines have to be mended."""

    __tablename__ = "proposal_lists"

    id: Mapped[Id]
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("teams.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(120))
    content: Mapped[str] = mapped_column(Text)
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    added_at: Mapped[datetime | None] = mapped_column(default=None)
    added: Mapped[int] = mapped_column(default=0)

    team: Mapped[Team] = relationship(lazy="joined")


class ReferralIn(Base):
    """One person somebody asks us to support. The id is the form's own, so that one form is one referral.

    The items are those of the national record of social prescribing (PRSB 1.1): its mandatory ones are never empty for a
    professional's referral, and risks are said even when there are none.
    """

    __tablename__ = "referrals_in"
    __table_args__ = (
        Index(None, "team_id", "state", "received_at"),
        CheckConstraint("state != 'accepted' OR person_id IS NOT NULL", name="accepted_is_somebody"),
    )

    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(String(10), unique=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("teams.id"))
    source: Mapped[Source] = mapped_column(by_value(Source))
    link_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("referrer_links.id"), default=None)
    list_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("proposal_lists.id"), index=True, default=None)

    referrer_name: Mapped[str] = mapped_column(String(120), default="")
    referrer_role: Mapped[str] = mapped_column(String(120), default="")  # or what a carer is to the person
    referrer_organization: Mapped[str] = mapped_column(String(120), default="")
    referrer_email: Mapped[str | None] = mapped_column(String(254), default=None)
    referrer_phone: Mapped[str] = mapped_column(String(40), default="")
    referrer_language: Mapped[str] = mapped_column(String(12), default="en")

    given_name: Mapped[str] = mapped_column(String(80))
    family_name: Mapped[str] = mapped_column(String(80))
    name_folded: Mapped[str] = mapped_column(String(161), default="")
    birth_date: Mapped[date] = mapped_column(index=True)
    phone: Mapped[str] = mapped_column(String(40), default="")  # as typed: it may be a landline
    mobile: Mapped[str | None] = mapped_column(String(16), default=None)  # E.164, when it is one
    email: Mapped[str | None] = mapped_column(String(254), default=None)
    address: Mapped[str] = mapped_column(Text, default="")
    postcode: Mapped[str | None] = mapped_column(String(10), default=None)
    language: Mapped[str] = mapped_column(String(12), default="en")
    spoken: Mapped[str] = mapped_column(String(80), default="")  # a language that is none of ours, an interpreter
    contact_method: Mapped[ContactMethod] = mapped_column(by_value(ContactMethod), default=ContactMethod.CALL)
    communication_needs: Mapped[str] = mapped_column(String(200), default="")  # values of `people.models.Need`
    gp_name: Mapped[str] = mapped_column(String(120), default="")
    gp_code: Mapped[str] = mapped_column(String(12), default="")  # the practice's ODS code

    reason: Mapped[str] = mapped_column(Text, default="")  # kept as it was typed
    needs: Mapped[str] = mapped_column(String(255), default="")  # codes of the directory's needs
    should_know: Mapped[str] = mapped_column(Text, default="")
    risks: Mapped[str] = mapped_column(Text, default="")
    no_risks: Mapped[bool] = mapped_column(default=False)  # said to be none: silence is not the same
    band: Mapped[str] = mapped_column(String(60), default="")  # on a list: how likely somebody is to need us
    is_urgent: Mapped[bool] = mapped_column(default=False)
    from_hospital: Mapped[bool] = mapped_column(default=False)
    home_on: Mapped[date | None] = mapped_column(default=None)

    basis: Mapped[Basis] = mapped_column(by_value(Basis))
    basis_words: Mapped[str] = mapped_column(Text, default="")  # the very words agreed to, or why it is in their best interest
    person_knows: Mapped[str] = mapped_column(Text, default="")
    may_text: Mapped[bool] = mapped_column(default=False)
    tells_referrer: Mapped[bool] = mapped_column(default=False)  # the person agrees that the referrer hears what became of it

    state: Mapped[State] = mapped_column(by_value(State), default=State.RECEIVED)
    received_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)
    declined_at: Mapped[datetime | None] = mapped_column(default=None)
    why_declined: Mapped[WhyDeclined | None] = mapped_column(by_value(WhyDeclined), default=None)
    parked_until: Mapped[date | None] = mapped_column(default=None)
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("persons.id"), index=True, default=None)

    team: Mapped[Team] = relationship(lazy="joined")
    events: Mapped[list["ReferralInEvent"]] = relationship(back_populates="referral", order_by="ReferralInEvent.id")

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def comes_first(self) -> bool:
        return self.is_urgent or self.from_hospital

    @property
    def need_codes(self) -> list[str]:
        return [code for code in self.needs.split(",") if code]

    @property
    def communication(self) -> frozenset[Need]:
        return frozenset(Need(value) for value in self.communication_needs.split(",") if value)

    @property
    def waits_for_answer(self) -> bool:
        return self.asked_at is not None and (self.answered_at is None or self.answered_at < self.asked_at)


class ReferralInEvent(Base):
    """One thing that happened to a referral in. Never edited."""

    __tablename__ = "referral_in_events"
    __table_args__ = (Index(None, "referral_id", "happened_at"),)

    id: Mapped[Id]
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals_in.id"))
    kind: Mapped[Happened] = mapped_column(by_value(Happened))
    happened_at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)  # None: the referrer
    words: Mapped[str] = mapped_column(Text, default="")

    referral: Mapped[ReferralIn] = relationship(back_populates="events")
    by: Mapped[Staff | None] = relationship(lazy="joined")
