"""Ending our support of a person, and taking it up again; and ending what a lost phone can open. Callers commit."""

from datetime import date, datetime

from messaging.sending import outbox
from navigator.db import db
from navigator.people import giving, handing_over, links, signals
from navigator.people.models import Person, Staff, WhyClosed
from navigator.people.operations import record_audit

SAYS_ENOUGH = frozenset({WhyClosed.DIED, WhyClosed.DO_NOT_CONTACT, WhyClosed.FINISHED})  # nobody is asked to explain these


def close_person(
    *,
    person: Person,
    reason: str,
    staff: Staff,
    now: datetime,
    why: WhyClosed = WhyClosed.OTHER,
    died_on: date | None = None,
) -> None:
    """We no longer support this person: nothing that is planned is sent, and no phone and no link opens their plan.

    `reason` is said in words for the audit; `died_on` is kept with `WhyClosed.DIED` alone. Doing it twice changes nothing.
    """
    if person.closed_at is not None:
        return
    person.closed_at, person.why_closed = now, why
    person.died_on = died_on if why is WhyClosed.DIED else None
    links.end_access(person=person, now=now)
    outbox.cancel_planned(recipient_id=person.id, cause="no_longer_supported", now=now)
    giving.take_all_back(person_id=person.id, by=staff, now=now)
    signals.support_ended.send("people", person=person, now=now)
    detail = reason if why is WhyClosed.OTHER else f"{why.value}: {reason}".removesuffix(": ")
    record_audit(action="person_closed", staff_id=staff.id, person_id=person.id, detail=detail, now=now)


def reopen_person(*, person: Person, staff: Staff, now: datetime) -> None:
    """We support this person again, by whom and with the consents of before. What was cancelled stays cancelled.

    Whose coordinator has left meanwhile waits for another. Raises `coordinations.NobodyToStandIn`.
    """
    if person.closed_at is None:
        return
    person.closed_at = person.why_closed = person.died_on = None
    if not handing_over.may_coordinate(person.navigator, team_id=person.team_id):
        handing_over.let_wait(person_id=person.id, by=staff, now=now)
    record_audit(action="person_reopened", staff_id=staff.id, person_id=person.id, now=now)


def record_lost_phone(*, person: Person, staff: Staff, now: datetime) -> None:
    """Their phone is lost: it opens nothing any more. What is planned still goes to their number."""
    links.end_access(person=person, now=now)
    db.session.flush()
    record_audit(action="phone_lost", staff_id=staff.id, person_id=person.id, now=now)
