"""What a listing's rows were before its latest changes: the noted fields, undone from the newest back."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from directory.history.models import FieldAction, ListingChange
from directory.history.parts import PARTS, Key, Values, rows_now
from directory.history.values import from_text, row_from_text


@dataclass
class Earlier:
    """A row as it was: all of it, or only those of its columns that were changed since."""

    values: Values = field(default_factory=dict)
    is_whole: bool = False


def undo(changes: Iterable[ListingChange]) -> dict[Key, Earlier | None]:
    """The rows that these changes, the newest first, were made to, as they were before all of them; None: not there."""
    rows: dict[Key, Earlier | None] = {}
    for change in changes:
        for noted in change.fields:
            if noted.resource_type not in PARTS:
                continue
            columns, key = PARTS[noted.resource_type].table.c, (noted.resource_type, noted.resource_id)
            if noted.last_action_type is FieldAction.CREATE:
                rows[key] = None
            elif noted.last_action_type is FieldAction.DELETE:
                blank = dict.fromkeys(columns.keys())
                rows[key] = Earlier(blank | row_from_text(columns, noted.previous_value) | {"id": noted.resource_id}, True)
            elif noted.field_name in columns:
                row = rows.get(key) or Earlier()
                row.values[noted.field_name] = from_text(columns[noted.field_name], noted.previous_value)
                rows[key] = row
    return rows


def as_whole_rows(session: Session, rows: dict[Key, Earlier | None]) -> dict[Key, Values | None]:
    """The same rows with every column: what was not changed since is as it is now. None: not there, or gone for good."""
    now = rows_now(session, [key for key, row in rows.items() if row and not row.is_whole])
    whole: dict[Key, Values | None] = {}
    for key, row in rows.items():
        if row is None or row.is_whole:
            whole[key] = row.values if row else None
        else:
            current = now[key]
            whole[key] = current | row.values if current else None
    return whole
