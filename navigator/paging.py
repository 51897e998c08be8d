"""Long lists, a page at a time, for pages and the API alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func

from navigator.db import db

PER_PAGE = 20

Row = TypeVar("Row")


@dataclass(frozen=True)
class Part(Generic[Row]):
    """Some rows of a list, and how long the whole list is."""

    rows: Sequence[Row]
    total: int


def cut(wanted: Select[*tuple[Any, ...]], page: int, per_page: int) -> tuple[Sequence[Any], int]:
    """Page number `page` (from 1) of what is wanted, and how many rows there are in all; one query when there are none."""
    how_many = wanted.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
    total = db.session.scalar(how_many) or 0
    if not total:
        return [], 0
    return db.session.execute(wanted.limit(per_page).offset((max(page, 1) - 1) * per_page)).all(), total
