"""Who is away, and who answers meanwhile, for programs acting for a member of staff."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields

from navigator.api_shapes import AN_ID, Blueprint, Day, Strict, Words, abort, one_of
from navigator.db import db
from navigator.envelope import Envelope, PageQuery, cut_envelope, envelope_of
from navigator.people.api_tokens import current_holder, needs
from navigator.people.models import Role, Staff
from navigator.people.token_scopes import TokenScope
from navigator.teams import cover
from navigator.teams.models import Absence, Says
from navigator.times import LONDON, utc_now

blueprint = Blueprint("absences_api", __name__, description="Who is away, and who answers for their people meanwhile.")
CLASH = "They are away then already, or whoever covers is."


class AbsenceIn(Strict):
    """Who is away from which day, until when, and who answers."""

    staff_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "None: you. Somebody else's are for team leads."}
    )
    covered_by_id = fields.UUID(required=True, metadata={"example": AN_ID})
    starts_on = Day(required=True)
    back_on = Day(load_default=None, allow_none=True, metadata={"description": "None: nobody knows yet."})
    says = one_of(Says, load_default=Says.WHEN_THEY_WRITE, metadata={"description": "What people are told."})
    note = Words(1000, metadata={"description": "What the colleague should know.", "example": "Ring Mrs Nowak on Thursday."})


class BackIn(Strict):
    """The day they are back. Before it begins: they are not away at all."""

    back_on = Day(required=True, metadata={"example": "2026-11-30"})


class CoverIn(Strict):
    """Who answers instead."""

    covered_by_id = fields.UUID(required=True, metadata={"example": AN_ID})


class AbsenceOut(Schema):
    """Somebody is away from a day until the day they are back."""

    id = fields.UUID(required=True, attribute="absence.id")
    staff_id = fields.UUID(required=True, attribute="absence.staff_id")
    name = fields.String(required=True, attribute="absence.staff.name", metadata={"example": "Ben Carter"})
    covered_by_id = fields.UUID(required=True, attribute="absence.covered_by_id")
    covered_by = fields.String(required=True, attribute="absence.covered_by.name", metadata={"example": "Dee Pascoe"})
    starts_on = fields.Date(required=True, attribute="absence.starts_on")
    back_on = fields.Date(required=True, allow_none=True, attribute="absence.back_on")
    says = fields.Enum(Says, by_value=True, required=True, attribute="absence.says")
    note = fields.String(required=True, metadata={"description": "For whoever is away, covers or leads; empty for others."})
    cancelled_at = fields.AwareDateTime(required=True, allow_none=True, attribute="absence.cancelled_at")


@dataclass(frozen=True)
class _Shown:
    absence: Absence
    note: str


@blueprint.get("")
@needs(blueprint, TokenScope.ABSENCES)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, envelope_of(AbsenceOut))
def list_absences(asked: dict[str, Any]) -> Envelope:
    """Who of your team is away or will be, the soonest first."""
    staff, today = current_holder(), utc_now().astimezone(LONDON).date()
    return cut_envelope([_shown(one) for one in cover.list_away(staff.team_id, today=today)], **asked)


@blueprint.post("")
@needs(blueprint, TokenScope.ABSENCES)
@blueprint.arguments(AbsenceIn)
@blueprint.response(201, AbsenceOut)
@blueprint.alt_response(409, description=CLASH)
def add(given: dict[str, Any]) -> _Shown:
    """You are away, or, for a team lead, somebody of the team is."""
    staff, staff_id, cover_id = current_holder(), given.pop("staff_id"), given.pop("covered_by_id")
    if staff_id not in (None, staff.id) and staff.role is not Role.TEAM_LEAD:
        abort(403, message="Only a team lead writes down that others are away.", errors={"role": [staff.role.value]})
    whose = _choose(staff_id or staff.id, cover.list_may_be_away(staff.team_id), "staff_id")
    who = _choose(cover_id, cover.list_who_may_cover(whose), "covered_by_id")
    with _clashes_told():
        absence = cover.record_absence(staff=whose, covered_by=who, by=staff, now=utc_now(), **given)
    db.session.commit()
    return _shown(absence)


@blueprint.route("/<uuid:absence_id>/back", methods=["PUT"])
@needs(blueprint, TokenScope.ABSENCES)
@blueprint.arguments(BackIn)
@blueprint.response(200, AbsenceOut)
@blueprint.alt_response(409, description=CLASH)
def come_back(given: dict[str, Any], absence_id: uuid.UUID) -> _Shown:
    """They are back on another day than was thought."""
    absence = _to_change(absence_id)
    with _clashes_told():
        cover.come_back(absence=absence, back_on=given["back_on"], by=current_holder(), now=utc_now())
    db.session.commit()
    return _shown(absence)


@blueprint.route("/<uuid:absence_id>/cover", methods=["PUT"])
@needs(blueprint, TokenScope.ABSENCES)
@blueprint.arguments(CoverIn)
@blueprint.response(200, AbsenceOut)
@blueprint.alt_response(409, description=CLASH)
def change_cover(given: dict[str, Any], absence_id: uuid.UUID) -> _Shown:
    """Somebody else answers meanwhile."""
    absence = _to_change(absence_id)
    who = _choose(given["covered_by_id"], cover.list_who_may_cover(absence.staff), "covered_by_id")
    with _clashes_told():
        cover.change_cover(absence=absence, covered_by=who, by=current_holder(), now=utc_now())
    db.session.commit()
    return _shown(absence)


@contextmanager
def _clashes_told() -> Iterator[None]:
    try:
        yield
    except cover.AbsenceEmpty:
        words = "The day they are back comes after the first day, and is still to come; the first day is within a year."
        abort(422, errors={"json": {"back_on": [words]}})
    except cover.AwayAlready:
        abort(409, message="It is written down that they are away then already.")
    except cover.CoverIsAwayToo as away:
        abort(409, message=f"{away} is away then too.")


def _to_change(absence_id: uuid.UUID) -> Absence:
    """One's own, one that one covers, or for a lead any of the team: of others a key is told nothing."""
    found = db.session.get(Absence, absence_id)
    if found is None or not cover.may_change(current_holder(), found):
        abort(404)
    return found


def _choose(staff_id: uuid.UUID, among: list[Staff], field: str) -> Staff:
    found = next((one for one in among if one.id == staff_id), None)
    if found is None:
        abort(422, errors={"json": {field: ["Nobody of the team who may be named here has this id."]}})
    return found


def _shown(absence: Absence) -> _Shown:
    return _Shown(absence, absence.note if cover.may_change(current_holder(), absence) else "")
