"""The referrals of the people a member of staff may see, for programs acting for them."""

import uuid
from typing import Any

from flask import current_app

from directory.queries import ListingNotFound, get_service
from navigator.api_shapes import Blueprint, abort
from navigator.config import Settings
from navigator.db import db
from navigator.envelope import Envelope, envelope_of, make_envelope
from navigator.people import repeats
from navigator.people.access import get_person
from navigator.people.api_tokens import current_holder, needs
from navigator.people.operations import record_audit
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import gave, looked_through
from navigator.referrals import operations, queries, sharing, together
from navigator.referrals.models import Referral
from navigator.referrals.schemas import OneReferralOut, ReferralIn, ReferralOut, ReferralQuery, SeveralReferralsIn
from navigator.steps.queries import get_step_of
from navigator.times import utc_now

blueprint = Blueprint(
    "referrals_api", __name__, description="Referrals of people to groups and services, and what became of them."
)


@blueprint.get("")
@needs(blueprint, TokenScope.REFERRALS_READ)
@blueprint.arguments(ReferralQuery, location="query")
@blueprint.response(200, envelope_of(ReferralOut))
def list_referrals(asked: dict[str, Any]) -> Envelope:
    """The referrals of the people you may see, the latest first, a page at a time."""
    staff = current_holder()
    found = queries.list_seen_referrals(staff, **asked)
    looked_through(staff_id=staff.id, person_ids=[referral.person_id for referral in found.rows], page="api: referrals")
    return make_envelope(found.rows, asked["page"], asked["per_page"], found.total)


@blueprint.get("/<uuid:referral_id>")
@needs(blueprint, TokenScope.REFERRALS_READ)
@blueprint.response(200, OneReferralOut)
def get_referral(referral_id: uuid.UUID) -> Referral:
    """One referral, with its story."""
    staff = current_holder()
    referral, person = queries.get_referral(staff=staff, referral_id=referral_id)
    gave(staff_id=staff.id, person_id=person.id, what=f"referral {referral.reference}")
    return referral


@blueprint.post("")
@needs(blueprint, TokenScope.REFERRALS_WRITE)
@blueprint.arguments(ReferralIn)
@blueprint.response(201, OneReferralOut)
@blueprint.alt_response(404, description="There is no such person, step or service, or you may not see them.")
@blueprint.alt_response(409, description="The service is closed, has no e-mail address, or the key stood for another referral.")
def add_referral(given: dict[str, Any]) -> Referral:
    """Refer a person who has agreed. The group gets an e-mail with a link, and the person a text when they agreed to texts."""
    return _refer(given, [(given["service_id"], given["wording"])])[0]


@blueprint.post("/together")
@needs(blueprint, TokenScope.REFERRALS_WRITE)
@blueprint.arguments(SeveralReferralsIn)
@blueprint.response(201, OneReferralOut(many=True))
@blueprint.alt_response(404, description="There is no such person, step or service, or you may not see them.")
@blueprint.alt_response(409, description="A service is closed, has no e-mail address, or the key stood for others.")
def add_together(given: dict[str, Any]) -> list[Referral]:
    """Refer a person to several organisations from one summary: to all of them, or to none. Repeated, it gives the same ones."""
    return _refer(given, [(receiver["service_id"], receiver["wording"]) for receiver in given["receivers"]])


def _refer(given: dict[str, Any], receivers: list[tuple[uuid.UUID, str]]) -> list[Referral]:
    staff, now = current_holder(), utc_now()
    settings: Settings = current_app.extensions["settings"]
    person = get_person(staff=staff, person_id=given["person_id"])
    key = given["idempotency_key"] or repeats.find_key()
    if not key:
        abort(422, errors={"json": {"idempotency_key": ["Send a header Idempotency-Key, or this."]}})
    try:
        step = get_step_of(person_id=person.id, step_id=given["step_id"]) if given["step_id"] else None
        named = [together.Receiver(get_service(service_id), wording) for service_id, wording in dict(receivers).items()]
    except ListingNotFound:
        abort(404)
    try:
        made = together.refer_together(
            person=person,
            receivers=named,
            staff=staff,
            step=step,
            shared_parts=given["shared_parts"],
            reason=given["reason"],
            how=given["how"],
            idempotency_key=key,
            contact_prohibited=given["contact_prohibited"],
            public_url=settings.public_url,
            now=now,
        )
    except sharing.NothingToCallThemBy:
        abort(422, errors={"json": {"shared_parts": ["The name is always among what is shared."]}})
    except operations.CannotBeAsked:
        abort(422, errors={"json": {"how": ["No text reaches this person, so they cannot be asked by one."]}})
    except operations.NoAddress:
        abort(409, message="We have no e-mail address for this service: ring them.")
    except operations.ServiceClosed:
        abort(409, message="This service is not running now.")
    except operations.KeyReused:
        abort(409, message="This idempotency_key stood for another referral.")
    for referral, told in made:
        if told is not None:
            record_audit(action="referred", staff_id=staff.id, person_id=person.id, detail=referral.reference, now=now)
    db.session.commit()
    return [referral for referral, _ in made]
