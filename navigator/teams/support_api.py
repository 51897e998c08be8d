"""Who supports a person, and which programmes they are in, for programs acting for a member of staff."""

import uuid
from datetime import timedelta
from typing import Any

from navigator.api_shapes import Blueprint, abort
from navigator.db import db
from navigator.people import coordinations, enrolments, giving, handing_over
from navigator.people.access import PersonNotFound, get_person
from navigator.people.api_tokens import current_holder, needs
from navigator.people.handing_over import MAY_HAND_OVER
from navigator.people.models import Person, Staff, Team
from navigator.people.support_models import Coordination, Enrolment, Given, WhyCoordinates
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import gave
from navigator.teams.api_schemas import (
    CoordinationOut,
    EnrolIn,
    EnrolmentEndIn,
    EnrolmentOut,
    GiveIn,
    GivenOut,
    HandOverIn,
    MoveTeamIn,
)
from navigator.times import utc_now

blueprint = Blueprint("support_api", __name__, description="Who supports a person, and the programmes they are in.")
A_DAY = timedelta(days=1)


@blueprint.get("/<uuid:person_id>/coordinators")
@needs(blueprint, TokenScope.PEOPLE_READ)
@blueprint.response(200, CoordinationOut(many=True))
def list_coordinators(person_id: uuid.UUID) -> list[Coordination]:
    """Who coordinates their support now, and who did; the latest first."""
    staff = current_holder()
    get_person(staff=staff, person_id=person_id)
    listed = coordinations.list_coordinations(person_id)
    gave(staff_id=staff.id, person_id=person_id, what="coordinators")
    return listed


