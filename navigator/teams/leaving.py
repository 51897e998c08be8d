"""Somebody leaves: all they have in hand goes to others first, then their account closes. Callers commit."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import ngettext
from sqlalchemy import func, select

from navigator.db import db
from navigator.people import signals, staff_operations
from navigator.people.models import Person, Staff
from navigator.people.support_models import Given
from navigator.teams import administration, cover, suggesting
from navigator.teams.assignment import Suggestion
from navigator.times import LONDON


@dataclass(frozen=True)
class Holding:
    """A kind of thing somebody has in hand, in words with its number."""

    words: str
    total: int


@dataclass(frozen=True)
class Leaving:
    """Everything somebody who leaves has in hand, and who would take over each of their people."""

    people: Sequence[Person]
    takers: Mapping[uuid.UUID, Suggestion]
    holdings: Sequence[Holding]


def look(*, staff: Staff, now: datetime) -> Leaving:
    """What would have to be handed over if `staff` left now, in words of the page. A constant number of queries."""
    today = now.astimezone(LONDON).date()
    people, takers = suggest_takers(staff=staff, now=now)
    given = db.session.scalar(
        select(func.count()).select_from(Given).where(Given.volunteer_id == staff.id, Given.until.is_(None))
    )
    duties = len(cover.list_cover_duties(staff.id, today=today))
    known = [
        (ngettext("%(num)s person given to them", "%(num)s people given to them", given or 0), given or 0),
        (ngettext("answers for %(num)s colleague", "answers for %(num)s colleagues", duties), duties),
    ]
    said = [answer for _, answer in signals.leaving_looked_at.send("teams", staff=staff, now=now) if answer]
    holdings = [Holding(str(words), total) for words, total in (*known, *said) if total]
    return Leaving(people, takers, holdings)


def suggest_takers(*, staff: Staff, now: datetime) -> tuple[Sequence[Person], Mapping[uuid.UUID, Suggestion]]:
    """Everybody `staff` supports, by name, and who would take over each of them."""
    people = db.session.scalars(
        select(Person)
        .where(Person.navigator_id == staff.id, Person.closed_at.is_(None))
        .order_by(Person.family_name_folded, Person.given_name_folded, Person.id)
    ).all()
    today = now.astimezone(LONDON).date()
    return people, suggesting.spread(people, team=staff.team, today=today, except_ids=[staff.id])


def leave(*, staff: Staff, takers: Mapping[uuid.UUID, Staff], by: Staff | None, now: datetime, note: str = "") -> int:
    """Hand over everything, then close the account. Says how many people were handed over.

    Raises `staff_operations.StillSupportsPeople`, `handing_over.CannotTakeOver`, `cover.CannotCover`, and
    `administration.LastAdministrator`; then nothing has happened, once the caller rolls back.
    """
    administration.check_not_last_administrator(staff)
    cover.pass_on_duties(staff=staff, by=by, now=now)
    handed_over = staff_operations.record_leaving(staff=staff, takers=takers, by=by, note=note, now=now)
    administration.note_left(staff=staff, by=by, now=now)
    return handed_over
