"""Defining quality marks, awarding them and taking them back. The search index hears of each."""

import uuid
from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from directory.marks.models import AwardedMark, QualityMark
from directory.marks.queries import MarkNotFound
from directory.models import Organization, Service
from directory.operations import next_revision
from navigator.db import db


class NameTaken(Exception):
    """There is a mark of this name already."""


def define_mark(*, name: str, text: str, awarded_by: str, months: int | None, now: datetime) -> QualityMark:
    """A new mark. Raises NameTaken."""
    mark = QualityMark(name=name, text=text, awarded_by=awarded_by, months=months, added_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(mark)
            db.session.flush()
    except IntegrityError:
        raise NameTaken(name) from None
    return mark


def award(*, mark: QualityMark, organization_id: uuid.UUID, entered_by: str, today: date) -> AwardedMark:
    """The organisation holds the mark from today, for as long as the mark holds. Raises MarkNotFound without the organisation."""
    if db.session.get(Organization, organization_id) is None:
        raise MarkNotFound(organization_id)
    ends_on = today + relativedelta(months=mark.months, days=-1) if mark.months else None
    made = AwardedMark(mark=mark, organization_id=organization_id, awarded_on=today, ends_on=ends_on, entered_by=entered_by)
    db.session.add(made)
    _tell_the_index(organization_id)
    return made


def take_back(*, award_id: uuid.UUID, now: datetime) -> AwardedMark:
    """It does not hold any more. Raises MarkNotFound."""
    return _set_taken_back(award_id, now)


def give_back(*, award_id: uuid.UUID) -> AwardedMark:
    """Undo `take_back`. Raises MarkNotFound."""
    return _set_taken_back(award_id, None)


def _set_taken_back(award_id: uuid.UUID, when: datetime | None) -> AwardedMark:
    found = db.session.get(AwardedMark, award_id)
    if found is None:
        raise MarkNotFound(award_id)
    found.taken_back_at = when
    _tell_the_index(found.organization_id)
    return found


def _tell_the_index(organization_id: uuid.UUID) -> None:
    theirs = update(Service).where(Service.organization_id == organization_id)
    db.session.execute(theirs.values(revision=next_revision(db.session())).execution_options(synchronize_session=False))
    db.session.flush()
