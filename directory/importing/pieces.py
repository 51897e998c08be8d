"""A long import written in pieces, so that nobody who writes meanwhile waits for its end. A listing is in one piece, whole.

What listings share (organizations, halls, terms) comes before them, and places that go go after them, so that no row points at
nothing between two pieces. Whoever breaks off and begins again finds what was written, and writes the rest.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.importing.tables import BY_NAME, Values
from directory.importing.writing import Difference, batched, table_of

PIECE = 250  # listings: well under a second of writing
# A row may hang on a listing by way of another row: the column that names that row, and its table.
BY_WAY_OF = {"service_at_location_id": "service_at_location", "contact_id": "contacts", "phone_id": "phones"}

Listings = frozenset[uuid.UUID]
NOBODY: Listings = frozenset()


def pieces_of(session: Session, difference: Difference, *, size: int = PIECE) -> Iterator[Difference]:
    """The difference in parts of about `size` listings each. Reads what it must of the rows that stay; writes nothing."""
    owners = _Owners(session, difference)
    groups = _Groups()
    whose: dict[tuple[str, uuid.UUID], uuid.UUID] = {}
    for rows in (difference.created, difference.changed, difference.removed):
        for table, of_table in rows.items():
            for identity in of_table:
                if listings := owners.of(table, identity):
                    whose[table, identity] = groups.join(listings)
    pieces = groups.in_pieces(size)
    number_of = {key: pieces[groups.leader(listing)] for key, listing in whose.items()}
    last = max(pieces.values(), default=0) + 1
    parts = [Difference() for _ in range(last + 1)]
    for name in BY_NAME:
        for part in parts:
            for rows in (part.created, part.changed, part.removed, part.was):
                rows[name] = {}
        for identity, values in difference.created.get(name, {}).items():
            parts[number_of.get((name, identity), 0)].created[name][identity] = values
        for identity, values in difference.changed.get(name, {}).items():
            part = parts[number_of.get((name, identity), 0)]
            part.changed[name][identity] = values
            part.was[name][identity] = difference.was[name][identity]
        for identity, values in difference.removed.get(name, {}).items():
            parts[number_of.get((name, identity), last if name == "locations" else 0)].removed[name][identity] = values
    for part in parts:
        if any(any(rows.values()) for rows in (part.created, part.changed, part.removed)):
            yield part


@dataclass
class _Groups:
    """Listings that must be written together, because a row hangs on several of them: each group by one of its listings."""

    _above: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)

    def leader(self, listing: uuid.UUID) -> uuid.UUID:
        above = self._above.setdefault(listing, listing)
        while above != listing:
            listing, above = above, self._above[above]
        return listing

    def join(self, listings: Listings) -> uuid.UUID:
        first, *others = (self.leader(listing) for listing in listings)
        for other in others:
            self._above[self.leader(other)] = self.leader(first)
        return first

    def in_pieces(self, size: int) -> dict[uuid.UUID, int]:
        """The number of the piece, from 1, that each group is in, by its leader."""
        sizes: dict[uuid.UUID, int] = {}
        for listing in self._above:
            leader = self.leader(listing)
            sizes[leader] = sizes.get(leader, 0) + 1
        numbers, number, full = {}, 1, 0
        for leader, many in sizes.items():
            if full and full + many > size:
                number, full = number + 1, 0
            numbers[leader] = number
            full += many
        return numbers


class _Owners:
    """Which listings a row hangs on, before and after: itself, by its column, or by way of a place, a contact or a phone."""

    def __init__(self, session: Session, difference: Difference) -> None:
        self.difference = difference
        self._known: dict[tuple[str, uuid.UUID], Listings] = {}
        self._there: dict[tuple[str, uuid.UUID], Values] = {}
        self._look_up(session)
        self._new_places = self._find_new_places()

    def of(self, table: str, identity: uuid.UUID) -> Listings:
        if table == "services":
            return frozenset({identity})
        if (table, identity) not in self._known:
            self._known[table, identity] = NOBODY  # a row that hangs on itself hangs on nothing
            found = [self._of_values(table, identity, values) for values in self._as_told(table, identity)]
            self._known[table, identity] = frozenset().union(*found)
        return self._known[table, identity]

    def _as_told(self, table: str, identity: uuid.UUID) -> Iterator[Values]:
        for rows in (self.difference.created, self.difference.changed, self.difference.was, self.difference.removed):
            if (values := rows.get(table, {}).get(identity)) is not None:
                yield values
        if (values := self._there.get((table, identity))) is not None:
            yield values

    def _of_values(self, table: str, identity: uuid.UUID, values: Values) -> Listings:
        found = {listing for column in ("service_id", "link_id") if (listing := values.get(column))}
        for column, to in BY_WAY_OF.items():
            if other := values.get(column):
                found |= self.of(to, other)
        if table != "service_at_location" and (place := identity if table == "locations" else values.get("location_id")):
            found |= self._new_places.get(place, NOBODY)
        return frozenset(found)

    def _find_new_places(self) -> dict[uuid.UUID, Listings]:
        """New locations where a listing that was there already meets from now on: part of that listing's change."""
        fresh = self.difference.created.get("services", {})
        found: dict[uuid.UUID, set[uuid.UUID]] = {}
        for values in self.difference.created.get("service_at_location", {}).values():
            if values["location_id"] in self.difference.created.get("locations", {}):
                found.setdefault(values["location_id"], set()).add(values["service_id"])
        return {place: frozenset(listings) for place, listings in found.items() if listings - fresh.keys()}

    def _look_up(self, session: Session) -> None:
        """Rows that stay as they are, and by way of which others hang on a listing."""
        told = (self.difference.created, self.difference.changed, self.difference.was, self.difference.removed)
        wanted: dict[str, set[uuid.UUID]] = {to: set() for to in BY_WAY_OF.values()}
        for rows in told:
            for of_table in rows.values():
                for values in of_table.values():
                    for column, to in BY_WAY_OF.items():
                        if other := values.get(column):
                            wanted[to].add(other)
        for to in ("phones", "contacts", "service_at_location"):  # a phone may lead on to a contact, and that to a place
            target = table_of(to)
            missing = {i for i in wanted[to] if not any(i in rows.get(to, {}) for rows in told)}
            for batch in batched(missing):
                for row in session.execute(select(target).where(target.c.id.in_(batch))).mappings():
                    self._there[to, row["id"]] = dict(row)
                    for column, onward in BY_WAY_OF.items():
                        if other := row.get(column):
                            wanted[onward].add(other)
