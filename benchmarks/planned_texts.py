"""Texts for a benchmark to send, planned many at a time: what is measured begins when they are due."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from sqlalchemy import insert

from messaging.models import Channel, MessageEvent, OutgoingMessage, State
from messaging.purposes import Purpose
from navigator.db import db, new_id
from navigator.times import utc_now

NUMBERS = cycle(f"+447700900{number:03}" for number in range(1000))  # Ofcom's, for drama


def plan_texts(count: int, *, start: datetime | None = None, seconds: float = 0.0) -> None:
    """So many texts, due from `start` (now) on, evenly over so many seconds. Commits.

    For any hour: such are not counted by the guard, so that a number may have many.
    """
    now, batch = utc_now(), uuid.uuid4().hex
    insert_texts(
        [
            text_row(
                to=next(NUMBERS),
                link=f"https://care.example/t/{place:06}",
                key=f"benchmark:{batch}:{place}",
                now=now,
                not_before=(start or now) + timedelta(seconds=seconds * place / count),
            )
            for place in range(count)
        ],
    )


def text_row(
    *, to: str, link: str, key: str, now: datetime, not_before: datetime | None = None, locale: str = "en", any_hour: bool = True
) -> dict[str, Any]:
    """A planned text with a link to somebody's plan, as `outbox.plan_text` would write it down."""
    return {
        "id": new_id(),
        "channel": Channel.TEXT,
        "recipient_id": uuid.uuid4(),
        "to_address": to,
        "locale": locale,
        "template": "plan_link",
        "purpose": Purpose.ASKED_FOR,
        "values": {"link": link},
        "dedupe_key": key,
        "not_before": not_before or now,
        "any_hour": any_hour,
        "state": State.PLANNED,
        "created_at": now,
    }


def insert_texts(rows: Sequence[dict[str, Any]]) -> None:
    """All of them, with their history, in one go. Commits."""
    history = [
        {"id": new_id(), "message_id": row["id"], "happened_at": row["created_at"], "state": State.PLANNED} for row in rows
    ]
    db.session.execute(insert(OutgoingMessage), list(rows))
    db.session.execute(insert(MessageEvent), history)
    db.session.commit()