@blueprint.post("/<uuid:person_id>/coordinators")
@needs(blueprint, TokenScope.PEOPLE_WRITE, roles=MAY_HAND_OVER)
@blueprint.arguments(HandOverIn)
@blueprint.response(201, CoordinationOut)
@blueprint.alt_response(409, description="Somebody was quicker, or nobody can take them over like this.")
def hand_over(given: dict[str, Any], person_id: uuid.UUID) -> Coordination:
    """Somebody else of the team supports them from now on and reads your note; or, without `to_id`, they wait for one."""
    staff, now = current_holder(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    common = {"person_id": person_id, "by": staff, "from_id": given["from_id"], "note": given["note"], "now": now}
    try:
        if given["to_id"] is None:
            made = handing_over.let_wait(**common)
        else:
            to = _colleague(person, given["to_id"], "to_id")
            why = WhyCoordinates.ASSIGNED if coordinations.is_waiting(person_id) else WhyCoordinates.HANDED_OVER
            made = handing_over.hand_over(to=to, why=why, tells=given["tells"], **common)
    except handing_over.HandedOverMeanwhile as meanwhile:
        abort(409, message=f"In the meantime they were handed over to {meanwhile.to.name}.")
    except (handing_over.CannotTakeOver, coordinations.NobodyToStandIn):
        abort(409, message="Nobody in the team can take them over like this.")
    db.session.commit()
    return made


@blueprint.post("/<uuid:person_id>/coordinators/<uuid:coordination_id>/undo")
@needs(blueprint, TokenScope.PEOPLE_WRITE, roles=MAY_HAND_OVER)
@blueprint.response(201, CoordinationOut)
@blueprint.alt_response(409, description="It was longer than a day ago, or something came after it.")
def undo(person_id: uuid.UUID, coordination_id: uuid.UUID) -> Coordination:
    """The hand-over was a mistake: whoever it was before is the coordinator again."""
    staff = current_holder()
    person = get_person(staff=staff, person_id=person_id)
    if coordination_id not in {made.id for made in coordinations.list_coordinations(person.id)}:
        abort(404)
    try:
        undone = handing_over.undo(coordination_id=coordination_id, by=staff, now=utc_now())
    except handing_over.TooLateToUndo:
        abort(409, message="It cannot be undone any more. You can hand them over again.")
    db.session.commit()
    return undone


@blueprint.post("/<uuid:person_id>/team")
@needs(blueprint, TokenScope.PEOPLE_WRITE, roles=MAY_HAND_OVER)
@blueprint.arguments(MoveTeamIn)
@blueprint.response(201, CoordinationOut)
@blueprint.alt_response(409, description="Nobody works in that team yet.")
def move_to_team(given: dict[str, Any], person_id: uuid.UUID) -> Coordination:
    """Another team supports them from now on: they wait there for a coordinator. You do not see them any more."""
    staff = current_holder()
    person = get_person(staff=staff, person_id=person_id)
    team = db.session.get(Team, given["team_id"])
    if team is None or team.id == person.team_id or team.closed_at is not None:
        abort(422, errors={"json": {"team_id": ["Name another team, one that is open."]}})
    try:
        made = handing_over.move_to_team(person_id=person_id, team=team, by=staff, note=given["why"], now=utc_now())
    except coordinations.NobodyToStandIn:
        abort(409, message="Nobody works in that team yet.")
    db.session.commit()
    return made


@blueprint.get("/<uuid:person_id>/volunteers")
@needs(blueprint, TokenScope.PEOPLE_READ)
@blueprint.response(200, GivenOut(many=True))
def list_volunteers(person_id: uuid.UUID) -> list[Given]:
    """The volunteers who help a person, and those who did."""
    staff = current_holder()
    get_person(staff=staff, person_id=person_id)
    listed = giving.list_given(person_id)
    gave(staff_id=staff.id, person_id=person_id, what="volunteers")
    return listed


@blueprint.post("/<uuid:person_id>/volunteers")
@needs(blueprint, TokenScope.PEOPLE_WRITE, roles=MAY_HAND_OVER)
@blueprint.arguments(GiveIn)
@blueprint.response(201, GivenOut)
@blueprint.alt_response(409, description="They help this person already.")
def give(given: dict[str, Any], person_id: uuid.UUID) -> Given:
    """A volunteer helps them from now on, and sees them. The person is told."""
    staff = current_holder()
    person = get_person(staff=staff, person_id=person_id)
    volunteer = _colleague(person, given["volunteer_id"], "volunteer_id")
    try:
        made = giving.give(person=person, volunteer=volunteer, by=staff, note=given["helps_with"], now=utc_now())
    except giving.GivenAlready:
        abort(409, message="They help this person already.")
    except giving.CannotBeGiven:
        abort(422, errors={"json": {"volunteer_id": ["They are no volunteer of this person's team."]}})
    db.session.commit()
    return made


@blueprint.delete("/<uuid:person_id>/volunteers/<uuid:given_id>")
@needs(blueprint, TokenScope.PEOPLE_WRITE, roles=MAY_HAND_OVER)
@blueprint.response(204)
def take_back(person_id: uuid.UUID, given_id: uuid.UUID) -> None:
    """The volunteer does not see them any more."""
    staff = current_holder()
    get_person(staff=staff, person_id=person_id)
    given = next((one for one in giving.list_given(person_id) if one.id == given_id), None)
    if given is None:
        abort(404)
    giving.take_back(given=given, by=staff, now=utc_now())
    db.session.commit()


@blueprint.get("/<uuid:person_id>/enrolments")
@needs(blueprint, TokenScope.PEOPLE_READ)
@blueprint.response(200, EnrolmentOut(many=True))
def list_enrolments(person_id: uuid.UUID) -> list[Enrolment]:
    """The programmes they are in, and were in."""
    staff = current_holder()
    get_person(staff=staff, person_id=person_id)
    listed = enrolments.list_enrolments(person_id)
    gave(staff_id=staff.id, person_id=person_id, what="programmes")
    return listed


@blueprint.post("/<uuid:person_id>/enrolments")
@needs(blueprint, TokenScope.PEOPLE_WRITE)
@blueprint.arguments(EnrolIn)
@blueprint.response(201, EnrolmentOut)
@blueprint.alt_response(409, description="The programme takes nobody new, or they are in it then already.")
def enrol(given: dict[str, Any], person_id: uuid.UUID) -> Enrolment:
    """They begin in a programme."""
    staff = current_holder()
    person = get_person(staff=staff, person_id=person_id)
    offered = {programme.id: programme for programme in enrolments.list_programmes(person.team.locality_id)}
    programme = offered.get(given.pop("programme_id"))
    if programme is None:
        abort(422, errors={"json": {"programme_id": ["There is no such programme here."]}})
    try:
        made = enrolments.enrol(person=person, programme=programme, staff=staff, now=utc_now(), **given)
    except enrolments.ProgrammeClosed:
        abort(409, message="This programme takes nobody new now.")
    except enrolments.EnrolledAlready:
        abort(409, message="They are in this programme then already.")
    db.session.commit()
    return made


@blueprint.post("/<uuid:person_id>/enrolments/<uuid:enrolment_id>/end")
@needs(blueprint, TokenScope.PEOPLE_WRITE)
@blueprint.arguments(EnrolmentEndIn)
@blueprint.response(200, EnrolmentOut)
def end_enrolment(given: dict[str, Any], person_id: uuid.UUID, enrolment_id: uuid.UUID) -> Enrolment:
    """It ends with that day, and why. What has ended stays as it ended."""
    found, _ = _enrolment(person_id, enrolment_id)
    told = {"ends_on": given["last_day"] + A_DAY, "why": given["why"], "note": given["note"]}
    try:
        enrolments.end(enrolment=found, staff=current_holder(), now=utc_now(), **told)
    except enrolments.EndsBeforeItBegins:
        abort(422, errors={"json": {"last_day": ["This is before it began."]}})
    db.session.commit()
    return found


@blueprint.post("/<uuid:person_id>/enrolments/<uuid:enrolment_id>/go-on")
@needs(blueprint, TokenScope.PEOPLE_WRITE)
@blueprint.response(200, EnrolmentOut)
@blueprint.alt_response(409, description="They began again since, or we no longer support them.")
def go_on(person_id: uuid.UUID, enrolment_id: uuid.UUID) -> Enrolment:
    """It has not ended after all."""
    found, person = _enrolment(person_id, enrolment_id)
    try:
        enrolments.take_back_end(enrolment=found, person=person, staff=current_holder(), now=utc_now())
    except enrolments.CannotGoOn:
        abort(409, message="It cannot go on: they began again since, or we no longer support them.")
    db.session.commit()
    return found


def _enrolment(person_id: uuid.UUID, enrolment_id: uuid.UUID) -> tuple[Enrolment, Person]:
    person = get_person(staff=current_holder(), person_id=person_id)
    found = db.session.get(Enrolment, enrolment_id)
    if found is None or found.person_id != person.id:
        raise PersonNotFound(enrolment_id)
    return found, person


def _colleague(person: Person, staff_id: uuid.UUID, field: str) -> Staff:
    """Somebody of the person's own team: of others a key is told nothing."""
    found = db.session.get(Staff, staff_id)
    if found is None or found.team_id != person.team_id:
        abort(422, errors={"json": {field: ["Nobody of this person's team has this id."]}})
    return found
