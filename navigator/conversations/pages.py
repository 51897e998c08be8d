"""The guided conversation."""

import uuid
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_time, gettext

from navigator import forms
from navigator.conversations import merging, operations, queries
from navigator.conversations.labels import HEADINGS
from navigator.conversations.models import Conversation
from navigator.conversations.schemas import ConversationForm
from navigator.db import db
from navigator.forms import Form
from navigator.people.access import get_person
from navigator.people.models import Person
from navigator.people.operations import record_audit
from navigator.people.staff_sessions import current_staff
from navigator.people.trail import looked_at
from navigator.times import utc_now

blueprint = Blueprint("conversations", __name__, template_folder="templates")


@blueprint.get("/<uuid:person_id>/conversation")
def conversation(person_id: uuid.UUID) -> ResponseReturnValue:
    """The guided conversation, as far as it has come."""
    person = _person(person_id)
    texts = _texts(queries.find_open_conversation(person_id=person.id, staff_id=current_staff().id))
    return _show_conversation(person, forms.blank(**texts, seen=merging.mark_all(texts)))


@blueprint.post("/<uuid:person_id>/conversation")
def save_conversation(person_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was said, and go where the pressed button says."""
    person = _person(person_id)
    form = forms.read(ConversationForm(), request.form)
    if not form.is_valid:
        return _show_conversation(person, form), 422
    now = utc_now()
    kept = operations.open_conversation(person_id=person.id, staff_id=current_staff().id, now=now)
    stored = _texts(kept)
    merged = merging.merge(stored=stored, typed=form.data, seen=form.data["seen"])
    if merged.both_changed:
        both = Form(values={**merged.kept, "seen": merging.mark_all(stored)})
        for name in merged.both_changed:
            both = both.with_error(
                name,
                gettext("This was also changed somewhere else. Both texts are in the box now. Keep what is right, then save."),
            )
        return _show_conversation(person, both, elsewhere={name: stored[name] for name in merged.both_changed}), 409
    operations.save_conversation(conversation=kept, answers=merged.kept, now=now)
    then = request.form.get("then")
    if then == "finish":
        operations.finish_conversation(conversation=kept, now=now)
    _commit(person, "conversation_finished" if then == "finish" else "conversation_saved")
    if then == "finish":
        flash(gettext("The conversation is saved and finished."), "success")
        return redirect(url_for("person_page.person", person_id=person_id), 303)
    if then == "priorities":
        return redirect(url_for("steps.priorities", person_id=person_id), 303)
    flash(_saved_words(now), "success")
    return redirect(url_for(".conversation", person_id=person_id), 303)


@blueprint.get("/<uuid:person_id>/conversations")
def conversations(person_id: uuid.UUID) -> ResponseReturnValue:
    """Every conversation there has been, by its day, to be read again."""
    person = _person(person_id)
    return _show("conversations", person, told=queries.list_told(person.id))


@blueprint.get("/<uuid:person_id>/conversations/<uuid:conversation_id>")
def said(person_id: uuid.UUID, conversation_id: uuid.UUID) -> ResponseReturnValue:
    """What was said in one conversation, to read and not to change."""
    person = _person(person_id)
    try:
        told = queries.get_told(person_id=person.id, conversation_id=conversation_id)
    except queries.ConversationNotFound:
        abort(404)
    return _show("said", person, told=told, headings=HEADINGS)


@blueprint.post("/<uuid:person_id>/conversation/autosave")
def autosave(person_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was typed so far. Answers `saved`, words to show, and `seen`, the marks the page carries from now on."""
    person = _person(person_id)
    form = forms.read(ConversationForm(), request.form)
    if not form.is_valid:
        return jsonify(saved=gettext("Not saved yet: one of the texts is too long. Press Save to see which.")), 422
    now = utc_now()
    kept = operations.open_conversation(person_id=person.id, staff_id=current_staff().id, now=now)
    merged = merging.merge(stored=_texts(kept), typed=form.data, seen=form.data["seen"])
    if merged.both_changed:
        db.session.rollback()
        return jsonify(saved=gettext("Not saved yet: this was also changed somewhere else. Press Save to see both texts.")), 409
    operations.save_conversation(conversation=kept, answers=merged.kept, now=now)
    seen = merging.mark_all({name: form.data[name] for name in HEADINGS})
    _commit(person, "conversation_saved")
    return jsonify(saved=_saved_words(now), seen=seen)


def _texts(kept: Conversation | None) -> dict[str, str]:
    return {name: getattr(kept, name) if kept else "" for name in HEADINGS}


def _show_conversation(person: Person, form: Form, elsewhere: dict[str, str] | None = None) -> str:
    before = queries.find_last_finished_conversation(person.id)
    return _show("conversation", person, form=form, headings=HEADINGS, elsewhere=elsewhere or {}, before=before)


def _person(person_id: uuid.UUID) -> Person:
    return get_person(staff=current_staff(), person_id=person_id)


def _saved_words(now: Any) -> str:
    return str(gettext("Saved %(time)s", time=format_time(now, "HH:mm")))


def _commit(person: Person, action: str) -> None:
    record_audit(action=action, staff_id=current_staff().id, person_id=person.id, now=utc_now())
    db.session.commit()


def _show(template: str, person: Person, **values: Any) -> str:
    """The page; when it is the answer to a look (not to a form), that somebody looked is written down."""
    staff_id, person_id = current_staff().id, person.id
    page = render_template(f"conversations/{template}.html", person=person, **values)
    if request.method == "GET":
        looked_at(staff_id=staff_id, person_id=person_id, page=template)
    return page
