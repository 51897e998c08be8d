"""For administrators: who may sign in, what they do, speak and know, when they work; inviting, and letting somebody go."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy import select

from navigator import forms
from navigator.config import Settings
from navigator.db import db
from navigator.paging import PER_PAGE, cut
from navigator.people import handing_over
from navigator.people.access import WORKS_WITH_PEOPLE
from navigator.people.models import Locality, Role, Staff, Team
from navigator.people.staff_operations import EmailWrong, StillSupportsPeople
from navigator.people.staff_sessions import current_staff
from navigator.teams import administration, changes, cover, invitations, labels, leaving, working_times
from navigator.teams.change_pages import tell
from navigator.teams.models import Subject
from navigator.teams.schemas import InviteForm, LeaveNoteForm, staff_form
from navigator.times import utc_now
from translations.locales import LANGUAGES

blueprint = Blueprint("users_admin", __name__, template_folder="templates")
WHOLE_DAYS = range(7)


@blueprint.get("")
def users() -> str:
    """Everybody who may sign in, by name; who is invited; and what was changed lately. `?q=` looks for a name or address."""
    asked, page = request.args.get("q", "").strip()[:120], min(max(request.args.get("page", 1, type=int), 1), 5000)
    has_left = request.args.get("left") == "yes"
    wanted = select(Staff).join(Team, Team.id == Staff.team_id).order_by(Staff.name, Staff.email, Staff.id)
    wanted = wanted.where(Staff.left_at.is_not(None) if has_left else Staff.left_at.is_(None))
    if asked:
        wanted = wanted.where(Staff.name.icontains(asked, autoescape=True) | Staff.email.icontains(asked, autoescape=True))
    found, total = cut(wanted, page, PER_PAGE)
    listed, _ = changes.list_changes(Subject.STAFF, Subject.INVITATION)
    now = utc_now()
    return render_template(
        "teams/users.html",
        staff=[row[0] for row in found],
        total=total,
        form=forms.blank(q=asked),
        asked=asked,
        has_left=has_left,
        roles=labels.ROLES,
        invited=invitations.list_open(now=now),
        now=now,
        invitation_address=lambda number: url_for(".change_invitation", invitation_id=number),
        told=tell(listed),
        page=page,
        pages=-(-total // PER_PAGE),
        page_address=lambda number: url_for(".users", q=asked or None, left="yes" if has_left else None, page=number),
    )


@blueprint.route("/invite", methods=["GET", "POST"])
def invite() -> ResponseReturnValue:
    """Invite somebody into any team, to do anything."""
    if request.method == "GET":
        return _invite_page(forms.blank(language="en", role=Role.NAVIGATOR.value))
    form, staff = forms.read(InviteForm(), request.form), current_staff()
    team = next((one for one in administration.list_teams() if str(one.id) == form.data.get("team_id")), None)
    if team is None:
        form = form.with_error("team_id", gettext("Choose a team."))
    if not form.is_valid or team is None:
        return _invite_page(form), 422
    try:
        invitations.invite(
            team=team,
            role=form.data["role"],
            name=form.data["name"],
            email=form.data["email"],
            language=form.data["language"],
            by=staff,
            public_url=_settings().public_url,
            now=utc_now(),
        )
    except EmailWrong:
        db.session.rollback()
        problem = gettext("This does not look like an e-mail address. Please check it.")
        return _invite_page(form.with_error("email", problem)), 422
    db.session.commit()
    flash(gettext("We are writing to %(name)s now. The link works for a week.", name=form.data["name"]), "success")
    return redirect(url_for(".users"), 303)


@blueprint.post("/invitations/<uuid:invitation_id>")
def change_invitation(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Send it again, or (`then=take_back`) take it back."""
    answer_invitation(invitation_id)
    return redirect(url_for(".users"), 303)


