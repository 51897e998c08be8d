"""A search in which somebody may be in danger: how it is known, and which listings then come before all others."""

import re
from collections.abc import Iterable
from enum import StrEnum

from directory.words import fold
from translations.distress import speaks_of_danger, speaks_of_emergency, speaks_of_harm_by_another

HELPLINES = "helpline"
_WITHOUT_ITS_G = re.compile(
    r"\b(end|kill|hurt|harm|cutt|dy|think|feel|want|go|tak|hitt|beat)in\b"
)  # "endin it", as people say it


class Danger(StrEnum):
    LIFE = "life"  # from themselves, or nobody can say from whom
    HARM = "harm"  # from somebody close
    BODY = "body"  # an emergency of the body


# The words in a helpline's name that make it one for this danger, first of all first. What merely mentions them is not one.
LINES = {
    Danger.LIFE: ("samaritans", "shout", "papyrus", "calm", "childline", "999", "111"),
    Danger.HARM: ("999", "domestic", "childline", "samaritans", "shout", "papyrus", "calm", "111"),
    Danger.BODY: ("999", "111"),
}
# Listings of these kinds are for the danger, too; they stand after so many of its lines.
PLACES = {Danger.LIFE: ("crisis-cafe", 1), Danger.HARM: ("domestic-abuse", 3)}


def danger_in(typed: str) -> Danger | None:
    """The danger that what somebody typed may mean; None for ordinary words."""
    folded = _WITHOUT_ITS_G.sub(r"\1ing", fold(typed))
    if speaks_of_harm_by_another(folded):
        return Danger.HARM
    if speaks_of_danger(folded):
        return Danger.LIFE
    return Danger.BODY if speaks_of_emergency(folded) else None


def is_for(danger: Danger, *, name: str, codes: Iterable[str | None]) -> bool:
    """Whether the listing of this name, with these terms, is one for this danger."""
    there = set(codes)
    if danger in PLACES and PLACES[danger][0] in there:
        return True
    return HELPLINES in there and not set(LINES[danger]).isdisjoint(fold(name).split())
