"""A listing: a service, the organisation it is of, and all that hangs on it, each pointing back at the service."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.models.locations import Location
from directory.models.taxonomies import TaxonomyTerm
from navigator.db import Base, Id, by_value


class ServiceStatus(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


class Organization(Base):
    __tablename__ = "organizations"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(255), index=True)
    alternate_name: Mapped[str | None] = mapped_column(String(255), default=None)
    description: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str | None] = mapped_column(String(254), default=None)
    website: Mapped[str | None] = mapped_column(Text, default=None)
    logo: Mapped[str | None] = mapped_column(Text, default=None)
    uri: Mapped[str | None] = mapped_column(Text, default=None)
    year_incorporated: Mapped[int | None] = mapped_column(default=None)
    legal_status: Mapped[str | None] = mapped_column(String(120), default=None)
    parent_organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organizations.id"), default=None)

    identifiers: Mapped[list["OrganizationIdentifier"]] = relationship(
        back_populates="organization", cascade="all, delete-orphan"
    )
    services: Mapped[list["Service"]] = relationship(back_populates="organization")


class OrganizationIdentifier(Base):
    __tablename__ = "organization_identifiers"

    id: Mapped[Id]
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organizations.id"), index=True)
    identifier_scheme: Mapped[str | None] = mapped_column(String(40), default=None)  # org-id.guide: GB-CHC, GB-COH
    identifier_type: Mapped[str] = mapped_column(String(120))
    identifier: Mapped[str] = mapped_column(String(120))

    organization: Mapped[Organization] = relationship(back_populates="identifiers")


class Program(Base):
    """A programme of an organisation that some of its services belong to."""

    __tablename__ = "programs"

    id: Mapped[Id]
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organizations.id"), index=True)
    name: Mapped[str] = mapped_column(String(255))
    alternate_name: Mapped[str | None] = mapped_column(String(255), default=None)
    description: Mapped[str] = mapped_column(Text, default="")


class Service(Base):
    """A listing. `revision` rises with every change to it or to what hangs on it; the search index catches up by it."""

    __tablename__ = "services"
    # The feed's pages are in the order of names, of what the gate let through: all it asks, without opening the rows.
    __table_args__ = (Index("ix_services_feed", "name", "id", "revision", "status"),)

    id: Mapped[Id]
    organization_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organizations.id"), index=True)
    program_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("programs.id"), default=None)
    name: Mapped[str] = mapped_column(String(255))
    alternate_name: Mapped[str | None] = mapped_column(String(255), default=None)
    description: Mapped[str] = mapped_column(Text, default="")  # plain text, paragraphs parted by a blank line
    url: Mapped[str | None] = mapped_column(Text, default=None)
    email: Mapped[str | None] = mapped_column(String(254), default=None)
    status: Mapped[ServiceStatus] = mapped_column(by_value(ServiceStatus), default=ServiceStatus.ACTIVE)
    interpretation_services: Mapped[str | None] = mapped_column(Text, default=None)
    application_process: Mapped[str | None] = mapped_column(Text, default=None)
    fees_description: Mapped[str | None] = mapped_column(Text, default=None)
    # Two the standard is giving up. Kept and given back for sources that still say them; room and marks say it better.
    wait_time: Mapped[str | None] = mapped_column(Text, default=None)
    licenses: Mapped[str | None] = mapped_column(Text, default=None)
    accreditations: Mapped[str | None] = mapped_column(Text, default=None)
    eligibility_description: Mapped[str | None] = mapped_column(Text, default=None)
    minimum_age: Mapped[float | None] = mapped_column(default=None)  # years
    maximum_age: Mapped[float | None] = mapped_column(default=None)
    alert: Mapped[str | None] = mapped_column(Text, default=None)
    assured_date: Mapped[date | None] = mapped_column(default=None)  # when somebody last checked it; None: not checked
    assurer_email: Mapped[str | None] = mapped_column(String(254), default=None)  # never published
    last_modified: Mapped[datetime | None] = mapped_column(default=None)
    listed_on: Mapped[date | None] = mapped_column(default=None, index=True)  # when the worker met it first; None: not yet
    left_search_on: Mapped[date | None] = mapped_column(default=None)  # not checked for a year: see `directory.freshness`
    revision: Mapped[int] = mapped_column(default=0, index=True)

    organization: Mapped[Organization] = relationship(back_populates="services")
    program: Mapped[Program | None] = relationship()
    service_at_locations: Mapped[list["ServiceAtLocation"]] = relationship(back_populates="service", cascade="all, delete-orphan")
    schedules: Mapped[list["Schedule"]] = relationship(back_populates="service", cascade="all, delete-orphan")
    phones: Mapped[list["Phone"]] = relationship(back_populates="service", cascade="all, delete-orphan")
    contacts: Mapped[list["Contact"]] = relationship(back_populates="service", cascade="all, delete-orphan")
    languages: Mapped[list["SpokenLanguage"]] = relationship(back_populates="service", cascade="all, delete-orphan")
    cost_options: Mapped[list["CostOption"]] = relationship(back_populates="service", cascade="all, delete-orphan")
    service_areas: Mapped[list["ServiceArea"]] = relationship(back_populates="service", cascade="all, delete-orphan")
    capacities: Mapped[list["ServiceCapacity"]] = relationship(back_populates="service", cascade="all, delete-orphan")
    attributes: Mapped[list["Attribute"]] = relationship(back_populates="service", cascade="all, delete-orphan")
    required_documents: Mapped[list["RequiredDocument"]] = relationship(back_populates="service", cascade="all, delete-orphan")
    funding: Mapped[list["Funding"]] = relationship(back_populates="service", cascade="all, delete-orphan")


class ServiceAtLocation(Base):
    __tablename__ = "service_at_location"

    id: Mapped[Id]
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"), index=True)
    location_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("locations.id"), index=True)
    description: Mapped[str | None] = mapped_column(Text, default=None)

    service: Mapped[Service] = relationship(back_populates="service_at_locations")
    location: Mapped[Location] = relationship()
    schedules: Mapped[list["Schedule"]] = relationship(back_populates="service_at_location", cascade="all, delete-orphan")


class Schedule(Base):
    """When it happens, as an iCalendar recurrence (only WEEKLY and MONTHLY). Times are local, "HH:MM", Europe/London."""

    __tablename__ = "schedules"
    __table_args__ = (CheckConstraint("service_id IS NOT NULL OR service_at_location_id IS NOT NULL", name="of_something"),)

    id: Mapped[Id]
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("services.id"), index=True, default=None)
    service_at_location_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("service_at_location.id"), index=True, default=None
    )
    valid_from: Mapped[date | None] = mapped_column(default=None)
    valid_to: Mapped[date | None] = mapped_column(default=None)  # after it we lack newer times; it does not mean closed
    dtstart: Mapped[date | None] = mapped_column(default=None)
    until: Mapped[date | None] = mapped_column(default=None)
    count: Mapped[int | None] = mapped_column(default=None)
    wkst: Mapped[str | None] = mapped_column(String(2), default=None)
    freq: Mapped[str | None] = mapped_column(String(10), default=None)
    interval: Mapped[int | None] = mapped_column(default=None)
    byday: Mapped[str | None] = mapped_column(String(120), default=None)
    byweekno: Mapped[str | None] = mapped_column(String(120), default=None)
    bymonthday: Mapped[str | None] = mapped_column(String(120), default=None)
    byyearday: Mapped[str | None] = mapped_column(String(120), default=None)
    description: Mapped[str | None] = mapped_column(Text, default=None)
    opens_at: Mapped[str | None] = mapped_column(String(5), default=None)
    closes_at: Mapped[str | None] = mapped_column(String(5), default=None)
    schedule_link: Mapped[str | None] = mapped_column(Text, default=None)
    attending_type: Mapped[str | None] = mapped_column(String(60), default=None)
    notes: Mapped[str | None] = mapped_column(Text, default=None)
    timezone: Mapped[float | None] = mapped_column(default=None)  # hours from UTC, as a source says them; times stay London's

    service: Mapped[Service | None] = relationship(back_populates="schedules")
    service_at_location: Mapped[ServiceAtLocation | None] = relationship(back_populates="schedules")


class Phone(Base):
    __tablename__ = "phones"

    id: Mapped[Id]
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("services.id"), index=True, default=None)
    organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organizations.id"), index=True, default=None)
    location_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("locations.id"), index=True, default=None)
    contact_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("contacts.id"), index=True, default=None)
    service_at_location_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("service_at_location.id"), index=True, default=None
    )
    number: Mapped[str] = mapped_column(String(60))  # as people would dial it
    extension: Mapped[str | None] = mapped_column(String(20), default=None)
    type: Mapped[str | None] = mapped_column(String(20), default=None)
    description: Mapped[str | None] = mapped_column(Text, default=None)

    service: Mapped[Service | None] = relationship(back_populates="phones")


class Contact(Base):
    __tablename__ = "contacts"

    id: Mapped[Id]
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("services.id"), index=True, default=None)
    organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organizations.id"), index=True, default=None)
    service_at_location_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("service_at_location.id"), index=True, default=None
    )
    location_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("locations.id"), index=True, default=None)
    name: Mapped[str | None] = mapped_column(String(255), default=None)
    title: Mapped[str | None] = mapped_column(String(255), default=None)
    department: Mapped[str | None] = mapped_column(String(255), default=None)
    email: Mapped[str | None] = mapped_column(String(254), default=None)

    service: Mapped[Service | None] = relationship(back_populates="contacts")


class SpokenLanguage(Base):
    """A language spoken there by somebody, not through an interpreter."""

    __tablename__ = "languages"

    id: Mapped[Id]
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("services.id"), index=True, default=None)
    location_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("locations.id"), index=True, default=None)
    phone_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("phones.id"), index=True, default=None)
    name: Mapped[str | None] = mapped_column(String(80), default=None)
    code: Mapped[str | None] = mapped_column(String(12), default=None)  # ISO 639-1 or 639-3
    note: Mapped[str | None] = mapped_column(Text, default=None)

    service: Mapped[Service | None] = relationship(back_populates="languages")


class CostOption(Base):
    __tablename__ = "cost_options"

    id: Mapped[Id]
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"), index=True)
    valid_from: Mapped[date | None] = mapped_column(default=None)
    valid_to: Mapped[date | None] = mapped_column(default=None)
    option: Mapped[str | None] = mapped_column(Text, default=None)
    currency: Mapped[str | None] = mapped_column(String(3), default=None)
    amount: Mapped[float | None] = mapped_column(default=None)
    amount_description: Mapped[str | None] = mapped_column(Text, default=None)

    service: Mapped[Service] = relationship(back_populates="cost_options")


class ServiceArea(Base):
    __tablename__ = "service_areas"

    id: Mapped[Id]
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("services.id"), index=True, default=None)
    name: Mapped[str | None] = mapped_column(String(255), default=None)
    description: Mapped[str | None] = mapped_column(Text, default=None)
    extent: Mapped[str | None] = mapped_column(Text, default=None)
    extent_type: Mapped[str | None] = mapped_column(String(20), default=None)
    uri: Mapped[str | None] = mapped_column(Text, default=None)

    service: Mapped[Service | None] = relationship(back_populates="service_areas")


class ServiceCapacity(Base):
    """HSDS 3.1: how much room there is, and since when we know. `directory.room` says what its values mean."""

    __tablename__ = "service_capacities"

    id: Mapped[Id]
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"), index=True)
    unit: Mapped[str] = mapped_column(String(80), default="place")
    available: Mapped[int]
    maximum: Mapped[int | None] = mapped_column(default=None)
    description: Mapped[str | None] = mapped_column(Text, default=None)
    updated: Mapped[datetime]

    service: Mapped[Service] = relationship(back_populates="capacities")


class RequiredDocument(Base):
    """Something to bring, or to have, before one can come."""

    __tablename__ = "required_documents"

    id: Mapped[Id]
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("services.id"), index=True, default=None)
    document: Mapped[str | None] = mapped_column(Text, default=None)
    uri: Mapped[str | None] = mapped_column(Text, default=None)

    service: Mapped[Service | None] = relationship(back_populates="required_documents")


class Funding(Base):
    """Who pays for a service, or for an organisation."""

    __tablename__ = "funding"

    id: Mapped[Id]
    organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organizations.id"), index=True, default=None)
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("services.id"), index=True, default=None)
    source: Mapped[str | None] = mapped_column(Text, default=None)

    service: Mapped[Service | None] = relationship(back_populates="funding")


class Attribute(Base):
    """A taxonomy term said of something (here: of a service). `link_type` is "need", "kind", or what the source called it."""

    __tablename__ = "attributes"
    __table_args__ = (Index(None, "taxonomy_term_id", "link_type"),)

    id: Mapped[Id]
    link_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"), index=True)
    link_entity: Mapped[str] = mapped_column(String(60), default="service")
    link_type: Mapped[str | None] = mapped_column(String(120), default=None)
    taxonomy_term_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("taxonomy_terms.id"))
    value: Mapped[str | None] = mapped_column(Text, default=None)

    service: Mapped[Service] = relationship(back_populates="attributes")
    term: Mapped[TaxonomyTerm] = relationship(lazy="joined")
