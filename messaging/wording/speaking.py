"""Saying something in a language: the words of one catalogue, and a refusal to pass off English, or nothing, as them."""

from collections.abc import Callable
from dataclasses import dataclass

from translations.locales import DEFAULT, words


class WordsMissing(Exception):
    """A message cannot be written: there is no such template, or values are missing, blank, unknown or malformed."""


class NotTranslated(Exception):
    """The catalogue of a language has no words for something we say."""


@dataclass(frozen=True)
class Words:
    """A message as it will be read. `subject` is for e-mails; `locale` is the language it really is in."""

    subject: str
    body: str
    locale: str = DEFAULT


def speak(locale: str) -> Callable[[str], str]:
    """gettext in `locale`, refusing to give English, or nothing, for something else."""
    catalogue = words(locale)

    def gettext(source: str) -> str:
        said = str(catalogue.gettext(source))
        if not said.strip() or (said == source and locale != DEFAULT):
            raise NotTranslated(source)
        return said

    return gettext
