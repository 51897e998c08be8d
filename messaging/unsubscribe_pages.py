"""One tap, and a kind of e-mail ends: the link in the e-mail's own header (RFC 8058), which mailboxes show as a button.

Looking changes nothing. A mailbox's own call comes without a cookie and without a page before it.
"""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from messaging import opt_outs, return_tokens
from messaging.models import OutgoingMessage
from messaging.sending import outbox
from messaging.sending.stopping import can_be_stopped
from navigator.config import Settings
from navigator.db import db
from navigator.times import utc_now

blueprint = Blueprint("unsubscribe", __name__, template_folder="templates")


@blueprint.get("/<token>")
def ask(token: str) -> ResponseReturnValue:
    message = _find(token)
    if message is None:
        return render_template("stop/unknown.html"), 404
    is_stopped = opt_outs.is_stopped(message.to_address.lower(), message.purpose)
    return render_template("stop/emails.html", token=token, address=message.to_address, is_stopped=is_stopped)


@blueprint.post("/<token>")
def act(token: str) -> ResponseReturnValue:
    """Stop; or, from our own page only, start again."""
    message, now = _find(token), utc_now()
    if message is None:
        return render_template("stop/unknown.html"), 404
    address = message.to_address.lower()
    if request.form.get("what") == "start":
        opt_outs.start(number=address, purpose=message.purpose, now=now)
    elif opt_outs.stop(number=address, how="page", purpose=message.purpose, now=now):
        outbox.cancel_planned(to_address=message.to_address, purpose=message.purpose, cause="stopped", now=now)
    db.session.commit()
    if request.form.get("List-Unsubscribe") == "One-Click":
        return "", 204
    return redirect(url_for(".ask", token=token), 303)


def _find(token: str) -> OutgoingMessage | None:
    settings: Settings = current_app.extensions["settings"]
    message_id = return_tokens.find_message_id(token, key=settings.secret_key, what_for=return_tokens.STOPPED)
    message = db.session.get(OutgoingMessage, message_id) if message_id else None
    return message if message is not None and can_be_stopped(message) else None
