"""For administrators: which measures there are, whose they are, and the licensed ones of which scores may be written down."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from navigator import forms
from navigator.db import db
from navigator.forms import Form
from navigator.measures import operations, queries
from navigator.measures.instruments import INSTRUMENTS
from navigator.people.staff_sessions import current_staff
from navigator.times import utc_now

blueprint = Blueprint("instruments", __name__, template_folder="templates")


class LicensedForm(forms.FormSchema):
    name = forms.Text(missing=lazy_gettext("Write its name"), longest=120)
    lowest = forms.Decimal(-100_000, 100_000, wrong=lazy_gettext("Write the lowest score as a number"))
    highest = forms.Decimal(-100_000, 100_000, wrong=lazy_gettext("Write the highest score as a number"))
    licence_note = forms.Text(
        missing=lazy_gettext("Write whose licence it is, its number and until when. Without a licence it cannot be used."),
        longest=1000,
    )


@blueprint.get("/measures")
def instruments() -> ResponseReturnValue:
    """All of them, and who added or ended which."""
    return _show(forms.blank())


@blueprint.post("/measures")
def add() -> ResponseReturnValue:
    """One more licensed instrument, by its name and range."""
    form = forms.read(LicensedForm(), request.form)
    if form.is_valid:
        try:
            operations.add_licensed(staff=current_staff(), now=utc_now(), **form.data)
        except operations.ScoreOutOfRange:
            form = form.with_error("highest", gettext("The highest score must be more than the lowest."))
        except operations.NameTaken:
            form = form.with_error("name", gettext("There is one of this name already."))
    if not form.is_valid:
        return _show(form), 422
    db.session.commit()
    flash(gettext("Added. Its scores can be written down from now on."), "success")
    return redirect(url_for(".instruments"), 303)


@blueprint.post("/measures/<uuid:instrument_id>")
def change(instrument_id: uuid.UUID) -> ResponseReturnValue:
    """The licence has ended, or (`then=again`) goes on."""
    instrument = queries.find_licensed(instrument_id)
    if instrument is None:
        abort(404)
    act = operations.take_up_licensed if request.form.get("then") == "again" else operations.end_licensed
    act(instrument=instrument, staff=current_staff(), now=utc_now())
    db.session.commit()
    return redirect(url_for(".instruments"), 303)


def _show(form: Form) -> str:
    return render_template(
        "measures/instruments.html",
        form=form,
        instruments=list(INSTRUMENTS.values()),
        licensed=queries.list_licensed(also_ended=True),
    )
