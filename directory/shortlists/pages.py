"""The shortlist's pages: what I kept, what somebody shared, and the same on paper or in a spreadsheet."""

import csv
import io
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import segno
from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from directory.finding.index.cards import card_of
from directory.finding.narrowing.wanted import Wanted
from directory.finding.results.search import Result, describe
from directory.models import Service
from directory.queries import ListingNotFound, get_service, list_whole_services
from directory.shortlists import keeping, operations
from directory.words import as_cell
from navigator.db import db
from navigator.times import utc_now


@dataclass(frozen=True)
class Kept:
    """A listing on a shortlist, whole, and as a result."""

    service: Service
    result: Result


blueprint = Blueprint("shortlist", __name__, template_folder="templates")

COLUMNS = ("name", "organisation", "where", "when", "phone", "e-mail", "website", "address of its page")


@blueprint.get("/shortlist")
def show() -> str:
    """What I kept, in the order I kept it."""
    ids = keeping.kept_ids()
    return render_template(
        "shortlists/shortlist.html",
        results=_results(ids),
        removed=_just_removed(),
        link=_absolute(operations.path(session["shared"])) if session.get("shared") and ids else None,
        token=session.get("shared"),
        most=keeping.MOST,
    )


@blueprint.post("/shortlist/keep")
def keep() -> ResponseReturnValue:
    """Put one listing on the list, and go back to where it was seen."""
    service = _get_service(request.form.get("service_id", ""))
    try:
        keeping.keep(service.id)
    except keeping.ListFull:
        flash(gettext("Your shortlist is full: it holds %(most)s. Take something off first.", most=keeping.MOST), "error")
        return redirect(url_for(".show"), 303)
    session.pop("shared", None)
    flash(gettext("%(name)s is on your shortlist.", name=service.name), "success")
    return redirect(_back_to(service.id), 303)


@blueprint.post("/shortlist/let-go")
def let_go() -> ResponseReturnValue:
    """Take one listing off the list. The next page offers to put it back."""
    service_id = _uuid(request.form.get("service_id", ""))
    ids = keeping.kept_ids()
    if service_id not in ids:
        return redirect(url_for(".show"), 303)
    keeping.let_go(service_id)
    session.pop("shared", None)
    if request.form.get("then"):
        return redirect(_back_to(service_id), 303)
    return redirect(url_for(".show", removed=service_id, place=ids.index(service_id)), 303)


@blueprint.post("/shortlist/put-back")
def put_back() -> ResponseReturnValue:
    """Undo taking one off."""
    service = _get_service(request.form.get("service_id", ""))
    place = request.form.get("place", "0")
    keeping.put_back(service.id, int(place) if place.isascii() and place.isdigit() and len(place) < 4 else 0)
    session.pop("shared", None)
    return redirect(url_for(".show"), 303)


@blueprint.post("/shortlist/empty")
def empty() -> ResponseReturnValue:
    """Leave nothing of it in this browser."""
    keeping.empty()
    session.pop("shared", None)
    return redirect(url_for(".show"), 303)


@blueprint.post("/shortlist/share")
def share() -> ResponseReturnValue:
    """Make a link that anybody may open. The same list keeps its link."""
    ids = [result.service.id for result in _results(keeping.kept_ids())]
    if ids and not session.get("shared"):
        session["shared"] = operations.share(service_ids=ids, now=utc_now())
        db.session.commit()
    return redirect(url_for(".show", _anchor="share"), 303)


@blueprint.get("/shortlist.csv")
def as_csv() -> Response:
    """My list for a spreadsheet."""
    return _csv(_results(keeping.kept_ids()))


@blueprint.get("/s/<token>")
def shared(token: str) -> ResponseReturnValue:
    """A list that somebody shared."""
    ids = operations.find_shared(token=token[:40], now=utc_now())
    if ids is None:
        return render_template("shortlists/link_unknown.html"), 404
    page = render_template("shortlists/shared.html", results=_results(ids), token=token, link=_absolute(operations.path(token)))
    return page, {"X-Robots-Tag": "noindex"}


@blueprint.post("/s/<token>/keep")
def keep_shared(token: str) -> ResponseReturnValue:
    """Put what somebody shared on my own list."""
    ids = operations.find_shared(token=token[:40], now=utc_now())
    if ids is None:
        abort(404)
    if keeping.keep_all([result.service.id for result in _results(ids)]):
        flash(gettext("Your shortlist holds %(most)s, so not all of these are on it.", most=keeping.MOST), "error")
    session.pop("shared", None)
    return redirect(url_for(".show"), 303)


@blueprint.get("/s/<token>/qr.svg")
def qr_of_shared(token: str) -> Response:
    """The link of a shared list, for a phone's camera."""
    if operations.find_shared(token=token[:40], now=utc_now()) is None:
        abort(404)
    return _qr(_absolute(operations.path(token)))


@blueprint.get("/services/<uuid:service_id>/qr.svg")
def qr_of_service(service_id: uuid.UUID) -> Response:
    """A listing's address, for a phone's camera."""
    return _qr(_absolute(f"/services/{_get_service(str(service_id)).id}"))


@blueprint.app_context_processor
def how_many_are_kept() -> dict[str, object]:
    """For every page: which listings are on the list, so that its buttons and the menu know."""
    return {"kept": frozenset(keeping.kept_ids())}


def _results(ids: Sequence[uuid.UUID]) -> list[Kept]:
    """The listings, in this order; those that no longer exist are left out."""
    now, services = utc_now(), list_whole_services(ids)
    return [
        Kept(
            services[identity],
            describe(card_of(services[identity]), wanted=Wanted(), units=[], miles=None, now=now, language=_language()),
        )
        for identity in ids
        if identity in services
    ]


def _get_service(text: str) -> Service:
    try:
        return get_service(_uuid(text))
    except ListingNotFound:
        abort(404)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        abort(404)


def _just_removed() -> dict[str, str] | None:
    """Which listing was taken off just now, its name and where it stood."""
    try:
        service = get_service(uuid.UUID(request.args.get("removed", "")))
    except (ValueError, ListingNotFound):
        return None
    return {"service_id": str(service.id), "place": request.args.get("place", "0")[:3], "name": service.name}


def _back_to(service_id: uuid.UUID) -> str:
    """The page of this service that the button was on; nowhere else, whatever the form says."""
    then = request.form.get("then", "")
    if then.startswith("/") and not then.startswith("//") and "\\" not in then and then.isprintable():
        return f"{then.split('#')[0]}#listing-{service_id}"
    return url_for(".show")


def _absolute(path: str) -> str:
    settings = current_app.extensions["settings"]
    return f"{(settings.public_url or request.host_url).rstrip('/')}{path}"


def _qr(address: str) -> Response:
    drawing = io.BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", border=2, xmldecl=False, title=address, scale=4)
    return Response(drawing.getvalue(), mimetype="image/svg+xml", headers={"Cache-Control": "public, max-age=3600"})


def _csv(results: Iterable[Kept]) -> Response:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for kept in results:
        service, result = kept.service, kept.result
        row = (
            service.name,
            service.organization.name,
            result.where,
            "; ".join(line.text for line in result.when),
            "; ".join(phone.number for phone in service.phones),
            service.email,
            service.url or service.organization.website,
            _absolute(f"/services/{service.id}"),
        )
        writer.writerow([as_cell(value) for value in row])
    headers = {"Content-Disposition": 'attachment; filename="shortlist.csv"'}
    return Response("\ufeff" + text.getvalue(), mimetype="text/csv", headers=headers)  # the mark tells spreadsheets the encoding


def _language() -> str:
    return str(get_locale() or "en")
