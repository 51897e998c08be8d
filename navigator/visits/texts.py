"""What a person is told of a visit or a call we have arranged with them."""

import uuid
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias

from sqlalchemy import select

from messaging.models import OutgoingMessage
from messaging.queries import list_planned
from messaging.sending import outbox
from messaging.sending.hours_here import next_allowed
from messaging.wording.names import NAMES
from messaging.wording.texts import Preview
from navigator.db import db
from navigator.people import texting
from navigator.people.models import Person, Staff
from navigator.times import LONDON
from navigator.visits.models import Kind, Visit

Told: TypeAlias = OutgoingMessage | texting.NotTexted | None
"""What became of a text to a person: planned, or not and why. None: nothing was to be said."""

REMINDED_AT = time(18)  # the evening before
TO_GET_READY = timedelta(hours=1)
SOON = timedelta(hours=20)  # what was said so lately needs no reminder


def tell_of_visit(*, visit: Visit, person: Person, by: Staff, is_new: bool, now: datetime) -> Told:
    """When we come or ring; and once more the evening before. None when no text could arrive in time."""
    cancel_what_is_planned(visit=visit, cause="visit_moved", now=now)
    if _comes_too_late(visit.starts_at, now=now):
        return None
    key = f"{visit.id}:{visit.starts_at.isoformat()}:{now.isoformat()}"
    told = texting.text_person(
        person=person,
        template="visit_arranged" if is_new else "visit_moved",
        values=_values(visit, by),
        dedupe_key=f"visit:{key}",
        about_id=visit.id,
        expires_at=visit.starts_at,
        now=now,
    )
    evening = _reminded_at(visit.starts_at, now=now)
    if evening is not None:
        texting.text_person(
            person=person,
            template="visit_reminder",
            values=_values(visit, by),
            dedupe_key=f"visit-reminder:{key}",
            about_id=visit.id,
            not_before=evening,
            expires_at=visit.starts_at,
            now=now,
        )
    return told


def preview_of_visit(
    *, visit: Visit, person: Person, by: Staff, is_new: bool, pence_per_segment: Decimal | None, now: datetime
) -> list[tuple[str, Preview]]:
    """The texts that `tell_of_visit` would plan, each with its name. `visit` need not be kept yet."""
    if _comes_too_late(visit.starts_at, now=now):
        return []
    news = ["visit_arranged" if is_new else "visit_moved"]
    reminder = ["visit_reminder"] if _reminded_at(visit.starts_at, now=now) else []
    values = _values(visit, by)
    found = {
        template: texting.preview_text(person=person, template=template, values=values, pence_per_segment=pence_per_segment)
        for template in news + reminder
    }
    return [(NAMES[template], preview) for template, preview in found.items() if preview is not None]


def preview_of_cancelling(*, visit: Visit, person: Person, by: Staff, pence_per_segment: Decimal | None) -> Preview | None:
    """The text that `tell_of_cancelling` would plan."""
    values = _values_without_place(visit, by)
    return texting.preview_text(person=person, template="visit_cancelled", values=values, pence_per_segment=pence_per_segment)


def tell_of_cancelling(*, visit: Visit, person: Person, by: Staff, now: datetime) -> Told:
    return texting.text_person(
        person=person,
        template="visit_cancelled",
        values=_values_without_place(visit, by),
        dedupe_key=f"visit-cancelled:{visit.id}",
        about_id=visit.id,
        expires_at=visit.starts_at,
        now=now,
    )


def _comes_too_late(starts_at: datetime, *, now: datetime) -> bool:
    return next_allowed(now) > starts_at - TO_GET_READY


def _reminded_at(starts_at: datetime, *, now: datetime) -> datetime | None:
    """The evening before; None when that is so soon that no reminder is needed."""
    evening = datetime.combine(starts_at.astimezone(LONDON).date() - timedelta(days=1), REMINDED_AT, LONDON)
    return evening if evening - now > SOON else None


def say_who_comes(*, person_id: uuid.UUID, before: Staff, after: Staff, now: datetime) -> None:
    """`after` comes or rings instead of `before`: what is planned to be said of it names them."""
    arranged = select(Visit.id).where(
        Visit.person_id == person_id, Visit.staff_id == before.id, Visit.starts_at > now, Visit.cancelled_at.is_(None)
    )
    about_theirs = set(db.session.scalars(arranged))
    for text in list_planned(person_id):
        if text.about_id in about_theirs:
            text.values = text.values | {"navigator_name": after.first_name}


def cancel_what_is_planned(*, visit: Visit, cause: str, now: datetime) -> None:
    outbox.cancel_planned(about_id=visit.id, cause=cause, now=now)


def _values(visit: Visit, by: Staff) -> dict[str, str]:
    return {
        "navigator_name": by.first_name,
        "visit_kind": visit.kind.value,
        "appointment_at": visit.starts_at.isoformat(),
        "place": visit.place if visit.kind is Kind.ELSEWHERE else "",
    }


def _values_without_place(visit: Visit, by: Staff) -> dict[str, str]:
    return {name: value for name, value in _values(visit, by).items() if name != "place"}
