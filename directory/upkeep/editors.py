"""Who keeps an organisation's listings: inviting them, removing them, and how far the organisation is trusted."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from directory.models import Organization, Service
from directory.upkeep import editor_links
from directory.upkeep.models import ListingEditor, Standing
from navigator.db import db

PER_PAGE = 30


class OrganizationNotFound(Exception):
    """There is no organisation with this id."""


class EditorNotFound(Exception):
    """The organisation has no such editor, or they were removed."""


class AlreadyEditor(Exception):
    """Somebody with this e-mail address keeps the organisation's listings already."""


@dataclass(frozen=True)
class Kept:
    """An organisation in a list: how many listings it has, and how many people keep them."""

    organization: Organization
    listings: int
    editors: int


def list_organizations(*, containing: str, page: int) -> tuple[Sequence[Kept], int]:
    """Organisations whose name has these words, by name, PER_PAGE a page from 1; and how many there are in all."""
    wanted = select(Organization)
    for word in containing.split():
        like = f"%{_literally(word)}%"
        wanted = wanted.where(
            or_(Organization.name.ilike(like, escape="\\"), Organization.alternate_name.ilike(like, escape="\\"))
        )
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    found = db.session.scalars(wanted.order_by(Organization.name, Organization.id).limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    organizations = list(found)
    ids = [organization.id for organization in organizations]
    listings = _count_by_organization(select(Service.organization_id, func.count()).where(Service.organization_id.in_(ids)))
    working = ListingEditor.removed_at.is_(None)
    editors = _count_by_organization(
        select(ListingEditor.organization_id, func.count()).where(ListingEditor.organization_id.in_(ids), working)
    )
    return [Kept(one, listings.get(one.id, 0), editors.get(one.id, 0)) for one in organizations], total


def get_organization(organization_id: uuid.UUID) -> Organization:
    """Raises `OrganizationNotFound`."""
    organization = db.session.get(Organization, organization_id)
    if organization is None:
        raise OrganizationNotFound(organization_id)
    return organization


def list_editors(organization_ids: Sequence[uuid.UUID]) -> Sequence[ListingEditor]:
    """Who keeps these organisations' listings now, by name."""
    wanted = select(ListingEditor).where(ListingEditor.organization_id.in_(organization_ids), ListingEditor.removed_at.is_(None))
    return db.session.scalars(wanted.order_by(ListingEditor.name, ListingEditor.id)).all()


def list_all() -> Sequence[ListingEditor]:
    """Everybody who keeps listings, by name. For the demonstration's sign-in page."""
    wanted = select(ListingEditor).where(ListingEditor.removed_at.is_(None)).options(joinedload(ListingEditor.organization))
    return db.session.scalars(wanted.order_by(ListingEditor.name, ListingEditor.id)).all()


def get_editor(*, organization_id: uuid.UUID, editor_id: uuid.UUID) -> ListingEditor:
    """One who keeps this organisation's listings now. Raises `EditorNotFound`."""
    editor = db.session.get(ListingEditor, editor_id)
    if editor is None or editor.organization_id != organization_id or editor.removed_at is not None:
        raise EditorNotFound(editor_id)
    return editor


def find_editor(editor_id: uuid.UUID) -> ListingEditor | None:
    """An editor who was not removed."""
    editor = db.session.get(ListingEditor, editor_id)
    return editor if editor is not None and editor.removed_at is None else None


def list_by_email(email: str) -> Sequence[ListingEditor]:
    """One person may keep the listings of several organisations: a row for each, those not removed, by organisation."""
    wanted = (
        select(ListingEditor)
        .join(ListingEditor.organization)
        .where(ListingEditor.email == email.strip().lower(), ListingEditor.removed_at.is_(None))
        .options(joinedload(ListingEditor.organization))
    )
    return db.session.scalars(wanted.order_by(Organization.name, Organization.id)).all()


def invite(
    *, organization: Organization, name: str, email: str, phone: str | None, language: str, invited_by: str, now: datetime
) -> ListingEditor:
    """Let somebody keep the organisation's listings. `phone`: E.164, None for questions by e-mail alone.

    Somebody removed earlier is taken back. Raises `AlreadyEditor`. Whoever calls sends the invitation.
    """
    email = email.strip().lower()
    known = db.session.scalar(
        select(ListingEditor).where(ListingEditor.organization_id == organization.id, ListingEditor.email == email)
    )
    if known is not None and known.removed_at is None:
        raise AlreadyEditor(email)
    if known is not None:
        editor_links.end_all(editor_id=known.id, now=now)
    editor = known or ListingEditor(organization_id=organization.id, email=email, invited_at=now, invited_by=invited_by)
    editor.name, editor.phone, editor.language = name, phone, language
    editor.invited_at, editor.invited_by, editor.removed_at, editor.signed_in_at = now, invited_by, None, None
    try:
        with db.session.begin_nested():
            db.session.add(editor)
    except IntegrityError:
        raise AlreadyEditor(email) from None  # somebody else invited them at the same moment
    return editor


def invite_again(*, editor: ListingEditor, invited_by: str, now: datetime) -> None:
    """They lost the invitation, or the phone they were signed in on: whatever was sent or is open before now ends."""
    editor_links.end_all(editor_id=editor.id, now=now)
    editor.invited_at, editor.invited_by = now, invited_by
    db.session.flush()


def remove(*, editor: ListingEditor, now: datetime) -> None:
    """They keep no listings any more: their links and sessions end at once."""
    editor_links.end_all(editor_id=editor.id, now=now)
    editor.removed_at = now
    db.session.flush()


def find_removed(*, organization_id: uuid.UUID, editor_id: uuid.UUID) -> ListingEditor | None:
    """One who kept this organisation's listings and was removed."""
    editor = db.session.get(ListingEditor, editor_id)
    is_theirs = editor is not None and editor.organization_id == organization_id and editor.removed_at is not None
    return editor if is_theirs else None


def put_back(*, organization_id: uuid.UUID, editor_id: uuid.UUID) -> ListingEditor:
    """They were removed by mistake. Their links stay ended. Raises `EditorNotFound`."""
    editor = db.session.get(ListingEditor, editor_id)
    if editor is None or editor.organization_id != organization_id:
        raise EditorNotFound(editor_id)
    editor.removed_at = None
    db.session.flush()
    return editor


def is_trusted(organization_id: uuid.UUID) -> bool:
    """Whether what its editors write goes live at once."""
    standing = db.session.get(Standing, organization_id)
    return standing is not None and standing.is_trusted


def set_trust(*, organization_id: uuid.UUID, is_trusted: bool, decided_by: str, now: datetime) -> None:
    """Let an organisation's edits go live at once, or have them looked at first."""
    standing = Standing(organization_id=organization_id, is_trusted=is_trusted, decided_at=now, decided_by=decided_by)
    db.session.merge(standing)
    db.session.flush()


def _count_by_organization(wanted: Select[uuid.UUID, int]) -> dict[uuid.UUID, int]:
    rows = db.session.execute(wanted.group_by(wanted.selected_columns[0]))
    return {row[0]: row[1] for row in rows}


def _literally(word: str) -> str:
    """A word as LIKE takes it letter by letter."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
