"""What finding remembers: where it fell short, and what administrators decided counts in the order of results."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from navigator.db import Base, Id, by_value


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
