"""Whether and how it is safe to be in touch with somebody: asked once, heeded by every message, letter and referral."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator.db import db
from navigator.forms import Form, FormSchema, Text, Ticked, blank, read
from navigator.people import safety
from navigator.people.access import get_person
from navigator.people.models import Person
from navigator.people.staff_sessions import current_staff
from navigator.people.trail import looked_at
from navigator.times import utc_now

blueprint = Blueprint("safe_contact", __name__, template_folder="templates")


class SafeContactForm(FormSchema):
    """Nobody may write, or how they may."""

    prohibited = Ticked()
    words = Text(longest=1000)


@blueprint.route("/<uuid:person_id>/safe-contact", methods=["GET", "POST"])
def show(person_id: uuid.UUID) -> ResponseReturnValue:
    staff = current_staff()
    person = get_person(staff=staff, person_id=person_id)
    if request.method != "POST":
        standing = blank(words=person.safe_contact, prohibited="yes" if person.contact_prohibited else "")
        page = _page(person, standing)
        looked_at(staff_id=staff.id, person_id=person_id, page="safe contact")
        return page
    form = read(SafeContactForm(), request.form)
    if not form.is_valid:
        return _page(person, form), 422
    changed = safety.set_safe_contact(
        person=person, prohibited=form.data["prohibited"], words=form.data["words"], staff=staff, now=utc_now()
    )
    prohibited = person.contact_prohibited
    db.session.commit()
    if changed and prohibited:
        flash(gettext("Saved. From now on nothing is written to them, and groups are told not to contact them."), "success")
    else:
        flash(gettext("Saved. Every message heeds it from now on."), "success")
    return redirect(url_for("person_page.person", person_id=person_id), 303)


def _page(person: Person, form: Form) -> str:
    return render_template("people/safe_contact.html", person=person, form=form)
