"""Row by row: what may come in, what had to be mended, what is refused and why. Nothing here writes."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from directory.importing.identifiers import identify, is_uuid
from directory.importing.report import Report
from directory.importing.row_rules import RowUnreadable
from directory.importing.rows import Reading, Row, Spot
from directory.importing.tables import BY_NAME, TABLES, Table, Values
from directory.importing.told import Told
from directory.importing.values import ValueUnreadable, prose, refuse_what_is_no_words
from directory.words import fold

_ABSENT = frozenset({"", "null", "n/a", "\ufeff"})

Exists = Callable[[str, set[uuid.UUID]], set[uuid.UUID]]  # of a table's ids, those we already have


@dataclass
class Accepted:
    """What may come in: by table, by identifier. `tells` says of which tables each owner's rows are all here.

    `refused` are the ids of rows that the source has and that could not be read: what we have of them stays.
    """

    rows: dict[str, dict[uuid.UUID, Values]] = field(default_factory=lambda: {table.name: {} for table in TABLES})
    refused: dict[str, set[uuid.UUID]] = field(default_factory=lambda: {table.name: set() for table in TABLES})
    spots: dict[tuple[str, uuid.UUID], Spot] = field(default_factory=dict)
    tells: dict[tuple[str, uuid.UUID], frozenset[str]] = field(default_factory=dict)


class _Checker:
    def __init__(self, reading: Reading, report: Report, exists: Exists, told: Told) -> None:
        self.reading = reading
        self.report = report
        self.exists = exists
        self.accepted = Accepted()
        self.told = told
        self.ids = dict(told.names)  # table and the source's own id → ours
        self.here: dict[str, set[uuid.UUID]] = {}  # ids not in the source that we have already

    def run(self) -> Accepted:
        for table_name, spot, reason, how_many in self.reading.refused:
            self.report.refuse(table_name, spot, reason, how_many)
        by_table: dict[str, list[Row]] = {}
        for row in self.reading.rows:
            by_table.setdefault(row.table, []).append(row)
        for table in TABLES:
            rows = by_table.get(table.name, [])
            identified = [(identity, row) for row in rows if (identity := self._identify(table, row)) is not None]
            self._look_up(table, rows)
            for identity, row in identified:
                self._judge(table, identity, row)
            if table.parent:
                self._settle_parents(table)
        self.told.remember_names(self.ids)
        return self.accepted

    def _identify(self, table: Table, row: Row) -> uuid.UUID | None:
        raw = _words(row.values.get("id"))
        if not raw:
            self.report.refuse(table.name, row.spot, "there is no id")
            return None
        identity = uuid.UUID(raw) if is_uuid(raw) else identify(table.name, raw, self._scope(table, row))
        met = self.accepted.spots.get((table.name, identity))
        if met:
            if self.reading.is_tabular:
                self.report.refuse(table.name, row.spot, f"the id {raw} is already on {met.unit} {met.number}")
            return None
        self.ids[table.name, raw] = identity
        self.accepted.spots[table.name, identity] = row.spot
        return identity

    def _scope(self, table: Table, row: Row) -> str:
        if table.owned_by or table.name == "services":
            for column in table.owned_by or ("organization_id",):
                if owner := _words(row.values.get(column)):
                    return str(self._resolve(table.references[column], owner) or owner)
        words = ("name", "taxonomy", "latitude", "longitude")
        return "|".join(fold(_words(row.values.get(column))) for column in words if column in row.values)

    def _resolve(self, table_name: str, raw: str) -> uuid.UUID | None:
        """Our id for what the source calls `raw`; None when only the source's own table could have told us."""
        return self.ids.get((table_name, raw)) or (uuid.UUID(raw) if is_uuid(raw) else None)

    def _look_up(self, table: Table, rows: Iterable[Row]) -> None:
        wanted: dict[str, set[uuid.UUID]] = {}
        for row in rows:
            for column, to in table.references.items():
                identity = self._resolve(to, _words(row.values.get(column)))
                if identity and identity not in self.accepted.rows[to]:
                    wanted.setdefault(to, set()).add(identity)
        for to, identities in wanted.items():
            self.here.setdefault(to, set()).update(self.exists(to, identities - self.accepted.refused[to]))

    def _judge(self, table: Table, identity: uuid.UUID, row: Row) -> None:
        mends = list(row.mends)
        try:
            values = _read(table, row, mends)
            self._refer(table, row, values, mends)
            for column, value in table.absent.items():
                if column in values and values[column] is None:
                    values[column] = value
            if table.check:
                table.check(values, mends)
        except RowUnreadable as problem:
            self.report.refuse(table.name, row.spot, str(problem))
            self.accepted.refused[table.name].add(identity)
            return
        for what in mends:
            self.report.mend(table.name, row.spot, what)
        self.accepted.rows[table.name][identity] = values
        self.accepted.tells[table.name, identity] = row.tells

    def _refer(self, table: Table, row: Row, values: Values, mends: list[str]) -> None:
        """Fill in what the row points at. What is not there is left out, unless the row means nothing without it."""
        missing: list[str] = []
        for column, to in table.references.items():
            if column not in row.values:
                continue
            values[column] = None
            raw = _words(row.values[column])
            if not raw:
                continue
            identity = self._resolve(to, raw)
            if to == table.name:
                values[column] = identity or uuid.UUID(int=0)  # judged once the whole table is known
                if identity is None:
                    mends.append(f"{column} dropped: there is no such {table.one}")
                    values[column] = None
            elif identity and (identity in self.accepted.rows[to] or identity in self.here.get(to, ())):
                values[column] = identity
            else:
                one = BY_NAME[to].one
                was_refused = identity in self.accepted.refused[to]
                missing.append(f"its {one} {raw} was refused" if was_refused else f"there is no {one} {raw}")
                if column in table.required:
                    raise RowUnreadable(missing[-1])
                mends.append(f"{column} dropped: it led nowhere")
        for column in table.required:
            if column in table.references and not values.get(column):
                raise RowUnreadable(f"there is no {column}")
        if table.owned_by and not any(values.get(column) for column in table.owned_by):
            raise RowUnreadable(missing[0] if missing else f"it belongs to nothing: {' and '.join(table.owned_by)} are empty")

    def _settle_parents(self, table: Table) -> None:
        """Drop parents that are not there and links that close a circle."""
        column = table.parent
        assert column is not None  # noqa: S101 - only tables with a parent column come here
        rows = self.accepted.rows[table.name]
        unknown = {parent for values in rows.values() if (parent := values.get(column)) and parent not in rows}
        unknown -= self.exists(table.name, unknown) - self.accepted.refused[table.name]
        safe: set[uuid.UUID] = set()
        for identity, values in rows.items():
            spot = self.accepted.spots[table.name, identity]
            if values.get(column) in unknown:
                values[column] = None
                self.report.mend(table.name, spot, f"{column} dropped: it led nowhere")
            path: list[uuid.UUID] = []
            step: uuid.UUID | None = identity
            while step in rows and step not in safe:
                path.append(step)
                onward = rows[step].get(column)
                if onward in path:
                    rows[step][column] = None
                    what = f"{column} dropped: it closed a circle"
                    self.report.mend(table.name, self.accepted.spots[table.name, step], what)
                    break
                step = onward
            safe.update(path)


