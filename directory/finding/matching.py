"""Which listings match a search, in order: the engine finds candidates, nearness and relevance order them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import asin, cos, radians, sin, sqrt
from typing import Any

import tantivy

from directory.finding.danger import Danger
from directory.finding.index import count_of
from directory.finding.lexicon import Unit
from directory.finding.ranking import ANYWHERE, CHECKED_LATELY_DAYS, WHOLE_FROM, Box, Strictness, listings_query
from directory.finding.served import serving, serving_everywhere
from directory.finding.wanted import AREA, DEFAULT_MILES, NATIONAL, Wanted
from directory.finding.weights import USUAL, Weights
from directory.models import Place
from navigator.times import LONDON

CANDIDATES = 3000  # ordered by nearness at most; a search that finds more near a place is told so
FEW = 5  # when all the words find fewer than this, words the thesaurus does not know stop being demanded
EARTH = 2 * 3958.8  # miles: its diameter, as a ball
# Read of every candidate near a place.
FACTS = ("key", "latitude", "longitude", "room_until", "assured_day", "is_paused", "is_anywhere", "completeness", "is_statutory")

Address = tantivy.DocAddress


@dataclass(frozen=True)
class Question:
    """A search with its words and place understood, and what counts in its order."""

    wanted: Wanted
    units: Sequence[Unit]
    place: Place | None
    danger: Danger | None
    now: datetime
    weights: Weights = USUAL

    @property
    def miles(self) -> float:
        return self.wanted.within or DEFAULT_MILES

    @property
    def today(self) -> date:
        return self.now.astimezone(LONDON).date()

    def instead(self, wanted: Wanted) -> "Question":
        """The same words and place with other wishes."""
        return replace(self, wanted=wanted)


@dataclass(frozen=True)
class Matches:
    """What was found: `hits` are those of the page asked for, with their miles from the place. `strictness`: how strictly
    the words could be taken. `is_cut`: there are more near the place than were ordered.

    `ranked` is each of them with its miles, best first, when a place was given.
    """

    strictness: Strictness
    hits: list[tuple[Address, float | None]]
    total: int
    is_cut: bool = False
    ranked: list[tuple[Address, float | None]] | None = None


def find(question: Question, searcher: tantivy.Searcher) -> Matches:
    """The matches, with as many of the words demanded as finds enough."""
    best: Matches | None = None
    has_understood = any(unit.is_understood for unit in question.units)
    for strictness in Strictness:
        if strictness is Strictness.UNDERSTOOD and not (has_understood and len(question.units) > 1):
            continue
        if strictness is Strictness.ANY and len(question.units) < 2:
            break
        matches = _answer(question, searcher, strictness)
        if best is None or matches.total > best.total:
            best = matches
        if matches.total >= FEW or (matches.total and not has_understood):
            break
    return best or Matches(Strictness.ALL, [], 0)


def every_address(question: Question, matches: Matches, searcher: tantivy.Searcher) -> list[Address]:
    """One document of each listing that matched."""
    if matches.ranked is not None:
        return [address for address, _ in matches.ranked]
    if not matches.total:
        return []
    query = one_a_listing(question, matches.strictness, searcher)
    return [address for _, address in searcher.search(query, matches.total, count=False).hits]


def one_a_listing(question: Question, strictness: Strictness, searcher: tantivy.Searcher) -> tantivy.Query:
    """The engine's question for all that match wherever they are, or that serve an area: one document of each listing."""
    return _query(question, searcher, strictness, where=_of_an_area(question, searcher))


def count_one_a_listing(question: Question, strictness: Strictness, searcher: tantivy.Searcher) -> int:
    """How many listings that question finds."""
    return count_of(searcher.search(one_a_listing(question, strictness, searcher), 1))


def candidates(question: Question, strictness: Strictness, searcher: tantivy.Searcher) -> list[Address]:
    """Documents of all that may match, as quickly as the engine gives them: near a place those in the square around it, too,
    with each place of a listing."""
    where = _of_an_area(question, searcher)
    if where is None and question.place is not None:
        box = Box(question.place.latitude, question.place.longitude, question.miles).query()
        where = tantivy.Query.boolean_query([(tantivy.Occur.Should, box), (tantivy.Occur.Should, ANYWHERE)])
    query = _query(question, searcher, strictness, where=where)
    total = count_of(searcher.search(query, 1))
    return [address for _, address in searcher.search(query, total, count=False).hits] if total else []


def count(question: Question, searcher: tantivy.Searcher) -> int:
    """How many would be found."""
    return find(question, searcher).total


def _answer(question: Question, searcher: tantivy.Searcher, strictness: Strictness) -> Matches:
    if question.place is None:
        return _ranked_by_the_engine(question, searcher, strictness)
    ranked, is_cut = _ranked_by_nearness(question, question.place, searcher, strictness)
    first = (question.wanted.page - 1) * question.wanted.per_page
    return Matches(strictness, ranked[first : first + question.wanted.per_page], len(ranked), is_cut, ranked)


def _query(
    question: Question, searcher: tantivy.Searcher, strictness: Strictness, *, where: tantivy.Query | None
) -> tantivy.Query:
    return listings_query(
        question.wanted,
        question.units,
        searcher,
        strictness=strictness,
        where=where,
        today=question.today,
        now=question.now,
        danger=question.danger,
        weights=question.weights,
    )


