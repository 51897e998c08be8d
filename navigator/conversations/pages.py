"""The guided conversation: a page to talk over. What was said in it, and "About me", which lives on."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from directory.needs import names_of_needs
from navigator import forms
from navigator.conversations import carers_words, merging, operations, own_words, preparing, queries, writing
from navigator.conversations.labels import HEADINGS, OWN_HEADINGS
from navigator.conversations.models import Conversation
from navigator.conversations.own_words_models import ABOUT_ME, IF_WORSE, Heading, Writer
from navigator.conversations.prompts import list_prompts
from navigator.conversations.questions import ASK, HARD, THEMSELVES
from navigator.conversations.schemas import CardForm, ConversationForm
from navigator.db import db
from navigator.forms import Form
from navigator.people.access import get_person
from navigator.people.models import Person
from navigator.people.operations import record_audit
from navigator.people.staff_sessions import current_staff
from navigator.people.trail import looked_at
from navigator.times import utc_now
from translations.locales import DEFAULT, words

blueprint = Blueprint("conversations", __name__, template_folder="templates")

LABELS = {**HEADINGS, **{heading.value: label for heading, label in OWN_HEADINGS.items()}}
NEXT = {"priorities": "steps.priorities", "options": "steps.options"}


@blueprint.get("/<uuid:person_id>/conversation")
def conversation(person_id: uuid.UUID) -> ResponseReturnValue:
    """The guided conversation, as far as it has come."""
    person = _person(person_id)
    kept = queries.find_open_conversation(person_id=person.id, staff_id=current_staff().id)
    texts, needs = _texts(person, kept), _needs(kept)
    form = forms.blank(**texts, seen=merging.mark_all(texts), needs=needs, needs_seen=",".join(needs))
    return _show_conversation(person, form)


@blueprint.post("/<uuid:person_id>/conversation")
def save_conversation(person_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was said, and go where the pressed button says."""
    person = _person(person_id)
    form = forms.read(ConversationForm(), request.form)
    if not form.is_valid:
        return _show_conversation(person, form), 422
    now, then = utc_now(), request.form.get("then")
    kept = operations.open_conversation(person_id=person.id, staff_id=current_staff().id, now=now)
    stored = _texts(person, kept)
    written = writing.bring_together(stored=stored, form=form)
    if written.clashes:
        elsewhere = {name: stored[name] for name in written.clashes}
        return _show_conversation(person, writing.show_both(stored=stored, form=form), elsewhere=elsewhere), 409
    _keep(person, kept, written.kept, form, now=now)
    if then == "finish":
        operations.finish_conversation(conversation=kept, now=now)
    _commit(person, "conversation_finished" if then == "finish" else "conversation_saved")
    if then == "finish":
        flash(gettext("The conversation is saved and finished."), "success")
        return redirect(url_for("person_page.person", person_id=person_id), 303)
    if then in NEXT:
        return redirect(url_for(NEXT[then], person_id=person_id), 303)
    flash(writing.saved_words(now), "success")
    return redirect(url_for(".conversation", person_id=person_id), 303)


