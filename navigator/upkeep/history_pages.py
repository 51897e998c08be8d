"""For administrators: everything that was ever changed about a listing, how it was then, and the way back."""

import uuid
from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from directory.finding.public.listing_view import view_of
from directory.history import queries
from directory.history.restoring import CannotBeRestored, NothingToRestore, restore
from directory.history.secrecy import has_ever_been_secret
from directory.models import Service
from directory.queries import ListingNotFound, get_service
from navigator.db import db
from navigator.forms import blank
from navigator.people import staff_sessions
from navigator.times import LONDON, utc_now
from navigator.upkeep import change_words
from navigator.upkeep.queries import list_admin_pages, list_services_called

blueprint = Blueprint("listing_history", __name__, template_folder="templates")


@blueprint.get("")
def listings() -> str:
    """The administrators' home: what waits to be looked at, every page they have, and any listing by its name."""
    asked, page = request.args.get("q", "").strip()[:120], _page()
    found, total = list_services_called(asked, page=page) if asked else ((), 0)
    return render_template(
        "upkeep/all_listings.html",
        form=blank(q=asked),
        asked=asked,
        found=found,
        total=total,
        admin_pages=list_admin_pages(),
        page=page,
        total_pages=-(-total // queries.PER_PAGE),
        address_of_page=lambda other: f"{request.path}?{urlencode({'q': asked, 'page': other})}",
    )


@blueprint.get("/<uuid:service_id>/history")
def history(service_id: uuid.UUID) -> str:
    """Every change, the newest first: who, when, and what in plain words."""
    service, page = _get(service_id), _page()
    changes, total = queries.list_changes(service_id, page=page)
    return render_template(
        "upkeep/listing_history.html",
        service=service,
        changes=change_words.tell(
            changes,
            code=str(get_locale() or "en"),
            today=utc_now().astimezone(LONDON).date(),
            is_secret=has_ever_been_secret(db.session(), service),
        ),
        newest=total,
        page=page,
        total_pages=-(-total // queries.PER_PAGE),
        address_of_page=lambda other: f"{request.path}?page={other}",
    )


@blueprint.get("/<uuid:service_id>/versions/<int:number>")
def version(service_id: uuid.UUID, number: int) -> str:
    """The listing as it was, as its page would show it today."""
    service, now = _get(service_id), utc_now()
    try:
        was = queries.get_as_it_was(db.session(), service_id, number)
    except queries.NoSuchVersion:
        abort(404)
    if is_secret := has_ever_been_secret(db.session(), service):
        was.service_at_locations = []
    view = view_of(was, near=None, now=now, language=str(get_locale() or "en"))
    if is_secret:
        view = replace(view, is_secret=True, areas="")
    return render_template("upkeep/listing_version.html", view=view, number=number, back=_address(service_id))


@blueprint.post("/<uuid:service_id>/versions/<int:number>/restore")
def go_back(service_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Make the listing what it was at this version. That is a change like any other, and can be undone the same way."""
    _get(service_id)
    staff = staff_sessions.current_staff()
    try:
        restore(db.session(), service_id=service_id, number=number, made_by=staff.name, now=utc_now())
        db.session.commit()
        flash(gettext("The listing is as it was at version %(number)s again.", number=number), "success")
    except queries.NoSuchVersion:
        abort(404)
    except NothingToRestore:
        db.session.rollback()
        flash(gettext("The listing is as it was at version %(number)s already.", number=number))
    except CannotBeRestored as problem:
        db.session.rollback()
        what = change_words.ROWS.get(problem.table, gettext("something"))
        flash(gettext("This version cannot be brought back: it needs what is no longer there (%(what)s).", what=what))
    return redirect(_address(service_id), 303)


def _get(service_id: uuid.UUID) -> Service:
    try:
        return get_service(service_id)
    except ListingNotFound:
        abort(404)


def _page() -> int:
    page = request.args.get("page", "1")
    return min(max(int(page), 1), 10_000) if page.isascii() and page.isdigit() and len(page) < 9 else 1


def _address(service_id: uuid.UUID) -> str:
    return url_for("listing_history.history", service_id=service_id)