def _of_an_area(question: Question, searcher: tantivy.Searcher) -> tantivy.Query | None:
    """The listings that serve the place, or everywhere, when that is asked; None when a distance is meant, or no place known."""
    if question.wanted.area == NATIONAL:
        return serving_everywhere()
    if question.wanted.area == AREA and question.place is not None:
        return serving(question.place, searcher)
    return None


def _ranked_by_the_engine(question: Question, searcher: tantivy.Searcher, strictness: Strictness) -> Matches:
    wanted = question.wanted
    query = _query(question, searcher, strictness, where=_of_an_area(question, searcher))
    first = (wanted.page - 1) * wanted.per_page
    total = count_of(searcher.search(query, 1)) if first else 0
    if first and first >= total:
        return Matches(strictness, [], total)
    result = searcher.search(query, wanted.per_page, offset=first)
    return Matches(strictness, [(address, None) for _, address in result.hits], count_of(result))


def _ranked_by_nearness(
    question: Question, place: Place, searcher: tantivy.Searcher, strictness: Strictness
) -> tuple[list[tuple[Address, float | None]], bool]:
    """Each listing once, at its nearest place, best first. Beyond CANDIDATES the nearest are kept."""

    def ask(where: tantivy.Query) -> tuple[list[tuple[float, Address]], int]:
        result = searcher.search(_query(question, searcher, strictness, where=where), CANDIDATES)
        return result.hits, count_of(result)

    if (area := _of_an_area(question, searcher)) is not None:
        hits, found = ask(area)
        return _ordered(question, place, searcher, hits, farthest=None), found > CANDIDATES
    miles = question.miles
    hits, local = ask(Box(place.latitude, place.longitude, miles).query())
    everywhere, far = ask(ANYWHERE)
    is_cut = local > CANDIDATES or far > CANDIDATES
    while local > CANDIDATES and miles > 0.2:
        miles /= 1.5
        hits, local = ask(Box(place.latitude, place.longitude, miles).query())
    return _ordered(question, place, searcher, hits + everywhere, farthest=question.miles), is_cut


def _ordered(
    question: Question, place: Place, searcher: tantivy.Searcher, hits: list[tuple[float, Address]], *, farthest: float | None
) -> list[tuple[Address, float | None]]:
    """By relevance and nearness together. Beyond `farthest` miles only what is reached from anywhere stays."""
    if not hits:
        return []
    addresses = [address for _, address in hits]
    best = max(score for score, _ in hits) or 1.0
    weights, today = question.weights, question.today.toordinal()
    nearness, half_way = weights.nearness, weights.half_way_miles
    lately = today - CHECKED_LATELY_DAYS
    north, east, narrow = radians(place.latitude), radians(place.longitude), cos(radians(place.latitude))
    columns: dict[str, list[Any]] = {name: searcher.fast_field_values(name, addresses) for name in FACTS}
    standings: dict[tuple[bool, bool, bool, bool, bool], float] = {}
    distances: dict[tuple[float | None, float | None], float] = {}  # many share a hall
    ranked: dict[int, tuple[float, float, int]] = {}
    standing_of = zip(
        map(today.__le__, columns["room_until"]),
        map(lately.__le__, columns["assured_day"]),
        map(WHOLE_FROM.__le__, columns["completeness"]),
        columns["is_statutory"],
        columns["is_paused"],
        strict=True,
    )
    points = zip(columns["latitude"], columns["longitude"], strict=True)
    for number, (key, point, standing, is_anywhere) in enumerate(
        zip(columns["key"], points, standing_of, columns["is_anywhere"], strict=True)
    ):
        away = distances.get(point)
        if away is None:
            latitude, longitude = point
            away = distances[point] = -1.0  # not known
            if latitude is not None and longitude is not None:
                south = radians(latitude)  # as `directory.places.gazetteer.miles_between`, three thousand times
                bend = sin((south - north) / 2) ** 2 + narrow * cos(south) * sin((radians(longitude) - east) / 2) ** 2
                away = EARTH * asin(sqrt(bend))
                distances[point] = away = -1.0 if farthest is not None and away > farthest else away
        if away < 0 and not is_anywhere and farthest is not None:
            continue
        rank = hits[number][0] / best
        rank += nearness * half_way / (half_way + away) if away >= 0 else weights.anywhere
        if (added := standings.get(standing)) is None:
            added = standings[standing] = _standing_nearby(weights, *standing)
        rank += added
        if (known := ranked.get(key)) is None or known[0] > -rank:
            ranked[key] = (-rank, away, number)
    ordered = sorted((rank, away, key, number) for key, (rank, away, number) in ranked.items())
    return [(addresses[number], away if away >= 0 else None) for _, away, _, number in ordered]


def _standing_nearby(
    weights: Weights, has_room: bool, is_checked: bool, is_whole: bool, is_statutory: bool, is_paused: bool
) -> float:
    return (
        weights.room_nearby * has_room
        + weights.checked_nearby * is_checked
        + weights.complete_nearby * is_whole
        + weights.community_nearby * (not is_statutory)
        - weights.closed_nearby * is_paused
    )
