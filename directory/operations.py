"""What changes in the directory as a whole, whoever changes it."""

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from directory.models import DirectoryRevision

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


def _begin_counting(session: Session) -> None:
    try:
        with session.begin_nested():
            session.execute(insert(DirectoryRevision).values(id=THE_ROW, number=0))
    except IntegrityError:
        pass  # another writer made it at the same moment
