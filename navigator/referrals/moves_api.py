"""What becomes of a referral, for programs acting for a member of staff: moves, recall, opening again, and what is asked."""

import uuid
from secrets import token_urlsafe
from typing import Any, NoReturn

from flask import current_app

from navigator.api_shapes import Blueprint, abort, refuse_past_moment
from navigator.config import Settings
from navigator.db import db
from navigator.people import repeats
from navigator.people.api_tokens import current_holder, needs
from navigator.people.models import Person
from navigator.people.operations import record_audit
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import gave
from navigator.referrals import (
    dealings,
    deciding,
    endings,
    operations,
    proposals,
    queries,
    reply_links,
    safety,
    states,
    written_down,
)
from navigator.referrals.dealing_models import ReferralNote
from navigator.referrals.models import Referral
from navigator.referrals.schemas import (
    AnswerIn,
    AppointmentIn,
    MoveIn,
    OfferedTimeIn,
    OneReferralOut,
    ProhibitIn,
    RecallIn,
    ReferralNoteOut,
    ReopenIn,
)
from navigator.times import utc_now

blueprint = Blueprint("referral_moves_api", __name__, description="What becomes of a referral.")

NOT_ALLOWED = "The table of moves does not have it; `errors.allowed` lists what may be written down as it stands."


@blueprint.post("/<uuid:referral_id>/moves")
@needs(blueprint, TokenScope.REFERRALS_WRITE)
@blueprint.arguments(MoveIn)
@blueprint.response(200, OneReferralOut)
@blueprint.alt_response(409, description=NOT_ALLOWED)
def move(given: dict[str, Any], referral_id: uuid.UUID) -> Referral:
    """Write down what became of it. Whoever is to be told is told: the person by text, the organisation by e-mail."""
    referral, person = _referral(referral_id)
    if given["appointment_at"] is not None:
        refuse_past_moment(given["appointment_at"], field="appointment_at", now=utc_now())
    said = written_down.Said(**given)
    try:
        written_down.write_down(referral=referral, person=person, staff=current_holder(), said=said, now=utc_now())
    except states.MoveNotAllowed as problem:
        _refuse(problem)
    return _commit(referral, person, said.to.value)


@blueprint.post("/<uuid:referral_id>/recall")
@needs(blueprint, TokenScope.REFERRALS_WRITE)
@blueprint.arguments(RecallIn)
@blueprint.response(200, OneReferralOut)
@blueprint.alt_response(409, description="It is recalled already, or never went anywhere.")
def recall(given: dict[str, Any], referral_id: uuid.UUID) -> Referral:
    """It went to the wrong place, or was about the wrong person: nobody can open it any more, and its trail remains."""
    referral, person = _referral(referral_id)
    try:
        endings.recall(referral=referral, person=person, staff=current_holder(), now=utc_now(), **given)
    except states.MoveNotAllowed as problem:
        _refuse(problem)
    return _commit(referral, person, "recall")


@blueprint.post("/<uuid:referral_id>/reopen")
@needs(blueprint, TokenScope.REFERRALS_WRITE)
@blueprint.arguments(ReopenIn)
@blueprint.response(200, OneReferralOut)
@blueprint.alt_response(409, description="It is open, was recalled, or never went anywhere.")
def reopen(given: dict[str, Any], referral_id: uuid.UUID) -> Referral:
    """It was closed by mistake: back to where it stood. Where the consent had ended, say `how` they agreed again."""
    referral, person = _referral(referral_id)
    try:
        endings.reopen(referral=referral, person=person, staff=current_holder(), public_url=_public_url(), now=utc_now(), **given)
    except endings.ConsentNeeded:
        abort(422, errors={"json": {"how": ["They had taken it back: say how they agreed again."]}})
    except states.MoveNotAllowed as problem:
        _refuse(problem)
    return _commit(referral, person, "reopen")


@blueprint.route("/<uuid:referral_id>/appointment", methods=["PUT"])
@needs(blueprint, TokenScope.REFERRALS_WRITE)
@blueprint.arguments(AppointmentIn)
@blueprint.response(200, OneReferralOut)
@blueprint.alt_response(409, description="Nothing is arranged.")
def change_appointment(given: dict[str, Any], referral_id: uuid.UUID) -> Referral:
    """Another day, time or place for what is arranged, as you heard it from them. The person is told."""
    referral, person = _referral(referral_id)
    refuse_past_moment(given["appointment_at"], field="appointment_at", now=utc_now())
    try:
        who = current_holder().name
        operations.change_appointment(referral=referral, person=person, who=who, now=utc_now(), **given)
    except operations.NothingToChange:
        return referral
    except states.MoveNotAllowed as problem:
        _refuse(problem)
    return _commit(referral, person, "appointment")