def answer_invitation(invitation_id: uuid.UUID) -> None:
    """What is done with an invitation, on whichever page. Commits."""
    staff, now = current_staff(), utc_now()
    try:
        invitation = invitations.get_invitation(by=staff, invitation_id=invitation_id)
        if request.form.get("then") == "take_back":
            invitations.revoke(invitation=invitation, by=staff, now=now)
            said = gettext("Taken back. The link opens nothing any more.")
        else:
            invitations.invite_again(invitation=invitation, by=staff, public_url=_settings().public_url, now=now)
            said = gettext("We are sending a new link. The one before opens nothing any more.")
    except invitations.InvitationSpent:
        db.session.rollback()
        flash(gettext("This invitation has been used or taken back."), "info")
        return
    db.session.commit()
    flash(said, "success")


@blueprint.route("/<uuid:staff_id>", methods=["GET", "POST"])
def user(staff_id: uuid.UUID) -> ResponseReturnValue:
    """One colleague, to be changed."""
    found = _get(staff_id)
    if request.method == "GET" or found.left_at is not None:
        return _user_page(found, forms.blank(**_as_known(found)))
    team = next((one for one in administration.list_teams() if str(one.id) == request.form.get("team_id")), None)
    form = forms.read(staff_form(team.locality.skills if team else ()), request.form)
    if team is None and "team_id" not in form.errors:
        form = form.with_error("team_id", gettext("Choose a team."))
    form, works = _read_works(form)
    if not form.is_valid or team is None:
        return _user_page(found, form), 422
    try:
        is_changed = administration.change_staff(
            staff=found,
            by=current_staff(),
            now=utc_now(),
            name=form.data["name"],
            phone=form.data["phone"],
            role=form.data["role"],
            team_id=team.id,
            languages=",".join(form.data["languages"]),
            skills=form.data["skills"],
            areas=form.data["areas"],
            works=works,
        )
    except StillSupportsPeople as supports:
        db.session.rollback()
        problem = ngettext(
            "They support %(num)s person still. Hand over first, then change this.",
            "They support %(num)s people still. Hand over first, then change this.",
            supports.how_many,
        )
        return _user_page(_get(staff_id), form.with_error("role", problem)), 422
    except administration.TeamClosed:
        db.session.rollback()
        return _user_page(_get(staff_id), form.with_error("team_id", gettext("Choose a team."))), 422
    except administration.CoversSomebody as covers:
        db.session.rollback()
        problem = gettext(
            "They answer for %(name)s, who is or will be away. Choose somebody else for that first.", name=str(covers)
        )
        return _user_page(_get(staff_id), form.with_error("role", problem)), 422
    except administration.LastAdministrator:
        db.session.rollback()
        problem = gettext("They are the only administrator. Make somebody else one first.")
        return _user_page(_get(staff_id), form.with_error("role", problem)), 422
    db.session.commit()
    flash(gettext("Saved.") if is_changed else gettext("Nothing was different."), "success")
    return redirect(url_for(".user", staff_id=staff_id), 303)


@blueprint.route("/<uuid:staff_id>/leave", methods=["GET", "POST"])
def leave(staff_id: uuid.UUID) -> ResponseReturnValue:
    """What they have in hand and who would take it over; then their account closes."""
    found, now = _get(staff_id), utc_now()
    if found.left_at is not None:
        return redirect(url_for(".user", staff_id=staff_id), 303)
    if request.method == "GET":
        return _leave_page(found, forms.blank())
    form = forms.read(LeaveNoteForm(), _without_takers())
    looked = leaving.look(staff=found, now=now)
    colleagues = {str(one.id): one for one in _list_colleagues(found)}
    takers = {person.id: colleagues.get(request.form.get(f"to_{person.id}", "")) for person in looked.people}
    missing = [person for person in looked.people if takers[person.id] is None]
    if missing:
        problem = ngettext(
            "Choose who supports %(num)s person.", "Choose for everybody who supports them: %(num)s are missing.", len(missing)
        )
        form = form.with_error(f"to_{missing[0].id}", problem)
    if not form.is_valid:
        return _leave_page(found, form), 422
    try:
        handed_over = leaving.leave(
            staff=found,
            takers={person_id: to for person_id, to in takers.items() if to is not None},
            by=current_staff(),
            note=form.data["note"],
            now=now,
        )
    except StillSupportsPeople:
        return _refuse(staff_id, gettext("Somebody was added to their people meanwhile. Please look again."))
    except handing_over.CannotTakeOver:
        return _refuse(staff_id, gettext("One of those chosen cannot take anybody over any more. Please look again."))
    except cover.CannotCover as covered:
        return _refuse(staff_id, gettext("Nobody is left who could answer for %(name)s, who is away.", name=str(covered)))
    except administration.LastAdministrator:
        return _refuse(staff_id, gettext("They are the only administrator. Make somebody else one first."))
    name = found.name
    db.session.commit()
    said = ngettext("%(num)s person was handed over.", "%(num)s people were handed over.", handed_over)
    ended = gettext("%(name)s cannot sign in any more.", name=name)
    flash(f"{said} {ended}", "success")
    return redirect(url_for(".users"), 303)


