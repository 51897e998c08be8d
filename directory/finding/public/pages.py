"""The public pages of the directory: the front page, what was found, and one listing."""

import uuid
from collections.abc import Callable
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, ngettext
from werkzeug.datastructures import MultiDict

from directory.finding.gaps import gap_in, tally_of
from directory.finding.index.cards import Card
from directory.finding.index.on_disk import listing_index
from directory.finding.narrowing.wanted import Wanted, args_from_wanted, wanted_from_args
from directory.finding.public import signals
from directory.finding.public.listing_calendar import TooPrivate, calendar_file, text_about
from directory.finding.public.listing_view import view_of
from directory.finding.public.map_of_results import map_of
from directory.finding.public.offers import offers
from directory.finding.public.schema_org import described
from directory.finding.results.alike import list_alike
from directory.finding.results.search import Found, search
from directory.finding.results.suggestions import What, suggest_help, suggest_places
from directory.finding.words.thesaurus import held_said
from directory.marks.queries import list_current_marks, list_marks_of_services
from directory.models import Service, ServiceStatus
from directory.needs import FRONT_PAGE, names_of_needs
from directory.places.gazetteer import find_place
from directory.queries import ListingNotFound, find_kept_id, find_term, get_service
from directory.words import fold
from navigator.forms import Form, blank
from navigator.times import LONDON, utc_now
from translations.locales import words

USUAL_KINDS = 4  # of a need: their words are shown on its page, too
WORDS_SHOWN = 10

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


@blueprint.get("/near/<path:name>")
def near(name: str) -> str:
    """What there is in a neighbourhood: every need, and how much help with it is found there."""
    place = find_place(name[:120])
    if place is None:
        abort(404)
    now, code = utc_now(), _language()
    asked = Wanted(near=place.name, per_page=1)
    found = search(asked, index=listing_index(current_app, now=now), now=now, language=code, with_counts=True)
    names = names_of_needs(words(code))
    counted = [(need, names[need], found.counts.of("need", need)) for need in names] if found.counts else []
    return render_template(
        "listings/near.html",
        place=place,
        found=found,
        needs=[(need, called, number) for need, called, number in counted if number],
        query=urlencode({"near": place.name}),
    )


@blueprint.get("/services/<service_id>")
def service(service_id: str) -> ResponseReturnValue:
    """One listing, whole. `?near=` adds how far it is. What has ended says so, with status 410; what was merged leads on."""
    try:
        found = get_service(uuid.UUID(service_id))
    except (ValueError, ListingNotFound):
        abort(404)
    if found.status is ServiceStatus.DEFUNCT and (kept_id := find_kept_id(found.id)) is not None:
        asked = request.query_string.decode()
        return redirect(f"/services/{kept_id}?{asked}" if asked else f"/services/{kept_id}", 301)
    signals.listing_shown.send("directory", service_id=found.id)
    near = find_place(request.args.get("near", "")[:120])
    now, code = utc_now(), _language()
    view = view_of(found, near=near, now=now, language=code)
    text = text_about(found, address=_public_address(found), now=now, language=code) if view.is_for_a_phone else ""
    marks = list_current_marks([found.organization_id], today=now.astimezone(LONDON).date()).get(found.organization_id, [])
    page = render_template(
        "listings/service.html",
        view=view,
        marks=marks,
        back=_way_back(),
        text=f"sms:?&body={quote(text)}" if text else "",
        described=None if view.is_gone else described(view, address=_public_address(found)),
        alike=list_alike(found, searcher=listing_index(current_app, now=now).searcher, language=code),
    )
    return page, 410 if view.is_gone else 200


@blueprint.get("/services/<service_id>/sessions.ics")
def sessions(service_id: str) -> ResponseReturnValue:
    """The sessions of a listing, for a calendar: downloaded once, or followed by its address. A refuge has none."""
    try:
        found = get_service(uuid.UUID(service_id))
        file = calendar_file(found, address=_public_address(found), now=utc_now(), language=_language())
    except (ValueError, ListingNotFound, TooPrivate):
        abort(404)
    response = Response(file, mimetype="text/calendar")
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"{fold(found.name).replace(' ', '-')[:60] or 'sessions'}.ics"
    )
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get("/suggest")
def suggest() -> ResponseReturnValue:
    """While somebody types in the search form: `?q=` what would help, or `?near=` a place. For the page's script."""
    if "near" in request.args:
        found = suggest_places(request.args["near"][:80])
    else:
        index = listing_index(current_app, now=utc_now())
        found = suggest_help(request.args.get("q", "")[:80], searcher=index.searcher, language=_language())
    kinds = {What.NEED: gettext("need"), What.KIND: gettext("kind of help"), What.LISTING: gettext("listing")}
    contents = [
        {
            "words": one.words,
            "what": kinds.get(one.what, ""),
            "address": one.address,
            "language": one.language,
        }
        for one in found
    ]
    said = ngettext("%(num)s suggestion", "%(num)s suggestions", len(contents)) if contents else gettext("No suggestions")
    return {"contents": contents, "said": said}


def _show(wanted: Wanted, form: Form, heading: str | None) -> str:
    now, code = utc_now(), _language()
    index = listing_index(current_app, now=now)
    found = search(wanted, index=index, now=now, language=code, with_counts=True)
    if gap := gap_in(found, reader=code, now=now):
        tally_of(current_app).note(gap, now=now)
    settings = current_app.extensions["settings"]
    ids = [result.service.id for result in found.results]
    signals.listings_found.send("directory", ids=ids)
    return render_template(
        "listings/services.html",
        form=form,
        wanted=wanted,
        found=found,
        map=map_of(found, tiles=settings.map_tiles),
        attribution=settings.map_attribution,
        marks=list_marks_of_services(ids, today=now.astimezone(LONDON).date()),
        heading=heading,
        said=_words_people_use(found, heading, code) if heading and not wanted.words else [],
        offers=offers(found, words=words(code), code=code),
        needs=_needs(),
        href_of=_addresses_after(wanted),
        address_of=lambda other: f"/services?{urlencode(args_from_wanted(other), doseq=True)}",
    )


def _words_people_use(found: Found, heading: str, language: str) -> list[str]:
    """What people say who look for the need or the kind of help that a page is about; of a need, also for its usual kinds."""
    codes = [code for code in (found.wanted.need, found.wanted.kind) if code]
    kinds = found.counts.by.get("kind", {}) if found.counts and found.wanted.need else {}
    codes += sorted((code for code, number in kinds.items() if number), key=lambda code: (-kinds[code], code))[:USUAL_KINDS]
    return held_said().words_for(codes, language, most=WORDS_SHOWN, without={fold(heading)})


def _public_address(service: Service) -> str:
    return f"{current_app.extensions['settings'].public_url}/services/{service.id}"


def _addresses_after(wanted: Wanted) -> Callable[[Card], str]:
    """A listing's address remembers the search, so that its page can say how far it is and lead back to the list."""
    asked = urlencode(args_from_wanted(wanted), doseq=True)
    return lambda service: f"/services/{service.id}?{asked}" if asked else f"/services/{service.id}"


def _way_back() -> str:
    wanted, _ = wanted_from_args(request.args)
    asked = args_from_wanted(wanted)
    return f"/services?{urlencode(asked, doseq=True)}" if asked else "/services"


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
