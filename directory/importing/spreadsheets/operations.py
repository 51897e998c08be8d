"""A spreadsheet's way in: handed in, its columns told, looked through, and brought in when somebody said yes.

Looking through and bringing in are one and the same import; the first is rolled back. A small sheet is done at once, a large
one by the worker, a step at a time, so that the page that waits for it can be left.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update

from directory.importing.report import Report
from directory.importing.rows import SourceUnreadable
from directory.importing.run import import_listings
from directory.importing.spreadsheets import columns
from directory.importing.spreadsheets.making import Meaning, make_reading, meaning
from directory.importing.spreadsheets.models import AT_WORK, ColumnMapping, Sheet, SheetState
from directory.importing.spreadsheets.queries import find_mapping_for, get_with_content
from directory.importing.spreadsheets.workbooks import Grid, read_grid
from directory.places import gazetteer
from navigator.db import begin_writing, db

AT_ONCE = 200  # rows: up to here nobody waits for the worker
LEASE = timedelta(minutes=15)  # a worker that has not come back by then has died
KEPT = timedelta(days=30)  # how long a sheet that nobody finished lies there
MOST_TOLD = 500  # changes and refusals shown one by one


class NotReady(Exception):
    """The sheet is not where this step begins: somebody else was quicker, or a page was sent twice."""


def hand_in(*, content: bytes, file_name: str, tab: str, by: str, now: datetime) -> Sheet:
    """Keep a spreadsheet to be brought in. Raises SourceUnreadable when it cannot be read."""
    grid = read_grid(content, name=file_name, tab=tab)
    db.session.execute(delete(Sheet).where(Sheet.handed_in_at < now - KEPT, Sheet.state != SheetState.DONE))
    sheet = Sheet(
        file_name=file_name[:120], content=content, tab=tab, rows=len(grid.rows), handed_in_at=now, handed_in_by=by, report={}
    )
    sheet.mapping = find_mapping_for(grid.headings)
    db.session.add(sheet)
    db.session.flush()
    return sheet


def choose_tab(sheet: Sheet, *, tab: str) -> None:
    """Take another sheet of the same workbook. Raises SourceUnreadable."""
    content = get_with_content(sheet.id).content or b""
    grid = read_grid(content, name=sheet.file_name, tab=tab)
    sheet.tab, sheet.rows, sheet.mapping = tab, len(grid.rows), find_mapping_for(grid.headings)
    db.session.flush()


def remember_mapping(
    sheet: Sheet,
    *,
    name: str,
    headings: Sequence[str],
    fields: Mapping[str, str],
    organization: str,
    by: str,
    now: datetime,
) -> ColumnMapping:
    """Keep what the columns mean under a name, in place of what was kept under it, and have the sheet looked through.

    `fields`: folded heading → field. Raises NotReady while the sheet is at work or done.
    """
    if sheet.state in (*AT_WORK, SheetState.DONE):
        raise NotReady(sheet.state)
    mapping = db.session.scalars(select(ColumnMapping).where(ColumnMapping.name == name)).first() or ColumnMapping(name=name)
    mapping.headings, mapping.columns, mapping.organization = columns.digest(headings), dict(fields), organization
    mapping.saved_at, mapping.saved_by = now, by
    db.session.add(mapping)
    sheet.mapping, sheet.state, sheet.rows_read, sheet.problem, sheet.report = mapping, SheetState.CHECKING, 0, "", {}
    sheet.claimed_at = None
    db.session.flush()
    return mapping


def say_yes(sheet: Sheet) -> None:
    """Have it brought in as it was looked through. Raises NotReady when it was not, or is already."""
    done = db.session.execute(
        update(Sheet)
        .where(Sheet.id == sheet.id, Sheet.state == SheetState.CHECKED)
        .values(state=SheetState.IMPORTING, claimed_at=None, rows_read=0)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result has it
        raise NotReady(sheet.state)
    db.session.expire(sheet)


def discard(sheet: Sheet) -> None:
    """Forget a sheet that was handed in; what it brought in stays."""
    db.session.delete(sheet)
    db.session.flush()


def work_on_one(now: datetime) -> bool:
    """Look through, or bring in, one sheet that waits for it. Gives whether there was one. Commits."""
    free = or_(Sheet.claimed_at.is_(None), Sheet.claimed_at < now - LEASE)
    waiting = select(Sheet.id).where(Sheet.state.in_(AT_WORK), free).order_by(Sheet.handed_in_at).limit(1)
    identity = db.session.scalar(waiting)
    if identity is None:
        db.session.rollback()
        return False
    claim = update(Sheet).where(Sheet.id == identity, Sheet.state.in_(AT_WORK), free).values(claimed_at=now)
    is_ours: bool = db.session.execute(claim).rowcount == 1  # type: ignore[attr-defined]  # as above
    db.session.commit()
    if is_ours:
        work_on(identity, now=now)
    return is_ours


def work_on(identity: uuid.UUID, *, now: datetime) -> None:
    """Do the next step of one sheet, and write down what came of it. Commits; a fault is written down, too, and raised."""
    begin_writing()
    sheet = get_with_content(identity)
    is_dry_run = sheet.state is SheetState.CHECKING
    try:
        report = _bring_in(sheet, is_dry_run=is_dry_run, now=now)
    except SourceUnreadable as problem:
        db.session.rollback()
        _finish(identity, state=SheetState.FAILED, problem=str(problem))
        return
    except Exception:
        db.session.rollback()
        _finish(identity, state=SheetState.FAILED, problem="fault")
        raise
    if is_dry_run:
        db.session.rollback()
        _finish(identity, state=SheetState.CHECKED, report=summary(report))
        return
    gazetteer.rebuild_from_listings()
    _finish(identity, state=SheetState.DONE, report=summary(report), content=None, done_at=now)


def import_file(
    *, content: bytes, file_name: str, tab: str, mapping: ColumnMapping, now: datetime, dry_run: bool, in_pieces: bool
) -> Report:
    """Bring a spreadsheet in through a remembered mapping, for the command. Commits as an import does."""
    grid = read_grid(content, name=file_name, tab=tab)
    reading = make_reading(grid, means(mapping, grid), file=file_name)
    return import_listings(session=db.session(), reading=reading, source=file_name, now=now, dry_run=dry_run, in_pieces=in_pieces)


def means(mapping: ColumnMapping, grid: Grid) -> Meaning:
    """What the columns of this grid are. Raises SourceUnreadable when it has no column of names, as the mapping knows it."""
    found = meaning(mapping.name, headings=grid.headings, columns=mapping.columns, organization=mapping.organization)
    if "name" not in found.columns:
        raise SourceUnreadable(f"it has no column that “{mapping.name}” knows as the name of the group or service")
    return found


def summary(report: Report) -> dict[str, Any]:
    """What a page tells of an import: counts by table, and the first so many refusals and changes one by one."""
    told = report.as_json()
    changes = [change for change in told["changes"] if change["label"]]  # what only joins two others is not told
    return {
        "tables": told["tables"],
        "refusals": [{"row": refusal["row"], "reason": refusal["reason"]} for refusal in told["refusals"]][:MOST_TOLD],
        "refused": report.total.refused,
        "changes": changes[:MOST_TOLD],
        "further_changes": max(0, len(changes) - MOST_TOLD) + report.further_changes,
        "mended": told["mended"],
        "left_out": told["left_out"],
        "changes_nothing": report.changes_nothing,
    }


def _bring_in(sheet: Sheet, *, is_dry_run: bool, now: datetime) -> Report:
    mapping = sheet.mapping
    if sheet.content is None or mapping is None:
        raise SourceUnreadable("what was handed in is no longer there; hand it in again")
    grid = read_grid(sheet.content, name=sheet.file_name, tab=sheet.tab)
    reading = make_reading(grid, means(mapping, grid), file=sheet.file_name)
    identity, rows = sheet.id, len(grid.rows)
    _note_progress(identity, rows)  # on the disk before the long transaction begins: the page that waits can say so
    return import_listings(
        session=db.session(),
        reading=reading,
        source=f"{mapping.name}: {sheet.file_name}",
        now=now,
        dry_run=is_dry_run,
        in_pieces=True,
    )


def _note_progress(identity: uuid.UUID, rows: int) -> None:
    db.session.execute(update(Sheet).where(Sheet.id == identity).values(rows_read=rows))
    db.session.commit()


def _finish(identity: uuid.UUID, **values: Any) -> None:
    db.session.execute(update(Sheet).where(Sheet.id == identity).values(claimed_at=None, **values))
    db.session.commit()
