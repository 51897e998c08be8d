"""What comes first: the engine's queries, built from the weights.

Those that an administrator may change are in `directory.finding.order.weights`; those that hold the rest together are here.

A unit (a phrase of the thesaurus, or a word) scores by the best place it is found in; a listing scores the sum of its units,
each counted by how rare it is. So "walking" in a name weighs more than in a description, and "walking group" read as a kind
of help weighs as much as a name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, IntEnum, auto
from math import cos, log, radians

import tantivy
from tantivy import FieldType, Occur, Query

from directory.finding.index.documents import SCHEMA
from directory.finding.index.vocabulary import vocabulary_of
from directory.finding.narrowing.filters import any_of, at_least, is_so, narrowing
from directory.finding.narrowing.wanted import Wanted
from directory.finding.order.weights import USUAL, Weights
from directory.finding.words.danger import HELPLINES, LINES, PLACES, Danger
from directory.finding.words.lexicon import Unit
from directory.finding.words.stems import stem_of
from directory.needs import FRONT_PAGE
from directory.words import QUIET_WORDS, fold

# A unit's score by where it is found.
WHOLE_NAME = 12.0
KIND_TOO = 3.0  # the thesaurus says that this kind helps too, beside what the words first of all mean
NAME_OF_KIND = 6.0
NEED_TOO = 2.0
SEVERAL_MEANINGS = 0.03  # of each further meaning of the words that a listing has
GUESSED = 0.55  # of what a misspelt word may mean
BESIDE_WHAT_IS_UNDERSTOOD = 1.0  # a word of a description, when the thesaurus understood others
BEGINNING_OF_A_WORD = 2.0
BADLY_MISSPELT = 0.5  # by two letters, in a long word only: of what one wrong letter leaves
LESS_LIKELY = 1.1  # for each meaning named before it, two at most: more than room and checking together
EVERY_WORD_IN_THE_NAME = 8.0
EVERY_WORD_IN_THE_ORGANISATION = 4.0
EVERY_WORD = 10.0  # added, once not all the words are demanded, to a listing that has them all: what was demanded stays first
IN_DANGER = 1000.0  # a listing for the danger somebody may be in: before all others, those named first in `danger.LINES` first

SURE_WORD = 6  # letters of an understood word that may still be a misspelt name; "mold" is not "told"

CHECKED_LATELY_DAYS = 119  # three months and four weeks: then it is marked, see `directory.freshness`

MILES_A_DEGREE = 69.0
NEEDS_CODES = frozenset(FRONT_PAGE) | {"family", "learning-and-work", "health-conditions", "faith-and-culture", "safety", "loss"}

Fields = Sequence[tuple[str, float]]  # parts of a listing, and what a word scores in each


class Strictness(IntEnum):
    """How much of what was typed a listing must have."""

    ALL = 0
    UNDERSTOOD = 1  # all that the thesaurus knows; the other words only help
    ANY = 2


class Part(Enum):
    """Which of the listings that match one idea are asked for. Those with no MEANT code and not SAID only help with a need."""

    ALL = auto()
    MEANT = auto()  # those of a kind first of all meant
    SAID = auto()  # the others that have the words; what they score by their codes and their standing is left out


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
    now: datetime | None = None,
    danger: Danger | None = None,
    weights: Weights = USUAL,
    phrases: Sequence[str] = (),
    part: Part = Part.ALL,
) -> Query:
    """The engine's question. With a `where`, the documents (one a place) found there; else one document a listing.

    What is found has each of the `phrases` word for word. In a `danger` the listings that are for it are found too, whatever
    the words. `part`: of a single idea only, taken strictly.
    """
    clauses = [(Occur.Must, _unscored(clause)) for clause in narrowing(wanted, searcher, today=today, now=now)]
    # Nearly every document is a main one, and nearly every listing open: the few others are quicker to leave out, or to lower.
    clauses.append((Occur.MustNot, _IS_NOT_MAIN) if where is None else (Occur.Must, _unscored(where)))
    said = [
        *_words(units, wanted.words, searcher, strictness, weights, part),
        *((Occur.Must, _exactly(phrase)) for phrase in phrases),
    ]
    if danger is None:
        clauses += said
    else:
        asked = [Query.boolean_query(said)] if units else []
        clauses.append((Occur.Must, Query.disjunction_max_query([_for_danger(danger), *asked])))
    if where is not None or part is Part.SAID:
        return Query.boolean_query(clauses)
    standing = _standing(weights, today)
    if part is Part.ALL:
        return Query.boolean_query([*clauses, *((Occur.Should, gain) for gain in standing)])
    # Of a few: one gain after the other is looked up of each. Side by side, the engine would walk through all that have any.
    query = Query.boolean_query(clauses)
    for gain in standing:
        query = Query.boolean_query([(Occur.Must, query), (Occur.Should, gain)])
    return query


def _standing(weights: Weights, today: date) -> list[Query]:
    """What a listing gains by room, by being checked, and so on."""
    return [
        _scored(at_least("room_until", today.toordinal()), weights.has_room),
        _scored(at_least("assured_day", today.toordinal() - CHECKED_LATELY_DAYS), weights.checked_lately),
        _scored(is_so("is_paused"), -weights.is_open),
        _scored(_IS_NOT_WHOLE, -weights.complete),
        _scored(is_so("is_statutory"), -weights.community),
    ]


def is_known(word: str, searcher: tantivy.Searcher) -> bool:
    """Whether any listing has this word, in any of its forms."""
    stem = stem_of(word)
    return any(searcher.doc_freq(field, stem) for field in ("text", "name", "term", "organisation", "place"))


def is_in_a_name(word: str, searcher: tantivy.Searcher) -> bool:
    """Whether a listing, or a kind of help, has this word in its name."""
    stem = stem_of(word)
    return any(searcher.doc_freq(field, stem) for field in ("name", "term"))


def is_in_a_place(word: str, searcher: tantivy.Searcher) -> bool:
    """Whether some listing is at a place with this word in its name."""
    return bool(searcher.doc_freq("place", stem_of(word)))


def only_near(query: Query, units: Sequence[Unit], searcher: tantivy.Searcher) -> list[Query]:
    """Of what a query finds those with one word that is spelt nearly as the one that was typed: a question a word, the nearest
    first. None unless a single word was typed, which no listing has and which may stand for several."""
    if len(units) != 1 or units[0].is_understood or len(units[0].telling) != 1:
        return []
    (word,) = units[0].telling
    if searcher.doc_freq("every_word", word) or is_known(word, searcher):
        return []
    near = dict.fromkeys(stem_of(known) for known, _ in vocabulary_of(searcher).words_like(word))
    if len(near) < 2:
        return []
    fields = [field for field, _ in _fields(USUAL, beside=False)]
    return [
        Query.boolean_query(
            [(Occur.Must, query), (Occur.Must, _unscored(any_of(Query.term_query(SCHEMA, field, stem) for field in fields)))]
        )
        for stem in near
    ]


def _words(
    units: Sequence[Unit],
    typed: str,
    searcher: tantivy.Searcher,
    strictness: Strictness,
    weights: Weights,
    part: Part = Part.ALL,
) -> list[tuple[Occur, Query]]:
    if not units:
        return [(Occur.Must, _unscored(Query.all_query()))]
    # Beside what is understood, a chance word of a description says little: "the doctor said" in "the doctor said lose weight".
    fields = _fields(weights, beside=any(unit.is_understood for unit in units))
    if part is not Part.ALL:
        (idea,) = units
        return [*_part_of(idea, part, searcher, weights, fields), *_by_name(units, typed)]
    clauses = []
    for unit in units:
        must = strictness is Strictness.ALL or (strictness is Strictness.UNDERSTOOD and unit.is_sure)
        # Of several ideas a listing must have what each first of all means; what helps too may join, but does not stand for it.
        clauses.append(
            (Occur.Must if must else Occur.Should, _unit(unit, searcher, weights, fields, too=len(units) == 1 or not must))
        )
        if must and len(units) > 1 and unit.also:
            clauses.append((Occur.Should, _meant(unit, unit.also, weights)))
    best = _by_name(units, typed)
    if strictness is not Strictness.ALL:
        # One that only tells of a kind of help in passing does not have the word as one of that kind has it.
        telling = [(name, weight) for name, weight in fields if name != "text"]
        every_word = Query.boolean_query([(Occur.Must, _unit(unit, searcher, weights, telling, too=False)) for unit in units])
        best.append((Occur.Should, _scored(every_word, EVERY_WORD)))
    if strictness is Strictness.ANY:
        return [(Occur.Must, Query.boolean_query([*clauses, *best]))]
    return [*clauses, *best]


def _exactly(phrase: str) -> Query:
    """Listings with these words next to each other and in this order, in one of their texts or in the name of a place."""
    words = fold(phrase).split()
    if len(words) == 1:
        said = [Query.term_query(SCHEMA, field, words[0]) for field in ("every_word", "place_name")]
    else:
        said = [Query.phrase_query(SCHEMA, field, list(words)) for field in ("every_word", "place_name")]
    return _unscored(Query.boolean_query([(Occur.Should, one) for one in said]))


def _by_name(units: Sequence[Unit], typed: str) -> list[tuple[Occur, Query]]:
    """What somebody who typed a listing's name, or the best part of it, looks for."""
    whole = sorted({" ".join(unit.text for unit in units), fold(typed)})
    words = [stem_of(word) for word in dict.fromkeys(fold(typed).split()) if word not in QUIET_WORDS]
    # One by one: the engine's own question for a set of words walks through all the names there are.
    best = [(Occur.Should, _scored(any_of(Query.term_query(SCHEMA, "whole_name", name) for name in whole), WHOLE_NAME))]
    for field, score in (("name", EVERY_WORD_IN_THE_NAME), ("organisation", EVERY_WORD_IN_THE_ORGANISATION)) if words else ():
        every = Query.boolean_query([(Occur.Must, Query.term_query(SCHEMA, field, word)) for word in words])
        best.append((Occur.Should, _scored(every, score)))
    return best


