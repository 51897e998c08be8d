"""Links that we send to editors: long random tokens, each for one purpose, kept only as a digest, and none lasts for ever."""

import uuid
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import choice
from typing import Any, cast

from sqlalchemy import CursorResult, select, update

from directory.upkeep.models import EditorLink, LinkPurpose, ListingEditor
from navigator.db import db

LASTS = {
    LinkPurpose.INVITATION: timedelta(days=14),
    LinkPurpose.SIGN_IN: timedelta(hours=1),
    LinkPurpose.CHECK: timedelta(days=60),  # the round of asking, and a month to look at what was said
}
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that a phone takes for the end of a link, or an eye for another letter
LENGTH = 22  # 109 bits
LONGEST_TOKEN = 100
SIGNS_IN = frozenset({LinkPurpose.INVITATION, LinkPurpose.SIGN_IN})


class LinkSpent(Exception):
    """The link was used, or ended, in the meantime."""


def make_link(*, editor: ListingEditor, purpose: LinkPurpose, now: datetime) -> tuple[EditorLink, str]:
    """A new link and its token, which nobody will know again."""
    token = "".join(choice(ALPHABET) for _ in range(LENGTH))
    link = EditorLink(editor=editor, purpose=purpose, digest=_digest(token), created_at=now, expires_at=now + LASTS[purpose])
    db.session.add(link)
    db.session.flush()
    return link, token


def find_link(token: str, *, purposes: frozenset[LinkPurpose], now: datetime) -> EditorLink | None:
    """The link that works now for one of `purposes`; None when it never was, ran out, was used, or its editor was removed."""
    if len(token) > LONGEST_TOKEN:
        return None
    link = db.session.scalar(select(EditorLink).where(EditorLink.digest == _digest(token), EditorLink.purpose.in_(purposes)))
    if link is None or link.expires_at <= now or link.used_at is not None or link.editor.removed_at is not None:
        return None
    return link


def use_up(*, link: EditorLink, now: datetime) -> ListingEditor:
    """Sign its editor in, once: of two presses the first counts. Raises `LinkSpent`."""
    taken = db.session.execute(
        update(EditorLink)
        .where(EditorLink.id == link.id, EditorLink.used_at.is_(None), EditorLink.expires_at > now)
        .values(used_at=now)
    )
    if cast(CursorResult[Any], taken).rowcount != 1:
        raise LinkSpent(link.id)
    link.editor.signed_in_at = now
    db.session.flush()
    return link.editor


def end_all(*, editor_id: uuid.UUID, now: datetime) -> None:
    """No link sent to this editor before works any more."""
    db.session.execute(
        update(EditorLink).where(EditorLink.editor_id == editor_id, EditorLink.expires_at > now).values(expires_at=now)
    )


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
