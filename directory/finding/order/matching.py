"""Which listings match a search, in order: the engine finds them, nearness and relevance order them.

How many match is counted in sets (`directory.finding.index.listing_sets`); the engine is asked for those that are shown.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import inf

import tantivy
from tantivy import Query

from directory.finding.index.bits import Bits, bits_of, numbers_in
from directory.finding.index.documents import SCHEMA
from directory.finding.index.listing_sets import RINGS, Address, Distances, ListingSets
from directory.finding.index.on_disk import card_at
from directory.finding.narrowing.filters import any_of
from directory.finding.narrowing.served import names_of, serving, serving_everywhere
from directory.finding.narrowing.wanted import AREA, DEFAULT_MILES, NATIONAL, NOW, Wanted
from directory.finding.narrowing.wishes import all_with
from directory.finding.order.ranking import (
    ANYWHERE,
    CHECKED_LATELY_DAYS,
    WHOLE_FROM,
    Box,
    Strictness,
    listings_query,
    only_near,
)
from directory.finding.order.weights import USUAL, Weights
from directory.finding.words.danger import Danger
from directory.finding.words.lexicon import Unit
from directory.models import Place
from navigator.times import LONDON

# Of those found near a place these are ordered by relevance and nearness together: the best by their words alone, wherever they
# are, the nearest, and the best of what is reached from anywhere. The others come after them, by nearness.
BEST, NEAREST, FROM_ANYWHERE = 200, 400, 100
FAIR_SHARES = 10  # the first results that a misspelt word's nearest words share
FEW = 5  # when all the words find fewer than this, words the thesaurus does not know stop being demanded
PLACES_EACH = 2  # documents looked at for each candidate: a few listings have several places
STANDING = ("key", "room_until", "assured_day", "completeness", "is_paused", "is_statutory")

Hit = tuple[Address, float | None]


@dataclass(frozen=True)
class Question:
    """A search with its words and place understood, and what counts in its order. `phrases` are wanted word for word."""

    wanted: Wanted
    units: Sequence[Unit]
    place: Place | None
    danger: Danger | None
    now: datetime
    weights: Weights = USUAL
    phrases: tuple[str, ...] = ()

    @property
    def miles(self) -> float:
        return self.wanted.within or DEFAULT_MILES

    @property
    def today(self) -> date:
        return self.now.astimezone(LONDON).date()

    @property
    def key(self) -> Hashable:
        """Questions with the same key have the same answers, as long as the index stays as it is."""
        moment = self.now.replace(second=0, microsecond=0) if self.wanted.when == NOW else self.today
        where = (self.place.kind, self.place.folded, self.place.latitude, self.place.longitude) if self.place else None
        return self.wanted, tuple(self.units), where, self.danger, moment, self.weights, self.phrases

    def instead(self, wanted: Wanted) -> "Question":
        """The same words and place with other wishes."""
        return replace(self, wanted=wanted)


@dataclass(frozen=True)
class Matches:
    """What was found: `hits` are those of the page asked for, with their miles from the place, of `total` listings.
    `strictness`: how strictly the words could be taken."""

    strictness: Strictness
    hits: list[Hit]
    total: int


def find(question: Question, sets: ListingSets) -> Matches:
    """The matches, with as many of the words demanded as finds enough. Remembered: the usual is asked for again and again, and
    a page is reloaded, turned and read in another language."""

    def matches() -> Matches:
        strictness, found = find_all(question, sets)
        if question.place is None:
            hits = _ranked_by_the_engine(question, sets, strictness, found.bit_count())
        else:
            hits = _ranked_by_nearness(question, question.place, sets, strictness, found)
        return Matches(strictness, hits, found.bit_count())

    return sets.remembered(("matches", question.key), matches)


def find_all(question: Question, sets: ListingSets) -> tuple[Strictness, Bits]:
    """Every listing that matches, in no order, and how strictly the words could be taken."""
    others = all_with(question.wanted, sets, today=question.today, now=question.now) & _where(question, sets)
    found: dict[Strictness, Bits] = {}

    def ask(strictness: Strictness) -> int:
        found[strictness] = _with_the_words(question, sets, strictness) & others
        return found[strictness].bit_count()

    strictness, _ = _strictest(question, sets, ask)
    return strictness, found[strictness]


def count(question: Question, sets: ListingSets) -> int:
    """How many would be found."""
    return find_all(question, sets)[1].bit_count()


def _strictest(question: Question, sets: ListingSets, ask: Callable[[Strictness], int]) -> tuple[Strictness, int]:
    """How strictly the words can be taken to find enough, and how many that finds. `ask`: how many each finds."""
    best = Strictness.ALL, -1
    has_understood = any(unit.is_sure for unit in question.units)
    for strictness in Strictness:
        if strictness is Strictness.UNDERSTOOD and not (has_understood and len(question.units) > 1):
            continue
        if strictness is Strictness.ANY and len(question.units) < 2:
            break
        total = ask(strictness)
        if total > best[1]:
            best = strictness, total
        if strictness is not Strictness.ANY and total >= FEW and not _shows_every_meaning(question, sets, strictness):
            continue
        if total >= FEW or (total and not has_understood):
            break
    return best


def _shows_every_meaning(question: Question, sets: ListingSets, strictness: Strictness) -> bool:
    """Whether the first results have, for each idea, one that is of the kind it first of all means.

    "A wheelchair for a day out" is about wheelchairs, though outings mention them: then those with all the words lead, but
    are not all that is found. Near a place the order is another, and nothing is asked.
    """
    understood = [unit for unit in question.units if unit.is_understood]
    if len(understood) < 2 or question.place is not None or question.danger is not None:
        return True
    hits = sets.searcher.search(_query(question, sets.searcher, strictness, where=None), FEW, count=False).hits
    shown = {code for _, address in hits for code, _ in card_at(sets.searcher, address).terms}
    return all(not shown.isdisjoint(unit.means[:1]) for unit in understood)


def _with_the_words(question: Question, sets: ListingSets, strictness: Strictness) -> Bits:
    if not question.units and question.danger is None and not question.phrases:
        return sets.everyone
    nothing_else = replace(question, wanted=Wanted(words=question.wanted.words))
    asked = ("words", tuple(question.units), question.wanted.words, question.phrases, strictness, question.danger)
    return sets.has(asked, lambda: _query(nothing_else, sets.searcher, strictness, where=None))


def _where(question: Question, sets: ListingSets) -> Bits:
    wanted, place = question.wanted, question.place
    if wanted.area == NATIONAL:
        return sets.has(NATIONAL, serving_everywhere)
    if place is None:
        return sets.everyone
    if wanted.area == AREA:
        return sets.has((AREA, names_of(place, sets.searcher)), lambda: serving(place, sets.searcher))
    return sets.distances(place.latitude, place.longitude).within(question.miles) & sets.everyone | sets.are("is_anywhere")


def _query(question: Question, searcher: tantivy.Searcher, strictness: Strictness, *, where: Query | None) -> Query:
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
        phrases=question.phrases,
    )


def _of_an_area(question: Question, searcher: tantivy.Searcher) -> Query | None:
    """The listings that serve the place, or everywhere, when that is asked; None when a distance is meant, or no place known."""
    if question.wanted.area == NATIONAL:
        return serving_everywhere()
    if question.wanted.area == AREA and question.place is not None:
        return serving(question.place, searcher)
    return None


def _ranked_by_the_engine(question: Question, sets: ListingSets, strictness: Strictness, total: int) -> list[Hit]:
    wanted, searcher = question.wanted, sets.searcher
    first = (wanted.page - 1) * wanted.per_page
    last = first + wanted.per_page
    if first >= total:
        return []
    query = _query(question, searcher, strictness, where=_of_an_area(question, searcher))
    fair = _one_of_each(query, question, sets)
    if not fair:
        hits = searcher.search(query, wanted.per_page, count=False, offset=first).hits
        return [(address, None) for _, address in hits]
    hits = searcher.search(query, last, count=False).hits
    others = [address for number, address in _numbered(sets, hits).items() if number not in fair]
    return [(address, None) for address in [*fair.values(), *others][first:last]]


def _one_of_each(query: Query, question: Question, sets: ListingSets) -> dict[int, Address]:
    """Of a misspelt word that may stand for several: the best listing of each of the nearest words, by the listing's number.

    Else the listings of a common word fill the first page, and another word as near to what was typed has none there.
    """
    fair: dict[int, Address] = {}
    for near in only_near(query, question.units, sets.searcher):
        fair |= _numbered(sets, sets.searcher.search(near, 1, count=False).hits)
        if len(fair) == FAIR_SHARES:
            break
    return fair


def _numbered(sets: ListingSets, hits: Sequence[tuple[float, Address]]) -> dict[int, Address]:
    """Documents by the numbers of their listings, in their order."""
    addresses = [address for _, address in hits]
    numbers = sets.searcher.fast_field_values("number", addresses) if addresses else []
    return {int(number or 0): address for number, address in zip(numbers, addresses, strict=True)}


def _ranked_by_nearness(question: Question, place: Place, sets: ListingSets, strictness: Strictness, found: Bits) -> list[Hit]:
    """A page of what was found, each listing once: the candidates best first, then the others by nearness."""
    first = (question.wanted.page - 1) * question.wanted.per_page
    last = first + question.wanted.per_page
    if first >= found.bit_count():
        return []
    distances = sets.distances(place.latitude, place.longitude)
    hits = _candidates(question, place, sets, distances, strictness, found)
    ordered = _ordered(question, sets, distances, hits, found)
    page: list[Hit] = [(address, miles) for _, address, miles in ordered[first:last]]
    missing = min(last, found.bit_count()) - max(len(ordered), first)
    if missing > 0:
        page += _the_others(sets, distances, found, ordered, skip=max(first - len(ordered), 0), most=missing)
    return page


def _candidates(
    question: Question, place: Place, sets: ListingSets, distances: Distances, strictness: Strictness, found: Bits
) -> list[tuple[float, Address]]:
    """Documents of the candidates, with their scores."""

    def ask(where: Query, most: int) -> list[tuple[float, Address]]:
        hits: list[tuple[float, Address]] = sets.searcher.search(
            _query(question, sets.searcher, strictness, where=where), most, count=False
        ).hits
        return hits

    area = _of_an_area(question, sets.searcher)
    if area is not None:
        return ask(area, BEST + NEAREST)
    box, total = Box(place.latitude, place.longitude, question.miles).query(), found.bit_count()
    if total <= BEST + NEAREST + FROM_ANYWHERE:
        return ask(_those(found), PLACES_EACH * total)
    few = [near for miles in RINGS if miles < question.miles and (near := found & distances.within(miles)).bit_count() <= NEAREST]
    if few:
        nearest = ask(_those(few[-1]), PLACES_EACH * NEAREST) if few[-1] else []
    else:  # a great many next door
        nearest = ask(Box(place.latitude, place.longitude, RINGS[0]).query(), NEAREST)
    return ask(box, BEST) + nearest + ask(ANYWHERE, FROM_ANYWHERE)


def _those(listings: Bits) -> Query:
    """A `where`: a few listings, by their numbers. One by one: the engine's own question for a set walks through all numbers."""
    return any_of(Query.term_query(SCHEMA, "number", number) for number in numbers_in(listings))


