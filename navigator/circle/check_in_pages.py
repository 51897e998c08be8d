"""For staff: asking one carer now and then how they are, with their own yes, and what they answered."""

import uuid

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator import forms
from navigator.circle import check_ins, labels, queries
from navigator.circle.forms import StaffCheckInForm
from navigator.db import db
from navigator.people.access import get_person
from navigator.people.circle_models import CarerCheckIn, CircleMember, WhyAskedNoMore
from navigator.people.models import ConsentHow
from navigator.people.staff_sessions import current_staff
from navigator.people.trail import looked_at
from navigator.times import utc_now
from translations.locales import language

blueprint = Blueprint("check_ins", __name__, template_folder="templates")


@blueprint.get("/<uuid:person_id>/circle/<uuid:member_id>/check-in")
def show(person_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """How often, the text with its cost, and what they said."""
    member = _get(person_id, member_id)
    standing = check_ins.look(member).standing
    page = _page(member, forms.blank(every=standing.every_weeks if standing else check_ins.USUAL))
    looked_at(staff_id=current_staff().id, person_id=person_id, page="carer_check_in")
    return page


@blueprint.post("/<uuid:person_id>/circle/<uuid:member_id>/check-in")
def save(person_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """The carer said yes to it; or (`then=end`) asks us to stop."""
    member, now, staff = _get(person_id, member_id), utc_now(), current_staff()
    if request.form.get("then") == "end":
        check_ins.stop(member=member, why=WhyAskedNoMore.STAFF, staff=staff, now=now)
        db.session.commit()
        flash(gettext("We do not ask them any more."), "success")
        return redirect(url_for("circle.show", person_id=person_id), 303)
    form = forms.read(StaffCheckInForm(), request.form)
    if not form.is_valid:
        return _page(member, form), 422
    every = int(form.data["every"])
    chosen = check_ins.choose(member=member, every_weeks=every, how=ConsentHow.SPOKEN, staff=staff, now=now)
    if not isinstance(chosen, CarerCheckIn):
        db.session.rollback()
        flash(labels.ASKED_NO_MORE[chosen], "warning")
        return redirect(url_for(".show", person_id=person_id, member_id=member_id), 303)
    db.session.commit()
    flash(gettext("Saved. They can end it at any time, on their page or by replying STOP."), "success")
    return redirect(url_for("circle.show", person_id=person_id), 303)


def _get(person_id: uuid.UUID, member_id: uuid.UUID) -> CircleMember:
    person = get_person(staff=current_staff(), person_id=person_id)
    if person.closed_at is not None:
        abort(404)
    try:
        return queries.get_in_circle(person_id=person.id, member_id=member_id).member
    except queries.MemberNotFound:
        abort(404)


def _page(member: CircleMember, form: forms.Form) -> str:
    asked = check_ins.look(member)
    pence = current_app.extensions["settings"].sms_pence_per_segment
    return render_template(
        "circle/check_in.html",
        person=member.person,
        member=member,
        asked=asked,
        form=form,
        preview=None if asked.obstacle else check_ins.preview_text(member, pence_per_segment=pence),
        every_options=[(weeks, labels.every(weeks)) for weeks in check_ins.EVERY],
        words=labels.check_in_words(member.language),
        spoken=language(member.language),
        why=labels.ASKED_NO_MORE,
        every=labels.every,
    )
