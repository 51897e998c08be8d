"""Asking a carer now and then how they are, with their own yes, for programs acting for a member of staff."""

import uuid
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields, validate

from navigator.api_shapes import Blueprint, Strict, abort
from navigator.circle import check_ins, labels, queries
from navigator.db import db
from navigator.people.access import get_person
from navigator.people.api_tokens import NOT_SUPPORTED, current_holder, needs, supported_person
from navigator.people.circle_models import CarerCheckIn, CircleMember, WhyAskedNoMore
from navigator.people.models import ConsentHow
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import gave
from navigator.times import utc_now

blueprint = Blueprint("check_ins_api", __name__, description="Asking carers now and then how they are themselves.")
EVERY = {"description": f"One of {', '.join(str(weeks) for weeks in check_ins.EVERY)}.", "example": check_ins.USUAL}


class CheckInIn(Strict):
    """How often, as the carer says."""

    every_weeks = fields.Integer(strict=True, required=True, validate=validate.OneOf(check_ins.EVERY), metadata=EVERY)
    agreed = fields.Boolean(
        required=True,
        validate=validate.Equal(True),
        metadata={"description": "They were asked in the words of `words` and said yes. Must be true.", "example": True},
    )


class SaidOut(Schema):
    """What they answered, in their words."""

    at = fields.AwareDateTime(required=True, attribute="received_at")
    body = fields.String(required=True, metadata={"example": "Tired, but fine."})


class CheckInOut(Schema):
    """How often this carer is asked how they are, and what they answered, the latest first."""

    every_weeks = fields.Integer(
        required=True, allow_none=True, attribute="asked.standing.every_weeks", dump_default=None, metadata={"example": 4}
    )
    next_at = fields.AwareDateTime(required=True, allow_none=True, attribute="asked.standing.next_at", dump_default=None)
    why_ended = fields.Enum(
        WhyAskedNoMore, by_value=True, required=True, allow_none=True, attribute="asked.ended.why_ended", dump_default=None
    )
    obstacle = fields.Enum(
        WhyAskedNoMore,
        by_value=True,
        required=True,
        allow_none=True,
        attribute="asked.obstacle",
        metadata={"description": "Why they cannot be asked now, whatever was chosen.", "example": None},
    )
    answers = fields.List(fields.Nested(SaidOut), required=True, attribute="asked.answers")
    words = fields.String(required=True, metadata={"description": "What the carer says yes to, in their language."})


@dataclass(frozen=True)
class _Shown:
    asked: check_ins.Asked
    words: str


@blueprint.get("/<uuid:person_id>/circle/<uuid:member_id>/check-in")
@needs(blueprint, TokenScope.PEOPLE_READ)
@blueprint.response(200, CheckInOut)
def get_check_in(person_id: uuid.UUID, member_id: uuid.UUID) -> _Shown:
    """Whether we ask them how they are, and what they said."""
    staff = current_holder()
    get_person(staff=staff, person_id=person_id)
    shown = _shown(_member(person_id, member_id))
    gave(staff_id=staff.id, person_id=person_id, what="carer's check-in")
    return shown


@blueprint.route("/<uuid:person_id>/circle/<uuid:member_id>/check-in", methods=["PUT"])
@needs(blueprint, TokenScope.PEOPLE_WRITE)
@blueprint.arguments(CheckInIn)
@blueprint.response(200, CheckInOut)
@blueprint.alt_response(409, description=f"They cannot be asked; `errors.obstacle` says why. {NOT_SUPPORTED}")
def choose(given: dict[str, Any], person_id: uuid.UUID, member_id: uuid.UUID) -> _Shown:
    """They said yes: ask them every so many weeks. The same again changes nothing."""
    supported_person(person_id)
    member = _member(person_id, member_id)
    asked = check_ins.look(member)
    if asked.obstacle is None and asked.standing is not None and asked.standing.every_weeks == given["every_weeks"]:
        return _shown(member)
    chosen = check_ins.choose(
        member=member, every_weeks=given["every_weeks"], how=ConsentHow.SPOKEN, staff=current_holder(), now=utc_now()
    )
    if not isinstance(chosen, CarerCheckIn):
        abort(409, message="They cannot be asked how they are.", errors={"obstacle": [chosen.value]})
    db.session.commit()
    return _shown(member)


@blueprint.delete("/<uuid:person_id>/circle/<uuid:member_id>/check-in")
@needs(blueprint, TokenScope.PEOPLE_WRITE)
@blueprint.response(204)
def stop(person_id: uuid.UUID, member_id: uuid.UUID) -> None:
    """They ask us to stop: what was about to go does not. Twice is once."""
    staff = current_holder()
    get_person(staff=staff, person_id=person_id)
    check_ins.stop(member=_member(person_id, member_id), why=WhyAskedNoMore.STAFF, staff=staff, now=utc_now())
    db.session.commit()


def _member(person_id: uuid.UUID, member_id: uuid.UUID) -> CircleMember:
    try:
        return queries.get_in_circle(person_id=person_id, member_id=member_id).member
    except queries.MemberNotFound:
        abort(404)


def _shown(member: CircleMember) -> _Shown:
    return _Shown(check_ins.look(member), labels.check_in_words(member.language))
