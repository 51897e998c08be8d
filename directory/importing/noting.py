"""The history of an import: what it changed about listings that were there, noted as anybody's change is."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath

from sqlalchemy.orm import Session

from directory.history.models import Origin
from directory.history.parts import LISTING, PARTS, Key, Values, rows_now, rows_where
from directory.history.recording import note_changes
from directory.importing.writing import Difference


def rows_before(session: Session, difference: Difference) -> dict[Key, Values | None]:
    """Every row of a listing that writing the difference will touch, as it is now; None: it is not there yet.

    What comes with a new listing is left out: of that no more is noted than that it came.
    """
    fresh = _fresh(difference)
    before: dict[Key, Values | None] = {}
    for name in PARTS:
        before.update({(name, i): None for i in difference.created.get(name, ()) if name == LISTING or i not in fresh[name]})
        for rows in (difference.was, difference.removed):
            before.update({(name, i): values for i, values in rows.get(name, {}).items()})
    for name, part in PARTS.items():
        for column in part.table.c:
            for key in column.foreign_keys:  # what points at a row that goes points there no more, or goes along
                gone = difference.removed.get(key.column.table.name, {})
                found = rows_where(session, column, gone)
                before.update({(name, i): values for i, values in found.items() if (name, i) not in before})
    return before


def note_import(
    session: Session, difference: Difference, before: dict[Key, Values | None], *, source: str, now: datetime
) -> None:
    """Note what became of the rows, now that the difference is written."""
    created = difference.created.get(LISTING, {})
    after: dict[Key, Values | None] = {(LISTING, identity): {"id": identity} for identity in created}
    after |= rows_now(session, before.keys() - after.keys())
    note_changes(session, before=before, after=after, origin=Origin.IMPORT, made_by=name_of_source(source), now=now)


def name_of_source(source: str) -> str:
    """What the history calls a source: its address or name; of a place on this machine, only its last part."""
    path = PurePath(source)
    return path.name if path.is_absolute() else source


def _fresh(difference: Difference) -> dict[str, set[uuid.UUID]]:
    """New rows that no listing had until now: they hang on a new listing, or on nothing but what is new with one."""
    fresh = {name: set(difference.created.get(name, ())) for name in PARTS}
    for name, part in PARTS.items():
        if part.pointed_at_by:
            table, column = part.pointed_at_by
            newly = [*difference.changed.get(table, {}).values()]
            newly += [
                values
                for values in difference.created.get(table, {}).values()
                if table != LISTING and values["service_id"] not in fresh[LISTING]
            ]
            fresh[name] -= {values.get(column) for values in newly}
    for name, part in PARTS.items():
        if part.owners:
            rows = difference.created.get(name, {})
            fresh[name] = {identity for identity in fresh[name] if _hangs_on(fresh, part.owners.items(), rows[identity])}
    return fresh


def _hangs_on(fresh: dict[str, set[uuid.UUID]], owners: Iterable[tuple[str, str]], values: Values) -> bool:
    """Whether a row hangs on nothing but rows that are fresh themselves."""
    return all(owner in fresh[table] for column, table in owners if (owner := values.get(column)))
