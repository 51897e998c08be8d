"""What asking an organisation that has no editor needs: links sent to its public address, and what was said when it was rung."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.models import Organization, Service
from navigator.db import Base, Id, by_value


class ContactLink(Base):
    """A link of "still correct?" sent to an address that stands in listings. Only the digest of its token is kept."""

    __tablename__ = "contact_links"

    id: Mapped[Id]
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254))  # in lower case
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    organization: Mapped[Organization] = relationship(lazy="joined")


class SaidOnTheCall(StrEnum):
    """What came of ringing about a listing."""

    STILL_RIGHT = "still_right"
    CHANGED = "changed"
    CLOSED = "closed"
    NO_ANSWER = "no_answer"


class ListingCall(Base):
    """Somebody rang and asked whether a listing is still correct."""

    __tablename__ = "listing_calls"
    __table_args__ = (Index(None, "service_id", "at"),)

    id: Mapped[Id]
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"))
    said: Mapped[SaidOnTheCall] = mapped_column(by_value(SaidOnTheCall))
    at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(120))

    service: Mapped[Service] = relationship()
