"""Handing in a list of proposed people: looked at first, each bad line named, then added for the team to decide about."""

import uuid
from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from navigator import forms
from navigator.db import db
from navigator.people.models import Role, Staff, Team
from navigator.people.staff_sessions import current_staff
from navigator.referring_in import coming_in, proposal_lines, proposals, queries
from navigator.referring_in.proposal_lines import FileWrong
from navigator.referring_in.schemas import ListForm
from navigator.times import LONDON, utc_now

blueprint = Blueprint("proposals", __name__, template_folder="templates")

SHOWN = 50  # lines of a kind on the page; the rest as a number


@blueprint.get("")
def new() -> str:
    """Choose a file."""
    return _new(forms.blank())


@blueprint.post("")
def hand_in() -> ResponseReturnValue:
    """Read it; nothing comes of it yet."""
    staff, now = current_staff(), utc_now()
    form = forms.read(ListForm(), request.form)
    team = next((each for each in _teams(staff) if str(each.id) == (form.data.get("team") or str(staff.team_id))), None)
    if team is None:
        form = form.with_error("team", gettext("Choose a team."))
    file = request.files.get("file")
    name = (file.filename or "").rpartition("/")[2].rpartition("\\")[2][:120] if file else ""
    if not name or file is None:
        form = form.with_error("file", gettext("Choose a CSV file."))
    if team is None or file is None or not form.is_valid:
        return _new(form), 422
    try:
        handed_in = proposals.hand_in(
            file_name=name, content=proposal_lines.decode(file.stream.read()), team=team, by=staff, now=now
        )
        proposals.look(handed_in, today=_today(), allows_test_numbers=coming_in.settings().allows_test_numbers)
    except FileWrong as problem:
        db.session.rollback()
        return _new(form.with_error("file", str(problem))), 422
    db.session.commit()
    return redirect(url_for(".look", list_id=handed_in.id), 303)


@blueprint.get("/<uuid:list_id>")
def look(list_id: uuid.UUID) -> str:
    """What would come of it, or what came of it."""
    staff = current_staff()
    handed_in = queries.get_list(staff=staff, list_id=list_id)
    looked = None
    if handed_in.added_at is None or handed_in.content:
        looked = proposals.look(handed_in, today=_today(), allows_test_numbers=coming_in.settings().allows_test_numbers)
    return render_template(
        "referring_in/list.html",
        handed_in=handed_in,
        looked=looked,
        shown=SHOWN,
        names_known=staff.role is Role.TEAM_LEAD,  # an administrator looks after the service, not after people
    )


@blueprint.post("/<uuid:list_id>/add")
def add(list_id: uuid.UUID) -> ResponseReturnValue:
    """Add the good lines as proposals."""
    staff = current_staff()
    handed_in = queries.get_list(staff=staff, list_id=list_id)
    added = proposals.add(
        handed_in=handed_in,
        key=coming_in.settings().secret_key,
        now=utc_now(),
        today=_today(),
        allows_test_numbers=coming_in.settings().allows_test_numbers,
    )
    db.session.commit()
    flash(
        ngettext(
            "%(num)d person is proposed. Nobody was contacted.", "%(num)d people are proposed. Nobody was contacted.", added
        ),
        "success",
    )
    if staff.role is Role.TEAM_LEAD and not handed_in.content:
        return redirect(url_for("referrals_in.inbox", shelf="proposed"), 303)
    return redirect(url_for(".look", list_id=list_id), 303)


@blueprint.get("/<uuid:list_id>/to-mend.csv")
def to_mend(list_id: uuid.UUID) -> Response:
    """The lines that could not be read, to be mended and sent again."""
    handed_in = queries.get_list(staff=current_staff(), list_id=list_id)
    content = handed_in.content
    if handed_in.added_at is None:
        looked = proposals.look(handed_in, today=_today(), allows_test_numbers=coming_in.settings().allows_test_numbers)
        content = proposal_lines.write_lines(list(looked.to_mend))
    return Response(
        "\ufeff" + content,
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=to-mend.csv"},
    )


def _new(form: forms.Form) -> str:
    teams = _teams(current_staff())
    return render_template(
        "referring_in/new_list.html", form=form, teams=[(str(team.id), team.name) for team in teams], many=len(teams) > 1
    )


def _teams(staff: Staff) -> list[Team]:
    """Whose inbox a list may go to: a lead's own team; for an administrator any."""
    return [staff.team] if staff.role is Role.TEAM_LEAD else list(queries.list_teams())


def _today() -> date:
    return utc_now().astimezone(LONDON).date()
