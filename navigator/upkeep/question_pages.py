"""The pages on which an editor changes a listing, or writes a new one."""

import uuid

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from directory.models import Service
from directory.queries import ListingNotFound
from directory.upkeep import edits, own_listings
from directory.upkeep.models import ListingEdit, ListingEditor
from directory.upkeep.staging import unbegun
from navigator.db import db
from navigator.times import utc_now
from navigator.upkeep import answering, editor_sessions
from navigator.upkeep.answering import Desk

blueprint = Blueprint("listing_questions", __name__, template_folder="templates")


@blueprint.get("/<uuid:service_id>/questions/<name>")
def question(service_id: uuid.UUID, name: str) -> ResponseReturnValue:
    """One question about a listing."""
    return answering.show_question(_desk(service_id), name)


@blueprint.post("/<uuid:service_id>/questions/<name>")
def save_question(service_id: uuid.UUID, name: str) -> ResponseReturnValue:
    """Keep the answer in the draft."""
    return answering.save_question(_desk(service_id), name)


@blueprint.post("/<uuid:service_id>/questions/<name>/autosave")
def autosave(service_id: uuid.UUID, name: str) -> ResponseReturnValue:
    """Keep what was typed so far."""
    return answering.autosave(_desk(service_id), name)


@blueprint.get("/<uuid:service_id>/review")
def review(service_id: uuid.UUID) -> ResponseReturnValue:
    """What would change."""
    return answering.review(_desk(service_id))


@blueprint.get("/<uuid:service_id>/preview")
def preview(service_id: uuid.UUID) -> ResponseReturnValue:
    """The public page as it would be."""
    return answering.preview(_desk(service_id))


@blueprint.post("/<uuid:service_id>/send")
def send(service_id: uuid.UUID) -> ResponseReturnValue:
    """Send the changes."""
    return answering.send(_desk(service_id))


@blueprint.post("/<uuid:service_id>/withdraw")
def withdraw(service_id: uuid.UUID) -> ResponseReturnValue:
    """Throw the changes away."""
    return answering.withdraw(_desk(service_id))


@blueprint.post("/<uuid:service_id>/again")
def take_up_again(service_id: uuid.UUID) -> ResponseReturnValue:
    """Go on with changes that were rejected."""
    return answering.take_up_again(_desk(service_id))


@blueprint.post("/new")
def begin_new() -> ResponseReturnValue:
    """Begin a new listing of the editor's organisation."""
    edit = edits.begin_edit(editor=editor_sessions.current_editor(), service=None, now=utc_now())
    db.session.commit()
    return redirect(url_for("listing_questions.new_question", edit_id=edit.id, name=answering.NAMES[0]), 303)


@blueprint.get("/new/<uuid:edit_id>/questions/<name>")
def new_question(edit_id: uuid.UUID, name: str) -> ResponseReturnValue:
    """One question about a new listing."""
    return answering.show_question(_desk_of_new(edit_id), name)


@blueprint.post("/new/<uuid:edit_id>/questions/<name>")
def save_new_question(edit_id: uuid.UUID, name: str) -> ResponseReturnValue:
    """Keep the answer in the draft."""
    return answering.save_question(_desk_of_new(edit_id), name)


@blueprint.post("/new/<uuid:edit_id>/questions/<name>/autosave")
def autosave_new(edit_id: uuid.UUID, name: str) -> ResponseReturnValue:
    """Keep what was typed so far."""
    return answering.autosave(_desk_of_new(edit_id), name)


@blueprint.get("/new/<uuid:edit_id>/review")
def review_new(edit_id: uuid.UUID) -> ResponseReturnValue:
    """What the new listing would say."""
    return answering.review(_desk_of_new(edit_id))


@blueprint.get("/new/<uuid:edit_id>/preview")
def preview_new(edit_id: uuid.UUID) -> ResponseReturnValue:
    """The public page as it would be."""
    return answering.preview(_desk_of_new(edit_id))


@blueprint.post("/new/<uuid:edit_id>/send")
def send_new(edit_id: uuid.UUID) -> ResponseReturnValue:
    """Send the new listing."""
    return answering.send(_desk_of_new(edit_id))


@blueprint.post("/new/<uuid:edit_id>/withdraw")
def withdraw_new(edit_id: uuid.UUID) -> ResponseReturnValue:
    """Throw the new listing away."""
    return answering.withdraw(_desk_of_new(edit_id))


@blueprint.post("/new/<uuid:edit_id>/again")
def take_up_new_again(edit_id: uuid.UUID) -> ResponseReturnValue:
    """Go on with a new listing that was rejected."""
    return answering.take_up_again(_desk_of_new(edit_id))


def _desk(service_id: uuid.UUID) -> Desk:
    """Where the current editor changes a listing of their own; not found when it is another's."""

    def find() -> ListingEdit:
        service, editor = _own(service_id)
        return edits.find_shown_edit(service_id=service.id, editor_id=editor.id) or unbegun(service=service, editor=editor)

    def begin() -> ListingEdit:
        service, editor = _own(service_id)
        return edits.begin_edit(editor=editor, service=service, now=utc_now())

    _own(service_id)
    address = f"/listings/{service_id}"
    return Desk(address, address, gettext("Back to the listing"), find, begin)


def _own(service_id: uuid.UUID) -> tuple[Service, ListingEditor]:
    try:
        return own_listings.get_own(service_id, editors=editor_sessions.current_editors())
    except ListingNotFound:
        abort(404)


def _desk_of_new(edit_id: uuid.UUID) -> Desk:
    def find() -> ListingEdit:
        ids = [editor.id for editor in editor_sessions.current_editors()]
        try:
            return edits.get_edit(edit_id=edit_id, editor_ids=ids)
        except edits.EditNotFound:
            abort(404)

    find()
    return Desk(f"/listings/new/{edit_id}", "/listings", gettext("Back to my listings"), find, find)
