"""Listings whose place is a secret: a refuge is safe only while nobody can find it."""

import re
from collections.abc import Iterable

SECRET_KINDS = frozenset({"refuge"})
_SAYS_REFUGE = re.compile(r"\b(refuges?|safe ?houses?)\b", re.IGNORECASE)


def hides_its_place(*, names: Iterable[str | None], term_codes: Iterable[str | None]) -> bool:
    """Whether no place of this listing may be shown, searched by or given away.

    Said by its kind of help; or by its name, since a feed from elsewhere may lack our kinds. Better one place too few.
    """
    return any(code in SECRET_KINDS for code in term_codes) or any(_SAYS_REFUGE.search(name or "") for name in names)


_SAYS_SECRET = re.compile(
    r"\b(confidential|secret|undisclosed|unpublished)\s+(address(es)?|locations?|venues?)\b"
    r"|\b(address(es)?|locations?|venues?)\s+(is|are|remains?|must be|will be)?\s*(strictly |kept )*"
    r"(confidential|secret|undisclosed|withheld)\b"
    r"|\b(address(es)?|locations?|venues?)\s+(is|are)\s+(not|never)\s+(disclosed|published|given out|shared)\b",
    re.IGNORECASE,
)
_WORTH_A_LOOK = ("refuge", "safe", "confidential", "secret", "disclosed", "published", "withheld", "given out", "shared")
_NOT_OF_PEOPLE = re.compile(
    r"\b(wild ?life|animals?|birds?|bees?|mountain|traffic|donkeys?|hedgehogs?|nature) refuges?\b", re.IGNORECASE
)


def speaks_of_a_secret_place(text: str | None) -> bool:
    """Whether a description says that the address is secret, or speaks of a refuge at all.

    For what comes in and goes out of the directory, where an address too few costs a telephone call and one too many may
    cost a life.
    """
    told = (text or "").lower()
    if not any(word in told for word in _WORTH_A_LOOK):
        return False
    told = _NOT_OF_PEOPLE.sub("", told)
    return _SAYS_REFUGE.search(told) is not None or _SAYS_SECRET.search(told) is not None
