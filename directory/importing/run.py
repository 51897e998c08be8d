"""One import from beginning to end, once its source is read. The caller commits, or rolls back when it was only to see."""

import io
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.finding.words import thesaurus_files
from directory.importing.checking import Accepted, check
from directory.importing.conflicts import note_conflicts
from directory.importing.noting import name_of_source, note_import, rows_before
from directory.importing.our_edits import OurEdits
from directory.importing.our_marks import leave_out_our_marks
from directory.importing.pieces import pieces_of
from directory.importing.report import Counts, Report
from directory.importing.rows import Reading, SourceUnreadable, Spot
from directory.importing.tables import TABLES
from directory.importing.told import Told
from directory.importing.withholding import withhold_addresses
from directory.importing.writing import Difference, batched, compare, compare_unsaid, existing_ids, write
from directory.models import DirectoryRevision, Service
from directory.operations import hold_revision
from navigator.db import only_reading


def import_listings(
    *, session: Session, reading: Reading, source: str, now: datetime, dry_run: bool = False, in_pieces: bool = False
) -> Report:
    """Bring a reading into the directory, and tell what became of each row.

    Rows are known again by their identifiers; only what differs is written. Each listing it concerns gets the next revision,
    and what changed about it is noted in its history. Nothing is committed, unless `in_pieces`. Whether refusals are too many
    is for the caller to say.
    """
    return import_portions(session=session, portions=[reading], source=source, now=now, dry_run=dry_run, in_pieces=in_pieces)


def import_portions(
    *,
    session: Session,
    portions: Iterable[Reading],
    source: str,
    now: datetime,
    dry_run: bool = False,
    in_pieces: bool = False,
) -> Report:
    """As `import_listings`, of a source that comes in portions: only two of them are in memory at any time.

    `in_pieces` commits some hundred whole listings at a time, as soon as one could be read, and leaves the last of them to the
    caller to commit; nobody else who writes waits for long. An import that stops half-way goes on when it is run again.

    What the portions are taken from may raise SourceUnreadable; nothing has been asked of the database before the first.
    """
    report = Report(source=source, dry_run=dry_run, counts={table.name: Counts() for table in TABLES})
    coming = iter(portions)
    reading, following = next(coming), next(coming, None)
    one = _Import(session, report, Told(is_whole=following is None), source, now, in_pieces and not dry_run)
    try:
        for portion in _all_of(reading, following, coming):
            one.bring_in(portion)
    except SourceUnreadable as problem:
        if one.has_committed:
            raise SourceUnreadable(f"{problem}; what was read before came in") from None
        raise
    one.take_away_what_nobody_said()
    return report


@dataclass
class _Import:
    """One import under way."""

    session: Session
    report: Report
    told: Told
    source: str
    now: datetime
    in_pieces: bool
    has_committed: bool = False

    def bring_in(self, portion: Reading) -> None:
        thesaurus = portion.thesaurus
        if self.in_pieces and self.told.is_whole:
            self._bring_in_piecemeal(portion)
        else:
            hold_revision(self.session)
            accepted, secret = self._accept(portion)
            ours = OurEdits(self.session)
            self._write(compare(self.session, accepted, self.report, secret, self.told, ours))
            self._note_conflicts(ours)
        if thesaurus:
            _teach(self.report, *thesaurus)
        self._commit()

    def take_away_what_nobody_said(self) -> None:
        for table, rows in self.told.unsaid():
            for batch in batched(rows):
                hold_revision(self.session)
                ours = OurEdits(self.session)
                some = {identity: rows[identity] for identity in batch}
                self._write(compare_unsaid(self.session, table, some, self.report, ours))
                self._note_conflicts(ours)
                self._commit()

    def _bring_in_piecemeal(self, portion: Reading) -> None:
        """A whole source that lies in memory: read and compared while others write, then written piece by piece.

        Where somebody else changed a listing meanwhile it is compared again, under the lock: their edit stays.
        """
        self.session.commit()
        with only_reading():
            seen = self._revision()
            accepted, secret = self._accept(portion)
            ours = OurEdits(self.session)
            difference = compare(self.session, accepted, self.report, secret, self.told, ours)
            coming = pieces_of(self.session, difference)
            piece = next(coming, None)
            self.session.rollback()
        while piece is not None:
            hold_revision(self.session)
            if self._was_changed(accepted, since=seen):
                ours, again = OurEdits(self.session), Report(source=self.source)
                difference = compare(self.session, accepted, again, secret, self.told, ours)
                coming = pieces_of(self.session, difference)
                piece = next(coming, None)
                if piece is None:
                    break
            self._write(piece)
            seen = self._revision()
            self._commit()
            piece = next(coming, None)
        hold_revision(self.session)
        self._note_conflicts(ours)

    def _was_changed(self, accepted: Accepted, *, since: int) -> bool:
        """Whether somebody else changed a listing that the source speaks of, after this revision of the directory."""
        if self._revision() == since:
            return False
        changed = self.session.scalars(select(Service.id).where(Service.revision > since))
        return any(identity in accepted.rows["services"] for identity in changed)

    def _accept(self, portion: Reading) -> tuple[Accepted, set[uuid.UUID]]:
        """What of a portion may come in, told in the report, and the locations that must stay secret."""
        report = self.report
        report.begin_portion()
        report.left_out.update(portion.left_out)
        report.notes.extend(portion.notes)
        for table, what in portion.file_mends:
            report.mend(table, Spot(what, "file", 0), what)
        accepted = check(portion, report=report, exists=lambda table, ids: existing_ids(self.session, table, ids), told=self.told)
        portion.rows.clear()  # what follows needs only what was accepted
        leave_out_our_marks(self.session, accepted, report)
        return accepted, withhold_addresses(self.session, accepted, report)

    def _write(self, difference: Difference) -> None:
        """Write what differs, and note it in the history of the listings it concerns."""
        before = rows_before(self.session, difference)
        write(self.session, difference)
        note_import(self.session, difference, before, source=self.source, now=self.now)

    def _note_conflicts(self, ours: OurEdits) -> None:
        """Note where the source and we disagree, and what it left alone."""
        note_conflicts(self.session, ours, source=name_of_source(self.source), now=self.now)

    def _commit(self) -> None:
        if self.in_pieces and not self.report.read_nothing:
            self.session.commit()
            self.has_committed = True

    def _revision(self) -> int:
        return self.session.scalar(select(DirectoryRevision.number)) or 0


def _all_of(first: Reading, second: Reading | None, others: Iterator[Reading]) -> Iterator[Reading]:
    yield first
    if second is not None:
        yield second
    yield from others


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
