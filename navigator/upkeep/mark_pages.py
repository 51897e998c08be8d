"""For administrators: the locality's quality marks, and who holds them."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from directory.marks import operations, queries
from directory.marks.models import QualityMark
from navigator.db import db
from navigator.forms import Form, FormSchema, Text, WholeNumber, blank, read
from navigator.people import staff_sessions
from navigator.times import LONDON, utc_now

blueprint = Blueprint("marks_admin", __name__, template_folder="templates")


class MarkForm(FormSchema):
    """A standard: its name, what it asks, who awards it and for how long."""

    name = Text(missing=lazy_gettext("Give it a name."), longest=120)
    text = Text(missing=lazy_gettext("Write what it stands for."), longest=2000)
    awarded_by = Text(missing=lazy_gettext("Write who awards it."), longest=120)
    months = WholeNumber(1, 120, wrong=lazy_gettext("Write a number of months from 1 to 120, or leave it empty."), optional=True)


@blueprint.get("")
def marks() -> str:
    """Every mark, and a new one."""
    return _show(blank(months="24"))


@blueprint.post("")
def define() -> ResponseReturnValue:
    """Define a mark."""
    form = read(MarkForm(), request.form)
    if not form.is_valid:
        return _show(form), 422
    try:
        mark = operations.define_mark(**form.data, now=utc_now())
    except operations.NameTaken:
        return _show(form.with_error("name", gettext("There is a mark of this name already."))), 422
    db.session.commit()
    flash(gettext("%(name)s can now be awarded.", name=mark.name), "success")
    return redirect(url_for("marks_admin.mark", mark_id=mark.id), 303)


@blueprint.get("/<uuid:mark_id>")
def mark(mark_id: uuid.UUID) -> str:
    """One mark: who holds it, and whom to award it to (`?q=` looks for an organisation)."""
    asked = request.args.get("q", "").strip()[:120]
    return render_template(
        "upkeep/mark.html",
        mark=_get(mark_id),
        holders=queries.list_holders(mark_id),
        form=blank(q=asked),
        asked=asked,
        found=queries.list_organizations_called(asked),
        today=utc_now().astimezone(LONDON).date(),
    )


@blueprint.post("/<uuid:mark_id>/award/<uuid:organization_id>")
def award(mark_id: uuid.UUID, organization_id: uuid.UUID) -> ResponseReturnValue:
    """Award it from today."""
    found, staff, today = _get(mark_id), staff_sessions.current_staff(), utc_now().astimezone(LONDON).date()
    try:
        made = operations.award(mark=found, organization_id=organization_id, entered_by=staff.name, today=today)
    except queries.MarkNotFound:
        abort(404)
    db.session.commit()
    flash(gettext("%(organization)s now holds %(mark)s.", organization=made.organization.name, mark=found.name), "success")
    return redirect(url_for("marks_admin.mark", mark_id=mark_id), 303)


@blueprint.post("/awards/<uuid:award_id>/take-back")
def take_back(award_id: uuid.UUID) -> ResponseReturnValue:
    """It does not hold any more; or, when it was taken back, it does again."""
    try:
        if request.form.get("then") == "undo":
            changed = operations.give_back(award_id=award_id)
        else:
            changed = operations.take_back(award_id=award_id, now=utc_now())
    except queries.MarkNotFound:
        abort(404)
    db.session.commit()
    return redirect(url_for("marks_admin.mark", mark_id=changed.mark_id), 303)


def _get(mark_id: uuid.UUID) -> QualityMark:
    try:
        return queries.get_mark(mark_id)
    except queries.MarkNotFound:
        abort(404)


def _show(form: Form) -> str:
    return render_template("upkeep/marks.html", form=form, marks=queries.list_marks())
