"""Our own schemas of HSDS 3.0: the standard's examples meet them, and whatever breaks its rules does not."""

import json
from copy import deepcopy
from typing import Any

import pytest

from directory.publishing.standard import THINGS
from tests.conftest import needs
from tests.directory.publishing.schemas_of_others import EXAMPLES, faults, our_judge

NAMES = {
    "service_full": "service",
    "organization_full": "organization",
    "service_at_location_full": "service_at_location",
    "taxonomy": "taxonomy",
    "taxonomy_term": "taxonomy_term",
}


def example(name: str) -> Any:
    path = EXAMPLES / f"{name}.json"
    if not path.exists():
        needs("the standard's examples (../shared/data)")
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "thing"), NAMES.items())
def test_the_standards_own_examples_meet_them(name: str, thing: str) -> None:
    assert faults(our_judge(thing), example(name)) == []


@pytest.mark.parametrize("thing", ["service", "organization", "service_at_location", "taxonomy", "taxonomy_term"])
def test_the_standards_own_lists_meet_them(thing: str) -> None:
    assert [fault for document in example(f"{thing}_list")["contents"] for fault in faults(our_judge(thing), document)] == []


def _within(document: Any, *path: str | int) -> Any:
    for step in path:
        document = document[step]
    return document


PARTS: dict[str, tuple[str | int, ...]] = {
    "service": (),
    "organization": ("organization",),
    "organization_identifier": ("organization", "organization_identifiers", 0),
    "program": ("program",),
    "phone": ("phones", 0),
    "location": ("service_at_locations", 0, "location"),
    "address": ("service_at_locations", 0, "location", "addresses", 0),
    "service_at_location": ("service_at_locations", 0),
    "schedule": ("schedules", 0),
    "taxonomy_term": ("attributes", 0, "taxonomy_term"),
    "taxonomy": ("attributes", 0, "taxonomy_term", "taxonomy_detail"),
    "metadata": ("metadata", 0),
    "cost_option": ("cost_options", 0),
    "language": ("languages", 0),
    "contact": ("contacts", 0),
    "required_document": ("required_documents", 0),
}


@pytest.mark.parametrize(("thing", "name"), [(thing, name) for thing in PARTS for name in THINGS[thing][0]])
def test_what_lacks_something_it_must_say_does_not_meet_them(thing: str, name: str) -> None:
    document = deepcopy(example("service_full"))
    del _within(document, *PARTS[thing])[name]

    assert len(faults(our_judge("service"), document)) == 1


@pytest.mark.parametrize(
    ("thing", "name", "value"),
    [
        ("service", "id", "one"),
        ("service", "status", "closed"),
        ("service", "email", "nobody"),
        ("service", "url", "see our page"),
        ("service", "description", None),
        ("service", "minimum_age", "18"),
        ("service", "last_modified", "2026-11-22T10:00:00"),
        ("schedule", "freq", "DAILY"),
        ("schedule", "wkst", "XX"),
        ("schedule", "timezone", "Europe/London"),
        ("schedule", "dtstart", "22/11/2026"),
        ("phone", "extension", "x4"),
        ("location", "location_type", "somewhere"),
        ("location", "latitude", "50.1"),
        ("address", "address_type", "house"),
        ("organization", "website", "www.example.org"),
        ("organization", "year_incorporated", "2011"),
        ("contact", "email", 5),
        ("taxonomy_term", "parent_id", ""),
    ],
)
def test_what_says_something_wrongly_does_not_meet_them(thing: str, name: str, value: Any) -> None:
    document = deepcopy(example("service_full"))
    _within(document, *PARTS[thing])[name] = value

    assert len(faults(our_judge("service"), document)) == 1
