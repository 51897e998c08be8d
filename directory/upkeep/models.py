"""What keeping listings right needs beside the listings: their editors, what editors send in, what was asked and counted."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.models import Organization, Service
from navigator.db import Base, Id, by_value


class ListingEditor(Base):
    """Somebody of an organisation who keeps its listings right. Their name and address are never published."""

    __tablename__ = "listing_editors"
    __table_args__ = (UniqueConstraint("organization_id", "email"),)

    id: Mapped[Id]
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organizations.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), index=True)  # in lower case
    phone: Mapped[str | None] = mapped_column(String(20), default=None)  # E.164; where "still correct?" goes by text
    language: Mapped[str] = mapped_column(String(12), default="en")
    invited_at: Mapped[datetime]
    invited_by: Mapped[str] = mapped_column(String(120))  # the name of the member of staff
    signed_in_at: Mapped[datetime | None] = mapped_column(default=None)  # None: never yet
    removed_at: Mapped[datetime | None] = mapped_column(default=None)

    organization: Mapped[Organization] = relationship()


class Standing(Base):
    """How far an organisation's own word goes. Without a row: known, not trusted to publish without being looked at."""

    __tablename__ = "organization_standing"

    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organizations.id"), primary_key=True)
    is_trusted: Mapped[bool] = mapped_column(default=False)  # its edits go live at once
    decided_at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(String(120))


class LinkPurpose(StrEnum):
    """What a link in a message to an editor is good for. One of them never does for another."""

    INVITATION = "invitation"
    SIGN_IN = "sign_in"
    CHECK = "check"  # "still correct?": it answers that question, and signs nobody in


class EditorLink(Base):
    """A link sent to an editor. Only the digest of its token is kept."""

    __tablename__ = "editor_links"

    id: Mapped[Id]
    editor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing_editors.id"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(by_value(LinkPurpose))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)  # of those that sign in: they work once

    editor: Mapped[ListingEditor] = relationship(lazy="joined")


class CheckAnswer(StrEnum):
    """What an editor answers to "still correct?"."""

    STILL_RIGHT = "still_right"
    CHANGED = "changed"
    CLOSED = "closed"


class ListingCheck(Base):
    """One round of asking whether a listing is still correct: when it was asked, how often, and what was answered."""

    __tablename__ = "listing_checks"
    __table_args__ = (Index(None, "service_id", "began_at"),)

    id: Mapped[Id]
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"))
    began_at: Mapped[datetime]  # when it was asked first
    asked_at: Mapped[datetime]  # when it was asked last
    times_asked: Mapped[int] = mapped_column(default=1)
    answer: Mapped[CheckAnswer | None] = mapped_column(by_value(CheckAnswer), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by: Mapped[str | None] = mapped_column(String(120), default=None)


class ListingCount(Base):
    """How often a listing was come across on one day (London's). Nothing of who came across it is kept."""

    __tablename__ = "listing_counts"

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    found: Mapped[int] = mapped_column(default=0)  # on a page of what a search found
    shown: Mapped[int] = mapped_column(default=0)  # its own page


class EditState(StrEnum):
    """A draft goes live at once (trusted) or waits; a moderator publishes it, asks about it, or rejects it with a reason."""

    DRAFT = "draft"
    WAITING = "waiting"
    ASKED = "asked"
    PUBLISHED = "published"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ListingEdit(Base):
    """Answers an editor gave about a listing, by the name of the question. At most one draft a listing and editor.

    `before`: what the listing said to each of these questions when the editor began. An edit belongs to an organisation, or,
    while nobody has let them in yet, to an application.
    """

    __tablename__ = "listing_edits"
    __table_args__ = (Index(None, "state", "sent_at"),)

    id: Mapped[Id]
    organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organizations.id"), index=True, default=None)
    application_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("listing_applications.id"), index=True, default=None)
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("services.id"), index=True, default=None)  # None: a new one
    editor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("listing_editors.id"), index=True, default=None)
    state: Mapped[EditState] = mapped_column(by_value(EditState), default=EditState.DRAFT)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by: Mapped[str | None] = mapped_column(String(120), default=None)
    note: Mapped[str | None] = mapped_column(Text, default=None)  # the moderator's question, or the reason; the editor reads it

    organization: Mapped[Organization | None] = relationship()
    application: Mapped["ListingApplication | None"] = relationship()
    service: Mapped[Service | None] = relationship()
    editor: Mapped[ListingEditor | None] = relationship()


class ListingApplication(Base):
    """An organisation that asks to be listed, and who asks for it. Nothing of it is public. `digest`: of the link's token."""

    __tablename__ = "listing_applications"

    id: Mapped[Id]
    organization_name: Mapped[str] = mapped_column(String(255))
    about: Mapped[str] = mapped_column(Text, default="")
    charity_number: Mapped[str | None] = mapped_column(String(20), default=None)
    company_number: Mapped[str | None] = mapped_column(String(20), default=None)
    website: Mapped[str | None] = mapped_column(Text, default=None)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), index=True)  # in lower case
    language: Mapped[str] = mapped_column(String(12), default="en")
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    applied_at: Mapped[datetime]
    expires_at: Mapped[datetime]  # of the link
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)  # somebody opened the link: the address is theirs


class PairState(StrEnum):
    """What became of two listings that look alike."""

    ALIKE = "alike"
    DIFFERENT = "different"
    MERGED = "merged"


class ListingPair(Base):
    """Two listings that look like one. `first_id` is the smaller id. What somebody decided about them is remembered."""

    __tablename__ = "listing_pairs"
    __table_args__ = (UniqueConstraint("first_id", "second_id"), Index(None, "state", "score"))

    id: Mapped[Id]
    first_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"))
    second_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), index=True)
    score: Mapped[int]  # of 100
    why: Mapped[list[str]] = mapped_column(JSON, default=list)  # the signs that agree, as `directory.upkeep.likeness` names them
    state: Mapped[PairState] = mapped_column(by_value(PairState), default=PairState.ALIKE)
    found_at: Mapped[datetime]
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by: Mapped[str | None] = mapped_column(String(120), default=None)

    first: Mapped[Service] = relationship(foreign_keys=first_id)
    second: Mapped[Service] = relationship(foreign_keys=second_id)
