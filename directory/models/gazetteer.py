"""The gazetteer: what a place is called, and where it is."""

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from navigator.db import Base, Id


class Place(Base):
    """The gazetteer: a postcode, outward code or place name, and where it is. `source`: "listings", or the file it came from."""

    __tablename__ = "places"
    __table_args__ = (Index("uq_places_folded_kind", "folded", "kind", unique=True),)

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(120))
    folded: Mapped[str] = mapped_column(String(120))  # as `places.fold` makes it, for look-up
    kind: Mapped[str] = mapped_column(String(12))  # postcode, outcode, place
    latitude: Mapped[float]
    longitude: Mapped[float]
    source: Mapped[str] = mapped_column(String(120))
