"""The public pages of the directory: the front page, what was found, and one listing."""

import uuid
from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from werkzeug.datastructures import MultiDict

from directory.index import listing_index
from directory.listing_view import view_of
from directory.models import Service
from directory.needs import FRONT_PAGE, names_of_needs
from directory.offers import offers
from directory.places import find_place
from directory.queries import ListingNotFound, find_term, get_service
from directory.search import Found, search
from directory.wanted import Wanted, args_from_wanted, wanted_from_args
from navigator.forms import Form, blank
from navigator.times import utc_now
from translations.locales import words

blueprint = Blueprint("listings", __name__, template_folder="templates")


@blueprint.get("/")
def home() -> str:
    """What would help, and near where?"""
    return render_template("listings/home.html", form=blank(), needs=_needs())


@blueprint.get("/services")
def services() -> ResponseReturnValue:
    """What was found. A wish that makes no sense is said by its field, and left out of the search."""
    wanted, form = wanted_from_args(request.args)
    heading = _heading_of(wanted)
    return _show(wanted, form, heading), 200 if form.is_valid else 422


@blueprint.get("/needs/<code>")
def need(code: str) -> ResponseReturnValue:
    """What helps with one need."""
    asked: MultiDict[str, str] = MultiDict(request.args)
    asked["need"] = code
    wanted, form = wanted_from_args(asked)
    heading = _heading_of(wanted)
    if heading is None:
        abort(404)
    return _show(wanted, form, heading), 200 if form.is_valid else 422


@blueprint.get("/services/<service_id>")
def service(service_id: str) -> ResponseReturnValue:
    """One listing, whole. `?near=` adds how far it is. What has ended says so, with status 410."""
    try:
        found = get_service(uuid.UUID(service_id))
    except (ValueError, ListingNotFound):
        abort(404)
    near = find_place(request.args.get("near", "")[:120])
    view = view_of(found, near=near, now=utc_now(), language=_language())
    return render_template("listings/service.html", view=view, back=_way_back()), 410 if view.is_gone else 200


def _show(wanted: Wanted, form: Form, heading: str | None) -> str:
    now, code = utc_now(), _language()
    index = listing_index(current_app, now=now)
    found = search(wanted, index=index, now=now, language=code)
    return render_template(
        "listings/services.html",
        form=form,
        wanted=wanted,
        found=found,
        heading=heading,
        keep={"need": wanted.need, "kind": wanted.kind},
        offers=offers(index.searcher, words=words(code), code=code, chosen_miles=wanted.within, chosen_language=wanted.language),
        needs=_needs(),
        href_of=lambda service: _address_of_service(service, found),
        address_of=lambda other: f"/services?{urlencode(args_from_wanted(other))}",
    )


def _address_of_service(service: Service, found: Found) -> str:
    """A listing's address remembers the search, so that its page can say how far it is and lead back to the list."""
    return (
        f"/services/{service.id}?{urlencode(asked)}" if (asked := args_from_wanted(found.wanted)) else f"/services/{service.id}"
    )


def _way_back() -> str:
    wanted, _ = wanted_from_args(request.args)
    asked = args_from_wanted(wanted)
    return f"/services?{urlencode(asked)}" if asked else "/services"


def _heading_of(wanted: Wanted) -> str | None:
    """The name of the need or kind of help looked through; None when there is none."""
    code = wanted.need or wanted.kind
    if not code:
        return None
    name = names_of_needs(words(_language())).get(code)
    if name is None and (term := find_term(code)) is not None:
        name = term.name
    return gettext("Help with: %(need)s", need=name) if name else None


def _needs() -> list[tuple[str, str]]:
    names = names_of_needs(words(_language()))
    return [(code, names[code]) for code in FRONT_PAGE]


def _language() -> str:
    return str(get_locale() or "en")
