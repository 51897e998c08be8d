"""The strictest reader of the service's pages: valid HTML, one h1, a title, language and direction, labelled inputs."""

import re
from typing import Any

import html5lib
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.test import TestResponse

from navigator.db import db
from translations.locales import LANGUAGES


class StrictClient(FlaskClient):
    """A test client that reads each HTML page it is given as a demanding browser would, and fails on what it finds.

    It also fills in the CSRF token, as the page's own form would. Set `reads_strictly = False` to look at a page that is
    meant to be broken; nothing here is.
    """

    reads_strictly = True

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        # Each request has a context, and so a database session, of its own, as when it is served: nothing remembered of
        # one leaks into the next, and what a page forgot to commit is lost. What the test itself wrote is kept.
        db.session.commit()
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        if self.reads_strictly and response.mimetype == "text/html" and response.status_code not in (301, 302, 303):
            read_strictly(response.get_data(as_text=True), response.request.path)
        return response

    def submit(self, address: str, /, follow: bool = True, **fields: Any) -> TestResponse:
        """Open `address`, then send its form with `fields`, as a person would: hidden fields and the token come along.

        With `then` among the fields it is the form with the button of that value, where there is one.
        """
        page = LexborHTMLParser(self.get(address).get_data(as_text=True))
        inside = page.css_first("main") or page.root  # not the header's own form, which signs out
        assert inside is not None, f"{address} is empty"
        forms = [form for form in inside.css("form") if _posts(form) and form.css_first("input[name=csrf_token]")]
        form = next((form for form in forms if _has_button(form, fields.get("then"))), forms[0] if forms else None)
        assert form is not None, f"{address} has no form to send"
        hidden = [field.attributes for field in form.css("input[type=hidden]")]
        data = {str(field["name"]): field.get("value") or "" for field in hidden if field.get("name")}
        data.update(fields)
        return self.post(str(form.attributes.get("action") or address), data=data, follow_redirects=follow)


class TrustingClient(StrictClient):
    """The same, for pages that a strict one has read before."""

    reads_strictly = False


def read_strictly(html: str, address: str) -> None:
    """Raises AssertionError, naming the page and what is wrong with it."""
    wrong = _slips_in(html)
    page = LexborHTMLParser(html)
    root = page.root
    if root is None or "<html" not in html:
        raise AssertionError(f"{address}: no <html> element")
    lang = root.attributes.get("lang") or ""
    if lang not in LANGUAGES:
        wrong.append(f"lang is {lang!r}")
    elif root.attributes.get("dir") != LANGUAGES[lang].direction:
        wrong.append(f"dir is {root.attributes.get('dir')!r} for {lang}")
    if len(page.css("h1")) != 1:
        wrong.append(f"{len(page.css('h1'))} h1 elements")
    title = page.css_first("title")
    if title is None or not title.text(strip=True):
        wrong.append("no title")
    ids = [str(tag.attributes["id"]) for tag in page.css("[id]")]
    wrong += [f"id {name!r} stands twice" for name in sorted({name for name in ids if ids.count(name) > 1})]
    wrong += [
        f"inline script: {tag.html}"
        for tag in page.css("script")
        if not tag.attributes.get("src") and tag.attributes.get("type") != "application/ld+json"
    ]
    wrong += [f"inline handler: {tag.tag}" for tag in page.css("*") if any(name.startswith("on") for name in tag.attributes)]
    labelled = {tag.attributes.get("for") for tag in page.css("label")}
    for tag in page.css("input, select, textarea"):
        said = tag.attributes
        if said.get("type") in ("hidden", "submit", "button"):
            continue
        if said.get("id") not in labelled - {None} and not said.get("aria-label") and not said.get("aria-labelledby"):
            wrong.append(f"no label for {tag.tag} {said.get('name')!r}")
    wrong += [f"image without alt: {tag.attributes.get('src')}" for tag in page.css("img") if "alt" not in tag.attributes]
    wrong += [
        "a form that posts without a token"
        for form in page.css("form")
        if _posts(form) and not form.css_first("[name=csrf_token]")
    ]
    if wrong:
        raise AssertionError(f"{address}: " + "; ".join(wrong))


def _posts(form: LexborNode) -> bool:
    return (form.attributes.get("method") or "").lower() == "post"


def _has_button(form: LexborNode, value: str | None) -> bool:
    return any(button.attributes.get("value") == value for button in form.css("button[name=then]"))


_WELL_WRITTEN: set[int] = set()  # digests of pages read here before, but for their words
_PIECES = re.compile(r"(<[^>]*>)|([^<]+)")
_VALUES = re.compile(r'"[^"]*"')
_ENTITIES = re.compile(r"&\w*;?")


def _slips_in(html: str) -> list[str]:
    """What a browser would have to forgive, by the standard's own parser.

    That takes longer than to make the page, so pages that differ in nothing but their words are read once. What may be
    wrong within words, a loose `&`, still counts as a difference.
    """
    shape = hash(_PIECES.sub(_shape_of, html))
    if shape in _WELL_WRITTEN:
        return []
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    parser.parse(html)
    if not parser.errors:
        _WELL_WRITTEN.add(shape)
    return [f"{code} at {position}" for position, code, _ in parser.errors]


def _shape_of(piece: re.Match[str]) -> str:
    tag, words = piece.groups()
    if tag is not None:
        return _VALUES.sub(lambda value: "".join(_ENTITIES.findall(value[0])) or '""', tag)
    return "".join(_ENTITIES.findall(words)) or ("w" if words.strip() else "")
