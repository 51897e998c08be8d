"""What every form of source is made into: rows of the standard's tables, each knowing where it stood."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


class SourceUnreadable(Exception):
    """The source as a whole cannot be read. The message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a row stood: "services.csv" "line" 12, or "feed.json" "service" 3."""

    file: str
    unit: str
    number: int

    def __str__(self) -> str:
        return f"{self.file} {self.unit} {self.number}"


@dataclass(slots=True)
class Row:
    """One row of one of the standard's tables, as the source has it. A column the source does not speak of is not in `values`.

    `mends` names what was already put right on the way here. `tells` names the tables of which this row's owner gives all
    its rows, so that what is no longer among them was taken away upstream.
    """

    table: str
    values: dict[str, Any]
    spot: Spot
    mends: list[str] = field(default_factory=list)
    tells: frozenset[str] = frozenset()


@dataclass
class Reading:
    """A source, read but not yet judged."""

    rows: list[Row] = field(default_factory=list)
    refused: list[tuple[str, Spot, str, int]] = field(default_factory=list)  # table, where, why, how many rows
    left_out: Counter[str] = field(default_factory=Counter)  # what the source has and we have no place for
    notes: list[str] = field(default_factory=list)
    thesaurus: tuple[str, str] | None = None  # the name and text of a file of words people use
    file_mends: list[tuple[str, str]] = field(default_factory=list)  # table, what was mended about its file as a whole
    is_tabular: bool = False  # each row stands once: an id met twice is a mistake, not another mention
