"""The words of pages: what `_("…")` and `{% trans %}` say in a template, in the language of the page.

Jinja's own way asks Flask-Babel for the catalogue at every word, and a page of results has a hundred: a tenth of its time.
"""

from functools import lru_cache

from flask import Flask
from markupsafe import Markup

from navigator.web import languages
from translations.locales import words


def init_app(app: Flask) -> None:
    """Teach `app`'s templates to say things so. After Flask-Babel, which teaches them its way."""
    app.jinja_env.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)


def gettext(text: str, /, **values: object) -> Markup:
    """`text` in the language of the page. The words are ours; the `values` put into them are escaped."""
    code = languages.current().code
    return _pattern(text, code) % values if values else _whole(text, code)


def ngettext(one: str, many: str, num: int, /, **values: object) -> Markup:
    """As `gettext`, of the form that the number asks for, which the words may name `%(num)s`."""
    said = words(languages.current().code).ngettext(one, many, num)
    return Markup(said) % {"num": num, **values}  # noqa: S704 - words of our catalogues


@lru_cache(maxsize=8192)
def _pattern(text: str, code: str) -> Markup:
    return Markup(words(code).gettext(text))  # noqa: S704 - words of our catalogues


@lru_cache(maxsize=8192)
def _whole(text: str, code: str) -> Markup:
    """Words that nothing is put into; as in all of them, a percent sign is written twice."""
    return _pattern(text, code) % {}
