"""Reading a listing's history."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import RelationshipDirection, Session, selectinload

from directory.history.models import FieldAction, ListingChange
from directory.history.parts import LISTING, PARTS, Key, Values, rows_of_listing
from directory.history.undoing import as_whole_rows, undo
from directory.models import Service
from navigator.db import Base, db

PER_PAGE = 20


class NoSuchVersion(Exception):
    """The listing's history does not reach back to this version."""


def list_changes(service_id: uuid.UUID, *, page: int = 1, per_page: int = PER_PAGE) -> tuple[Sequence[ListingChange], int]:
    """A listing's changes with their fields, the newest first, and how many there are. For those who look after it: the
    fields may hold what is never published (who checked a listing, where a refuge was).
    """
    theirs = select(ListingChange).where(ListingChange.service_id == service_id)
    total = db.session.scalar(select(func.count()).select_from(theirs.subquery())) or 0
    newest = theirs.order_by(ListingChange.number.desc()).limit(per_page).offset((page - 1) * per_page)
    return db.session.scalars(newest.options(selectinload(ListingChange.fields))).all(), total


def list_changes_after(session: Session, service_id: uuid.UUID, number: int) -> Sequence[ListingChange]:
    """The changes that made version `number` into what is now, the newest first. Version 0 is what was there before anything
    was noted. Raises NoSuchVersion.
    """
    theirs = select(ListingChange).where(ListingChange.service_id == service_id).order_by(ListingChange.number.desc())
    changes = session.scalars(theirs.where(ListingChange.number > number).options(selectinload(ListingChange.fields))).all()
    last = session.scalar(select(func.max(ListingChange.number)).where(ListingChange.service_id == service_id)) or 0
    if not 0 <= number <= last or any(_creates(change) for change in changes):
        raise NoSuchVersion(number)
    return changes


def get_as_it_was(session: Session, service_id: uuid.UUID, number: int) -> Service:
    """The listing at a version, for showing: objects that belong to no session and can be read like any. What it shared with
    others is as the history of this listing knows it. Raises NoSuchVersion.
    """
    earlier = as_whole_rows(session, undo(list_changes_after(session, service_id, number)))
    rows = rows_of_listing(session, service_id, instead=earlier)
    if (LISTING, service_id) not in rows:
        raise NoSuchVersion(number)
    objects = {key: _object(key[0], values) for key, values in rows.items()}
    for (name, _), thing in objects.items():
        _join(session, name, thing, objects)
    service = objects[LISTING, service_id]
    assert isinstance(service, Service)  # noqa: S101 - the table's own model
    return service


def _creates(change: ListingChange) -> bool:
    return any(f.resource_type == LISTING and f.last_action_type is FieldAction.CREATE for f in change.fields)


def _object(name: str, values: Values) -> Base:
    return PARTS[name].model(**values)


def _join(session: Session, name: str, thing: Base, objects: dict[Key, Base]) -> None:
    """Give a row's object those that it points at; theirs then know it, too."""
    for relation in inspect(PARTS[name].model).relationships:
        if relation.direction is not RelationshipDirection.MANYTOONE:
            continue
        (column,) = relation.local_columns
        identity = getattr(thing, column.name)
        if identity is None:
            continue
        target = objects.get((relation.mapper.local_table.description, identity))
        if target is None and relation.mapper.local_table.description not in PARTS:
            target = session.get(relation.mapper.class_, identity)  # a term: no part of the listing
        if target is not None:
            setattr(thing, relation.key, target)
