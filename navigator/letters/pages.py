"""Letters to print: the list, the sheets for the printer, and what was posted."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from navigator.db import db
from navigator.letters import operations, queries
from navigator.people.staff_sessions import current_staff
from navigator.times import utc_now

blueprint = Blueprint("letters", __name__, template_folder="templates")


@blueprint.get("", strict_slashes=False)
def waiting() -> ResponseReturnValue:
    return render_template("letters/waiting.html", letters=queries.list_waiting(staff=current_staff(), now=utc_now()))


@blueprint.get("/print")
def sheets() -> ResponseReturnValue:
    """Every letter that waits, a sheet each: the browser prints them, or keeps them as one PDF."""
    letters = queries.list_waiting(staff=current_staff(), now=utc_now())
    if not letters:
        return redirect(url_for(".waiting"))
    return render_template("letters/print.html", letters=letters)


@blueprint.post("/posted")
def posted() -> ResponseReturnValue:
    """The letters that were on the sheets were posted. One that came since then is not among them."""
    staff, now = current_staff(), utc_now()
    asked = [message_id for value in request.form.getlist("letter") if (message_id := _parse(value)) is not None]
    count = operations.mark_posted(queries.list_waiting(staff=staff, now=now, only=asked), staff=staff, now=now)
    db.session.commit()
    if count:
        flash(ngettext("%(num)s letter is marked as posted.", "%(num)s letters are marked as posted.", count), "success")
    else:
        flash(gettext("None of these letters was waiting any more."), "info")
    return redirect(url_for(".waiting"), 303)


def _parse(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
