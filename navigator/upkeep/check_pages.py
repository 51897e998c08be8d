""" "Still correct?": the page behind the link in the question. It needs no password, and does nothing but take the answer."""

import uuid

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from directory.models import Service, ServiceStatus
from directory.upkeep import confirmations, one_tap
from directory.upkeep.models import CheckAnswer, EditorLink, LinkPurpose, ListingCheck
from navigator.config import Settings
from navigator.db import db
from navigator.referrals import operations as referrals
from navigator.times import LONDON, utc_now
from navigator.upkeep import editor_sessions, labels, telling
from navigator.upkeep.opened_links import fail_kindly, get_link, speak_as_the_message_did

blueprint = Blueprint("listing_check", __name__, template_folder="templates")
fail_kindly(blueprint)

CHECKS = frozenset({LinkPurpose.CHECK})


@blueprint.get("/<token>")
def questions(token: str) -> str:
    """Each listing that is asked about, and what was said of it already."""
    link = get_link(token, purposes=CHECKS)
    speak_as_the_message_did(link)
    today, language = utc_now().astimezone(LONDON).date(), str(get_locale() or "en")
    asked = confirmations.list_asked(link)
    return render_template(
        "upkeep/still_correct.html",
        door="listing_check",
        greeting=gettext("Hello %(name)s. Look at what people read, and tell us with one tap.", name=link.editor.name),
        token=token,
        asked=[(service, check, labels.states_of(service, today=today, code=language)) for service, check in asked],
        still_open=sum(check.answer is None for _, check in asked),
        is_signed_in=_is_signed_in(link),
        Answer=CheckAnswer,
    )


@blueprint.post("/<token>")
def all_still_right(token: str) -> ResponseReturnValue:
    """Everything that is asked about, and not answered yet, is still right."""
    link = get_link(token, purposes=CHECKS)
    for service, check in confirmations.list_asked(link):
        if check.answer is None:
            _confirm(service, link)
    db.session.commit()
    return redirect(url_for("listing_check.questions", token=token), 303)


@blueprint.post("/<token>/<uuid:service_id>")
def answer(token: str, service_id: uuid.UUID) -> ResponseReturnValue:
    """One listing is still right, has changed, has closed, or has not closed after all."""
    link = get_link(token, purposes=CHECKS)
    service, check = _get(link, service_id)
    match request.form.get("answer"):
        case CheckAnswer.STILL_RIGHT.value if service.status is not ServiceStatus.DEFUNCT:
            _confirm(service, link)
        case CheckAnswer.CLOSED.value if check.answer is not CheckAnswer.CLOSED:
            one_tap.close(service=service, by_name=link.editor.name, now=utc_now())
            referrals.call_about_closed_service(service=service, now=utc_now())
        case "not_closed" if check.answer is CheckAnswer.CLOSED:
            one_tap.open_again(service=service, by_name=link.editor.name, now=utc_now())
            referrals.settle_about_closed_service(service=service, now=utc_now())
        case CheckAnswer.CHANGED.value:
            return _changed(service, link)
    db.session.commit()
    return redirect(url_for("listing_check.questions", token=token), 303)


def _changed(service: Service, link: EditorLink) -> ResponseReturnValue:
    """They say what has changed where they are signed in: this link alone is too long-lived to open that."""
    now, settings = utc_now(), current_app.extensions["settings"]
    assert isinstance(settings, Settings)  # noqa: S101 - told to mypy: create_app put it there
    confirmations.note_answer(service=service, answer=CheckAnswer.CHANGED, by=link.editor.name, now=now)
    if _is_signed_in(link):
        db.session.commit()
        return redirect(url_for("my_listings.listing", service_id=service.id), 303)
    telling.send_sign_in_link(editor=link.editor, public_url=settings.public_url, now=now)
    db.session.commit()
    return redirect(url_for("editor_door.link_asked_for"), 303)


def _confirm(service: Service, link: EditorLink) -> None:
    one_tap.confirm(service=service, by_name=link.editor.name, by_email=link.editor.email, now=utc_now())


def _get(link: EditorLink, service_id: uuid.UUID) -> tuple[Service, ListingCheck]:
    """What the link asks about; 404 for any other listing."""
    found = next((pair for pair in confirmations.list_asked(link) if pair[0].id == service_id), None)
    if found is None:
        abort(404)
    return found


def _is_signed_in(link: EditorLink) -> bool:
    editor = editor_sessions.find_current_editor()
    return editor is not None and editor.email == link.editor.email
