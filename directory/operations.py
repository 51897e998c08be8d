"""What changes in the directory as a whole, whoever changes it."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from directory.models import CalendarKind, CalendarPeriod, DirectoryRevision
from directory.times.opening_hours import Term

THE_ROW = 1


def next_revision(session: Session) -> int:
    """The number for a change to one listing or several: higher than every number before it.

    The row stays locked until the caller commits, so numbers become visible in their order and an index that has caught
    up to one of them has missed none.
    """
    raise_by_one = (
        update(DirectoryRevision)
        .where(DirectoryRevision.id == THE_ROW)
        .values(number=DirectoryRevision.number + 1)
        .returning(DirectoryRevision.number)
        .execution_options(synchronize_session=False)
    )
    number = session.scalar(raise_by_one)
    if number is None:
        _begin_counting(session)
        number = session.scalar(raise_by_one)
    assert number is not None  # noqa: S101 - the row was made just above
    return number


def hold_revision(session: Session) -> None:
    """Wait until no other writer of listings is under way, and keep the next one waiting until the caller commits."""
    held = select(DirectoryRevision.number).where(DirectoryRevision.id == THE_ROW).with_for_update()
    if session.scalar(held) is None:
        _begin_counting(session)
        session.scalar(held)


def keep_bank_holidays(session: Session, *, days: Mapping[date, str]) -> None:
    """Write these bank holidays (day, English name), in place of all that were brought in for their years."""
    for year in {day.year for day in days}:
        _forget(session, CalendarKind.BANK_HOLIDAY, date(year, 1, 1), date(year, 12, 31))
    session.add_all(
        CalendarPeriod(kind=CalendarKind.BANK_HOLIDAY, first_day=day, last_day=day, name=name) for day, name in days.items()
    )
    session.flush()


def keep_terms(session: Session, *, terms: Sequence[Term]) -> None:
    """Write these school terms, in place of all that were brought in between the first of their days and the last."""
    if terms:
        first, last = min(term.first_day for term in terms), max(term.last_day for term in terms)
        _forget(session, CalendarKind.TERM, first, last)
    session.add_all(
        CalendarPeriod(kind=CalendarKind.TERM, first_day=term.first_day, last_day=term.last_day, name=term.name) for term in terms
    )
    session.flush()


def _forget(session: Session, kind: CalendarKind, first: date, last: date) -> None:
    session.execute(
        delete(CalendarPeriod).where(
            CalendarPeriod.kind == kind, CalendarPeriod.first_day <= last, CalendarPeriod.last_day >= first
        )
    )


def _begin_counting(session: Session) -> None:
    try:
        with session.begin_nested():
            session.execute(insert(DirectoryRevision).values(id=THE_ROW, number=0))
    except IntegrityError:
        pass  # another writer made it at the same moment
