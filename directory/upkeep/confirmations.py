"""Asking whether listings are still correct: which are due, whom to ask, what was answered; and those that leave the search.

When a listing is due is the rule of `directory.freshness`. Here it meets the table of rounds (`ListingCheck`). An organisation
gets one message for all its listings that need asking, and never two within a fortnight: a listing that comes due in between
waits for the next, so that nobody who keeps twenty listings is written to every day.
"""

import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import aliased, joinedload

from directory.freshness import ASKED_AGAIN, latest_due, latest_lapsed
from directory.models import Organization, Service
from directory.operations import next_revision
from directory.queries import FINDABLE
from directory.upkeep.models import CheckAnswer, EditorLink, ListingCheck, ListingEditor
from navigator.db import db
from navigator.times import LONDON

QUIET_FOR = ASKED_AGAIN[0]  # between two messages to one organisation
MOST_TIMES = 1 + len(ASKED_AGAIN)
BATCH = 2000
since = func.coalesce(Service.assured_date, Service.listed_on)  # a column: what a listing's age counts from


def find_organization_to_ask(*, now: datetime) -> uuid.UUID | None:
    """An organisation with somebody to ask and a listing that needs asking now; None when there is none."""
    has_editor = exists().where(ListingEditor.organization_id == Service.organization_id, ListingEditor.removed_at.is_(None))
    return db.session.scalar(needing(now).where(has_editor).with_only_columns(Service.organization_id).limit(1))


def begin_asking(
    *, organization_id: uuid.UUID, now: datetime, only: Callable[[Service], bool] = lambda _service: True
) -> Sequence[Service]:
    """Write down that the organisation is asked now, and give the listings to ask about; of them, those that `only` lets pass.

    Two workers that found it at once ask once: the second gets none.
    """
    db.session.execute(select(Organization.id).where(Organization.id == organization_id).with_for_update())
    wanted = needing(now).where(Service.organization_id == organization_id).options(joinedload(Service.organization))
    asked = []
    for service, check in db.session.execute(wanted.order_by(Service.name, Service.id)).all():
        if not only(service):
            continue
        if check is None:
            db.session.add(ListingCheck(service_id=service.id, began_at=now, asked_at=now))
        else:
            check.asked_at, check.times_asked = now, check.times_asked + 1
        asked.append(service)
    db.session.flush()
    return asked


def list_asked(link: EditorLink) -> list[tuple[Service, ListingCheck]]:
    """What a link of "still correct?" asks about, with what was answered: open when it was sent, or answered since."""
    return list_asked_since(organization_id=link.editor.organization_id, sent_at=link.created_at)


def list_asked_since(*, organization_id: uuid.UUID, sent_at: datetime) -> list[tuple[Service, ListingCheck]]:
    """The organisation's listings that were being asked about at `sent_at`, when a link was sent."""
    open_then = or_(ListingCheck.answered_at.is_(None), ListingCheck.answered_at >= sent_at)
    rows = db.session.execute(
        select(Service, ListingCheck)
        .join(ListingCheck, ListingCheck.service_id == Service.id)
        .where(Service.organization_id == organization_id, ListingCheck.began_at <= sent_at, open_then)
        .options(joinedload(Service.organization))
        .order_by(Service.name, Service.id)
    )
    return [(service, check) for service, check in rows]


def note_answer(*, service: Service, answer: CheckAnswer, by: str, now: datetime) -> None:
    """The open round of a listing, if any, is answered. "Something changed" leaves it open until somebody says what."""
    db.session.execute(
        update(ListingCheck)
        .where(ListingCheck.service_id == service.id, _is_open())
        .values(answer=answer, answered_at=now, answered_by=by)
    )


def take_answer_back(*, service: Service) -> None:
    """The listing has not closed after all: its last round is open again."""
    last = db.session.scalar(
        select(ListingCheck).where(ListingCheck.service_id == service.id).order_by(ListingCheck.began_at.desc()).limit(1)
    )
    if last is not None and last.answer is CheckAnswer.CLOSED:
        last.answer = last.answered_at = last.answered_by = None


def keep_search_honest(*, today: date) -> int:
    """Take out of the search what nobody has checked for a year, bring back what somebody has; how many listings that were.

    A listing met for the first time is given its day, from which it counts while nobody has ever checked it.
    """
    new = db.session.execute(
        update(Service)
        .where(Service.id.in_(select(Service.id).where(Service.listed_on.is_(None)).limit(BATCH)))
        .values(listed_on=today)
        .execution_options(synchronize_session=False)
    )
    has_lapsed = and_(Service.status.in_(FINDABLE), since <= latest_lapsed(today))
    leaving = _some(Service.left_search_on.is_(None), has_lapsed)
    returning = _some(Service.left_search_on.is_not(None), since > latest_lapsed(today))
    for ids, day in ((leaving, today), (returning, None)):
        if ids:
            changed = update(Service).where(Service.id.in_(ids)).values(left_search_on=day, revision=next_revision(db.session()))
            db.session.execute(changed.execution_options(synchronize_session=False))
    db.session.flush()
    return int(new.rowcount) + len(leaving) + len(returning)  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult


def needs_honesty(*, today: date) -> bool:
    """Whether `keep_search_honest` would change anything. Only looks."""
    lapsed = latest_lapsed(today)
    wrong = or_(
        Service.listed_on.is_(None),
        and_(Service.left_search_on.is_(None), Service.status.in_(FINDABLE), since <= lapsed),
        and_(Service.left_search_on.is_not(None), since > lapsed),
    )
    return db.session.scalar(select(Service.id).where(wrong).limit(1)) is not None


def needing(now: datetime) -> Select[Service, ListingCheck]:
    """Listings that need asking now, each with its open round, if one has begun."""
    today, other, theirs = now.astimezone(LONDON).date(), aliased(ListingCheck), aliased(Service)
    again = [
        and_(ListingCheck.times_asked == number, ListingCheck.began_at < _end_of(today - after))
        for number, after in enumerate(ASKED_AGAIN, start=1)
    ]
    asked_lately = (
        exists()
        .where(other.service_id == theirs.id, theirs.organization_id == Service.organization_id)
        .where(other.asked_at >= _end_of(today - QUIET_FOR))
    )
    this_round = and_(ListingCheck.service_id == Service.id, ListingCheck.began_at > since, _is_open())
    return (
        select(Service, ListingCheck)
        .outerjoin(ListingCheck, this_round)
        .where(Service.status.in_(FINDABLE), since <= latest_due(today))
        .where(or_(ListingCheck.id.is_(None), *again), ~asked_lately)
    )


def _is_open() -> ColumnElement[bool]:
    return or_(ListingCheck.answer.is_(None), ListingCheck.answer == CheckAnswer.CHANGED)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), LONDON)


def _some(*conditions: ColumnElement[bool]) -> Sequence[uuid.UUID]:
    return db.session.scalars(select(Service.id).where(*conditions).limit(BATCH)).all()
