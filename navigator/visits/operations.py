"""Arranging, changing and logging contacts, and keeping whoever goes alone safe. Callers commit."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import select, update

from messaging.sending import outbox
from navigator.db import db
from navigator.people.models import Person, Staff
from navigator.people.operations import record_audit
from navigator.tasks import operations as tasks
from navigator.tasks.models import Origin
from navigator.visits import signals, texts
from navigator.visits.models import ARRANGED, Kind, LoggedContact, Outcome, RoundFeed, SafetyNote, Visit

MAY_BE_TAKEN_BACK_FOR = timedelta(days=2)
LONGEST_AGO = timedelta(days=400)  # what is said to have been before is a slip of the pen
AHEAD_BY_A_SLIP = timedelta(minutes=10)


class NotNow(Exception):
    """The visit was cancelled, or logged, in the meantime; or we no longer support the person."""


@dataclass(frozen=True)
class Happened:
    """A contact as somebody wrote it down. `next_action` with `next_on` becomes something to do."""

    kind: Kind
    outcome: Outcome
    happened_at: datetime
    minutes: int | None = None
    place: str = ""
    with_whom: str = ""
    words: str = ""
    next_action: str = ""
    next_on: date | None = None


def arrange(
    *,
    visit_id: uuid.UUID,
    person: Person,
    staff: Staff,
    kind: Kind,
    starts_at: datetime,
    minutes: int,
    place: str = "",
    note: str = "",
    tells: bool = True,
    now: datetime,
) -> texts.Told:
    """Arrange a visit or a call by `staff`. A second press with the same `visit_id` arranges nothing.

    The person is told, and reminded the evening before, unless not `tells`. Gives what became of that text.
    """
    if kind not in ARRANGED:
        raise ValueError(f"{kind} cannot be arranged beforehand")
    if person.closed_at is not None:
        raise NotNow(person.id)
    if db.session.get(Visit, visit_id) is not None:
        return None
    visit = Visit(
        id=visit_id,
        person_id=person.id,
        staff_id=staff.id,
        kind=kind,
        starts_at=starts_at,
        minutes=minutes,
        place=place,
        note=note,
        made_by_id=staff.id,
        made_at=now,
        is_told=tells,
    )
    db.session.add(visit)
    record_audit(action="visit_arranged", staff_id=staff.id, person_id=person.id, detail=starts_at.isoformat(), now=now)
    return texts.tell_of_visit(visit=visit, person=person, by=staff, is_new=True, now=now) if tells else None


def move(
    *, visit: Visit, person: Person, staff: Staff, starts_at: datetime, minutes: int, place: str, note: str, now: datetime
) -> texts.Told:
    """Another time or place. What was planned to be said about the old one is not said. Raises `NotNow`."""
    _check_still_on(visit)
    is_other = (starts_at, place) != (visit.starts_at, visit.place)
    before = visit.starts_at
    visit.starts_at, visit.minutes, visit.place, visit.note = starts_at, minutes, place, note
    record_audit(
        action="visit_moved",
        staff_id=staff.id,
        person_id=person.id,
        detail=f"{before.isoformat()} to {starts_at.isoformat()}",
        now=now,
    )
    if not is_other or not visit.is_told:
        return None
    by = db.session.get_one(Staff, visit.staff_id)
    return texts.tell_of_visit(visit=visit, person=person, by=by, is_new=False, now=now)


def cancel(*, visit: Visit, person: Person, staff: Staff, now: datetime) -> texts.Told:
    """It does not take place. Whoever was told of it is told that, too. Raises `NotNow`."""
    _check_still_on(visit)
    visit.cancelled_at = now
    record_audit(action="visit_cancelled", staff_id=staff.id, person_id=person.id, detail=visit.starts_at.isoformat(), now=now)
    texts.cancel_what_is_planned(visit=visit, cause="visit_cancelled", now=now)
    if not visit.is_told or visit.starts_at <= now:
        return None
    return texts.tell_of_cancelling(visit=visit, person=person, by=db.session.get_one(Staff, visit.staff_id), now=now)


def log_contact(
    *, contact_id: uuid.UUID, person: Person, staff: Staff, happened: Happened, visit: Visit | None = None, now: datetime
) -> LoggedContact:
    """Write down a contact. A second press with the same `contact_id` gives the first one back."""
    if before := db.session.get(LoggedContact, contact_id):
        return before
    if visit is not None:
        _check_still_on(visit)
    contact = LoggedContact(
        id=contact_id,
        person_id=person.id,
        staff_id=staff.id,
        visit_id=visit.id if visit else None,
        kind=happened.kind,
        outcome=happened.outcome,
        happened_at=happened.happened_at,
        minutes=happened.minutes,
        place=happened.place,
        with_whom=happened.with_whom,
        words=happened.words,
        written_at=now,
    )
    db.session.add(contact)
    db.session.flush()
    record_audit(action="contact_logged", staff_id=staff.id, person_id=person.id, detail=str(contact_id), now=now)
    if visit is not None:
        texts.cancel_what_is_planned(visit=visit, cause="visit_over", now=now)
        visit.out_safe_at = visit.out_safe_at or now  # whoever writes it down is out
    if happened.next_action and happened.next_on:
        tasks.add_task(
            person=person,
            what=happened.next_action,
            due_on=happened.next_on,
            staff=staff,
            origin=Origin.NEXT_ACTION,
            about_id=contact_id,
            key=f"next-action:{contact_id}",
            now=now,
        )
    if happened.kind is Kind.HOME and happened.outcome is Outcome.TALKED:
        signals.visited_at_home.send("visits", person=person, contact_id=contact_id, happened_at=happened.happened_at, now=now)
    return contact


def take_back(*, contact: LoggedContact, staff: Staff, now: datetime) -> None:
    """It was written down by mistake: it counts no more, and its trail remains. Raises `NotNow` after two days."""
    if now - contact.written_at > MAY_BE_TAKEN_BACK_FOR or contact.taken_back_at is not None:
        raise NotNow(contact.id)
    contact.taken_back_at, contact.visit_id = now, None
    outbox.cancel_planned(about_id=contact.id, cause="contact_taken_back", now=now)
    record_audit(action="contact_taken_back", staff_id=staff.id, person_id=contact.person_id, detail=str(contact.id), now=now)
    db.session.flush()
    signals.contact_taken_back.send("visits", person_id=contact.person_id)


def say_out_safe(*, visit: Visit, staff: Staff, now: datetime) -> None:
    """Whoever went into a home alone is out again."""
    if visit.out_safe_at is None:
        visit.out_safe_at = now
        record_audit(action="out_safe", staff_id=staff.id, person_id=visit.person_id, detail=str(visit.id), now=now)


def write_safety_note(*, person: Person, words: str, staff: Staff, now: datetime) -> None:
    """What whoever visits should know first, in place of what stood there; empty ends it. The earlier ones are kept."""
    standing = db.session.scalar(select(SafetyNote).where(SafetyNote.person_id == person.id, SafetyNote.ended_at.is_(None)))
    if (standing.words if standing else "") == words:
        return
    if standing is not None:
        standing.ended_at = now
    if words:
        db.session.add(SafetyNote(person_id=person.id, words=words, written_by_id=staff.id, written_at=now))
    record_audit(action="safety_note", staff_id=staff.id, person_id=person.id, now=now)


def make_round_feed(*, staff: Staff, now: datetime) -> str:
    """A new secret for the address of somebody's round, kept nowhere. The one before opens nothing from now on."""
    end_round_feed(staff_id=staff.id, now=now)
    secret = secrets.token_urlsafe(24)
    db.session.add(RoundFeed(staff_id=staff.id, digest=sha256(secret.encode()).hexdigest(), made_at=now))
    db.session.flush()
    return secret


