"""The generated listings as a publisher would give them: Open Referral UK 3.0 documents, page by page."""

import json
import uuid
from collections.abc import Iterator
from itertools import islice
from typing import Any

from benchmarks.generated_listings import Hall, Listing, Locality

NAMESPACE = uuid.UUID("3f3b1f0e-5a0f-4c11-9a52-0d6f6c7f8a10")
TAXONOMY = {"id": str(uuid.uuid5(NAMESPACE, "kinds")), "name": "Kinds of help", "description": ""}


def documents(locality: Locality) -> Iterator[dict[str, Any]]:
    """Every listing, whole, in the standard's nested form."""
    for listing in locality.listings():
        yield _document(listing)


def pages(locality: Locality, *, per_page: int) -> Iterator[bytes]:
    """The pages of a feed with all the listings, as they go over the wire."""
    total = -(-locality.count // per_page)
    every = documents(locality)
    for number in range(1, total + 1):
        contents = list(islice(every, per_page))
        envelope = {
            "total_items": locality.count,
            "total_pages": total,
            "page_number": number,
            "size": len(contents),
            "first_page": number == 1,
            "last_page": number == total,
            "empty": not contents,
            "contents": contents,
        }
        yield json.dumps(envelope).encode()


def _document(listing: Listing) -> dict[str, Any]:
    def named(*words: object) -> str:
        return str(uuid.uuid5(NAMESPACE, "/".join(str(word) for word in (listing.id, *words))))

    schedule = {
        "id": named("schedule"),
        "freq": "WEEKLY",
        "byday": ",".join(listing.days),
        "opens_at": listing.opens_at,
        "closes_at": listing.closes_at,
    }
    kind = {
        "id": str(uuid.uuid5(NAMESPACE, listing.kind.code)),
        "code": listing.kind.code,
        "name": listing.kind.code.replace("-", " ").capitalize(),
        "description": "",
        "taxonomy": TAXONOMY["name"],
        "taxonomy_detail": TAXONOMY,
    }
    document: dict[str, Any] = {
        "id": str(listing.id),
        "name": listing.name,
        "description": listing.description,
        "status": "active",
        "application_process": "Just come, or ring first.",
        "organization": {"id": str(listing.organisation.id), "name": listing.organisation.name, "description": ""},
        "phones": [{"id": named("phone"), "number": listing.phone, "type": "voice"}],
        "languages": [{"id": named("language", code), "name": name, "code": code} for name, code in listing.languages],
        "schedules": [] if listing.halls else [schedule],
        "attributes": [{"id": named("kind"), "link_type": "kind", "link_entity": "service", "taxonomy_term": kind}],
        "service_at_locations": [
            {"id": named("at", hall.id), "location": _location(hall), "schedules": [{**schedule, "id": named("when", hall.id)}]}
            for hall in listing.halls
        ],
    }
    if listing.pounds is not None:
        document["cost_options"] = [{"id": named("cost"), "currency": "GBP", "amount": listing.pounds}]
    if listing.assured:
        document["assured_date"] = listing.assured.isoformat()
    return document


def _location(hall: Hall) -> dict[str, Any]:
    return {
        "id": str(hall.id),
        "location_type": "physical",
        "name": hall.name,
        "latitude": hall.latitude,
        "longitude": hall.longitude,
        "addresses": [
            {
                "id": str(uuid.uuid5(NAMESPACE, str(hall.id))),
                "address_1": hall.street,
                "city": hall.town.name,
                "state_province": "Cornwall",
                "postal_code": hall.postcode,
                "country": "GB",
                "address_type": "physical",
            }
        ],
    }
