"""For administrators: the programmes people are in for a time, in plain words, and whether they take new people."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import func, select

from navigator import forms
from navigator.db import db
from navigator.people import enrolments
from navigator.people.models import Locality
from navigator.people.staff_sessions import current_staff
from navigator.people.support_models import Enrolment, Programme
from navigator.teams import administration, changes
from navigator.teams.change_pages import tell
from navigator.teams.models import Subject
from navigator.teams.schemas import ProgrammeForm
from navigator.times import utc_now

blueprint = Blueprint("programmes_admin", __name__, template_folder="templates")


@blueprint.get("")
def programmes() -> str:
    """The programmes of one's own locality, how many people are in each, and what was changed lately."""
    locality = _locality()
    found, _ = changes.list_changes(Subject.PROGRAMME)
    going_on = db.session.execute(
        select(Enrolment.programme_id, func.count()).where(Enrolment.ends_on.is_(None)).group_by(Enrolment.programme_id)
    )
    return render_template(
        "teams/programmes.html",
        programmes=enrolments.list_programmes(locality.id),
        people={row[0]: row[1] for row in going_on},
        told=tell(found),
    )


@blueprint.post("/usual")
def usual() -> ResponseReturnValue:
    """Begin with the programmes many localities have."""
    administration.add_usual_programmes(locality=_locality(), by=current_staff(), now=utc_now(), words=_usual_words())
    db.session.commit()
    flash(gettext("Saved. You can change their words."), "success")
    return redirect(url_for(".programmes"), 303)


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """One more programme."""
    return _answer(None)


@blueprint.route("/<uuid:programme_id>", methods=["GET", "POST"])
def programme(programme_id: uuid.UUID) -> ResponseReturnValue:
    """One programme, to be changed, opened or closed."""
    found = db.session.get(Programme, programme_id)
    if found is None:
        abort(404)
    return _answer(found)


def _answer(found: Programme | None) -> ResponseReturnValue:
    if request.method == "GET":
        values = {name: getattr(found, name) for name in administration.PROGRAMME_FIELDS} if found else {"is_open": True}
        return _show(found, forms.blank(**values))
    form = forms.read(ProgrammeForm(), request.form)
    if not form.is_valid:
        return _show(found, form), 422
    locality = db.session.get_one(Locality, found.locality_id) if found else _locality()
    try:
        administration.save_programme(programme=found, locality=locality, by=current_staff(), now=utc_now(), **form.data)
    except administration.NameTaken:
        db.session.rollback()
        return _show(found, form.with_error("name", gettext("There is a programme of this name already."))), 422
    db.session.commit()
    flash(gettext("Saved."), "success")
    return redirect(url_for(".programmes"), 303)


def _show(found: Programme | None, form: forms.Form) -> str:
    listed = changes.list_changes(Subject.PROGRAMME, subject_id=found.id)[0] if found else []
    return render_template("teams/programme.html", programme=found, form=form, told=tell(listed))


def _locality() -> Locality:
    return current_staff().team.locality


def _usual_words() -> dict[str, tuple[str, str]]:
    """What the programmes many localities have are, and for whom. Names are names: they are not translated."""
    return {
        "Living Well": (
            gettext("Somebody at your side for some months, to find what matters to you and to do more of it."),
            gettext("Adults who live with long illness, or feel alone, worried or stuck"),
        ),
        "Starting Well": (
            gettext("Help around a birth and the first years, for the whole family."),
            gettext("Parents to be, and families with children under five"),
        ),
        "Welcome Home": (
            gettext("The first six weeks at home after hospital: shopping, company, and a safe home."),
            gettext("People who come home from hospital and live alone or with a carer"),
        ),
    }
