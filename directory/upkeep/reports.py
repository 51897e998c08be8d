"""What visitors say is wrong with a listing, waiting until somebody has seen to it."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from directory.models import Service
from directory.upkeep.report_models import ListingReport, WhatIsWrong, WhatWasDone
from directory.upkeep.signals import something_wrong_reported
from navigator.db import db

PER_PAGE = 20
RECENT = 10


class ReportNotFound(Exception):
    """There is no report with this id."""


def report(*, service: Service, what: WhatIsWrong, words: str, reach: str | None, now: datetime) -> ListingReport:
    """Keep what somebody says is wrong, and let those who look after the listing hear of it. Flushes."""
    made = ListingReport(service=service, what=what, words=words, reach=reach or None, reported_at=now)
    db.session.add(made)
    db.session.flush()
    something_wrong_reported.send(None, report=made, now=now)
    return made


def settle(*, report_id: uuid.UUID, done: WhatWasDone, note: str, done_by: str, now: datetime) -> ListingReport:
    """Somebody has seen to it. Raises ReportNotFound."""
    found = _get(report_id)
    found.done, found.done_note, found.done_by, found.done_at = done, note or None, done_by, now
    db.session.flush()
    return found


def reopen(*, report_id: uuid.UUID) -> ListingReport:
    """It waits again, where it stood. Raises ReportNotFound."""
    found = _get(report_id)
    found.done = found.done_note = found.done_by = found.done_at = None
    db.session.flush()
    return found


def list_waiting(*, page: int = 1) -> tuple[Sequence[ListingReport], int]:
    """What nobody has seen to yet, the oldest first, and how many there are. Two queries."""
    oldest_first = _whole().where(ListingReport.done_at.is_(None)).order_by(ListingReport.reported_at, ListingReport.id)
    return db.session.scalars(oldest_first.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all(), count_waiting()


def count_waiting() -> int:
    """How many nobody has seen to yet."""
    return db.session.scalar(select(func.count()).select_from(ListingReport).where(ListingReport.done_at.is_(None))) or 0


def list_settled() -> Sequence[ListingReport]:
    """The few that were seen to last, the latest first."""
    return db.session.scalars(
        _whole()
        .where(ListingReport.done_at.is_not(None))
        .order_by(ListingReport.done_at.desc(), ListingReport.id.desc())
        .limit(RECENT)
    ).all()


def list_reports_for(organization_id: uuid.UUID) -> Sequence[ListingReport]:
    """What waits about an organisation's listings, the oldest first, for its editors. `reach` is not theirs to see."""
    theirs = _whole().join(ListingReport.service).where(Service.organization_id == organization_id)
    return db.session.scalars(
        theirs.where(ListingReport.done_at.is_(None)).order_by(ListingReport.reported_at, ListingReport.id)
    ).all()


def _whole() -> Select[ListingReport]:
    return select(ListingReport).options(joinedload(ListingReport.service).joinedload(Service.organization))


def _get(report_id: uuid.UUID) -> ListingReport:
    found = db.session.get(ListingReport, report_id)
    if found is None:
        raise ReportNotFound(report_id)
    return found
