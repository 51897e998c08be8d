"""Where things happen: a place somebody can go to or write to, its address, and how one gets in."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id, by_value


class LocationType(StrEnum):
    PHYSICAL = "physical"
    POSTAL = "postal"
    VIRTUAL = "virtual"


class Location(Base):
    __tablename__ = "locations"

    id: Mapped[Id]
    organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organizations.id"), default=None)
    location_type: Mapped[LocationType] = mapped_column(by_value(LocationType), default=LocationType.PHYSICAL)
    name: Mapped[str | None] = mapped_column(String(255), default=None)
    alternate_name: Mapped[str | None] = mapped_column(String(255), default=None)
    description: Mapped[str | None] = mapped_column(Text, default=None)
    transportation: Mapped[str | None] = mapped_column(Text, default=None)
    url: Mapped[str | None] = mapped_column(Text, default=None)
    latitude: Mapped[float | None] = mapped_column(default=None)
    longitude: Mapped[float | None] = mapped_column(default=None)
    external_identifier: Mapped[str | None] = mapped_column(String(120), default=None)
    external_identifier_type: Mapped[str | None] = mapped_column(String(40), default=None)

    addresses: Mapped[list["Address"]] = relationship(back_populates="location", cascade="all, delete-orphan")
    accessibility: Mapped[list["Accessibility"]] = relationship(back_populates="location", cascade="all, delete-orphan")


class Address(Base):
    __tablename__ = "addresses"

    id: Mapped[Id]
    location_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("locations.id"), index=True)
    attention: Mapped[str | None] = mapped_column(String(255), default=None)
    address_1: Mapped[str] = mapped_column(String(255))
    address_2: Mapped[str | None] = mapped_column(String(255), default=None)
    city: Mapped[str] = mapped_column(String(120))
    region: Mapped[str | None] = mapped_column(String(120), default=None)
    state_province: Mapped[str] = mapped_column(String(120))
    postal_code: Mapped[str] = mapped_column(String(20))
    country: Mapped[str] = mapped_column(String(2))
    address_type: Mapped[str] = mapped_column(String(20), default="physical")

    location: Mapped[Location] = relationship(back_populates="addresses")


class Accessibility(Base):
    __tablename__ = "accessibility"

    id: Mapped[Id]
    location_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("locations.id"), index=True)
    description: Mapped[str | None] = mapped_column(Text, default=None)
    details: Mapped[str | None] = mapped_column(Text, default=None)
    url: Mapped[str | None] = mapped_column(Text, default=None)

    location: Mapped[Location] = relationship(back_populates="accessibility")
