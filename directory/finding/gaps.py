"""Where help was looked for and was not there: noted without anybody's words, and counted for those who plan.

A search page only reads. What it notes is kept in the process and written when the next gap is noted a few seconds later,
or when somebody looks at the report; a process that is killed loses what it noted in those seconds, and no more.
"""

import csv
import io
import threading
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from directory.finding.models import SearchGap, Shortfall
from directory.finding.results.search import Found
from directory.models import Address, Location, Place, ServiceAtLocation
from directory.places.gazetteer import PLACE, outward_code
from directory.queries import get_service, has_secret_place
from directory.words import as_cell
from navigator.db import db, new_id
from navigator.times import LONDON

LITTLE = 2  # found: up to so many is too little
REST = timedelta(seconds=5)  # between two writings
MOST = 500  # different gaps held; more are not noted until these are written
PATIENCE = 50  # milliseconds to wait for SQLite's lock: a search does not wait for a report
COLUMNS = ("month", "shortfall", "needs", "place", "language", "filters")


@dataclass(frozen=True)
class Gap:
    """One way in which help fell short; as the columns of `SearchGap`."""

    month: str
    shortfall: Shortfall
    needs: str = ""
    place: str = ""
    language: str = ""
    filters: str = ""


class Tally:
    """The gaps one process has noted and not yet written. Threads share it."""

    def __init__(self) -> None:
        self._held: Counter[Gap] = Counter()
        self._turn = threading.Lock()
        self._written_at: datetime | None = None

    def note(self, gap: Gap, *, now: datetime) -> None:
        """Count it; write what is held when the last writing was a while ago."""
        with self._turn:
            if gap in self._held or len(self._held) < MOST:
                self._held[gap] += 1
            is_due = self._written_at is None or now - self._written_at >= REST
        if is_due:
            self.write(now=now)

    def write(self, *, now: datetime) -> None:
        """Put what is held into the table, in a transaction of its own. While another writer is busy it stays held."""
        with self._turn:
            held, self._held, self._written_at = self._held, Counter(), now
        if not held:
            return
        try:
            with db.engine.connect() as connection:
                if connection.dialect.name == "sqlite":
                    connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE}")
                try:
                    for gap, times in held.items():
                        _add(connection, gap, times)
                    connection.commit()
                finally:
                    connection.rollback()
                    if connection.dialect.name == "sqlite":
                        connection.exec_driver_sql("PRAGMA busy_timeout=15000")
        except OperationalError:
            with self._turn:
                self._held.update(held)


def tally_of(app: Flask) -> Tally:
    """The application's tally."""
    tally: Tally = app.extensions.setdefault("gap_tally", Tally())
    return tally


def gap_in(found: Found, *, reader: str, now: datetime) -> Gap | None:
    """How this search fell short; None when it found enough, asked for nothing, or somebody may be in danger."""
    wanted = found.wanted
    has_enough = found.total > LITTLE and not found.is_only_near
    if has_enough or found.danger or wanted.is_empty or wanted.page > 1:
        return None
    meant = {found.elsewhere.name} if found.elsewhere else {code for unit in found.units for code in unit.codes}
    codes = meant | {code for code in (wanted.need, wanted.kind) if code}
    return Gap(
        month=_month(now),
        shortfall=Shortfall.LITTLE if found.total and not found.is_only_near else Shortfall.NOTHING,
        needs=_joined(codes),
        place=_roughly(found.place) if found.place else "",
        language=(wanted.language or reader)[:12],
        filters=_joined(name for name in wanted.chosen if name not in ("need", "kind", "language")),
    )


def note_no_room(*, service_id: uuid.UUID, language: str, now: datetime) -> None:
    """A group said that it has no room for somebody. Written with the caller's transaction; a refuge's place is not kept."""
    service = get_service(service_id)
    codes = [code for code in (attribute.term.code for attribute in service.attributes) if code]
    place = "" if has_secret_place(service) else _town_of(service.id)
    gap = Gap(_month(now), Shortfall.NO_ROOM, _joined(codes), place, language[:12])
    _add(db.session.connection(), gap, 1)


