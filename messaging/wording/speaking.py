"""Saying something in a language: the words of one catalogue, and a refusal to pass off English, or nothing, as them.

A locality's own words for a sentence go before the catalogue's, while a message is written within `in_own_words`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from translations.locales import DEFAULT, words


class WordsMissing(Exception):
    """A message cannot be written: there is no such template, or values are missing, blank, unknown or malformed."""


class NotTranslated(Exception):
    """The catalogue of a language has no words for something we say."""


@dataclass(frozen=True)
class Words:
    """A message as it will be read. `subject` is for e-mails; `locale` is the language it really is in.

    `cause` says what was wrong with the words it should have had, in a code for the message's row ("" when nothing was):
    `in_en`, written in English for want of a translation; `own_words_unfit`, the locality's own words could not be used.
    """

    subject: str
    body: str
    locale: str = DEFAULT
    cause: str = ""


_own: ContextVar[Mapping[str, str]] = ContextVar("own words", default={})  # noqa: B039 - never changed


@contextmanager
def in_own_words(patterns: Mapping[str, str]) -> Iterator[None]:
    """While this lasts, sentences that `patterns` names by their English source are said as it says."""
    before = _own.set(patterns)
    try:
        yield
    finally:
        _own.reset(before)


def speak(locale: str) -> Callable[[str], str]:
    """gettext in `locale`, refusing to give English, or nothing, for something else."""
    catalogue = words(locale)

    def gettext(source: str) -> str:
        if own := _own.get().get(source):
            return own
        said = str(catalogue.gettext(source))
        if not said.strip() or (said == source and locale != DEFAULT):
            raise NotTranslated(source)
        return said

    return gettext
