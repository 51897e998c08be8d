"""Is the plan understood, and right for them? Asked by their navigator. Also: the invitation to write something down before."""

import uuid

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator import forms
from navigator.config import Settings
from navigator.db import db
from navigator.forms import Form
from navigator.people.access import get_person
from navigator.people.models import Person
from navigator.people.operations import record_audit
from navigator.people.staff_sessions import current_staff
from navigator.people.texting import NotTexted
from navigator.people.trail import looked_at
from navigator.plan import inviting, labels
from navigator.steps import plan_checks
from navigator.steps.models import ToldBy
from navigator.steps.schemas import PlanCheckForm
from navigator.times import utc_now

blueprint = Blueprint("plan_check", __name__, template_folder="templates")


@blueprint.get("/<uuid:person_id>/plan-check")
def ask(person_id: uuid.UUID) -> ResponseReturnValue:
    """Three questions to ask, and what was answered before."""
    person = get_person(staff=current_staff(), person_id=person_id)
    staff_id = current_staff().id
    page = _show(person, forms.blank())
    looked_at(staff_id=staff_id, person_id=person_id, page="plan check")
    return page


@blueprint.post("/<uuid:person_id>/plan-check")
def save(person_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what they answered."""
    staff = current_staff()
    person = get_person(staff=staff, person_id=person_id)
    form = forms.read(PlanCheckForm(), request.form)
    if not form.is_valid:
        return _show(person, form), 422
    now = utc_now()
    plan_checks.answer(person=person, told_by=ToldBy.CONVERSATION, staff_id=staff.id, now=now, **form.data)
    record_audit(action="plan_checked", staff_id=staff.id, person_id=person.id, now=now)
    db.session.commit()
    flash(gettext("Their answers are saved."), "success")
    return redirect(url_for("person_page.person", person_id=person_id), 303)


@blueprint.post("/<uuid:person_id>/invite-to-prepare")
def invite(person_id: uuid.UUID) -> ResponseReturnValue:
    """Ask them by text whether they would like to write something down before the conversation."""
    staff, now = current_staff(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    settings: Settings = current_app.extensions["settings"]
    sent = inviting.invite(person=person, staff=staff, public_url=settings.public_url, now=now)
    db.session.commit()
    if isinstance(sent, NotTexted):
        why = labels.WHY_NOT_TEXTED.get(sent.reason, "")
        flash(gettext("It stands in their plan, but no text goes. %(why)s", why=why), "warning")
    else:
        flash(gettext("The invitation is on its way."), "success")
    return redirect(url_for("person_page.person", person_id=person_id), 303)


def _show(person: Person, form: Form) -> str:
    return render_template(
        "plan/plan_check.html", person=person, form=form, checks=plan_checks.list_checks(person.id), answers=labels.HOW_MUCH
    )
