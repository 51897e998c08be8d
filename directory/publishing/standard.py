"""HSDS 3.0 as JSON schemas of our own: what each thing must say, may say and in which form. Pure.

The facts are those of the standard (https://docs.openreferral.org/en/v3.0/hsds/schema_reference.html), with capacity from its
version 3.1; the words are not. The feed's description for programs is made of them, and the tests hold every document against
them, beside the schemas of the UK profile.
"""

from typing import Any

from directory.times.opening_hours import DAYS

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
IDENTITY: Schema = {"type": "string", "format": "uuid"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
EMAIL: Schema = {"type": "string", "format": "email"}
NUMBER: Schema = {"type": "number"}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}


def _one_of(*words: str) -> Schema:
    return {"type": "string", "enum": list(words)}


def _thing(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _many(name: str) -> Schema:
    return {"type": "array", "items": _thing(name)}


def _texts(*names: str) -> dict[str, Schema]:
    return dict.fromkeys(names, TEXT)


def _identities(*names: str) -> dict[str, Schema]:
    return dict.fromkeys(names, IDENTITY)


# name: (what it must say, what it may say)
THINGS: dict[str, tuple[dict[str, Schema], dict[str, Schema]]] = {
    "service": (
        {"id": IDENTITY, "name": TEXT, "status": _one_of("active", "inactive", "defunct", "temporarily closed")},
        _identities("organization_id", "program_id")
        | _texts("alternate_name", "description", "interpretation_services", "application_process", "fees_description")
        | _texts("accreditations", "eligibility_description", "alert", "wait_time", "fees", "licenses")
        | {"url": ADDRESS, "email": EMAIL, "minimum_age": NUMBER, "maximum_age": NUMBER}
        | {"assured_date": DAY, "assurer_email": EMAIL, "last_modified": MOMENT}
        | {"organization": _thing("organization"), "program": _thing("program"), "phones": _many("phone")}
        | {"schedules": _many("schedule"), "service_areas": _many("service_area"), "languages": _many("language")}
        | {"service_at_locations": _many("service_at_location"), "funding": _many("funding"), "contacts": _many("contact")}
        | {"cost_options": _many("cost_option"), "required_documents": _many("required_document")}
        | {"attributes": _many("attribute"), "capacities": _many("service_capacity"), "metadata": _many("metadata")},
    ),
    "organization": (
        {"id": IDENTITY, "name": TEXT, "description": TEXT},
        _texts("alternate_name", "legal_status", "logo", "tax_status", "tax_id")
        | {"email": EMAIL, "website": ADDRESS, "uri": ADDRESS, "year_incorporated": NUMBER, "parent_organization_id": IDENTITY}
        | {"funding": _many("funding"), "contacts": _many("contact"), "phones": _many("phone"), "locations": _many("location")}
        | {"programs": _many("program"), "organization_identifiers": _many("organization_identifier")}
        | {"services": _many("service"), "attributes": _many("attribute")},
    ),
    "organization_identifier": (
        {"id": IDENTITY, "identifier_type": TEXT, "identifier": TEXT},
        {"identifier_scheme": TEXT, "organization_id": IDENTITY},
    ),
    "program": ({"id": IDENTITY, "name": TEXT, "description": TEXT}, {"alternate_name": TEXT, "organization_id": IDENTITY}),
    "service_at_location": (
        {"id": IDENTITY},
        {"service_id": IDENTITY, "location_id": IDENTITY, "description": TEXT, "location": _thing("location")}
        | {"service": _thing("service"), "contacts": _many("contact"), "phones": _many("phone")}
        | {"schedules": _many("schedule"), "attributes": _many("attribute")},
    ),
    "location": (
        {"id": IDENTITY, "location_type": _one_of("physical", "postal", "virtual")},
        _texts("name", "alternate_name", "description", "transportation", "external_identifier", "external_identifier_type")
        | {"url": ADDRESS, "latitude": NUMBER, "longitude": NUMBER, "organization_id": IDENTITY}
        | {"languages": _many("language"), "addresses": _many("address"), "contacts": _many("contact")}
        | {"accessibility": _many("accessibility"), "phones": _many("phone"), "schedules": _many("schedule")},
    ),
    "address": (
        {"id": IDENTITY}
        | _texts("address_1", "city", "state_province", "postal_code", "country")
        | {"address_type": _one_of("physical", "postal", "virtual")},
        _texts("attention", "address_2", "region") | {"location_id": IDENTITY},
    ),
    "accessibility": ({"id": IDENTITY}, _texts("description", "details") | {"url": ADDRESS, "location_id": IDENTITY}),
    "schedule": (
        {"id": IDENTITY},
        dict.fromkeys(("valid_from", "valid_to", "dtstart", "until"), DAY)
        | dict.fromkeys(("count", "interval", "timezone"), NUMBER)
        | {"wkst": _one_of(*DAYS), "freq": _one_of("WEEKLY", "MONTHLY"), "schedule_link": ADDRESS}
        | _texts("byday", "byweekno", "bymonthday", "byyearday", "description", "opens_at", "closes_at")
        | _texts("attending_type", "notes")
        | _identities("service_id", "location_id", "service_at_location_id"),
    ),
    "phone": (
        {"id": IDENTITY, "number": TEXT},
        {"extension": NUMBER, "type": TEXT, "description": TEXT, "languages": _many("language")},
    ),
    "contact": ({"id": IDENTITY}, _texts("name", "title", "department") | {"email": EMAIL, "phones": _many("phone")}),
    "language": ({"id": IDENTITY}, _texts("name", "code", "note")),
    "cost_option": (
        {"id": IDENTITY},
        {"valid_from": DAY, "valid_to": DAY, "amount": NUMBER} | _texts("option", "currency", "amount_description"),
    ),
    "service_area": (
        {"id": IDENTITY},
        _texts("name", "description", "extent")
        | {"extent_type": _one_of("geojson", "topojson", "kml", "text"), "uri": ADDRESS, "service_id": IDENTITY},
    ),
    "required_document": ({"id": IDENTITY}, {"document": TEXT, "uri": ADDRESS}),
    "funding": ({"id": IDENTITY}, {"source": TEXT}),
    "service_capacity": (
        {"id": IDENTITY, "unit": _thing("unit"), "available": NUMBER, "updated": MOMENT},
        {"maximum": NUMBER, "description": TEXT},
    ),
    "unit": ({"id": IDENTITY, "name": TEXT}, _texts("scheme", "identifier") | {"uri": ADDRESS}),
    "attribute": (
        {"id": IDENTITY},
        _identities("link_id", "taxonomy_term_id")
        | _texts("link_type", "link_entity", "value", "label")
        | {"taxonomy_term": _thing("taxonomy_term")},
    ),
    "taxonomy": ({"id": IDENTITY, "name": TEXT, "description": TEXT}, {"uri": ADDRESS, "version": TEXT}),
    "taxonomy_term": (
        {"id": IDENTITY, "name": TEXT, "description": TEXT},
        _identities("parent_id", "taxonomy_id")
        | _texts("code", "taxonomy", "language")
        | {"taxonomy_detail": _thing("taxonomy"), "term_uri": ADDRESS},
    ),
    "metadata": (
        {"id": IDENTITY, "last_action_date": DAY}
        | _texts("last_action_type", "field_name", "previous_value", "replacement_value", "updated_by"),
        {"resource_id": IDENTITY, "resource_type": TEXT},
    ),
}


def schemas() -> dict[str, Schema]:
    """A JSON schema for each thing of the standard; they name one another as `#/components/schemas/…`."""
    return {name: {"type": "object", "required": list(must), "properties": must | may} for name, (must, may) in THINGS.items()}
