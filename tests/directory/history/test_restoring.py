"""Any version of a listing can be seen, and gone back to."""

import random
from datetime import datetime

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from directory.history.models import ListingChange, Origin
from directory.history.parts import NEVER_NOTED, Key, Values, rows_of_listing
from directory.history.queries import NoSuchVersion, get_as_it_was
from directory.history.recording import record
from directory.history.restoring import CannotBeRestored, NothingToRestore, restore
from directory.models import (
    Accessibility,
    Address,
    Attribute,
    Contact,
    CostOption,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceStatus,
    SpokenLanguage,
    TaxonomyTerm,
)
from navigator.db import db
from tests.directory.listings import make_service, make_term


def document(service: Service) -> dict[Key, Values]:
    """All that the listing is, row by row."""
    return {
        key: {column: value for column, value in values.items() if (key[0], column) not in NEVER_NOTED}
        for key, values in rows_of_listing(db.session(), service.id).items()
    }


def last_change(service: Service) -> ListingChange:
    statement = select(ListingChange).where(ListingChange.service_id == service.id).order_by(ListingChange.number.desc())
    return db.session.scalars(statement.limit(1)).one()


def change(now: datetime) -> object:
    return record(db.session(), origin=Origin.STAFF, made_by="Ben Carter", now=now)


def go_back(service: Service, number: int, now: datetime) -> None:
    restore(db.session(), service_id=service.id, number=number, made_by="Ben Carter", now=now)


@pytest.fixture
def tea(app: Flask, now: datetime) -> Service:
    """Tea & Talk, noted as created: version 1."""
    with record(db.session(), origin=Origin.STAFF, made_by="Ben Carter", now=now):
        service = make_service("Tea & Talk", byday="MO")
    db.session.commit()
    return service


def note(service: Service, now: datetime, **details: object) -> None:
    """A change by Ben."""
    with record(db.session(), origin=Origin.STAFF, made_by="Ben Carter", now=now):
        for name, value in details.items():
            setattr(service, name, value)


class TestGoingBack:
    def test_is_one_more_change_with_its_number_and_name(self, tea: Service, now: datetime) -> None:
        note(tea, now, name="Tea and Talk")
        note(tea, now, alert="Closed on Monday")

        go_back(tea, 1, now)

        newest = last_change(tea)
        assert (tea.name, tea.alert) == ("Tea & Talk", None)
        assert (newest.number, newest.origin, newest.made_by, newest.note) == (4, Origin.RESTORATION, "Ben Carter", "1")

    def test_can_itself_be_undone(self, tea: Service, now: datetime) -> None:
        note(tea, now, name="Tea and Talk")
        go_back(tea, 1, now)

        go_back(tea, 2, now)

        assert tea.name == "Tea and Talk"

    def test_keeps_kinds_of_values(self, tea: Service, now: datetime) -> None:
        note(tea, now, status=ServiceStatus.INACTIVE, minimum_age=65, assured_date=now.date())
        note(tea, now, status=ServiceStatus.ACTIVE, minimum_age=None, assured_date=None)

        go_back(tea, 2, now)

        assert (tea.status, tea.minimum_age, tea.assured_date) == (ServiceStatus.INACTIVE, 65, now.date())

    def test_to_before_anything_was_noted_is_possible(self, app: Flask, now: datetime) -> None:
        choir = make_service("Choir")
        note(choir, now, name="The Choir")

        go_back(choir, 0, now)

        assert choir.name == "Choir"

    def test_to_before_it_was_made_is_not(self, tea: Service, now: datetime) -> None:
        with pytest.raises(NoSuchVersion):
            go_back(tea, 0, now)

    def test_to_what_never_was_is_not(self, tea: Service, now: datetime) -> None:
        with pytest.raises(NoSuchVersion):
            go_back(tea, 2, now)

    def test_to_what_it_is_says_so(self, tea: Service, now: datetime) -> None:
        with pytest.raises(NothingToRestore):
            go_back(tea, 1, now)

    def test_is_refused_when_what_it_needs_is_gone(self, tea: Service, now: datetime) -> None:
        friends = Organization(name="Friends")
        db.session.add(friends)
        db.session.flush()
        old = tea.organization_id
        note(tea, now, organization_id=friends.id)
        db.session.expire_all()
        db.session.execute(delete(Organization).where(Organization.id == old))

        with pytest.raises(CannotBeRestored) as refused:
            go_back(tea, 1, now)

        assert (refused.value.table, refused.value.id) == ("organizations", old)
        assert tea.organization_id == friends.id

    def test_leaves_a_place_that_another_listing_came_to_use(self, tea: Service, now: datetime) -> None:
        barn = Location(name="The Barn")
        barn.addresses.append(Address(address_1="1 Lane", city="Hayle", state_province="", postal_code="", country="GB"))
        with record(db.session(), origin=Origin.STAFF, made_by="Ben Carter", now=now):
            tea.service_at_locations.append(ServiceAtLocation(location=barn))
        choir = make_service("Choir", at=None)
        choir.service_at_locations.append(ServiceAtLocation(location=barn))
        db.session.flush()

        go_back(tea, 1, now)

        assert [place.location.name for place in tea.service_at_locations] == ["Penzance Hall"]
        assert choir.service_at_locations[0].location.addresses[0].address_1 == "1 Lane"


