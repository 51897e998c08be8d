"""What is wrong with this listing? A few plain choices, some words if one likes, no account; not read at once, and it says so."""

import uuid
from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from directory.models import Service
from directory.queries import ListingNotFound, get_service
from directory.upkeep import reports
from directory.upkeep.report_models import WhatIsWrong
from navigator.db import db
from navigator.forms import Form, FormSchema, OneOf, Text, blank, read
from navigator.people import throttle
from navigator.times import utc_now
from navigator.upkeep.reports import WRONG

blueprint = Blueprint("something_wrong", __name__, template_folder="templates")

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MOST_FROM_ONE = 10  # an hour, from one address: a library's visitors share one
MOST_ABOUT_ONE = 20  # a day, about one listing: each is a letter to somebody


class ReportForm(FormSchema):
    """What is wrong. `website` is a box no person sees: whoever fills it in is a machine."""

    what = OneOf(frozenset(WhatIsWrong), missing=lazy_gettext("Choose what is wrong."))
    words = Text(longest=2000)
    reach = Text(longest=254)
    website = Text(longest=2000)


@blueprint.errorhandler(throttle.TooMany)
def too_many(problem: throttle.TooMany) -> ResponseReturnValue:
    """Too much from one place, or about one listing. What was typed stands on the page again."""
    db.session.rollback()
    service = _get(str((request.view_args or {})["service_id"]))
    form = read(ReportForm(), request.form)
    message = gettext("We have had many messages just now. Please send this again in a while.")
    return _ask(service, form.with_error("what", message)), 429


@blueprint.get("/services/<service_id>/something-wrong")
def ask(service_id: str) -> str:
    """What is wrong with this listing?"""
    return _ask(_get(service_id), blank())


@blueprint.post("/services/<service_id>/something-wrong")
def send(service_id: str) -> ResponseReturnValue:
    """Keep it, and thank."""
    service, form, now = _get(service_id), read(ReportForm(), request.form), utc_now()
    if form.is_valid and form.data["what"] == WhatIsWrong.OTHER and not form.data["words"]:
        form = form.with_error("words", gettext("Write a few words about what is wrong."))
    if not form.is_valid:
        return _ask(service, form), 422
    if not form.data["website"]:
        throttle.check(bucket=f"something wrong from {request.remote_addr}", most=MOST_FROM_ONE, within=HOUR, now=now)
        throttle.check(bucket=f"something wrong with {service.id}", most=MOST_ABOUT_ONE, within=DAY, now=now)
        reports.report(
            service=service,
            what=WhatIsWrong(form.data["what"]),
            words=form.data["words"],
            reach=form.data["reach"],
            now=now,
        )
        db.session.commit()
    flash(gettext("Thank you for telling us. Somebody who looks after this listing will read it."), "success")
    return redirect(f"/services/{service.id}", 303)


def _get(service_id: str) -> Service:
    try:
        return get_service(uuid.UUID(service_id))
    except (ValueError, ListingNotFound):
        abort(404)


def _ask(service: Service, form: Form) -> str:
    return render_template("upkeep/something_wrong.html", service=service, form=form, wrong=WRONG)
