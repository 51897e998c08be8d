"""Everybody on a caseload, looked at as somebody likes: filtered, put in order, counted, a page at a time."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from navigator.db import db
from navigator.paging import PER_PAGE, Part, count, part_of
from navigator.people import loading
from navigator.people.coordinations import waits_for_coordinator
from navigator.people.models import Person, Staff
from navigator.referrals.models import Attention, Reason, Referral, ReferralStatus
from navigator.referrals.queries import NOT_DECIDED
from navigator.steps.models import Confidence, Step, StepStatus
from navigator.tasks.models import Task
from navigator.teams.caseloads import Whose, people_of
from navigator.teams.rules import get_rules
from navigator.threads.models import Thread
from navigator.times import LONDON
from navigator.visits.models import Visit

ASKS_FOR_HELP = (Reason.DISTRESS, Reason.NEEDS_HELP)


class Flag(StrEnum):
    """Why somebody may want looking at. The order is that of the page."""

    NEEDS = "needs"  # something is open on the desk
    ALONE = "alone"  # they wait for a coordinator; somebody stands in
    HELP = "help"  # they asked for help, or wrote words of danger
    TODAY = "today"  # a visit or a call today
    OVERDUE = "overdue"  # something should have been done
    ANSWERS = "answers"  # a text of theirs waits for an answer
    WAITING = "waiting"  # a group has not answered
    REVIEW = "review"  # the day of the review has come
    UNSURE = "unsure"  # low confidence about their step
    QUIET = "quiet"  # no contact for a while


class Order(StrEnum):
    NAME = "name"
    SILENCE = "silence"  # the longest without contact first
    NEXT = "next"  # the next date first
    NEWEST = "newest"


@dataclass(frozen=True)
class Look:
    """What is asked for. Empty values ask for everybody."""

    whose: Whose
    flag: Flag | None = None
    order: Order = Order.NAME
    language: str = ""
    place: str = ""
    coordinator_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Rules:
    """What counts as quiet and as unsure, and the moment it is looked at."""

    now: datetime
    quiet_after: timedelta
    unsure_below: int


def rules_at(staff: Staff, now: datetime) -> Rules:
    """What counts as quiet and as unsure in the locality of `staff`. One query."""
    rules = get_rules(staff.team.locality_id)
    return Rules(now=now, quiet_after=timedelta(days=rules.days_quiet), unsure_below=rules.confidence_threshold)


@dataclass(frozen=True)
class Row:
    """A person on the list: why they stand out, the next date with them, and the step they are at."""

    person: Person
    flags: Sequence[Flag]
    next_at: datetime | None
    step: str
    confidence: int | None


def list_people(staff: Staff, look: Look, rules: Rules, *, page: int = 1, per_page: int = PER_PAGE) -> Part[Row]:
    """One page of the people asked for. Three queries, however many they are: what stands out is asked of this page alone."""
    conditions, next_at = conditions_of(rules), next_date(rules.now)
    orders: dict[Order, tuple[Any, ...]] = {
        Order.NAME: (Person.family_name_folded, Person.given_name_folded, Person.id),
        Order.SILENCE: (Person.last_contact_at, Person.id),
        Order.NEXT: (next_at.is_(None), next_at, Person.family_name_folded, Person.id),
        Order.NEWEST: (Person.created_at.desc(), Person.id.desc()),
    }
    asked_for = select(Person.id).where(*_asked_for(staff, look, conditions, now=rules.now))
    total = count(asked_for)
    of_this_page = part_of(asked_for.order_by(*orders[look.order]), page, per_page)
    rows = db.session.execute(
        select(Person, next_at.label("next_at"), *(condition.label(flag.value) for flag, condition in conditions.items()))
        .where(Person.id.in_(of_this_page))
        .order_by(*orders[look.order])
        .options(*loading.WITH_NAVIGATOR)
    ).all()
    steps = newest_steps([row[0].id for row in rows])
    return Part(
        [
            Row(row[0], [flag for flag in Flag if row._mapping[flag.value]], row.next_at, *steps.get(row[0].id, ("", None)))
            for row in rows
        ],
        total,
    )


def count_flags(staff: Staff, look: Look, rules: Rules) -> Mapping[Flag | None, int]:
    """How many there would be with each flag and everything else as asked; under None, how many without any."""
    conditions = conditions_of(rules)
    everybody = Look(look.whose, None, look.order, look.language, look.place, look.coordinator_id)
    counted = db.session.execute(
        select(func.count(), *(func.sum(case((condition, 1), else_=0)) for condition in conditions.values()))
        .select_from(Person)
        .where(*_asked_for(staff, everybody, conditions, now=rules.now))
    ).one()
    return {None: int(counted[0]), **{flag: int(number or 0) for flag, number in zip(conditions, counted[1:], strict=True)}}


@dataclass(frozen=True)
class Choices:
    """What a caseload can be narrowed down by: the languages, places and coordinators that are there."""

    languages: Sequence[str]
    places: Sequence[str]
    coordinators: Sequence[tuple[uuid.UUID, str]]


def list_choices(staff: Staff, whose: Whose, *, now: datetime) -> Choices:
    """Two queries: the people's own languages and places, and their coordinators."""
    people = people_of(staff, whose, now=now)
    pairs = db.session.execute(select(Person.language, Person.place_name).where(*people).distinct()).all()
    coordinators = db.session.execute(
        select(Staff.id, Staff.name)
        .where(Staff.id.in_(select(Person.navigator_id).where(*people)))
        .order_by(Staff.name, Staff.id)
    ).all()
    return Choices(
        languages=sorted({pair[0] for pair in pairs}),
        places=sorted({pair[1] for pair in pairs if pair[1]}),
        coordinators=[(row[0], row[1]) for row in coordinators],
    )


