"""Notifications that were handed over and that nobody has seen yet, as far as we have heard: whose time comes, becomes a text."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select

from messaging.models import AwaitedNotice, OutgoingMessage
from messaging.states import State
from navigator.db import db


def wait_for(text_at: Mapping[uuid.UUID, datetime]) -> None:
    """These have been handed over: each becomes a text at its time, unless a browser says before that it has shown it."""
    if text_at:
        db.session.execute(insert(AwaitedNotice), [{"message_id": one, "text_at": moment} for one, moment in text_at.items()])


def forget(message_id: uuid.UUID) -> bool:
    """Wait for it no more. False when nobody did."""
    return _forget(AwaitedNotice.message_id == message_id) > 0


def forget_where(*conditions: ColumnElement[bool], **are: object) -> int:
    """Send no text for any message of which this holds: it has been called off. Says how many."""
    which = select(OutgoingMessage.id).where(OutgoingMessage.state == State.SENT, *conditions).filter_by(**are)
    return _forget(AwaitedNotice.message_id.in_(which))


def may_become_a_text() -> ColumnElement[bool]:
    """Of a message: that a text may yet have to say it."""
    return OutgoingMessage.id.in_(select(AwaitedNotice.message_id))


def _forget(which: ColumnElement[bool]) -> int:
    gone = delete(AwaitedNotice).where(which).returning(AwaitedNotice.message_id)
    return len(db.session.scalars(gone.execution_options(synchronize_session=False)).all())
