"""Long lists, a page at a time, for pages and the API alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, TypeVarTuple

from sqlalchemy import Select, func

from navigator.db import db

PER_PAGE = 20

Row = TypeVar("Row")
Columns = TypeVarTuple("Columns")


@dataclass(frozen=True)
class Part(Generic[Row]):
    """Some rows of a list, and how long the whole list is."""

    rows: Sequence[Row]
    total: int


def cut(wanted: Select[*tuple[Any, ...]], page: int, per_page: int) -> tuple[Sequence[Any], int]:
    """Page number `page` (from 1) of what is wanted, and how many rows there are in all; one query when there are none."""
    total = count(wanted)
    if not total:
        return [], 0
    return db.session.execute(part_of(wanted, page, per_page)).all(), total


def count(wanted: Select[*tuple[Any, ...]]) -> int:
    """How many rows there are in all."""
    return db.session.scalar(wanted.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)) or 0


def part_of(wanted: Select[*Columns], page: int, per_page: int) -> Select[*Columns]:
    """The statement of page number `page` (from 1) alone."""
    return wanted.limit(per_page).offset((max(page, 1) - 1) * per_page)