def _asked_for(
    staff: Staff, look: Look, conditions: Mapping[Flag, ColumnElement[bool]], *, now: datetime
) -> list[ColumnElement[bool]]:
    wanted = people_of(staff, look.whose, now=now)
    if look.flag is not None:
        wanted.append(conditions[look.flag])
    if look.language:
        wanted.append(Person.language == look.language)
    if look.place:
        wanted.append(Person.place_name == look.place)
    if look.coordinator_id is not None:
        wanted.append(Person.navigator_id == look.coordinator_id)
    return wanted


@lru_cache(maxsize=1)  # a page asks twice, and to build them takes as long as to ask a small database
def conditions_of(rules: Rules) -> Mapping[Flag, ColumnElement[bool]]:
    """The condition on `Person` that each flag stands for."""
    today = rules.now.astimezone(LONDON).date()
    start, end = (datetime.combine(day, time(), LONDON) for day in (today, today + timedelta(days=1)))
    is_open = and_(Attention.person_id == Person.id, Attention.settled_at.is_(None))
    last_score = (
        select(Confidence.score)
        .where(Confidence.step_id == Step.id)
        .order_by(Confidence.asked_at.desc(), Confidence.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return {
        Flag.NEEDS: exists().where(is_open),
        Flag.ALONE: waits_for_coordinator(),
        Flag.HELP: exists().where(is_open, Attention.reason.in_(ASKS_FOR_HELP)),
        Flag.TODAY: exists().where(
            Visit.person_id == Person.id, Visit.starts_at >= start, Visit.starts_at < end, Visit.cancelled_at.is_(None)
        ),
        Flag.OVERDUE: exists().where(Task.person_id == Person.id, Task.ended_at.is_(None), Task.due_on < today),
        Flag.ANSWERS: exists().where(Thread.person_id == Person.id, Thread.waiting_since.is_not(None), Thread.done_at.is_(None)),
        Flag.WAITING: exists().where(Referral.person_id == Person.id, Referral.status.in_(NOT_DECIDED)),
        Flag.REVIEW: Person.review_on <= today,
        Flag.UNSURE: exists().where(
            Step.person_id == Person.id, Step.status == StepStatus.PLANNED, last_score < rules.unsure_below
        ),
        Flag.QUIET: Person.last_contact_at < rules.now - rules.quiet_after,
    }


def next_date(now: datetime) -> ColumnElement[datetime]:
    """The next visit, call or appointment with a person; NULL when nothing is arranged."""
    visit = (
        select(func.min(Visit.starts_at))
        .where(Visit.person_id == Person.id, Visit.starts_at >= now, Visit.cancelled_at.is_(None))
        .scalar_subquery()
    )
    appointment = (
        select(func.min(Referral.appointment_at))
        .where(Referral.person_id == Person.id, Referral.status == ReferralStatus.ACCEPTED, Referral.appointment_at >= now)
        .scalar_subquery()
    )
    sooner: ColumnElement[datetime] = case((or_(appointment.is_(None), visit < appointment), visit), else_=appointment)
    return sooner


def newest_steps(person_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[str, int | None]]:
    """The newest open step of each person, and how sure they are of it."""
    newest = (
        select(
            Step.id,
            func.row_number().over(partition_by=Step.person_id, order_by=(Step.created_at.desc(), Step.id.desc())).label("place"),
        )
        .where(Step.person_id.in_(person_ids), Step.status == StepStatus.PLANNED)
        .subquery()
    )
    score = (
        select(Confidence.score)
        .where(Confidence.step_id == Step.id)
        .order_by(Confidence.asked_at.desc(), Confidence.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    wanted = select(Step.person_id, Step.what, score).join(newest, newest.c.id == Step.id).where(newest.c.place == 1)
    return {row[0]: (row[1], row[2]) for row in db.session.execute(wanted)}
