"""What becomes of arranged visits when a person is handed over, or somebody leaves. Connected to signals by navigator.app."""

from datetime import datetime

from flask_babel import ngettext
from sqlalchemy import func, select, update

from navigator.db import db
from navigator.people.models import Person, Staff
from navigator.visits import texts
from navigator.visits.models import Visit
from navigator.visits.operations import hand_over_visits


def note_handed_over(sender: object, *, person: Person, before: Staff, after: Staff, note: str, now: datetime) -> None:
    """What the one before had arranged with this person, the one after goes to; the reminder says who comes."""
    texts.say_who_comes(person_id=person.id, before=before, after=after, now=now)
    hand_over_visits(person_id=person.id, from_staff_id=before.id, to_staff_id=after.id, now=now)


def note_leaving(sender: object, *, staff: Staff, by: Staff | None, now: datetime) -> None:
    """Whoever coordinates the person by now goes instead, so that nobody waits in vain."""
    coordinator = select(Person.navigator_id).where(Person.id == Visit.person_id).scalar_subquery()
    db.session.execute(
        update(Visit)
        .where(Visit.staff_id == staff.id, Visit.cancelled_at.is_(None), Visit.starts_at >= now)
        .values(staff_id=coordinator)
    )


def count_arranged(sender: object, *, staff: Staff, now: datetime) -> tuple[str, int]:
    """How many visits and calls somebody has arranged from now on."""
    wanted = (
        select(func.count())
        .select_from(Visit)
        .where(Visit.staff_id == staff.id, Visit.cancelled_at.is_(None), Visit.starts_at >= now)
    )
    total = db.session.scalar(wanted) or 0
    return ngettext("%(num)s visit or call arranged", "%(num)s visits or calls arranged", total), total
