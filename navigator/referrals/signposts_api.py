"""What people were told of without being referred, for programs acting for a member of staff."""

import uuid
from secrets import token_urlsafe
from typing import Any

from directory.queries import ListingNotFound, get_service
from navigator.api_shapes import Blueprint, abort
from navigator.db import db
from navigator.envelope import Envelope, envelope_of, make_envelope
from navigator.people import repeats
from navigator.people.access import get_person
from navigator.people.api_tokens import current_holder, needs
from navigator.people.operations import record_audit
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import looked_through
from navigator.referrals import signposts
from navigator.referrals.schemas import SignpostIn, SignpostOut, SignpostQuery, TriedIn
from navigator.referrals.signpost_models import Signpost
from navigator.steps.queries import get_step_of
from navigator.times import utc_now

blueprint = Blueprint("signposts_api", __name__, description="What people were told of without being referred.")


@blueprint.get("")
@needs(blueprint, TokenScope.REFERRALS_READ)
@blueprint.arguments(SignpostQuery, location="query")
@blueprint.response(200, envelope_of(SignpostOut))
def list_signposts(asked: dict[str, Any]) -> Envelope:
    """Who was told of what, the latest first, and whether they tried it."""
    staff = current_holder()
    found = signposts.list_seen(staff, **asked)
    looked_through(staff_id=staff.id, person_ids=[told.person_id for told in found.rows], page="api: signposts")
    return make_envelope(found.rows, asked["page"], asked["per_page"], found.total)


@blueprint.post("")
@needs(blueprint, TokenScope.REFERRALS_WRITE)
@blueprint.arguments(SignpostIn)
@blueprint.response(201, SignpostOut)
@blueprint.alt_response(404)
def signpost(given: dict[str, Any]) -> Signpost:
    """They were told of it. Nothing goes to the service; a week later they are asked whether they tried it."""
    staff, now = current_holder(), utc_now()
    person = get_person(staff=staff, person_id=given["person_id"])
    step = get_step_of(person_id=person.id, step_id=given["step_id"]) if given["step_id"] else None
    try:
        service = get_service(given["service_id"])
    except ListingNotFound:
        abort(404)
    key = repeats.find_key() or token_urlsafe(24)
    try:
        told = signposts.signpost(person=person, service=service, staff=staff, step=step, idempotency_key=key, now=now)
    except signposts.KeyReused:
        abort(409, message="This Idempotency-Key stood for another person or service.")
    if told.told_at == now:
        record_audit(action="signposted", staff_id=staff.id, person_id=person.id, detail=service.name, now=now)
    db.session.commit()
    return told


@blueprint.post("/<uuid:signpost_id>/tried")
@needs(blueprint, TokenScope.REFERRALS_WRITE)
@blueprint.arguments(TriedIn)
@blueprint.response(200, SignpostOut)
def hear(given: dict[str, Any], signpost_id: uuid.UUID) -> Signpost:
    """Whether they tried it, as they say; what they say last counts."""
    staff, now = current_holder(), utc_now()
    told = signposts.get_signpost(staff=staff, signpost_id=signpost_id)
    signposts.hear(signpost=told, tried=given["tried"], now=now)
    record_audit(action="signpost_heard", staff_id=staff.id, person_id=told.person_id, detail=told.service_name, now=now)
    db.session.commit()
    return told
