"""The strictest reader of the service's pages: valid HTML, one h1, a title, language and direction, labelled inputs."""

from typing import Any

import html5lib
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
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
        page = BeautifulSoup(self.get(address).get_data(as_text=True), "html.parser")
        inside = page.find("main")  # not the header's own form, which signs out
        forms = [
            f
            for f in (inside if isinstance(inside, Tag) else page).find_all("form")
            if str(f.get("method", "")).lower() == "post" and f.find("input", {"name": "csrf_token"})
        ]
        pressed = {"name": "then", "value": fields.get("then")}
        form = next((f for f in forms if f.find("button", pressed)), forms[0] if forms else None)
        assert isinstance(form, Tag), f"{address} has no form to send"
        data = {str(i["name"]): str(i.get("value", "")) for i in form.find_all("input", type="hidden") if i.get("name")}
        data.update(fields)
        return self.post(str(form.get("action") or address), data=data, follow_redirects=follow)


class TrustingClient(StrictClient):
    """The same, for pages that a strict one has read before."""

    reads_strictly = False


def read_strictly(html: str, address: str) -> None:
    """Raises AssertionError, naming the page and what is wrong with it."""
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    parser.parse(html)
    wrong = [f"{code} at {position}" for position, code, _ in parser.errors]
    page = BeautifulSoup(html, "html.parser")
    root = page.find("html")
    if not isinstance(root, Tag):
        raise AssertionError(f"{address}: no <html> element")
    lang = str(root.get("lang", ""))
    if lang not in LANGUAGES:
        wrong.append(f"lang is {lang!r}")
    elif root.get("dir") != LANGUAGES[lang].direction:
        wrong.append(f"dir is {root.get('dir')!r} for {lang}")
    if len(page.find_all("h1")) != 1:
        wrong.append(f"{len(page.find_all('h1'))} h1 elements")
    if not (page.title and page.title.get_text(strip=True)):
        wrong.append("no title")
    ids = [str(tag["id"]) for tag in page.find_all(id=True)]
    wrong += [f"id {name!r} stands twice" for name in sorted({name for name in ids if ids.count(name) > 1})]
    wrong += [
        f"inline script: {tag}"
        for tag in page.find_all("script")
        if not tag.get("src") and tag.get("type") != "application/ld+json"
    ]
    wrong += [f"inline handler: {tag.name}" for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    labelled = {str(tag.get("for")) for tag in page.find_all("label")}
    for tag in page.find_all(["input", "select", "textarea"]):
        if tag.get("type") in ("hidden", "submit", "button"):
            continue
        if tag.get("id") not in labelled and not tag.get("aria-label") and not tag.get("aria-labelledby"):
            wrong.append(f"no label for {tag.name} {tag.get('name')!r}")
    wrong += [f"image without alt: {tag.get('src')}" for tag in page.find_all("img") if tag.get("alt") is None]
    for form in page.find_all("form"):
        if str(form.get("method", "get")).lower() == "post" and not form.find("input", {"name": "csrf_token"}):
            wrong.append("a form that posts without a token")
    if wrong:
        raise AssertionError(f"{address}: " + "; ".join(wrong))
