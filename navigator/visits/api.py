"""Visits, calls and contacts, for programs acting for a member of staff."""

import uuid
from typing import Any

from navigator.api_shapes import Blueprint, abort, refuse_past_moment
from navigator.db import db, new_id
from navigator.envelope import Envelope, envelope_of, make_envelope
from navigator.people.access import get_person
from navigator.people.api_tokens import current_holder, needs
from navigator.people.models import Person, Staff
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import gave, looked_through
from navigator.times import utc_now
from navigator.visits import operations, queries
from navigator.visits.models import Kind, LoggedContact, Visit
from navigator.visits.operations import AHEAD_BY_A_SLIP, LONGEST_AGO
from navigator.visits.queries import Logged, Stop
from navigator.visits.schemas import ContactIn, ContactOut, ContactQuery, VisitIn, VisitMoveIn, VisitOut, VisitQuery

blueprint = Blueprint("visits_api", __name__, description="Visits and calls that are arranged.")
contacts = Blueprint("contacts_api", __name__, description="Every contact there was, and what came of it.")

NOT_NOW = "It was cancelled, or written down, in the meantime; or we no longer support the person."


@blueprint.get("")
@needs(blueprint, TokenScope.VISITS)
@blueprint.arguments(VisitQuery, location="query")
@blueprint.response(200, envelope_of(VisitOut))
def list_visits(asked: dict[str, Any]) -> Envelope:
    """What is arranged, in the order of the clock."""
    staff = current_holder()
    found = queries.list_seen_visits(staff, **asked)
    looked_through(staff_id=staff.id, person_ids=[stop.person.id for stop in found.rows], page="api: visits")
    return make_envelope(found.rows, asked["page"], asked["per_page"], found.total)


@blueprint.get("/<uuid:visit_id>")
@needs(blueprint, TokenScope.VISITS)
@blueprint.response(200, VisitOut)
def get_visit(visit_id: uuid.UUID) -> Stop:
    """One that is, or was, arranged."""
    visit, person = _visit(visit_id)
    stop = queries.find_stop(visit.id)
    gave(staff_id=current_holder().id, person_id=person.id, what="visit")
    return stop


@blueprint.post("")
@needs(blueprint, TokenScope.VISITS)
@blueprint.arguments(VisitIn)
@blueprint.response(201, VisitOut)
@blueprint.alt_response(404)
@blueprint.alt_response(409, description="We no longer support them.")
def arrange(given: dict[str, Any]) -> Stop:
    """Arrange a visit or a call by you. The person is told, and reminded the evening before, unless not `tells`."""
    staff, now, visit_id = current_holder(), utc_now(), new_id()
    person = get_person(staff=staff, person_id=given.pop("person_id"))
    refuse_past_moment(given["starts_at"], field="starts_at", now=now)
    _refuse_nowhere(given["kind"], given["place"])
    try:
        operations.arrange(visit_id=visit_id, person=person, staff=staff, now=now, **given)
    except operations.NotNow:
        abort(409, message="We no longer support them.")
    db.session.commit()
    return queries.find_stop(visit_id)


@blueprint.route("/<uuid:visit_id>", methods=["PUT"])
@needs(blueprint, TokenScope.VISITS)
@blueprint.arguments(VisitMoveIn)
@blueprint.response(200, VisitOut)
@blueprint.alt_response(409, description=NOT_NOW)
def move(given: dict[str, Any], visit_id: uuid.UUID) -> Stop:
    """Another time or place. The person is told when they were told of the one before."""
    staff, now = current_holder(), utc_now()
    visit, person = _visit(visit_id)
    refuse_past_moment(given["starts_at"], field="starts_at", now=now)
    _refuse_nowhere(visit.kind, given["place"])
    try:
        operations.move(visit=visit, person=person, staff=staff, now=now, **given)
    except operations.NotNow:
        abort(409, message=NOT_NOW)
    db.session.commit()
    return queries.find_stop(visit_id)


