"""What differs between a source and what we have, and writing just that: in batches, and never one question a row."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from sqlalchemy import Column, ColumnDefault, Table, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from directory.importing.checking import Accepted
from directory.importing.our_edits import OurEdits
from directory.importing.report import Change, Report
from directory.importing.tables import BY_NAME, TABLES, Values
from directory.importing.told import Told
from directory.models import Attribute, Service, ServiceAtLocation
from directory.operations import next_revision

T = TypeVar("T")

BATCH = 1_000
# An organisation tells us itself whether it has room; an import that does not know of it must not wipe that out.
NEVER_REMOVED = frozenset({"service_capacities"})


@dataclass
class Difference:
    """What is to be written: whole new rows, the changed columns of old ones, and rows the source no longer has."""

    created: dict[str, dict[uuid.UUID, Values]] = field(default_factory=dict)
    changed: dict[str, dict[uuid.UUID, Values]] = field(default_factory=dict)
    removed: dict[str, dict[uuid.UUID, Values]] = field(default_factory=dict)  # the rows as they were
    was: dict[str, dict[uuid.UUID, Values]] = field(default_factory=dict)  # changed rows as they were


def table_of(name: str) -> Table:
    return cast(Table, BY_NAME[name].model.__table__)


def existing_ids(session: Session, table: str, identities: set[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the ids that the table has."""
    column = table_of(table).c.id
    return {row[0] for batch in batched(identities) for row in session.execute(select(column).where(column.in_(batch)))}


def compare(
    session: Session, accepted: Accepted, report: Report, secret_locations: set[uuid.UUID], told: Told, ours: OurEdits
) -> Difference:
    """What of the accepted rows is new or different, and what is gone. Counts it in the report; writes nothing.

    What was edited here is left alone; `ours` says what that was.
    """
    difference = Difference()
    for table in TABLES:
        rows = accepted.rows[table.name]
        counts = report.of(table.name)
        old = _rows_with(session, table_of(table.name).c.id, rows)
        ours.look_up(table.name, rows)
        created: dict[uuid.UUID, Values] = {}
        changed: dict[uuid.UUID, Values] = {}
        for identity, values in rows.items():
            before = old.get(identity)
            news, is_old_news = told.news(table.name, identity, values)
            if before is None:
                if not ours.leaves_out(table, identity, values):
                    created[identity] = values
                continue
            differing = {column: value for column, value in news.items() if before[column] != value}
            differing = ours.without_edited(table, before, differing)
            if differing and not _we_know_better(table.name, before, values):
                changed[identity] = differing
            elif not is_old_news:
                counts.unchanged += 1
        counts.created += len(created)
        counts.changed += len(changed)
        difference.created[table.name] = created
        difference.changed[table.name] = changed
        difference.was[table.name] = {identity: old[identity] for identity in changed}
        report.note_changes(Change("create", table.name, str(i), _label(values)) for i, values in created.items())
        report.note_changes(_change(table.name, old[i], values) for i, values in changed.items())
    _find_removed(session, accepted, difference, secret_locations, ours)
    report.note_kept(ours.kept)
    for name, gone in difference.removed.items():
        report.of(name).removed += len(gone)
        secret = {i for i, values in gone.items() if {i, values.get("location_id")} & secret_locations}
        report.note_changes(Change("remove", name, str(i), "" if i in secret else _label(v)) for i, v in gone.items())
    return difference


def compare_unsaid(session: Session, table: str, rows: Mapping[uuid.UUID, Values], report: Report, ours: OurEdits) -> Difference:
    """The values we have of these rows that the whole of a source, told in portions, did not give. Counts; writes nothing."""
    difference = Difference(
        created={name: {} for name in BY_NAME},
        changed={name: {} for name in BY_NAME},
        was={name: {} for name in BY_NAME},
        removed={name: {} for name in BY_NAME},
    )
    for batch in batched(rows):
        old = _rows_with(session, table_of(table).c.id, batch)
        ours.look_up(table, old)
        for identity, before in old.items():
            differing = {c: value for c, value in rows[identity].items() if before[c] not in (None, "", value)}
            if differing := ours.without_edited(BY_NAME[table], before, differing):
                difference.changed[table][identity] = differing
                difference.was[table][identity] = before
    report.note_kept(ours.kept)
    report.of(table).changed += len(difference.changed[table])
    report.note_changes(_change(table, difference.was[table][i], values) for i, values in difference.changed[table].items())
    return difference


