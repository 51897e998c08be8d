"""Finding listings: from what somebody typed to what may help, in order, each with why it is shown.

Words become units of meaning (thesaurus), a place becomes a point (gazetteer), the engine finds candidates, nearness and
relevance order them (`directory.ranking` holds the weights), and the listings of one page are read whole.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import tantivy
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from directory import why
from directory.danger import Danger, danger_in
from directory.index import ListingIndex, count_of
from directory.models import Place, Service
from directory.opening_hours import Line, in_words
from directory.place_in_words import misspelt_place_in, place_in
from directory.places import find_place, miles_between
from directory.queries import hours_of, list_services, places_of, schedules_of
from directory.ranking import (
    ANYWHERE,
    CHECKED_LATELY_DAYS,
    CHECKED_NEARBY,
    CLOSED_NEARBY,
    HALF_WAY_MILES,
    NEARNESS,
    NEARNESS_OF_ANYWHERE,
    ROOM_NEARBY,
    Box,
    Strictness,
    is_known,
    listings_query,
)
from directory.thesaurus import Unit, understand
from directory.wanted import DEFAULT_MILES as DEFAULT_MILES
from directory.wanted import Wanted as Wanted
from directory.wanted import wanted_from_args as wanted_from_args
from directory.words import shorten
from navigator.times import LONDON
from translations.locales import words as words_of

CANDIDATES = 3000  # ordered by nearness at most; a search that finds more near a place is told so
FEW = 5  # when all the words find fewer than this, words the thesaurus does not know stop being demanded
FACTS = ("key", "latitude", "longitude", "room_until", "assured_day", "is_paused", "is_anywhere")  # read of every candidate
LIKE_A_WORD = 0.75  # of 1: from here on a known word may be what was meant; one wrong letter in four
SUMMARY = 220  # letters of a description in a list


@dataclass(frozen=True)
class Result:
    """One listing found. `distance_miles` is to its nearest place, None when it has none or no place was given."""

    service: Service
    distance_miles: float | None
    why: list[str]
    where: str
    when: list[Line]
    summary: str
    is_anywhere: bool
    is_closed_for_now: bool


@dataclass(frozen=True)
class Relaxation:
    """A wish to drop when nothing was found: its name in `Wanted`, and how many listings that would give."""

    name: str
    count: int
    wanted: Wanted


@dataclass(frozen=True)
class Found:
    """What a search found. `total` listings; `is_cut` when there are more near the place than can be paged through.

    `danger`: what was typed may mean that somebody is in danger; who shows this must show first where help is at once.
    """

    wanted: Wanted
    results: list[Result]
    total: int
    is_cut: bool = False
    place: Place | None = None
    is_place_unknown: bool = False
    within: float | None = None
    units: list[Unit] = field(default_factory=list)
    danger: Danger | None = None
    strictness: Strictness = Strictness.ALL
    did_you_mean: str | None = None
    relaxations: list[Relaxation] = field(default_factory=list)

    @property
    def total_pages(self) -> int:
        return -(-self.total // self.wanted.per_page)

    @property
    def first_number(self) -> int:
        """The place in the whole of this page's first result, from 1."""
        return (self.wanted.page - 1) * self.wanted.per_page + 1

    def on_page(self, number: int) -> Wanted:
        """The same search, another page."""
        return replace(self.wanted, page=number)

    def with_words(self, words: str) -> Wanted:
        """The same search with other words, from its beginning."""
        return replace(self.wanted, words=words, page=1)


@dataclass(frozen=True)
class _Hit:
    id: uuid.UUID
    miles: float | None


@dataclass(frozen=True)
class _Question:
    """A search with its words and place understood."""

    wanted: Wanted
    units: list[Unit]
    place: Place | None
    danger: Danger | None

    @property
    def miles(self) -> float:
        return self.wanted.within or DEFAULT_MILES


def search(wanted: Wanted, *, index: ListingIndex, now: datetime, language: str) -> Found:
    """One page of what may help. `language` is the reader's: the reasons are written in it.

    A place nobody knows is said (`is_place_unknown`) and the search goes everywhere; an empty search gives every listing.
    """
    today = now.astimezone(LONDON).date()
    searcher = index.searcher
    question, is_place_unknown = _understood(wanted, searcher)
    if question.danger:  # nothing is guessed at from other words: "kill" is not "bill"
        question = replace(question, units=[unit for unit in question.units if unit.is_understood])
    strictness, hits, total, is_cut = _find(question, searcher, today)
    services = list_services(hit.id for hit in hits)
    if len(services) < len(hits):  # the database was exchanged under the index: it cannot be trusted
        index.rebuild(today=today)
        searcher = index.searcher
        strictness, hits, total, is_cut = _find(question, searcher, today)
        services = list_services(hit.id for hit in hits)
    results = [
        describe(
            services[hit.id],
            wanted=wanted,
            units=question.units,
            miles=hit.miles,
            now=now,
            language=language,
            danger=question.danger,
        )
        for hit in hits
        if hit.id in services
    ]
    return Found(
        wanted=wanted,
        results=results,
        total=total,
        is_cut=is_cut,
        place=question.place,
        is_place_unknown=is_place_unknown,
        within=question.miles if question.place else None,
        units=question.units,
        danger=question.danger,
        strictness=strictness,
        did_you_mean=_did_you_mean(question.units, searcher),
        relaxations=_relaxations(question, searcher, today) if total == 0 else [],
    )


