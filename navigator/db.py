"""The database handle, and the few column types and rules every table shares.

The one module of `navigator` that everything else may import.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, Enum, MetaData, Uuid, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry
from sqlalchemy.types import TypeDecorator
from uuid6 import uuid7

NAMES_OF_CONSTRAINTS = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Takes and gives aware datetimes only; SQLite, which forgets the zone, is told it again."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What every model inherits. The types stand on the registry, because Flask-SQLAlchemy refuses them on the class."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES_OF_CONSTRAINTS),
        type_annotation_map={datetime: UTCDateTime(), uuid.UUID: Uuid()},
    )


def new_id() -> uuid.UUID:
    """A new identifier: version 7, so rows written together lie together (see docs/decisions/identifiers.md)."""
    return uuid.UUID(int=uuid7().int)


def by_value(kind: type[StrEnum]) -> Enum:
    """A column type for an enumeration, stored as its value in plain text, so a new value needs no change to the table."""
    return Enum(kind, native_enum=False, create_constraint=False, length=40, values_callable=lambda k: [m.value for m in k])


Id = Annotated[uuid.UUID, mapped_column(primary_key=True, default=new_id)]

db = SQLAlchemy(model_class=Base)

_only_reading: ContextVar[bool] = ContextVar("only_reading", default=False)


@contextmanager
def only_reading() -> Iterator[None]:
    """Within it, transactions on SQLite begin without taking the write lock, so readers do not wait for each other."""
    token = _only_reading.set(True)
    try:
        yield
    finally:
        _only_reading.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Within it, transactions on SQLite take the write lock at once, whatever the request that came began with."""
    token = _only_reading.set(False)
    try:
        yield
    finally:
        _only_reading.reset(token)


def begin_reading() -> None:
    """As `only_reading`, until `begin_writing` is called in the same context (a web request starts with one of the two)."""
    _only_reading.set(True)


def begin_writing() -> None:
    """Transactions on SQLite take the write lock at once: nothing read can go stale before it is written."""
    _only_reading.set(False)


def prepare_engine(engine: Engine) -> None:
    """Give SQLite the manners of a server: WAL, foreign keys, patience, and transactions that begin when we say so."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late: see "begin" below
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA busy_timeout=15000")
        cursor.execute(
            "PRAGMA cache_size=-16384"
        )  # 16 MB: a whole directory is read in a quarter less time than with its usual 2
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if _only_reading.get() else "BEGIN IMMEDIATE")
