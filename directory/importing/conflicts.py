"""Where a source and we disagree: kept from import to import, until somebody decides or the two agree again."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from directory.history.models import Origin
from directory.history.parts import PARTS, batched, listings_of
from directory.history.recording import record
from directory.history.values import from_text, row_from_text
from directory.importing.models import Conflict
from directory.importing.our_edits import Kept, OurEdits
from directory.models import Service
from navigator.db import db

PER_PAGE = 20


class ConflictNotFound(Exception):
    """There is no such conflict any more."""


class CannotBeTaken(Exception):
    """What the source says can no longer be written: the row is gone here, or what it belongs to is."""


def note_conflicts(session: Session, edits: OurEdits, *, source: str, now: datetime) -> None:
    """Bring the kept conflicts up to date with what an import left alone. A decision stands until theirs is another."""
    known: dict[tuple[str, uuid.UUID, str], Conflict] = {}
    are_there_any = session.scalar(select(Conflict.id).limit(1)) is not None  # nobody edited anything: nothing to look for
    for batch in batched({identity for _, identity in edits.seen} if are_there_any else ()):
        for conflict in session.scalars(select(Conflict).where(Conflict.resource_id.in_(batch))):
            known[conflict.resource_type, conflict.resource_id, conflict.field_name] = conflict
    listings = listings_of(session, {(kept.table, kept.id): [kept.row] for kept in edits.kept})
    for kept in edits.kept:
        key = (kept.table, kept.id, kept.column)
        if key not in known:
            whose = min(listings[kept.table, kept.id], default=None)
            session.add(_new(kept, service_id=whose, source=source, now=now))
            continue
        conflict = known.pop(key)
        conflict.ours = kept.ours
        if conflict.theirs != kept.theirs:
            conflict.theirs, conflict.since, conflict.is_news = kept.theirs, now, True
            conflict.kept_at = conflict.kept_by = None
    over = [conflict.id for key, conflict in known.items() if key[:2] in edits.seen]
    for batch in batched(over):
        session.execute(delete(Conflict).where(Conflict.id.in_(batch)))
    session.flush()


def list_conflicts(*, page: int = 1) -> tuple[Sequence[tuple[Conflict, Service | None]], int]:
    """Conflicts nobody has decided, those they changed, too, first, each with a listing it concerns, and how many there are."""
    open_ones = select(Conflict, Service).outerjoin(Service, Service.id == Conflict.service_id).where(Conflict.kept_at.is_(None))
    ordered = open_ones.order_by(Conflict.is_news.desc(), Conflict.since, Conflict.id)
    total = db.session.scalar(select(func.count()).select_from(Conflict).where(Conflict.kept_at.is_(None))) or 0
    found = db.session.execute(ordered.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return [(row[0], row[1]) for row in found], total


def count_waiting() -> int:
    """How many of them somebody should look at: they changed theirs since we edited ours."""
    waiting = select(func.count()).select_from(Conflict).where(Conflict.kept_at.is_(None), Conflict.is_news)
    return db.session.scalar(waiting) or 0


def list_kept() -> Sequence[tuple[Conflict, Service | None]]:
    """The few where ours was kept last, the latest first."""
    kept = select(Conflict, Service).outerjoin(Service, Service.id == Conflict.service_id).where(Conflict.kept_at.is_not(None))
    return [(row[0], row[1]) for row in db.session.execute(kept.order_by(Conflict.kept_at.desc(), Conflict.id.desc()).limit(10))]


def keep_ours(*, conflict_id: uuid.UUID, kept_by: str, now: datetime) -> None:
    """Ours stays, and nobody is asked again until theirs changes. Raises ConflictNotFound."""
    conflict = _get(conflict_id)
    conflict.kept_at, conflict.kept_by = now, kept_by
    db.session.flush()


def ask_again(*, conflict_id: uuid.UUID) -> None:
    """Undo `keep_ours`. Raises ConflictNotFound."""
    conflict = _get(conflict_id)
    conflict.kept_at = conflict.kept_by = None
    db.session.flush()


def take_theirs(*, conflict_id: uuid.UUID, taken_by: str, now: datetime) -> None:
    """Write what the source says; from now on the source decides again. Raises ConflictNotFound and CannotBeTaken."""
    conflict, session = _get(conflict_id), db.session()
    part = PARTS[conflict.resource_type]
    ours = session.get(part.model, conflict.resource_id)
    with record(session, origin=Origin.IMPORT, made_by=f"{conflict.source} ({taken_by})", now=now):
        if conflict.field_name:
            if ours is None:
                raise CannotBeTaken(conflict.id)
            setattr(ours, conflict.field_name, from_text(part.table.c[conflict.field_name], conflict.theirs))
        elif conflict.theirs is None and ours is not None:
            session.delete(ours)
        elif conflict.theirs is not None and ours is None:
            values = row_from_text(part.table.c, conflict.theirs)
            _refuse_what_hangs_in_the_air(session, conflict, values)
            session.add(part.model(id=conflict.resource_id, **values))
        session.delete(conflict)


def _refuse_what_hangs_in_the_air(session: Session, conflict: Conflict, values: dict[str, object]) -> None:
    for column in PARTS[conflict.resource_type].table.c:
        for key in column.foreign_keys:
            wanted, table = values.get(column.name), key.column.table
            if wanted and session.execute(select(table.c.id).where(table.c.id == wanted)).first() is None:
                raise CannotBeTaken(conflict.id)


def _new(kept: Kept, *, service_id: uuid.UUID | None, source: str, now: datetime) -> Conflict:
    return Conflict(
        service_id=service_id,
        source=source[:254],
        resource_type=kept.table,
        resource_id=kept.id,
        field_name=kept.column,
        ours=kept.ours,
        theirs=kept.theirs,
        is_news=kept.is_news,
        since=now,
    )


def _get(conflict_id: uuid.UUID) -> Conflict:
    found = db.session.get(Conflict, conflict_id)
    if found is None:
        raise ConflictNotFound(conflict_id)
    return found
