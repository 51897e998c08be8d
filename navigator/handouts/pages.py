"""Sending a shortlist by text or e-mail to whoever asks for it.

Anybody may type any number here, so what is sent says nothing but "here is the list you asked for", never at night, a few
times a day at most, and never to a number that said stop. Which it was is not told: it would be somebody's secret.
"""

import uuid
from datetime import timedelta
from hashlib import sha256
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext, ngettext

from directory.queries import ListingNotFound, get_service
from directory.shortlists import keeping
from directory.shortlists.operations import LENGTH, path, share
from messaging.phone_numbers import PhoneNumberWrong, parse_mobile
from messaging.sending.hours_here import next_allowed
from messaging.sending.outbox import Recipient, plan_email, plan_text
from messaging.wording.texts import Preview, preview
from navigator import forms
from navigator.config import Settings
from navigator.db import db
from navigator.people import throttle
from navigator.people.details import say_what_is_wrong
from navigator.people.staff_operations import EmailWrong, read_email
from navigator.people.staff_sessions import find_current_staff
from navigator.times import utc_now
from translations.locales import DEFAULT

blueprint = Blueprint("handouts", __name__, template_folder="templates")

MOST_FROM_ONE_PLACE = 10  # an hour, from one address: a library's or a surgery's computers share one
MOST_TO_ONE = 3  # a day, to one number or mailbox
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class SendForm(forms.FormSchema):
    """Where to send it: `by` text or e-mail, and the number or address of the one chosen."""

    by = forms.OneOf(("text", "email"), missing=lazy_gettext("Choose a text or an e-mail."))
    mobile = forms.Text(longest=40)
    email = forms.Text(longest=254)
    service = forms.Text(longest=40)


@blueprint.errorhandler(throttle.TooMany)
def too_many(problem: throttle.TooMany) -> ResponseReturnValue:
    """Too much was sent from here, or to there."""
    db.session.rollback()
    form = forms.read(SendForm(), request.form)
    wait = ngettext("Please wait a minute.", "Please wait %(num)s minutes.", problem.minutes)
    where = str(form.data.get("by") or "by") if form.data.get("by") in ("text", "email") else "by"
    name = {"text": "mobile", "email": "email"}.get(where, "by")
    return _ask(form.with_error(name, gettext("We have sent a few already.") + " " + wait)), 429


@blueprint.get("/shortlist/send")
def ask() -> ResponseReturnValue:
    """Where shall it go? `?service=` sends one listing instead of the shortlist."""
    if not _listings(request.args.get("service", "")):
        return redirect(url_for("shortlist.show"))
    return _ask(forms.blank(by="text", service=request.args.get("service", "")))


@blueprint.post("/shortlist/send")
def send() -> ResponseReturnValue:
    """Send it."""
    now = utc_now()
    form, to = _checked(forms.read(SendForm(), request.form))
    ids = _listings(str(form.value("service") or ""))
    if not ids:
        return redirect(url_for("shortlist.show"), 303)
    if not form.is_valid:
        return _ask(form), 422
    throttle.check(bucket=f"lists from {request.remote_addr}", most=MOST_FROM_ONE_PLACE, within=HOUR, now=now)
    throttle.check(bucket=f"lists to {_digest(to)}", most=MOST_TO_ONE, within=DAY, now=now)
    values = {"link": _link(share(service_ids=ids, now=now))}
    recipient = Recipient(None, to, str(get_locale() or DEFAULT))
    key = f"shortlist:{uuid.uuid4()}"
    if form.data["by"] == "text":
        plan_text(to=recipient, template="shortlist_link", values=values, dedupe_key=key, now=now, expires_at=now + DAY)
    else:
        plan_email(to=recipient, template="shortlist_email", values=values, dedupe_key=key, now=now)
    db.session.commit()
    return redirect(url_for(".sent", by=form.data["by"]), 303)


@blueprint.get("/shortlist/sent")
def sent() -> str:
    """It is on its way, or will be in the morning."""
    now, by = utc_now(), request.args.get("by")
    at = next_allowed(now)
    return render_template("handouts/sent.html", by=by, in_the_morning=at if by == "text" and at > now else None)


def _checked(form: forms.Form) -> tuple[forms.Form, str]:
    """The form, and the number or address to send to; empty when what was typed is none."""
    by, to = form.value("by"), ""
    if not form.is_valid:
        return form, to
    try:
        if by == "text":
            to = parse_mobile(str(form.data.get("mobile") or ""), allows_test_numbers=_settings().allows_test_numbers)
        else:
            to = read_email(str(form.data.get("email") or ""))
    except PhoneNumberWrong as problem:
        form = form.with_error("mobile", say_what_is_wrong(problem))
    except EmailWrong:
        form = form.with_error("email", gettext("Write an e-mail address, such as name@example.com."))
    return form, to


def _listings(service: str) -> list[uuid.UUID]:
    """The one listing asked for, or what is on the shortlist."""
    if not service:
        return keeping.kept_ids()
    try:
        return [get_service(uuid.UUID(service)).id]
    except (ValueError, ListingNotFound):
        abort(404)


def _ask(form: forms.Form) -> str:
    service = str(form.value("service") or "")
    one: Any = get_service(_listings(service)[0]) if service else None
    return render_template("handouts/send.html", form=form, service=one, count=len(keeping.kept_ids()), preview=_preview())


def _preview() -> Preview | None:
    """The text, in the language of the page as it goes, with its cost; for staff alone."""
    if find_current_staff() is None:
        return None
    values = {"link": _link("x" * LENGTH)}
    pence = _settings().sms_pence_per_segment
    return preview("shortlist_link", values, str(get_locale() or DEFAULT), pence_per_segment=pence)


def _link(token: str) -> str:
    return f"{_settings().public_url.rstrip('/')}{path(token)}"


def _digest(to: str) -> str:
    return sha256(to.lower().encode()).hexdigest()


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