def list_months() -> list[str]:
    """The months anything was noted in, the latest first."""
    return list(db.session.scalars(select(SearchGap.month).distinct().order_by(SearchGap.month.desc())))


@dataclass(frozen=True)
class Line:
    """One line of a report: what, and how often each sort of shortfall was met."""

    what: str
    nothing: int
    little: int
    no_room: int

    @property
    def total(self) -> int:
        return self.nothing + self.little + self.no_room


def report(*, month: str | None) -> dict[str, list[Line]]:
    """Gaps by "need", "place", "language" and "month", the most frequent first (months: the latest). `month` None: all.

    A need is a code; a search for two needs counts under both. Nothing given or understood is "".
    """
    columns = {"need": SearchGap.needs, "place": SearchGap.place, "language": SearchGap.language, "month": SearchGap.month}
    lines = {}
    for name, column in columns.items():
        statement = select(column, SearchGap.shortfall, func.sum(SearchGap.times)).group_by(column, SearchGap.shortfall)
        if month and name != "month":
            statement = statement.where(SearchGap.month == month)
        counted: dict[str, Counter[Shortfall]] = {}
        for value, shortfall, times in db.session.execute(statement):
            for what in (value.split() or [""]) if name == "need" else [value]:
                counted.setdefault(what, Counter())[shortfall] += int(times)
        rows = [
            Line(what, times[Shortfall.NOTHING], times[Shortfall.LITTLE], times[Shortfall.NO_ROOM])
            for what, times in counted.items()
        ]
        rows.sort(key=lambda line: line.what, reverse=name == "month")
        lines[name] = rows if name == "month" else sorted(rows, key=lambda line: -line.total)
    return lines


def as_csv(*, month: str | None) -> str:
    """Every gap of a month, or of all, as a table."""
    statement = select(*(getattr(SearchGap, name) for name in (*COLUMNS, "times"))).order_by(
        SearchGap.month.desc(), SearchGap.times.desc(), SearchGap.needs, SearchGap.place
    )
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow((*COLUMNS, "times"))
    for row in db.session.execute(statement.where(SearchGap.month == month) if month else statement):
        writer.writerow([as_cell(str(value)) for value in row])
    return text.getvalue()


def _add(connection: Connection, gap: Gap, times: int) -> None:
    values = dict(zip(COLUMNS, astuple(gap), strict=True))
    same = [getattr(SearchGap, name) == value for name, value in values.items()]
    more = update(SearchGap).where(*same).values(times=SearchGap.times + times)
    if connection.execute(more).rowcount:
        return
    try:
        with connection.begin_nested():
            connection.execute(insert(SearchGap).values(id=new_id(), times=times, **values))
    except IntegrityError:  # another process noted the same at this moment
        connection.execute(more)


def _roughly(place: Place) -> str:
    """An outward code for a postcode: a whole one may be one house."""
    return place.name if place.kind == PLACE else (outward_code(place.folded) or "").upper()


def _town_of(service_id: uuid.UUID) -> str:
    town = db.session.scalar(
        select(Address.city)
        .join(Location, Address.location_id == Location.id)
        .join(ServiceAtLocation, ServiceAtLocation.location_id == Location.id)
        .where(ServiceAtLocation.service_id == service_id)
        .order_by(ServiceAtLocation.id)
        .limit(1)
    )
    return (town or "")[:120]


def _month(now: datetime) -> str:
    return now.astimezone(LONDON).strftime("%Y-%m")


def _joined(words: Iterable[str]) -> str:
    """Words in their order of letters, as many as a column holds."""
    text = ""
    for word in sorted(set(words)):
        if len(text) + len(word) < 255:
            text = f"{text} {word}".strip()
    return text
