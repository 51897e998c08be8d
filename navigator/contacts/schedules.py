"""Schedules of contacts, call and recall: choosing one for a person, moving and dropping its days, and making each contact.

These flush; `make_one`, a job, commits.
"""

import csv
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select

from directory.queries import special_days
from navigator.contacts.models import ContactSchedule, Kind, PersonSchedule, PlannedContact
from navigator.db import db, only_reading
from navigator.people.arrivals import send_plan_link
from navigator.people.models import Person, Staff
from navigator.people.operations import record_audit
from navigator.people.texting import NotTexted, text_person
from navigator.referrals.models import Reason
from navigator.referrals.operations import call_for_attention
from navigator.times import LONDON

WITH_THE_SERVICE = Path(__file__).with_name("schedules.csv")
COLUMNS = ("schedule", "about", "week", "kind", "what")
TEXTS = frozenset({"plan_link", "review_due"})  # what a schedule may send: texts that need no more than the person
LONGEST = 260  # weeks


class SchedulesWrong(Exception):
    """A file of schedules that cannot be followed: its line, and what is wrong."""


class ScheduleNotFound(Exception):
    """There is no such schedule, or no such contact of this person."""


class AlreadyOnOne(Exception):
    """This person's schedule has to be ended before another is chosen."""


@dataclass(frozen=True)
class Entry:
    """One contact of a schedule, so many weeks after it was chosen. `what`: a task's words, or a text's template."""

    week: int
    kind: str
    what: str


@dataclass(frozen=True)
class Template:
    """A schedule as it may be chosen."""

    name: str
    about: str
    entries: tuple[Entry, ...]


def list_schedules() -> list[Template]:
    """The locality's schedules; those that came with the service, while it has none of its own."""
    own = db.session.scalars(select(ContactSchedule).order_by(ContactSchedule.name)).all()
    return [Template(one.name, one.about, tuple(Entry(**entry) for entry in one.entries)) for one in own] or list(_usual())


def read_schedules(lines: Iterable[str]) -> list[Template]:
    """Schedules from a CSV with the columns `COLUMNS`. Raises `SchedulesWrong`, naming the line."""
    rows = csv.DictReader(lines)
    if rows.fieldnames is None or set(COLUMNS) - set(rows.fieldnames):
        raise SchedulesWrong(f"line 1: the columns must be {', '.join(COLUMNS)}")
    entries: dict[str, list[Entry]] = {}
    about: dict[str, str] = {}
    for number, row in enumerate(rows, start=2):
        name, week, kind, what = (str(row[column] or "").strip() for column in ("schedule", "week", "kind", "what"))
        if not name or not what:
            raise SchedulesWrong(f"line {number}: a schedule and what to do are needed")
        if not week.isdigit() or int(week) > LONGEST:
            raise SchedulesWrong(f"line {number}: week must be a number from 0 to {LONGEST}; it is {week!r}")
        if kind not in {one.value for one in Kind}:
            raise SchedulesWrong(f"line {number}: kind must be text or task; it is {kind!r}")
        if kind == Kind.TEXT.value and what not in TEXTS:
            raise SchedulesWrong(f"line {number}: a text must be one of {', '.join(sorted(TEXTS))}; it is {what!r}")
        entries.setdefault(name, []).append(Entry(int(week), kind, what[:300]))
        about[name] = about.get(name) or str(row["about"] or "").strip()
    ordered = {name: tuple(sorted(found, key=lambda entry: entry.week)) for name, found in entries.items()}
    return [Template(name[:120], about[name], found) for name, found in ordered.items()]


def replace_schedules(templates: Sequence[Template]) -> None:
    """Make these the locality's schedules. People who are on one keep their contacts."""
    db.session.execute(db.delete(ContactSchedule))
    for one in templates:
        db.session.add(ContactSchedule(name=one.name, about=one.about, entries=[asdict(entry) for entry in one.entries]))
    db.session.flush()


def find_standing(person_id: uuid.UUID) -> PersonSchedule | None:
    """The schedule a person is on."""
    return db.session.scalar(
        select(PersonSchedule)
        .where(PersonSchedule.person_id == person_id, PersonSchedule.ended_at.is_(None))
        .order_by(PersonSchedule.started_at.desc(), PersonSchedule.id.desc())
        .limit(1)
    )


def list_contacts(standing: PersonSchedule) -> Sequence[PlannedContact]:
    """Its contacts, soonest first."""
    return db.session.scalars(
        select(PlannedContact)
        .where(PlannedContact.person_schedule_id == standing.id)
        .order_by(PlannedContact.on_day, PlannedContact.id)
    ).all()


