"""What people need to know of a place before they set out: the few things asked for, and how places say them.

A place's accessibility rows are free words; these are recognised in them, so that a filter and an editor's ticks mean the same.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from directory.times.opening_hours import Translator

WORDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        code: re.compile(words, re.IGNORECASE)
        for code, words in {
            "step-free": r"\bstep[- ]?free\b|\blevel (access|entrance)\b|\bno steps\b|\bramp(ed)?\b|\bwheelchair access",
            "accessible-toilet": r"\b(accessible|disabled|wheelchair)( access)? (toilet|loo|wc)s?\b|\bchanging places\b",
            "changing-places": r"\bchanging places\b",
            "hearing-loop": r"\b(hearing|induction|t)[- ]loop\b",
            "parking": r"\b(disabled|blue badge|accessible)? ?parking\b",
            "lift": r"\blifts?\b",
            "quiet-space": r"\bquiet (corner|room|space|area|hour)\b|\blow noise\b",
            "assistance-dogs": r"\b(assistance|guide|hearing) dogs?\b",
            "pushchairs": r"\b(pushchair|pram|buggy|buggie|baby chang)",
            "sign-language": r"\b(bsl|british sign language|sign language)\b",
        }.items()
    }
)
_NOT = re.compile(r"\b(no|not|without|isn't|is not|sorry)\b[^.;]*$", re.IGNORECASE)


def names_of_access(words: Translator) -> dict[str, str]:
    """Each code and its name in the reader's language, in the order they are offered."""
    return {
        "step-free": words.gettext("Step-free from the street"),
        "accessible-toilet": words.gettext("Accessible toilet"),
        "changing-places": words.gettext("Changing Places toilet"),
        "hearing-loop": words.gettext("Hearing loop"),
        "parking": words.gettext("Parking by the door"),
        "lift": words.gettext("Lift to every floor"),
        "quiet-space": words.gettext("Quiet corner"),
        "assistance-dogs": words.gettext("Assistance dogs welcome"),
        "pushchairs": words.gettext("Baby changing and room for pushchairs"),
        "sign-language": words.gettext("British Sign Language"),
    }


def codes_in(descriptions: Iterable[str | None]) -> set[str]:
    """The codes that a place's accessibility rows say it has; "no lift" does not say that it has one."""
    found: set[str] = set()
    for text in descriptions:
        for code, words in WORDS.items():
            hit = words.search(text or "")
            if hit and not (_NOT.search((text or "")[: hit.start()]) and not hit[0].lower().startswith("no ")):
                found.add(code)
    return found
