"""What goes to and fro about a referral between the organisation and the team: questions, times proposed, the inbox's links."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from navigator.db import Base, Id, by_value
from navigator.referrals.models import Side


class ReferralNote(Base):
    """One message of the thread about a referral. `key`: the form it came from, so that a second click writes nothing."""

    __tablename__ = "referral_notes"

    id: Mapped[Id]
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    written_at: Mapped[datetime]
    side: Mapped[Side] = mapped_column(by_value(Side))
    who: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(String(64), unique=True)


class Proposal(Base):
    """A time the organisation offers, to be answered by the person or for them. Another offer ends the one before."""

    __tablename__ = "referral_proposals"

    id: Mapped[Id]
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    appointment_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(255))
    ask_for: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    proposed_by: Mapped[str] = mapped_column(String(120))
    proposed_at: Mapped[datetime]
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    is_accepted: Mapped[bool | None] = mapped_column(default=None)  # None with `answered_at`: something else overtook it
    answered_by: Mapped[str] = mapped_column(String(120), default="")


class InboxLink(Base):
    """The link by which an organisation without an account sees all that was sent to one address. Only its digest is kept."""

    __tablename__ = "inbox_links"
    __table_args__ = (Index(None, "address"),)

    id: Mapped[Id]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    address: Mapped[str] = mapped_column(String(254))
    organization_name: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
