"""One import from beginning to end, once its source is read. The caller commits, or rolls back when it was only to see."""

import io
import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from directory.finding import thesaurus_files
from directory.importing.checking import check
from directory.importing.conflicts import note_conflicts
from directory.importing.noting import name_of_source, note_import, rows_before
from directory.importing.our_edits import OurEdits
from directory.importing.our_marks import leave_out_our_marks
from directory.importing.report import Counts, Report
from directory.importing.rows import Reading, Spot
from directory.importing.tables import TABLES
from directory.importing.told import Told
from directory.importing.withholding import withhold_addresses
from directory.importing.writing import Difference, compare, compare_unsaid, existing_ids, write
from directory.operations import hold_revision


def import_listings(*, session: Session, reading: Reading, source: str, now: datetime, dry_run: bool = False) -> Report:
    """Bring a reading into the directory, and tell what became of each row.

    Rows are known again by their identifiers; only what differs is written. Each listing it concerns gets the next revision,
    and what changed about it is noted in its history. Nothing is committed. Whether refusals are too many is for the caller
    to say.
    """
    return import_portions(session=session, portions=[reading], source=source, now=now, dry_run=dry_run)


def import_portions(
    *, session: Session, portions: Iterable[Reading], source: str, now: datetime, dry_run: bool = False
) -> Report:
    """As `import_listings`, of a source that comes in portions: only two of them are in memory at any time.

    What the portions are taken from may raise SourceUnreadable; nothing has been asked of the database before the first.
    """
    report = Report(source=source, dry_run=dry_run, counts={table.name: Counts() for table in TABLES})
    coming = iter(portions)
    reading, following = next(coming), next(coming, None)
    told = Told(is_whole=following is None)
    hold_revision(session)
    for portion in _all_of(reading, following, coming):
        ours = OurEdits(session)
        _write(session, _difference(session, portion, report, told, ours), ours, source=source, now=now)
        if portion.thesaurus:
            _teach(report, *portion.thesaurus)
    for table, rows in told.unsaid():
        ours = OurEdits(session)
        _write(session, compare_unsaid(session, table, rows, report, ours), ours, source=source, now=now)
    return report


def _all_of(first: Reading, second: Reading | None, others: Iterator[Reading]) -> Iterator[Reading]:
    yield first
    if second is not None:
        yield second
    yield from others


def _difference(session: Session, reading: Reading, report: Report, told: Told, ours: OurEdits) -> Difference:
    """What one portion would change, told in the report."""
    report.begin_portion()
    report.left_out.update(reading.left_out)
    report.notes.extend(reading.notes)
    for table, what in reading.file_mends:
        report.mend(table, Spot(what, "file", 0), what)
    accepted = check(reading, report=report, exists=lambda table, ids: existing_ids(session, table, ids), told=told)
    reading.rows.clear()  # what follows needs only what was accepted
    leave_out_our_marks(session, accepted, report)
    secret_locations = withhold_addresses(session, accepted, report)
    return compare(session, accepted, report, secret_locations, told, ours)


def _write(session: Session, difference: Difference, ours: OurEdits, *, source: str, now: datetime) -> None:
    """Write what differs, and note it in the history of the listings it concerns, and where they and we disagree."""
    before = rows_before(session, difference)
    write(session, difference)
    note_import(session, difference, before, source=source, now=now)
    note_conflicts(session, ours, source=name_of_source(source), now=now)


def _teach(report: Report, name: str, text: str) -> None:
    """Add the words people use. What is there stays: the table is the administrators' own."""
    counts = report.of("thesaurus")
    try:
        taught = thesaurus_files.import_csv(io.StringIO(text, newline=""), name=name)
    except ValueError as problem:
        report.refuse("thesaurus", Spot(name, "line", 1), str(problem).removeprefix(f"{name}: "))
        return
    counts.created += taught.created
    counts.unchanged += taught.unchanged
    for refusal in taught.refused or []:
        found = re.match(r"^.* line (\d+): (.*)$", refusal, re.DOTALL)
        line, reason = (int(found[1]), found[2]) if found else (1, refusal)
        report.refuse("thesaurus", Spot(name, "line", line), reason)