def get_contact(*, person_id: uuid.UUID, contact_id: uuid.UUID) -> PlannedContact:
    """A contact of this person's schedule that is still to be made. Raises `ScheduleNotFound`."""
    contact = db.session.scalar(
        select(PlannedContact)
        .join(PersonSchedule, PersonSchedule.id == PlannedContact.person_schedule_id)
        .where(
            PlannedContact.id == contact_id,
            PlannedContact.made_at.is_(None),
            PersonSchedule.person_id == person_id,
            PersonSchedule.ended_at.is_(None),
        )
    )
    if contact is None:
        raise ScheduleNotFound(contact_id)
    return contact


def choose(*, person: Person, name: str, staff: Staff, now: datetime) -> PersonSchedule:
    """Put a person on a schedule from today. Raises `ScheduleNotFound`, `AlreadyOnOne`."""
    template = next((one for one in list_schedules() if one.name == name), None)
    if template is None:
        raise ScheduleNotFound(name)
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    if find_standing(person.id) is not None:
        raise AlreadyOnOne(person.id)
    standing = PersonSchedule(person_id=person.id, name=name, chosen_by_id=staff.id, started_at=now)
    db.session.add(standing)
    db.session.flush()
    today = now.astimezone(LONDON).date()
    for entry in template.entries:
        day = _working_day(today + timedelta(weeks=entry.week))
        db.session.add(PlannedContact(person_schedule_id=standing.id, on_day=day, kind=Kind(entry.kind), what=entry.what))
    db.session.flush()
    record_audit(action="schedule_chosen", staff_id=staff.id, person_id=person.id, detail=name, now=now)
    return standing


def move(*, contact: PlannedContact, to: date) -> None:
    """Another day for a contact; one that was dropped is taken up again."""
    contact.on_day, contact.dropped_at = to, None
    db.session.flush()


def drop(*, contact: PlannedContact, now: datetime) -> None:
    """This contact is not made."""
    contact.dropped_at = now
    db.session.flush()


def end(*, standing: PersonSchedule, now: datetime) -> None:
    """No more contacts by this schedule."""
    standing.ended_at = standing.ended_at or now
    db.session.flush()


def end_for_person(sender: object, *, person: Person, now: datetime) -> None:
    """Their schedule ends with our support. Hears `people.signals.support_ended`."""
    standing = find_standing(person.id)
    if standing is not None:
        end(standing=standing, now=now)


def make_one(now: datetime, *, public_url: str) -> bool:
    """Make the contact whose day has come: send its text, or put its task before the navigator. False when none is. Commits."""
    due = (
        select(PlannedContact)
        .join(PersonSchedule, PersonSchedule.id == PlannedContact.person_schedule_id)
        .where(
            PlannedContact.made_at.is_(None),
            PlannedContact.dropped_at.is_(None),
            PlannedContact.on_day <= now.astimezone(LONDON).date(),
            PersonSchedule.ended_at.is_(None),
        )
        .order_by(PlannedContact.on_day, PlannedContact.id)
        .limit(1)
    )
    with only_reading():
        anything = db.session.scalar(due)
        db.session.commit()
    if anything is None:
        return False
    contact = db.session.scalar(due.with_for_update(skip_locked=True, of=PlannedContact))
    if contact is not None:
        _make(contact, public_url=public_url, now=now)
    db.session.commit()
    return contact is not None


def _make(contact: PlannedContact, *, public_url: str, now: datetime) -> None:
    standing = db.session.get_one(PersonSchedule, contact.person_schedule_id)
    person = db.session.get_one(Person, standing.person_id)
    contact.made_at = now
    words = contact.what
    if contact.kind is Kind.TEXT:
        if contact.what == "plan_link":
            text = send_plan_link(person=person, public_url=public_url, now=now)
        else:
            values = {"navigator_name": person.navigator.first_name}
            text = text_person(
                person=person,
                template=contact.what,
                values=values,
                dedupe_key=f"contact:{contact.id}",
                about_id=person.id,
                now=now,
            )
        if not isinstance(text, NotTexted):
            db.session.flush()
            return
        words = f"{standing.name}: no text reaches {person.given_name}. Please ring or write."
    call_for_attention(person_id=person.id, reason=Reason.CONTACT_DUE, words=words, now=now)


def _working_day(day: date) -> date:
    """The day, or the next on which the team works."""
    days = special_days()
    while day.weekday() > 4 or days.is_kept_as_bank_holiday(day):  # Saturday and Sunday
        day += timedelta(days=1)
    return day


@lru_cache(maxsize=1)
def _usual() -> tuple[Template, ...]:
    with WITH_THE_SERVICE.open(encoding="utf-8", newline="") as file:
        return tuple(read_schedules(file))
