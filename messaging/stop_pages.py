"""The page that stops texts, for those who got one from a name and cannot answer it. One tap, no password.

Looking changes nothing (programs look at links before people do); pressing the button does what a STOP by text does, and
START may be pressed here as well, since it cannot be written either.
"""

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import refresh

from messaging import opt_outs, stop_links
from messaging.models import OutgoingMessage
from messaging.replies import incoming
from navigator.config import Settings
from navigator.db import db, new_id
from navigator.times import utc_now
from translations.locales import LANGUAGES

blueprint = Blueprint("stop", __name__, template_folder="templates")

WORDS = {"stop": "STOP", "start": "START"}


@blueprint.get("/<token>")
def ask(token: str) -> ResponseReturnValue:
    """Shall we stop? Or, when we have: shall we text again?"""
    message = _find(token)
    if message is None:
        return render_template("stop/unknown.html"), 404
    _speak_as_the_text_did(message)
    is_stopped = opt_outs.is_stopped(message.to_address)
    return render_template("stop/stop.html", token=token, ending=message.to_address[-3:], is_stopped=is_stopped)


@blueprint.post("/<token>")
def act(token: str) -> ResponseReturnValue:
    """Stop, or start again: as if the phone had written the word, so that everybody who should hear of it does."""
    message, now = _find(token), utc_now()
    if message is None:
        return render_template("stop/unknown.html"), 404
    word = WORDS.get(request.form.get("what", "stop"), "STOP")
    received = incoming.receive(
        provider_id=f"page-{new_id().hex}", from_number=message.to_address, to_number="", body=word, now=now
    )
    received_id = received.id
    db.session.commit()
    incoming.heed_stop(received_id, now=now)
    incoming.handle(received_id, now=now)
    db.session.commit()
    return redirect(url_for(".ask", token=token), 303)


def _find(token: str) -> OutgoingMessage | None:
    settings: Settings = current_app.extensions["settings"]
    message_id = stop_links.find_message_id(token, key=settings.secret_key)
    return db.session.get(OutgoingMessage, message_id) if message_id else None


def _speak_as_the_text_did(message: OutgoingMessage) -> None:
    """In the language of the text, unless they have chosen another here."""
    if "language" not in session and "lang" not in request.args and message.locale in LANGUAGES:
        session["language"] = message.locale
        refresh()
