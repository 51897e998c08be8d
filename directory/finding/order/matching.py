"""Which listings match a search, in order: the engine finds them, nearness and relevance order them.

How many match is counted in sets (`directory.finding.index.listing_sets`); the engine is asked for those that are shown.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import inf
from typing import cast

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import Query

from directory.finding.index.bits import Bits, Numbers, bits_of, flags_of, numbers_in
from directory.finding.index.distances import Distances
from directory.finding.index.documents import SCHEMA, WHOLE_FROM
from directory.finding.index.listing_sets import Address, ListingSets
from directory.finding.index.on_disk import card_at
from directory.finding.narrowing.filters import any_of
from directory.finding.narrowing.served import names_of, serving, serving_everywhere
from directory.finding.narrowing.wanted import AREA, DEFAULT_MILES, NATIONAL, NOW, Wanted
from directory.finding.narrowing.wishes import all_with
from directory.finding.order.best import Scored, best, only_idea
from directory.finding.order.ranking import (
    ANYWHERE,
    CHECKED_LATELY_DAYS,
    Box,
    Part,
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
RINGS = (0.5, 1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 25.0, 50.0)  # miles: the nearest are those within one of these
FAIR_SHARES = 10  # the first results that a misspelt word's nearest words share
FEW = 5  # when all the words find fewer than this, words the thesaurus does not know stop being demanded
PLACES_EACH = 2  # documents looked at for each candidate: a few listings have several places
STANDING = ("room_until", "assured_day", "completeness", "is_paused", "is_statutory")

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
    hits = _best(question, sets.searcher, strictness, where=None, most=FEW)
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


def _best(question: Question, searcher: tantivy.Searcher, strictness: Strictness, *, where: Query | None, most: int) -> Scored:
    return best(
        lambda part: _query(question, searcher, strictness, where=where, part=part),
        only_idea(question.units) if question.danger is None else None,
        searcher,
        question.weights,
        most=most,
        with_standing=where is None,
    )


def _query(
    question: Question,
    searcher: tantivy.Searcher,
    strictness: Strictness,
    *,
    where: Query | None,
    part: Part = Part.ALL,
) -> Query:
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
        part=part,
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
    area = _of_an_area(question, searcher)
    hits = _best(question, searcher, strictness, where=area, most=last)
    fair = _one_of_each(_query(question, searcher, strictness, where=area), question, sets)
    if not fair:
        return [(address, None) for _, address in hits[first:]]
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
) -> Scored:
    """Documents of the candidates, with their scores."""

    def ask(where: Query, most: int) -> Scored:
        return _best(question, sets.searcher, strictness, where=where, most=most)

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
    return any_of(Query.term_query(SCHEMA, "number", number) for number in numbers_in(listings).tolist())


def _ordered(
    question: Question, sets: ListingSets, distances: Distances, hits: Scored, found: Bits
) -> list[tuple[int, Address, float | None]]:
    """By relevance and nearness together: (number of the listing, a document of it, its miles)."""
    addresses = [address for _, address in hits]
    if not addresses:
        return []
    weights = question.weights
    numbers = np.asarray(sets.searcher.fast_field_values("number", addresses), dtype=np.int64)
    is_found = flags_of(found | 1 << int(numbers.max()))
    is_found[numbers.max()] = bool(found >> int(numbers.max()) & 1)
    scores = np.asarray([score for score, _ in hits])
    numbers, first = np.unique(numbers, return_index=True)  # a listing with several places is found with each
    kept = is_found[numbers]
    numbers, first = numbers[kept], first[kept]
    away = distances.of(numbers)
    farthest = inf if question.wanted.area else question.miles
    is_near = away <= farthest  # else it is not known, or nothing to go to: it is reached from anywhere
    near = np.where(is_near, weights.nearness * weights.half_way_miles / (weights.half_way_miles + away), weights.anywhere)
    ranks = scores[first] / (scores.max() or 1.0) + near + _standing(question, sets, numbers)
    miles = np.where(is_near, away, -1.0)
    order = np.lexsort((sets.known["key"][numbers], miles, -ranks))
    return [
        (number, addresses[place], miles if miles >= 0 else None)
        for number, place, miles in zip(numbers[order].tolist(), first[order].tolist(), miles[order].tolist(), strict=True)
    ]


def _standing(question: Question, sets: ListingSets, numbers: Numbers) -> NDArray[np.float64]:
    """What each of these listings gains, near a place, by room, by being checked, and so on."""
    weights, today = question.weights, question.today.toordinal()
    room_until, assured_day, completeness, paused, statutory = (sets.known[name][numbers] for name in STANDING)
    gains = (
        (weights.room_nearby, room_until >= today),
        (weights.checked_nearby, assured_day >= today - CHECKED_LATELY_DAYS),
        (weights.complete_nearby, completeness >= WHOLE_FROM),
        (weights.community_nearby, statutory == 0),
        (-weights.closed_nearby, paused == 1),
    )
    return cast(NDArray[np.float64], sum(gain * has for gain, has in gains))


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
    others = numbers_in(found & ~bits_of([number for number, _, _ in ordered]))
    away = distances.of(others)
    chosen = np.lexsort((sets.known["key"][others], away))[skip : skip + most]  # what is nowhere comes last
    miles = dict(zip(others[chosen].tolist(), away[chosen].tolist(), strict=True))
    hits = sets.searcher.search(_those(bits_of(list(miles))), 10 * most, count=False).hits
    address_of = _numbered(sets, hits)
    return [(address_of[number], None if away != away else away) for number, away in miles.items() if number in address_of]
