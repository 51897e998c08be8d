"""Listings for tests: only what matters to the test is said."""

from datetime import date, datetime
from typing import Any

from directory.finding.models import ThesaurusGroup, ThesaurusWords
from directory.models import (
    Address,
    Attribute,
    CostOption,
    Location,
    LocationType,
    Organization,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    SpokenLanguage,
    Taxonomy,
    TaxonomyTerm,
)
from directory.operations import next_revision
from directory.words import fold
from navigator.db import db

PENZANCE = ("Penzance", "TR18 2AB", 50.1188, -5.5376)
HAYLE = ("Hayle", "TR27 4PA", 50.1853, -5.4200)
ST_IVES = ("St Ives", "TR26 1AB", 50.2110, -5.4800)


def make_service(
    name: str,
    *,
    at: tuple[str, str, float, float] | None = PENZANCE,
    organization: str = "Neighbours Together",
    terms: tuple[TaxonomyTerm, ...] = (),
    byday: str | None = None,
    amount: float | None = None,
    languages: tuple[str, ...] = (),
    room: tuple[int, datetime] | None = None,
    online: bool = False,
    **details: Any,
) -> Service:
    """A listing, flushed, with its revision. `at`: (town, postcode, latitude, longitude)."""
    service = Service(name=name, organization=Organization(name=organization), revision=next_revision(db.session()), **details)
    if at is not None:
        town, postcode, latitude, longitude = at
        hall = Location(name=f"{town} Hall", latitude=latitude, longitude=longitude)
        hall.addresses.append(
            Address(address_1="1 High Street", city=town, state_province="Cornwall", postal_code=postcode, country="GB")
        )
        service.service_at_locations.append(ServiceAtLocation(location=hall))
    if online:
        service.service_at_locations.append(
            ServiceAtLocation(location=Location(location_type=LocationType.VIRTUAL, name="Online"))
        )
    if byday:
        service.schedules.append(Schedule(freq="WEEKLY", byday=byday, opens_at="10:00", closes_at="12:00"))
    if amount is not None:
        service.cost_options.append(CostOption(amount=amount, currency="GBP"))
    if room:
        service.capacities.append(ServiceCapacity(available=room[0], updated=room[1]))
    service.languages.extend(SpokenLanguage(code=code) for code in languages)
    service.attributes.extend(Attribute(term=term, link_type="kind") for term in terms)
    db.session.add(service)
    db.session.flush()
    return service


def make_term(code: str, name: str, *, taxonomy: str = "Kinds of help") -> TaxonomyTerm:
    """A term of a taxonomy of its own."""
    term = TaxonomyTerm(code=code, name=name, taxonomy=Taxonomy(name=taxonomy))
    db.session.add(term)
    db.session.flush()
    return term


def teach(words: str, code: str, *, language: str = "en", also: tuple[str, ...] = ()) -> ThesaurusGroup:
    """A group of the thesaurus with one phrase, and the phrase for its name."""
    group = ThesaurusGroup(idea=words, folded=fold(words), terms=[code], also=list(also))
    group.words.append(ThesaurusWords(words=words, folded=fold(words), language=language))
    db.session.add(group)
    db.session.flush()
    return group


CHECKED = date(2026, 11, 11)
