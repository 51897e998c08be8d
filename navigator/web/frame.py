"""What every page has: the layout's values, headers that keep it safe, and requests that only read locking nothing."""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from jinja2 import ChainableUndefined
from sqlalchemy.exc import SQLAlchemyError

from directory.upkeep.models import ListingEditor
from messaging.phone_numbers import pretty
from navigator.config import Settings
from navigator.db import begin_reading, begin_writing
from navigator.people import person_sessions, staff_sessions
from navigator.people.models import Person, Staff
from navigator.upkeep import editor_sessions
from navigator.web import drafts, languages, links, measuring, static_files
from translations import dates
from translations.locales import LANGUAGES

SAYINGS: dict[str, Callable[..., str]] = {
    "day": dates.day,
    "day_and_time": dates.day_and_time,
    "time_of_day": dates.time_of_day,
    "long_date": dates.long_date,
    "short_date": dates.short_date,
    "number": dates.number,
}
PUBLIC_BLUEPRINTS = frozenset({"listings", "self_care", "site", "listings_api", "open_data"})

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
    app.jinja_env.undefined = ChainableUndefined  # a page may ask for a part of what it was not given: it is absent, too
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for name, say in SAYINGS.items():
        app.jinja_env.filters[name] = _in_the_pages_language(say)
    app.jinja_env.filters["as_dialled"] = pretty
    app.jinja_env.globals.update(asset=static_files.address, link_with=links.link_with, in_language=links.in_language)
    measuring.init_app(app)
    static_files.init_app(app)

    @app.before_request
    def begin() -> None:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            begin_reading()
        else:
            begin_writing()

    @app.context_processor
    def layout_values() -> dict[str, object]:
        staff, person, editor = _who_is_here()
        return {
            "language": languages.current(),
            "languages": LANGUAGES,
            "signed_in_staff": staff,
            "signed_in_person": person,
            "menu": links.menu(staff, person, editor),
            "sign_out_address": links.sign_out_address(staff, person, editor),
            "is_demo": settings.is_demo,
            "drafts": drafts.of(staff or person, secret=settings.secret_key),
        }

    headers = dict(SECURITY_HEADERS)
    if settings.map_tiles:  # the one picture that may come from elsewhere
        policy, host = headers["Content-Security-Policy"], urlsplit(settings.map_tiles).netloc
        headers["Content-Security-Policy"] = policy.replace("img-src 'self'", f"img-src 'self' https://{host}")

    @app.after_request
    def finish(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store" if request.blueprint not in PUBLIC_BLUEPRINTS else "no-cache"
        return response


def _in_the_pages_language(say: Callable[..., str]) -> Callable[[object], str]:
    """A template's filter: nothing to say about nothing, else `say` in the language of the page."""

    def words(value: object) -> str:
        return "" if value is None or value == "" else say(value, languages.current().code)

    return words


def _who_is_here() -> tuple[Staff | None, Person | None, ListingEditor | None]:
    """Who is signed in. Nobody, when the database cannot say: pages that need no database still stand."""
    if g.get("database_is_down"):
        return None, None, None
    try:
        return (
            staff_sessions.find_current_staff(),
            person_sessions.find_current_person(),
            editor_sessions.find_current_editor(),
        )
    except SQLAlchemyError:
        g.database_is_down = True
        return None, None, None
