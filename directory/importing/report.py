"""What an import did, row by row and in total: for a person to read, or as JSON."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from directory.importing.cleaning import one_line
from directory.importing.our_edits import Kept
from directory.importing.rows import Spot

FIRST = "services"  # people ask about listings first
MOST_CHANGES = 20_000  # told one by one; of the rest, only how many: a whole county's first import is one line a table


@dataclass
class Counts:
    """What became of a table's rows. A mended row is also created, changed or unchanged."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    mended: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Refusal:
    """A row that could not come in: where it stands in the source, and why."""

    table: str
    spot: Spot
    reason: str

    def __str__(self) -> str:
        return f"{self.spot}: {self.reason}"


@dataclass(frozen=True)
class Change:
    """One row that was, or on a dry run would be, written. `columns` are those that differ; `values` tells each of them, what
    it was and what it becomes.
    """

    action: str  # create, change, remove
    table: str
    id: str
    label: str
    columns: tuple[str, ...] = ()
    values: tuple[tuple[str, str, str], ...] = ()

    def __str__(self) -> str:
        what = f"{self.action} {self.table} {self.id}"
        label = f' "{self.label}"' if self.label else ""
        return f"{what}{label}: {', '.join(self.columns)}" if self.columns else f"{what}{label}"

    def in_full(self) -> str:
        """As text, with a line for each value that changes."""
        return "\n".join([str(self), *(f"      {column}: {_short(was)} → {_short(new)}" for column, was, new in self.values)])


def _short(value: str) -> str:
    text = one_line(value)[0]
    return f'"{text[:77]}…"' if len(text) > 78 else f'"{text}"' if text else "nothing"


def _what_is_kept(kept: Kept) -> str:
    what = kept.column or ("taken away here" if kept.ours is None else "taken away in the source")
    return f"{kept.table} {kept.id}: {what}"


@dataclass
class Report:
    source: str
    dry_run: bool = False
    was_written: bool = False
    counts: dict[str, Counts] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)  # the first MOST_CHANGES of them
    further_changes: int = 0
    mends: Counter[tuple[str, str]] = field(default_factory=Counter)  # table, what
    left_out: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)  # edited here, and otherwise in the source
    _mended_rows: set[tuple[str, Spot]] = field(default_factory=set)

    def begin_portion(self) -> None:
        """What follows is of other rows than what was told so far."""
        self._mended_rows.clear()

    def note_changes(self, changes: Iterable[Change]) -> None:
        """Add changes, in their order."""
        for change in changes:
            if len(self.changes) < MOST_CHANGES:
                self.changes.append(change)
            else:
                self.further_changes += 1

    def note_kept(self, kept: Iterable[Kept]) -> None:
        """Add what the import left alone, because it was edited here."""
        self.kept.extend(kept)

    def of(self, table: str) -> Counts:
        return self.counts.setdefault(table, Counts())

    def refuse(self, table: str, spot: Spot, reason: str, rows: int = 1) -> None:
        self.refusals.append(Refusal(table, spot, one_line(reason)[0]))  # it may quote the source, and must stay one line
        self.of(table).refused += rows

    def mend(self, table: str, spot: Spot, what: str) -> None:
        self.mends[table, what] += 1
        if (table, spot) not in self._mended_rows:
            self._mended_rows.add((table, spot))
            self.of(table).mended += 1

    @property
    def total(self) -> Counts:
        total = Counts()
        for counts in self.counts.values():
            for name, number in vars(counts).items():
                setattr(total, name, getattr(total, name) + number)
        return total

    @property
    def changes_nothing(self) -> bool:
        return not self.changes

    @property
    def read_nothing(self) -> bool:
        """Not one row was fit to keep, or there were listings and every one of them was refused."""
        kept = {name: counts.created + counts.changed + counts.unchanged for name, counts in self.counts.items()}
        return not any(kept.values()) or (self.of(FIRST).refused > 0 and not kept.get(FIRST))

    def tables(self) -> list[tuple[str, Counts]]:
        """Tables with anything to tell, listings first."""
        told = [(name, counts) for name, counts in self.counts.items() if any(vars(counts).values())]
        return sorted(told, key=lambda item: item[0] != FIRST)

    def as_text(self) -> str:
        heads = ("created", "changed", "unchanged", "removed", "mended", "refused")
        lines = [f"{'':<26}" + "".join(f"{head:>10}" for head in heads)]
        for name, counts in [*self.tables(), ("all together", self.total)]:
            lines.append(f"{name:<26}" + "".join(f"{getattr(counts, head):>10}" for head in heads))
        if self.mends:
            lines += ["", "Mended:", *(f"  {table}: {what} ({number})" for (table, what), number in sorted(self.mends.items()))]
        if self.left_out:
            lines += ["", "Left out:", *(f"  {what} ({number})" for what, number in sorted(self.left_out.items()))]
        lines += ["", *self.notes] if self.notes else []
        if self.kept:
            news = sum(kept.is_news for kept in self.kept)
            lines += ["", f"Edited here, and kept ({len(self.kept)}, of which the source has changed {news} since):"]
            lines += [f"  {_what_is_kept(kept)}" for kept in self.kept]
        if self.dry_run and self.changes:
            lines += ["", "What would change:", *(f"  {change.in_full()}" for change in self.changes)]
            lines += [f"  and {self.further_changes:,} more"] if self.further_changes else []
        return "\n".join([*lines, "", self.conclusion()])

    def conclusion(self) -> str:
        """The last line: what it came to."""
        if self.dry_run:
            return "Dry run: nothing would change." if self.changes_nothing else "Dry run: nothing was written."
        if not self.was_written:
            return "Nothing was written."
        return "Nothing changed: the listings were already as the source has them." if self.changes_nothing else "Done."

    def as_json(self) -> dict[str, Any]:
        return {
            "source": self.source,
            "dry_run": self.dry_run,
            "written": self.was_written,
            "nothing_changed": self.changes_nothing,
            "tables": {name: dict(vars(counts)) for name, counts in self.tables()},
            "total": dict(vars(self.total)),
            "refusals": [
                {
                    "table": refusal.table,
                    "file": refusal.spot.file,
                    "row": refusal.spot.number,
                    "unit": refusal.spot.unit,
                    "reason": refusal.reason,
                }
                for refusal in self.refusals
            ],
            "mended": [{"table": table, "what": what, "rows": number} for (table, what), number in sorted(self.mends.items())],
            "left_out": [{"what": what, "rows": number} for what, number in sorted(self.left_out.items())],
            "notes": self.notes,
            "kept": [
                {"table": kept.table, "id": str(kept.id), "column": kept.column, "theirs_changed": kept.is_news}
                for kept in self.kept
            ],
            "changes": [
                {
                    "action": change.action,
                    "table": change.table,
                    "id": change.id,
                    "label": change.label,
                    "columns": list(change.columns),
                    "values": [{"column": column, "was": was, "becomes": new} for column, was, new in change.values],
                }
                for change in self.changes
            ],
            "further_changes": self.further_changes,
        }
