"""Going back to an earlier version of a listing: one new change, which can be undone like any other."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.history.models import Origin
from directory.history.parts import LISTING, PARTS, Key, Values, rows_now, rows_where
from directory.history.queries import list_changes_after
from directory.history.recording import record
from directory.history.undoing import Earlier, undo


class CannotBeRestored(Exception):
    """A version needs a row that is no longer there: `table` and `id` say which."""

    def __init__(self, table: str, identity: uuid.UUID) -> None:
        super().__init__(table, identity)
        self.table, self.id = table, identity


class NothingToRestore(Exception):
    """The listing is as it was at that version."""


def restore(session: Session, *, service_id: uuid.UUID, number: int, made_by: str, now: datetime) -> uuid.UUID:
    """Make a listing what it was after change `number` (0: before the first that was noted), and give the new change's id.

    Rows that came since go, rows that went come back under their old ids. A place or an organisation that other listings share
    is put back for them, too, and noted with them; one that came since stays while another listing is there. The change's
    `note` is the number gone back to. Raises NoSuchVersion, NothingToRestore and CannotBeRestored, having written nothing.
    """
    session.flush()
    rows = undo(list_changes_after(session, service_id, number))
    there = rows_now(session, rows)
    rows = {key: row for key, row in rows.items() if _differs(there[key], row)}
    rows = _without_what_is_shared(session, rows, there)
    _refuse_what_is_gone(session, rows, there)
    with record(session, origin=Origin.RESTORATION, made_by=made_by, now=now, note=str(number)) as recording:
        for name in PARTS:
            for key, row in _of_table(rows, name):
                if row is not None and there[key] is None:
                    session.add(PARTS[name].model(**row.values))
            session.flush()
        for name, part in PARTS.items():
            for key, row in _of_table(rows, name):
                if row is not None and there[key] is not None:
                    _set(session.get_one(part.model, key[1]), row.values)
        session.flush()
        session.expire_all()  # what is loaded knows nothing of the rows that came and went
        for name in reversed(PARTS):
            for key, row in _of_table(rows, name):
                if row is None and (found := session.get(PARTS[name].model, key[1])) is not None:
                    session.delete(found)
            session.flush()
        session.expire_all()
    if service_id not in recording.changes:
        raise NothingToRestore(number)
    return recording.changes[service_id]


def _differs(current: Values | None, row: Earlier | None) -> bool:
    if row is None or current is None:
        return (row is None) is not (current is None)
    return any(current[column] != value for column, value in row.values.items())


def _refuse_what_is_gone(session: Session, rows: dict[Key, Earlier | None], there: dict[Key, Values | None]) -> None:
    """Raises CannotBeRestored when a row to be put right, or one that a row points at, is neither there nor comes back."""
    coming = {key for key, row in rows.items() if row is not None and row.is_whole}
    for key, row in rows.items():
        if row is None:
            continue
        if there[key] is None and key not in coming:
            raise CannotBeRestored(*key)
        for column in PARTS[key[0]].table.c:
            for foreign in column.foreign_keys:
                wanted, table = row.values.get(column.name), foreign.column.table
                if wanted is None or (table.name, wanted) in coming:
                    continue
                if session.connection().execute(select(table.c.id).where(table.c.id == wanted)).first() is None:
                    raise CannotBeRestored(table.name, wanted)


def _of_table(rows: dict[Key, Earlier | None], name: str) -> list[tuple[Key, Earlier | None]]:
    return [(key, row) for key, row in rows.items() if key[0] == name]


def _set(thing: object, values: Values) -> None:
    for column, value in values.items():
        if column != "id":
            setattr(thing, column, value)


def _without_what_is_shared(
    session: Session, rows: dict[Key, Earlier | None], there: dict[Key, Values | None]
) -> dict[Key, Earlier | None]:
    """The same, but what came since stays where it is not this listing's alone, with all that hangs on it: an organisation or
    a programme always, a location unless nobody else is there. One that no listing is at stays, too: that it went would be
    noted with none of them, and could not be undone.
    """
    kept: set[Key] = set()
    for name, part in PARTS.items():
        for key in [key for key, row in _of_table(rows, name) if row is None]:
            hangs_on = {(owner, (there[key] or {}).get(column)) for column, owner in part.owners.items()}
            if hangs_on & kept or (part.pointed_at_by and _is_not_theirs_alone(session, key, part.pointed_at_by, rows)):
                kept.add(key)
    return {key: row for key, row in rows.items() if key not in kept}


def _is_not_theirs_alone(session: Session, key: Key, pointed_at_by: tuple[str, str], rows: dict[Key, Earlier | None]) -> bool:
    table, column = pointed_at_by
    pointing = rows_where(session, PARTS[table].table.c[column], [key[1]])
    return table == LISTING or not pointing or any(rows.get((table, identity), Earlier()) is not None for identity in pointing)
