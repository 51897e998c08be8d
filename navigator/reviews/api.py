"""The plan looked at together, for programs acting for a member of staff: what there is to look at, and what was said."""

import uuid
from collections.abc import Sequence
from typing import Any

from navigator.api_shapes import Blueprint, abort
from navigator.db import db
from navigator.people import repeats
from navigator.people.access import get_person
from navigator.people.api_tokens import NOT_SUPPORTED, current_holder, needs, refuse_without
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import gave
from navigator.reviews import operations, queries
from navigator.reviews.api_schemas import ReviewIn, ReviewOut, SinceOut
from navigator.reviews.models import NextStep, Review
from navigator.reviews.operations import Lacking
from navigator.steps.models import Goal
from navigator.times import LONDON, utc_now

blueprint = Blueprint("reviews_api", __name__, description="The plan looked at together: what changed, and what comes next.")
LACKING = {
    Lacking.NEXT_ON: ("next_on", "Write the day of the next review."),
    Lacking.DAY_TO_COME: ("next_on", "Write a day to come."),
    Lacking.WHY: ("why", "Say why our support ends. That somebody died is written down with `POST …/close`."),
    Lacking.REASON: ("reason", "Write in a few words why."),
}


@blueprint.get("/<uuid:person_id>/reviews")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.response(200, ReviewOut(many=True))
def list_reviews(person_id: uuid.UUID) -> Sequence[Review]:
    """The reviews there were, the latest first."""
    staff = current_holder()
    get_person(staff=staff, person_id=person_id)
    listed = queries.list_reviews(person_id)
    gave(staff_id=staff.id, person_id=person_id, what="reviews")
    return listed


@blueprint.get("/<uuid:person_id>/reviews/next")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.response(200, SinceOut)
def look_back(person_id: uuid.UUID) -> queries.Since:
    """What there is to look at together at the review to come."""
    staff = current_holder()
    person = get_person(staff=staff, person_id=person_id)
    found = queries.look_back(person, queries.list_reviews(person_id))
    gave(staff_id=staff.id, person_id=person_id, what="review")
    return found


@blueprint.post("/<uuid:person_id>/reviews")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(ReviewIn)
@blueprint.response(201, ReviewOut)
@blueprint.alt_response(409, description=NOT_SUPPORTED)
def hold(given: dict[str, Any], person_id: uuid.UUID) -> Review:
    """Keep the review; go on until a day, or end our support with a reason. Ending it wants the scope `people:write`, too."""
    staff, now = current_holder(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    key = repeats.key_for(person_id)
    before = queries.find_held(person_id, key=key)
    if before is not None:
        return before
    if person.closed_at is not None:
        abort(409, message=NOT_SUPPORTED)
    told = {name: given[name] for name in ("next_step", "next_on", "why", "reason")}
    lacking = operations.find_lacking(today=now.astimezone(LONDON).date(), **told)
    if lacking is not None:
        field, words = LACKING[lacking]
        abort(422, errors={"json": {field: [words]}})
    if given["next_step"] is NextStep.CLOSE:
        refuse_without(TokenScope.PEOPLE_WRITE)
    to_rate = {one.goal.id: one.goal for one in queries.look_back(person, queries.list_reviews(person_id)).to_rate}
    levels: dict[Goal, int] = {}
    for one in given["levels"]:
        goal = to_rate.get(one["goal_id"])
        if goal is None or goal in levels:
            abort(422, errors={"json": {"levels": [f"{one['goal_id']} is no goal to ask about, or is named twice."]}})
        levels[goal] = one["level"]
    held = operations.hold(person=person, words=given["words"], levels=levels, key=key, staff=staff, now=now, **told)
    db.session.commit()
    return held
