"""For a team lead: who has how many people, who waits for a coordinator, who is away, whom volunteers help; inviting."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import func, select

from navigator import forms
from navigator.config import Settings
from navigator.db import db
from navigator.people.access import seen_by
from navigator.people.coordinations import waits_for_coordinator
from navigator.people.models import Person, Role, Staff
from navigator.people.staff_operations import EmailWrong
from navigator.people.staff_sessions import current_staff
from navigator.people.support_models import Given
from navigator.teams import assignment, cover, invitations, labels, signals, suggesting
from navigator.teams.assignment import Candidate
from navigator.teams.rules import get_rules
from navigator.teams.schemas import InviteForm
from navigator.teams.user_pages import answer_invitation
from navigator.times import LONDON, utc_now
from translations.locales import LANGUAGES

blueprint = Blueprint("team", __name__, template_folder="templates")
SHOWN = 20


@dataclass(frozen=True)
class Load:
    """How many people somebody supports, of how many they can, working as much as they do."""

    candidate: Candidate
    limit: int

    @property
    def words(self) -> str:
        return labels.people_of_limit(self.candidate.people, self.limit)


@blueprint.get("")
def team() -> str:
    """How my team is doing. A constant number of queries, whatever its size."""
    staff, now = current_staff(), utc_now()
    today = now.astimezone(LONDON).date()
    rules = get_rules(staff.team.locality_id)
    candidates = suggesting.list_candidates(staff.team, today=today)
    loads = [Load(one, assignment.limit_of(one.works, load_limit=rules.load_limit)) for one in candidates if not one.is_volunteer]
    waiting = (seen_by(staff), Person.closed_at.is_(None), waits_for_coordinator())
    helped = db.session.execute(
        select(Given.volunteer_id, func.count())
        .join(Staff, Staff.id == Given.volunteer_id)
        .where(Staff.team_id == staff.team_id, Given.until.is_(None))
        .group_by(Given.volunteer_id)
    )
    return render_template(
        "teams/team.html",
        team=staff.team,
        loads=loads,
        most=max([load.limit for load in loads] + [load.candidate.people for load in loads], default=1),
        volunteers=[one for one in candidates if one.is_volunteer],
        helped={row[0]: row[1] for row in helped},
        waiting=db.session.scalars(select(Person).where(*waiting).order_by(Person.created_at, Person.id).limit(SHOWN)).all(),
        waiting_total=db.session.scalar(select(func.count()).select_from(Person).where(*waiting)) or 0,
        away=cover.list_away(staff.team_id, today=today),
        today=today,
        invited=invitations.list_open(now=now, team_id=staff.team_id),
        now=now,
        invitation_address=lambda number: url_for(".change_invitation", invitation_id=number),
        roles=labels.ROLES,
        notes=_notes(staff, now),
    )


@blueprint.route("/invite", methods=["GET", "POST"])
def invite() -> ResponseReturnValue:
    """Invite a navigator or a volunteer into my own team."""
    if request.method == "GET":
        return _invite_page(forms.blank(language="en", role=Role.VOLUNTEER.value))
    form, staff = forms.read(InviteForm(), request.form), current_staff()
    if form.data.get("role") not in invitations.LEADS_INVITE and "role" not in form.errors:
        form = form.with_error("role", gettext("Choose what they do."))
    if not form.is_valid:
        return _invite_page(form), 422
    settings: Settings = current_app.extensions["settings"]
    try:
        invitations.invite(
            team=staff.team,
            role=form.data["role"],
            name=form.data["name"],
            email=form.data["email"],
            language=form.data["language"],
            by=staff,
            public_url=settings.public_url,
            now=utc_now(),
        )
    except EmailWrong:
        db.session.rollback()
        problem = gettext("This does not look like an e-mail address. Please check it.")
        return _invite_page(form.with_error("email", problem)), 422
    db.session.commit()
    flash(gettext("We are writing to %(name)s now. The link works for a week.", name=form.data["name"]), "success")
    return redirect(url_for(".team"), 303)


@blueprint.post("/invitations/<uuid:invitation_id>")
def change_invitation(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Send it again, or (`then=take_back`) take it back."""
    answer_invitation(invitation_id)
    return redirect(url_for(".team"), 303)


def _notes(staff: Staff, now: datetime) -> Sequence[signals.TeamNote]:
    return [note for _, note in signals.team_opened.send("teams", staff=staff, now=now) if note]


def _invite_page(form: forms.Form) -> str:
    return render_template(
        "teams/invite.html",
        form=form,
        address=url_for(".invite"),
        back=url_for(".team"),
        teams=[],
        roles=[(role.value, labels.ROLES[role]) for role in invitations.LEADS_INVITE],
        language_options=[(one.code, one.own_name) for one in LANGUAGES.values()],
    )
