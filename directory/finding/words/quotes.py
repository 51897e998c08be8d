"""Words in quotation marks: wanted exactly as they stand, in this order. Pure."""

import re

from directory.words import fold

# Straight ones, and pairs as English, German, Polish, French and Chinese keyboards write them; a phone may mix them.
_MARKS = '"“”„‟«»＂「」'
_QUOTED = re.compile(f"[{_MARKS}]([^{_MARKS}]*)[{_MARKS}]")
_ANY_MARK = re.compile(f"[{_MARKS}]")


def phrases_in(typed: str) -> tuple[str, ...]:
    """What stands in quotation marks, as typed. A mark that was opened and not closed quotes nothing, nor do marks around no
    word."""
    return tuple(dict.fromkeys(" ".join(said.split()) for said in _QUOTED.findall(typed) if fold(said)))


def outside(typed: str) -> str:
    """What is left without the phrases."""
    return _ANY_MARK.sub(" ", _QUOTED.sub(" ", typed)).strip()


def without_marks(typed: str, phrase: str | None = None) -> str:
    """The same words without quotation marks: around this phrase, or around any."""
    if phrase is None:
        return " ".join(_ANY_MARK.sub(" ", typed).split())
    return " ".join(
        _QUOTED.sub(lambda match: f" {match[1]} " if " ".join(match[1].split()) == phrase else match[0], typed).split()
    )
