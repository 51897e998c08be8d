"""Whom a team talks about when it meets: those who stand out; in words only those who agreed to that."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, or_, select

from navigator.caseload.looking import Flag, Rules, conditions_of, newest_steps, next_date
from navigator.db import db
from navigator.people.access import seen_by
from navigator.people.models import Consent, Person, Purpose, Staff
from navigator.steps.models import Priority
from navigator.visits.calendar import initials
from navigator.visits.models import Visit

STANDS_OUT = (Flag.HELP, Flag.NEEDS, Flag.ALONE, Flag.OVERDUE, Flag.UNSURE, Flag.QUIET)
A_WEEK = timedelta(days=7)
THINGS_THAT_MATTER = 3  # the first ones; the rest is on the person's page


@dataclass(frozen=True)
class Summary:
    """Somebody who agreed to be talked about: why they stand out, what comes next, what matters and how it goes."""

    name: str
    flags: Sequence[Flag]
    has_visit: bool  # within a week
    next_at: datetime | None
    matters: Sequence[str]
    step: str
    confidence: int | None


@dataclass
class OfOne:
    """The people of one coordinator. Of those who have not agreed there are only `initials`."""

    coordinator: str
    people: list[Summary] = field(default_factory=list)
    initials: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class MeetingList:
    """The list, a coordinator at a time, and whom it is of."""

    coordinators: Sequence[OfOne]
    person_ids: Sequence[uuid.UUID]


def list_for_meeting(staff: Staff, rules: Rules) -> MeetingList:
    """Everybody of the team of `staff` who stands out. Three queries, however many they are."""
    conditions, soon = conditions_of(rules), rules.now + A_WEEK
    has_visit = exists().where(
        Visit.person_id == Person.id, Visit.starts_at >= rules.now, Visit.starts_at < soon, Visit.cancelled_at.is_(None)
    )
    agreed = exists().where(
        and_(Consent.person_id == Person.id, Consent.purpose == Purpose.TEAM_MEETING, Consent.withdrawn_at.is_(None))
    )
    rows = db.session.execute(
        select(
            Person,
            agreed.label("agreed"),
            has_visit.label("has_visit"),
            next_date(rules.now).label("next_at"),
            *(conditions[flag].label(flag.value) for flag in STANDS_OUT),
        )
        .where(
            seen_by(staff),
            Person.team_id == staff.team_id,
            Person.closed_at.is_(None),
            or_(has_visit, *(conditions[flag] for flag in STANDS_OUT)),
        )
        .order_by(Person.family_name_folded, Person.given_name_folded, Person.id)
    ).all()
    in_words = [row[0].id for row in rows if row.agreed]
    steps, matters = newest_steps(in_words), _list_what_matters(in_words)
    of_each: dict[uuid.UUID, OfOne] = {}
    for row in rows:
        person: Person = row[0]
        theirs = of_each.setdefault(person.navigator_id, OfOne(person.navigator.name))
        if not row.agreed:
            theirs.initials.append(initials(person))
            continue
        step, confidence = steps.get(person.id, ("", None))
        theirs.people.append(
            Summary(
                name=person.full_name,
                flags=[flag for flag in STANDS_OUT if row._mapping[flag.value]],
                has_visit=row.has_visit,
                next_at=row.next_at,
                matters=matters.get(person.id, []),
                step=step,
                confidence=confidence,
            )
        )
    return MeetingList(
        coordinators=sorted(of_each.values(), key=lambda one: one.coordinator), person_ids=[row[0].id for row in rows]
    )


def _list_what_matters(person_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = {}
    for person_id, words in db.session.execute(
        select(Priority.person_id, Priority.words)
        .where(Priority.person_id.in_(person_ids), Priority.taken_away_at.is_(None))
        .order_by(Priority.person_id, Priority.position, Priority.id)
    ):
        found.setdefault(person_id, []).append(words)
    return {person_id: words[:THINGS_THAT_MATTER] for person_id, words in found.items()}
