"""What becomes of what somebody was at, when they leave or a person is handed over. Connected to signals by navigator.app."""

from datetime import datetime

from flask_babel import ngettext
from sqlalchemy import ColumnElement, func, select, update

from navigator.db import db
from navigator.people.models import Person, Staff
from navigator.referrals.models import Attention, Referral
from navigator.referrals.queries import STILL_OPEN


def note_handed_over(sender: object, *, person: Person, before: Staff, after: Staff, note: str, now: datetime) -> None:
    """What the one before had taken of this person's calls for attention, nobody has taken: the one after sees it waiting."""
    _let_go(before, Attention.person_id == person.id)


def note_leaving(sender: object, *, staff: Staff, by: Staff | None, now: datetime) -> None:
    """What they had taken, of whomever, nobody has taken."""
    _let_go(staff)


def count_under_way(sender: object, *, staff: Staff, now: datetime) -> tuple[str, int]:
    """How many referrals of somebody's people are under way."""
    wanted = (
        select(func.count())
        .select_from(Referral)
        .join(Person, Person.id == Referral.person_id)
        .where(Person.navigator_id == staff.id, Person.closed_at.is_(None), Referral.status.in_(STILL_OPEN))
    )
    total = db.session.scalar(wanted) or 0
    return ngettext("%(num)s referral under way", "%(num)s referrals under way", total), total


def _let_go(staff: Staff, *of: ColumnElement[bool]) -> None:
    db.session.execute(
        update(Attention)
        .where(Attention.taken_by_id == staff.id, Attention.settled_at.is_(None), *of)
        .values(taken_at=None, taken_by_id=None)
    )
