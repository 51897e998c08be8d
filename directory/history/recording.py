"""Noting what is changed about listings, whoever changes it, field by field.

    with record(session, origin=Origin.STAFF, made_by=staff.name, now=now):
        service.name = "Tea & Talk"
        service.phones.append(Phone(number="01632 960123"))

Each row is read from the database just before it is first written, and again at the end; the difference is the change. So
it does not matter how many times a row was written in between, nor whether its old values had been loaded.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import event, func, insert, inspect, select, true, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapper, ORMExecuteState, Session, object_session

from directory.history.models import ChangedField, FieldAction, ListingChange, Origin
from directory.history.parts import LISTING, NEVER_NOTED, PARTS, Key, Values, batched, listings_of, rows_now
from directory.history.values import row_to_text, to_text
from directory.models import Service
from directory.operations import hold_revision, next_revision
from navigator.db import Base, new_id

_CURRENT = "directory.history.recording"
_LONGEST_NAME = 254


class CannotBeNoted(Exception):
    """Rows of listings were written in a way of which no "before" can be known, such as one statement for many new rows."""


@dataclass
class Recording:
    """What is under way, and afterwards what came of it: `changes`, by listing; empty when nothing was different."""

    before: dict[Key, Values | None] = field(default_factory=dict)  # as first met; None: it was not there
    changes: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)  # listing → its ListingChange


@contextmanager
def record(session: Session, *, origin: Origin, made_by: str, now: datetime, note: str | None = None) -> Iterator[Recording]:
    """Note every change to a listing, or to anything it is made of, that is made through the session within it.

    At its end everything is flushed, and each listing that is different has one `ListingChange` with the next number, the
    next revision (so that the search index catches up) and `now` as its `last_modified`; the caller need do neither. An
    organisation or location that several listings share is noted with each of them. A listing that is new is noted as
    created, without values: they are the listing. One record within another belongs to the outer one. Nothing is noted when
    an exception leaves it. `made_by` is a person's name, or the source of an import; `note` is for people to read.

    Raises CannotBeNoted at an `insert()` or an update by primary key of many rows in one statement. Statements through
    `session.connection()` pass by unseen: an import, which writes so, notes its changes itself.
    """
    outer: Recording | None = session.info.get(_CURRENT)
    if outer is not None:
        yield outer
        return
    recording = session.info[_CURRENT] = Recording()
    try:
        yield recording
        session.flush()
    finally:
        del session.info[_CURRENT]
    after = rows_now(session, recording.before)
    recording.changes = note_changes(
        session, before=recording.before, after=after, origin=origin, made_by=made_by, now=now, note=note
    )
    if recording.changes:
        _mark_as_changed(session, recording.changes, now)


def note_changes(
    session: Session,
    *,
    before: Mapping[Key, Values | None],
    after: Mapping[Key, Values | None],
    origin: Origin,
    made_by: str,
    now: datetime,
    note: str | None = None,
) -> dict[uuid.UUID, uuid.UUID]:
    """Write down how rows differ. `before` and `after` have the same keys; None: the row was not, or is no longer, there.

    Gives the new changes' ids by listing. What happened to a listing that is itself new, or gone, is not told row by row.
    """
    told = {key: _differences(key[0], before[key], after[key]) for key in before}
    told = {key: fields for key, fields in told.items() if fields}
    if not told:
        return {}
    new = {identity for (table, identity) in told if table == LISTING and before[table, identity] is None}
    gone = {identity for (table, identity) in told if table == LISTING and after[table, identity] is None}
    versions = {key: [row for row in (before[key], after[key]) if row is not None] for key in told}
    by_listing: dict[uuid.UUID, list[Values]] = {}
    for key, listings in listings_of(session, versions).items():
        for listing in listings - gone:
            if listing not in new or key == (LISTING, listing):
                by_listing.setdefault(listing, []).extend(told[key])
    hold_revision(session)  # the numbers that follow are ours alone until the commit
    numbers = _last_numbers(session, by_listing)
    made = {listing: new_id() for listing in by_listing}
    common = {"made_at": now, "made_by": made_by[:_LONGEST_NAME], "origin": origin, "note": note}
    for batch in batched(by_listing):
        rows = [{"id": made[i], "service_id": i, "number": numbers.get(i, 0) + 1, **common} for i in batch]
        session.execute(insert(ListingChange), rows)
        fields = [{"id": new_id(), "change_id": made[i], **values} for i in batch for values in by_listing[i]]
        for some in batched(fields):
            session.execute(insert(ChangedField), some)
    return made


def _differences(table: str, before: Values | None, after: Values | None) -> list[Values]:
    """What became of one row: a field for each column that differs, or one for the whole row when it came or went."""
    if before is None and after is None:
        return []
    told: Values = {"resource_id": (before or after or {})["id"], "resource_type": table, "field_name": ""}
    told |= {"previous_value": None, "replacement_value": None}
    if before is None or after is None:
        if after is None:
            told |= {"last_action_type": FieldAction.DELETE, "previous_value": row_to_text(before or {})}
        else:
            whole = None if table == LISTING else row_to_text(after)
            told |= {"last_action_type": FieldAction.CREATE, "replacement_value": whole}
        return [told]
    return [
        told
        | {
            "last_action_type": FieldAction.UPDATE,
            "field_name": column,
            "previous_value": None if before[column] is None else to_text(before[column]),
            "replacement_value": None if value is None else to_text(value),
        }
        for column, value in after.items()
        if before[column] != value and (table, column) not in NEVER_NOTED
    ]


def _last_numbers(session: Session, listings: Mapping[uuid.UUID, Any]) -> dict[uuid.UUID, int]:
    numbers: dict[uuid.UUID, int] = {}
    for batch in batched(listings):
        last = select(ListingChange.service_id, func.max(ListingChange.number)).where(ListingChange.service_id.in_(batch))
        numbers.update((row[0], row[1]) for row in session.execute(last.group_by(ListingChange.service_id)))
    return numbers


def _mark_as_changed(session: Session, listings: Iterable[uuid.UUID], now: datetime) -> None:
    number = next_revision(session)
    for batch in batched(listings):
        marked = update(Service).where(Service.id.in_(batch)).values(revision=number, last_modified=now)
        session.execute(marked.execution_options(synchronize_session=False))
    for loaded in session:
        if isinstance(loaded, Service):
            session.expire(loaded, ["revision", "last_modified"])


def _recording_of(target: Base) -> Recording | None:
    session = object_session(target)
    return session.info.get(_CURRENT) if session is not None else None


@event.listens_for(Mapper, "before_update")
@event.listens_for(Mapper, "before_delete")
def _before_it_is_written(mapper: Mapper[Any], connection: Connection, target: Base) -> None:
    recording, name = _recording_of(target), mapper.local_table.description
    if recording is None or name not in PARTS:
        return
    (identity,) = inspect(target).identity or mapper.primary_key_from_instance(target)
    if (name, identity) not in recording.before:
        table = PARTS[name].table
        row = connection.execute(select(table).where(table.c.id == identity)).mappings().one_or_none()
        recording.before[name, identity] = dict(row) if row else None


@event.listens_for(Mapper, "after_insert")
def _after_it_came(mapper: Mapper[Any], _connection: Connection, target: Base) -> None:
    recording, name = _recording_of(target), mapper.local_table.description
    if recording is not None and name in PARTS:
        recording.before.setdefault((name, mapper.primary_key_from_instance(target)[0]), None)


@event.listens_for(Session, "do_orm_execute")
def _before_a_statement(state: ORMExecuteState) -> None:
    recording: Recording | None = state.session.info.get(_CURRENT)
    if recording is None or not (state.is_update or state.is_delete or state.is_insert):
        return
    statement: Any = state.statement
    name = statement.table.name
    if name not in PARTS:
        return
    if state.is_insert or isinstance(state.parameters, list):
        raise CannotBeNoted(name)
    state.session.flush()
    condition = true() if statement.whereclause is None else statement.whereclause
    chosen = select(PARTS[name].table).where(condition)
    for row in state.session.connection().execute(chosen, state.parameters or {}).mappings():
        recording.before.setdefault((name, row["id"]), dict(row))
