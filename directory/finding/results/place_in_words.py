"""A place among the words of a search: "lunch club in hayle", "penzance lunch", "carers near TR18 2"."""

import tantivy

from directory.finding.order.ranking import is_in_a_place
from directory.models import Place
from directory.places.gazetteer import ALIKE, find_place_like, find_place_named, outward_code
from directory.words import fold

LONGEST = 4  # words of a place's name
SURELY_ALIKE = 86  # of 100: where nothing says that a place is meant
LEADING_WORDS = frozenset({"in", "near", "at", "around", "by"})
PLACES_THAT_ARE_WORDS = frozenset({"ash", "bath", "battle", "beer", "deal", "eye", "hope", "reading", "rugby", "rye", "street"})


def place_in(words: str, searcher: tantivy.Searcher) -> tuple[Place | None, str]:
    """The place that the words name, at their end or their beginning, and the words without it. One query.

    Names that are words too ("reading") need an "in" before them; at the beginning only names where some listing is, codes
    and postcodes are taken for places, because there words are more often just words.
    """
    typed = fold(words).split()
    rests = _endings(typed)
    for length in range(min(LONGEST, len(typed) - 1), 0, -1):
        beginning = " ".join(typed[:length])
        if outward_code(beginning) or (
            beginning not in PLACES_THAT_ARE_WORDS and all(is_in_a_place(word, searcher) for word in typed[:length])
        ):
            rests.setdefault(beginning, typed[length:])
    found = find_place_named(rests)
    if found is None:
        return None, words
    text, place = found
    return place, " ".join(rests[text])


def misspelt_place_in(words: str) -> tuple[Place | None, str]:
    """As `place_in`, for a place at the end that is nearly a known one."""
    typed = fold(words).split()
    for ending, rest in _endings(typed).items():
        is_said = len(rest) + len(ending.split()) < len(typed)
        if rest and (place := find_place_like(ending, at_least=ALIKE if is_said else SURELY_ALIKE)):
            return place, " ".join(rest)
    return None, words


def _endings(typed: list[str]) -> dict[str, list[str]]:
    """Each ending that may name a place, the longest first, with the words before it."""
    endings: dict[str, list[str]] = {}
    for length in range(min(LONGEST, len(typed)), 0, -1):
        rest, ending = typed[:-length], " ".join(typed[-length:])
        is_said = bool(rest) and rest[-1] in LEADING_WORDS
        if is_said or ending not in PLACES_THAT_ARE_WORDS:
            endings[ending] = rest[:-1] if is_said else rest
    return endings
