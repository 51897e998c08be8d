"""What an editor changes with one tap: whether there is room, that all is still right, that it has closed. Callers commit.

Each tap is noted in the listing's history with who made it (`by_name`).
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from directory.history.models import Origin
from directory.history.recording import record
from directory.models import Service, ServiceCapacity, ServiceStatus
from directory.room import Room, Wait
from directory.room import write as write_room
from directory.upkeep import confirmations
from directory.upkeep.models import CheckAnswer
from navigator.db import db
from navigator.times import LONDON


@dataclass(frozen=True)
class RoomBefore:
    """What a listing said about its room before somebody tapped. `updated`: an ISO moment; "" when it said nothing."""

    available: int = 0
    description: str | None = None
    updated: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def set_room(*, service: Service, room: Room, wait: Wait | None = None, by_name: str, now: datetime) -> RoomBefore:
    """Say whether there is room, as of now. Gives what was said before, for `put_room_back`."""
    has_room, description = write_room(room, wait)
    with record(db.session(), origin=Origin.EDITOR, made_by=by_name, now=now):
        capacity = _latest(service)
        if capacity is None:
            before = RoomBefore()
            capacity = ServiceCapacity(available=0, updated=now)
            service.capacities.append(capacity)
        else:
            before = RoomBefore(capacity.available, capacity.description, capacity.updated.isoformat())
        capacity.available = max(capacity.available, 1) if has_room else 0  # a number that was told stays
        capacity.description, capacity.updated = description, now
    return before


def put_room_back(*, service: Service, before: RoomBefore, by_name: str, now: datetime) -> None:
    """Undo `set_room`: what was said before stands again, with its own date."""
    capacity = _latest(service)
    if capacity is None:
        return
    with record(db.session(), origin=Origin.EDITOR, made_by=by_name, now=now):
        if before.updated:
            capacity.available, capacity.description = before.available, before.description
            capacity.updated = datetime.fromisoformat(before.updated)
        else:
            service.capacities.remove(capacity)


def confirm(*, service: Service, by_name: str, by_email: str, now: datetime) -> None:
    """Everything a listing says is still right: it was checked today, and searches show it again if they had stopped."""
    with record(db.session(), origin=Origin.CONFIRMATION, made_by=by_name, now=now):
        service.assured_date, service.assurer_email = now.astimezone(LONDON).date(), by_email
        service.left_search_on = None
    confirmations.note_answer(service=service, answer=CheckAnswer.STILL_RIGHT, by=by_name, now=now)


def close(*, service: Service, by_name: str, now: datetime) -> None:
    """It has ended: no search shows it, and its page says so."""
    with record(db.session(), origin=Origin.EDITOR, made_by=by_name, now=now):
        service.status = ServiceStatus.DEFUNCT
    confirmations.note_answer(service=service, answer=CheckAnswer.CLOSED, by=by_name, now=now)


def open_again(*, service: Service, by_name: str, now: datetime) -> None:
    """It has not closed after all."""
    with record(db.session(), origin=Origin.EDITOR, made_by=by_name, now=now):
        service.status = ServiceStatus.ACTIVE
    confirmations.take_answer_back(service=service)


def _latest(service: Service) -> ServiceCapacity | None:
    return max(service.capacities, key=lambda capacity: capacity.updated, default=None)
