"""What was changed within a text, word by word. Pure.

A reader who is shown two long paragraphs reads both twice to find one word. This finds it for them, in any script: where words
have spaces between them they are compared whole, elsewhere a sign at a time.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

LONG = 6  # words, from which a text is worth comparing so
MOST_WORDS = 4000  # of both together; comparing takes the square of it at worst
ALIKE = 0.5  # of 1: less alike than this, two texts are two texts
FEWEST_KEPT = 2  # words in a row that stay between two changes; one alone is read more easily as part of the change
_SIGNS = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"  # Thai, Lao, Burmese, Khmer, Japanese, Chinese
_WORD = re.compile(rf"[{_SIGNS}]\s*|[^\s{_SIGNS}]+\s*|\s+")


class Kind(StrEnum):
    """What became of a piece of a text."""

    STAYS = "stays"
    GONE = "gone"
    CAME = "came"


@dataclass(frozen=True)
class Piece:
    """Some words in a row, with the spaces between and after them."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class WordByWord:
    """Lines before and after: those that were changed within, in pieces; those that went whole; those that are new."""

    changed: list[list[Piece]]
    gone: list[str]
    came: list[str]


def find_word_changes(before: str, after: str) -> list[Piece]:
    """The text in pieces, in the order they are read; none when the texts are short, very long, or hardly alike."""
    old, new = _WORD.findall(f"{before} "), _WORD.findall(f"{after} ")  # so that the last word ends as the others do
    if max(len(old), len(new)) < LONG or len(old) + len(new) > MOST_WORDS:
        return []
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    if matcher.quick_ratio() < ALIKE or matcher.ratio() < ALIKE:
        return []
    return _pieces(old, new, matcher)


def pair_up(gone: list[str], came: list[str]) -> WordByWord:
    """Lines that went and lines that came: those that became others, and what is left."""
    changed, rest, new = [], list(gone), []
    for line in came:
        found = [(was, pieces) for was in rest if (pieces := find_word_changes(was, line))]
        if found:
            was, pieces = max(found, key=lambda one: sum(len(piece.text) for piece in one[1] if piece.kind is Kind.STAYS))
            rest.remove(was)
            changed.append(pieces)
        else:
            new.append(line)
    return WordByWord(changed, rest, new)


def _pieces(old: list[str], new: list[str], matcher: SequenceMatcher[str]) -> list[Piece]:
    pieces: list[Piece] = []
    gone, came = "", ""
    moves = matcher.get_opcodes()
    for number, (move, old_from, old_to, new_from, new_to) in enumerate(moves):
        is_between = 0 < number < len(moves) - 1
        if move == "equal" and (new_to - new_from >= FEWEST_KEPT or not is_between):
            pieces += _changed(gone, came)
            gone, came = "", ""
            pieces.append(Piece(Kind.STAYS, "".join(new[new_from:new_to])))
        else:
            gone += "".join(old[old_from:old_to])
            came += "".join(new[new_from:new_to])
    return pieces + _changed(gone, came)


def _changed(gone: str, came: str) -> list[Piece]:
    return [Piece(kind, text) for kind, text in ((Kind.GONE, gone), (Kind.CAME, came)) if text]
