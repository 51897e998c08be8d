"""What waits for a moderator."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from directory.upkeep.edit_moves import IN_THE_QUEUE
from directory.upkeep.edits import EditNotFound
from directory.upkeep.models import EditState, ListingEdit
from navigator.db import db

PER_PAGE = 50


def list_queue(*, state: EditState = EditState.WAITING, page: int = 1) -> tuple[Sequence[ListingEdit], int]:
    """The edits in this state, whoever has waited longest first, PER_PAGE a page from 1; and how many there are in all."""
    wanted = select(ListingEdit).where(ListingEdit.state == state)
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    found = db.session.scalars(
        wanted.options(
            joinedload(ListingEdit.service),
            joinedload(ListingEdit.organization),
            joinedload(ListingEdit.editor),
            joinedload(ListingEdit.application),
        )
        .order_by(ListingEdit.sent_at, ListingEdit.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    return found.all(), total


def count_waiting() -> int:
    """How many edits wait for a moderator."""
    return db.session.scalar(select(func.count()).select_from(ListingEdit).where(ListingEdit.state == EditState.WAITING)) or 0


def get_sent_edit(edit_id: uuid.UUID) -> ListingEdit:
    """An edit that was sent, decided or not. Raises `EditNotFound`."""
    edit = db.session.get(ListingEdit, edit_id)
    if edit is None or edit.sent_at is None:
        raise EditNotFound(edit_id)
    return edit


def is_open(edit: ListingEdit) -> bool:
    """Whether a moderator can still decide."""
    return edit.state in IN_THE_QUEUE


def name_of(edit: ListingEdit) -> str:
    """What the listing is called, or would be."""
    if edit.service is not None:
        return edit.service.name
    return str(edit.answers.get("about", {}).get("name", "")).strip()
