"""Telling somebody of a service without referring them: written down in a tap, and asked after a week later. Callers commit."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from directory.models import Service
from directory.queries import is_too_private_for_a_phone
from messaging.models import Asks
from navigator.db import db
from navigator.paging import PER_PAGE, Part, cut
from navigator.people import texting
from navigator.people.access import PersonNotFound, seen_by
from navigator.people.models import Person, Staff
from navigator.referrals.signpost_models import Signpost, Tried
from navigator.steps.models import Step

ASKED_AFTER = timedelta(days=7)


class KeyReused(Exception):
    """This idempotency key stood for another person or service."""


def signpost(
    *, person: Person, service: Service, staff: Staff, step: Step | None, idempotency_key: str, now: datetime
) -> Signpost:
    """Write down that `person` was told of `service`, and plan the question whether they tried it. The same key, once.

    Nothing goes to the service. Raises `KeyReused`.
    """
    same = select(Signpost).where(Signpost.idempotency_key == idempotency_key)
    standing = db.session.scalar(same)
    if standing is None:
        told = Signpost(
            person_id=person.id,
            staff_id=staff.id,
            service_id=service.id,
            step_id=step.id if step else None,
            service_name=service.name,
            idempotency_key=idempotency_key,
            told_at=now,
        )
        try:
            with db.session.begin_nested():
                db.session.add(told)
                db.session.flush()
        except IntegrityError:
            standing = db.session.scalars(same).one()
        else:
            _ask_later(told, person, service, now=now)
            return told
    if (standing.person_id, standing.service_id) != (person.id, service.id):
        raise KeyReused(idempotency_key)
    return standing


def hear(*, signpost: Signpost, tried: Tried, now: datetime) -> None:
    """What the person says of it; what they say last counts."""
    signpost.tried, signpost.answered_at = tried, now
    db.session.flush()


def list_of(person_id: uuid.UUID, *, most: int = 10) -> list[Signpost]:
    """What a person was told of, the latest first. For a person the caller may see."""
    wanted = select(Signpost).where(Signpost.person_id == person_id)
    return list(db.session.scalars(wanted.order_by(Signpost.told_at.desc(), Signpost.id.desc()).limit(most)))


class SignpostNotFound(PersonNotFound):
    """There is no such signpost, or this member of staff may not see its person."""


def get_signpost(*, staff: Staff, signpost_id: uuid.UUID) -> Signpost:
    """One, if this member of staff may see its person. Raises `SignpostNotFound`."""
    wanted = select(Signpost).join(Person, Person.id == Signpost.person_id).where(Signpost.id == signpost_id, seen_by(staff))
    found = db.session.scalar(wanted)
    if found is None:
        raise SignpostNotFound(signpost_id)
    return found


def list_seen(staff: Staff, *, person_id: uuid.UUID | None = None, page: int = 1, per_page: int = PER_PAGE) -> Part[Signpost]:
    """What the people this member of staff may see were told of, or one of them, the latest first."""
    wanted = select(Signpost).join(Person, Person.id == Signpost.person_id).where(seen_by(staff))
    if person_id is not None:
        wanted = wanted.where(Signpost.person_id == person_id)
    rows, total = cut(wanted.order_by(Signpost.told_at.desc(), Signpost.id.desc()), page, per_page)
    return Part([row[0] for row in rows], total)


def count_for_service(service_id: uuid.UUID, *, days: int, now: datetime) -> int:
    """How many were told of a service in the last so many days."""
    since = now - timedelta(days=days)
    wanted = select(func.count()).select_from(Signpost).where(Signpost.service_id == service_id, Signpost.told_at > since)
    return db.session.scalar(wanted) or 0


def _ask_later(told: Signpost, person: Person, service: Service, *, now: datetime) -> None:
    texting.text_person(
        person=person,
        template="did_you_try",
        values={
            "navigator_name": person.navigator.first_name,
            "service_name": "" if is_too_private_for_a_phone(service) else service.name,
        },
        dedupe_key=f"did-you-try:{told.id}",
        about_id=told.id,
        asks=Asks.TRIED,
        not_before=now + ASKED_AFTER,
        now=now,
    )
