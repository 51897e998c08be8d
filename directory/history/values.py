"""A column's value as the JSON text that the history keeps, and back."""

import json
import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Date, Enum, Uuid

from directory.history.parts import Values
from navigator.db import UTCDateTime


def to_text(value: Any) -> str:
    """One value, or a row's values by column, as JSON text."""
    return json.dumps(value, ensure_ascii=False, default=_simple)


def row_to_text(values: Values) -> str:
    """A whole row, without the columns in which it says nothing."""
    return to_text({column: value for column, value in values.items() if value is not None and column != "id"})


def from_text(column: Column[Any], text: str | None) -> Any:
    """The value that `to_text` wrote, as the column takes it."""
    return _typed(column, json.loads(text)) if text is not None else None


def row_from_text(columns: Any, text: str | None) -> Values:
    """The row that `row_to_text` wrote, by column; a column that is no longer there is left out."""
    written = json.loads(text) if text is not None else {}
    return {name: _typed(columns[name], value) for name, value in written.items() if name in columns}


def _simple(value: Any) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (uuid.UUID, StrEnum)):
        return str(value)
    raise TypeError(f"a listing has no values of type {type(value).__name__}")


def _typed(column: Column[Any], value: Any) -> Any:
    if not isinstance(value, str):
        return value
    kind = column.type
    if isinstance(kind, Uuid):
        return uuid.UUID(value)
    if isinstance(kind, UTCDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return kind.enum_class(value)
    return value
