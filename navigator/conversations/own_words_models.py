"""What a person says of themselves, under headings that live on from one conversation to the next."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from navigator.db import Base, Id, by_value


class Heading(StrEnum):
    """The headings of "About me" (PRSB, Social Prescribing 1.1), then those of the card "If things get worse"."""

    IMPORTANT = "about_important"
    PEOPLE = "about_people"
    COMMUNICATION = "about_communication"
    WELLNESS = "about_wellness"
    PLEASE_DO = "about_please_do"  # and please don't
    SUPPORT = "about_support"  # how and when
    ALSO = "about_also"
    SUPPORTED_BY = "about_supported_by"  # who helped to write it
    NOTICE = "worse_notice"
    CAN_DO = "worse_can_do"
    RING = "worse_ring"


ABOUT_ME = tuple(heading for heading in Heading if heading.value.startswith("about_"))
IF_WORSE = tuple(heading for heading in Heading if heading.value.startswith("worse_"))


class Writer(StrEnum):
    """Whose hand wrote it down."""

    PERSON = "person"
    STAFF = "staff"


class OwnWords(Base):
    """One version of what stands under one heading. The current one has no `replaced_at`; `language` is the one it is in."""

    __tablename__ = "own_words"
    __table_args__ = (Index(None, "person_id", "replaced_at"),)

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    heading: Mapped[Heading] = mapped_column(by_value(Heading))
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(12))
    writer: Mapped[Writer] = mapped_column(by_value(Writer))
    staff_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("staff.id"), default=None)
    begun_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None] = mapped_column(default=None)
