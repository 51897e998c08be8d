"""The first results show every meaning of what was typed: "my wife has dementia" is help for her, and help for who looks after
her. Where one meaning has many good listings, the best listing of another would otherwise stand far below them."""

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from directory.finding.words.lexicon import Unit

Hit = TypeVar("Hit")

FIRST = 5  # what most people look at
BESIDE = 0.7  # of what words first of all mean: what they mean next


def in_the_first(hits: Sequence[Hit], units: Sequence[Unit], codes_of: Callable[[Hit], Collection[str | None]]) -> list[Hit]:
    """The same hits, of which those first of a meaning move up into the first five when none there has that meaning.

    They take the places of the last that only say again what others there say; nothing else changes its order.
    """
    first, rest = list(hits[:FIRST]), list(hits[FIRST:])
    meanings = _surest_first(units)
    for place, code in enumerate(meanings):
        if any(code in codes_of(hit) for hit in first):
            continue
        best = next((hit for hit in rest if code in codes_of(hit)), None)
        spare = next((hit for hit in reversed(first) if _is_spare(hit, first, meanings[:place], codes_of)), None)
        if best is None or spare is None:
            continue
        first.remove(spare)
        first.append(best)
        rest.remove(best)
        rest.insert(0, spare)
    return first + rest


def _surest_first(units: Sequence[Unit]) -> list[str]:
    """What the units mean: what the surest first of all means, then the next surest; then what they mean beside that."""
    worth: dict[str, float] = {}
    for unit in units:
        for rank, code in enumerate(unit.means):
            worth[code] = max(worth.get(code, 0.0), unit.sureness * BESIDE**rank)
    return sorted(worth, key=lambda code: -worth[code])


def _is_spare(hit: Hit, first: Sequence[Hit], meanings: Sequence[str], codes_of: Callable[[Hit], Collection[str | None]]) -> bool:
    """Whether all that it means is meant by another of the first too. The very first always stays."""
    others = [other for other in first if other is not hit]
    return hit is not first[0] and all(
        any(code in codes_of(other) for other in others) for code in meanings if code in codes_of(hit)
    )
