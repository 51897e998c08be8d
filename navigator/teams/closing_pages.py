"""For administrators: closing a team or a locality, with everything there handed over first; and opening it again."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext

from navigator import forms
from navigator.db import db
from navigator.people.coordinations import NobodyToStandIn
from navigator.people.models import Locality, Team
from navigator.people.staff_sessions import current_staff
from navigator.teams import administration, closing, labels
from navigator.times import utc_now

blueprint = Blueprint("closing_admin", __name__, template_folder="templates")


class TakeOverForm(forms.FormSchema):
    to = forms.Text(missing=lazy_gettext("Choose a team."), longest=36)
    how = forms.OneOf(("together", "people"), missing=lazy_gettext("Choose one of the two."))


@blueprint.get("/teams/<uuid:team_id>/close")
def team(team_id: uuid.UUID) -> ResponseReturnValue:
    """What is in the team still, and who could take it over."""
    return _show_team(_team(team_id), forms.blank())


@blueprint.post("/teams/<uuid:team_id>/take-over")
def take_over(team_id: uuid.UUID) -> ResponseReturnValue:
    """Another team takes over: colleagues and their people together, or the people alone."""
    found, form = _team(team_id), forms.read(TakeOverForm(), request.form)
    to = next((one for one in _others(found) if str(one.id) == form.data.get("to")), None)
    if to is None and "to" not in form.errors:
        form = form.with_error("to", gettext("Choose a team."))
    if not form.is_valid or to is None:
        return _show_team(found, form), 422
    try:
        if form.data["how"] == "together":
            moved = closing.move_together(team=found, to=to, by=current_staff(), now=utc_now())
            said = ngettext("%(num)s colleague works there now.", "%(num)s colleagues work there now.", moved)
        else:
            handed = closing.hand_people_over(team=found, to=to, by=current_staff(), now=utc_now())
            said = ngettext("%(num)s person was handed over.", "%(num)s people were handed over.", handed)
    except (closing.NobodyThere, NobodyToStandIn):
        db.session.rollback()
        form = form.with_error("to", gettext("Nobody works there who could support people. Choose another team."))
        return _show_team(_team(team_id), form), 422
    db.session.commit()
    flash(said, "success")
    return redirect(url_for(".team", team_id=team_id), 303)


@blueprint.post("/teams/<uuid:team_id>/close")
def close_team(team_id: uuid.UUID) -> ResponseReturnValue:
    """Nobody is there any more: close it."""
    try:
        closing.close_team(team=_team(team_id), by=current_staff(), now=utc_now())
    except (closing.StillInUse, closing.LastOne):
        db.session.rollback()
        flash(gettext("Somebody or something is there still. Nothing was closed."), "warning")
        return redirect(url_for(".team", team_id=team_id), 303)
    db.session.commit()
    flash(gettext("It is closed. You can open it again here."), "success")
    return redirect(url_for("teams_admin.team", team_id=team_id), 303)


@blueprint.post("/teams/<uuid:team_id>/open")
def open_team(team_id: uuid.UUID) -> ResponseReturnValue:
    """It works again."""
    try:
        closing.open_team(team=_team(team_id), by=current_staff(), now=utc_now())
    except closing.LocalityClosed:
        db.session.rollback()
        flash(gettext("The locality it works in is closed. Open that first."), "warning")
    else:
        db.session.commit()
        flash(gettext("It is open again."), "success")
    return redirect(url_for("teams_admin.team", team_id=team_id), 303)


@blueprint.get("/localities/<uuid:locality_id>/close")
def locality(locality_id: uuid.UUID) -> ResponseReturnValue:
    """Which teams work there still."""
    found = _locality(locality_id)
    holdings, is_last = closing.look_at_locality(found)
    return render_template(
        "teams/close_locality.html",
        locality=found,
        holdings=holdings,
        is_last=is_last,
        teams=[team for team in administration.list_teams() if team.locality_id == found.id],
    )


@blueprint.post("/localities/<uuid:locality_id>/close")
def close_locality(locality_id: uuid.UUID) -> ResponseReturnValue:
    """No team works there any more: close it."""
    try:
        closing.close_locality(locality=_locality(locality_id), by=current_staff(), now=utc_now())
    except (closing.StillInUse, closing.LastOne):
        db.session.rollback()
        flash(gettext("Somebody or something is there still. Nothing was closed."), "warning")
        return redirect(url_for(".locality", locality_id=locality_id), 303)
    db.session.commit()
    flash(gettext("It is closed. You can open it again here."), "success")
    return redirect(url_for("localities_admin.locality", locality_id=locality_id), 303)


@blueprint.post("/localities/<uuid:locality_id>/open")
def open_locality(locality_id: uuid.UUID) -> ResponseReturnValue:
    """It is served again."""
    closing.open_locality(locality=_locality(locality_id), by=current_staff(), now=utc_now())
    db.session.commit()
    flash(gettext("It is open again."), "success")
    return redirect(url_for("localities_admin.locality", locality_id=locality_id), 303)


def _team(team_id: uuid.UUID) -> Team:
    return db.session.get(Team, team_id) or abort(404)


def _locality(locality_id: uuid.UUID) -> Locality:
    return db.session.get(Locality, locality_id) or abort(404)


def _others(team: Team) -> list[Team]:
    return [one for one in administration.list_teams() if one.id != team.id]


def _show_team(found: Team, form: forms.Form) -> str:
    return render_template(
        "teams/close_team.html",
        team=found,
        form=form,
        standing=closing.look(found, now=utc_now()),
        others=labels.to_choose(_others(found)),
    )