class TestAsItWas:
    def test_reads_like_any_listing(self, tea: Service, now: datetime) -> None:
        term = make_term("choir", "Singing")
        with record(db.session(), origin=Origin.STAFF, made_by="Ben Carter", now=now):
            tea.attributes.append(Attribute(term=term))
        with record(db.session(), origin=Origin.STAFF, made_by="Ben Carter", now=now):
            tea.name = "Something else"
            tea.service_at_locations.clear()
            tea.attributes.clear()

        was = get_as_it_was(db.session(), tea.id, 2)

        assert (was.name, was.organization.name) == ("Tea & Talk", "Neighbours Together")
        assert was.service_at_locations[0].location.addresses[0].city == "Penzance"
        assert was.attributes[0].term.name == "Singing"
        assert was not in db.session
        assert tea.name == "Something else"


def scribble(service: Service, chance: random.Random, term: TaxonomyTerm, friends: Organization) -> None:
    """Change one thing about a listing, as somebody with no plan would."""
    word = f"word {chance.randrange(100)}"
    place = chance.choice(service.service_at_locations) if service.service_at_locations else None
    match chance.randrange(14):
        case 0:
            service.name = word
        case 1:
            service.description, service.alert = word, chance.choice([None, word])
        case 2:
            service.status = chance.choice(list(ServiceStatus))
        case 3:
            contact = Contact(name=word)
            service.contacts.append(contact)
            db.session.flush()
            service.phones.append(Phone(number="01632 960123", contact_id=contact.id))
        case 4 if service.contacts:
            for phone in [phone for phone in service.phones if phone.contact_id == service.contacts[0].id]:
                service.phones.remove(phone)
            db.session.flush()
            service.contacts.pop(0)
        case 5:
            service.schedules.append(Schedule(freq="WEEKLY", byday=chance.choice(["MO", "TU"]), opens_at="10:00"))
        case 6:
            service.schedules.clear()
            service.languages.append(SpokenLanguage(code="ur"))
        case 7:
            hall = Location(name=word, latitude=chance.random(), longitude=-5.5)
            hall.addresses.append(Address(address_1=word, city="Hayle", state_province="", postal_code="", country="GB"))
            hall.accessibility.append(Accessibility(description="A ramp"))
            service.service_at_locations.append(ServiceAtLocation(location=hall))
        case 8 if place:
            place.schedules.append(Schedule(freq="WEEKLY", byday="FR"))
            place.location.name = word
        case 9 if place:
            location = place.location
            service.service_at_locations.remove(place)
            if chance.random() < 0.5:
                db.session.flush()
                db.session.delete(location)
        case 10 if place and place.location.addresses:
            place.location.addresses[0].address_1 = word
        case 11:
            service.organization.name = word
        case 12:
            service.organization = friends
        case _:
            service.attributes.append(Attribute(term=term, link_type="kind"))
            service.cost_options.append(CostOption(amount=chance.choice([0, 2.5]), currency="GBP"))


class TestWhateverIsDone:
    @given(seed=st.integers(0, 2**32), steps=st.integers(1, 8))
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_every_version_can_be_seen_and_gone_back_to(self, app: Flask, now: datetime, seed: int, steps: int) -> None:
        chance, versions = random.Random(seed), {}
        term, friends = make_term("choir", "Singing"), Organization(name="Friends")
        service = make_service("Tea & Talk", byday="MO")
        db.session.add(friends)
        db.session.flush()
        versions[0] = document(service)
        for _ in range(steps):
            with record(db.session(), origin=Origin.STAFF, made_by="Ben Carter", now=now) as recording:
                for _ in range(chance.randrange(1, 4)):
                    scribble(service, chance, term, friends)
                    db.session.flush()
                    db.session.expire_all()
            if recording.changes:
                versions[last_change(service).number] = document(service)
        order = chance.sample(list(versions), len(versions))

        for number in order:
            seen = get_as_it_was(db.session(), service.id, number)
            assert seen.name == versions[number]["services", service.id]["name"]
            assert len(seen.phones) == sum(table == "phones" for table, _ in versions[number])
            if document(service) != versions[number]:
                go_back(service, number, now)
            assert document(service) == versions[number]
        db.session.rollback()
