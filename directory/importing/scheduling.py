"""Sources that are brought in again and again: which there are, when each is due, and one run of one of them.

A source is claimed by a conditional UPDATE before anything is fetched, so two workers never bring in the same one at once.
"""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from directory.importing import sources
from directory.importing.fetching import Fetcher, is_address
from directory.importing.models import RunState, Source, SourceKind, SourceRun
from directory.importing.report import Report
from directory.importing.rows import SourceUnreadable
from directory.importing.run import import_portions
from directory.places import gazetteer
from navigator.db import db

HELD_FOR = timedelta(hours=3)  # a worker that died holding a source gives it back after this
MOST_TOLD = 500  # refusals and changes kept of one run, each
RUNS_SHOWN = 20


class SourceNotFound(Exception):
    """There is no such source."""


class NameTaken(Exception):
    """Another source has this name."""


class AddressWrong(Exception):
    """The address is none that listings can be fetched from."""


def add_source(*, name: str, address: str, every_hours: int | None, added_by: str, now: datetime) -> Source:
    """Remember a source; with `every_hours` it is due at once. Raises NameTaken, and AddressWrong with the reason."""
    try:
        kind = SourceKind.WEB if is_address(address) else SourceKind.FILES
    except SourceUnreadable as problem:
        raise AddressWrong(str(problem)) from None
    if kind is SourceKind.FILES and not Path(address).exists():
        raise AddressWrong(f"{address} is neither a web address nor a file or folder that is here")
    source = Source(name=name, address=address, kind=kind, every_hours=every_hours, added_by=added_by, added_at=now)
    source.next_run_at = now if every_hours else None
    try:
        with db.session.begin_nested():
            db.session.add(source)
            db.session.flush()
    except IntegrityError:
        raise NameTaken(name) from None
    return source


def list_sources() -> Sequence[tuple[Source, SourceRun | None]]:
    """Every source by name, each with its last run. Two queries."""
    latest = select(SourceRun.source_id, func.max(SourceRun.began_at).label("began_at")).group_by(SourceRun.source_id).subquery()
    both = (SourceRun.source_id == latest.c.source_id) & (SourceRun.began_at == latest.c.began_at)
    last = {run.source_id: run for run in db.session.scalars(select(SourceRun).join(latest, both))}
    return [(source, last.get(source.id)) for source in db.session.scalars(select(Source).order_by(Source.name))]


def get_source(source_id: uuid.UUID) -> Source:
    """One source. Raises SourceNotFound."""
    found = db.session.get(Source, source_id)
    if found is None:
        raise SourceNotFound(source_id)
    return found


def get_source_called(name: str) -> Source:
    """The source of this name. Raises SourceNotFound."""
    found = db.session.scalars(select(Source).where(Source.name == name)).one_or_none()
    if found is None:
        raise SourceNotFound(name)
    return found


def list_runs(source_id: uuid.UUID) -> Sequence[SourceRun]:
    """A source's latest runs, the newest first."""
    latest = select(SourceRun).where(SourceRun.source_id == source_id).order_by(SourceRun.began_at.desc(), SourceRun.id.desc())
    return db.session.scalars(latest.limit(RUNS_SHOWN)).all()


def get_run(run_id: uuid.UUID) -> SourceRun:
    """One run with its source. Raises SourceNotFound."""
    found = db.session.scalars(select(SourceRun).where(SourceRun.id == run_id).options(selectinload(SourceRun.source))).first()
    if found is None:
        raise SourceNotFound(run_id)
    return found


def ask_run(*, source: Source, now: datetime) -> None:
    """It is due now: the next worker that is free brings it in, even when it is paused."""
    source.next_run_at, source.paused_at = now, None
    db.session.flush()


def pause(*, source: Source, now: datetime) -> None:
    """Leave it alone until it is resumed. A run under way goes on to its end."""
    source.paused_at = now
    db.session.flush()


def resume(*, source: Source, now: datetime) -> None:
    """Bring it in again when it is due; at once when it has been due meanwhile."""
    source.paused_at = None
    if source.every_hours and source.next_run_at is None:
        source.next_run_at = now
    db.session.flush()


