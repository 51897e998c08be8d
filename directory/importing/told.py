"""What the portions of one import have said so far of rows that several listings share: organizations, places, terms.

A feed tells of them with each listing, here with more and there with less. All of it counts as one telling: the first word
stands, later ones add what it lacked, and only what nobody said is taken away, at the end.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from directory.importing.identifiers import is_uuid
from directory.importing.tables import BY_NAME, Values

_SHARED = frozenset({"organizations", "locations", "programs", "taxonomies", "taxonomy_terms"})
SHARED = _SHARED | {name for name, table in BY_NAME.items() if _SHARED & {table.references[c] for c in table.owned_by}}

Names = dict[tuple[str, str], uuid.UUID]  # table and a source's own id, no UUID → ours


@dataclass
class Told:
    """Carried from portion to portion. `is_whole`: everything comes in one portion, and nothing need be remembered."""

    is_whole: bool
    names: Names = field(default_factory=dict)
    _said: dict[str, dict[uuid.UUID, frozenset[str]]] = field(default_factory=dict)
    _kinds: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)  # few distinct sets, each kept once
    _columns: dict[str, set[str]] = field(default_factory=dict)

    def remember_names(self, names: Names) -> None:
        """What a source that does not use UUIDs called its organizations and places may be named again."""
        if not self.is_whole:
            self.names |= {key: ours for key, ours in names.items() if key[0] in _SHARED | {"services"} and not is_uuid(key[1])}

    def news(self, table: str, identity: uuid.UUID, values: Values) -> tuple[Values, bool]:
        """What of these values is to be believed, and whether the row was told of before in this run."""
        if self.is_whole or table not in SHARED:
            return values, False
        absent = BY_NAME[table].absent
        said = frozenset(column for column, value in values.items() if value is not None and value != absent.get(column))
        rows = self._said.setdefault(table, {})
        before = rows.get(identity)
        self._columns.setdefault(table, set()).update(values)
        both = said | before if before else said
        rows[identity] = self._kinds.setdefault(both, both)
        return {column: values[column] for column in (said - before if before else said)}, before is not None

    def unsaid(self) -> Iterator[tuple[str, dict[uuid.UUID, Values]]]:
        """By table and row, the columns that the source speaks of and gives no value for."""
        for table, rows in self._said.items():
            absent, columns = BY_NAME[table].absent, self._columns[table]
            yield table, {i: {c: absent.get(c) for c in columns - said} for i, said in rows.items() if columns - said}
