"""One import from beginning to end, once its source is read. The caller commits, or rolls back when it was only to see."""

import io
import re

from sqlalchemy.orm import Session

from directory import thesaurus
from directory.importing.checking import check
from directory.importing.report import Counts, Report
from directory.importing.rows import Reading, Spot
from directory.importing.tables import TABLES
from directory.importing.withholding import withhold_addresses
from directory.importing.writing import compare, existing_ids, write
from directory.operations import hold_revision


def import_listings(*, session: Session, reading: Reading, source: str, dry_run: bool = False) -> Report:
    """Bring a reading into the directory, and tell what became of each row.

    Rows are known again by their identifiers; only what differs is written, and each listing it concerns gets the next
    revision. Nothing is committed. Whether refusals are too many is for the caller to say.
    """
    report = Report(source=source, dry_run=dry_run, counts={table.name: Counts() for table in TABLES})
    report.left_out.update(reading.left_out)
    report.notes.extend(reading.notes)
    for table, what in reading.file_mends:
        report.mend(table, Spot(what, "file", 0), what)
    hold_revision(session)
    accepted = check(reading, report=report, exists=lambda table, ids: existing_ids(session, table, ids))
    secret_locations = withhold_addresses(session, accepted, report)
    difference = compare(session, accepted, report, secret_locations)
    write(session, difference)
    if reading.thesaurus:
        _teach(report, *reading.thesaurus)
    return report


def _teach(report: Report, name: str, text: str) -> None:
    """Add the words people use. What is there stays: the table is the administrators' own."""
    counts = report.of("thesaurus")
    try:
        taught = thesaurus.import_csv(io.StringIO(text, newline=""), name=name)
    except ValueError as problem:
        report.refuse("thesaurus", Spot(name, "line", 1), str(problem).removeprefix(f"{name}: "))
        return
    counts.created += taught.created
    counts.unchanged += taught.unchanged
    for refusal in taught.refused or []:
        found = re.match(r"^.* line (\d+): (.*)$", refusal, re.DOTALL)
        line, reason = (int(found[1]), found[2]) if found else (1, refusal)
        report.refuse("thesaurus", Spot(name, "line", line), reason)
