"""Moving messages from state to state. Each move is written down with its time and cause, in the same transaction."""

import logging
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, insert, update

from messaging import signals
from messaging.models import MessageEvent, OutgoingMessage
from messaging.sending import breaker
from messaging.states import State, may_move
from messaging.wording import texts as wording
from navigator.db import db, new_id

log = logging.getLogger(__name__)

_INSERT = insert(MessageEvent.__table__)  # type: ignore[arg-type]  # it is a Table

NO_LEASE: dict[str, Any] = {"leased_until": None, "lease_holder": ""}
DEAD = "address_does_not_work"  # an e-mail address, as its mail server said before
# What may follow a STOP: that we heard it, and whom to ring, when the person writes that they are in danger.
AFTER_STOP = frozenset({"stopped", "stopped_or_appointment", "safety"})


def note(moves: Iterable[tuple[uuid.UUID, State, str]], *, now: datetime) -> None:
    """Write down that messages came into states, and why."""
    rows = [
        {"id": new_id(), "message_id": message_id, "happened_at": now, "state": state, "cause": cause[:200]}
        for message_id, state, cause in moves
    ]
    if rows:
        db.session.connection().execute(_INSERT, rows)  # thousands of them: without the cost of the mapper


def change(condition: Any, **changes: Any) -> int:
    """Change messages where `condition` holds, without a word in their history. Says how many."""
    result = db.session.execute(
        update(OutgoingMessage).where(condition).values(changes).execution_options(synchronize_session=False)
    )
    return result.rowcount if isinstance(result, CursorResult) else 0


def move(
    message: OutgoingMessage, state: State, cause: str, condition: ColumnElement[bool], *, now: datetime, **changes: Any
) -> bool:
    """Move one message where `condition` still holds. False when it no longer does, or when the state may not follow."""
    if not may_move(message.state, state):  # somebody else moved it while we looked
        log.warning("message %s is %s meanwhile, and does not become %s", message.id, message.state.value, state.value)
        return False
    if state is State.CANCELLED:
        changes["values"], changes["body"] = wording.without_secrets(message.template, message.values, message.body)
    if change(condition, state=state, cause=cause[:200], **changes) != 1:
        return False
    note([(message.id, state, cause)], now=now)
    db.session.refresh(message)
    return True


def fail(message: OutgoingMessage, cause: str, condition: Any, *, now: datetime, state: State = State.FAILED) -> None:
    """It will never arrive. Whoever listens is told in the same transaction; their failure does not undo the fact.

    Of what was kept back (`state` EXPIRED or SUPPRESSED) they hear when somebody misses something by it. Commits.
    """
    values, body = wording.without_secrets(message.template, message.values, message.body)
    changes = {"values": values, "body": body, **NO_LEASE}
    if not move(message, state, cause, condition, now=now, **changes):
        db.session.commit()
        return
    message_id = message.id
    if state is State.FAILED:
        breaker.count_failed(message.template, now=now)
    matters = (
        state is State.FAILED or cause in ("too_many", "cannot_be_answered", DEAD) or message.template in wording.APPOINTMENTS
    )
    if not matters or message.template in AFTER_STOP:  # the carrier was quicker than we to hear the STOP
        db.session.commit()
        return
    try:
        signals.message_failed.send("messaging", message=message, now=now)
        db.session.commit()
    except Exception:
        db.session.rollback()
        log.exception("what should follow from the failure of message %s did not", message_id)
        message = db.session.get_one(OutgoingMessage, message_id)
        move(message, state, cause, condition, now=now, **changes)
        db.session.commit()