def _change(table: str, before: Values, differing: Values) -> Change:
    columns = sorted(differing)
    told = tuple((column, _said(before[column]), _said(differing[column])) for column in columns)
    return Change("change", table, str(before["id"]), _label(before), tuple(columns), told)


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def write(session: Session, difference: Difference) -> None:
    """Write the difference and give every listing that it touches the next revision."""
    touched = _listings_touched_by_what_goes(session, difference)
    for table in TABLES:
        target = table_of(table.name)
        created = difference.created.get(table.name, {})
        blank = _blank(target) | table.absent
        for batch in batched(_parents_first(created, table.parent)):
            session.execute(insert(target), [{"id": identity, **_complete(blank, created[identity])} for identity in batch])
        by_columns: dict[tuple[str, ...], list[Values]] = {}
        for identity, values in difference.changed.get(table.name, {}).items():
            renamed = {f"new_{column}": value for column, value in values.items()}
            by_columns.setdefault(tuple(sorted(values)), []).append({"which": identity, **renamed})
        for columns, rows in by_columns.items():
            statement = (
                update(target).where(target.c.id == bindparam("which")).values({c: bindparam(f"new_{c}") for c in columns})
            )
            for batch_of_rows in batched(rows):
                session.connection().execute(statement, list(batch_of_rows))
    _remove(session, difference)
    touched |= _listings_touched_by_what_came(session, difference)
    if touched:
        number = next_revision(session)
        for batch in batched(touched):
            session.execute(
                update(Service).where(Service.id.in_(batch)).values(revision=number).execution_options(synchronize_session=False)
            )
    session.expire_all()


def batched(items: Iterable[T], size: int = BATCH) -> Iterator[Sequence[T]]:
    """`items`, so many at a time: a statement takes no more."""
    everything = list(items)
    for start in range(0, len(everything), size):
        yield everything[start : start + size]


def _rows_with(session: Session, column: Column[Any], wanted: Iterable[Any]) -> dict[uuid.UUID, Values]:
    """The rows whose `column` is one of `wanted`, by id."""
    found: dict[uuid.UUID, Values] = {}
    for batch in batched(wanted):
        for row in session.execute(select(column.table).where(column.in_(batch))).mappings():
            found[row["id"]] = dict(row)
    return found


def _we_know_better(table: str, ours: Values, theirs: Values) -> bool:
    """Whether what we have was said later than what the source says: an organisation's own word on its room."""
    return table == "service_capacities" and theirs["updated"] < ours["updated"]


def _find_removed(
    session: Session, accepted: Accepted, difference: Difference, secret_locations: set[uuid.UUID], ours: OurEdits
) -> None:
    """Rows of listings (organizations, locations) in the source that are not in the source themselves."""
    for table in TABLES:
        if not table.owned_by or table.name in NEVER_REMOVED:
            continue
        target, rows = table_of(table.name), accepted.rows[table.name]
        gone: set[uuid.UUID] = set()
        for place, column in enumerate(table.owned_by):
            owner = table.references[column]
            telling = [i for i in accepted.rows[owner] if table.name in accepted.tells.get((owner, i), frozenset())]
            nearer = [target.c[other].is_(None) for other in table.owned_by[:place]]
            kept = accepted.refused[table.name]  # a row that cannot be read is still there
            for batch in batched(telling):
                there = session.scalars(select(target.c.id).where(target.c[column].in_(batch), *nearer))
                gone.update(identity for identity in there if identity not in rows and identity not in kept)
        going = _rows_with(session, target.c.id, gone)
        difference.removed[table.name] = ours.without_kept(table.name, going, secret=secret_locations)
    _remove_secret_locations(session, difference, secret_locations)
    places = difference.removed["service_at_location"]
    hanging = _rows_with(session, table_of("schedules").c.service_at_location_id, places)
    here = accepted.rows["schedules"]
    hanging = {i: v for i, v in hanging.items() if not v["service_id"] and i not in here}
    difference.removed["schedules"] |= hanging  # edited here or not: they have no place to be at any more


def _remove_secret_locations(session: Session, difference: Difference, secret_locations: set[uuid.UUID]) -> None:
    """A refuge's address that an earlier import brought in goes, unless another listing meets there openly."""
    here = _rows_with(session, table_of("locations").c.id, secret_locations)
    used = _rows_with(session, table_of("service_at_location").c.location_id, here)
    leaving = difference.removed["service_at_location"]
    still = {values["location_id"] for identity, values in used.items() if identity not in leaving}
    gone = {identity: values for identity, values in here.items() if identity not in still}
    difference.removed["locations"] = gone
    for name in ("addresses", "accessibility"):
        difference.removed[name] |= _rows_with(session, table_of(name).c.location_id, gone)


