"""What every page has: the layout's values, headers that keep it safe, and requests that only read locking nothing."""

from flask import Flask, Response, request
from jinja2 import ChainableUndefined, ChoiceLoader, PackageLoader

from navigator.config import Settings
from navigator.db import begin_reading, begin_writing
from navigator.people import person_sessions, staff_sessions
from navigator.web import languages
from translations.locales import LANGUAGES

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # a secret link must not travel to the sites that pages link to
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self)",
}


def init_app(app: Flask, settings: Settings) -> None:
    """Teach `app` the frame: templates, what the layout shows, and the headers on every answer."""
    app.jinja_env.undefined = ChainableUndefined  # the design system's macros read options that are not there
    assert app.jinja_loader is not None  # noqa: S101 - told to mypy: a Flask app with templates has a loader
    app.jinja_loader = ChoiceLoader([app.jinja_loader, PackageLoader("nhsuk_frontend_jinja")])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.before_request
    def begin() -> None:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            begin_reading()
        else:
            begin_writing()

    @app.context_processor
    def layout_values() -> dict[str, object]:
        return {
            "language": languages.current(),
            "languages": LANGUAGES,
            "signed_in_staff": staff_sessions.find_current_staff(),
            "signed_in_person": person_sessions.find_current_person(),
            "is_demo": settings.is_demo,
        }

    @app.after_request
    def finish(response: Response) -> Response:
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "machine.static" and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store" if request.blueprint not in PUBLIC_BLUEPRINTS else "no-cache"
        return response


PUBLIC_BLUEPRINTS = frozenset({"listings", "site", "listings_api"})
