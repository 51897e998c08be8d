"""For the navigator: when one person likes to be texted."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator import forms
from navigator.db import db
from navigator.people import text_times
from navigator.people.access import get_person
from navigator.people.models import Person
from navigator.people.staff_sessions import current_staff
from navigator.people.trail import looked_at
from navigator.times import utc_now

blueprint = Blueprint("text_times", __name__, template_folder="templates")


@blueprint.get("/<uuid:person_id>/text-times")
def show(person_id: uuid.UUID) -> ResponseReturnValue:
    """When they like to be texted, to be changed."""
    person = get_person(staff=current_staff(), person_id=person_id)
    page = _page(person, text_times.as_form(person))
    looked_at(staff_id=current_staff().id, person_id=person_id, page="text_times")
    return page


@blueprint.post("/<uuid:person_id>/text-times")
def save(person_id: uuid.UUID) -> ResponseReturnValue:
    """Keep it; what is planned moves there."""
    person = get_person(staff=current_staff(), person_id=person_id)
    form, times = text_times.read_form(forms.read(text_times.TextTimesForm(), request.form))
    if not form.is_valid:
        return _page(person, form), 422
    text_times.choose(person=person, times=times, staff_id=current_staff().id, now=utc_now())
    db.session.commit()
    flash(gettext("Saved. What is planned for them moves to these times."), "success")
    return redirect(url_for("person_page.person", person_id=person_id), 303)


def _page(person: Person, form: forms.Form) -> str:
    return render_template("people/text_times.html", person=person, form=form, **text_times.page_values())
