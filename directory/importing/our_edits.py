"""What was edited here since its source last spoke of it: that stays, and the source's own value is shown as a conflict.

A field edited here is ours until somebody takes theirs. Rows that came here stay though the source has never heard of them, and
rows taken away here do not come back. Two things follow the later word instead: when a listing was last checked, and whether
there is room.
"""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from directory.history.models import ChangedField, FieldAction, ListingChange, Origin
from directory.history.parts import PARTS, Key, Values, batched
from directory.history.values import row_from_text, row_to_text, to_text
from directory.importing.tables import Table

LATER_WORD_WINS = frozenset({"service_capacities"})
_NEVER_BACKWARDS = ("assured_date", "last_modified")


@dataclass(frozen=True)
class Kept:
    """One field, or with no column a whole row, that stays as it is here. `ours`, `theirs`: JSON text; None: not there.

    `is_news`: theirs is not what it was when we edited ours. `row`: values that say whose the row is.
    """

    table: str
    id: uuid.UUID
    column: str
    ours: str | None
    theirs: str | None
    is_news: bool
    row: Values = field(compare=False, repr=False)


@dataclass
class OurEdits:
    """What an import must leave alone, table by table as it is compared; `kept` is what it left alone."""

    session: Session
    kept: list[Kept] = field(default_factory=list)
    seen: set[Key] = field(default_factory=set)  # rows that the source speaks of, or that would go
    _edited: dict[tuple[str, uuid.UUID, str], str | None] = field(default_factory=dict)  # → what it was before our first edit
    _came: set[Key] = field(default_factory=set)
    _went: dict[Key, str] = field(default_factory=dict)  # → the row as it was
    _left_out: set[Key] = field(default_factory=set)
    _are_there_any: bool | None = None

    def look_up(self, table: str, identities: Iterable[uuid.UUID]) -> None:
        """Find out what was edited here of these rows. One query for every thousand of them, none where nobody ever edited."""
        wanted = [identity for identity in identities if (table, identity) not in self.seen]
        self.seen.update((table, identity) for identity in wanted)
        if table not in PARTS or table in LATER_WORD_WINS or not self._is_anything_edited():
            return
        columns = (ChangedField.resource_id, ChangedField.field_name, ChangedField.last_action_type, ChangedField.previous_value)
        for batch in batched(wanted):
            noted = (
                select(*columns, ListingChange.origin)
                .join(ListingChange)
                .where(ChangedField.resource_type == table, ChangedField.resource_id.in_(batch))
                .order_by(ListingChange.id)
            )
            for identity, column, action, before, origin in self.session.execute(noted):
                self._follow(table, identity, column, action, before, origin)

    def without_edited(self, table: Table, before: Values, differing: Values) -> Values:
        """Of the columns in which a source differs, those that may be written."""
        identity = before["id"]
        allowed = {c: value for c, value in differing.items() if (table.references.get(c, ""), value) not in self._left_out}
        for column in _NEVER_BACKWARDS:
            is_edited = column == "last_modified" or (table.name, identity, column) in self._edited
            if column in allowed and is_edited and before[column] and (not allowed[column] or allowed[column] < before[column]):
                del allowed[column]
                if column == "assured_date":
                    allowed.pop("assurer_email", None)
        for column in [column for column in allowed if (table.name, identity, column) in self._edited]:
            if column == "assured_date":
                continue  # it is the later one
            theirs = _text(allowed.pop(column))
            is_news = _value(theirs) != _value(self._edited[table.name, identity, column])
            self.kept.append(Kept(table.name, identity, column, _text(before[column]), theirs, is_news, before))
        return allowed

    def leaves_out(self, table: Table, identity: uuid.UUID, values: Values) -> bool:
        """Whether a row that the source has and we have not was taken away here, or hangs on one that was."""
        if not self._went and not self._left_out:
            return False
        was = self._went.get((table.name, identity))
        if was is not None:
            theirs = row_to_text(values)
            before, now = json.loads(was), json.loads(theirs)
            is_news = any(before.get(column) != value for column, value in now.items())
            row = row_from_text(PARTS[table.name].table.c, was) | {"id": identity}
            self.kept.append(Kept(table.name, identity, "", None, theirs, is_news, row))
        missing = {c for c, to in table.references.items() if (to, values.get(c)) in self._left_out}
        owners = [column for column in table.owned_by if values.get(column)]
        if was is not None or missing & set(table.required) or (owners and missing >= set(owners)):
            self._left_out.add((table.name, identity))
            return True
        values.update(dict.fromkeys(missing))
        return False

    def without_kept(self, table: str, going: Mapping[uuid.UUID, Values], *, secret: set[uuid.UUID]) -> dict[uuid.UUID, Values]:
        """Of the rows that a source no longer has, those that may go. What leads to a `secret` location goes in any case."""
        self.look_up(table, going)
        gone: dict[uuid.UUID, Values] = {}
        for identity, values in going.items():
            if values.get("location_id") in secret:
                gone[identity] = values
            elif (table, identity) in self._came:
                continue
            elif any((table, identity, column) in self._edited for column in values):
                self.kept.append(Kept(table, identity, "", row_to_text(values), None, True, values))
            else:
                gone[identity] = values
        return gone

    def _is_anything_edited(self) -> bool:
        if self._are_there_any is None:
            ours = exists(select(ListingChange.id).where(ListingChange.origin != Origin.IMPORT))
            self._are_there_any = bool(self.session.scalar(select(ours)))
        return self._are_there_any

    def _follow(
        self, table: str, identity: uuid.UUID, column: str, action: FieldAction, before: str | None, origin: Origin
    ) -> None:
        key = (table, identity)
        if origin is Origin.IMPORT:
            if column:
                self._edited.pop((table, identity, column), None)
            else:
                self._came.discard(key)
                self._went.pop(key, None)
        elif action is FieldAction.UPDATE:
            self._edited.setdefault((table, identity, column), before)
        elif action is FieldAction.DELETE:
            self._went[key] = before or "{}"
        elif self._went.pop(key, None) is None:
            self._came.add(key)


def _text(value: Any) -> str | None:
    return None if value is None else to_text(value)


def _value(text: str | None) -> Any:
    return None if text is None else json.loads(text)  # 65 and 65.0 are the same age
