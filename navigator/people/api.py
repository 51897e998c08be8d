"""The API of navigator/people: the people the holder of a token may see, and adding one."""

import uuid
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import force_locale

from messaging.phone_numbers import PhoneNumberWrong, parse_mobile
from navigator.api_shapes import Blueprint, abort
from navigator.config import Settings
from navigator.db import db
from navigator.envelope import Envelope, envelope_of, make_envelope
from navigator.people import arrivals, closing, operations, queries, safety
from navigator.people.access import get_person, list_ids_seen_by
from navigator.people.api_tokens import current_holder, needs
from navigator.people.coordinations import NobodyToStandIn
from navigator.people.details import DetailsWrong, read_details
from navigator.people.models import Consent, ConsentHow, ContactMethod, Person, Purpose
from navigator.people.schemas import (
    AgreementIn,
    ClosingIn,
    ConsentOut,
    DetailsIn,
    NeedsIn,
    PeopleQuery,
    PersonIn,
    PersonOut,
    SafeContactIn,
)
from navigator.people.texting import cannot_be_rung
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import gave, looked_through
from navigator.times import LONDON, utc_now

blueprint = Blueprint("people_api", __name__, description="People being supported, as the holder of a token may see them.")


@blueprint.route("")
@needs(blueprint, TokenScope.PEOPLE_READ)
@blueprint.arguments(PeopleQuery, location="query")
@blueprint.response(200, envelope_of(PersonOut))
def list_people(query: dict[str, Any]) -> Envelope:
    """The people you may see, a page at a time."""
    staff, words = current_holder(), query["q"].strip()[:200]
    found = queries.search(staff=staff, words=words, mobile=_read_mobile(words), page=query["page"], per_page=query["per_page"])
    looked_through(staff_id=staff.id, person_ids=[person.id for person in found.people], page="api: people")
    return make_envelope(found.people, query["page"], query["per_page"], found.total)


@blueprint.route("/<uuid:person_id>")
@needs(blueprint, TokenScope.PEOPLE_READ)
@blueprint.response(200, PersonOut)
def one_person(person_id: uuid.UUID) -> Person:
    """One person."""
    staff = current_holder()
    person = get_person(staff=staff, person_id=person_id)
    gave(staff_id=staff.id, person_id=person_id, what="person")
    return person


@blueprint.route("", methods=["POST"])
@needs(blueprint, TokenScope.PEOPLE_WRITE)
@blueprint.arguments(PersonIn)
@blueprint.response(201, PersonOut)
@blueprint.alt_response(409, description="You may know this person already. `errors.duplicates` lists those you may see.")
def add_person(given: dict[str, Any]) -> Person:
    """Add a person, with what they agreed to. They are welcomed by text when they agreed to texts."""
    staff, now = current_holder(), utc_now()
    settings: Settings = current_app.extensions["settings"]
    try:
        taken_on = arrivals.take_on(
            details=_read(given, agreed_to_texts=given["consent_texts"], now=now),
            agreement=arrivals.Agreement(
                to_texts=given["consent_texts"],
                how=ConsentHow(given["consent_how"]),
                language=given["consent_language"],
                text_detail=given["text_detail"],
            ),
            navigator=staff,
            public_url=settings.public_url,
            now=now,
            is_another_person=given["confirmed_not_duplicate"],
        )
    except arrivals.LikelyDuplicate as likely:
        ids = [duplicate.person.id for duplicate in likely.duplicates]
        seen = list_ids_seen_by(staff=staff, person_ids=ids)
        abort(
            409,
            message="This may be somebody who is known already. Look, then send it again with confirmed_not_duplicate.",
            errors={"duplicates": [str(person_id) for person_id in ids if person_id in seen]},
        )
    db.session.commit()
    return taken_on.person


