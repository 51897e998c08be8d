"""Measures, for programs acting for a member of staff."""

import uuid
from typing import Any

from navigator.api_shapes import Blueprint, abort
from navigator.db import db
from navigator.measures import operations, queries
from navigator.measures.instruments import INSTRUMENTS, Instrument
from navigator.measures.models import LicensedScore
from navigator.measures.schemas import AskedIn, LicensedScoreIn, LicensedScoreOut, MeasuresOut
from navigator.people.access import get_person
from navigator.people.api_tokens import current_holder, needs
from navigator.people.models import Person
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import gave
from navigator.steps import goals
from navigator.times import LONDON, utc_now

blueprint = Blueprint("measures_api", __name__, description="How people are, and how that changed: ONS4, goals, licensed scores.")


@blueprint.get("/<uuid:person_id>/measures")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.response(200, MeasuresOut)
def get_measures(person_id: uuid.UUID) -> dict[str, Any]:
    """What was answered, and how it changed."""
    staff = current_holder()
    measures = _measures(get_person(staff=staff, person_id=person_id))
    gave(staff_id=staff.id, person_id=person_id, what="measures")
    return measures


@blueprint.post("/<uuid:person_id>/measures/<code>")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(AskedIn)
@blueprint.response(201, MeasuresOut)
@blueprint.alt_response(409, description="They are too young for this instrument, or we no longer support them.")
def answer(given: dict[str, Any], person_id: uuid.UUID, code: str) -> dict[str, Any]:
    """The answers of one time, all at once; they do not change any more. One that was begun on a page is finished with them."""
    staff, now = current_holder(), utc_now()
    person = _supported(person_id)
    if code not in INSTRUMENTS:
        abort(404)
    instrument = INSTRUMENTS[code]
    try:
        asking = operations.begin(person=person, instrument=instrument, staff=staff, by_themselves=False, now=now)
        for place, one in enumerate(given["answers"]):
            question = instrument.question(one["question"])
            if question is None:
                abort(422, errors={"json": {"answers": {str(place): {"question": ["The instrument has no such question."]}}}})
            told = {"score": one["score"], "no_score": one["no_score"], "language": given["language"]}
            operations.answer(asking=asking, question=question, now=now, **told)
    except operations.TooYoung:
        abort(409, message=f"It is made for people from {instrument.from_age} years of age.")
    except operations.ScoreOutOfRange:
        abort(422, errors={"json": {"answers": {str(place): {"score": ["A number of its scale, or `no_score`, not both."]}}}})
    operations.finish(asking=asking, staff_id=staff.id, now=now)
    db.session.commit()
    return _measures(person)


@blueprint.post("/<uuid:person_id>/licensed-scores")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(LicensedScoreIn)
@blueprint.response(201, LicensedScoreOut)
@blueprint.alt_response(409, description="The licence has ended, or we no longer support them.")
def write_score(given: dict[str, Any], person_id: uuid.UUID) -> LicensedScore:
    """The score of one day; another for the same day corrects it."""
    staff, now = current_holder(), utc_now()
    person, instrument = _supported(person_id), queries.find_licensed(given["instrument_id"])
    if instrument is None:
        abort(422, errors={"json": {"instrument_id": ["There is no such instrument."]}})
    if given["on_day"] > now.astimezone(LONDON).date():
        abort(422, errors={"json": {"on_day": ["This day has not come yet."]}})
    told = {"score": given["score"], "on_day": given["on_day"]}
    try:
        written = operations.write_score(person=person, instrument=instrument, staff=staff, now=now, **told)
    except operations.NotLicensed:
        abort(409, message="Its licence has ended: no new scores are written down.")
    except operations.ScoreOutOfRange:
        abort(422, errors={"json": {"score": [f"From {instrument.lowest:g} to {instrument.highest:g}."]}})
    db.session.commit()
    return written


def _supported(person_id: uuid.UUID) -> Person:
    person = get_person(staff=current_holder(), person_id=person_id)
    if person.closed_at is not None:
        abort(409, message="We no longer support them.")
    return person


def _measures(person: Person) -> dict[str, Any]:
    return {
        "instruments": [_instrument(person, instrument) for instrument in INSTRUMENTS.values()],
        "goal_attainment": queries.score_goals(goals.list_attained(person.id)),
        "licensed_scores": queries.list_licensed_scores(person.id),
    }


def _instrument(person: Person, instrument: Instrument) -> dict[str, Any]:
    return {
        "code": instrument.code,
        "version": instrument.version,
        "may_be_asked": instrument.may_be_asked(person.birth_date, utc_now().astimezone(LONDON).date()),
        "questions": [
            {
                "question": course.question.code,
                "lowest": course.question.lowest,
                "highest": course.question.highest,
                "better": course.question.better.value,
                "change": course.change,
                "answers": [
                    {"asked_at": asking.finished_at, "score": answer.score, "no_score": answer.no_score}
                    for asking, answer in course.answers
                ],
            }
            for course in queries.list_courses(person_id=person.id, instrument=instrument)
        ],
    }
