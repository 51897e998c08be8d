"""The words of pages: what `_("…")` and `{% trans %}` say in a template, in the language of the page.

Jinja's own way asks Flask-Babel for the catalogue at every word, and a page of results has a hundred: a tenth of its time.
"""

from functools import lru_cache

from babel import Locale
from flask import Flask
from flask_babel import get_locale
from markupsafe import Markup

from translations.locales import DEFAULT, words


def init_app(app: Flask) -> None:
    """Teach `app`'s templates to say things so. After Flask-Babel, which teaches them its way."""
    app.jinja_env.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)


def gettext(text: str, /, **values: object) -> Markup:
    """`text` in the language of the page. The words are ours; the `values` put into them are escaped."""
    code = _code()
    return _pattern(text, code) % values if values else _whole(text, code)


def ngettext(one: str, many: str, num: int, /, **values: object) -> Markup:
    """As `gettext`, of the form that the number asks for, which the words may name `%(num)s`."""
    said = words(_code()).ngettext(one, many, num)
    return Markup(said) % {"num": num, **values}  # noqa: S704 - words of our catalogues


def _code() -> str:
    """As Flask-Babel has it, whoever forced it; not as the page noted it at its beginning."""
    return _code_of(get_locale())


@lru_cache(maxsize=64)
def _code_of(locale: Locale | None) -> str:
    return str(locale or DEFAULT)


@lru_cache(maxsize=8192)
def _pattern(text: str, code: str) -> Markup:
    return Markup(words(code).gettext(text))  # noqa: S704 - words of our catalogues


@lru_cache(maxsize=8192)
def _whole(text: str, code: str) -> Markup:
    """Words that nothing is put into; as in all of them, a percent sign is written twice."""
    return _pattern(text, code) % {}
