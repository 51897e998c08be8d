"""The API of navigator/people: the people the holder of a token may see, and adding one."""

import uuid
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_smorest import Blueprint, abort
from marshmallow import RAISE

from messaging.phone_numbers import PhoneNumberWrong, parse_mobile
from navigator.config import Settings
from navigator.db import db
from navigator.envelope import Envelope, envelope_of, make_envelope
from navigator.people import arrivals, queries
from navigator.people.access import get_person, list_ids_seen_by
from navigator.people.api_tokens import current_holder, needs
from navigator.people.details import DetailsWrong, read_details
from navigator.people.models import ConsentHow, Person
from navigator.people.schemas import PeopleQuery, PersonIn, PersonOut
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import looked_at, looked_through
from navigator.times import LONDON, utc_now

blueprint = Blueprint("people_api", __name__, description="People being supported, as the holder of a token may see them.")


@blueprint.route("")
@needs(blueprint, TokenScope.PEOPLE_READ)
@blueprint.arguments(PeopleQuery, location="query", unknown=RAISE)
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
@blueprint.alt_response(404, description="There is no such person, or you may not see them.")
def one_person(person_id: uuid.UUID) -> Person:
    """One person."""
    staff = current_holder()
    person = get_person(staff=staff, person_id=person_id)
    looked_at(staff_id=staff.id, person_id=person_id, page="api")
    return person


@blueprint.route("", methods=["POST"])
@needs(blueprint, TokenScope.PEOPLE_WRITE)
@blueprint.arguments(PersonIn)
@blueprint.response(201, PersonOut)
@blueprint.alt_response(409, description="You may know this person already. `errors.duplicates` lists those you may see.")
@blueprint.alt_response(422, description="Something is wrong; `errors.json` says what, by field.")
def add_person(given: dict[str, Any]) -> Person:
    """Add a person, with what they agreed to. They are welcomed by text when they agreed to texts."""
    staff, now = current_holder(), utc_now()
    settings: Settings = current_app.extensions["settings"]
    try:
        taken_on = arrivals.take_on(
            details=_read(given, settings=settings, now=now),
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


def _read(given: dict[str, Any], *, settings: Settings, now: datetime) -> Any:
    try:
        return read_details(
            given,
            today=now.astimezone(LONDON).date(),
            allows_test_numbers=settings.allows_test_numbers,
            agreed_to_texts=given["consent_texts"],
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