def describe(
    service: Service,
    *,
    wanted: Wanted,
    units: Sequence[Unit],
    miles: float | None,
    now: datetime,
    language: str,
    danger: Danger | None = None,
) -> Result:
    """One listing as a result: short, and with the reasons. The service must have been read whole."""
    today, words = now.astimezone(LONDON).date(), words_of(language)
    places = [place.location for place in places_of(service)]
    physical = [location for location in places if location.location_type != "virtual"]
    is_anywhere = not physical or len(physical) < len(places)
    lines = [in_words(hours_of(schedule), words=words, code=language, today=today) for schedule in schedules_of(service)]
    towns = [address.city for location in physical for address in location.addresses]
    return Result(
        service=service,
        distance_miles=miles,
        why=why.reasons(
            service,
            wanted=wanted,
            units=units,
            distance_miles=miles,
            is_anywhere=is_anywhere,
            now=now,
            words=words,
            code=language,
            danger=danger,
        ),
        where=", ".join(dict.fromkeys(town for town in towns if town)),
        when=[line for line in lines if line.text and not line.is_out_of_date],
        summary=shorten(service.description, SUMMARY),
        is_anywhere=is_anywhere,
        is_closed_for_now=service.status == "temporarily closed",
    )


def _understood(wanted: Wanted, searcher: tantivy.Searcher) -> tuple[_Question, bool]:
    danger = danger_in(wanted.words)
    if wanted.near.strip():
        place = find_place(wanted.near)
        return _Question(wanted, understand(wanted.words), place, danger), place is None
    place, words = place_in(wanted.words, searcher)
    units = understand(words)
    if place is None and units and not units[-1].is_understood and not is_known(units[-1].text, searcher):
        place, words = misspelt_place_in(words)
        units = understand(words) if place else units
    return _Question(wanted, units, place, danger), False


def _find(question: _Question, searcher: tantivy.Searcher, today: date) -> tuple[Strictness, list[_Hit], int, bool]:
    """How strictly the words could be taken, the hits of the page asked for, how many there are in all, whether that was cut."""
    answer: tuple[Strictness, list[_Hit], int, bool] = (Strictness.ALL, [], 0, False)
    has_understood = any(unit.is_understood for unit in question.units)
    for strictness in Strictness:
        if strictness is Strictness.UNDERSTOOD and not (has_understood and len(question.units) > 1):
            continue
        if strictness is Strictness.ANY and len(question.units) < 2:
            break
        hits, total, is_cut = _answer(question, searcher, strictness, today)
        if total > answer[2] or strictness is Strictness.ALL:
            answer = (strictness, hits, total, is_cut)
        if total >= FEW or (total and strictness is Strictness.UNDERSTOOD) or (total and not has_understood):
            break
    return answer


def _answer(question: _Question, searcher: tantivy.Searcher, strictness: Strictness, today: date) -> tuple[list[_Hit], int, bool]:
    if question.place is None:
        return _ranked_by_the_engine(question, searcher, strictness, today)
    ranked, is_cut = _ranked_by_nearness(question, question.place, searcher, strictness, today)
    first = (question.wanted.page - 1) * question.wanted.per_page
    page = ranked[first : first + question.wanted.per_page]
    return [_Hit(_id_of(searcher, address), miles) for address, miles in page], len(ranked), is_cut


def _ranked_by_the_engine(
    question: _Question, searcher: tantivy.Searcher, strictness: Strictness, today: date
) -> tuple[list[_Hit], int, bool]:
    wanted = question.wanted
    query = listings_query(
        wanted, question.units, searcher, strictness=strictness, where=None, today=today, danger=question.danger
    )
    first = (wanted.page - 1) * wanted.per_page
    if first and first >= count_of(searcher.search(query, 1)):
        return [], count_of(searcher.search(query, 1)), False
    result = searcher.search(query, wanted.per_page, offset=first)
    return [_Hit(_id_of(searcher, address), None) for _, address in result.hits], count_of(result), False