@blueprint.post("/<uuid:visit_id>/cancel")
@needs(blueprint, TokenScope.VISITS)
@blueprint.response(200, VisitOut)
@blueprint.alt_response(409, description=NOT_NOW)
def cancel(visit_id: uuid.UUID) -> Stop:
    """It does not take place. Whoever was told of it is told that, too."""
    visit, person = _visit(visit_id)
    try:
        operations.cancel(visit=visit, person=person, staff=current_holder(), now=utc_now())
    except operations.NotNow:
        abort(409, message=NOT_NOW)
    db.session.commit()
    return queries.find_stop(visit_id)


@blueprint.post("/<uuid:visit_id>/out-safe")
@needs(blueprint, TokenScope.VISITS)
@blueprint.response(200, VisitOut)
def out_safe(visit_id: uuid.UUID) -> Stop:
    """Whoever went into a home alone is out again."""
    visit, _ = _visit(visit_id)
    operations.say_out_safe(visit=visit, staff=current_holder(), now=utc_now())
    db.session.commit()
    return queries.find_stop(visit_id)


@contacts.get("")
@needs(contacts, TokenScope.VISITS)
@contacts.arguments(ContactQuery, location="query")
@contacts.response(200, envelope_of(ContactOut))
def list_contacts(asked: dict[str, Any]) -> Envelope:
    """Every contact with the people you may see, the latest first."""
    staff = current_holder()
    found = queries.list_seen_contacts(staff, **asked)
    looked_through(staff_id=staff.id, person_ids=[row.contact.person_id for row in found.rows], page="api: contacts")
    return make_envelope(found.rows, asked["page"], asked["per_page"], found.total)


@contacts.post("")
@needs(contacts, TokenScope.VISITS)
@contacts.arguments(ContactIn)
@contacts.response(201, ContactOut)
@contacts.alt_response(404)
@contacts.alt_response(409, description=NOT_NOW)
def log_contact(given: dict[str, Any]) -> Logged:
    """Write down a contact. Written once, it is not changed; for two days it may be taken back."""
    staff, now = current_holder(), utc_now()
    person = get_person(staff=staff, person_id=given.pop("person_id"))
    visit = _visit_of(person, given.pop("visit_id"))
    given["happened_at"] = given["happened_at"] or now
    if not now - LONGEST_AGO <= given["happened_at"] <= now + AHEAD_BY_A_SLIP:
        abort(422, errors={"json": {"happened_at": ["That has not been yet, or was more than a year ago."]}})
    given["happened_at"] = min(given["happened_at"], now)
    if given["next_action"] and given["next_on"] is None:
        abort(422, errors={"json": {"next_on": ["Write the day it is due."]}})
    happened = operations.Happened(**given)
    try:
        contact = operations.log_contact(contact_id=new_id(), person=person, staff=staff, happened=happened, visit=visit, now=now)
    except operations.NotNow:
        abort(409, message=NOT_NOW)
    db.session.commit()
    return _shown(contact)


@contacts.post("/<uuid:contact_id>/take-back")
@needs(contacts, TokenScope.VISITS)
@contacts.response(200, ContactOut)
@contacts.alt_response(409, description="It was longer than two days ago, or is taken back already.")
def take_back(contact_id: uuid.UUID) -> Logged:
    """It was written down by mistake: it counts no more, and stays to be read."""
    contact, _ = queries.get_contact(staff=current_holder(), contact_id=contact_id)
    try:
        operations.take_back(contact=contact, staff=current_holder(), now=utc_now())
    except operations.NotNow:
        abort(409, message="It cannot be taken back any more.")
    db.session.commit()
    return _shown(contact)


def _visit(visit_id: uuid.UUID) -> tuple[Visit, Person]:
    return queries.get_visit(staff=current_holder(), visit_id=visit_id)


def _visit_of(person: Person, visit_id: uuid.UUID | None) -> Visit | None:
    if visit_id is None:
        return None
    visit, whose = _visit(visit_id)
    if whose.id != person.id:
        abort(404)
    return visit


def _refuse_nowhere(kind: Kind, place: str) -> None:
    if kind is Kind.ELSEWHERE and not place:
        abort(422, errors={"json": {"place": ["Write where you will meet."]}})


def _shown(contact: LoggedContact) -> Logged:
    return Logged(contact, db.session.get_one(Staff, contact.staff_id).name)