def _fields(weights: Weights, *, beside: bool) -> Fields:
    """What a word scores in each part of a listing; `beside`: when the thesaurus understood others of the words."""
    description = min(BESIDE_WHAT_IS_UNDERSTOOD, weights.in_description) if beside else weights.in_description
    return (
        ("name", weights.in_name),
        ("term", NAME_OF_KIND),
        ("organisation", weights.in_organisation),
        ("text", description),
        ("place", weights.in_place),
    )


def _unit(unit: Unit, searcher: tantivy.Searcher, weights: Weights, fields: Fields, *, too: bool) -> Query:
    """What means the unit (or helps `too`), or has its words.

    What the thesaurus knows is not stretched to other spellings ("mold", "told"), and its words count once all
    together: a phrase scattered over a description must not outweigh the kind of help.
    """
    if not unit.is_understood:
        rarity = _rarity_of(unit, searcher)
        return Query.boolean_query([(Occur.Must, _word(word, searcher, rarity, weights, fields)) for word in unit.telling])
    meant = _meant(unit, unit.codes if too else unit.means, weights)
    return Query.boolean_query([(Occur.Should, meant), (Occur.Should, _every_word(unit, searcher, weights, fields))])


def _rarity_of(unit: Unit, searcher: tantivy.Searcher) -> float:
    return min(_rarity(word, searcher) for word in unit.telling) * unit.sureness


