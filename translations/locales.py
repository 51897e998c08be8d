"""The languages the service speaks: the one table of them.

`complete` languages are offered to people; a language is complete when every catalogue entry is translated
(a test counts them). Codes are BCP 47 as Babel understands them.
"""

from dataclasses import dataclass
from pathlib import Path

from babel.support import NullTranslations, Translations

CATALOGUES = Path(__file__).parent.resolve()
DEFAULT = "en"


@dataclass(frozen=True)
class Language:
    """One language: `code` as in `lang="…"`, `own_name` as its readers write it, `direction` "ltr" or "rtl"."""

    code: str
    own_name: str
    english_name: str
    direction: str = "ltr"

    @property
    def is_right_to_left(self) -> bool:
        return self.direction == "rtl"


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("en", "English", "English"),
        Language("pl", "Polski", "Polish"),
        Language("ur", "اردو", "Urdu", "rtl"),
    )
}


def language(code: str | None) -> Language:
    """The language with this code; English when it is not one of ours."""
    return LANGUAGES.get(code or DEFAULT, LANGUAGES[DEFAULT])


def fallbacks(code: str) -> tuple[str, ...]:
    """In which languages to look for words, first to last: the language, what it is a form of, English.

    "pa_Arab" gives "pa_Arab", "pa", "en".
    """
    parts = code.replace("-", "_").split("_")
    chain = ["_".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return tuple(dict.fromkeys([code, *chain, DEFAULT]))


_loaded: dict[str, NullTranslations] = {}


def words(code: str) -> NullTranslations:
    """The catalogue of one language, whatever the request's language is: for texts, letters and e-mails.

    Use `words(code).gettext("…")` and `.ngettext(…)`; English, or a language without a catalogue, gives the source words.
    """
    if code not in _loaded:
        has_one = code != DEFAULT and (CATALOGUES / code).is_dir()  # its own: Babel alone would go on to a language like it
        _loaded[code] = Translations.load(CATALOGUES, [code]) if has_one else NullTranslations()
    return _loaded[code]