@blueprint.post("/<uuid:referral_id>/offered-time")
@needs(blueprint, TokenScope.REFERRALS_WRITE)
@blueprint.arguments(OfferedTimeIn)
@blueprint.response(200, OneReferralOut)
@blueprint.alt_response(409, description="No time waits for an answer.")
def decide(given: dict[str, Any], referral_id: uuid.UUID) -> Referral:
    """Whether the time the organisation offers suits them. A yes arranges it."""
    referral, person = _referral(referral_id)
    proposal = proposals.find_open(referral_id)
    if proposal is None:
        abort(409, message="No time waits for an answer.")
    who = current_holder().name
    try:
        deciding.decide(proposal=proposal, referral=referral, person=person, who=who, now=utc_now(), **given)
    except deciding.AlreadyAnswered:
        abort(409, message="Somebody answered it in the meantime.")
    except operations.NothingToChange:
        pass
    except states.MoveNotAllowed as problem:
        _refuse(problem)
    return _commit(referral, person, "offered_time")


@blueprint.get("/<uuid:referral_id>/questions")
@needs(blueprint, TokenScope.REFERRALS_READ)
@blueprint.response(200, ReferralNoteOut(many=True))
def list_questions(referral_id: uuid.UUID) -> list[ReferralNote]:
    """What the organisation asked and the team answered, the oldest first."""
    _, person = _referral(referral_id)
    notes = dealings.list_notes(referral_id)
    gave(staff_id=current_holder().id, person_id=person.id, what="questions about a referral")
    return notes


@blueprint.post("/<uuid:referral_id>/questions")
@needs(blueprint, TokenScope.REFERRALS_WRITE)
@blueprint.arguments(AnswerIn)
@blueprint.response(201, ReferralNoteOut)
@blueprint.alt_response(409, description="It was taken back: its organisation hears nothing more about it.")
def answer(given: dict[str, Any], referral_id: uuid.UUID) -> ReferralNote:
    """Say something to the organisation. It stands on their page, and an e-mail tells them so."""
    referral, person = _referral(referral_id)
    key = repeats.find_key() or token_urlsafe(24)
    told = {"staff": current_holder(), "words": given["words"], "key": key, "public_url": _public_url()}
    try:
        note = dealings.answer_question(referral=referral, now=utc_now(), **told)
    except dealings.NothingToTalkAbout:
        abort(409, message="It was taken back: its organisation hears nothing more about it.")
    _commit(referral, person, "answer")
    return note


@blueprint.route("/<uuid:referral_id>/contact", methods=["PUT"])
@needs(blueprint, TokenScope.REFERRALS_WRITE)
@blueprint.arguments(ProhibitIn)
@blueprint.response(200, OneReferralOut)
def set_contact(given: dict[str, Any], referral_id: uuid.UUID) -> Referral:
    """Whether anybody may contact the person about it. An organisation that knows of them is told to answer us instead."""
    referral, person = _referral(referral_id)
    safety.prohibit_contact(referral=referral, staff=current_holder(), now=utc_now(), **given)
    return _commit(referral, person, "contact")


@blueprint.post("/<uuid:referral_id>/link")
@needs(blueprint, TokenScope.REFERRALS_WRITE)
@blueprint.response(200, OneReferralOut)
@blueprint.alt_response(409, description="They have said yes or no already.")
def send_link(referral_id: uuid.UUID) -> Referral:
    """Send the organisation a new link to answer by. The one before does not work any more."""
    referral, person = _referral(referral_id)
    try:
        reply_links.send_link(referral=referral, staff=current_holder(), public_url=_public_url(), now=utc_now())
    except states.MoveNotAllowed:
        abort(409, message="They have said yes or no already, or it is closed.")
    return _commit(referral, person, "send_link")


@blueprint.delete("/<uuid:referral_id>/link")
@needs(blueprint, TokenScope.REFERRALS_WRITE)
@blueprint.response(204)
def revoke_link(referral_id: uuid.UUID) -> None:
    """The link that the organisation has does not work any more."""
    referral, person = _referral(referral_id)
    reply_links.revoke_links(referral=referral, now=utc_now())
    _commit(referral, person, "revoke")


def _referral(referral_id: uuid.UUID) -> tuple[Referral, Person]:
    return queries.get_referral(staff=current_holder(), referral_id=referral_id)


def _refuse(problem: states.MoveNotAllowed) -> NoReturn:
    allowed = sorted(status.value for status in states.MOVES[problem.origin])
    message = f"A referral that is {problem.origin.value} cannot become {problem.target.value}."
    abort(409, message=message, errors={"from": [problem.origin.value], "to": [problem.target.value], "allowed": allowed})


def _commit(referral: Referral, person: Person, did: str) -> Referral:
    detail, staff_id = referral.reference, current_holder().id
    record_audit(action=f"referral_{did}", staff_id=staff_id, person_id=person.id, detail=detail, now=utc_now())
    db.session.commit()
    return queries.get_referral(staff=current_holder(), referral_id=referral.id)[0]


def _public_url() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.public_url
