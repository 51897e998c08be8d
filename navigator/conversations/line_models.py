"""What a locality made of the lines we bring along: questions to ask, and ideas for what could help. Version after version."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id, by_value
from navigator.people.models import Staff


class About(StrEnum):
    """What lines are for: questions under a heading, questions asked beforehand, or ideas for a need in their order."""

    PROMPTS = "prompts"
    ASKED_PERSON = "asked_person"  # before a conversation, one question a page
    ASKED_CARER = "asked_carer"
    MYSELF = "myself"
    FAMILY = "family"
    COMMUNITY = "community"
    TECHNOLOGY = "technology"
    STATUTORY = "statutory"


class LineVersion(Base):
    """The lines of one topic as somebody saved them: only what differs from ours. The newest counts; none is ever changed."""

    __tablename__ = "line_versions"
    __table_args__ = (Index(None, "about", "topic", "made_at"),)

    id: Mapped[Id]
    about: Mapped[About] = mapped_column(by_value(About))
    topic: Mapped[str] = mapped_column(String(40))  # a heading, a question asked beforehand, or a need; "any": whatever the need
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]

    made_by: Mapped[Staff] = relationship(lazy="joined")
