"""A listing as the standard writes it: HSDS 3.0, with capacity from 3.1, which the UK profile is a part of.

What is empty is left out, for the standard's validator refuses null. What is there and cannot be said is a `Problem`: a
document with problems does not go out (see `gate`). Texts are plain text. What is never here: where a refuge is, who last
checked a listing, who changed it and what stood there before.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from directory.marks.saying import with_marks
from directory.publishing import said
from directory.publishing.parts import Document, Parts, compact, id_of
from directory.publishing.problems import Problem
from directory.publishing.rows import Rows
from directory.secret_places import is_named_as_refuge
from directory.words import fold

# Rows of these tables may be named in the history of a published listing. The standard names one thing, our tables many.
ENTITIES = {
    "services": "service",
    "organizations": "organization",
    "programs": "program",
    "service_at_location": "service_at_location",
    "locations": "location",
    "addresses": "address",
    "accessibility": "accessibility",
    "schedules": "schedule",
    "phones": "phone",
    "contacts": "contact",
    "languages": "language",
    "cost_options": "cost_option",
    "service_areas": "service_area",
    "service_capacities": "service_capacity",
    "required_documents": "required_document",
    "funding": "funding",
    "attributes": "attribute",
}
NEVER_NAMED = frozenset({"assurer_email", "revision"})
TELLING = 5  # letters: a shorter name of a hall ("Hall") gives nobody away


@dataclass
class Documents(Parts):
    """Documents of the listings that were read, and the problems met on the way, by listing."""

    problems: dict[UUID, list[Problem]] = field(default_factory=dict)

    def services(self, *, whole: bool) -> Iterator[Document]:
        """Every listing that was read, in the order it was read."""
        for service_id in self.listings.services:
            yield self.service(service_id, whole=whole)

    def service(self, service_id: UUID, *, whole: bool) -> Document:
        """One listing; `whole` with all that hangs on it, else what is said of it once."""
        self.met = []
        document = self._service(service_id, whole=whole, places=whole)
        if whole and service_id in self.listings.secret and self._gives_away(service_id, document):
            self.met.append(Problem("where", "gives-away-where"))
        self.problems[service_id] = sorted(set(self.met))
        return document

    def place(self, place: Row[Any], *, whole: bool) -> Document:
        """A service at a location, with both. The caller has seen to it that the place is no secret."""
        service = self._service(place.service_id, whole=whole, places=False)
        return self._place(place, whole=whole) | {"service": service}

    def organization(self, organization_id: UUID, *, whole: bool) -> Document:
        """An organisation; `whole` with what hangs on it. Its buildings are told only as the places of its services."""
        row = self.listings.organizations[organization_id]
        name = self.required(said.text(row.name), "about", "organization-name")
        document = {
            "id": str(row.id),
            "name": name,
            "alternate_name": said.text(row.alternate_name),
            "description": said.text(row.description) or name,  # the standard demands one; a name says no more than is known
            "email": self.say(said.email, row.email, "contact", "organization-email"),
            "website": self.say(said.web_address, row.website, "contact", "organization-web-address"),
            "logo": said.identifier_address(row.logo),
            "uri": said.identifier_address(row.uri),
            "year_incorporated": row.year_incorporated,
            "legal_status": said.text(row.legal_status),
            "parent_organization_id": id_of(row.parent_organization_id),
        }
        if whole:
            document |= {
                "organization_identifiers": [
                    compact(
                        id=str(found.id),
                        identifier_scheme=said.text(found.identifier_scheme),
                        identifier_type=kind,
                        identifier=identifier,
                    )
                    for found in self.listings.of("organization_identifiers", row.id)
                    if (kind := said.text(found.identifier_type)) and (identifier := said.text(found.identifier))
                ],
                "programs": [self.program(found) for found in self.listings.of("programs", row.id) if said.text(found.name)],
                "funding": self.funding(row.id),
                "contacts": [] if is_named_as_refuge(row.name) else self.contacts(row.id),
                "phones": self.phones(row.id),
            }
        return compact(**document)

    def _service(self, service_id: UUID, *, whole: bool, places: bool) -> Document:
        row = self.listings.services[service_id]
        program = self.listings.programs.get(row.program_id) if row.program_id else None
        lowest = self.age(row.minimum_age)
        highest = self.age(row.maximum_age)
        if lowest is not None and highest is not None and lowest > highest:
            self.met.append(Problem("who", "ages-reversed"))
        changed = [moment for moment in (row.last_modified, self.listings.changed_at.get(row.id)) if moment]
        document = {
            "id": str(row.id),
            "organization_id": str(row.organization_id),
            "program_id": id_of(row.program_id),
            "name": self.required(said.text(row.name), "about", "name"),
            "alternate_name": said.text(row.alternate_name),
            "description": said.text(row.description),
            "url": self.say(said.web_address, row.url, "contact", "web-address"),
            "email": self.say(said.email, row.email, "contact", "email"),
            "status": row.status.value,
            "interpretation_services": said.text(row.interpretation_services),
            "application_process": said.text(row.application_process),
            "fees_description": said.text(row.fees_description),
            "wait_time": said.text(row.wait_time),
            "licenses": said.text(row.licenses),
            "accreditations": with_marks(said.text(row.accreditations), self.listings.marks.get(row.organization_id, ())),
            "eligibility_description": said.text(row.eligibility_description),
            "minimum_age": lowest,
            "maximum_age": highest,
            "alert": said.text(row.alert),
            "assured_date": said.day(row.assured_date),
            "last_modified": said.moment(max(changed, default=None)),
            "organization": self.organization(row.organization_id, whole=whole),
            "program": self.program(program) if program and said.text(program.name) else None,
        }
        if whole:
            document |= self._all_that_hangs_on(row)
        if places and row.id not in self.listings.secret:
            document["service_at_locations"] = [self._place(place, whole=True) for place in self.listings.places.get(row.id, [])]
        document = compact(**document)
        if whole and (changes := self.listings.of("metadata", row.id)):
            document |= compact(metadata=_metadata(changes, published=_ids_in(document)))
        return document

    def _all_that_hangs_on(self, row: Row[Any]) -> Document:
        listings = self.listings
        is_secret = row.id in listings.secret
        schedules = listings.of("schedules", row.id)
        if is_secret:  # when may be told, where may not
            schedules = schedules + [s for place in listings.places.get(row.id, []) for s in listings.of("schedules", place.id)]
        return {
            "phones": self.phones(row.id),
            "contacts": [] if is_secret else self.contacts(row.id),
            "schedules": self.schedules(schedules),
            "service_areas": [] if is_secret else self.areas(row.id),
            "languages": self.languages(row.id),
            "funding": self.funding(row.id),
            "cost_options": [self.cost(cost) for cost in listings.of("cost_options", row.id)],
            "required_documents": [
                compact(id=str(needed.id), document=said.text(needed.document), uri=uri)
                for needed in listings.of("required_documents", row.id)
                if (uri := self.say(said.web_address, needed.uri, "joining", "document-web-address"))
                or said.text(needed.document)
            ],
            "attributes": self.attributes(row.id),
            "capacities": [self.capacity(capacity) for capacity in listings.of("capacities", row.id)],
        }

    def _place(self, place: Row[Any], *, whole: bool) -> Document:
        document: Document = {
            "id": str(place.id),
            "service_id": str(place.service_id),
            "location_id": str(place.location_id),
            "description": said.text(place.description),
            "location": self._location(self.listings.locations[place.location_id], whole=whole),
        }
        if whole:
            document |= {
                "contacts": self.contacts(place.id),
                "phones": self.phones(place.id),
                "schedules": self.schedules(self.listings.of("schedules", place.id)),
            }
        return compact(**document)

    def _location(self, row: Row[Any], *, whole: bool) -> Document:
        north = self.coordinate(row.latitude, 90)
        east = self.coordinate(row.longitude, 180)
        is_known = north is not None and east is not None  # one without the other is no point on a map
        document: Document = {
            "id": str(row.id),
            "location_type": row.location_type.value,
            "url": self.say(said.web_address, row.url, "where", "place-web-address"),
            "name": said.text(row.name),
            "alternate_name": said.text(row.alternate_name),
            "description": said.text(row.description),
            "transportation": said.text(row.transportation),
            "latitude": north if is_known else None,
            "longitude": east if is_known else None,
            "external_identifier": said.text(row.external_identifier),
            "external_identifier_type": said.text(row.external_identifier_type),
        }
        if whole:
            document |= {
                "addresses": [self.address(address, row) for address in self.listings.of("addresses", row.id)],
                "accessibility": self.access(row.id),
                "contacts": self.contacts(row.id),
                "phones": self.phones(row.id),
                "languages": self.languages(row.id),
            }
        return compact(**document)

    def _gives_away(self, service_id: UUID, document: Document) -> bool:
        """Whether the words of a listing that keeps its place secret name the place after all."""
        listings, secrets = self.listings, set()
        for place in listings.places.get(service_id, []):
            secrets.add(said.text(listings.locations[place.location_id].name))
            for address in listings.of("addresses", place.location_id):
                secrets |= {said.text(address.address_1), said.text(address.address_2), said.text(address.postal_code)}
        telling = {fold(secret).replace(" ", "") for secret in secrets if secret}
        names = {fold(words).replace(" ", "") for words in (document.get("name", ""), document["organization"].get("name", ""))}
        telling = {secret for secret in telling if len(secret) >= TELLING} - names
        told = "\n".join(fold(words).replace(" ", "") for words in _words_in(document)) if telling else ""
        return any(secret in told for secret in telling)


def _ids_in(document: Any) -> set[str]:
    if isinstance(document, list):
        return {found for item in document for found in _ids_in(item)}
    if not isinstance(document, dict):
        return set()
    return {document["id"]} | {found for item in document.values() if isinstance(item, dict | list) for found in _ids_in(item)}


def _words_in(document: Any) -> Iterator[str]:
    if isinstance(document, str):
        yield document
    elif isinstance(document, list):
        for item in document:
            yield from _words_in(item)
    elif isinstance(document, dict):
        for name, item in document.items():
            if name != "id" and not name.endswith("_id"):
                yield from _words_in(item)


def _metadata(changes: Rows, *, published: set[str]) -> list[Document]:
    """The last change of each field of what the document itself tells of, and so never of a place that is kept quiet.

    The standard demands what stood there before and after, and who changed it. The first two are empty here, since a value may
    have been taken back for a good reason; the third is the way it was changed, and no name.
    """
    return [
        {
            "id": str(row.id),
            "resource_id": str(row.resource_id),
            "resource_type": ENTITIES[row.resource_type],
            "last_action_date": row.made_at.date().isoformat(),
            "last_action_type": row.last_action_type.value,
            "field_name": row.field_name,
            "previous_value": "",
            "replacement_value": "",
            "updated_by": row.origin.value,
        }
        for row in changes
        if row.resource_type in ENTITIES and row.field_name not in NEVER_NAMED and str(row.resource_id) in published
    ]
