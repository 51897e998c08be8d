"""What the text provider calls: replies, and news of texts we sent. Nothing is read before the signature is right."""

import logging
import uuid
from collections import Counter

from flask import Blueprint, Response, abort, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from messaging.gateways import twilio as twilio_gateway
from messaging.replies import incoming
from messaging.sending import provider_news
from navigator.config import Settings
from navigator.db import db
from navigator.times import utc_now

blueprint = Blueprint("webhooks", __name__)
log = logging.getLogger(__name__)

LONGEST_BODY = 10_000  # characters; the longest text a phone can send is 1,600
NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

news_counts: Counter[provider_news.News] = Counter()
"""What became of the provider's news since this process began, for the metrics."""


@blueprint.before_request
def check_signature() -> None:
    """403 unless the provider, who knows our token, made this call to the address that people know us by."""
    settings: Settings = current_app.extensions["settings"]
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    url = f"{settings.public_url}{request.path}{query}"
    try:
        fields = request.form
    except RequestEntityTooLarge:
        abort(400)
    signature = request.headers.get("X-Twilio-Signature", "")
    if not signature or not twilio_gateway.is_signed(token=settings.webhook_token, url=url, fields=fields, signature=signature):
        log.warning("a call to %s without the provider's signature is refused", request.path)
        abort(403)


@blueprint.post("/twilio/messages")
def messages() -> Response:
    """A text from a phone. Stored first; if nothing can be made of it now, the worker tries again."""
    provider_id = request.form.get("MessageSid") or request.form.get("SmsSid") or ""
    from_number, to_number = request.form.get("From", ""), request.form.get("To", "")
    body = request.form.get("Body", "").replace("\x00", "")  # PostgreSQL cannot keep a nought
    if not 1 <= len(provider_id) <= 64 or not 1 <= len(from_number) <= 20 or len(to_number) > 20 or len(body) > LONGEST_BODY:
        abort(400)
    now = utc_now()
    received_id = incoming.receive(provider_id=provider_id, from_number=from_number, to_number=to_number, body=body, now=now).id
    db.session.commit()
    try:
        incoming.handle(received_id, now=now)
        db.session.commit()
    except Exception:
        db.session.rollback()
        log.exception("nothing could be made of received text %s; the worker will try again", received_id)
    return Response(NOTHING_TO_SAY, mimetype="text/xml")


@blueprint.post("/twilio/status")
def status() -> Response:
    """What became of a text we sent."""
    provider_id = request.form.get("MessageSid") or request.form.get("SmsSid") or ""
    said = request.form.get("MessageStatus") or request.form.get("SmsStatus") or ""
    if not 1 <= len(provider_id) <= 64 or not said:
        abort(400)
    news = provider_news.take(
        provider_id=provider_id,
        message_id=_parse_id(request.args.get("message", "")),
        status=said,
        code=request.form.get("ErrorCode", "")[:40],
        now=utc_now(),
    )
    db.session.commit()
    news_counts[news] += 1
    return Response(status=204, mimetype="text/plain")


def _parse_id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
