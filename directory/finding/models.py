"""What finding remembers: the thesaurus and the searches it is judged by, where it fell short, and what counts in the order."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id, by_value, new_id


class Shortfall(StrEnum):
    """How help fell short."""

    NOTHING = "nothing"  # a search that found nothing
    LITTLE = "little"  # a search that found one or two
    NO_ROOM = "no_room"  # a referral that met "no room"


class SearchGap(Base):
    """So many times in a month, help of this sort was looked for here and was not there. Nobody's words, nobody's address."""

    __tablename__ = "search_gaps"
    __table_args__ = (UniqueConstraint("month", "shortfall", "needs", "place", "language", "filters"),)

    id: Mapped[Id]
    month: Mapped[str] = mapped_column(String(7), index=True)  # "2026-11"
    shortfall: Mapped[Shortfall] = mapped_column(by_value(Shortfall))
    needs: Mapped[str] = mapped_column(String(255))  # codes of needs and kinds of help, parted by spaces; "": none
    place: Mapped[str] = mapped_column(String(120))  # an outward code or a town; "" when none was given
    language: Mapped[str] = mapped_column(String(12))  # the language asked for, else the reader's
    filters: Mapped[str] = mapped_column(String(255))  # names of the other wishes, parted by spaces
    times: Mapped[int] = mapped_column(default=0)


class RankingChange(Base):
    """The weights as somebody set them, whole: the newest row is what counts, the others are what stood before it."""

    __tablename__ = "ranking_changes"

    id: Mapped[Id]
    weights: Mapped[dict[str, float]] = mapped_column(JSON)  # those that are not as usual, by their names in `weights.Weights`
    made_by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]


class ThesaurusGroup(Base):
    """One idea of the thesaurus: what people say, and the taxonomy terms it means. Edited by administrators.

    `terms` are the codes it first of all means, `also` those that help too. `version` changes with every change to the group
    or its words, and rises: what is held in memory is made again by it.
    """

    __tablename__ = "thesaurus_groups"

    id: Mapped[Id]
    idea: Mapped[str] = mapped_column(String(120))
    folded: Mapped[str] = mapped_column(String(120), unique=True)
    terms: Mapped[list[str]] = mapped_column(JSON)
    also: Mapped[list[str]] = mapped_column(JSON, default=list)
    version: Mapped[uuid.UUID] = mapped_column(default=new_id, index=True)

    words: Mapped[list["ThesaurusWords"]] = relationship(
        back_populates="group", cascade="all, delete-orphan", order_by="ThesaurusWords.place"
    )


class ThesaurusWords(Base):
    """A word or phrase that says the idea of its group."""

    __tablename__ = "thesaurus_words"
    __table_args__ = (UniqueConstraint("group_id", "folded"),)

    id: Mapped[Id]
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("thesaurus_groups.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(String(120))
    folded: Mapped[str] = mapped_column(String(120), index=True)
    language: Mapped[str] = mapped_column(String(12), default="en")
    place: Mapped[int] = mapped_column(default=0)  # in the group, as its editors ordered it

    group: Mapped[ThesaurusGroup] = relationship(back_populates="words")


class ThesaurusChange(Base):
    """What a group was before somebody changed, added or removed it, for undoing that. `was` is None when it was added."""

    __tablename__ = "thesaurus_changes"

    id: Mapped[Id]
    group_id: Mapped[uuid.UUID] = mapped_column(index=True)  # no foreign key: the group may be gone
    idea: Mapped[str] = mapped_column(String(120))
    was: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)  # idea, terms, also, words: [language, words] each
    at: Mapped[datetime]


class JudgedSearch(Base):
    """A search somebody typed and the kinds of help any of which is a right answer: what a change of words is judged by."""

    __tablename__ = "judged_searches"

    id: Mapped[Id]
    typed: Mapped[str] = mapped_column(String(300))
    folded: Mapped[str] = mapped_column(String(300), unique=True)
    right: Mapped[list[str]] = mapped_column(JSON)  # codes of terms
