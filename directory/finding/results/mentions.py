"""Which of the words asked for a listing has, and where: said to the reader, who sees no other reason for the result."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.finding.index.cards import Card
from directory.finding.index.vocabulary import LONG_WORD
from directory.finding.words.lexicon import Unit
from directory.finding.words.stems import stem_of
from directory.words import fold


class Part(StrEnum):
    NAME = "name"
    KIND = "kind"
    ORGANISATION = "organisation"
    DESCRIPTION = "description"
    PLACE = "place"


def mentions(card: Card, units: Sequence[Unit]) -> list[tuple[str, Part]]:
    """Each word of these units with the most telling part of the listing that has it, put right when it was misspelt.

    Words it has nowhere are left out.
    """
    wanted = list(dict.fromkeys(word for unit in units for word in unit.telling))
    if not wanted:
        return []
    parts = {part: _words_of(texts) for part, texts in _parts(card).items()}
    stems = {part: {stem_of(word) for word in words} for part, words in parts.items()}
    return [found for word in wanted if (found := _find_exactly(word, stems) or _find_nearly(word, parts))]


def phrases_of(card: Card, phrases: Sequence[str]) -> list[str]:
    """Those of the phrases that one of the listing's texts has word for word."""
    if not phrases:
        return []
    texts = [f" {fold(text)} " for several in _parts(card).values() for text in several if text]
    return [phrase for phrase in phrases if any(f" {fold(phrase)} " in text for text in texts)]


def _parts(card: Card) -> dict[Part, list[str | None]]:
    return {
        Part.NAME: [card.name, card.alternate_name],
        Part.KIND: [name for _, name in card.terms],
        Part.ORGANISATION: [card.organization_name, card.organization_alternate_name],
        Part.DESCRIPTION: [card.description, card.who_for],
        Part.PLACE: [*card.halls, *card.towns],
    }


def _words_of(texts: Iterable[str | None]) -> set[str]:
    return {word for text in texts if text for word in fold(text).split()}


def _find_exactly(word: str, stems: dict[Part, set[str]]) -> tuple[str, Part] | None:
    stem = stem_of(word)
    return next(((word, part) for part, there in stems.items() if stem in there), None)


def _find_nearly(word: str, parts: dict[Part, set[str]]) -> tuple[str, Part] | None:
    """As the engine forgives: a beginning from three letters on, one wrong letter from four on, two in a long word."""
    if len(word) < 3:
        return None
    for part, there in parts.items():
        if longer := [other for other in there if other.startswith(word)]:
            return min(longer, key=len), part
    if len(word) < 4:
        return None
    for wrong in (1, 2):
        for part, there in parts.items():
            others = [other for other in there if wrong == 1 or max(len(other), len(word)) >= LONG_WORD]
            if best := process.extractOne(word, sorted(others), scorer=OSA.distance, score_cutoff=wrong):
                return best[0], part
    return None
