"""For administrators: what people said is wrong with listings, the oldest first, until somebody has seen to it."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from directory.upkeep import reports
from directory.upkeep.report_models import WhatWasDone
from navigator.db import db
from navigator.forms import Form, FormSchema, OneOf, Text, blank, read
from navigator.people import staff_sessions
from navigator.times import utc_now
from navigator.upkeep.reports import DONE, WRONG

blueprint = Blueprint("wrong_admin", __name__, template_folder="templates")


class DoneForm(FormSchema):
    """What was done about it."""

    done = OneOf(frozenset(WhatWasDone), missing=lazy_gettext("Choose what was done."))
    note = Text(longest=2000)


@blueprint.get("")
def waiting() -> str:
    """What waits, and below it what was seen to last, which can be opened again."""
    return _show(blank())


@blueprint.post("/<uuid:report_id>/done")
def settle(report_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody has seen to it."""
    form = read(DoneForm(), request.form)
    if not form.is_valid:
        return _show(form, wrong_id=report_id), 422
    done, staff = WhatWasDone(form.data["done"]), staff_sessions.current_staff()
    try:
        reports.settle(report_id=report_id, done=done, note=form.data["note"], done_by=staff.name, now=utc_now())
    except reports.ReportNotFound:
        abort(404)
    db.session.commit()
    flash(gettext("Done. You can open it again below."), "success")
    return redirect(url_for("wrong_admin.waiting"), 303)


@blueprint.post("/<uuid:report_id>/again")
def reopen(report_id: uuid.UUID) -> ResponseReturnValue:
    """Undo: it waits again."""
    try:
        reports.reopen(report_id=report_id)
    except reports.ReportNotFound:
        abort(404)
    db.session.commit()
    flash(gettext("It waits again."), "success")
    return redirect(url_for("wrong_admin.waiting"), 303)


def _show(form: Form, *, wrong_id: uuid.UUID | None = None) -> str:
    page = request.args.get("page", "1")
    number = min(max(int(page), 1), 10_000) if page.isascii() and page.isdigit() and len(page) < 9 else 1
    found, total = reports.list_waiting(page=number)
    return render_template(
        "upkeep/wrong.html",
        form=form,
        wrong_id=wrong_id,
        reports=found,
        total=total,
        settled=reports.list_settled(),
        WRONG=WRONG,
        DONE=DONE,
        page=number,
        total_pages=-(-total // reports.PER_PAGE),
        address_of_page=lambda other: f"{request.path}?page={other}",
    )