def end_round_feed(*, staff_id: uuid.UUID, now: datetime) -> None:
    db.session.execute(update(RoundFeed).where(RoundFeed.staff_id == staff_id, RoundFeed.ended_at.is_(None)).values(ended_at=now))


def end_for_person(sender: object, *, person: Person, now: datetime) -> None:
    """We no longer support them: nothing that is arranged takes place. Hears `people.signals.support_ended`."""
    coming = select(Visit).where(Visit.person_id == person.id, Visit.starts_at > now, Visit.cancelled_at.is_(None))
    for visit in db.session.scalars(coming):
        visit.cancelled_at = now
        texts.cancel_what_is_planned(visit=visit, cause="support_ended", now=now)


def hand_over_visits(*, person_id: uuid.UUID, from_staff_id: uuid.UUID, to_staff_id: uuid.UUID, now: datetime) -> int:
    """Whoever takes over goes to what is arranged. Gives how many visits and calls that is."""
    changed = db.session.execute(
        update(Visit)
        .where(Visit.person_id == person_id, Visit.staff_id == from_staff_id, Visit.starts_at > now, Visit.cancelled_at.is_(None))
        .values(staff_id=to_staff_id)
        .execution_options(synchronize_session="fetch")
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]  # an UPDATE has one


def _check_still_on(visit: Visit) -> None:
    is_logged = db.session.scalar(select(LoggedContact.id).where(LoggedContact.visit_id == visit.id)) is not None
    if visit.cancelled_at is not None or is_logged:
        raise NotNow(visit.id)
