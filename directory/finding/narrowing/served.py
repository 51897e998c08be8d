"""What a place is called by those who say which areas they serve: its outward code, its name and its neighbours', its county."""

from collections import Counter
from math import cos, radians

import tantivy
from sqlalchemy import select

from directory.areas import NATIONAL
from directory.finding.narrowing.filters import any_of, is_so, term
from directory.models import Address, Location, Place
from directory.places.gazetteer import OUTCODE, PLACE, POSTCODE, miles_between
from directory.words import fold
from navigator.db import db

NEIGHBOURS = 1.5  # miles: as near as this, a place named is the place meant
LOOKED_AT = 5.0  # miles
MILES_A_DEGREE = 69.0
_known: dict[tuple[int, str, str], frozenset[str]] = {}


def serving(place: Place, searcher: tantivy.Searcher) -> tantivy.Query:
    """Listings that say that they serve the place, or the whole country; one document each."""
    names = names_of(place, searcher)
    areas = any_of(term("area", name) for name in sorted(names))
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, areas), (tantivy.Occur.Must, is_so("is_main"))])


def serving_everywhere() -> tantivy.Query:
    """Listings that serve the whole country; one document each."""
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, term("area", NATIONAL)), (tantivy.Occur.Must, is_so("is_main"))])


def names_of(place: Place, searcher: tantivy.Searcher) -> frozenset[str]:
    """As `directory.areas.tokens_of` writes them. Two queries, kept for as long as the index stays as it is."""
    asked = (id(searcher), place.kind, place.folded)
    if asked not in _known:
        if len(_known) > 500 or any(held != id(searcher) for held, _, _ in _known):
            _known.clear()
        _known[asked] = frozenset({NATIONAL, *_outcodes_and_neighbours(place), *_counties(place)})
    return _known[asked]


def _outcodes_and_neighbours(place: Place) -> set[str]:
    names = {place.folded} if place.kind == PLACE else set()
    if place.kind in (POSTCODE, OUTCODE):
        names.add(place.folded[:-3] if place.kind == POSTCODE else place.folded)
    high, wide = _degrees(place)
    rows = db.session.execute(
        select(Place.kind, Place.folded, Place.latitude, Place.longitude).where(
            Place.kind.in_((OUTCODE, PLACE)),
            Place.latitude.between(place.latitude - high, place.latitude + high),
            Place.longitude.between(place.longitude - wide, place.longitude + wide),
        )
    ).all()
    away = sorted(
        (miles_between(place.latitude, place.longitude, row.latitude, row.longitude), row.kind, row.folded) for row in rows
    )
    names.update(name for miles, kind, name in away if kind == PLACE and miles <= NEIGHBOURS)
    if place.kind == PLACE:
        names.update([name for _, kind, name in away if kind == OUTCODE][:1])
    return names


def _counties(place: Place) -> set[str]:
    high, wide = _degrees(place)
    rows = db.session.execute(
        select(Address.state_province, Address.region)
        .join(Location, Address.location_id == Location.id)
        .where(
            Location.latitude.between(place.latitude - high, place.latitude + high),
            Location.longitude.between(place.longitude - wide, place.longitude + wide),
        )
        .limit(50)
    )
    said = Counter(fold(name) for row in rows for name in row if name)
    return {name for name, _ in said.most_common(2) if name}


def _degrees(place: Place) -> tuple[float, float]:
    high = LOOKED_AT / MILES_A_DEGREE
    return high, high / max(cos(radians(place.latitude)), 0.01)
