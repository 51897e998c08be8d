"""The tables that are brought in, parents before children, and how each column of a source is read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from directory.importing import row_rules
from directory.importing import values as v
from directory.models import (
    Accessibility,
    Address,
    Attribute,
    Contact,
    CostOption,
    Funding,
    Location,
    LocationType,
    Organization,
    OrganizationIdentifier,
    Phone,
    Program,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    ServiceStatus,
    SpokenLanguage,
    Taxonomy,
    TaxonomyTerm,
)
from navigator.db import Base

Values = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """One table. A wrong value in a `strict` column refuses the row, because without it the row would mislead; elsewhere the
    value is dropped and counted as mended. `owned_by` lists the columns that say whose the row is, nearest first: without
    any of them it would hang in the air.
    """

    name: str
    model: type[Base]
    one: str  # what a message calls one row
    readers: dict[str, v.Reader]
    required: tuple[str, ...] = ()
    strict: frozenset[str] = frozenset()
    absent: Values = field(default_factory=dict)  # what an absent value is, where the database wants one
    references: dict[str, str] = field(default_factory=dict)  # column → table
    owned_by: tuple[str, ...] = ()
    check: Callable[[Values, list[str]], None] | None = None

    @property
    def parent(self) -> str | None:
        """The column in which a row names another row of its own table."""
        return next((column for column, to in self.references.items() if to == self.name), None)


_WHEN = frozenset(
    {
        "valid_from",
        "valid_to",
        "dtstart",
        "until",
        "count",
        "freq",
        "interval",
        "byday",
        "byweekno",
        "bymonthday",
        "byyearday",
        "opens_at",
        "closes_at",
    }
)
_INTEGER = v.whole_number(0, 1_000_000)
_DATES: dict[str, v.Reader] = {"valid_from": v.day, "valid_to": v.day}

TABLES: tuple[Table, ...] = (
    Table(
        "taxonomies",
        Taxonomy,
        "taxonomy",
        {"name": v.name(255), "description": v.prose, "uri": v.identifier_address, "version": v.name(40)},
        required=("name",),
        absent={"description": ""},
    ),
    Table(
        "taxonomy_terms",
        TaxonomyTerm,
        "taxonomy term",
        {
            "code": v.code(120),
            "name": v.name(255),
            "description": v.prose,
            "taxonomy": v.name(255),
            "language": v.code(12),
            "term_uri": v.identifier_address,
        },
        required=("name",),
        strict=frozenset({"code"}),
        absent={"description": ""},
        references={"taxonomy_id": "taxonomies", "parent_id": "taxonomy_terms"},
    ),
    Table(
        "organizations",
        Organization,
        "organization",
        {
            "name": v.name(255),
            "alternate_name": v.name(255),
            "description": v.prose,
            "email": v.email,
            "website": v.web_address,
            "logo": v.web_address,
            "uri": v.identifier_address,
            "year_incorporated": v.whole_number(1000, 2200),
            "legal_status": v.name(120),
        },
        required=("name",),
        absent={"description": ""},
        references={"parent_organization_id": "organizations"},
    ),
    Table(
        "organization_identifiers",
        OrganizationIdentifier,
        "organization identifier",
        {"identifier_scheme": v.code(40), "identifier_type": v.code(120), "identifier": v.code(120)},
        required=("identifier_type", "identifier", "organization_id"),
        references={"organization_id": "organizations"},
        owned_by=("organization_id",),
    ),
    Table(
        "programs",
        Program,
        "program",
        {"name": v.name(255), "alternate_name": v.name(255), "description": v.prose},
        required=("name", "organization_id"),
        absent={"description": ""},
        references={"organization_id": "organizations"},
        owned_by=("organization_id",),
    ),
    Table(
        "services",
        Service,
        "service",
        {
            "name": v.name(255),
            "alternate_name": v.name(255),
            "description": v.prose,
            "url": v.web_address,
            "email": v.email,
            "status": v.one_of(ServiceStatus),
            "interpretation_services": v.prose,
            "application_process": v.prose,
            "fees_description": v.prose,
            "wait_time": v.prose,
            "licenses": v.prose,
            "accreditations": v.prose,
            "eligibility_description": v.prose,
            "minimum_age": v.number(0, 150),
            "maximum_age": v.number(0, 150),
            "alert": v.prose,
            "assured_date": v.day,
            "assurer_email": v.email,
            "last_modified": v.moment,
        },
        required=("name", "organization_id"),
        strict=frozenset({"status"}),
        absent={"description": "", "status": ServiceStatus.ACTIVE},
        references={"organization_id": "organizations", "program_id": "programs"},
        check=row_rules.ages,
    ),
    Table(
        "locations",
        Location,
        "location",
        {
            "location_type": v.one_of(LocationType),
            "name": v.name(255),
            "alternate_name": v.name(255),
            "description": v.prose,
            "transportation": v.prose,
            "url": v.web_address,
            "latitude": v.number(-1000, 1000),
            "longitude": v.number(-1000, 1000),
            "external_identifier": v.code(120),
            "external_identifier_type": v.code(40),
        },
        absent={"location_type": LocationType.PHYSICAL},
        references={"organization_id": "organizations"},
        check=row_rules.coordinates,
    ),
    Table(
        "addresses",
        Address,
        "address",
        {
            "attention": v.name(255),
            "address_1": v.name(255),
            "address_2": v.name(255),
            "city": v.name(120),
            "region": v.name(120),
            "state_province": v.name(120),
            "postal_code": v.postcode,
            "country": v.country,
            "address_type": v.code(20),
        },
        required=("location_id",),
        absent={
            "address_1": "",
            "city": "",
            "state_province": "",
            "postal_code": "",
            "country": "GB",
            "address_type": "physical",
        },
        references={"location_id": "locations"},
        owned_by=("location_id",),
        check=row_rules.address,
    ),
    Table(
        "accessibility",
        Accessibility,
        "accessibility",
        {"description": v.prose, "details": v.prose, "url": v.web_address},
        required=("location_id",),
        references={"location_id": "locations"},
        owned_by=("location_id",),
    ),
    Table(
        "service_at_location",
        ServiceAtLocation,
        "service at location",
        {"description": v.prose},
        required=("service_id", "location_id"),
        references={"service_id": "services", "location_id": "locations"},
        owned_by=("service_id",),
    ),
    Table(
        "contacts",
        Contact,
        "contact",
        {"name": v.name(255), "title": v.name(255), "department": v.name(255), "email": v.email},
        references={
            "service_id": "services",
            "service_at_location_id": "service_at_location",
            "location_id": "locations",
            "organization_id": "organizations",
        },
        owned_by=("service_id", "service_at_location_id", "location_id", "organization_id"),
    ),
    Table(
        "phones",
        Phone,
        "phone",
        {"number": v.telephone, "extension": v.code(20), "type": v.code(20), "description": v.prose},
        required=("number",),
        references={
            "service_id": "services",
            "service_at_location_id": "service_at_location",
            "contact_id": "contacts",
            "location_id": "locations",
            "organization_id": "organizations",
        },
        owned_by=("service_id", "service_at_location_id", "contact_id", "location_id", "organization_id"),
    ),
    Table(
        "languages",
        SpokenLanguage,
        "language",
        {"name": v.name(80), "code": v.code(12), "note": v.prose},
        references={"service_id": "services", "phone_id": "phones", "location_id": "locations"},
        owned_by=("service_id", "phone_id", "location_id"),
    ),
    Table(
        "schedules",
        Schedule,
        "schedule",
        _DATES
        | {
            "dtstart": v.day,
            "until": v.day,
            "count": v.whole_number(1, 100_000),
            "wkst": v.day_of_week,
            "freq": v.frequency,
            "interval": v.whole_number(1, 1000),
            "byday": v.days_of_week,
            "byweekno": v.numbers,
            "bymonthday": v.numbers,
            "byyearday": v.numbers,
            "description": v.prose,
            "opens_at": v.time_of_day,
            "closes_at": v.time_of_day,
            "schedule_link": v.web_address,
            "attending_type": v.name(60),
            "notes": v.prose,
            "timezone": v.number(-12, 14),
        },
        strict=_WHEN,
        references={"service_id": "services", "service_at_location_id": "service_at_location"},
        owned_by=("service_id", "service_at_location_id"),
        check=row_rules.schedule,
    ),
    Table(
        "cost_options",
        CostOption,
        "cost option",
        _DATES | {"option": v.prose, "currency": v.currency, "amount": v.number(0, 1_000_000), "amount_description": v.prose},
        required=("service_id",),
        strict=frozenset({"amount"}),  # a price that is lost would read as free
        references={"service_id": "services"},
        owned_by=("service_id",),
    ),
    Table(
        "service_areas",
        ServiceArea,
        "service area",
        {"name": v.name(255), "description": v.prose, "extent": v.prose, "extent_type": v.code(20), "uri": v.identifier_address},
        references={"service_id": "services"},
        owned_by=("service_id",),
    ),
    Table(
        "required_documents",
        RequiredDocument,
        "required document",
        {"document": v.prose, "uri": v.identifier_address},
        required=("service_id",),
        references={"service_id": "services"},
        owned_by=("service_id",),
    ),
    Table(
        "funding",
        Funding,
        "funding",
        {"source": v.prose},
        references={"service_id": "services", "organization_id": "organizations"},
        owned_by=("service_id", "organization_id"),
    ),
    Table(
        "service_capacities",
        ServiceCapacity,
        "capacity",
        {"unit": v.name(80), "available": _INTEGER, "maximum": _INTEGER, "description": v.prose, "updated": v.moment},
        required=("service_id", "available", "updated"),
        absent={"unit": "place"},
        references={"service_id": "services"},
        owned_by=("service_id",),
        check=row_rules.capacity,
    ),
    Table(
        "attributes",
        Attribute,
        "attribute",
        {"link_entity": v.code(60), "link_type": v.code(120), "value": v.prose},
        required=("link_id", "taxonomy_term_id"),
        absent={"link_entity": "service"},
        references={"link_id": "services", "taxonomy_term_id": "taxonomy_terms"},
        owned_by=("link_id",),
    ),
)
BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
