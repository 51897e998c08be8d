"""For administrators: listings that look like one, side by side, and making one of them."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext, ngettext

from directory.queries import get_service
from directory.upkeep import duplicates, merging_listings
from directory.upkeep.asking.question import Reader, form_of
from directory.upkeep.models import ListingPair, PairState
from directory.upkeep.questions import QUESTIONS
from navigator.db import db
from navigator.forms import Form, OneOf, blank, read
from navigator.people import staff_sessions
from navigator.people.operations import record_audit
from navigator.times import LONDON, utc_now

blueprint = Blueprint("listing_pairs", __name__, template_folder="templates")

SIDES = ("first", "second")


@blueprint.get("")
def pairs() -> str:
    """The pairs nobody has decided about, the likest first."""
    page = request.args.get("page", "1")
    number = min(max(int(page), 1), 10_000) if page.isascii() and page.isdigit() and len(page) < 9 else 1
    found, total = duplicates.list_pairs(page=number)
    return render_template(
        "upkeep/pairs.html",
        pairs=[(pair, duplicates.reasons(pair.why)) for pair in found],
        total=total,
        page=number,
        total_pages=-(-total // duplicates.PER_PAGE),
        address_of_page=lambda other: url_for("listing_pairs.pairs", page=other),
    )


@blueprint.post("/look")
def look() -> ResponseReturnValue:
    """Look through all listings again."""
    new = duplicates.find_all(now=utc_now())
    db.session.commit()
    flash(ngettext("%(num)d new pair looks alike.", "%(num)d new pairs look alike.", new), "success")
    return redirect(url_for("listing_pairs.pairs"), 303)


@blueprint.get("/<uuid:pair_id>")
def pair(pair_id: uuid.UUID) -> str:
    """Two listings side by side, question by question."""
    return _show(_get(pair_id), blank(kept="first", **dict.fromkeys(QUESTIONS, "first")))


@blueprint.post("/<uuid:pair_id>/merge")
def merge(pair_id: uuid.UUID) -> ResponseReturnValue:
    """Make one of them."""
    found, now = _get(pair_id), utc_now()
    choose = lazy_gettext("Choose which one stays.")
    form = read(
        form_of(kept=OneOf(SIDES, missing=choose), **{name: OneOf(SIDES, missing=choose) for name in QUESTIONS}), request.form
    )
    if not form.is_valid:
        return _show(found, form), 422
    ids = {"first": found.first_id, "second": found.second_id}
    taken = [name for name in QUESTIONS if form.data[name] != form.data["kept"]]
    try:
        kept = merging_listings.merge(
            pair=found, kept_id=ids[form.data["kept"]], taken=taken, decided_by=staff_sessions.current_staff().name, now=now
        )
    except merging_listings.CannotMerge:
        db.session.rollback()
        flash(gettext("One of them was made one with another listing meanwhile."), "warning")
        return redirect(url_for("listing_pairs.pairs"), 303)
    _note("listings_merged", kept.name)
    flash(gettext("They are one listing now."), "success")
    return redirect(url_for("listing_pairs.pair", pair_id=pair_id), 303)


@blueprint.post("/<uuid:pair_id>/different")
def different(pair_id: uuid.UUID) -> ResponseReturnValue:
    """They are two, and nobody is asked again."""
    found = _get(pair_id)
    merging_listings.say_different(pair=found, decided_by=staff_sessions.current_staff().name, now=utc_now())
    _note("listings_different", found.first.name)
    return redirect(url_for("listing_pairs.pair", pair_id=pair_id), 303)


@blueprint.post("/<uuid:pair_id>/undo")
def undo(pair_id: uuid.UUID) -> ResponseReturnValue:
    """Take back what was decided about the two."""
    found = _get(pair_id)
    if found.state is PairState.MERGED:
        merging_listings.take_apart(pair=found, decided_by=staff_sessions.current_staff().name, now=utc_now())
    else:
        merging_listings.ask_again(pair=found, now=utc_now())
    _note("listings_pair_undone", found.first.name)
    flash(gettext("It is as it was before."), "success")
    return redirect(url_for("listing_pairs.pair", pair_id=pair_id), 303)


def _show(pair: ListingPair, form: Form) -> str:
    first, second = get_service(pair.first_id), get_service(pair.second_id)
    reader = Reader(str(get_locale() or "en"), utc_now().astimezone(LONDON).date())
    merged = merging_listings.find_merge(pair) if pair.state is PairState.MERGED else None
    return render_template(
        "upkeep/pair.html",
        pair=pair,
        form=form,
        first=first,
        second=second,
        reasons=duplicates.reasons(pair.why),
        sides=[(q, q.lines(first, reader), q.lines(second, reader)) for q in QUESTIONS.values()],
        kept_id=merged.kept_id if merged else None,
        states=PairState,
    )


def _get(pair_id: uuid.UUID) -> ListingPair:
    try:
        return merging_listings.get_pair(pair_id)
    except merging_listings.PairNotFound:
        abort(404)


def _note(action: str, detail: str) -> None:
    staff_id = staff_sessions.current_staff().id
    record_audit(action=action, staff_id=staff_id, person_id=None, detail=detail, now=utc_now())
    db.session.commit()