def _ordered(
    question: Question, sets: ListingSets, distances: Distances, hits: list[tuple[float, Address]], found: Bits
) -> list[tuple[int, Address, float | None]]:
    """By relevance and nearness together: (number of the listing, a document of it, its miles)."""
    if not hits:
        return []
    weights, today = question.weights, question.today.toordinal()
    lately = today - CHECKED_LATELY_DAYS
    farthest = inf if question.wanted.area else question.miles
    is_found = found.to_bytes(found.bit_length() // 8 + 1, "little")
    best = max(score for score, _ in hits) or 1.0
    nearness, half_way = weights.nearness, weights.half_way_miles
    numbers: list[int] = sets.searcher.fast_field_values("number", [address for _, address in hits])  # type: ignore[assignment]
    keys, room_until, assured_day, completeness, paused, statutory = (sets.known[name] for name in STANDING)
    standings: dict[tuple[bool, bool, bool, int, int], float] = {}
    ranked: dict[int, tuple[float, float, int, int, Address]] = {}
    for number, (score, address) in zip(numbers, hits, strict=True):
        if number in ranked or number >> 3 >= len(is_found) or not is_found[number >> 3] >> (number & 7) & 1:
            continue
        standing = (
            room_until[number] >= today,
            assured_day[number] >= lately,
            completeness[number] >= WHOLE_FROM,
            statutory[number],
            paused[number],
        )
        if (rank := standings.get(standing)) is None:
            rank = standings[standing] = _standing_nearby(weights, *standing)
        away = sets.miles_to(number, distances)
        if away is None or away > farthest:
            away = -1.0  # not known, or nothing to go to: it is reached from anywhere
            rank += score / best + weights.anywhere
        else:
            rank += score / best + nearness * half_way / (half_way + away)
        ranked[number] = (-rank, away, keys[number], number, address)
    return [(number, address, away if away >= 0 else None) for _, away, _, number, address in sorted(ranked.values())]


def _the_others(
    sets: ListingSets,
    distances: Distances,
    found: Bits,
    ordered: Sequence[tuple[int, Address, float | None]],
    *,
    skip: int,
    most: int,
) -> list[Hit]:
    """What was found beyond what is `ordered`, by nearness: `most` of them after the first `skip`."""
    others = found & ~bits_of([number for number, _, _ in ordered])
    miles = {number: sets.miles_to(number, distances) for number in numbers_in(others)}
    keys = sets.known["key"]
    nearest = sorted(miles, key=lambda number: (inf if (away := miles[number]) is None else away, keys[number]))
    chosen = nearest[skip : skip + most]
    hits = sets.searcher.search(_those(bits_of(chosen)), 10 * most, count=False).hits
    address_of = _numbered(sets, hits)
    return [(address_of[number], miles[number]) for number in chosen if number in address_of]


def _standing_nearby(
    weights: Weights, has_room: bool, is_checked: bool, is_whole: bool, is_statutory: int, is_paused: int
) -> float:
    return (
        weights.room_nearby * has_room
        + weights.checked_nearby * is_checked
        + weights.complete_nearby * is_whole
        + weights.community_nearby * (not is_statutory)
        - weights.closed_nearby * is_paused
    )
