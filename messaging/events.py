"""Providers' calls to us: stored word for word at the door, and made sense of afterwards by the worker, once each."""

import logging
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import and_, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from messaging.gateways.handover import Call, Caller, PhoneText, Unreadable
from messaging.models import EventKind, ProviderEvent
from messaging.replies import incoming
from messaging.sending import provider_news
from navigator.db import db, new_id, only_reading

log = logging.getLogger(__name__)

LOOKED_AT_ONCE = 50
MOST_TRIES = 10  # of an event that always fails: then it is left, loudly, for somebody to look at
TRY_AGAIN = timedelta(minutes=1)
KEPT = timedelta(days=30)  # long enough to find out what happened; what follows from it is kept elsewhere
_TABLE: Any = ProviderEvent.__table__
_INSERTS = {  # made once: the statement costs more to put together than to run
    "postgresql": postgresql.insert(_TABLE).on_conflict_do_nothing(index_elements=["digest"]).returning(_TABLE.c.id),
    "sqlite": sqlite.insert(_TABLE).on_conflict_do_nothing(index_elements=["digest"]).returning(_TABLE.c.id),
}


def store(call: Call, *, provider: str, kind: EventKind, now: datetime) -> uuid.UUID | None:
    """Keep a call as it came: one statement. None when the very same call was kept before. Flushes only."""
    body = call.body.decode("utf-8", errors="backslashreplace").replace("\x00", "\\x00")
    query = call.url.partition("?")[2]
    row = {
        "id": new_id(),
        "provider": provider,
        "kind": kind,
        "digest": sha256(f"{provider} {kind.value} {query}\n".encode() + call.body).hexdigest(),
        "query": query[:500],
        "content_type": call.content_type[:80],
        "body": body,
        "received_at": now,
        "outcome": "",
        "tries": 0,
    }
    connection = db.session.connection()
    stored: uuid.UUID | None = connection.execute(_INSERTS[connection.dialect.name], row).scalar()
    return stored


def interpret_one(now: datetime, *, callers: Mapping[str, Caller]) -> bool:
    """Make sense of what has been kept and not understood yet, oldest first, a few at a time. False when there is nothing.

    Each is settled in its own transaction. One that fails is logged and tried again later; the others go on. Commits.
    """
    with only_reading():
        waiting = db.session.scalars(
            select(ProviderEvent.id)
            .where(_waits(now))
            .order_by(ProviderEvent.received_at, ProviderEvent.id)
            .limit(LOOKED_AT_ONCE)
        ).all()
        db.session.commit()
    done = [interpret(event_id, now=now, callers=callers) for event_id in waiting]
    return any(done)


def interpret(event_id: uuid.UUID, *, now: datetime, callers: Mapping[str, Caller]) -> bool:
    """Make sense of one. False when it was settled meanwhile, is being settled elsewhere, or fails. Commits."""
    try:
        event = _claim(event_id)
        if event is None:
            db.session.rollback()
            return False
        text = None
        if event.kind is EventKind.NEWS:
            event.outcome, event.handled_at = _take_news(event, callers, now=now), now
        else:
            text = _keep_text(event, callers, now=now)
        db.session.commit()
        if text is None:
            return True
        incoming.heed_stop(text, now=now)
        incoming.handle(text, now=now)
        event = _claim(event_id)
        if event is not None:
            event.outcome, event.handled_at = "taken", now
        db.session.commit()
    except Exception:
        db.session.rollback()
        log.exception("nothing could be made of provider event %s", event_id)
        _count_try(event_id, now=now)
        return False
    return True


def tidy(*, now: datetime) -> None:
    """Forget what providers told us long ago. Flushes only."""
    db.session.execute(delete(ProviderEvent).where(ProviderEvent.handled_at < now - KEPT))


def count_outcomes(*, since: datetime) -> dict[tuple[str, str, str], int]:
    """How many calls kept since then came to what: by provider, kind and outcome ("waiting" while nobody has looked)."""
    rows = db.session.execute(
        select(ProviderEvent.provider, ProviderEvent.kind, ProviderEvent.outcome, func.count())
        .where(ProviderEvent.received_at >= since)
        .group_by(ProviderEvent.provider, ProviderEvent.kind, ProviderEvent.outcome)
    )
    return {(provider, kind.value, outcome or "waiting"): count for provider, kind, outcome, count in rows}


def _waits(now: datetime) -> Any:
    """Not settled; and after a failure, not for a minute more with each one there was."""
    first = and_(ProviderEvent.handled_at.is_(None), ProviderEvent.tries == 0)
    again = and_(
        ProviderEvent.handled_at.is_(None),
        ProviderEvent.tries > 0,
        ProviderEvent.tries < MOST_TRIES,
        ProviderEvent.received_at <= now - TRY_AGAIN,
    )
    return first | again


def _claim(event_id: uuid.UUID) -> ProviderEvent | None:
    return db.session.scalar(
        select(ProviderEvent)
        .where(ProviderEvent.id == event_id, ProviderEvent.handled_at.is_(None))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )


def _call(event: ProviderEvent) -> Call:
    query = dict(parse_qsl(event.query))
    return Call(url="", query=query, headers={}, body=event.body.encode(), content_type=event.content_type)


def _take_news(event: ProviderEvent, callers: Mapping[str, Caller], *, now: datetime) -> str:
    caller = callers.get(event.provider)
    if caller is None:
        return "unknown_provider"
    try:
        news = caller.read_news(_call(event))
    except Unreadable as problem:
        log.error("provider event %s from %s cannot be read: %s", event.id, event.provider, problem)
        return "unreadable"
    return provider_news.take(news, provider=event.provider, now=now).value


def _keep_text(event: ProviderEvent, callers: Mapping[str, Caller], *, now: datetime) -> uuid.UUID | None:
    """The text in it, as a row of its own; None, with the outcome written down, when there is none."""
    caller = callers.get(event.provider)
    if caller is None:
        event.outcome, event.handled_at = "unknown_provider", now
        return None
    try:
        text: PhoneText = caller.read_text(_call(event))
    except Unreadable as problem:
        log.error("provider event %s from %s cannot be read: %s", event.id, event.provider, problem)
        event.outcome, event.handled_at = "unreadable", now
        return None
    return incoming.receive(
        provider_id=text.provider_id,
        from_number=text.from_number,
        to_number=text.to_number,
        body=text.body,
        media=text.media,
        now=event.received_at,
    ).id


def _count_try(event_id: uuid.UUID, *, now: datetime) -> None:
    event = db.session.get(ProviderEvent, event_id)
    if event is None or event.handled_at is not None:
        db.session.rollback()
        return
    event.tries += 1
    if event.tries >= MOST_TRIES:
        event.outcome = "failed"
        log.error("provider event %s is given up: somebody has to look at it", event_id)
    db.session.commit()
