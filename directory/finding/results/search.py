"""Finding listings: from what somebody typed to what may help, in order, each with why it is shown.

Words become units of meaning (`words`), a place becomes a point (the gazetteer), the engine finds candidates, nearness and
relevance order them (`order`), and what is said of each comes from the index, too (`index.cards`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

import tantivy
from sqlalchemy import bindparam, func, select

from directory.finding.index.cards import Card
from directory.finding.index.on_disk import ListingIndex, card_at
from directory.finding.index.vocabulary import vocabulary_of
from directory.finding.narrowing.wanted import AREA
from directory.finding.narrowing.wanted import DEFAULT_MILES as DEFAULT_MILES
from directory.finding.narrowing.wanted import Wanted as Wanted
from directory.finding.narrowing.wanted import wanted_from_args as wanted_from_args
from directory.finding.order.matching import Hit, Question, find
from directory.finding.order.ranking import Strictness, is_in_a_name, is_known
from directory.finding.order.variety import in_the_first
from directory.finding.order.weighing import held_weights
from directory.finding.order.weights import Weights
from directory.finding.results import why
from directory.finding.results.counting import Counts, count_choices
from directory.finding.results.place_in_words import misspelt_place_in, place_in
from directory.finding.results.relaxing import Relaxation, relaxations
from directory.finding.words.danger import Danger, danger_in
from directory.finding.words.elsewhere import Elsewhere, elsewhere_in, nearest
from directory.finding.words.lexicon import Lexicon, Unit
from directory.finding.words.quotes import outside, phrases_in
from directory.finding.words.thesaurus import understand
from directory.models import Place, Service
from directory.places.gazetteer import find_place
from directory.queries import FINDABLE
from directory.times.opening_hours import Hours, Line, list_lines
from directory.words import shorten
from navigator.db import db
from navigator.times import LONDON
from translations.locales import words as words_of

SUMMARY = 220  # letters of a description in a list


@dataclass(frozen=True)
class Result:
    """One listing found. `distance_miles` is to its nearest place, None when it has none or no place was given."""

    service: Card
    distance_miles: float | None
    why: list[str]
    where: str
    when: list[Line]
    summary: str
    is_anywhere: bool
    is_closed_for_now: bool


@dataclass(frozen=True)
class Found:
    """What a search found. `total` listings. `phrases`: what had to be there word for word.

    `danger`: what was typed may mean that somebody is in danger; who shows this must show first where help is at once.
    `elsewhere`: what was typed is no matter of any listing; what is found is only what comes nearest.
    """

    wanted: Wanted
    results: list[Result]
    total: int
    place: Place | None = None
    is_place_unknown: bool = False
    within: float | None = None
    units: list[Unit] = field(default_factory=list)
    phrases: tuple[str, ...] = ()
    danger: Danger | None = None
    elsewhere: Elsewhere | None = None
    strictness: Strictness = Strictness.ALL
    did_you_mean: str | None = None
    relaxations: list[Relaxation] = field(default_factory=list)
    counts: Counts | None = None

    @property
    def is_area_of_nowhere(self) -> bool:
        """What serves "my area" was asked for, and no place given."""
        return self.wanted.area == AREA and self.place is None

    @property
    def is_only_near(self) -> bool:
        """Whether nothing found is just what was asked for: the page says so before it shows what comes nearest."""
        has_guessed = self.strictness is Strictness.ANY and not any(unit.is_understood for unit in self.units)
        return self.elsewhere is not None or (has_guessed and self.danger is None)

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
        return self.wanted.with_words(words)


def search(
    wanted: Wanted,
    *,
    index: ListingIndex,
    now: datetime,
    language: str,
    with_counts: bool = False,
    lexicon: Lexicon | None = None,
    weights: Weights | None = None,
) -> Found:
    """One page of what may help. `language` is the reader's: the reasons are written in it. `lexicon` and `weights` are for
    trying others than those that stand. The weights are nobody's to change for what is typed in danger.

    A place nobody knows is said (`is_place_unknown`) and the search goes everywhere; an empty search gives every listing.
    `with_counts`: how many each further wish would leave is counted, too.
    """
    sets = index.sets
    question, is_place_unknown = _understood(wanted, sets.searcher, now, lexicon)
    if question.danger:  # nothing is guessed at from other words: "kill" is not "bill"
        question = replace(question, units=[unit for unit in question.units if unit.is_understood])
    else:
        question = replace(question, weights=weights or held_weights(index))
    elsewhere = None if question.danger else elsewhere_in(wanted.words, is_listed=lambda word: is_in_a_name(word, sets.searcher))
    if elsewhere:
        question = replace(question, units=nearest(question.units))
    matches = find(question, sets)
    results = _results(question, sets.searcher, matches.hits, language)
    if not _are_there(results):  # the database was exchanged under the index: it cannot be trusted
        index.rebuild(today=question.today)
        sets = index.sets
        matches = find(question, sets)
        results = _results(question, sets.searcher, matches.hits, language)
    if question.place is None and question.danger is None and wanted.page == 1:
        results = in_the_first(results, question.units, lambda result: {code for code, _ in result.service.terms})
    return Found(
        wanted=wanted,
        results=results,
        total=matches.total,
        place=question.place,
        is_place_unknown=is_place_unknown,
        within=question.miles if question.place and not wanted.area else None,
        units=list(question.units),
        phrases=question.phrases,
        danger=question.danger,
        elsewhere=elsewhere,
        strictness=matches.strictness,
        did_you_mean=_did_you_mean(question.units, sets.searcher),
        relaxations=relaxations(question, sets) if matches.total == 0 else [],
        counts=count_choices(question, sets) if with_counts else None,
    )


def codes_in_orders(wanted: Wanted, *, index: ListingIndex, now: datetime, orders: Sequence[Weights]) -> list[list[set[str]]]:
    """The codes of each listing on the first page, as each of these weights orders them: all that a trial of many searches
    needs to know. The words are understood once, and nothing is said of any listing."""
    sets = index.sets
    question, _ = _understood(wanted, sets.searcher, now, None)
    if question.danger:
        question = replace(question, units=[unit for unit in question.units if unit.is_understood])
    found = []
    for weights in orders:
        asked = question if question.danger else replace(question, weights=weights)
        cards = [card_at(sets.searcher, address) for address, _ in find(asked, sets).hits]
        if question.place is None and question.danger is None:
            cards = in_the_first(cards, question.units, lambda card: {code for code, _ in card.terms})
        found.append([{code for code, _ in card.terms if code} for card in cards])
    return found


_HOW_MANY_ARE_THERE = (
    select(func.count())
    .select_from(Service)
    .where(Service.id.in_(bindparam("ids", expanding=True)), Service.status.in_(FINDABLE))
)


def _are_there(results: Sequence[Result]) -> bool:
    """Whether the database, which is the truth, has all these listings. One small query."""
    if not results:
        return True
    ids = [result.service.id for result in results]
    return db.session.scalar(_HOW_MANY_ARE_THERE, {"ids": ids}) == len(ids)


def _results(question: Question, searcher: tantivy.Searcher, hits: Sequence[Hit], language: str) -> list[Result]:
    return [
        describe(
            card_at(searcher, address),
            wanted=question.wanted,
            units=question.units,
            miles=miles,
            now=question.now,
            language=language,
            phrases=question.phrases,
            danger=question.danger,
        )
        for address, miles in hits
    ]


def describe(
    card: Card,
    *,
    wanted: Wanted,
    units: Sequence[Unit],
    miles: float | None,
    now: datetime,
    language: str,
    phrases: Sequence[str] = (),
    danger: Danger | None = None,
) -> Result:
    """One listing as a result: short, and with the reasons."""
    today, words = now.astimezone(LONDON).date(), words_of(language)
    lines = _lines(card.hours, language, today)
    return Result(
        service=card,
        distance_miles=miles,
        why=why.reasons(
            card,
            wanted=wanted,
            units=units,
            distance_miles=miles,
            now=now,
            words=words,
            code=language,
            phrases=phrases,
            danger=danger,
        ),
        where=", ".join(card.towns),
        when=[line for line in lines if line.text and line.is_current],
        summary=shorten(card.description, SUMMARY),
        is_anywhere=card.is_anywhere,
        is_closed_for_now=card.status == "temporarily closed",
    )


@lru_cache(maxsize=8192)  # a hundred thousand listings keep a few hundred different hours
def _lines(hours: tuple[Hours, ...], language: str, today: date) -> list[Line]:
    return list_lines(hours, words=words_of(language), code=language, today=today)


def _understood(wanted: Wanted, searcher: tantivy.Searcher, now: datetime, lexicon: Lexicon | None) -> tuple[Question, bool]:
    def units_of(words: str) -> list[Unit]:
        return understand(words, is_word=lambda word: is_known(word, searcher), lexicon=lexicon)

    danger, phrases = danger_in(wanted.words), phrases_in(wanted.words)
    if wanted.near.strip():
        place = find_place(wanted.near)
        return Question(wanted, units_of(wanted.words), place, danger, now, phrases=phrases), place is None
    # What stands in quotation marks is what it is, and no place.
    place, words = place_in(outside(wanted.words) if phrases else wanted.words, searcher)
    units = units_of(" ".join((*phrases, words)))
    if place is None and not phrases and units and not units[-1].is_understood and not is_known(units[-1].text, searcher):
        place, words = misspelt_place_in(words)
        units = units_of(words) if place else units
    return Question(wanted, units, place, danger, now, phrases=phrases), False


def _did_you_mean(units: Sequence[Unit], searcher: tantivy.Searcher) -> str | None:
    """What was typed with the misspelt words put right, from the words of the listings; None when all are known."""
    words = [word for unit in units for word in unit.words]
    understood = {word for unit in units if unit.is_understood for word in unit.words}
    known = vocabulary_of(searcher)
    better = [word if word in understood or is_known(word, searcher) else known.nearest(word) for word in words]
    return " ".join(better) if better != words else None
