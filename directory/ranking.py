"""What comes first: every weight of a search in one table, and the engine's queries built from them.

A unit (a phrase of the thesaurus, or a word) scores by the best place it is found in; a listing scores the sum of its units,
each counted by how rare it is. So "walking" in a name weighs more than in a description, and "walking group" read as a kind
of help weighs as much as a name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache
from math import cos, log, radians

import tantivy
from rapidfuzz.distance import OSA
from tantivy import FieldType, Occur, Query

from directory.danger import CRISIS_PLACES, HELPLINES, LINES, Danger
from directory.index import SCHEMA, STEMS
from directory.needs import FRONT_PAGE
from directory.thesaurus import Unit
from directory.wanted import Wanted

# A unit's score by where it is found.
WHOLE_NAME = 12.0
NAME = 8.0
KIND_OF_HELP = 7.0  # the thesaurus says the words mean this kind
NAME_OF_KIND = 6.0
ORGANISATION = 5.0
NEED = 4.0  # the thesaurus says the words mean this need, which is wider than a kind
DESCRIPTION = 3.0
TOWN_OR_HALL = 1.5
BEGINNING_OF_A_WORD = 2.0
MISSPELT = 2.0  # by one letter
BADLY_MISSPELT = 0.8  # by two, in a long word only; the difference outweighs room and checking
EVERY_WORD = 10.0  # added, once not all the words are demanded, to a listing that has them all: what was demanded stays first
IN_DANGER = 1000.0  # a listing for the danger somebody may be in: before all others, those named first in `danger.LINES` first

FIELDS = (
    ("name", NAME),
    ("term", NAME_OF_KIND),
    ("organisation", ORGANISATION),
    ("text", DESCRIPTION),
    ("place", TOWN_OR_HALL),
)

TELLING_FIELDS = tuple((name, weight) for name, weight in FIELDS if name != "text")

LONG_WORD = 8  # letters: from here on two may be wrong, from 4 on one

# What a listing adds to that.
HAS_ROOM = 0.5
CHECKED_LATELY = 0.5  # within CHECKED_LATELY_DAYS
IS_OPEN = 1.0  # not closed for now
CHECKED_LATELY_DAYS = 180

# When a place is known: relevance (0 to 1, of the best found) and these are added.
NEARNESS = 0.6  # at the very place; half of it at HALF_WAY_MILES
HALF_WAY_MILES = 3.0
NEARNESS_OF_ANYWHERE = 0.08  # online or by telephone: as if a long way off, so that local help comes first
ROOM_NEARBY = 0.08
CHECKED_NEARBY = 0.05
CLOSED_NEARBY = -0.3

MILES_A_DEGREE = 69.0
NEEDS_CODES = frozenset(FRONT_PAGE) | {"family", "learning-and-work", "health-conditions", "faith-and-culture", "safety", "loss"}


class Strictness(IntEnum):
    """How much of what was typed a listing must have."""

    ALL = 0
    UNDERSTOOD = 1  # all that the thesaurus knows; the other words only help
    ANY = 2


@dataclass(frozen=True)
class Box:
    """The square around a place, in degrees."""

    latitude: float
    longitude: float
    miles: float

    def query(self) -> Query:
        high = self.miles / MILES_A_DEGREE
        wide = high / max(cos(radians(self.latitude)), 0.01)
        both = [
            (Occur.Must, Query.range_query(SCHEMA, "latitude", FieldType.Float, self.latitude - high, self.latitude + high)),
            (Occur.Must, Query.range_query(SCHEMA, "longitude", FieldType.Float, self.longitude - wide, self.longitude + wide)),
        ]
        return Query.boolean_query(both)


def listings_query(
    wanted: Wanted,
    units: Sequence[Unit],
    searcher: tantivy.Searcher,
    *,
    strictness: Strictness,
    where: Query | None,
    today: date,
    danger: Danger | None = None,
) -> Query:
    """The engine's question. With a `where`, the documents (one a place) found there; else one document a listing.

    In a `danger` the listings that are for it are found too, whatever the words.
    """
    clauses = [(Occur.Must, _unscored(clause)) for clause in _filters(wanted, today)]
    clauses.append((Occur.Must, _unscored(_is("is_main") if where is None else where)))
    if danger is None:
        clauses += _words(units, searcher, strictness)
    else:
        asked = [Query.boolean_query(_words(units, searcher, strictness))] if units else []
        clauses.append((Occur.Must, Query.disjunction_max_query([_for_danger(danger), *asked])))
    if where is None:
        lately = today.toordinal() - CHECKED_LATELY_DAYS
        clauses += [
            (Occur.Should, _scored(_from("room_until", today.toordinal()), HAS_ROOM)),
            (Occur.Should, _scored(_from("assured_day", lately), CHECKED_LATELY)),
            (Occur.Should, _scored(Query.term_query(SCHEMA, "is_paused", False), IS_OPEN)),
        ]
    return Query.boolean_query(clauses)


def is_known(word: str, searcher: tantivy.Searcher) -> bool:
    """Whether any listing has this word, in any of its forms."""
    stem = stem_of(word)
    return any(searcher.doc_freq(field, stem) for field in ("text", "name", "term", "organisation", "place"))


def is_in_a_place(word: str, searcher: tantivy.Searcher) -> bool:
    """Whether some listing is at a place with this word in its name."""
    return bool(searcher.doc_freq("place", stem_of(word)))


@lru_cache(maxsize=30_000)  # the words of the descriptions on a page, again and again
def stem_of(word: str) -> str:
    return (STEMS.analyze(word) or [word])[0]


def _filters(wanted: Wanted, today: date) -> Iterable[Query]:
    if wanted.free:
        yield _is("is_free")
    if wanted.has_room:
        yield _from("room_until", today.toordinal())
    if wanted.open_on:
        yield _from(f"open_{wanted.open_on}_until", today.toordinal())
    if wanted.language:
        yield Query.term_query(SCHEMA, "language", wanted.language)
    if wanted.remote:
        yield _is("is_anywhere")
    for code in (wanted.need, wanted.kind):
        if code:
            yield Query.term_query(SCHEMA, "code", code)


def _words(units: Sequence[Unit], searcher: tantivy.Searcher, strictness: Strictness) -> list[tuple[Occur, Query]]:
    if not units:
        return [(Occur.Must, _unscored(Query.all_query()))]
    clauses = []
    for unit in units:
        must = strictness is Strictness.ALL or (strictness is Strictness.UNDERSTOOD and unit.is_understood)
        clauses.append((Occur.Must if must else Occur.Should, _unit(unit, searcher)))
    whole = " ".join(unit.text for unit in units)
    best = [(Occur.Should, _scored(Query.term_query(SCHEMA, "whole_name", whole), WHOLE_NAME))]
    if strictness is not Strictness.ALL:
        # One that only tells of a kind of help in passing does not have the word as one of that kind has it.
        every_word = Query.boolean_query([(Occur.Must, _unit(unit, searcher, TELLING_FIELDS)) for unit in units])
        best.append((Occur.Should, _scored(every_word, EVERY_WORD)))
    if strictness is Strictness.ANY:
        return [(Occur.Must, Query.boolean_query([*clauses, *best]))]
    return [*clauses, *best]


def _unit(unit: Unit, searcher: tantivy.Searcher, fields: Sequence[tuple[str, float]] = FIELDS) -> Query:
    """What means the unit, or has its words. What the thesaurus knows is not stretched to other spellings ("mold", "told"),
    and its words count once all together: a phrase scattered over a description must not outweigh the kind of help."""
    weights = {code: NEED if code in NEEDS_CODES else KIND_OF_HELP for code in sorted(unit.codes)}
    meanings = [_scored(Query.term_query(SCHEMA, "code", code), weight) for code, weight in weights.items()]
    rarity = min(_rarity(word, searcher) for word in unit.telling)
    if not meanings:
        return Query.boolean_query([(Occur.Must, _word(word, searcher, rarity)) for word in unit.telling])
    share = rarity / len(unit.telling)
    said = Query.boolean_query([(Occur.Must, _as_spelt(word, share, fields)) for word in unit.telling])
    return Query.boolean_query([(Occur.Should, Query.disjunction_max_query(meanings)), (Occur.Should, said)])


def _as_spelt(word: str, share: float, fields: Sequence[tuple[str, float]]) -> Query:
    stem = stem_of(word)
    return Query.disjunction_max_query(
        [_scored(Query.term_query(SCHEMA, field, stem), weight * share) for field, weight in fields]
    )


def _word(word: str, searcher: tantivy.Searcher, rarity: float) -> Query:
    stem = stem_of(word)
    places = [_scored(Query.term_query(SCHEMA, field, stem), weight * rarity) for field, weight in FIELDS]
    if not is_known(word, searcher):
        if len(word) >= 3:
            beginning = Query.fuzzy_term_query(SCHEMA, "every_word", word, distance=0, prefix=True)
            places.append(_scored(beginning, BEGINNING_OF_A_WORD))
        if len(word) >= 4:
            places.append(_scored(Query.fuzzy_term_query(SCHEMA, "every_word", word, distance=1), MISSPELT))
        if len(word) >= LONG_WORD:
            places.append(_scored(Query.fuzzy_term_query(SCHEMA, "every_word", word, distance=2), BADLY_MISSPELT))
        if LONG_WORD - 2 <= len(word) < LONG_WORD and (longer := _long_words_like(word, searcher)):
            places.append(_scored(Query.term_set_query(SCHEMA, "every_word", longer), BADLY_MISSPELT))
    return Query.disjunction_max_query(places)


def _for_danger(danger: Danger) -> Query:
    helpline = _unscored(Query.term_query(SCHEMA, "code", HELPLINES))
    first = [
        _scored(
            Query.boolean_query([(Occur.Must, helpline), (Occur.Must, Query.term_query(SCHEMA, "name", stem_of(name)))]),
            IN_DANGER - 5 * number,
        )
        for number, name in enumerate(LINES[danger])
    ]
    if danger is Danger.LIFE:
        first.append(_scored(Query.term_query(SCHEMA, "code", CRISIS_PLACES), IN_DANGER - 2.5))
    return Query.disjunction_max_query(first)


def _long_words_like(word: str, searcher: tantivy.Searcher) -> list[str]:
    """Words of the listings long enough to be two letters wrong: "gardner" for "gardeners"."""
    known = (term for term, _ in searcher.terms_with_prefix("every_word", word[0]) if len(term) >= LONG_WORD)
    return [term for term in known if OSA.distance(word, term, score_cutoff=2) <= 2]


def _rarity(word: str, searcher: tantivy.Searcher) -> float:
    """From 0.2 for a word in every listing to 1 for a word in one."""
    count, here = max(searcher.num_docs, 1), searcher.doc_freq("text", stem_of(word))
    return max(0.2, 1 - log(1 + here) / log(2 + count))


def _is(field: str) -> Query:
    return Query.term_query(SCHEMA, field, True)


def _from(field: str, lowest: int) -> Query:
    return Query.range_query(SCHEMA, field, FieldType.Integer, lowest, None)


def _scored(query: Query, score: float) -> Query:
    return Query.const_score_query(query, score)


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


ANYWHERE = _is("is_anywhere")  # a `where`: online, by telephone, coming to you