def _ranked_by_nearness(
    question: _Question, place: Place, searcher: tantivy.Searcher, strictness: Strictness, today: date
) -> tuple[list[tuple[tantivy.DocAddress, float | None]], bool]:
    """Each listing once, at its nearest place, best first. Beyond CANDIDATES the nearest are kept."""

    def ask(where: tantivy.Query) -> tuple[list[tuple[Any, tantivy.DocAddress]], int]:
        query = listings_query(
            question.wanted, question.units, searcher, strictness=strictness, where=where, today=today, danger=question.danger
        )
        result = searcher.search(query, CANDIDATES)
        return result.hits, count_of(result)

    miles = question.miles
    hits, local = ask(Box(place.latitude, place.longitude, miles).query())
    everywhere, far = ask(ANYWHERE)
    is_cut = local > CANDIDATES or far > CANDIDATES
    while local > CANDIDATES and miles > 0.2:
        miles /= 1.5
        hits, local = ask(Box(place.latitude, place.longitude, miles).query())
    hits = hits + everywhere
    if not hits:
        return [], False
    addresses, best = [address for _, address in hits], max(score for score, _ in hits) or 1.0
    facts = [searcher.fast_field_values(name, addresses) for name in FACTS]
    ranked: dict[int, tuple[float, float | None, tantivy.DocAddress]] = {}
    for (score, address), key, latitude, longitude, room_until, assured_day, is_paused, is_anywhere in zip(
        hits, *facts, strict=True
    ):
        away = None
        if latitude is not None and longitude is not None:
            away = miles_between(place.latitude, place.longitude, latitude, longitude)
            if away > question.miles:
                away = None
        if away is None and not is_anywhere:
            continue
        rank = score / best
        rank += NEARNESS * HALF_WAY_MILES / (HALF_WAY_MILES + away) if away is not None else NEARNESS_OF_ANYWHERE
        rank += ROOM_NEARBY if (room_until or 0) >= today.toordinal() else 0
        rank += CHECKED_NEARBY if (assured_day or 0) >= today.toordinal() - CHECKED_LATELY_DAYS else 0
        rank += CLOSED_NEARBY if is_paused else 0
        if int(key or 0) not in ranked or ranked[int(key or 0)][0] < rank:
            ranked[int(key or 0)] = (rank, away, address)
    ordered = sorted(ranked.items(), key=lambda item: (-item[1][0], item[1][1] or 0.0, item[0]))
    return [(address, away) for _, (_, away, address) in ordered], is_cut


def _id_of(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> uuid.UUID:
    return uuid.UUID(searcher.doc(address).get_first("id"))


def _did_you_mean(units: Sequence[Unit], searcher: tantivy.Searcher) -> str | None:
    """What was typed with the misspelt words put right, from the words of the listings; None when all are known."""
    words = [word for unit in units for word in unit.words]
    understood = {word for unit in units if unit.is_understood for word in unit.words}
    better = [word if word in understood or is_known(word, searcher) else _nearest_word(word, searcher) for word in words]
    return " ".join(better) if better != words else None


def _nearest_word(word: str, searcher: tantivy.Searcher) -> str:
    if len(word) < 4:
        return word
    counts = {
        term: count for letter in word[:2] for term, count in searcher.terms_with_prefix("every_word", letter) if len(term) > 3
    }
    near = process.extract(
        word, counts.keys(), scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=LIKE_A_WORD, limit=5
    )
    return max(near, key=lambda match: (match[1], counts[match[0]]))[0] if near else word


def _relaxations(question: _Question, searcher: tantivy.Searcher, today: date) -> list[Relaxation]:
    """For each wish that could be dropped, how many listings there would then be; those that give none are left out."""
    wanted = replace(question.wanted, page=1)
    nothing: dict[str, Wanted] = {}
    empty: dict[str, Any] = {"free": False, "has_room": False, "remote": False, "open_on": None, "language": None, "kind": None}
    for name in empty:
        if getattr(wanted, name):
            nothing[name] = replace(wanted, **{name: empty[name]})
    if wanted.is_filtered and len(nothing) > 1:
        nothing["filters"] = replace(wanted, free=False, has_room=False, remote=False, open_on=None, language=None)
    counted = {name: _count(replace(question, wanted=other), searcher, today) for name, other in nothing.items()}
    if question.place is not None:
        nothing["near"] = replace(wanted, near="", within=None)
        counted["near"] = _count(_Question(nothing["near"], question.units, None, question.danger), searcher, today)
    return [Relaxation(name, counted[name], other) for name, other in nothing.items() if counted[name]]


def _count(question: _Question, searcher: tantivy.Searcher, today: date) -> int:
    return _find(question, searcher, today)[2]