def _every_word(unit: Unit, searcher: tantivy.Searcher, weights: Weights, fields: Fields) -> Query:
    """Listings with the words of what the thesaurus knows."""
    share = _rarity_of(unit, searcher) / len(unit.telling)
    # A misspelling that the thesaurus has of its own ("ukelele") still finds the name it is meant for.
    names = [pair for pair in fields if pair[0] == "name"]
    said = [
        _word(
            word, searcher, share, weights, fields, stretched=None if unit.is_guess else names if len(word) >= SURE_WORD else ()
        )
        for word in unit.telling
    ]
    return Query.boolean_query([(Occur.Must, word) for word in said])


def _part_of(unit: Unit, part: Part, searcher: tantivy.Searcher, weights: Weights, fields: Fields) -> list[tuple[Occur, Query]]:
    """What `_unit` scores, of the listings of this part only, so that the engine need not look at the others."""
    every = _every_word(unit, searcher, weights, fields)
    if part is Part.SAID:
        return [(Occur.Must, every), *((Occur.MustNot, Query.term_query(SCHEMA, "code", code)) for code in unit.means)]
    helps_too = [
        (Occur.Should, _scored(Query.term_query(SCHEMA, "code", code), SEVERAL_MEANINGS * _score_of(code, unit, weights)))
        for code in sorted(unit.also)
    ]
    return [(Occur.Must, _meant(unit, unit.means, weights)), (Occur.Should, every), *helps_too]


