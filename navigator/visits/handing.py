"""What becomes of arranged visits when somebody leaves. Connected to signals by navigator.app."""

from datetime import datetime

from flask_babel import ngettext
from sqlalchemy import func, select, update

from navigator.db import db
from navigator.people.models import Person, Staff
from navigator.visits.models import Visit


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
