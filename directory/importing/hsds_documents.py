"""The standard's JSON form: a service, an organization with its services, a list or a page of them, one a line."""

import json
from typing import Any

from directory.importing.identifiers import is_uuid, made
from directory.importing.rows import Reading, Row, Spot
from directory.importing.tables import BY_NAME

# Which key of which object holds rows of which table.
CHILDREN: dict[str, dict[str, str]] = {
    "organizations": {
        "organization_identifiers": "organization_identifiers",
        "programs": "programs",
        "funding": "funding",
        "locations": "locations",
        "contacts": "contacts",
        "phones": "phones",
        "services": "services",
    },
    "services": {
        "service_at_locations": "service_at_location",
        "contacts": "contacts",
        "phones": "phones",
        "languages": "languages",
        "schedules": "schedules",
        "cost_options": "cost_options",
        "service_areas": "service_areas",
        "required_documents": "required_documents",
        "funding": "funding",
        "capacities": "service_capacities",
        "attributes": "attributes",
    },
    "service_at_location": {
        "contacts": "contacts",
        "phones": "phones",
        "schedules": "schedules",
        "service_areas": "service_areas",
        "attributes": "attributes",
    },
    "locations": {
        "addresses": "addresses",
        "accessibility": "accessibility",
        "contacts": "contacts",
        "phones": "phones",
        "languages": "languages",
    },
    "contacts": {"phones": "phones"},
    "phones": {"languages": "languages"},
}
# The single object that a row stands within or points at: key, table, and the row's column for it.
POINTED_AT: dict[str, tuple[tuple[str, str, str], ...]] = {
    "services": (("organization", "organizations", "organization_id"), ("program", "programs", "program_id")),
    "service_at_location": (("location", "locations", "location_id"), ("service", "services", "service_id")),
    "attributes": (("taxonomy_term", "taxonomy_terms", "taxonomy_term_id"),),
    "taxonomy_terms": (("taxonomy_detail", "taxonomies", "taxonomy_id"),),
}
COLUMN_FOR = {
    "organizations": "organization_id",
    "services": "service_id",
    "service_at_location": "service_at_location_id",
    "locations": "location_id",
    "contacts": "contact_id",
    "phones": "phone_id",
}
# Said of a place, meant of the listing: that is whom we say it of.
OF_THE_LISTING = frozenset({"service_areas", "attributes"})
LEFT_OUT = "{key} of {one}: we have no place for it"
# Older names and details of ours that are read, though not as a column of their own.
READ_OTHERWISE = {
    "organizations": frozenset({"url"}),
    "services": frozenset({"fees"}),
    "service_capacities": frozenset({"unit_id"}),
    "attributes": frozenset({"says"}),
}
# What a listing keeps when a document does not speak of it; of anything else silence means there is none (the standard
# tells publishers to leave out what is empty).
KEPT_WHEN_SILENT = frozenset({"assurer_email", "last_modified", "assured_date"})
NOT_NAMED_TWICE = frozenset({"organizations", "services", "locations", "taxonomies", "taxonomy_terms"})
READ = {
    name: frozenset({"id", *table.readers, *table.references})
    | CHILDREN.get(name, {}).keys()
    | {key for key, _, _ in POINTED_AT.get(name, ())}
    | READ_OTHERWISE.get(name, frozenset())
    | frozenset(COLUMN_FOR.values())
    for name, table in BY_NAME.items()
}


