"""Webhooks, for a program that looks after its own address."""

import uuid
from typing import Any

from flask import current_app

from navigator.api_shapes import Blueprint, abort
from navigator.db import db
from navigator.envelope import Envelope, PageQuery, envelope_of, make_envelope
from navigator.people.api_tokens import current_holder, needs
from navigator.people.token_scopes import TokenScope
from navigator.times import utc_now
from navigator.webhooks import operations, queries
from navigator.webhooks.calling import AddressRefused
from navigator.webhooks.models import WebhookAddress
from navigator.webhooks.schemas import DeliveryOut, WebhookIn, WebhookOut, WebhookWithSecretOut

blueprint = Blueprint("webhooks_api", __name__, description="Addresses that are told, signed, when a referral moves.")


@blueprint.get("")
@needs(blueprint, TokenScope.WEBHOOKS)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, envelope_of(WebhookOut))
def list_webhooks(asked: dict[str, Any]) -> Envelope:
    """The addresses of your locality, the newest first."""
    found = queries.list_addresses(current_holder(), **asked)
    return make_envelope(found.rows, asked["page"], asked["per_page"], found.total)


@blueprint.post("")
@needs(blueprint, TokenScope.WEBHOOKS)
@blueprint.arguments(WebhookIn)
@blueprint.response(201, WebhookWithSecretOut)
@blueprint.alt_response(422, description="Not an https address on the internet, or something is missing.")
def add_webhook(given: dict[str, Any]) -> WebhookAddress:
    """Tell an address. The secret that calls are signed with is in this answer and nowhere else."""
    allows_inside = current_app.extensions["settings"].allows_webhooks_inside
    try:
        address = operations.register(by=current_holder(), allows_inside=allows_inside, now=utc_now(), **given)
    except AddressRefused:
        abort(422, errors={"json": {"url": ["It must begin with https:// and lead to the internet."]}})
    db.session.commit()
    return address


@blueprint.post("/<uuid:address_id>/secret")
@needs(blueprint, TokenScope.WEBHOOKS)
@blueprint.response(200, WebhookWithSecretOut)
def change_secret(address_id: uuid.UUID) -> WebhookAddress:
    """A new secret, given this once. For a day calls carry a signature with the one before as well."""
    address = queries.get_address(current_holder(), address_id)
    operations.rotate(address=address, by=current_holder(), now=utc_now())
    db.session.commit()
    return address


@blueprint.delete("/<uuid:address_id>")
@needs(blueprint, TokenScope.WEBHOOKS)
@blueprint.response(204)
def end_webhook(address_id: uuid.UUID) -> None:
    """Nothing is told to it any more."""
    operations.end(address=queries.get_address(current_holder(), address_id), by=current_holder(), now=utc_now())
    db.session.commit()


@blueprint.get("/<uuid:address_id>/deliveries")
@needs(blueprint, TokenScope.WEBHOOKS)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, envelope_of(DeliveryOut))
def list_deliveries(asked: dict[str, Any], address_id: uuid.UUID) -> Envelope:
    """What was told to it, the latest first: to be read after an outage."""
    found = queries.list_deliveries(queries.get_address(current_holder(), address_id), **asked)
    return make_envelope(found.rows, asked["page"], asked["per_page"], found.total)


@blueprint.post("/<uuid:address_id>/deliveries/<uuid:delivery_id>/again")
@needs(blueprint, TokenScope.WEBHOOKS)
@blueprint.response(204)
def send_again(address_id: uuid.UUID, delivery_id: uuid.UUID) -> None:
    """Send one again, under the same id."""
    delivery = queries.get_delivery(queries.get_address(current_holder(), address_id), delivery_id)
    operations.send_again(delivery=delivery, by=current_holder(), now=utc_now())
    db.session.commit()