def check(reading: Reading, *, report: Report, exists: Exists, told: Told) -> Accepted:
    """What of the reading may come in. `exists` tells which ids we have already, `told` what earlier portions said; what is
    refused or mended goes in the report.
    """
    return _Checker(reading, report, exists, told).run()


def _read(table: Table, row: Row, mends: list[str]) -> Values:
    """The row's own values, read. A wrong one is dropped, or refuses the row where the row would mislead without it."""
    values: Values = {}
    for column, reader in table.readers.items():
        if column not in row.values:
            continue
        values[column] = None
        raw = row.values[column]
        if raw is None or raw == "":
            continue
        try:
            if isinstance(raw, dict) or (isinstance(raw, list) and any(isinstance(part, (dict, list)) for part in raw)):
                raise ValueUnreadable("is not a simple value")
            text = _words(raw)
            if not text:
                continue
            refuse_what_is_no_words(text, is_prose=reader is prose)
            value, mended = reader(text)
            mends.extend(what for what in mended if what not in mends)
            values[column] = None if value == "" else value
        except ValueUnreadable as problem:
            if column in table.strict or column in table.required:
                raise RowUnreadable(f"{column} {problem}") from None
            mends.append(f"{column} dropped: {problem.in_short}")
    for column in table.required:
        if column in table.readers and values.get(column) is None:
            raise RowUnreadable(f"there is no {column}")
    return values


def _words(raw: Any) -> str:
    """A value as text; "" when it is absent or no simple value. A whole number that a spreadsheet gave a point loses it."""
    if isinstance(raw, str):
        text = raw.strip()
        return "" if len(text) < 5 and text.lower() in _ABSENT else text
    if raw is None or isinstance(raw, dict):
        return ""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    if isinstance(raw, list):
        return ",".join(str(part) for part in raw if isinstance(part, (str, int)))
    return str(raw)
