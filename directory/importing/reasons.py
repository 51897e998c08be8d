"""Why a row was refused or what was mended in it, in the reader's language.

The importer, the commands and what is kept of a run speak one plain English; here each of its sentences is known again with the
values in it. A sentence nobody has put here stays as it is.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from flask_babel import lazy_gettext

# What the importer says, its values in braces, and what the reader is told.
SENTENCES = {
    "there is no id": lazy_gettext("it has no id"),
    "the id {id} is already on {unit} {number}": lazy_gettext("another row has the id %(id)s already (%(number)s)"),
    "there is no street, town or postcode": lazy_gettext("it has no street, no town and no postcode"),
    "there is no {column}": lazy_gettext("%(column)s is missing"),
    "its {thing} {id} was refused": lazy_gettext("what it belongs to was left out itself: %(id)s"),
    "{column} is {value}, which is no telephone number": lazy_gettext("%(column)s: %(value)s is no telephone number"),
    "{column} is {value}, which is no e-mail address": lazy_gettext("%(column)s: %(value)s is no e-mail address"),
    "{column} is {value}, which is no web address": lazy_gettext("%(column)s: %(value)s is no web address"),
    "{column} is {value}, which is no date such as 2026-11-23": lazy_gettext(
        "%(column)s: %(value)s is no date such as 2026-11-23"
    ),
    "{column} is {value}, which is no time of day such as 09:30": lazy_gettext("%(column)s: %(value)s is no time such as 09:30"),
    "{column} is {value}, which is no time of day": lazy_gettext("%(column)s: %(value)s is no time of day"),
    "{column} is {value}, which is a formula of a spreadsheet": lazy_gettext(
        "%(column)s: %(value)s is a formula of a spreadsheet"
    ),
    "{column} is {value}: the year {year} cannot be meant": lazy_gettext("%(column)s: the year %(year)s cannot be meant"),
    "{column} is {value}; it should be a whole number from {low} to {high}": lazy_gettext(
        "%(column)s: %(value)s should be a whole number from %(low)s to %(high)s"
    ),
    "{column} is {value}; it should be a number from {low} to {high}": lazy_gettext(
        "%(column)s: %(value)s should be a number from %(low)s to %(high)s"
    ),
    "{column} is {value}; it can be {choices}": lazy_gettext("%(column)s: %(value)s should be one of: %(choices)s"),
    "{column} is {length} characters long; at most {most} can be kept": lazy_gettext(
        "%(column)s is too long: %(length)s characters; at most %(most)s can be kept"
    ),
    "{column} is {length} characters long, which cannot be meant": lazy_gettext(
        "%(column)s is far too long: %(length)s characters"
    ),
    "{column} {last} is before {other} {first}": lazy_gettext("it ends (%(last)s) before it begins (%(first)s)"),
    "{column} dropped: it led nowhere": lazy_gettext("%(column)s left out: it led nowhere"),
    "{column} dropped: {why}": lazy_gettext("%(column)s left out: it cannot be read"),
    "HTML made plain text": lazy_gettext("marks of a web page made plain words"),
    "broken characters mended": lazy_gettext("broken letters put right"),
    "control characters removed": lazy_gettext("signs that cannot be seen taken out"),
    "too long, shortened": lazy_gettext("too long, shortened"),
    "postcode tidied": lazy_gettext("postcode tidied"),
    "number tidied": lazy_gettext("number tidied"),
    "address of a refuge left out": lazy_gettext("address of a refuge left out"),
}
_OWN = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Reason:
    """A sentence for a reader. `is_english`: it is not in the reader's language, because nobody has put it here."""

    words: str
    is_english: bool


def reason_in_words(said: str) -> Reason:
    """What the importer said, in the reader's language."""
    for pattern, english in _patterns():
        if found := pattern.fullmatch(said):
            return Reason(str(SENTENCES[english]) % found.groupdict(), is_english=False)
    return Reason(said, is_english=True)


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(_as_pattern(english), re.DOTALL), english) for english in SENTENCES]


def _as_pattern(english: str) -> str:
    """A column is one word; any other value may be many."""
    parts = _OWN.split(english)
    words = (re.escape(part) for part in parts[::2])
    values = [f"(?P<{name}>{r'[a-z_]+' if name in ('column', 'other') else '.+?'})" for name in parts[1::2]]
    return "".join(word + value for word, value in zip(words, [*values, ""], strict=True))
