"""Holding a review. It flushes; whoever calls commits."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select

from navigator.contacts.reviews import set_review
from navigator.db import db
from navigator.people.closing import SAYS_ENOUGH, close_person
from navigator.people.models import Person, Staff, WhyClosed
from navigator.people.operations import record_audit
from navigator.reviews.models import NextStep, Review
from navigator.reviews.queries import find_held, list_reviews, look_back
from navigator.steps import goals
from navigator.steps.models import Goal, ToldBy

MAY_END = frozenset(WhyClosed) - {WhyClosed.DIED}  # that is for their details


class Lacking(StrEnum):
    """What a review still needs before it can be held."""

    NEXT_ON = "next_on"
    DAY_TO_COME = "day_to_come"
    WHY = "why"
    REASON = "reason"


def find_lacking(*, next_step: NextStep, next_on: date | None, why: WhyClosed | None, reason: str, today: date) -> Lacking | None:
    """Who goes on says until which day; who ends says why, in words where the reason alone does not say enough."""
    if next_step is NextStep.GO_ON:
        if next_on is None:
            return Lacking.NEXT_ON
        return Lacking.DAY_TO_COME if next_on <= today else None
    if why not in MAY_END:
        return Lacking.WHY
    return Lacking.REASON if why not in SAYS_ENOUGH and not reason else None


def hold(
    *,
    person: Person,
    words: str,
    levels: Mapping[Goal, int],
    next_step: NextStep,
    next_on: date | None,
    why: WhyClosed | None,
    reason: str,
    key: str,
    staff: Staff,
    now: datetime,
) -> Review:
    """Keep the review: where they stand with each goal of `levels`, and the next day or the end of our support with `why`.

    The same `key` again is the review that was held.
    """
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    before = find_held(person.id, key=key)
    if before is not None:
        return before
    for goal, level in levels.items():
        goals.rate(goal=goal, level=level, told_by=ToldBy.CONVERSATION, staff_id=staff.id, now=now)
    found = look_back(person, list_reviews(person.id))
    review = Review(
        person_id=person.id,
        staff_id=staff.id,
        held_at=now,
        words=words,
        steps_done=len(found.steps_done),
        referrals_made=len(found.referrals),
        contacts_had=len(found.contacts),
        t_score=found.t.now if found.t else None,
        next_step=next_step,
        next_on=next_on if next_step is NextStep.GO_ON else None,
        why_closed=why if next_step is NextStep.CLOSE else None,
        reason=reason if next_step is NextStep.CLOSE else "",
        key=key,
    )
    db.session.add(review)
    record_audit(action="review_held", staff_id=staff.id, person_id=person.id, detail=next_step.value, now=now)
    set_review(person=person, on=review.next_on, staff=staff, now=now)
    if review.why_closed is not None:
        close_person(person=person, reason=reason, why=review.why_closed, staff=staff, now=now)
    db.session.flush()
    return review
