"""For administrators: the organisations' links, made and revoked, and the team that gets what comes in by none."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator import forms
from navigator.db import db
from navigator.people.staff_sessions import current_staff
from navigator.referring_in import coming_in, operations, queries
from navigator.referring_in.models import ReferrerLink
from navigator.referring_in.schemas import LinkForm
from navigator.times import utc_now

blueprint = Blueprint("referrers", __name__, template_folder="templates")


@blueprint.get("")
def referrers() -> str:
    """Every link, and the front desk."""
    return _page(forms.blank())


@blueprint.post("")
def make() -> ResponseReturnValue:
    """Make a link; its address is shown this once."""
    form = forms.read(LinkForm(), request.form)
    team = next((each for each in queries.list_teams() if str(each.id) == form.data.get("team")), None)
    if team is None and "team" not in form.errors:
        form = form.with_error("team", gettext("Choose a team."))
    if team is None or not form.is_valid:
        return _page(form), 422
    link, token = operations.make_link(
        organization_name=form.data["organization_name"], team=team, by=current_staff(), now=utc_now()
    )
    name = link.organization_name
    db.session.commit()
    address = f"{coming_in.settings().public_url.rstrip('/')}/refer/{token}"
    flash(
        gettext("The link of %(name)s, shown this once: %(address)s Copy it and give it to them.", name=name, address=address),
        "success",
    )
    return redirect(url_for(".referrers"), 303)


@blueprint.post("/<uuid:link_id>/revoke")
def revoke(link_id: uuid.UUID) -> ResponseReturnValue:
    """It opens nothing any more."""
    link = db.session.get(ReferrerLink, link_id) or abort(404)
    operations.revoke_link(link=link, now=utc_now())
    db.session.commit()
    flash(gettext("The link of %(name)s opens nothing any more. What came by it stays.", name=link.organization_name), "success")
    return redirect(url_for(".referrers"), 303)


@blueprint.post("/front-desk")
def choose_front_desk() -> ResponseReturnValue:
    """Which team gets what comes in by no link."""
    team = next((each for each in queries.list_teams() if str(each.id) == request.form.get("front_desk")), None) or abort(404)
    operations.choose_front_desk(team=team, by=current_staff(), now=utc_now())
    db.session.commit()
    flash(gettext("%(team)s gets what comes in by no organisation’s link.", team=team.name), "success")
    return redirect(url_for(".referrers"), 303)


def _page(form: forms.Form) -> str:
    front_desk = queries.find_front_desk()
    return render_template(
        "referring_in/referrers.html",
        form=form,
        links=queries.list_links(),
        teams=[(str(team.id), team.name) for team in queries.list_teams()],
        desk=forms.blank(front_desk=str(front_desk.id) if front_desk else ""),
    )
