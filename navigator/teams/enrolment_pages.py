"""The programmes one person is in and was in: beginning, the day things were asked at the start, and ending with a reason."""

import uuid
from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator import forms
from navigator.db import db
from navigator.people import enrolments
from navigator.people.access import get_person
from navigator.people.models import Person
from navigator.people.staff_sessions import current_staff
from navigator.people.support_models import Enrolment, Programme
from navigator.people.trail import looked_at
from navigator.teams import labels
from navigator.teams.schemas import BaselineForm, EndForm, EnrolForm
from navigator.times import LONDON, utc_now

blueprint = Blueprint("enrolments", __name__, template_folder="templates")
A_DAY = timedelta(days=1)


@blueprint.get("/<uuid:person_id>/programmes")
def programmes(person_id: uuid.UUID) -> ResponseReturnValue:
    """What they are in, what they were in, and a form for one more."""
    person = get_person(staff=current_staff(), person_id=person_id)
    page = _show(person)
    looked_at(staff_id=current_staff().id, person_id=person_id, page="programmes")
    return page


@blueprint.post("/<uuid:person_id>/programmes")
def enrol(person_id: uuid.UUID) -> ResponseReturnValue:
    """They begin in a programme."""
    staff, now = current_staff(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    form = forms.read(EnrolForm(), request.form)
    programme = _find_programme(person, form.data.get("programme", ""))
    if programme is None and "programme" not in form.errors:
        form = form.with_error("programme", gettext("Choose a programme."))
    if not form.is_valid or programme is None:
        return _show(person, begin=form), 422
    try:
        enrolments.enrol(
            person=person,
            programme=programme,
            starts_on=form.data["starts_on"],
            baseline_on=form.data["baseline_on"],
            staff=staff,
            now=now,
        )
    except enrolments.ProgrammeClosed:
        return _show(person, begin=form.with_error("programme", gettext("This programme takes nobody new now."))), 422
    except enrolments.EnrolledAlready:
        return _show(person, begin=form.with_error("programme", gettext("They are in this programme then already."))), 422
    said = gettext("They are in %(programme)s.", programme=programme.name)
    db.session.commit()
    flash(said, "success")
    return redirect(url_for(".programmes", person_id=person_id), 303)


@blueprint.route("/<uuid:person_id>/programmes/<uuid:enrolment_id>", methods=["GET", "POST"])
def enrolment(person_id: uuid.UUID, enrolment_id: uuid.UUID) -> ResponseReturnValue:
    """One time in a programme; what is sent ends it, or (`then=baseline`) notes when things were asked at the start."""
    staff, now = current_staff(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    found = _get(person, enrolment_id)
    if request.method == "GET":
        page = _show_one(person, found)
        looked_at(staff_id=staff.id, person_id=person_id, page="programme")
        return page
    if request.form.get("then") == "baseline":
        baseline = forms.read(BaselineForm(), request.form)
        if not baseline.is_valid:
            return _show_one(person, found, baseline=baseline), 422
        enrolments.note_baseline(enrolment=found, on=baseline.data["baseline_on"], staff=staff, now=now)
        db.session.commit()
        flash(gettext("It is written down."), "success")
        return redirect(url_for(".enrolment", person_id=person_id, enrolment_id=enrolment_id), 303)
    form = forms.read(EndForm(), request.form)
    if not form.is_valid:
        return _show_one(person, found, end=form), 422
    try:
        enrolments.end(
            enrolment=found,
            ends_on=form.data["last_day"] + A_DAY,
            why=form.data["why"],
            note=form.data["note"],
            staff=staff,
            now=now,
        )
    except enrolments.EndsBeforeItBegins:
        return _show_one(
            person, found, end=form.with_error("last_day", gettext("This is before it began. Please check the day."))
        ), 422
    said = gettext("It ends there: %(programme)s.", programme=found.programme.name)
    db.session.commit()
    flash(said, "success")
    return redirect(url_for(".programmes", person_id=person_id), 303)


@blueprint.post("/<uuid:person_id>/programmes/<uuid:enrolment_id>/go-on")
def go_on(person_id: uuid.UUID, enrolment_id: uuid.UUID) -> ResponseReturnValue:
    """It has not ended after all."""
    staff = current_staff()
    person = get_person(staff=staff, person_id=person_id)
    try:
        enrolments.take_back_end(enrolment=_get(person, enrolment_id), person=person, staff=staff, now=utc_now())
    except enrolments.CannotGoOn:
        db.session.rollback()
        flash(gettext("It cannot go on: they began again since, or we no longer support them."), "warning")
    else:
        db.session.commit()
        flash(gettext("It goes on."), "success")
    return redirect(url_for(".programmes", person_id=person_id), 303)


def _show(person: Person, *, begin: forms.Form | None = None) -> str:
    today = utc_now().astimezone(LONDON).date()
    offered = enrolments.list_programmes(person.team.locality_id, only_open=True) if person.closed_at is None else []
    return render_template(
        "teams/programmes_of_person.html",
        person=person,
        enrolments=enrolments.list_enrolments(person.id),
        begin=begin or forms.blank(starts_on=today),
        offered=labels.to_choose(offered),
        why_left=labels.WHY_LEFT,
        a_day=A_DAY,
    )


def _show_one(person: Person, found: Enrolment, *, end: forms.Form | None = None, baseline: forms.Form | None = None) -> str:
    today = utc_now().astimezone(LONDON).date()
    return render_template(
        "teams/enrolment.html",
        person=person,
        enrolment=found,
        end=end or forms.blank(last_day=today),
        baseline=baseline or forms.blank(baseline_on=found.baseline_on),
        reasons=[(why.value, words) for why, words in labels.WHY_LEFT.items()],
        why_left=labels.WHY_LEFT,
        a_day=A_DAY,
    )


def _get(person: Person, enrolment_id: uuid.UUID) -> Enrolment:
    found = db.session.get(Enrolment, enrolment_id)
    if found is None or found.person_id != person.id:
        abort(404)
    return found


def _find_programme(person: Person, typed: str) -> Programme | None:
    offered = enrolments.list_programmes(person.team.locality_id)
    return next((programme for programme in offered if str(programme.id) == typed), None)
