"""Opening a question and saving it as it stands changes nothing, whatever the listing holds."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect, select

from directory.importing import sources
from directory.importing.fetching import Fetcher
from directory.importing.run import import_listings
from directory.models import Address, CostOption, Schedule, Service, ServiceAtLocation
from directory.queries import has_secret_place, schedules_of
from directory.upkeep.asking.question import Reader, Writing
from directory.upkeep.questions import QUESTIONS
from navigator.db import db
from tests.directory.listings import make_service

SEED = Path(__file__).parents[3] / "seed_services"


def _rows(service: Service) -> dict[str, list[dict[str, Any]]]:
    """Every row the listing is made of, by its table."""
    places = service.service_at_locations
    rows: list[Any] = [service, *service.attributes, *service.phones, *service.contacts, *service.languages]
    rows += [*service.cost_options, *service.service_areas, *service.capacities, *schedules_of(service), *places]
    rows += [place.location for place in places]
    rows += [row for place in places for row in (*place.location.addresses, *place.location.accessibility)]
    told: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        columns = {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs}
        told.setdefault(row.__tablename__, []).append(columns)
    return {name: sorted(found, key=lambda columns: str(columns["id"])) for name, found in told.items()}


@pytest.fixture
def request_context(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


class TestAQuestionOpenedAndSaved:
    def test_leaves_every_listing_of_the_seed_as_it_was(self, app: Flask, request_context: None, now: datetime) -> None:
        reading = sources.read(str(SEED), fetcher=Fetcher())
        import_listings(session=db.session(), reading=reading, source="seed", now=now)

        differ = []
        with db.session.no_autoflush:
            for service in db.session.scalars(select(Service)).all():
                before = _rows(service)
                for question in QUESTIONS.values():
                    form = question.check(service, question.read(service))
                    assert form.is_valid, (service.name, question.name, form.errors)
                    question.write(service, form.data, Writing(db.session(), now))
                    if _rows(service) != before:
                        differ.append((service.name, question.name))

        assert differ == []

    def test_keeps_a_rhythm_that_no_row_can_express(self, app: Flask, request_context: None, now: datetime) -> None:
        service = make_service("Tea & Talk")
        service.schedules.append(
            Schedule(freq="MONTHLY", bymonthday="1,15", interval=3, count=9, opens_at="09:00", dtstart=date(2026, 1, 1))
        )
        service.schedules.append(Schedule(freq="WEEKLY", byday="MO", opens_at="10:00", closes_at="12:00", until=date(2027, 7, 1)))
        db.session.flush()
        before = _rows(service)
        question = QUESTIONS["times"]

        form = question.check(service, question.read(service))
        question.write(service, form.data, Writing(db.session(), now))

        assert form.is_valid
        assert _rows(service) == before
        assert "1" in " ".join(question.lines(service, Reader("en", date(2026, 11, 22))))


class TestAnAnswer:
    def test_changes_one_row_and_keeps_the_ids_of_the_others(self, app: Flask, request_context: None, now: datetime) -> None:
        service = make_service("Tea & Talk", amount=2.0)
        service.cost_options.append(CostOption(amount=5.0, currency="GBP", option="a family"))
        db.session.flush()
        ids = [cost.id for cost in service.cost_options]
        question = QUESTIONS["cost"]
        answer = question.read(service) | {"amount_2": "4.50"}

        question.write(service, question.check(service, answer).data, Writing(db.session(), now))
        db.session.flush()

        assert [(cost.id, cost.amount, cost.option) for cost in service.cost_options] == [
            (ids[0], 2.0, None),
            (ids[1], 4.5, "a family"),
        ]

    def test_of_a_new_place_is_whole_by_the_standard(self, app: Flask, request_context: None, now: datetime) -> None:
        service = make_service("Tea & Talk")
        question = QUESTIONS["where"]
        answer = question.read(service) | {
            **{"id_2": "", "name_2": "Lelant Hall", "address_1_2": "2 Low Road", "address_2_2": "", "city_2": "Lelant"},
            **{"postal_code_2": "tr182ab", "directions_2": ""},
        }

        form = question.check(service, answer)
        question.write(service, form.data, Writing(db.session(), now))
        db.session.flush()

        address = service.service_at_locations[1].location.addresses[0]
        assert (address.address_1, address.postal_code, address.state_province, address.country) == (
            "2 Low Road",
            "TR18 2AB",
            "Cornwall",
            "GB",
        )

    def test_never_changes_a_hall_under_another_listing(self, app: Flask, request_context: None, now: datetime) -> None:
        service, other = make_service("Tea & Talk"), make_service("Sing!", at=None)
        other.service_at_locations.append(ServiceAtLocation(location=service.service_at_locations[0].location))
        db.session.flush()
        question = QUESTIONS["where"]

        form = question.check(service, question.read(service) | {"address_1_1": "9 New Street"})
        question.write(service, form.data, Writing(db.session(), now))
        db.session.flush()

        assert service.service_at_locations[0].location.addresses[0].address_1 == "9 New Street"
        assert other.service_at_locations[0].location.addresses[0].address_1 == "1 High Street"

    def test_that_the_address_must_not_be_public_leaves_no_address(
        self, app: Flask, request_context: None, now: datetime
    ) -> None:
        service = make_service("A quiet house")
        question = QUESTIONS["where"]

        form = question.check(service, question.read(service) | {"withheld": "yes"})
        question.write(service, form.data, Writing(db.session(), now))
        db.session.flush()

        assert has_secret_place(service)
        assert db.session.scalars(select(Address)).all() == []
        assert "High Street" not in " ".join(question.lines(service, Reader("en", now.date())))

    @pytest.mark.parametrize(
        ("name", "typed", "field"),
        [
            ("about", {"name": ""}, "name"),
            ("where", {"postal_code_1": "Hayle"}, "postal_code_1"),
            ("where", {"city_1": ""}, "city_1"),
            ("times", {"id_1": "", "days_1": ["MO"], "every_1": "week", "place_1": "", "opens_1": "half past"}, "opens_1"),
            ("times", {"id_1": "", "days_1": [], "every_1": "week", "place_1": "", "opens_1": "10:00"}, "days_1"),
            ("times", {"id_1": "", "days_1": ["MO"], "every_1": "month", "place_1": ""}, "which_1"),
            ("times", {"id_1": "", "days_1": ["MO"], "every_1": "fortnight", "place_1": ""}, "since_1"),
            ("cost", {"price": "costs", "id_1": "", "amount_1": "a few pounds"}, "amount_1"),
            ("who", {"minimum_age": "60", "maximum_age": "18"}, "maximum_age"),
            ("joining", {"way": ""}, "way"),
            ("contact", {"id_1": "", "number_1": "ring us"}, "number_1"),
            ("contact", {"email": "tea at talk"}, "email"),
            ("contact", {"url": "javascript:alert(1)"}, "url"),
            ("access", {"ticks_1": [], "words_1": "There is a hearing loop."}, "words_1"),
            ("room", {"room": "plenty"}, "room"),
        ],
    )
    def test_that_makes_no_sense_is_said_by_its_field(
        self, app: Flask, request_context: None, name: str, typed: dict[str, Any], field: str
    ) -> None:
        service = make_service("Tea & Talk", description="Tea.")
        question = QUESTIONS[name]

        form = question.check(service, question.read(service) | typed)

        assert list(form.errors) == [field]
