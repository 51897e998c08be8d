"""The self-care pages, for anybody: on a phone, on paper, and (once opened) without a connection."""

import re
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from markupsafe import Markup, escape

from directory.needs import names_of_needs
from navigator.people.person_sessions import find_current_person
from navigator.people.queries import find_locality
from navigator.selfcare import library
from navigator.times import LONDON, utc_now
from translations.locales import DEFAULT, words

blueprint = Blueprint("self_care", __name__, template_folder="templates")

OFFLINE = Path(__file__).parent.resolve() / "offline.js"
NUMBERS = re.compile(r"\b(0800 111 999|116 123|999|111)\b")


@blueprint.get("/self-care")
def all_pages() -> str:
    """What would help? Every page, needs first."""
    return render_template("selfcare/pages.html", pages=library.list_pages(_language()))


@blueprint.get("/self-care/<topic>")
def page(topic: str) -> str:
    """One page: why it helps, three small steps, when to ask for help, a person to ask."""
    try:
        shown = library.get_page(topic, _language())
    except library.PageNotFound:
        abort(404)
    person = find_current_person()
    return render_template(
        "selfcare/page.html",
        page=shown,
        need=names_of_needs(words(_language()))[shown.topic.listings],
        numbers=numbers_as_links,
        navigator=person.navigator if person else None,
        team=person.team if person else None,
        locality=None if person else find_locality(),
        is_overdue=shown.look_again < utc_now().astimezone(LONDON).date(),
        others=[other for other in library.pages_for_needs(shown.topic.needs, language=_language()) if other != shown],
    )


@blueprint.get("/read/<code>")
def read(code: str) -> ResponseReturnValue:
    """Where the link in a text leads, in the language of the text."""
    try:
        topic = library.get_topic_by_code(code)
    except library.PageNotFound:
        abort(404)
    return redirect(url_for(".page", topic=topic.name, lang=_language()))


@blueprint.get("/self-care/offline.js")
def offline() -> Response:
    """The script that keeps opened pages in the browser, for when there is no connection."""
    response = send_file(OFFLINE, mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = "/self-care"
    return response


def numbers_as_links(text: str) -> Markup:
    """The same words, with each telephone number to be pressed, left to right in every language."""
    return Markup(NUMBERS.sub(_to_be_pressed, str(escape(text))))  # noqa: S704 - escaped first; what is put in are digits


def _to_be_pressed(number: re.Match[str]) -> str:
    return f'<a class="app-phone" href="tel:{number[1].replace(" ", "")}" dir="ltr">{number[1]}</a>'


def _language() -> str:
    return str(get_locale() or DEFAULT)
