"""Texts both ways, and what is done with a conversation, for programs acting for a member of staff."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn

from flask import current_app

from messaging.models import OutgoingMessage
from messaging.queries import Line, list_received
from messaging.wording.texts import Preview
from navigator.api_shapes import Blueprint, abort
from navigator.circle.queries import MemberNotFound, get_in_circle
from navigator.db import db
from navigator.envelope import Envelope, envelope_of, make_envelope
from navigator.people import repeats
from navigator.people.access import get_person
from navigator.people.api_tokens import current_holder, needs
from navigator.people.texting import NotTexted, WhyNot, find_obstacle
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import gave, looked_through
from navigator.threads import operations, queries
from navigator.threads.api_schemas import (
    TextBodyIn,
    TextIn,
    TextLineOut,
    TextPreviewOut,
    TextSentOut,
    TextsOut,
    TextsQuery,
    ThreadHandOverIn,
    ThreadOut,
    ThreadQuery,
    WholeThreadOut,
)
from navigator.threads.models import Thread
from navigator.times import utc_now

blueprint = Blueprint("threads_api", __name__, description="Conversations by text: who waits, and who sees to it.")
of_people = Blueprint("texts_api", __name__, description="What a person and the team text each other.")
NOT_TEXTED = "They are not texted; `errors.not_texted` says why."


@dataclass(frozen=True)
class _Planned:
    message: OutgoingMessage
    words: Any


@dataclass(frozen=True)
class _Sent:
    message: OutgoingMessage
    goes_at: datetime


@dataclass(frozen=True)
class _Texts:
    lines: list[Line]
    planned: list[_Planned]
    not_texted: WhyNot | None
    has_more: bool


@dataclass(frozen=True)
class _Whole:
    thread: Thread
    holder_id: uuid.UUID | None
    holder: str | None
    handed_by: str | None
    deeds: list[queries.Deed]
    received: list[Line] = field(default_factory=list)


@blueprint.get("")
@needs(blueprint, TokenScope.TEXTS)
@blueprint.arguments(ThreadQuery, location="query")
@blueprint.response(200, envelope_of(ThreadOut))
def list_threads(asked: dict[str, Any]) -> Envelope:
    """Who waits for an answer, danger first; or (`is_waiting=false`) whom we answered last and nobody has marked as done."""
    staff, listed = current_holder(), queries.list_waiting if asked.pop("is_waiting") else queries.list_answered
    found = listed(staff, now=utc_now(), **asked)
    named = [one.person.id for one in found.rows if one.person is not None]
    looked_through(staff_id=staff.id, person_ids=named, page="api: texts")
    return make_envelope(found.rows, asked["page"], asked["per_page"], found.total)


@blueprint.get("/<uuid:thread_id>")
@needs(blueprint, TokenScope.TEXTS)
@blueprint.response(200, WholeThreadOut)
def get_thread(thread_id: uuid.UUID) -> _Whole:
    """One conversation, and what was done with it."""
    found = _whole(thread_id)
    if found.thread.person_id is not None:
        gave(staff_id=current_holder().id, person_id=found.thread.person_id, what="conversation by text")
    return found


@blueprint.post("/<uuid:thread_id>/take")
@needs(blueprint, TokenScope.TEXTS)
@blueprint.response(200, WholeThreadOut)
@blueprint.alt_response(409, description="Somebody else has taken it already.")
def take(thread_id: uuid.UUID) -> _Whole:
    """You see to it. Your colleagues can see that."""

    def do(thread: Thread) -> None:
        try:
            operations.take(thread=thread, staff=current_holder(), now=utc_now())
        except operations.HeldAlready as held:
            abort(409, message=f"{held} has taken it already.")

    return _change(thread_id, do)


@blueprint.post("/<uuid:thread_id>/hand-over")
@needs(blueprint, TokenScope.TEXTS)
@blueprint.arguments(ThreadHandOverIn)
@blueprint.response(200, WholeThreadOut)
def hand_over(given: dict[str, Any], thread_id: uuid.UUID) -> _Whole:
    """A colleague who may see the person sees to it from now on, and reads your note."""
    staff = current_holder()
    found = queries.get_thread(staff=staff, thread_id=thread_id)
    to = next((one for one in queries.list_takers(staff=staff, person=found.person) if one.id == given["to_id"]), None)
    if to is None:
        abort(422, errors={"json": {"to_id": ["Nobody who may take this conversation has this id."]}})
    return _change(
        thread_id,
        lambda thread: operations.hand_over(thread=thread, staff=staff, to=to, note=given["note"], now=utc_now()),
    )


@blueprint.post("/<uuid:thread_id>/done")
@needs(blueprint, TokenScope.TEXTS)
@blueprint.response(200, WholeThreadOut)
def mark_done(thread_id: uuid.UUID) -> _Whole:
    """Nothing in it needs anybody now. Twice is once."""

    def do(thread: Thread) -> None:
        operations.mark_done(thread=thread, staff=current_holder(), now=utc_now())

    return _change(thread_id, do)


@blueprint.post("/<uuid:thread_id>/open-again")
@needs(blueprint, TokenScope.TEXTS)
@blueprint.response(200, WholeThreadOut)
def open_again(thread_id: uuid.UUID) -> _Whole:
    """It was not done after all."""
    return _change(
        thread_id,
        lambda thread: operations.open_again(thread=thread, since=thread.last_at, staff=current_holder(), now=utc_now()),
    )


@of_people.get("/<uuid:person_id>/texts")
@needs(of_people, TokenScope.TEXTS)
@of_people.arguments(TextsQuery, location="query")
@of_people.response(200, TextsOut)
def list_texts(asked: dict[str, Any], person_id: uuid.UUID) -> _Texts:
    """What they and the team texted each other: the last screenful, or the whole of it."""
    staff = current_holder()
    person = get_person(staff=staff, person_id=person_id)
    texts = queries.get_texts(person=person, whole=asked["whole"])
    planned = [_Planned(message, words) for message, words in texts.planned]
    gave(staff_id=staff.id, person_id=person_id, what="texts")
    return _Texts(list(texts.lines), planned, texts.not_texted, texts.has_more)


@of_people.post("/<uuid:person_id>/texts/preview")
@needs(of_people, TokenScope.TEXTS)
@of_people.arguments(TextBodyIn)
@of_people.response(200, TextPreviewOut)
@of_people.alt_response(409, description=NOT_TEXTED)
def preview(given: dict[str, Any], person_id: uuid.UUID) -> Preview:
    """The very text that would be sent, in how many parts, and what it costs. Nothing is sent."""
    staff = current_holder()
    person = get_person(staff=staff, person_id=person_id)
    pence = current_app.extensions["settings"].sms_pence_per_segment
    shown = queries.preview_answer(person=person, staff=staff, body=given["body"], pence_per_segment=pence)
    if shown is None:
        _refuse(find_obstacle(person))
    return shown


@of_people.post("/<uuid:person_id>/texts")
@needs(of_people, TokenScope.TEXTS)
@of_people.arguments(TextIn)
@of_people.response(201, TextSentOut)
@of_people.alt_response(409, description=NOT_TEXTED)
def send(given: dict[str, Any], person_id: uuid.UUID) -> _Sent:
    """Text them in your words, at a decent hour. It needs an `Idempotency-Key`: the same call sends it once, for good."""
    staff, now = current_holder(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    key = repeats.find_key()
    if not key:
        abort(422, errors={"headers": {repeats.HEADER: ["Send one, so that nobody is texted twice."]}})
    found = queries.find_thread(person_id)
    kept = operations.lock(found.thread.id) if found else None
    said = operations.answer(
        thread=kept,
        person=person,
        staff=staff,
        body=given["body"],
        form_key=key,
        urgent_reason=given["urgent_reason"],
        now=now,
    )
    if isinstance(said, NotTexted):
        _refuse(said.reason)
    if given["is_done"] and kept is not None:
        operations.mark_done(thread=kept, staff=staff, now=now)
    goes_at = queries.when_it_goes(said, now=now)
    db.session.commit()
    return _Sent(said, goes_at)


@of_people.get("/<uuid:person_id>/circle/<uuid:member_id>/texts")
@needs(of_people, TokenScope.TEXTS)
@of_people.response(200, TextLineOut(many=True))
def list_carers_texts(person_id: uuid.UUID, member_id: uuid.UUID) -> list[Line]:
    """What somebody of their circle and the team texted each other, the newest last. Staff do not write to carers: they ring."""
    staff = current_holder()
    get_person(staff=staff, person_id=person_id)
    try:
        member = get_in_circle(person_id=person_id, member_id=member_id).member
    except MemberNotFound:
        abort(404)
    lines = queries.list_lines_of_carer(member) if member.mobile else []
    gave(staff_id=staff.id, person_id=person_id, what="carer's texts")
    return lines


def _change(thread_id: uuid.UUID, do: Callable[[Thread], object]) -> _Whole:
    queries.get_thread(staff=current_holder(), thread_id=thread_id)  # whether they may
    do(operations.lock(thread_id))
    db.session.commit()
    return _whole(thread_id)


def _whole(thread_id: uuid.UUID) -> _Whole:
    found = queries.get_thread(staff=current_holder(), thread_id=thread_id)
    number = found.thread.number if found.person is None else None
    came = [Line(one.received_at, True, one.body, meaning=one.meaning) for one in _received(number)]
    return _Whole(found.thread, found.holder_id, found.holder, found.handed_by, queries.list_deeds(thread_id), came)


def _received(number: str | None) -> list[Any]:
    return list(reversed(list_received(number, limit=queries.A_SCREENFUL))) if number else []


def _refuse(why: WhyNot | None) -> NoReturn:
    abort(409, message=NOT_TEXTED, errors={"not_texted": [why.value if why else "unknown"]})
