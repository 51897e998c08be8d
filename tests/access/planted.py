"""A row of every table there is, all of them about Amina and Ben: what somebody who guesses ids might come upon.

Rows are made from the tables' own columns, so a new table is planted without a word written here; only what must have a certain
form is said in `FORMS`. Free words carry a mark, by which a page that shows them gives itself away.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Enum, Float, Integer, LargeBinary, String, Table, Text, Uuid, func, select
from sqlalchemy.types import TypeDecorator

from navigator.db import db, new_id
from tests.cast import Cast

SECRET = "Zephyrquartz"  # noqa: S105 - a word nobody writes by chance, in everything only staff may read
PLANNED = "Quillhaven"  # in what a carer may read whom the person gave that scope
FREE = frozenset(
    "words what note notes matters going_well capability opportunity motivation who_helps how_supported about_words reason "
    "contact_notes address would_change relation when_words who_with place last_words answer_note appointment_place "
    "withdrawn_how detail".split()
)
PLAN_TABLES = ("priorities", "goals", "steps")
NOT_PLANTED = frozenset({"attempts", "opt_outs", "directory_revision", "publishing_state", "worker_beats"})  # counters, and STOP


@dataclass(frozen=True)
class Planted:
    """The key of the row of each table."""

    ids: dict[str, uuid.UUID]


def plant(cast: Cast, *, now: datetime, forms: dict[str, dict[str, Any]]) -> Planted:
    """Write a row into every table that has none yet. Commits. `forms`: values by table and column, before any other."""
    ids: dict[str, uuid.UUID] = {"persons": cast.amina.id, "staff": cast.ben.id, "teams": cast.ben.team_id}
    ids |= {"localities": cast.ben.team.locality_id, "services": cast.tea_and_talk.id}
    ids["organizations"] = cast.tea_and_talk.organization_id
    for table in db.metadata.sorted_tables:
        if table.name in ids or table.name in NOT_PLANTED:
            continue
        key = list(table.primary_key.columns)
        by_id = len(key) == 1 and isinstance(_kind(key[0]), Uuid) and not key[0].foreign_keys
        if db.session.scalar(select(func.count()).select_from(table)):
            if by_id:
                ids[table.name] = db.session.execute(select(key[0])).scalars().first() or new_id()
            continue
        values = _row(table, ids, now=now, said=forms.get(table.name, {}))
        db.session.execute(table.insert().values(**values))
        if by_id:
            ids[table.name] = values[key[0].name]
    db.session.commit()
    return Planted(ids)


def _about_people() -> frozenset[str]:
    """The tables that lead to a person, and the texts, which know one by number."""
    found = {"persons", "received_messages", "outgoing_messages"}
    for table in db.metadata.sorted_tables:  # those that are referred to come first
        if any(key.column.table.name in found for key in table.foreign_keys):
            found.add(table.name)
    return frozenset(found)


def _row(table: Table, ids: dict[str, uuid.UUID], *, now: datetime, said: dict[str, Any]) -> dict[str, Any]:
    values, about_people = dict[str, Any](), _about_people()
    for column in table.columns:
        if column.name in said:
            values[column.name] = said[column.name]
        elif column.foreign_keys:
            target = next(iter(column.foreign_keys)).column.table.name
            if target != table.name and target in ids and not column.name.endswith(("taken_by_id", "settled_by_id", "ended_by_id")):
                values[column.name] = ids[target]
        elif column.name == "recipient_id":
            values[column.name] = ids["persons"]
        elif column.name in FREE and table.name in about_people and type(_kind(column)) in (String, Text):
            word = PLANNED if table.name in PLAN_TABLES else SECRET
            values[column.name] = f"{word} {table.name}"[: _kind(column).length or 200]
        elif column.primary_key and isinstance(_kind(column), Uuid):
            values[column.name] = new_id()
        elif not column.nullable and column.default is None and column.server_default is None:
            values[column.name] = _value(table, column, now)
    return values


def _kind(column: Column[Any]) -> Any:
    return column.type.impl if isinstance(column.type, TypeDecorator) else column.type


def _value(table: Table, column: Column[Any], now: datetime) -> Any:
    match column.type:
        case Enum(enum_class=kind) if kind is not None:
            return next(iter(kind))
    match _kind(column):
        case Uuid():
            return new_id()
        case DateTime():
            return now + timedelta(days=30) if column.name in ("expires_at", "until") else now
        case Date():
            return now.date()
        case Boolean():
            return False
        case Integer():
            return 1
        case Float():
            return 0.5
        case JSON():
            return {}
        case LargeBinary():
            return b""
        case String(length=length):
            return f"{column.name} {table.name}"[: length or 200]
    raise AssertionError(f"{table.name}.{column.name}: say in FORMS what stands there")