def _remove(session: Session, difference: Difference) -> None:
    """Delete what is gone, and what would belong to nothing without it; what merely points there points there no more."""
    for table in reversed(TABLES):
        gone = difference.removed.get(table.name)
        if not gone:
            continue
        pointing = [(other, column) for other in TABLES for column, to in other.references.items() if to == table.name]
        for batch in batched(gone):
            for other, column in pointing:
                target = table_of(other.name)
                if column in other.owned_by:
                    owners = [target.c[owner].is_(None) for owner in other.owned_by if owner != column]
                    session.execute(delete(target).where(target.c[column].in_(batch), *owners))
                if column not in other.required:
                    session.execute(update(target).where(target.c[column].in_(batch)).values({column: None}))
            target = table_of(table.name)
            session.execute(delete(target).where(target.c.id.in_(batch)))


def _blank(target: Table) -> Values:
    """A new row as the model has it when nothing is said."""
    return {
        column.name: column.default.arg if isinstance(column.default, ColumnDefault) and column.default.is_scalar else None
        for column in target.c
        if column.name != "id"
    }


def _complete(blank: Values, values: Values) -> Values:
    """A new row with every column: what the source says, and where it says nothing, what the blank has."""
    return blank | {column: value for column, value in values.items() if value is not None}


def _parents_first(rows: dict[uuid.UUID, Values], parent: str | None) -> list[uuid.UUID]:
    if not parent:
        return list(rows)
    depths: dict[uuid.UUID, int] = {}
    for identity in rows:
        depth, step = 0, rows[identity].get(parent)
        while step in rows:  # checking has opened every circle
            depth, step = depth + 1, rows[step].get(parent)
        depths[identity] = depth
    return sorted(rows, key=lambda identity: depths[identity])


def _label(values: Values) -> str:
    for column in ("name", "number", "identifier", "address_1", "byday", "unit", "option", "link_type"):
        if values.get(column):
            return str(values[column])
    return ""


def _written(difference: Difference, table: str) -> set[uuid.UUID]:
    return {*difference.created.get(table, ()), *difference.changed.get(table, ())}


@dataclass
class _BelongsTo:
    """What rows of any table hang on: listings, their places, and locations."""

    services: set[uuid.UUID] = field(default_factory=set)
    places: set[uuid.UUID] = field(default_factory=set)
    locations: set[uuid.UUID] = field(default_factory=set)

    def note(self, values: Mapping[str, Any]) -> None:
        self.services.update(values[column] for column in ("service_id", "link_id") if values.get(column))
        if values.get("service_at_location_id"):
            self.places.add(values["service_at_location_id"])
        if values.get("location_id"):
            self.locations.add(values["location_id"])


def _listings_touched_by_what_goes(session: Session, difference: Difference) -> set[uuid.UUID]:
    """Listings that lose something, asked before it goes; and those that a changed row belonged to until now."""
    belongs_to = _BelongsTo()
    for rows in (*difference.removed.values(), *difference.was.values()):
        for values in rows.values():
            belongs_to.note(values)
    return belongs_to.services | _services_at(session, places=belongs_to.places, locations=belongs_to.locations)


def _listings_touched_by_what_came(session: Session, difference: Difference) -> set[uuid.UUID]:
    """Listings that are new or changed, or with which something is: their organization, a place, a term, anything of theirs."""
    belongs_to = _BelongsTo(services=_written(difference, "services"), locations=_written(difference, "locations"))
    for table in TABLES:
        if not table.owned_by:
            continue
        rows = _rows_with(session, table_of(table.name).c.id, difference.changed[table.name]) | difference.created[table.name]
        for values in rows.values():
            belongs_to.note(values)
    touched = belongs_to.services | _services_at(session, places=belongs_to.places, locations=belongs_to.locations)
    for batch in batched(difference.changed["organizations"]):
        touched.update(session.scalars(select(Service.id).where(Service.organization_id.in_(batch))))
    for batch in batched(difference.changed["programs"]):
        touched.update(session.scalars(select(Service.id).where(Service.program_id.in_(batch))))
    for batch in batched(difference.changed["taxonomy_terms"]):
        touched.update(session.scalars(select(Attribute.link_id).where(Attribute.taxonomy_term_id.in_(batch))))
    return touched


def _services_at(session: Session, *, places: set[uuid.UUID], locations: set[uuid.UUID]) -> set[uuid.UUID]:
    found: set[uuid.UUID] = set()
    for column, wanted in ((ServiceAtLocation.id, places), (ServiceAtLocation.location_id, locations)):
        for batch in batched(wanted):
            found.update(session.scalars(select(ServiceAtLocation.service_id).where(column.in_(batch))))
    return found
