"""Reading what was handed in, and the mappings that are remembered."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from directory.importing.rows import SourceUnreadable
from directory.importing.spreadsheets import columns
from directory.importing.spreadsheets.models import ColumnMapping, Sheet
from directory.importing.spreadsheets.workbooks import Grid, list_tabs, read_grid
from navigator.db import db


class MappingUnknown(Exception):
    """There is no mapping of this name."""


def find_mapping_for(headings: Sequence[str]) -> ColumnMapping | None:
    """The mapping last used for a sheet with these headings."""
    same = select(ColumnMapping).where(ColumnMapping.headings == columns.digest(headings))
    return db.session.scalars(same.order_by(ColumnMapping.saved_at.desc(), ColumnMapping.id.desc()).limit(1)).first()


def get_mapping(name: str) -> ColumnMapping:
    """A remembered mapping by its name. Raises MappingUnknown."""
    found = db.session.scalars(select(ColumnMapping).where(ColumnMapping.name == name)).first()
    if found is None:
        raise MappingUnknown(name)
    return found


def list_sheets(*, most: int = 30) -> Sequence[Sheet]:
    """The sheets handed in last, newest first."""
    return db.session.scalars(
        select(Sheet).options(joinedload(Sheet.mapping)).order_by(Sheet.handed_in_at.desc(), Sheet.id.desc()).limit(most)
    ).all()


def list_mapping_names() -> Sequence[str]:
    """The names of the remembered mappings, in their order."""
    return db.session.scalars(select(ColumnMapping.name).order_by(ColumnMapping.name)).all()


def find_sheet(identity: uuid.UUID) -> Sheet | None:
    """A sheet that was handed in, its mapping with it; its content is not read."""
    return db.session.get(Sheet, identity)


def grid_of(sheet: Sheet) -> Grid:
    """What stands in a sheet that is not done yet. Raises SourceUnreadable."""
    content = get_with_content(sheet.id).content
    if content is None:
        raise SourceUnreadable("what was handed in is no longer there; hand it in again")
    return read_grid(content, name=sheet.file_name, tab=sheet.tab)


def tabs_of(sheet: Sheet) -> list[str]:
    """The tabs of the workbook it was handed in as; one for a CSV. Raises SourceUnreadable."""
    content = get_with_content(sheet.id).content
    return list_tabs(content, name=sheet.file_name) if content else [sheet.tab]


def get_with_content(identity: uuid.UUID) -> Sheet:
    """A sheet with what was handed in."""
    return db.session.scalars(select(Sheet).where(Sheet.id == identity).options(undefer(Sheet.content))).one()
