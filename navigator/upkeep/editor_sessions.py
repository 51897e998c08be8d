"""The listing editor at work: in the same browser cookie as everything else, beside whoever of the staff is signed in there."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import g, session

from directory.upkeep import editors
from directory.upkeep.models import ListingEditor

KEY = "editor"  # navigator.people.staff_sessions keeps it when somebody of the staff signs in
LASTS = timedelta(
    days=30
)  # since they were here last, which is as long as Flask believes a cookie; a new link is one e-mail away
RENEWED_AFTER = timedelta(days=1)


def begin(editor: ListingEditor) -> None:
    """The link was theirs: this browser keeps their listings, and speaks their language unless it chose another."""
    now = datetime.now(UTC).timestamp()
    session[KEY] = {"id": str(editor.id), "began": now, "seen": now}
    session.setdefault("language", editor.language)
    session.permanent = True
    g.pop("current_editor", None)


def end() -> None:
    """This browser keeps nobody's listings any more."""
    session.pop(KEY, None)
    g.pop("current_editor", None)


def find_current_editor() -> ListingEditor | None:
    """Whose listings this browser may change; None when nobody's. A new invitation ends what began before it."""
    kept = session.get(KEY)
    if not kept:
        return None
    if "current_editor" not in g:
        g.current_editor = _find(kept)
    return g.current_editor  # type: ignore[no-any-return]  # put there just above


def current_editor() -> ListingEditor:
    """Whose listings these are, behind a door that only lets editors through."""
    editor = find_current_editor()
    if editor is None:
        raise RuntimeError("a page for editors is behind a door without an editors' guard")
    return editor


def current_editors() -> Sequence[ListingEditor]:
    """The current editor's rows, one for each organisation whose listings they keep: their link proved the address."""
    return editors.list_by_email(current_editor().email)


def _find(kept: dict[str, Any]) -> ListingEditor | None:
    now = datetime.now(UTC).timestamp()
    if now - kept["seen"] > LASTS.total_seconds():
        return None
    editor = editors.find_editor(uuid.UUID(kept["id"]))
    if editor is None or kept["began"] < editor.invited_at.timestamp():
        return None
    if now - kept["seen"] > RENEWED_AFTER.total_seconds():
        session[KEY] = {**kept, "seen": now}
    return editor
