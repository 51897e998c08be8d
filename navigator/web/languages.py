"""Which language a page is in: what the reader chose, else what their browser asks for, else English."""

from flask import g, request, session
from flask_babel import get_locale

from translations.locales import DEFAULT, LANGUAGES, Language, language


def choose() -> str:
    """The language code for this request. `?lang=ur` on any address chooses it, and the browser remembers."""
    wanted = request.args.get("lang", "")
    if wanted in LANGUAGES:
        if session.get("language") != wanted:
            session["language"] = wanted
        return wanted
    if session.get("language") in LANGUAGES:
        return str(session["language"])
    return request.accept_languages.best_match(list(LANGUAGES)) or DEFAULT


def current() -> Language:
    """The language of the page being made."""
    if "language" not in g:
        g.language = language(str(get_locale() or DEFAULT))
    return g.language if isinstance(g.language, Language) else language(None)
