"""An edit from the first answer kept to the moment it is sent: drafts, what they hold, and sending them."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from directory.models import Service
from directory.queries import has_secret_place
from directory.upkeep.asking.question import Answer, says_the_same
from directory.upkeep.asking.where import WHERE
from directory.upkeep.edit_moves import OPEN, check_move
from directory.upkeep.editors import is_trusted
from directory.upkeep.models import EditState, ListingApplication, ListingEdit, ListingEditor
from directory.upkeep.publishing_edits import publish
from directory.upkeep.questions import QUESTIONS
from directory.upkeep.staging import AnswersWrong, published_of, staged
from navigator.db import db


class EditNotFound(Exception):
    """There is no such edit, or it is somebody else's."""


class NothingToSend(Exception):
    """The edit has no answers in it."""


class ListingMoved(Exception):
    """The listing was changed by somebody else since the editor looked; they are to see it before they send."""


def find_shown_edit(*, service_id: uuid.UUID, editor_id: uuid.UUID) -> ListingEdit | None:
    """The edit of this listing to show its editor: the open one, or one that was rejected and nothing begun since."""
    wanted = select(ListingEdit).where(ListingEdit.service_id == service_id, ListingEdit.editor_id == editor_id)
    last = db.session.scalars(wanted.order_by(ListingEdit.saved_at.desc(), ListingEdit.id.desc()).limit(1)).first()
    return last if last is not None and last.state in (*OPEN, EditState.REJECTED) else None


def get_edit(*, edit_id: uuid.UUID, editor_ids: Sequence[uuid.UUID]) -> ListingEdit:
    """An edit of one of these editors (one person may be several). Raises `EditNotFound`."""
    edit = db.session.get(ListingEdit, edit_id)
    if edit is None or edit.editor_id not in editor_ids:
        raise EditNotFound(edit_id)
    return edit


def get_edit_of_application(application_id: uuid.UUID) -> ListingEdit:
    """The first listing of an organisation that applies. Raises `EditNotFound`."""
    edit = db.session.scalars(select(ListingEdit).where(ListingEdit.application_id == application_id)).first()
    if edit is None:
        raise EditNotFound(application_id)
    return edit


def list_others_waiting(edit: ListingEdit) -> Sequence[ListingEdit]:
    """What other editors have sent about the same listing and nobody has decided."""
    if edit.service_id is None:
        return []
    wanted = select(ListingEdit).where(
        ListingEdit.service_id == edit.service_id, ListingEdit.id != edit.id, ListingEdit.state == EditState.WAITING
    )
    return db.session.scalars(wanted.options(joinedload(ListingEdit.editor)).order_by(ListingEdit.sent_at, ListingEdit.id)).all()


def list_own_new(editor_ids: Sequence[uuid.UUID]) -> Sequence[ListingEdit]:
    """New listings these editors have begun or sent, and that are not published, newest first."""
    wanted = select(ListingEdit).where(
        ListingEdit.service_id.is_(None),
        ListingEdit.editor_id.in_(editor_ids),
        ListingEdit.state.in_([*OPEN, EditState.REJECTED]),
    )
    return db.session.scalars(wanted.order_by(ListingEdit.saved_at.desc(), ListingEdit.id.desc())).all()


def begin_edit(*, editor: ListingEditor, service: Service | None, now: datetime) -> ListingEdit:
    """The editor's edit of this listing that they still see, begun now when there is none; with no listing, always a new one."""
    found = find_shown_edit(service_id=service.id, editor_id=editor.id) if service else None
    if found is not None:
        return found
    return _add(
        ListingEdit(
            organization_id=editor.organization_id,
            service_id=service.id if service else None,
            editor_id=editor.id,
            started_at=now,
            saved_at=now,
        )
    )


def begin_first_listing(*, application: ListingApplication, now: datetime) -> ListingEdit:
    """The edit that holds the first listing of an organisation that applies."""
    return _add(ListingEdit(application_id=application.id, started_at=now, saved_at=now))


def keep_answer(*, edit: ListingEdit, name: str, answer: Answer, now: datetime) -> Answer:
    """Keep an answer as far as it was typed, and give what is kept. One that says what the listing says already is no answer.

    An edit that waits for a moderator, or was rejected, comes back to its editor, who sends it again. Whereabouts that must
    not be public are not kept. Raises `EditCannotMove` when it was decided meanwhile.
    """
    if edit.state not in (EditState.DRAFT, EditState.ASKED):
        _move(edit, EditState.DRAFT)
    with db.session.no_autoflush:
        published = published_of(edit)
        was = QUESTIONS[name].read(published)
        tidy = QUESTIONS[name].tidy(answer, has_secret_place(published) if name == WHERE.name else False)
    before = {**edit.before, name: edit.before.get(name, was)}
    if says_the_same(tidy, was):
        edit.answers = {other: kept for other, kept in edit.answers.items() if other != name}
        edit.before = {other: kept for other, kept in before.items() if other != name}
    else:
        edit.answers, edit.before = {**edit.answers, name: tidy}, before
    edit.saved_at = now
    db.session.flush()
    return tidy


def forget_secret_whereabouts(*, edit: ListingEdit, now: datetime) -> bool:
    """When the answers make it a listing whose place must not be public, drop the whereabouts the draft holds. Commits before.

    Whether anything was dropped.
    """
    answer = edit.answers.get(WHERE.name)
    if answer is None or answer.get("withheld"):
        return False
    with staged(edit, now=now) as result:
        is_secret = has_secret_place(result.service)
    if not is_secret:
        return False
    edit.answers = {**edit.answers, WHERE.name: WHERE.tidy(answer, True)}
    db.session.flush()
    return True


def send(*, edit: ListingEdit, seen_revision: int, now: datetime) -> EditState:
    """The editor is done: it goes live at once when their organisation is trusted, else to the queue. Which of the two.

    Called before anything else is written. `seen_revision`: of the listing as the editor saw it beside their answers.
    Raises `NothingToSend`, `AnswersWrong`, `ListingMoved` when it has changed since, and `EditCannotMove`.
    """
    if not edit.answers:
        raise NothingToSend(edit.id)
    if edit.service is not None and edit.service.revision != seen_revision:
        raise ListingMoved(edit.service_id)
    with staged(edit, now=now) as result:
        wrong = result.wrong
    if wrong:
        raise AnswersWrong(wrong)
    edit.sent_at, edit.note = now, None
    if edit.organization_id is not None and is_trusted(edit.organization_id):
        publish(edit=edit, decided_by=edit.editor.name if edit.editor else "", now=now)
    else:
        _move(edit, EditState.WAITING)
    db.session.flush()
    return edit.state


def withdraw(*, edit: ListingEdit, now: datetime) -> None:
    """The editor leaves it as it was. Raises `EditCannotMove` when it was decided meanwhile."""
    _move(edit, EditState.WITHDRAWN)
    edit.decided_at = now
    db.session.flush()


def take_up_again(*, edit: ListingEdit, now: datetime) -> None:
    """What was rejected becomes a draft again, to be changed and sent anew. Raises `EditCannotMove`."""
    _move(edit, EditState.DRAFT)
    edit.saved_at = now
    db.session.flush()


def _move(edit: ListingEdit, to: EditState) -> None:
    check_move(edit.state, to)
    edit.state = to


def _add(edit: ListingEdit) -> ListingEdit:
    db.session.add(edit)
    db.session.flush()
    return edit