def bring_in_one(
    *, now: datetime, holder: str, clock: Callable[[], datetime], make_fetcher: Callable[[], Fetcher] = Fetcher
) -> bool:
    """Bring in one source that is due, and say whether there was one. Commits, and holds no transaction while it fetches.

    What goes wrong with a source is kept with its run; the next run is a full interval later.
    """
    source = _claim(now=now, holder=holder)
    if source is None:
        return False
    run = SourceRun(source_id=source.id, began_at=now)
    db.session.add(run)
    db.session.flush()
    # Read before the commit: to ask for them afterwards would begin a transaction, and hold it all through the fetching.
    identity, run_id, name, address, since = source.id, run.id, source.name, source.address, source.changed_since
    db.session.commit()
    fetcher = make_fetcher()
    try:
        report = _bring_in(address, name=name, fetcher=fetcher, changed_since=since, now=now)
    except SourceUnreadable as problem:
        db.session.rollback()
        _end(run_id, identity, holder, now=now, ended_at=clock(), problem=" ".join(str(problem).split()))
    except Exception as problem:
        db.session.rollback()
        _end(run_id, identity, holder, now=now, ended_at=clock(), problem=f"{type(problem).__name__}: see the worker's log")
        db.session.commit()
        raise
    else:
        is_news_awaited = since is not None and is_address(address) and not report.total.refused
        found_none = report.read_nothing and not is_news_awaited  # of a feed asked for what is new, nothing is a good answer
        told = "not one listing could be brought in; nothing was written" if found_none else None
        _end(run_id, identity, holder, now=now, ended_at=clock(), problem=told, report=_shortened(report))
    finally:
        fetcher.close()
    db.session.commit()
    return True


def _bring_in(address: str, *, name: str, fetcher: Fetcher, changed_since: datetime | None, now: datetime) -> Report:
    portions = sources.portions(address, fetcher=fetcher, changed_since=changed_since)
    report = import_portions(session=db.session(), portions=portions, source=name, now=now, in_pieces=True)
    if report.read_nothing:
        db.session.rollback()
        return report
    gazetteer.rebuild_from_listings()
    report.was_written = True
    return report


def _claim(*, now: datetime, holder: str) -> Source | None:
    """A source that is due and that nobody holds, now held by `holder`. Commits."""
    is_due = (Source.next_run_at <= now, Source.paused_at.is_(None), or_(Source.held_until.is_(None), Source.held_until <= now))
    for identity in db.session.scalars(select(Source.id).where(*is_due).order_by(Source.next_run_at).limit(5)).all():
        taken = update(Source).where(Source.id == identity, *is_due).values(held_by=holder, held_until=now + HELD_FOR)
        if db.session.execute(taken.execution_options(synchronize_session=False)).rowcount:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
            broken_off = update(SourceRun).where(SourceRun.source_id == identity, SourceRun.state == RunState.RUNNING)
            stopped = {"state": RunState.FAILED, "problem": "the worker stopped before it was done", "ended_at": now}
            db.session.execute(broken_off.values(stopped).execution_options(synchronize_session=False))
            db.session.commit()
            db.session.expire_all()
            return db.session.get(Source, identity)
    db.session.rollback()
    return None


def _end(
    run_id: uuid.UUID,
    source_id: uuid.UUID,
    holder: str,
    *,
    now: datetime,
    ended_at: datetime,
    problem: str | None,
    report: dict[str, Any] | None = None,
) -> None:
    """Write down how a run ended, and when its source is due next."""
    run, source = db.session.get_one(SourceRun, run_id), db.session.get_one(Source, source_id)
    run.state, run.ended_at = RunState.FAILED if problem else RunState.DONE, ended_at
    run.problem, run.report = problem, report
    if source.held_by == holder:
        source.held_by = source.held_until = None
        if source.next_run_at is None or source.next_run_at <= now:
            source.next_run_at = now + timedelta(hours=source.every_hours) if source.every_hours else None
    if problem is None:
        source.changed_since = now
    db.session.flush()


def _shortened(report: Report) -> dict[str, Any]:
    """What a run did, of a size to keep: the counts whole, of single rows the first few hundred."""
    told = report.as_json()
    for name in ("refusals", "changes", "kept"):
        told[f"further_{name}"] = max(0, len(told[name]) - MOST_TOLD)
        told[name] = told[name][:MOST_TOLD]
    return told
