"""Where a browser says that it has shown a notification: one address for one message, good for that alone.

It comes from a service worker, without a cookie and without a page before it.
"""

from flask import Blueprint, abort, current_app
from flask.typing import ResponseReturnValue

from messaging import return_tokens
from messaging.sending import unseen
from navigator.config import Settings
from navigator.db import db
from navigator.times import utc_now

blueprint = Blueprint("shown", __name__)


@blueprint.post("/<token>")
def shown(token: str) -> ResponseReturnValue:
    """Written down; said twice it is one. The answer does not tell whether anything followed from it."""
    settings: Settings = current_app.extensions["settings"]
    message_id = return_tokens.find_message_id(token, key=settings.secret_key, what_for=return_tokens.SHOWN)
    if message_id is None:
        abort(404)
    unseen.note_shown(message_id=message_id, now=utc_now())
    db.session.commit()
    return "", 204
