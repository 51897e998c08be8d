"""For administrators: which addresses are told when a referral moves, what became of it, and telling again."""

import uuid
from datetime import datetime

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from navigator import forms
from navigator.db import db
from navigator.paging import PER_PAGE
from navigator.people.staff_sessions import current_staff
from navigator.times import utc_now
from navigator.webhooks import operations, queries
from navigator.webhooks.calling import AddressRefused
from navigator.webhooks.models import DeliveryState, WebhookAddress
from navigator.webhooks.schemas import AddressForm

blueprint = Blueprint("webhooks_admin", __name__, template_folder="templates")

STATES = {
    DeliveryState.WAITING: lazy_gettext("Waiting"),
    DeliveryState.DELIVERED: lazy_gettext("Arrived"),
    DeliveryState.FAILED: lazy_gettext("Not taken"),
}


@blueprint.get("")
def webhooks() -> str:
    """The addresses, and how each is doing."""
    return _list_page(forms.blank())


@blueprint.post("")
def add() -> ResponseReturnValue:
    """Tell one more address. The answer shows its secret, this once."""
    form = forms.read(AddressForm(), request.form)
    if not form.is_valid:
        return _list_page(form), 422
    allows_inside = current_app.extensions["settings"].allows_webhooks_inside
    try:
        address = operations.register(by=current_staff(), allows_inside=allows_inside, now=utc_now(), **form.data)
    except AddressRefused:
        db.session.rollback()
        problem = gettext("It must begin with https:// and lead to the internet, not into this network.")
        return _list_page(form.with_error("url", problem)), 422
    secret = address.secret
    db.session.commit()
    return _page(address, secret=secret)


@blueprint.get("/<uuid:address_id>")
def webhook(address_id: uuid.UUID) -> str:
    """One address and what was told to it."""
    return _page(queries.get_address(current_staff(), address_id))


@blueprint.post("/<uuid:address_id>")
def change(address_id: uuid.UUID) -> ResponseReturnValue:
    """A new secret (shown once), on again after it stopped, or no more."""
    address, staff, now = queries.get_address(current_staff(), address_id), current_staff(), utc_now()
    match request.form.get("then"):
        case "secret":
            secret = operations.rotate(address=address, by=staff, now=now)
            db.session.commit()
            return _page(address, secret=secret)
        case "go_on":
            operations.go_on(address=address, by=staff, now=now)
            said, back = gettext("It goes on. What waited is being sent."), url_for(".webhook", address_id=address_id)
        case _:
            operations.end(address=address, by=staff, now=now)
            said, back = gettext("Nothing is told to this address any more."), url_for(".webhooks")
    db.session.commit()
    flash(said, "success")
    return redirect(back, 303)


@blueprint.post("/<uuid:address_id>/<uuid:delivery_id>")
def again(address_id: uuid.UUID, delivery_id: uuid.UUID) -> ResponseReturnValue:
    """Send one again."""
    address = queries.get_address(current_staff(), address_id)
    operations.send_again(delivery=queries.get_delivery(address, delivery_id), by=current_staff(), now=utc_now())
    db.session.commit()
    flash(gettext("It is being sent again."), "success")
    return redirect(url_for(".webhook", address_id=address_id), 303)


def _list_page(form: forms.Form) -> str:
    page = _page_asked_for()
    found = queries.list_addresses(current_staff(), page=page)
    return render_template(
        "webhooks/webhooks.html",
        form=form,
        addresses=found.rows,
        counts=queries.count_states(found.rows),
        page=page,
        pages=-(-found.total // PER_PAGE),
        page_address=lambda number: url_for(".webhooks", page=number),
    )


def _page(address: WebhookAddress, *, secret: str = "") -> str:
    page, now = _page_asked_for(), utc_now()
    found = queries.list_deliveries(address, page=page)
    return render_template(
        "webhooks/webhook.html",
        address=address,
        secret=secret,
        told=found.rows,
        states=STATES,
        both_until=_both_until(address, now),
        page=page,
        pages=-(-found.total // PER_PAGE),
        page_address=lambda number: url_for(".webhook", address_id=address.id, page=number),
    )


def _both_until(address: WebhookAddress, now: datetime) -> datetime | None:
    return address.old_until if len(address.secrets_at(now)) > 1 else None


def _page_asked_for() -> int:
    return min(max(request.args.get("page", 1, type=int), 1), 5000)