def _refuse(staff_id: uuid.UUID, words: str) -> ResponseReturnValue:
    db.session.rollback()
    flash(words, "warning")
    return redirect(url_for(".leave", staff_id=staff_id), 303)


def _without_takers() -> Any:
    """The form but for who takes over whom, which has a field for each person."""
    typed = request.form.copy()
    for name in [name for name in typed if name.startswith("to_")]:
        typed.poplist(name)
    return typed


def _invite_page(form: forms.Form) -> str:
    return render_template(
        "teams/invite.html",
        form=form,
        address=url_for(".invite"),
        back=url_for(".users"),
        teams=labels.to_choose(administration.list_teams()),
        roles=[(role.value, words) for role, words in labels.ROLES.items()],
        language_options=[(one.code, one.own_name) for one in LANGUAGES.values()],
    )


def _user_page(found: Staff, form: forms.Form) -> str:
    locality: Locality = found.team.locality
    listed, _ = changes.list_changes(Subject.STAFF, subject_id=found.id)
    return render_template(
        "teams/user.html",
        user=found,
        form=form,
        roles=[(role.value, words) for role, words in labels.ROLES.items()],
        teams=[(str(team.id), team.name) for team in administration.list_teams()],
        languages_offered=labels.languages_offered(),
        skills=[(skill, skill) for skill in locality.skills],
        weekdays=labels.weekday_names(),
        told=tell(listed),
    )


def _leave_page(found: Staff, form: forms.Form) -> str:
    looked = leaving.look(staff=found, now=utc_now())
    chosen = {
        person.id: request.form.get(f"to_{person.id}")
        or (str(looked.takers[person.id].candidate.id) if person.id in looked.takers else "")
        for person in looked.people
    }
    return render_template(
        "teams/leave.html",
        user=found,
        form=form,
        looked=looked,
        chosen=chosen,
        colleagues=labels.to_choose(_list_colleagues(found)),
        say=labels.reason_in_words,
    )


def _get(staff_id: uuid.UUID) -> Staff:
    found = db.session.get(Staff, staff_id)
    if found is None:
        abort(404)
    return found


def _list_colleagues(found: Staff) -> Sequence[Staff]:
    return db.session.scalars(
        select(Staff)
        .where(
            Staff.team_id == found.team_id,
            Staff.id != found.id,
            Staff.left_at.is_(None),
            Staff.role.in_(WORKS_WITH_PEOPLE),
        )
        .order_by(Staff.name, Staff.id)
    ).all()


def _as_known(found: Staff) -> dict[str, Any]:
    times = {
        f"{side}_{weekday}": found.works[str(weekday)][place]
        for weekday in WHOLE_DAYS
        if str(weekday) in found.works
        for place, side in enumerate(("from", "until"))
    }
    return {
        "name": found.name,
        "phone": found.phone,
        "role": found.role.value,
        "team_id": str(found.team_id),
        "languages": found.languages.split(","),
        "skills": found.skills,
        "areas": found.areas,
        **times,
    }


def _read_works(form: forms.Form) -> tuple[forms.Form, Mapping[str, list[str]]]:
    typed = {weekday: (form.data.get(f"from_{weekday}", ""), form.data.get(f"until_{weekday}", "")) for weekday in WHOLE_DAYS}
    try:
        return form, working_times.read_pattern(typed)
    except working_times.TimeWrong as wrong:
        problem = gettext("Write two times like 09:00 and 17:00, the first before the second; or leave both empty.")
        return form.with_error(f"from_{wrong}", problem), {}


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
