"""Who supports one person: their coordinator, who would be right, handing over with a note, and the volunteers who help."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from navigator import forms
from navigator.db import db
from navigator.people import coordinations, giving, handing_over
from navigator.people.access import get_person
from navigator.people.handing_over import MAY_HAND_OVER
from navigator.people.models import Person, Role, Staff, Team
from navigator.people.staff_sessions import current_staff
from navigator.people.support_models import Coordination, Given, WhyCoordinates
from navigator.people.trail import looked_at
from navigator.teams import administration, labels, suggesting
from navigator.teams.schemas import GiveForm, HandOverForm, MoveForm
from navigator.times import LONDON, utc_now

blueprint = Blueprint("coordinator", __name__, template_folder="templates")


@blueprint.get("/new-with-me")
def new_with_me() -> ResponseReturnValue:
    """Everybody who was handed over to me and whom I have not said that I have read about."""
    staff = current_staff()
    found = db.session.execute(
        select(Coordination, Person)
        .join(Person, Person.id == Coordination.person_id)
        .where(
            Coordination.staff_id == staff.id,
            Coordination.until.is_(None),
            Coordination.seen_at.is_(None),
            Person.closed_at.is_(None),
        )
        .order_by(Coordination.since, Coordination.id)
        .limit(200)
    ).all()
    return render_template("teams/new_with_me.html", found=found, why=labels.WHY_COORDINATES)


@blueprint.post("/new-with-me")
def seen() -> ResponseReturnValue:
    """I have read it: the desk says it no more."""
    handing_over.mark_seen(staff=current_staff(), now=utc_now())
    db.session.commit()
    flash(gettext("Thank you. They are among your people."), "success")
    return redirect("/desk", 303)


@blueprint.get("/<uuid:person_id>/coordinator")
def coordinator(person_id: uuid.UUID) -> ResponseReturnValue:
    """Who it is, who it was, who else would be right and why. `?skill=` asks for somebody good at something."""
    staff = current_staff()
    person = get_person(staff=staff, person_id=person_id)
    page = _show(person)
    looked_at(staff_id=staff.id, person_id=person_id, page="coordinator")
    return page


@blueprint.post("/<uuid:person_id>/coordinator")
def hand_over(person_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody else supports them from now on, or (`then=wait`) they wait for a coordinator."""
    staff, now = _may_hand_over(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    form = forms.read(HandOverForm(), request.form)
    waits = request.form.get("then") == "wait"
    if waits:
        form = forms.Form(form.values, {name: why for name, why in form.errors.items() if name != "to"}, form.data)
    to = None if waits else _find_colleague(person, form.data.get("to", ""))
    if not form.is_valid or (to is None and not waits):
        if to is None and not waits and "to" not in form.errors:
            form = form.with_error("to", gettext("Choose who supports them from now on."))
        return _show(person, hand=form), 422
    is_waiting = coordinations.is_waiting(person.id)
    try:
        if to is None:
            made = handing_over.let_wait(
                person_id=person.id, by=staff, from_id=_as_id(form.data["from_id"]), note=form.data["note"], now=now
            )
        else:
            made = handing_over.hand_over(
                person_id=person.id,
                to=to,
                by=staff,
                from_id=_as_id(form.data["from_id"]),
                note=form.data["note"],
                why=WhyCoordinates.ASSIGNED if is_waiting else WhyCoordinates.HANDED_OVER,
                tells=not form.data["is_quiet"],
                now=now,
            )
    except handing_over.HandedOverMeanwhile as meanwhile:
        db.session.rollback()
        flash(
            gettext("Nothing was changed: in the meantime they were handed over to %(name)s.", name=meanwhile.to.name), "warning"
        )
        return redirect(url_for(".coordinator", person_id=person_id), 303)
    except (handing_over.CannotTakeOver, coordinations.NobodyToStandIn):
        db.session.rollback()
        flash(gettext("Nothing was changed: nobody in the team can take them over like this."), "warning")
        return redirect(url_for(".coordinator", person_id=person_id), 303)
    said = _say_handed_over(made, waits=waits)
    db.session.commit()
    flash(said, "success")
    return redirect(url_for(".coordinator", person_id=person_id), 303)


@blueprint.post("/<uuid:person_id>/coordinator/undo")
def undo(person_id: uuid.UUID) -> ResponseReturnValue:
    """The hand-over was a mistake: whoever it was before is the coordinator again."""
    staff = _may_hand_over()
    person = get_person(staff=staff, person_id=person_id)
    made = coordinations.find_open(person.id)
    if made is None or str(made.id) != request.form.get("coordination"):
        flash(gettext("Something happened in the meantime. This is how it stands now."), "info")
        return redirect(url_for(".coordinator", person_id=person_id), 303)
    try:
        handing_over.undo(coordination_id=made.id, by=staff, now=utc_now())
    except handing_over.TooLateToUndo:
        db.session.rollback()
        flash(gettext("It cannot be undone any more. You can hand them over again."), "warning")
        return redirect(url_for(".coordinator", person_id=person_id), 303)
    db.session.commit()
    flash(gettext("Undone. It is as it was before."), "success")
    return redirect(url_for(".coordinator", person_id=person_id), 303)


@blueprint.post("/<uuid:person_id>/coordinator/team")
def move(person_id: uuid.UUID) -> ResponseReturnValue:
    """Another team supports them from now on."""
    staff = _may_hand_over()
    person = get_person(staff=staff, person_id=person_id)
    form = forms.read(MoveForm(), request.form)
    team = next((one for one in _other_teams(person) if str(one.id) == form.data.get("team_id")), None)
    if not form.is_valid or team is None:
        if team is None and "team_id" not in form.errors:
            form = form.with_error("team_id", gettext("Choose a team."))
        return _show(person, move=form), 422
    try:
        handing_over.move_to_team(person_id=person.id, team=team, by=staff, note=form.data["why"], now=utc_now())
    except coordinations.NobodyToStandIn:
        db.session.rollback()
        return _show(person, move=form.with_error("team_id", gettext("Nobody works in that team yet."))), 422
    name, team_name = person.full_name, team.name
    db.session.commit()
    flash(gettext("%(name)s is with the %(team)s now. Their lead sees your note.", name=name, team=team_name), "success")
    return redirect("/desk", 303)


@blueprint.post("/<uuid:person_id>/given")
def give(person_id: uuid.UUID) -> ResponseReturnValue:
    """A volunteer helps them from now on, and sees them."""
    staff = _may_hand_over()
    person = get_person(staff=staff, person_id=person_id)
    form = forms.read(GiveForm(), request.form)
    volunteer = next((one for one in _list_volunteers(person) if str(one.id) == form.data.get("volunteer")), None)
    if not form.is_valid or volunteer is None:
        if volunteer is None and "volunteer" not in form.errors:
            form = form.with_error("volunteer", gettext("Choose a volunteer."))
        return _show(person, give=form), 422
    try:
        giving.give(person=person, volunteer=volunteer, by=staff, note=form.data["helps_with"], now=utc_now())
    except giving.GivenAlready:
        db.session.rollback()
        flash(gettext("They help this person already."), "info")
    else:
        said = gettext("%(name)s can see this person now, and the person is told.", name=volunteer.name)
        db.session.commit()
        flash(said, "success")
    return redirect(url_for(".coordinator", person_id=person_id), 303)


@blueprint.post("/<uuid:person_id>/given/<uuid:given_id>/take-back")
def take_back(person_id: uuid.UUID, given_id: uuid.UUID) -> ResponseReturnValue:
    """The volunteer does not see them any more."""
    staff = _may_hand_over()
    person = get_person(staff=staff, person_id=person_id)
    given = db.session.get(Given, given_id)
    if given is None or given.person_id != person.id:
        abort(404)
    giving.take_back(given=given, by=staff, now=utc_now())
    said = gettext("%(name)s does not see this person any more.", name=given.volunteer.name)
    db.session.commit()
    flash(said, "success")
    return redirect(url_for(".coordinator", person_id=person_id), 303)


def _show(
    person: Person,
    *,
    hand: forms.Form | None = None,
    give: forms.Form | None = None,
    move: forms.Form | None = None,
) -> str:
    staff, now = current_staff(), utc_now()
    history = coordinations.list_coordinations(person.id)
    may_change = staff.role in MAY_HAND_OVER and person.closed_at is None
    skill = request.args.get("skill", "")[:120]
    suggestions = (
        suggesting.suggest_for(person, today=now.astimezone(LONDON).date(), skills=[skill] if skill else []) if may_change else []
    )
    is_waiting = coordinations.is_waiting(person.id)
    undoable = history and may_change and handing_over.find_undoable(person, history[0], now=now) is not None
    return render_template(
        "teams/coordinator.html",
        person=person,
        history=history,
        standing=history[0] if history and history[0].until is None else None,
        is_waiting=is_waiting,
        undoable=undoable,
        may_change=may_change,
        suggestions=[one for one in suggestions if is_waiting or one.candidate.id != person.navigator_id],
        theirs=next((one for one in suggestions if one.candidate.id == person.navigator_id), None),
        say=labels.reason_in_words,
        why=labels.WHY_COORDINATES,
        skill=skill,
        skills=person.team.locality.skills,
        hand=hand or forms.blank(from_id=str(person.navigator_id)),
        give=give or forms.blank(),
        move=move or forms.blank(),
        given=giving.list_given(person.id),
        volunteers=labels.to_choose(_list_volunteers(person)) if may_change else [],
        other_teams=labels.to_choose(_other_teams(person)) if may_change else [],
    )


def _may_hand_over() -> Staff:
    staff = current_staff()
    if staff.role not in MAY_HAND_OVER:
        abort(403)
    return staff


def _find_colleague(person: Person, typed: str) -> Staff | None:
    found = db.session.get(Staff, _as_id(typed)) if _as_id(typed) else None
    return found if found is not None and handing_over.may_coordinate(found, team_id=person.team_id) else None


def _as_id(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


def _list_volunteers(person: Person) -> Sequence[Staff]:
    return db.session.scalars(
        select(Staff)
        .where(Staff.team_id == person.team_id, Staff.role == Role.VOLUNTEER, Staff.left_at.is_(None))
        .order_by(Staff.name, Staff.id)
    ).all()


def _other_teams(person: Person) -> list[Team]:
    return [team for team in administration.list_teams() if team.id != person.team_id]


def _say_handed_over(made: Coordination, *, waits: bool) -> str:
    if waits:
        return str(gettext("They wait for a coordinator. Until then %(name)s answers for them.", name=made.staff.name))
    if made.is_told:
        return str(gettext("%(name)s supports them from now on, sees your note, and the person is told.", name=made.staff.name))
    return str(
        gettext("%(name)s supports them from now on and sees your note. The person is not told by us.", name=made.staff.name)
    )
