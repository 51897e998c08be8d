"""Which of the words asked for a listing has, and where: said to the reader, who sees no other reason for the result."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.models import Service
from directory.queries import places_of
from directory.ranking import LONG_WORD, stem_of
from directory.thesaurus import Unit
from directory.words import fold


class Part(StrEnum):
    NAME = "name"
    KIND = "kind"
    ORGANISATION = "organisation"
    DESCRIPTION = "description"
    PLACE = "place"


def mentions(service: Service, units: Sequence[Unit]) -> list[tuple[str, Part]]:
    """Each word of these units with the most telling part of the listing that has it, put right when it was misspelt.

    Words it has nowhere are left out. The service must have been read as for a list.
    """
    wanted = list(dict.fromkeys(word for unit in units for word in unit.telling))
    if not wanted:
        return []
    parts = {part: _words_of(texts) for part, texts in _parts(service).items()}
    stems = {part: {stem_of(word) for word in words} for part, words in parts.items()}
    return [found for word in wanted if (found := _find_exactly(word, stems) or _find_nearly(word, parts))]


def _parts(service: Service) -> dict[Part, list[str | None]]:
    places = [place.location for place in places_of(service)]
    return {
        Part.NAME: [service.name, service.alternate_name],
        Part.KIND: [attribute.term.name for attribute in service.attributes],
        Part.ORGANISATION: [service.organization.name, service.organization.alternate_name],
        Part.DESCRIPTION: [service.description, service.eligibility_description],
        Part.PLACE: [name for place in places for name in (place.name, *(address.city for address in place.addresses))],
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
