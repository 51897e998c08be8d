"""What text providers call: texts from phones, and news of texts we sent.

The size is looked at first, then who calls; then the call is kept as it came, and answered. Nothing is made of it here, but
for a STOP, which holds before the answer leaves: the worker may have a text for that very number in its hands.
"""

import logging
from collections import Counter

from flask import Blueprint, Response, abort, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from messaging import events
from messaging.gateways import choosing
from messaging.gateways.handover import Call, Caller, NotSigned, Unreadable
from messaging.models import EventKind
from messaging.replies.meaning import Meaning
from messaging.replies.meaning import interpret as understand
from navigator.config import Settings
from navigator.db import db
from navigator.times import utc_now
from translations.locales import LANGUAGES

blueprint = Blueprint("webhooks", __name__)
log = logging.getLogger(__name__)

MOST_BYTES = 64 * 1024  # the longest text a phone can send is 1,600 characters
NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

call_counts: Counter[tuple[str, str]] = Counter()
"""Calls since this process began, by provider and what came of them (kept, repeated, too_large, forged), for the metrics."""


@blueprint.post("/twilio/messages")
def twilio_text() -> Response:
    """A text from a phone, or from one of the simulator's."""
    _take("twilio", EventKind.TEXT)
    return Response(NOTHING_TO_SAY, mimetype="text/xml")


@blueprint.post("/twilio/status")
def twilio_news() -> Response:
    """What became of a text we sent through Twilio."""
    _take("twilio", EventKind.NEWS)
    return Response(status=204, mimetype="text/plain")


@blueprint.post("/vonage/inbound")
def vonage_text() -> Response:
    """A text from a phone."""
    _take("vonage", EventKind.TEXT)
    return Response(status=200, mimetype="text/plain")


@blueprint.post("/vonage/status")
def vonage_news() -> Response:
    """What became of a text we sent through Vonage."""
    _take("vonage", EventKind.NEWS)
    return Response(status=200, mimetype="text/plain")


def _take(provider: str, kind: EventKind) -> None:
    """Keep the call that is being made. 413 when it is far too long, 403 unless the provider made it. Commits."""
    settings: Settings = current_app.extensions["settings"]
    now, callers = utc_now(), choosing.callers(settings)
    call = _read(provider, settings)
    caller = callers.get(provider)
    try:
        if caller is None:
            raise NotSigned("nobody here has an account with them")
        caller.check(call, now=now)
    except NotSigned as problem:
        call_counts[provider, "forged"] += 1
        log.warning("a call to %s is refused: %s", request.path, problem.why)
        abort(403)
    event_id = events.store(call, provider=provider, kind=kind, now=now)
    db.session.commit()
    call_counts[provider, "kept" if event_id else "repeated"] += 1
    if event_id and kind is EventKind.TEXT and _says_stop(caller, call):
        events.interpret(event_id, now=now, callers=callers)


def _read(provider: str, settings: Settings) -> Call:
    request.max_content_length = MOST_BYTES
    try:
        body = request.get_data(cache=False, parse_form_data=False)
    except RequestEntityTooLarge:
        body = None
    if body is None or len(body) > MOST_BYTES:
        call_counts[provider, "too_large"] += 1
        abort(413)
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return Call(
        url=f"{settings.public_url}{request.path}{query}",  # what people type, whatever proxies made of it on the way
        query=request.args.to_dict(),
        headers={name.lower(): value for name, value in request.headers},
        body=body,
        content_type=request.content_type or "",
    )


def _says_stop(caller: Caller, call: Call) -> bool:
    """Whether a text asks us to stop, in any of our languages. Whose it is, and in which they read, is for later."""
    try:
        body = caller.read_text(call).body
    except Unreadable:
        return False
    return any(understand(body, locale=locale, asked=None).meaning is Meaning.STOP for locale in LANGUAGES)
