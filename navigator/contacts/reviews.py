"""The day on which a person and their navigator look at the plan together again. Callers commit."""

from datetime import date, datetime, time

from messaging.plans import operations as plans
from messaging.plans.rules import Event
from messaging.sending import outbox
from messaging.sending.preferred_times import read_times
from navigator.db import db
from navigator.people.models import Person, Staff
from navigator.people.operations import record_audit
from navigator.people.texting import text_person
from navigator.times import LONDON

MORNING = time(9)  # a review has a day; its moment, for the plan's offsets, is that day's morning


def set_review(*, person: Person, on: date | None, staff: Staff, now: datetime) -> None:
    """The review is on this day now (None: no day is fixed). What was planned for another day does not go."""
    if person.review_on == on:
        return
    person.review_on = on
    outbox.cancel_planned(about_id=person.id, cause="review_moved", now=now)
    record_audit(action="review_set", staff_id=staff.id, person_id=person.id, detail=str(on or ""), now=now)
    if on is None:
        return
    at = datetime.combine(on, MORNING, LONDON)
    for due in plans.come_to(Event.REVIEW, event_at=at, now=now, times=read_times(person.at_times)):
        text_person(
            person=person,
            template=due.line.template,
            values={"navigator_name": person.navigator.first_name, "when": on.isoformat()},
            dedupe_key=f"review:{person.id}:{on}:{now.isoformat()}:{due.key}",
            about_id=person.id,
            not_before=due.not_before,
            expires_at=due.expires_at,
            now=now,
        )
    db.session.flush()