class DocumentReader:
    """Takes documents one by one and spreads what is nested in them over the tables. The same row told twice is one row."""

    def __init__(self) -> None:
        self.reading = Reading()
        self._rows: dict[tuple[str, str], Row] = {}

    def take(self, document: dict[str, Any], spot: Spot) -> None:
        """One service, organization or service at location."""
        self.spread(kind_of(document) or "services", document, spot, {})

    def spread(self, table: str, document: dict[str, Any], spot: Spot, given: dict[str, str]) -> str:
        """Note a row and all that is within it, and give the source's id of it. `given`: columns its surroundings fill in."""
        ours = BY_NAME[table]
        raw = self._id(table, document, given)
        values: dict[str, Any] = {column: document.get(column) for column in ours.readers if column not in KEPT_WHEN_SILENT}
        values |= {column: document[column] for column in KEPT_WHEN_SILENT & ours.readers.keys() if document.get(column)}
        values |= {"id": raw}
        values |= {column: given.get(column) or document.get(column) for column in ours.references}
        self._adjust(table, document, values)
        for key, to, column in POINTED_AT.get(table, ()):
            inner = document.get(key)
            if isinstance(inner, dict):
                around = {"organization_id": str(values.get("organization_id") or "")} if to == "programs" else {}
                values[column] = self.spread(to, inner, spot, around)
        row = self._note(table, raw, values, spot, document)
        owner = {COLUMN_FOR[table]: raw} if table in COLUMN_FOR else {}
        if table in ("contacts", "phones"):  # a contact's telephone is the listing's too
            owner |= {c: v for c in ("service_id", "location_id", "organization_id") if isinstance(v := row.values.get(c), str)}
        listing = str(row.values.get("service_id") or "") if table == "service_at_location" else raw
        for key, child in CHILDREN.get(table, {}).items():
            inner = document.get(key)
            whose = {"service_id": listing} if child in OF_THE_LISTING else owner
            for item in inner if isinstance(inner, list) else [inner] if inner else []:
                if isinstance(item, dict):
                    self.spread(child, item, spot, {"link_id": listing} if child == "attributes" else whose)
                else:
                    self.reading.left_out[f"{key} of {ours.one}: what stands there is no object"] += 1
        for key in document.keys() - READ[table]:
            if document[key] not in (None, "", [], {}):
                self.reading.left_out[LEFT_OUT.format(key=key, one=ours.one)] += 1
        return raw

    def _id(self, table: str, document: dict[str, Any], given: dict[str, str]) -> str:
        raw = document.get("id")
        raw = str(raw).strip() if isinstance(raw, (str, int)) and not isinstance(raw, bool) else ""
        if table == "services" or is_uuid(raw):
            return raw
        around = "/".join(given.values())
        if raw:
            return raw if table in NOT_NAMED_TWICE else f"{around}/{raw}"
        # Without an id, what a row says is who it is; an organization or a term goes by its name.
        simple = {key: value for key, value in document.items() if not isinstance(value, (dict, list))}
        if table in NOT_NAMED_TWICE and table != "locations":
            return str(made(table, str(document.get("name"))))
        content = str(made(table, json.dumps(simple, sort_keys=True, default=str)))
        return content if table == "locations" else f"{around}/{content}"

    def _adjust(self, table: str, document: dict[str, Any], values: dict[str, Any]) -> None:
        if table == "services" and not document.get("fees_description"):
            values["fees_description"] = document.get("fees")  # the standard's older name
        if table == "organizations" and not document.get("website"):
            values["website"] = document.get("url")
        if table == "service_capacities":
            unit = document.get("unit")
            values["unit"] = unit.get("name") if isinstance(unit, dict) else unit
        if table == "attributes":
            values["link_entity"] = "service"

    def _note(self, table: str, raw: str, values: dict[str, Any], spot: Spot, document: dict[str, Any]) -> Row:
        tells = frozenset(child for key, child in CHILDREN.get(table, {}).items() if isinstance(document.get(key), list))
        contacts = document.get("contacts")
        if isinstance(contacts, list) and any(isinstance(contact, dict) and "phones" in contact for contact in contacts):
            tells |= {"phones"}
        row = self._rows.get((table, raw)) if raw else None
        if row is None:
            row = Row(table, values, spot, tells=tells)
            self.reading.rows.append(row)
            self._rows[table, raw] = row
        else:
            row.values |= {column: value for column, value in values.items() if row.values.get(column) in (None, "")}
            row.tells |= tells
        return row


def kind_of(document: dict[str, Any]) -> str | None:
    """The table that a document is a row of; None when it is nothing that leads to a listing."""
    keys = document.keys()
    if "location" in keys and {"service", "service_id"} & keys:
        return "service_at_location"
    if {"services", "organization_identifiers", "legal_status", "year_incorporated"} & keys:
        return "organizations"
    if "name" in keys and {"organization", "organization_id", "status"} & keys:
        return "services"
    if {"id", "name"} <= keys and {"website", "parent_organization_id", "logo"} & keys:
        return "organizations"
    return None
