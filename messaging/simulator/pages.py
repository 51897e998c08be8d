"""The simulator: phones and inboxes on a page, for the demo. A phone answers through the same signed webhook as a real one."""

import re
import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import MultiDict
from werkzeug.test import Client

from messaging import opt_outs, queries
from messaging.gateways import twilio as twilio_gateway
from messaging.gateways.simulated import OUR_NUMBER
from messaging.models import SimulatedText
from messaging.phone_numbers import pretty
from messaging.sending import outbox
from messaging.simulator import queries as simulator_queries
from messaging.wording.names import NAMES
from navigator import forms
from navigator.config import Settings
from navigator.db import db, new_id
from navigator.times import utc_now

blueprint = Blueprint("simulator", __name__, template_folder="templates")

WEBHOOK = "/webhooks/twilio/messages"
ADDRESS = re.compile(r"\+\d{6,15}|[^@\s/]{1,64}@[^@\s/]{1,190}")
LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
QUICK_ANSWERS = ("1", "2", "3", "STOP", "START")


class AnswerSchema(forms.FormSchema):
    body = forms.Text(missing=lazy_gettext("Write a text first, or press one of the buttons."), longest=1600)


@dataclass(frozen=True)
class Piece:
    """A stretch of a message: plain words, or a link (an address of ours as a path, so that any port works)."""

    words: str
    href: str | None = None


@blueprint.get("", strict_slashes=False)
def devices() -> ResponseReturnValue:
    found = simulator_queries.list_devices()
    return render_template(
        "simulator/devices.html",
        phones=[device for device in found if device.is_phone],
        inboxes=[device for device in found if not device.is_phone],
        pretty=pretty,
    )


@blueprint.get("/<address>")
def device(address: str) -> ResponseReturnValue:
    return _show(address, forms.blank())


@blueprint.post("/<address>/answer")
def answer(address: str) -> ResponseReturnValue:
    """The phone texts us: as the provider would tell us of it, signature and all."""
    form = forms.read(AnswerSchema(), request.form)
    if not form.is_valid:
        return _show(address, form), 422
    _text_us(_checked(address), form.data["body"])
    return redirect(url_for(".device", address=address, live=request.args.get("live"), _anchor="write"), 303)


@blueprint.post("/planned/<uuid:message_id>/now")
def pretend(message_id: uuid.UUID) -> ResponseReturnValue:
    """Pretend that it is time for a planned message."""
    try:
        message = outbox.bring_forward(message_id=message_id, now=utc_now())
    except outbox.NotPlanned:
        flash(gettext("That message has gone already."), "info")
        return redirect(url_for(".devices"), 303)
    db.session.commit()
    flash(gettext("It is time: the message goes in a moment."), "success")
    return redirect(url_for(".device", address=message.to_address, live=request.args.get("live")), 303)


def _show(address: str, form: forms.Form) -> str:
    is_phone = "@" not in _checked(address)
    return render_template(
        "simulator/phone.html" if is_phone else "simulator/inbox.html",
        address=address,
        name=pretty(address) if is_phone else address,
        shown=[(one, _split_links(one.body)) for one in simulator_queries.list_shown(address)],
        planned=queries.list_planned_to(address),
        labels=NAMES,
        now=utc_now(),
        is_stopped=is_phone and opt_outs.is_stopped(address),
        is_live=request.args.get("live") == "1",
        quick_answers=QUICK_ANSWERS,
        form=form,
    )


def _checked(address: str) -> str:
    if not ADDRESS.fullmatch(address):
        abort(404)
    return address


def _split_links(body: str) -> list[Piece]:
    settings: Settings = current_app.extensions["settings"]
    pieces, end = [], 0
    for found in LINK.finditer(body):
        pieces.append(Piece(body[end : found.start()]))
        address = urlsplit(found[0])
        ours = f"{address.scheme}://{address.netloc}" == settings.public_url
        path = f"{address.path}?{address.query}" if address.query else address.path
        pieces.append(Piece(found[0], (path or "/") if ours else found[0]))
        end = found.end()
    pieces.append(Piece(body[end:]))
    return [piece for piece in pieces if piece.words]


def _text_us(number: str, body: str) -> None:
    settings: Settings = current_app.extensions["settings"]
    sid = f"SM{new_id().hex}"
    db.session.add(SimulatedText(sid=sid, phone=number, from_person=True, body=body, happened_at=utc_now()))
    db.session.commit()  # before the webhook begins its own transaction, which must not wait for ours
    fields = {"MessageSid": sid, "From": number, "To": OUR_NUMBER, "Body": body, "NumMedia": "0"}
    signature = twilio_gateway.sign(token=settings.webhook_token, url=settings.public_url + WEBHOOK, fields=fields)
    with current_app.app_context():  # a context, and so a database session, of its own: as a request from outside has
        told = Client(current_app.wsgi_app).post(
            WEBHOOK, base_url=settings.public_url, data=MultiDict(fields), headers={"X-Twilio-Signature": signature}
        )
    if told.status_code != 200:
        raise RuntimeError(f"our own webhook answered a simulated text with {told.status_code}")
