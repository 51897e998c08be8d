"""What is noted when somebody changes a listing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from directory.history.models import ChangedField, FieldAction, ListingChange, Origin
from directory.history.recording import CannotBeNoted, Recording, record
from directory.models import Address, Organization, Phone, Schedule, Service, ServiceAtLocation
from directory.queries import current_revision
from navigator.db import db
from tests.directory.listings import make_service

Told = tuple[str, str, str, Any, Any]


def changes_of(service: Service) -> list[ListingChange]:
    statement = select(ListingChange).where(ListingChange.service_id == service.id).order_by(ListingChange.number)
    return list(db.session.scalars(statement))


def told(change: ListingChange) -> list[Told]:
    """What a change says: table, action, field, before and after."""

    def value(text: str | None) -> Any:
        return json.loads(text) if text is not None else None

    return sorted(
        (f.resource_type, f.last_action_type.value, f.field_name, value(f.previous_value), value(f.replacement_value))
        for f in change.fields
    )


@contextmanager
def ben_changes(now: datetime) -> Iterator[Recording]:
    with record(db.session(), origin=Origin.STAFF, made_by="Ben Carter", now=now) as recording:
        yield recording


@pytest.fixture
def tea(app: Flask) -> Service:
    """Tea & Talk, written long ago and read again."""
    service = make_service("Tea & Talk", byday="MO")
    db.session.commit()
    return service


class TestAChange:
    def test_says_who_when_and_what_before_and_after(self, tea: Service, now: datetime) -> None:
        with ben_changes(now):
            tea.name = "Tea and Talk"
            tea.minimum_age = 65

        change = changes_of(tea)[0]
        assert (change.number, change.made_by, change.made_at, change.origin) == (1, "Ben Carter", now, Origin.STAFF)
        assert told(change) == [
            ("services", "update", "minimum_age", None, 65.0),
            ("services", "update", "name", "Tea & Talk", "Tea and Talk"),
        ]

    def test_raises_the_revision_and_says_when(self, tea: Service, now: datetime) -> None:
        before = current_revision()

        with ben_changes(now):
            tea.schedules[0].byday = "TU"

        assert tea.revision == current_revision() > before
        assert tea.last_modified == now

    def test_is_numbered_after_the_last(self, tea: Service, now: datetime) -> None:
        for name in ("First", "Second", "Third"):
            with ben_changes(now):
                tea.name = name

        assert [change.number for change in changes_of(tea)] == [1, 2, 3]

    def test_tells_rows_that_came_and_went_whole(self, tea: Service, now: datetime) -> None:
        with ben_changes(now):
            tea.schedules.clear()
            tea.phones.append(Phone(number="01632 960123"))

        assert told(changes_of(tea)[0]) == [
            ("phones", "create", "", None, {"service_id": str(tea.id), "number": "01632 960123"}),
            (
                "schedules",
                "delete",
                "",
                {"service_id": str(tea.id), "freq": "WEEKLY", "byday": "MO", "opens_at": "10:00", "closes_at": "12:00"},
                None,
            ),
        ]

    def test_tells_what_went_along_with_a_place(self, tea: Service, now: datetime) -> None:
        tea.service_at_locations[0].schedules.append(Schedule(freq="WEEKLY", byday="FR"))
        db.session.commit()

        with ben_changes(now):
            tea.service_at_locations.pop()

        assert [(table, action) for table, action, *_ in told(changes_of(tea)[0])] == [
            ("schedules", "delete"),
            ("service_at_location", "delete"),
        ]

    def test_is_told_once_though_it_was_written_many_times(self, tea: Service, now: datetime) -> None:
        with ben_changes(now):
            for name in ("T", "Te", "Tea and Talk"):
                tea.name = name
                db.session.flush()

        assert told(changes_of(tea)[0]) == [("services", "update", "name", "Tea & Talk", "Tea and Talk")]

    def test_knows_values_that_were_never_read(self, tea: Service, now: datetime) -> None:
        db.session.expire(tea)

        with ben_changes(now):
            tea.name = "Tea and Talk"

        assert told(changes_of(tea)[0]) == [("services", "update", "name", "Tea & Talk", "Tea and Talk")]

    def test_sees_statements_too(self, tea: Service, now: datetime) -> None:
        with ben_changes(now):
            db.session.execute(update(Service).where(Service.id == tea.id).values(name="Tea and Talk"))
            db.session.execute(delete(Schedule).where(Schedule.service_id == tea.id))

        assert [(table, action, name) for table, action, name, *_ in told(changes_of(tea)[0])] == [
            ("schedules", "delete", ""),
            ("services", "update", "name"),
        ]


class TestNothing:
    def test_is_noted_when_nothing_is_different_in_the_end(self, tea: Service, now: datetime) -> None:
        before = current_revision()

        with ben_changes(now) as recording:
            tea.name = "Tea and Talk"
            db.session.flush()
            tea.name = "Tea & Talk"

        assert recording.changes == {}
        assert changes_of(tea) == []
        assert current_revision() == before

    def test_is_noted_of_a_row_that_came_and_went(self, tea: Service, now: datetime) -> None:
        with ben_changes(now):
            phone = Phone(service_id=tea.id, number="01632 960123")
            db.session.add(phone)
            db.session.flush()
            db.session.delete(phone)

        assert changes_of(tea) == []

    def test_is_noted_when_it_failed(self, tea: Service, now: datetime) -> None:
        def fail() -> None:
            with ben_changes(now):
                tea.name = "Tea and Talk"
                db.session.flush()
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()
        db.session.rollback()

        with ben_changes(now):
            tea.alert = "Closed on Monday"

        assert [name for _, _, name, *_ in told(changes_of(tea)[0])] == ["alert"]

    def test_escapes_it_in_one_statement_for_many_rows(self, tea: Service, now: datetime) -> None:
        with pytest.raises(CannotBeNoted), ben_changes(now):
            db.session.execute(insert(Phone), [{"service_id": tea.id, "number": "01632 960123"}])


class TestWhatListingsShare:
    def test_an_organisation_is_noted_with_each_of_its_listings(self, tea: Service, now: datetime) -> None:
        choir = Service(name="Choir", organization_id=tea.organization_id)
        other = make_service("Somebody else's")
        db.session.add(choir)
        db.session.commit()

        with ben_changes(now):
            tea.organization.name = "Friends Together"

        assert [told(changes_of(service)[0]) for service in (tea, choir)] == [
            [("organizations", "update", "name", "Neighbours Together", "Friends Together")]
        ] * 2
        assert changes_of(other) == []
        assert tea.revision == choir.revision > other.revision

    def test_a_places_address_is_noted_with_each_listing_there(self, tea: Service, now: datetime) -> None:
        hall = tea.service_at_locations[0].location
        choir = make_service("Choir", at=None)
        choir.service_at_locations.append(ServiceAtLocation(location=hall))
        db.session.commit()

        with ben_changes(now):
            hall.addresses[0].address_1 = "2 High Street"

        assert [told(changes_of(service)[0]) for service in (tea, choir)] == [
            [("addresses", "update", "address_1", "1 High Street", "2 High Street")]
        ] * 2

    def test_a_listing_that_moves_to_another_organisation_is_told_so(self, tea: Service, now: datetime) -> None:
        friends = Organization(name="Friends")
        db.session.add(friends)
        db.session.commit()

        with ben_changes(now):
            tea.organization = friends

        assert [name for _, _, name, *_ in told(changes_of(tea)[0])] == ["organization_id"]

    def test_a_place_that_goes_with_its_address_is_told_whole(self, tea: Service, now: datetime) -> None:
        place = tea.service_at_locations[0]
        hall = place.location

        with ben_changes(now):
            tea.service_at_locations.remove(place)
            db.session.flush()
            db.session.delete(hall)

        gone = {table for table, action, *_ in told(changes_of(tea)[0]) if action == "delete"}
        assert gone == {"service_at_location", "locations", "addresses"}

    def test_a_row_that_moves_is_told_to_both(self, tea: Service, now: datetime) -> None:
        choir = make_service("Choir", at=None)
        phone = Phone(service_id=tea.id, number="01632 960123")
        db.session.add(phone)
        db.session.commit()

        with ben_changes(now):
            phone.service_id = choir.id

        assert told(changes_of(tea)[0]) == told(changes_of(choir)[0])


class TestANewListing:
    def test_is_told_as_created_and_no_more(self, app: Flask, now: datetime) -> None:
        with ben_changes(now):
            choir = make_service("Choir", byday="FR")

        change = changes_of(choir)[0]
        assert told(change) == [("services", "create", "", None, None)]
        assert choir.last_modified == now

    def test_that_joins_an_organisation_is_no_change_to_its_other_listings(self, tea: Service, now: datetime) -> None:
        with ben_changes(now):
            db.session.add(Service(name="Choir", organization_id=tea.organization_id))

        assert changes_of(tea) == []

    def test_that_goes_again_takes_its_history_along(self, tea: Service, now: datetime) -> None:
        with ben_changes(now):
            tea.name = "Tea and Talk"
        with ben_changes(now):
            db.session.delete(tea)

        assert db.session.scalars(select(ChangedField)).all() == []


class TestARecordWithinAnother:
    def test_belongs_to_the_outer_one(self, tea: Service, now: datetime) -> None:
        with ben_changes(now):
            tea.name = "Tea and Talk"
            with record(db.session(), origin=Origin.EDITOR, made_by="Joe", now=now):
                tea.alert = "Closed on Monday"

        (change,) = changes_of(tea)
        assert change.made_by == "Ben Carter"
        assert {f.field_name for f in change.fields} == {"name", "alert"}
        assert {f.last_action_type for f in change.fields} == {FieldAction.UPDATE}


class TestAnAddressAdded:
    def test_to_a_place_is_told_with_the_listing_there(self, tea: Service, now: datetime) -> None:
        with ben_changes(now):
            tea.service_at_locations[0].location.addresses.append(
                Address(address_1="PO Box 1", city="Penzance", state_province="Cornwall", postal_code="TR18 2AB", country="GB")
            )

        assert [(table, action) for table, action, *_ in told(changes_of(tea)[0])] == [("addresses", "create")]
