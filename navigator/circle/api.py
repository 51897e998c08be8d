"""A person's circle of care, as the person says it, for programs acting for a member of staff."""

import uuid
from typing import Any, NoReturn

from flask import current_app
from flask_babel import force_locale

from navigator.api_shapes import Blueprint, abort
from navigator.circle import labels, operations, queries
from navigator.circle.api_schemas import CircleMemberOut, InviteIn, ScopeEndedIn, ScopeGivenIn, ScopeWordsOut
from navigator.circle.forms import WHY_NOT, read_contact
from navigator.db import db
from navigator.people.access import get_person
from navigator.people.api_tokens import NOT_SUPPORTED, current_holder, needs, supported_person
from navigator.people.circle_models import EndedBy, Scope
from navigator.people.models import ConsentHow
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import gave
from navigator.times import utc_now

blueprint = Blueprint("circle_api", __name__, description="Who helps a person, and what each may see and do.")
IN_IT_ALREADY = "Somebody with this number or address is in the circle already."


@blueprint.get("/<uuid:person_id>/circle")
@needs(blueprint, TokenScope.PEOPLE_READ)
@blueprint.response(200, CircleMemberOut(many=True))
def list_circle(person_id: uuid.UUID) -> list[queries.InCircle]:
    """Everybody who helps, or did, in the order in which they were invited; how far; and what ended why."""
    staff = current_holder()
    get_person(staff=staff, person_id=person_id)
    listed = queries.list_circle(person_id, with_ended=True)
    gave(staff_id=staff.id, person_id=person_id, what="circle")
    return listed


@blueprint.get("/<uuid:person_id>/circle/words")
@needs(blueprint, TokenScope.PEOPLE_READ)
@blueprint.response(200, ScopeWordsOut(many=True))
def list_words(person_id: uuid.UUID) -> list[dict[str, Any]]:
    """The words to read to the person before they say yes, in their language."""
    staff = current_holder()
    person = get_person(staff=staff, person_id=person_id)
    said = [{"scope": scope, "words": labels.consent_words(scope=scope, name="…", locale=person.language)} for scope in Scope]
    gave(staff_id=staff.id, person_id=person_id, what="words of consent")
    return said


@blueprint.post("/<uuid:person_id>/circle")
@needs(blueprint, TokenScope.PEOPLE_WRITE)
@blueprint.arguments(InviteIn)
@blueprint.response(201, CircleMemberOut)
@blueprint.alt_response(409, description=IN_IT_ALREADY + " Or we no longer support the person.")
def invite(given: dict[str, Any], person_id: uuid.UUID) -> queries.InCircle:
    """Invite somebody, with the person's spoken yes. They see nothing until they say yes from their own phone."""
    person, now = supported_person(person_id), utc_now()
    mobile, email, errors = read_contact(
        mobile=given["mobile"],
        email=given["email"],
        allows_test_numbers=current_app.extensions["settings"].allows_test_numbers,
    )
    if errors:
        _refuse(errors)
    who = operations.Invited(given["name"], given["relation"], mobile, email, given["language"])
    try:
        member = operations.invite(person=person, who=who, scopes=given["scopes"], told=_told(), now=now)
    except operations.AlreadyInCircle:
        abort(409, message=IN_IT_ALREADY)
    except (operations.NowhereToWrite, operations.OwnNumber) as problem:
        _refuse(dict([WHY_NOT[type(problem)]]))
    db.session.commit()
    return _get(person_id, member.id)


@blueprint.post("/<uuid:person_id>/circle/<uuid:member_id>/given")
@needs(blueprint, TokenScope.PEOPLE_WRITE)
@blueprint.arguments(ScopeGivenIn)
@blueprint.response(201, CircleMemberOut)
@blueprint.alt_response(409, description=NOT_SUPPORTED)
def give(given: dict[str, Any], person_id: uuid.UUID, member_id: uuid.UUID) -> queries.InCircle:
    """They may see or do one thing more, with the person's spoken yes. The person is told."""
    supported_person(person_id)
    operations.give(member=_get(person_id, member_id).member, scope=given["scope"], told=_told(), now=utc_now())
    db.session.commit()
    return _get(person_id, member_id)


@blueprint.post("/<uuid:person_id>/circle/<uuid:member_id>/ended")
@needs(blueprint, TokenScope.PEOPLE_WRITE)
@blueprint.arguments(ScopeEndedIn)
@blueprint.response(200, CircleMemberOut)
@blueprint.alt_response(409, description=NOT_SUPPORTED)
def end(given: dict[str, Any], person_id: uuid.UUID, member_id: uuid.UUID) -> queries.InCircle:
    """One thing ends at once, with what was planned because of it. What ended for safety the person cannot give alone."""
    supported_person(person_id)
    member = _get(person_id, member_id).member
    if given["is_for_safety"] and not given["reason"]:
        abort(422, errors={"json": {"reason": ["Write why. Only staff can read it."]}})
    operations.end_scope(
        member=member,
        scope=given["scope"],
        ended_by=EndedBy.SAFETY if given["is_for_safety"] else EndedBy.NAVIGATOR,
        reason=given["reason"] if given["is_for_safety"] else "",
        staff=current_holder(),
        now=utc_now(),
    )
    db.session.commit()
    return _get(person_id, member_id)


@blueprint.post("/<uuid:person_id>/circle/<uuid:member_id>/again")
@needs(blueprint, TokenScope.PEOPLE_WRITE)
@blueprint.response(200, CircleMemberOut)
@blueprint.alt_response(409, description=NOT_SUPPORTED)
def invite_again(person_id: uuid.UUID, member_id: uuid.UUID) -> queries.InCircle:
    """Another link for them; at most one a minute."""
    supported_person(person_id)
    operations.send_link(member=_get(person_id, member_id).member, now=utc_now())
    db.session.commit()
    return _get(person_id, member_id)


@blueprint.delete("/<uuid:person_id>/circle/<uuid:member_id>")
@needs(blueprint, TokenScope.PEOPLE_WRITE)
@blueprint.response(204)
def take_away(person_id: uuid.UUID, member_id: uuid.UUID) -> None:
    """As the person asks: they are in the circle no more, and nothing opens on any phone of theirs. Twice is once."""
    staff = current_holder()
    get_person(staff=staff, person_id=person_id)
    circle = queries.list_circle(person_id, with_ended=True)
    member = next((one.member for one in circle if one.member.id == member_id), None)
    if member is None:
        abort(404)
    operations.end_member(member=member, ended_by=EndedBy.NAVIGATOR, staff=staff, now=utc_now())
    db.session.commit()


def _told() -> operations.Told:
    return operations.Told(how=ConsentHow.SPOKEN, staff=current_holder())


def _get(person_id: uuid.UUID, member_id: uuid.UUID) -> queries.InCircle:
    try:
        return queries.get_in_circle(person_id=person_id, member_id=member_id)
    except queries.MemberNotFound:
        abort(404)


def _refuse(errors: dict[str, Any]) -> NoReturn:
    with force_locale("en"):  # a program reads this
        said = {name: [str(message)] for name, message in errors.items()}
    abort(422, errors={"json": said})
