"""More like this: other listings that help with the same, near by first."""

import uuid
from dataclasses import dataclass

import tantivy
from sqlalchemy import select
from tantivy import Occur, Query

from directory.finding.index.documents import SCHEMA
from directory.finding.order.ranking import NEEDS_CODES, Box
from directory.finding.results.why import miles_in_words
from directory.models import Service
from directory.places.gazetteer import miles_between
from directory.queries import places_of
from navigator.db import db
from translations.locales import words as words_of

NEAR = 15.0  # miles
SAME_KIND, SAME_NEED, IS_NEAR = 4.0, 1.0, 2.5  # near counts for more than a shared need, for less than a shared kind of help
LOOKED_AT = 60  # documents: a listing with several places is several


@dataclass(frozen=True)
class Alike:
    """Another listing; `distance` in words from this one's first place to its nearest, empty when either has none."""

    id: uuid.UUID
    name: str
    distance: str


def list_alike(service: Service, *, searcher: tantivy.Searcher, language: str, most: int = 3) -> list[Alike]:
    """Listings that share a kind of help or a need with this one, most alike first. A listing without either has none.

    Where this one is counts only when its place is public, so that a refuge's neighbours do not give it away.
    """
    codes = sorted({attribute.term.code for attribute in service.attributes if attribute.term.code})
    if not codes:
        return []
    here = _place_of(service)
    shared = [
        (Occur.Should, _scored(Query.term_query(SCHEMA, "code", code), SAME_NEED if code in NEEDS_CODES else SAME_KIND))
        for code in codes
    ]
    clauses = [
        (Occur.Must, Query.boolean_query(shared)),
        (Occur.MustNot, Query.term_query(SCHEMA, "id", str(service.id))),
        (Occur.Should, _scored(Query.term_query(SCHEMA, "is_paused", False), IS_NEAR)),
    ]
    if here:
        clauses.append((Occur.Should, _scored(Box(*here, NEAR).query(), IS_NEAR)))
    hits = searcher.search(Query.boolean_query(clauses), LOOKED_AT).hits
    best: dict[uuid.UUID, tuple[float, float | None]] = {}
    addresses = [address for _, address in hits]
    latitudes = searcher.fast_field_values("latitude", addresses) if addresses else []
    longitudes = searcher.fast_field_values("longitude", addresses) if addresses else []
    for (score, address), latitude, longitude in zip(hits, latitudes, longitudes, strict=True):
        identity = uuid.UUID(str(searcher.doc(address).get_first("id")))
        miles = miles_between(*here, latitude, longitude) if here and latitude is not None and longitude is not None else None
        if identity not in best or _rank(score, miles) < _rank(*best[identity]):
            best[identity] = (score, miles)
    chosen = sorted(best, key=lambda identity: (_rank(*best[identity]), str(identity)))[:most]
    rows = db.session.execute(select(Service.id, Service.name).where(Service.id.in_(chosen)))
    names = {row.id: row.name for row in rows}
    words = words_of(language)
    return [
        Alike(identity, names[identity], "" if miles is None else miles_in_words(miles, words, language))
        for identity in chosen
        if identity in names
        for miles in [best[identity][1]]
    ]


def _rank(score: float, miles: float | None) -> tuple[float, float]:
    return -score, miles if miles is not None else NEAR


def _place_of(service: Service) -> tuple[float, float] | None:
    for place in places_of(service):
        if place.location.latitude is not None and place.location.longitude is not None:
            return place.location.latitude, place.location.longitude
    return None


def _scored(query: Query, score: float) -> Query:
    return Query.const_score_query(query, score)