def most_of_others(unit: Unit, weights: Weights, *, with_standing: bool) -> float | None:
    """What no listing beyond a part surpasses by its codes and standing; None when what helps too may outweigh what is meant."""
    too = [_score_of(code, unit, weights) for code in unit.also]
    if max(too, default=0.0) > min(_score_of(code, unit, weights) for code in unit.means):
        return None
    standing = max(weights.has_room, 0.0) + max(weights.checked_lately, 0.0) if with_standing else 0.0
    return max(too, default=0.0) + SEVERAL_MEANINGS * sum(too) + standing


def _meant(unit: Unit, codes: Iterable[str], weights: Weights) -> Query:
    meanings = [_scored(Query.term_query(SCHEMA, "code", code), _score_of(code, unit, weights)) for code in sorted(codes)]
    return Query.disjunction_max_query(meanings, SEVERAL_MEANINGS)


def _score_of(code: str, unit: Unit, weights: Weights) -> float:
    return _weight_of(code, unit, weights) * unit.sureness * (GUESSED if unit.is_guess else 1)


def _weight_of(code: str, unit: Unit, weights: Weights) -> float:
    if code in unit.also:
        return NEED_TOO if code in NEEDS_CODES else KIND_TOO
    less = LESS_LIKELY * min(unit.means.index(code), 2)
    return max((weights.need if code in NEEDS_CODES else weights.kind_of_help) - less, 0.0)


def _word(
    word: str,
    searcher: tantivy.Searcher,
    rarity: float,
    weights: Weights,
    fields: Fields,
    *,
    stretched: Fields | None = None,
) -> Query:
    """Listings with the word; with words that begin with it or are spelt nearly so when no listing has the word as typed.

    `stretched` are the fields that may have it spelt nearly so: all, when none are named.
    """
    near_fields = fields if stretched is None else stretched
    stem = stem_of(word)
    places = [_scored(Query.term_query(SCHEMA, field, stem), weight * rarity) for field, weight in fields]
    if not searcher.doc_freq("every_word", word):
        if len(word) >= 3 and stretched is None and not is_known(word, searcher):
            beginning = Query.fuzzy_term_query(SCHEMA, "every_word", word, distance=0, prefix=True)
            places.append(_scored(beginning, BEGINNING_OF_A_WORD))
        for near, wrong in vocabulary_of(searcher).words_like(word):
            closeness = weights.misspelt * (1 if wrong == 1 else BADLY_MISSPELT)
            rare = _rarity(near, searcher)
            other = stem_of(near)
            places += [
                _scored(Query.term_query(SCHEMA, field, other), weight * closeness * rare * (0.5 + rarity / 2))
                for field, weight in near_fields
            ]
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
    if danger in PLACES:
        kind, after = PLACES[danger]
        first.append(_scored(Query.term_query(SCHEMA, "code", kind), IN_DANGER - 5 * after + 2.5))
    return Query.disjunction_max_query(first)


def _rarity(word: str, searcher: tantivy.Searcher) -> float:
    """From 0.2 for a word in every listing to 1 for a word in one."""
    count, here = max(searcher.num_docs, 1), searcher.doc_freq("text", stem_of(word))
    return max(0.2, 1 - log(1 + here) / log(2 + count))


def _scored(query: Query, score: float) -> Query:
    return Query.const_score_query(query, score)


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


ANYWHERE = is_so("is_anywhere")  # a `where`: online, by telephone, coming to you
_IS_NOT_MAIN = Query.term_query(SCHEMA, "is_main", False)
_IS_NOT_WHOLE = Query.term_query(SCHEMA, "is_whole", False)
