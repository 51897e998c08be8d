"""The guard before each number: so many texts a day and a week, and never two for one purpose within a minute.

It looks when a text is already marked as being handed over, so that of two workers with a text each for one number, the
one with the younger text sees the other's.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from sqlalchemy import and_, or_, select

from messaging.models import OutgoingMessage
from messaging.purposes import PROMPTED, Purpose
from messaging.sending import hours_here
from messaging.sending.limits import Limits
from messaging.states import LEFT_US, State
from navigator.db import db


class Leaving(Protocol):
    """A text about to leave."""

    @property
    def id(self) -> UUID: ...
    @property
    def to_address(self) -> str: ...
    @property
    def purpose(self) -> Purpose: ...
    @property
    def any_hour(self) -> bool: ...


class Cause(StrEnum):
    TOO_MANY = "too_many"
    A_MINUTE_APART = "a_minute_apart"


@dataclass(frozen=True)
class Hold:
    """A text that does not go now, why, and when to try again."""

    cause: Cause
    until: datetime


def look(leaving: Collection[Leaving], *, limits: Limits, now: datetime) -> Mapping[UUID, Hold]:
    """Which of these texts must wait. At most one of them is for any number."""
    watched = {text.to_address: text for text in leaving if not text.any_hour and text.purpose not in PROMPTED}
    if not watched:
        return {}
    a_week_ago, today, a_moment_ago = now - timedelta(days=7), hours_here.day_began(now), now - limits.apart
    others = db.session.execute(
        select(
            OutgoingMessage.id,
            OutgoingMessage.to_address,
            OutgoingMessage.purpose,
            OutgoingMessage.state,
            OutgoingMessage.sent_at,
        ).where(
            OutgoingMessage.to_address.in_(watched),
            OutgoingMessage.any_hour.is_(False),
            OutgoingMessage.purpose.not_in(PROMPTED),
            or_(
                and_(OutgoingMessage.state.in_(LEFT_US), OutgoingMessage.sent_at >= a_week_ago),
                OutgoingMessage.state == State.HANDING_OVER,
            ),
        )
    ).all()
    in_a_week, in_a_day, same_just_now = (dict.fromkeys(watched, 0) for _ in range(3))
    for other in others:
        text = watched[other.to_address]
        if other.id == text.id or (other.state is State.HANDING_OVER and other.id > text.id):
            continue
        sent_at = other.sent_at or now
        in_a_week[other.to_address] += 1
        in_a_day[other.to_address] += sent_at >= today
        same_just_now[other.to_address] += other.purpose is text.purpose and sent_at > a_moment_ago
    held: dict[UUID, Hold] = {}
    for number, text in watched.items():
        if in_a_day[number] >= limits.a_day or in_a_week[number] >= limits.a_week:
            held[text.id] = Hold(Cause.TOO_MANY, hours_here.next_day(now))
        elif same_just_now[number]:
            held[text.id] = Hold(Cause.A_MINUTE_APART, now + limits.apart)
    return held
