"""Who is away, who answers meanwhile, and what people are told. Everybody writes down their own, a lead anybody's."""

import uuid
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator import forms
from navigator.db import db
from navigator.people.models import Role, Staff
from navigator.people.staff_sessions import current_staff
from navigator.teams import cover, labels
from navigator.teams.models import Absence, Says
from navigator.teams.schemas import AbsenceForm, BackForm, CoverForm
from navigator.times import LONDON, utc_now

blueprint = Blueprint("absences", __name__, template_folder="templates")


@blueprint.get("")
def absences() -> ResponseReturnValue:
    """Who of the team is away or will be, and a form for one more."""
    return _show(forms.blank(says=Says.WHEN_THEY_WRITE.value, staff=str(current_staff().id)))


@blueprint.post("")
def add() -> ResponseReturnValue:
    """Somebody is away."""
    staff, now = current_staff(), utc_now()
    form = forms.read(AbsenceForm(), request.form)
    whose = (
        staff if staff.role is not Role.TEAM_LEAD else _find(form.data.get("staff", ""), cover.list_may_be_away(staff.team_id))
    )
    if whose is None:
        form = form.with_error("staff", gettext("Choose who is away."))
    who = _find(form.data.get("covered_by", ""), cover.list_who_may_cover(whose)) if whose else None
    if who is None and "covered_by" not in form.errors:
        form = form.with_error("covered_by", gettext("Choose somebody else of the team who answers meanwhile."))
    if not form.is_valid or whose is None or who is None:
        return _show(form), 422
    try:
        absence = cover.record_absence(
            staff=whose,
            covered_by=who,
            starts_on=form.data["starts_on"],
            back_on=form.data["back_on"],
            says=form.data["says"],
            note=form.data["note"],
            by=staff,
            now=now,
        )
    except cover.AbsenceEmpty:
        db.session.rollback()
        return _show(
            form.with_error("back_on", gettext("The day they are back comes after the first day, and is still to come."))
        ), 422
    except cover.AwayAlready:
        db.session.rollback()
        return _show(form.with_error("starts_on", gettext("It is written down that they are away then already."))), 422
    except cover.CoverIsAwayToo as away:
        db.session.rollback()
        return _show(
            form.with_error("covered_by", gettext("%(name)s is away then too. Choose somebody else.", name=str(away)))
        ), 422
    said = gettext("%(cover)s answers for the people of %(name)s.", cover=absence.covered_by.name, name=absence.staff.name)
    db.session.commit()
    flash(said, "success")
    return redirect(url_for(".absences"), 303)


@blueprint.get("/<uuid:absence_id>")
def absence(absence_id: uuid.UUID) -> ResponseReturnValue:
    """One absence: what the colleague should know, and changing it."""
    return _show_one(_get(absence_id))


@blueprint.post("/<uuid:absence_id>/back")
def back(absence_id: uuid.UUID) -> ResponseReturnValue:
    """They are back on another day than was thought."""
    found, form = _get(absence_id, may_change=True), forms.read(BackForm(), request.form)
    if not form.is_valid:
        return _show_one(found, back=form), 422
    try:
        cover.come_back(absence=found, back_on=form.data["back_on"], by=current_staff(), now=utc_now())
    except cover.AwayAlready:
        db.session.rollback()
        return _show_one(_get(absence_id), back=form.with_error("back_on", gettext("They are away again before that day."))), 422
    except cover.CoverIsAwayToo as away:
        db.session.rollback()
        said = gettext("%(name)s is away then too. Choose somebody else.", name=str(away))
        return _show_one(_get(absence_id), back=form.with_error("back_on", said)), 422
    db.session.commit()
    flash(gettext("It is written down."), "success")
    return redirect(url_for(".absences"), 303)


@blueprint.post("/<uuid:absence_id>/cover")
def change_cover(absence_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody else answers meanwhile."""
    found, form = _get(absence_id, may_change=True), forms.read(CoverForm(), request.form)
    who = _find(form.data.get("covered_by", ""), cover.list_who_may_cover(found.staff))
    if who is None and "covered_by" not in form.errors:
        form = form.with_error("covered_by", gettext("Choose somebody else of the team who answers meanwhile."))
    if not form.is_valid or who is None:
        return _show_one(found, instead=form), 422
    try:
        cover.change_cover(absence=found, covered_by=who, by=current_staff(), now=utc_now())
    except cover.CoverIsAwayToo as away:
        db.session.rollback()
        said = gettext("%(name)s is away then too. Choose somebody else.", name=str(away))
        return _show_one(_get(absence_id), instead=form.with_error("covered_by", said)), 422
    said = gettext("%(cover)s answers for the people of %(name)s.", cover=who.name, name=found.staff.name)
    db.session.commit()
    flash(said, "success")
    return redirect(url_for(".absences"), 303)


def _show(form: forms.Form) -> str:
    staff, today = current_staff(), _today()
    team = cover.list_may_be_away(staff.team_id)
    is_lead = staff.role is Role.TEAM_LEAD
    return render_template(
        "teams/absences.html",
        form=form,
        is_lead=is_lead,
        away=cover.list_away(staff.team_id, today=today),
        today=today,
        team=[("", gettext("Choose")), *((str(one.id), one.name) for one in team)] if is_lead else [],
        may_cover=labels.to_choose(one for one in team if one.role in cover.MAY_COVER and (is_lead or one.id != staff.id)),
        says=[(each.value, words) for each, words in labels.SAYS.items()],
    )


def _show_one(found: Absence, *, back: forms.Form | None = None, instead: forms.Form | None = None) -> str:
    staff = current_staff()
    return render_template(
        "teams/absence.html",
        absence=found,
        may_change=cover.may_change(staff, found),
        back=back or forms.blank(back_on=found.back_on),
        instead=instead or forms.blank(covered_by=str(found.covered_by_id)),
        may_cover=labels.to_choose(cover.list_who_may_cover(found.staff)),
        says=labels.SAYS[found.says],
        is_over=found.cancelled_at is not None or (found.back_on is not None and found.back_on <= _today()),
    )


def _get(absence_id: uuid.UUID, *, may_change: bool = False) -> Absence:
    """An absence of somebody of one's own team. With `may_change`: one's own, one that one covers, or for a lead any."""
    staff, found = current_staff(), db.session.get(Absence, absence_id)
    if found is None or found.staff.team_id != staff.team_id:
        abort(404)
    if may_change and not cover.may_change(staff, found):
        abort(403)
    return found


def _find(typed: str, among: list[Staff]) -> Staff | None:
    return next((one for one in among if str(one.id) == typed), None)


def _today() -> date:
    return utc_now().astimezone(LONDON).date()
