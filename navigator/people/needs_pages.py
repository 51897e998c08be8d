"""What a person needs so that information reaches them: recorded here, flagged on their page, heeded by every message."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from navigator import forms
from navigator.db import db
from navigator.people import operations
from navigator.people.access import get_person
from navigator.people.models import ContactMethod, Need
from navigator.people.staff_sessions import current_staff
from navigator.people.texting import cannot_be_rung
from navigator.times import utc_now

blueprint = Blueprint("needs", __name__, template_folder="templates")

NEEDS = {
    Need.LARGE_PRINT: lazy_gettext("Large print (18 point)"),
    Need.GIANT_PRINT: lazy_gettext("Very large print (24 point)"),
    Need.BRAILLE: lazy_gettext("Braille: do not text, do not print"),
    Need.CANNOT_READ: lazy_gettext("Cannot read: tell them, do not text"),
    Need.BSL: lazy_gettext("British Sign Language: do not telephone, book an interpreter"),
    Need.NO_TELEPHONE: lazy_gettext("Cannot use the telephone: do not ring"),
}


@blueprint.get("/<uuid:person_id>/needs")
def needs(person_id: uuid.UUID) -> ResponseReturnValue:
    person = get_person(staff=current_staff(), person_id=person_id)
    return _page(person_id, person.full_name, [need.value for need in person.needs], forms.blank())


@blueprint.post("/<uuid:person_id>/needs")
def save(person_id: uuid.UUID) -> ResponseReturnValue:
    """What is ticked is all they need."""
    staff, now = current_staff(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    ticked = {need for need in Need if need.value in request.form.getlist("needs")}
    if cannot_be_rung(ticked) and person.contact_method is ContactMethod.CALL:
        message = gettext("Their details say that they like a call best. Choose another way there first.")
        form = forms.blank().with_error("needs", message)
        return _page(person_id, person.full_name, [need.value for need in ticked], form), 422
    operations.record_needs(person=person, needs=frozenset(ticked), staff=staff, now=now)
    db.session.commit()
    flash(gettext("Saved. Every message heeds it from now on."), "success")
    return redirect(url_for("person_page.person", person_id=person.id), 303)


def _page(person_id: uuid.UUID, name: str, ticked: list[str], form: forms.Form) -> str:
    options = [(need.value, words) for need, words in NEEDS.items()]
    return render_template("people/needs.html", person_id=person_id, name=name, options=options, ticked=ticked, form=form)
