"""For administrators: the teams, where they work, and whom people ring."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import func, select

from navigator import forms
from navigator.db import db
from navigator.people.models import Staff, Team
from navigator.people.staff_operations import EmailWrong, read_email
from navigator.people.staff_sessions import current_staff
from navigator.teams import administration, changes
from navigator.teams.change_pages import tell
from navigator.teams.models import Subject
from navigator.teams.schemas import TeamForm
from navigator.times import utc_now

blueprint = Blueprint("teams_admin", __name__, template_folder="templates")


@blueprint.get("")
def teams() -> str:
    """Every team, how many work there, and what was changed lately."""
    found, _ = changes.list_changes(Subject.TEAM)
    staff = db.session.execute(select(Staff.team_id, func.count()).where(Staff.left_at.is_(None)).group_by(Staff.team_id))
    return render_template(
        "teams/teams.html",
        teams=administration.list_teams(with_closed=True),
        staff={row[0]: row[1] for row in staff},
        told=tell(found),
        has_locality=bool(administration.list_localities()),
    )


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """One more team."""
    return _answer(None)


@blueprint.route("/<uuid:team_id>", methods=["GET", "POST"])
def team(team_id: uuid.UUID) -> ResponseReturnValue:
    """One team, to be changed."""
    found = db.session.get(Team, team_id)
    if found is None:
        abort(404)
    return _answer(found)


def _answer(found: Team | None) -> ResponseReturnValue:
    localities = administration.list_localities()
    if request.method == "GET":
        values = {name: getattr(found, name) for name in administration.TEAM_FIELDS} if found else {}
        return _show(found, forms.blank(**values))
    form = forms.read(TeamForm(), request.form)
    locality = found.locality if found else None
    if found is None:
        locality = next((one for one in localities if str(one.id) == form.data.get("locality_id")), None)
        locality = locality or (localities[0] if len(localities) == 1 else None)
    if locality is None:
        form = form.with_error("locality_id", gettext("Choose where the team works."))
    email = form.data.get("email", "")
    if email:
        try:
            email = read_email(email)
        except EmailWrong:
            form = form.with_error("email", gettext("This does not look like an e-mail address. Please check it."))
    if not form.is_valid or locality is None:
        return _show(found, form), 422
    try:
        administration.save_team(
            team=found,
            locality=locality,
            by=current_staff(),
            now=utc_now(),
            name=form.data["name"],
            phone=form.data["phone"],
            email=email,
        )
    except administration.NameTaken:
        db.session.rollback()
        return _show(found, form.with_error("name", gettext("There is a team of this name already."))), 422
    db.session.commit()
    flash(gettext("Saved."), "success")
    return redirect(url_for(".teams"), 303)


def _show(found: Team | None, form: forms.Form) -> str:
    listed = changes.list_changes(Subject.TEAM, subject_id=found.id)[0] if found else []
    localities = administration.list_localities()
    return render_template(
        "teams/team_form.html",
        team=found,
        form=form,
        told=tell(listed),
        localities=[(str(one.id), one.name) for one in localities] if found is None and len(localities) > 1 else [],
    )
