"""The trail of changes as administrators' pages show it, and the way back from one."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator.db import db
from navigator.people.staff_operations import StillSupportsPeople
from navigator.people.staff_sessions import current_staff
from navigator.people.way_back import is_local
from navigator.teams import administration, changes, labels
from navigator.teams.models import Change, Subject
from navigator.times import utc_now

blueprint = Blueprint("changes_admin", __name__, template_folder="templates")


@dataclass(frozen=True)
class Told:
    """A change in words: its fields with what was there before and what is there now, and whether there is a way back."""

    change: Change
    subject: str
    fields: Sequence[tuple[str, str, str]]
    can_go_back: bool


def tell(found: Sequence[Change]) -> list[Told]:
    """Changes in words. One query, for the names of teams."""
    teams = {team.id: team for team in administration.list_teams(with_closed=True)} if found else {}
    return [
        Told(
            change,
            str(labels.SUBJECTS[change.subject]),
            labels.change_in_words(change, teams=teams),
            administration.can_go_back(change),
        )
        for change in found
    ]


@blueprint.get("")
def all_changes() -> str:
    """Everything that was changed of how the service is set up, the latest first."""
    page = min(max(request.args.get("page", 1, type=int), 1), 5000)
    found, total = changes.list_changes(*Subject, page=page, per_page=changes.PER_PAGE)
    return render_template(
        "teams/changes.html",
        told=tell(found),
        page=page,
        pages=-(-total // changes.PER_PAGE),
        page_address=lambda number: url_for(".all_changes", page=number),
    )


@blueprint.post("/<uuid:change_id>/undo")
def undo(change_id: uuid.UUID) -> ResponseReturnValue:
    """Make it as it was before this change. `back` says where to return to."""
    change = changes.get_change(change_id)
    if change is None:
        abort(404)
    back = request.form.get("back", "")
    try:
        administration.go_back(change=change, by=current_staff(), now=utc_now())
    except administration.CannotGoBack:
        db.session.rollback()
        flash(gettext("It was changed again since then. Change it by hand, please."), "warning")
    except administration.TeamClosed:
        db.session.rollback()
        flash(gettext("That team is closed. Open it again first."), "warning")
    except administration.NameTaken:
        db.session.rollback()
        flash(gettext("Something else has that name by now."), "warning")
    except (StillSupportsPeople, administration.CoversSomebody, administration.LastAdministrator):
        db.session.rollback()
        flash(gettext("That would leave somebody without a person to turn to. Hand over first."), "warning")
    else:
        db.session.commit()
        flash(gettext("It is as it was before that change."), "success")
    return redirect(back if is_local(back) else url_for(".all_changes"), 303)
