"""An editor's own listings, on a phone: how complete each is, how often it is come across, and what one tap can say."""

import uuid
from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from directory.models import Service
from directory.queries import ListingNotFound
from directory.room import Room, Wait
from directory.upkeep import edits, one_tap, own_listings, reports
from directory.upkeep.models import ListingEditor
from navigator.db import db
from navigator.referrals import operations as referrals
from navigator.times import utc_now
from navigator.upkeep import editor_sessions, labels, views
from navigator.upkeep.reports import WRONG

blueprint = Blueprint("my_listings", __name__, template_folder="templates")

UNDO = "room_before"  # in the session: what the last tap about room replaced


@blueprint.get("")
def home() -> str:
    """My listings."""
    editors = editor_sessions.current_editors()
    cards = views.cards_of([editor.organization_id for editor in editors], now=utc_now(), language=_language())
    return render_template(
        "upkeep/listings.html",
        editors=editors,
        cards=cards,
        new_listings=edits.list_own_new([editor.id for editor in editors]),
        labels_of_edits=labels.EDITS,
        rooms=labels.ROOMS_IN_SHORT,
    )


@blueprint.get("/<uuid:service_id>")
def listing(service_id: uuid.UUID) -> str:
    """One listing: its score and the most useful gaps, how often it is come across, and the taps."""
    service, _ = _get(service_id)
    before = session.get(UNDO) or {}
    return render_template(
        "upkeep/listing.html",
        view=views.view_of(service, now=utc_now(), language=_language()),
        may_undo=before.get("service_id") == str(service_id) and request.args.get("said") == "room",
        questions=labels.QUESTIONS,
        rooms=labels.ROOMS,
        waits=labels.WAITS,
        Room=Room,
        wrong=[one for one in reports.list_reports_for(service.organization_id) if one.service_id == service_id],
        what_is_wrong=WRONG,
    )


@blueprint.post("/<uuid:service_id>/room")
def set_room(service_id: uuid.UUID) -> ResponseReturnValue:
    """Has room, a waiting list, full, or not taking referrals: from today. The next page offers the way back."""
    service, editor = _get(service_id)
    try:
        room = Room(request.form.get("room", ""))
        wait = Wait(request.form["wait"]) if request.form.get("wait") else None
    except ValueError:
        abort(400)
    before = one_tap.set_room(service=service, room=room, wait=wait, by_name=editor.name, now=utc_now())
    is_finishing = wait is not None and (session.get(UNDO) or {}).get("service_id") == str(service_id)
    if not is_finishing:  # saying how long the list is belongs to the tap before it: one step back undoes both
        session[UNDO] = {"service_id": str(service_id), **before.as_json()}
    db.session.commit()
    return redirect(url_for("my_listings.listing", service_id=service_id, said="room", _anchor="room"), 303)


@blueprint.post("/<uuid:service_id>/room/undo")
def put_room_back(service_id: uuid.UUID) -> ResponseReturnValue:
    """What was said about room before stands again."""
    service, editor = _get(service_id)
    before = session.pop(UNDO, None) or {}
    if before.pop("service_id", "") == str(service_id):
        one_tap.put_room_back(service=service, before=one_tap.RoomBefore(**before), by_name=editor.name, now=utc_now())
        flash(gettext("It says what it said before."), "success")
        db.session.commit()
    return redirect(url_for("my_listings.listing", service_id=service_id), 303)


@blueprint.post("/<uuid:service_id>/still-right")
def still_right(service_id: uuid.UUID) -> ResponseReturnValue:
    """Everything is still right."""

    def confirm(service: Service, editor: ListingEditor, now: datetime) -> None:
        one_tap.confirm(service=service, by_name=editor.name, by_email=editor.email, now=now)
        flash(gettext("Thank you. People now see that %(name)s was checked today.", name=service.name), "success")

    return _change(service_id, confirm)


@blueprint.post("/<uuid:service_id>/closed")
def closed(service_id: uuid.UUID) -> ResponseReturnValue:
    """We have closed. Whoever referred somebody there is told; the listing's page here offers the way back."""

    def close(service: Service, editor: ListingEditor, now: datetime) -> None:
        one_tap.close(service=service, by_name=editor.name, now=now)
        referrals.call_about_closed_service(service=service, now=now)

    return _change(service_id, close)


@blueprint.post("/<uuid:service_id>/open-again")
def open_again(service_id: uuid.UUID) -> ResponseReturnValue:
    """It has not closed after all."""

    def undo(service: Service, editor: ListingEditor, now: datetime) -> None:
        one_tap.open_again(service=service, by_name=editor.name, now=now)
        referrals.settle_about_closed_service(service=service, now=now)
        flash(gettext("%(name)s is shown in searches again.", name=service.name), "success")

    return _change(service_id, undo)


def _change(service_id: uuid.UUID, change: Callable[[Service, ListingEditor, datetime], None]) -> ResponseReturnValue:
    """One change to a listing of theirs, committed; then back to where it was asked for."""
    service, editor = _get(service_id)
    change(service, editor, utc_now())
    db.session.commit()
    if request.form.get("then") == "home":
        return redirect(url_for("my_listings.home"), 303)
    return redirect(url_for("my_listings.listing", service_id=service_id), 303)


def _get(service_id: uuid.UUID) -> tuple[Service, ListingEditor]:
    """A listing of another organisation's looks as if there were none."""
    try:
        return own_listings.get_own(service_id, editors=editor_sessions.current_editors())
    except ListingNotFound:
        abort(404)


def _language() -> str:
    return str(get_locale() or "en")