@blueprint.route("/<uuid:person_id>", methods=["PATCH"])
@needs(blueprint, TokenScope.PEOPLE_WRITE)
@blueprint.arguments(DetailsIn(partial=True))
@blueprint.response(200, PersonOut)
def change_person(given: dict[str, Any], person_id: uuid.UUID) -> Person:
    """Correct what is known of a person and how to reach them; what is not named stays. Planned texts follow a new number."""
    staff, now = current_holder(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    agreed = queries.find_consent(person_id=person_id, purpose=Purpose.TEXTS) is not None
    known = {name: getattr(person, name) for name in DetailsIn().fields}
    operations.change_details(
        person=person, details=_read({**known, **given}, agreed_to_texts=agreed, now=now), staff=staff, now=now
    )
    db.session.commit()
    return person


@blueprint.route("/<uuid:person_id>/needs", methods=["PUT"])
@needs(blueprint, TokenScope.PEOPLE_WRITE)
@blueprint.arguments(NeedsIn)
@blueprint.response(200, PersonOut)
def set_needs(given: dict[str, Any], person_id: uuid.UUID) -> Person:
    """All a person needs so that information reaches them; every message heeds it."""
    staff = current_holder()
    person = get_person(staff=staff, person_id=person_id)
    if cannot_be_rung(given["needs"]) and person.contact_method is ContactMethod.CALL:
        abort(422, errors={"json": {"needs": ["Their details say that they like a call best. Change that first."]}})
    operations.record_needs(person=person, needs=frozenset(given["needs"]), staff=staff, now=utc_now())
    db.session.commit()
    return person


@blueprint.route("/<uuid:person_id>/safe-contact", methods=["PUT"])
@needs(blueprint, TokenScope.PEOPLE_WRITE)
@blueprint.arguments(SafeContactIn)
@blueprint.response(200, PersonOut)
def set_safe_contact(given: dict[str, Any], person_id: uuid.UUID) -> Person:
    """Whether and how it is safe to be in touch with a person. While it is prohibited, nothing leaves by any path."""
    staff = current_holder()
    person = get_person(staff=staff, person_id=person_id)
    safety.set_safe_contact(person=person, staff=staff, now=utc_now(), **given)
    db.session.commit()
    return person


@blueprint.route("/<uuid:person_id>/consents")
@needs(blueprint, TokenScope.PEOPLE_READ)
@blueprint.response(200, ConsentOut(many=True))
def list_consents(person_id: uuid.UUID) -> list[Consent]:
    """What a person agreed to, in which words, and what they took back; the newest first."""
    staff = current_holder()
    get_person(staff=staff, person_id=person_id)
    consents = queries.list_consents(person_id=person_id)
    gave(staff_id=staff.id, person_id=person_id, what="consents")
    return consents


@blueprint.route("/<uuid:person_id>/consents/texts", methods=["POST"])
@needs(blueprint, TokenScope.PEOPLE_WRITE)
@blueprint.arguments(AgreementIn)
@blueprint.response(201, PersonOut)
def agree_to_texts(given: dict[str, Any], person_id: uuid.UUID) -> Person:
    """A person agreed to be texted, and is welcomed by text. Who had agreed already is not asked again."""
    staff, now = current_holder(), utc_now()
    settings: Settings = current_app.extensions["settings"]
    person = get_person(staff=staff, person_id=person_id)
    if queries.find_consent(person_id=person_id, purpose=Purpose.TEXTS) is None:
        arrivals.agree_to_texts(
            person=person,
            how=ConsentHow(given["consent_how"]),
            language=given["consent_language"],
            text_detail=given["text_detail"],
            staff=staff,
            public_url=settings.public_url,
            now=now,
        )
    db.session.commit()
    return person


@blueprint.route("/<uuid:person_id>/consents/texts", methods=["DELETE"])
@needs(blueprint, TokenScope.PEOPLE_WRITE)
@blueprint.response(204)
def withdraw_texts(person_id: uuid.UUID) -> None:
    """They want no more texts: none that is planned will go."""
    staff = current_holder()
    get_person(staff=staff, person_id=person_id)
    operations.withdraw_consents(
        person_id=person_id, purpose=Purpose.TEXTS, how="told a navigator", staff_id=staff.id, now=utc_now()
    )
    db.session.commit()


@blueprint.route("/<uuid:person_id>/close", methods=["POST"])
@needs(blueprint, TokenScope.PEOPLE_WRITE)
@blueprint.arguments(ClosingIn)
@blueprint.response(200, PersonOut)
def close_person(given: dict[str, Any], person_id: uuid.UUID) -> Person:
    """We no longer support them: nothing that is planned is sent, and no link opens their plan."""
    staff, now = current_holder(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    if given["why"] not in closing.SAYS_ENOUGH and not given["reason"]:
        abort(422, errors={"json": {"reason": ["Write in a few words why."]}})
    if given["died_on"] and given["died_on"] > now.astimezone(LONDON).date():
        abort(422, errors={"json": {"died_on": ["This day has not come yet."]}})
    closing.close_person(person=person, staff=staff, now=now, **given)
    db.session.commit()
    return person


@blueprint.route("/<uuid:person_id>/reopen", methods=["POST"])
@needs(blueprint, TokenScope.PEOPLE_WRITE)
@blueprint.response(200, PersonOut)
@blueprint.alt_response(409)
def reopen_person(person_id: uuid.UUID) -> Person:
    """We support them again, with the consents of before. What was cancelled stays cancelled."""
    staff = current_holder()
    person = get_person(staff=staff, person_id=person_id)
    try:
        closing.reopen_person(person=person, staff=staff, now=utc_now())
    except NobodyToStandIn:
        abort(409, message="Their coordinator has left, and nobody in the team can stand in.")
    db.session.commit()
    return person


def _read(given: dict[str, Any], *, agreed_to_texts: bool, now: datetime) -> operations.PersonDetails:
    settings: Settings = current_app.extensions["settings"]
    try:
        return read_details(
            given,
            today=now.astimezone(LONDON).date(),
            allows_test_numbers=settings.allows_test_numbers,
            agreed_to_texts=agreed_to_texts,
        )
    except DetailsWrong as wrong:
        with force_locale("en"):  # a program reads this
            errors = {name: [str(message)] for name, message in wrong.errors.items()}
        abort(422, errors={"json": errors})


def _read_mobile(words: str) -> str | None:
    try:
        return parse_mobile(words, allows_test_numbers=current_app.extensions["settings"].allows_test_numbers)
    except PhoneNumberWrong:
        return None
