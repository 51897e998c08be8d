"""What the search form offers to choose from, in the reader's language."""

from dataclasses import dataclass

import tantivy
from babel.dates import get_day_names

from directory.opening_hours import Translator
from directory.wanted import DAYS, DEFAULT_MILES
from directory.why import language_name
from translations import dates

DISTANCES = (1, 3, 5, 10, 15, 25, 50)
MOST_LANGUAGES = 60


@dataclass(frozen=True)
class Offers:
    """Choices for the form's drop-downs, each (value, text); the empty value comes first."""

    distances: list[tuple[str, str]]
    days: list[tuple[str, str]]
    languages: list[tuple[str, str]]


def offers(
    searcher: tantivy.Searcher, *, words: Translator, code: str, chosen_miles: float | None, chosen_language: str | None
) -> Offers:
    """What can be chosen. Languages are those some listing speaks besides English; what was chosen is always among them."""
    miles = sorted({*map(float, DISTANCES), *([chosen_miles] if chosen_miles else [])})
    distances = [("" if mile == DEFAULT_MILES else f"{mile:g}", _miles(mile, words, code)) for mile in miles]
    names = get_day_names("wide", locale=code)
    spoken = {language for language, _ in searcher.terms_with_prefix("language", "", limit=MOST_LANGUAGES)} - {"en"}
    if chosen_language:
        spoken.add(chosen_language)
    languages = sorted(
        ((language, language_name(language, code)) for language in spoken), key=lambda choice: choice[1].casefold()
    )
    return Offers(
        distances=distances,
        days=[("", words.gettext("Any day")), *((day, names[number].capitalize()) for number, day in enumerate(DAYS))],
        languages=[("", words.gettext("Any language")), *languages],
    )


def _miles(miles: float, words: Translator, code: str) -> str:
    if miles == 1:
        return words.gettext("Within 1 mile")
    return words.gettext("Within %(miles)s miles") % {"miles": dates.number(miles, code)}