@blueprint.post("/<uuid:person_id>/conversation/autosave")
def autosave(person_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was typed so far. Answers `saved`, words to show, and the marks the page carries from now on.

    Where somebody else wrote under the same heading, that heading waits for the button; the others are kept.
    """
    person = _person(person_id)
    form = forms.read(ConversationForm(), request.form)
    if not form.is_valid:
        return jsonify(saved=writing.too_long_words()), 422
    now = utc_now()
    kept = operations.open_conversation(person_id=person.id, staff_id=current_staff().id, now=now)
    written = writing.bring_together(stored=_texts(person, kept), form=form)
    _keep(person, kept, written.kept, form, now=now)
    _commit(person, "conversation_saved")
    said = writing.clash_words() if written.clashes else writing.saved_words(now)
    return jsonify(saved=said, seen=written.seen, needs_seen=",".join(form.data["needs"])), 409 if written.clashes else 200


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
    codes = queries.list_needs_of(conversation_id)
    return _show("said", person, told=told, headings=HEADINGS, needs=[_names_of_needs().get(code, code) for code in codes])


@blueprint.get("/<uuid:person_id>/about-me")
def about_me(person_id: uuid.UUID) -> ResponseReturnValue:
    """What the person says of themselves, now and before: who wrote it, and when."""
    person = _person(person_id)
    return _show(
        "about_me",
        person,
        current=own_words.list_current(person.id),
        versions=own_words.list_versions(person_id=person.id, headings=ABOUT_ME),
        about=ABOUT_ME,
        labels=OWN_HEADINGS,
        Writer=Writer,
    )


@blueprint.get("/<uuid:person_id>/if-things-get-worse")
def card(person_id: uuid.UUID) -> ResponseReturnValue:
    """The card for a bad day, written with the person."""
    person = _person(person_id)
    texts = own_words.as_texts(own_words.list_current(person.id), IF_WORSE)
    return _show_card(person, forms.blank(**texts, seen=merging.mark_all(texts)))


@blueprint.post("/<uuid:person_id>/if-things-get-worse")
def save_card(person_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the card; where somebody else wrote meanwhile, show both."""
    person = _person(person_id)
    form = forms.read(CardForm(), request.form)
    if not form.is_valid:
        return _show_card(person, form), 422
    stored = own_words.as_texts(own_words.list_current(person.id), IF_WORSE)
    written = writing.bring_together(stored=stored, form=form)
    if written.clashes:
        return _show_card(person, writing.show_both(stored=stored, form=form)), 409
    now = utc_now()
    _write(person, written.kept, now=now)
    _commit(person, "card_saved")
    flash(gettext("The card is saved. It stands in their plan."), "success")
    return redirect(url_for("person_page.person", person_id=person_id), 303)


@blueprint.post("/<uuid:person_id>/if-things-get-worse/autosave")
def autosave_card(person_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was typed on the card so far."""
    person = _person(person_id)
    form = forms.read(CardForm(), request.form)
    if not form.is_valid:
        return jsonify(saved=writing.too_long_words()), 422
    now = utc_now()
    stored = own_words.as_texts(own_words.list_current(person.id), IF_WORSE)
    written = writing.bring_together(stored=stored, form=form)
    _write(person, written.kept, now=now)
    _commit(person, "card_saved")
    said = writing.clash_words() if written.clashes else writing.saved_words(now)
    return jsonify(saved=said, seen=written.seen), 409 if written.clashes else 200


def _person(person_id: uuid.UUID) -> Person:
    return get_person(staff=current_staff(), person_id=person_id)


def _texts(person: Person, kept: Conversation | None) -> dict[str, str]:
    """What stands under each heading of the page: the conversation's own, and About me."""
    of_conversation = {name: getattr(kept, name) if kept else "" for name in HEADINGS}
    return {**of_conversation, **own_words.as_texts(own_words.list_current(person.id), ABOUT_ME)}


def _needs(kept: Conversation | None) -> list[str]:
    return list(queries.list_needs_of(kept.id)) if kept else []


def _names_of_needs() -> dict[str, str]:
    return names_of_needs(words(str(get_locale() or DEFAULT)))


def _keep(person: Person, kept: Conversation, texts: Mapping[str, str], form: Form, *, now: datetime) -> None:
    operations.save_conversation(conversation=kept, answers={name: texts[name] for name in HEADINGS}, now=now)
    _write(person, {heading.value: texts[heading.value] for heading in ABOUT_ME}, now=now)
    seen = [code for code in form.data["needs_seen"].split(",") if code]
    operations.record_needs(conversation=kept, codes=form.data["needs"], seen=seen, now=now)


def _write(person: Person, texts: Mapping[str, str], *, now: datetime) -> None:
    own_words.write(
        person_id=person.id,
        texts={Heading(name): text for name, text in texts.items()},
        language=str(get_locale() or DEFAULT),
        writer=Writer.STAFF,
        staff_id=current_staff().id,
        now=now,
    )


def _commit(person: Person, action: str) -> None:
    record_audit(action=action, staff_id=current_staff().id, person_id=person.id, now=utc_now())
    db.session.commit()


def _show_conversation(person: Person, form: Form, elsewhere: dict[str, str] | None = None) -> str:
    shown, carers = preparing.find_shown(person.id), carers_words.list_shown(person.id)
    return _show(
        "conversation",
        person,
        form=form,
        is_new=not any(form.value(name) for name in HEADINGS),
        labels=LABELS,
        about=[heading.value for heading in ABOUT_ME],
        prompts=list_prompts(str(get_locale() or DEFAULT)),
        elsewhere=elsewhere or {},
        before=queries.find_last_finished_conversation(person.id),
        prepared=preparing.by_question(shown),
        preparation=shown,
        carers=carers,
        carers_said=carers_words.by_question(carers),
        THEMSELVES=THEMSELVES,
        HARD=HARD,
        ASK=ASK,
        current={heading.value: said for heading, said in own_words.list_current(person.id).items()},
        Writer=Writer,
        needs=_names_of_needs(),
    )


def _show_card(person: Person, form: Form) -> str:
    return _show(
        "card",
        person,
        form=form,
        labels=LABELS,
        prompts=list_prompts(str(get_locale() or DEFAULT)),
        card=[heading.value for heading in IF_WORSE],
    )


def _show(template: str, person: Person, **values: Any) -> str:
    """The page; when it is the answer to a look (not to a form), that somebody looked is written down."""
    staff_id, person_id = current_staff().id, person.id
    page = render_template(f"conversations/{template}.html", person=person, **values)
    if request.method == "GET":
        looked_at(staff_id=staff_id, person_id=person_id, page=template)
    return page
