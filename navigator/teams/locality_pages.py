"""For administrators: the localities this installation serves, whom people there can ring, and what staff may be good at."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator import forms
from navigator.db import db
from navigator.people.models import Locality
from navigator.people.staff_sessions import current_staff
from navigator.teams import administration, changes
from navigator.teams.change_pages import tell
from navigator.teams.models import Subject
from navigator.teams.schemas import LocalityForm
from navigator.times import utc_now

blueprint = Blueprint("localities_admin", __name__, template_folder="templates")


@blueprint.get("")
def localities() -> str:
    """Every locality, and what was changed lately."""
    found, _ = changes.list_changes(Subject.LOCALITY)
    return render_template("teams/localities.html", localities=administration.list_localities(with_closed=True), told=tell(found))


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """One more locality."""
    return _answer(None)


@blueprint.route("/<uuid:locality_id>", methods=["GET", "POST"])
def locality(locality_id: uuid.UUID) -> ResponseReturnValue:
    """One locality, to be changed."""
    found = db.session.get(Locality, locality_id)
    if found is None:
        abort(404)
    return _answer(found)


def _answer(found: Locality | None) -> ResponseReturnValue:
    if request.method == "GET":
        known = {"skills": "\n".join(found.skills)} if found else {}
        values = {name: getattr(found, name) for name in ("name", "phone", "opening_words")} if found else {}
        return _show(found, forms.blank(**values, **known))
    form = forms.read(LocalityForm(), request.form)
    if not form.is_valid:
        return _show(found, form), 422
    skills = list(dict.fromkeys(line.strip()[:80] for line in form.data["skills"].split("\n") if line.strip()))
    try:
        administration.save_locality(locality=found, by=current_staff(), now=utc_now(), **{**form.data, "skills": skills})
    except administration.NameTaken:
        db.session.rollback()
        return _show(found, form.with_error("name", gettext("There is a locality of this name already."))), 422
    db.session.commit()
    flash(gettext("Saved."), "success")
    return redirect(url_for(".localities"), 303)


def _show(found: Locality | None, form: forms.Form) -> str:
    listed = changes.list_changes(Subject.LOCALITY, subject_id=found.id)[0] if found else []
    return render_template("teams/locality.html", locality=found, form=form, told=tell(listed))
