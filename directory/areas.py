"""Which areas a listing serves: its service areas as tokens that a place can be compared with."""

import re
from collections.abc import Iterable

from directory.words import fold

NATIONAL = "everywhere"
_NATIONS = frozenset(
    {
        *("uk", "gb", "england", "nationwide", "national", "united kingdom", "great britain", "england and wales"),
        *("whole country", "the whole country", "all of england", "anywhere in england", "anywhere in the uk"),
    }
)
_OUTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\b")
_PARTS = re.compile(r"[,;/&]|\band\b")
_ROUND_ABOUT = re.compile(
    r"\b(and )?(the )?(villages|area|district|surrounding (area|villages)|nearby|county|all of|anywhere in|far west)\b"
)


def tokens_of(areas: Iterable[tuple[str | None, str | None]]) -> set[str]:
    """What these service areas cover: outward codes ("tr18"), folded names of places, `NATIONAL`.

    `areas`: name and extent of each. An extent that is a shape (GeoJSON) is passed over: its name still counts.
    """
    found: set[str] = set()
    for name, extent in areas:
        shapeless = extent if extent and not extent.lstrip().startswith(("{", "[")) else ""
        for text in (name or "", shapeless or ""):
            folded = fold(text)
            if folded in _NATIONS:
                found.add(NATIONAL)
            found.update(_OUTCODE.findall(folded))
            for part in _PARTS.split(text.lower()):
                if plain := " ".join(_ROUND_ABOUT.sub(" ", fold(part)).split()):
                    found.add(NATIONAL if plain in _NATIONS else plain)
    return found
