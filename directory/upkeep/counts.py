"""How often listings are come across: tallied in memory, written now and then as one row a listing and day.

A page of what was found is a request that only reads, and stays one: it adds to a dictionary. Whoever owns the `Tally` writes it
every few seconds (`navigator.upkeep.counting`), so a process that is killed loses the counts of those seconds, and no more.
"""

import threading
import uuid
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from directory.models import Service
from directory.upkeep.models import ListingCount
from navigator.db import db

WINDOWS = (30, 90)  # days, this one among them


@dataclass(frozen=True)
class Seen:
    """How often a listing was on a page of what was found, and how often its own page was opened."""

    found: int = 0
    shown: int = 0


class Tally:
    """What one process has counted and not yet written. Threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: Counter[tuple[uuid.UUID, date]] = Counter()
        self._shown: Counter[tuple[uuid.UUID, date]] = Counter()

    def note_found(self, ids: Iterable[uuid.UUID], *, day: date) -> None:
        with self._lock:
            self._found.update((service_id, day) for service_id in ids)

    def note_shown(self, service_id: uuid.UUID, *, day: date) -> None:
        with self._lock:
            self._shown[service_id, day] += 1

    def take(self) -> dict[tuple[uuid.UUID, date], Seen]:
        """What was counted since it was last taken."""
        with self._lock:
            found, shown = self._found, self._shown
            self._found, self._shown = Counter(), Counter()
        return {key: Seen(found[key], shown[key]) for key in {*found, *shown}}


def write(session: Session, counted: dict[tuple[uuid.UUID, date], Seen]) -> int:
    """Add what was counted to the table, in one statement; how many rows that touched. Listings gone meanwhile are left out."""
    there = set(session.scalars(select(Service.id).where(Service.id.in_({service_id for service_id, _ in counted}))))
    rows = [
        {"service_id": service_id, "day": day, "found": seen.found, "shown": seen.shown}
        for (service_id, day), seen in sorted(counted.items())  # one order for all, so that two writers never wait in a ring
        if service_id in there
    ]
    if not rows:
        return 0
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(ListingCount)
    added = {name: ListingCount.__table__.c[name] + statement.excluded[name] for name in ("found", "shown")}
    session.execute(statement.on_conflict_do_update(index_elements=["service_id", "day"], set_=added), rows)
    return len(rows)


def count_seen(service_ids: Collection[uuid.UUID], *, days: int, today: date) -> dict[uuid.UUID, Seen]:
    """For each of these listings, how often it was come across in the last so many days, today included."""
    wanted = (
        select(ListingCount.service_id, func.sum(ListingCount.found), func.sum(ListingCount.shown))
        .where(ListingCount.service_id.in_(service_ids), ListingCount.day > today - timedelta(days=days))
        .group_by(ListingCount.service_id)
    )
    return {row[0]: Seen(int(row[1]), int(row[2])) for row in db.session.execute(wanted)}
