"""The Open Referral feed, over HTTP, as other systems read it."""

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event

from directory.history.models import ChangedField, FieldAction, ListingChange, Origin
from directory.importing import sources
from directory.importing.fetching import Fetcher
from directory.importing.run import import_listings
from directory.models import Contact, Phone, Schedule, Service, ServiceArea, ServiceAtLocation, ServiceStatus
from directory.operations import next_revision
from directory.places.gazetteer import rebuild_from_listings
from navigator.db import db
from navigator.web import moderation
from tests.conftest import needs
from tests.directory.listings import HAYLE, make_service, make_term
from tests.directory.publishing.schemas_of_others import SHARED, UK, faults, our_judge, uk_judge
from tests.strict_client import StrictClient

SEED = Path(__file__).parents[3] / "seed_services"
FEED_OF_A_COUNCIL = SHARED / "oruk-v1-feed" / "services-page-1.json"
PAGE = {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"}
ENDPOINTS = ("services", "service_at_locations", "organizations", "taxonomies", "taxonomy_terms")


@pytest.fixture(autouse=True)
def nobody_has_asked_yet(app: Flask, now: datetime) -> Iterator[None]:
    moderation.forget()
    with time_machine.travel(now, tick=False):
        yield
    moderation.forget()


@pytest.fixture
def tea(app: Flask) -> Service:
    """Tea & Talk in Penzance on Thursdays from ten to twelve, for people from 18 to 65; and three others."""
    befriending = make_term("befriending", "Befriending")
    tea = make_service(
        "Tea & Talk",
        description="Biscuits and company.",
        assurer_email="checker@care.example",
        assured_date=date(2026, 11, 11),
        byday="TH",
        minimum_age=18,
        maximum_age=65,
        terms=(befriending,),
    )
    tea.phones.append(Phone(number="01632 960123", extension="12"))
    make_service("Hayle Lunch Club", at=HAYLE, byday="MO", organization="Hayle Church")
    make_service("Haven women's refuge", at=HAYLE, description="Safe.", organization="Haven")
    make_service("Old Choir", status=ServiceStatus.DEFUNCT)
    rebuild_from_listings()
    db.session.commit()
    return tea


def names(client: StrictClient, address: str) -> list[str]:
    answer = client.get(f"/open-referral/{address}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return [document["name"] if "name" in document else document["service"]["name"] for document in answer.get_json()["contents"]]


def touch(service: Service, **changes: Any) -> None:
    """Change a listing, as an editor's change does."""
    for name, value in changes.items():
        setattr(service, name, value)
    service.revision = next_revision(db.session())
    db.session.commit()


class TestTheRoot:
    @pytest.mark.parametrize("address", ["/open-referral", "/open-referral/"])
    def test_says_which_standard_this_is(self, client: StrictClient, address: str) -> None:
        answer = client.get(address).get_json()

        assert answer["version"] == "HSDS-UK-3.0"
        assert answer["openapi_url"] == "http://localhost/open-referral/openapi.json"

    def test_is_what_the_validator_expects(self, client: StrictClient) -> None:
        if not UK.exists():
            needs("the schemas of the UK profile (../shared/data)")

        assert faults(uk_judge("api_details"), client.get("/open-referral/").get_json()) == []


class TestEveryAnswer:
    @pytest.mark.parametrize(
        ("method", "address", "status"),
        [
            ("GET", "", 200),
            ("GET", "/services", 200),
            ("HEAD", "/services", 200),
            ("OPTIONS", "/services", 200),
            ("GET", "/services?page=0", 422),
            ("GET", "/services/0192f000-0000-7000-8000-000000000000", 404),
            ("GET", "/services/one", 404),
            ("GET", "/nothing-here", 404),
            ("POST", "/services", 405),
        ],
    )
    def test_may_be_read_by_any_site(self, client: StrictClient, method: str, address: str, status: int) -> None:
        answer = client.open(f"/open-referral{address}", method=method)

        assert answer.status_code == status
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        if status >= 400:
            assert set(answer.get_json()) == {"code", "status", "message", "errors"}

    def test_comes_only_so_often_to_one_visitor(self, client: StrictClient) -> None:
        statuses = [client.get("/open-referral/").status_code for _ in range(moderation.A_MINUTE.amount)]

        answer = client.get("/open-referral/")

        assert set(statuses) == {200}
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 61
        assert answer.get_json()["code"] == 429
        assert answer.headers["Access-Control-Allow-Origin"] == "*"

    @pytest.mark.parametrize("endpoint", ENDPOINTS)
    def test_to_a_list_is_a_page(self, client: StrictClient, tea: Service, endpoint: str) -> None:
        page = client.get(f"/open-referral/{endpoint}?per_page=1").get_json()

        assert set(page) == PAGE
        assert (page["page_number"], page["size"], page["first_page"], page["empty"]) == (1, 1, True, False)
        assert page["total_pages"] == page["total_items"]
        assert page["last_page"] is (page["total_pages"] == 1)

    @pytest.mark.parametrize("endpoint", ENDPOINTS)
    def test_to_a_page_beyond_the_end_is_empty(self, client: StrictClient, tea: Service, endpoint: str) -> None:
        page = client.get(f"/open-referral/{endpoint}?page=99").get_json()

        assert (page["contents"], page["size"], page["empty"], page["last_page"]) == ([], 0, True, True)
        assert page["total_items"] > 0

    def test_names_the_parameters_it_passed_over(self, client: StrictClient, tea: Service) -> None:
        answer = client.get("/open-referral/services?vocabulary=x&search=tea&utm=%0d%0aEvil:1")

        assert answer.headers["X-Unknown-Parameters"] == "utm, vocabulary"

    def test_to_an_empty_parameter_is_as_without_it(self, client: StrictClient, tea: Service) -> None:
        assert names(client, "services?search=&day=&taxonomy_id=&page=") == names(client, "services")


class TestServices:
    def test_are_those_that_run(self, client: StrictClient, tea: Service) -> None:
        assert names(client, "services") == ["Haven women's refuge", "Hayle Lunch Club", "Tea & Talk"]

    def test_that_have_ended_are_there_for_who_asks(self, client: StrictClient, tea: Service) -> None:
        assert "Old Choir" in names(client, "services?ended=true")

    def test_on_a_page_say_what_is_said_once_and_in_full_everything(self, client: StrictClient, tea: Service) -> None:
        simple = client.get("/open-referral/services?search=tea").get_json()["contents"][0]
        whole = client.get("/open-referral/services?search=tea&full=true").get_json()["contents"][0]

        assert simple["organization"]["name"] == "Neighbours Together"
        assert not simple.keys() & {"phones", "schedules", "service_at_locations", "attributes"}
        assert whole == client.get(f"/open-referral/services/{tea.id}").get_json()
        assert whole["phones"][0]["extension"] == 12
        assert whole["attributes"][0]["taxonomy_term"]["code"] == "befriending"
        assert whole["service_at_locations"][0]["location"]["addresses"][0]["postal_code"] == "TR18 2AB"

    def test_in_brief_all_stand_on_one_page(self, client: StrictClient, tea: Service) -> None:
        page = client.get("/open-referral/services?minimal=true").get_json()

        assert page["total_pages"] == 1
        assert page["contents"][2] == {
            "id": str(tea.id),
            "name": "Tea & Talk",
            "status": "active",
            "last_modified": "2026-11-23T10:00:00.000Z",
            "modified_date": "2026-11-23T10:00:00.000Z",
        }

    @pytest.mark.parametrize(
        ("question", "expected"),
        [
            ("search=TEA", ["Tea & Talk"]),
            ("search=company tea", ["Tea & Talk"]),
            ("search=befriending", ["Tea & Talk"]),
            ("search=church", ["Hayle Lunch Club"]),
            ("search=tea church", []),
            ("search=100%25", []),
            ("day=TH", ["Tea & Talk"]),
            ("day=Thursday", ["Tea & Talk"]),
            ("day=SU", []),
            ("start_time=11:59", ["Hayle Lunch Club", "Tea & Talk"]),
            ("start_time=12:00", []),
            ("end_time=10:00", []),
            ("end_time=10:01:00", ["Hayle Lunch Club", "Tea & Talk"]),
            ("day=MO&start_time=09:00&end_time=11:00", ["Hayle Lunch Club"]),
            ("minimum_age=18", ["Tea & Talk"]),
            ("minimum_age=19", []),
            ("maximum_age=65", ["Tea & Talk"]),
            ("maximum_age=64", []),
            ("minimum_age=10&maximum_age=70", ["Tea & Talk"]),
            ("age=70", ["Haven women's refuge", "Hayle Lunch Club"]),
            ("age=20&day=TH", ["Tea & Talk"]),
            ("age=20&day=MO&search=tea", []),
        ],
    )
    def test_are_those_that_meet_every_wish(self, client: StrictClient, tea: Service, question: str, expected: list[str]) -> None:
        assert names(client, f"services?{question}") == expected

    def test_are_found_by_term_taxonomy_and_organisation(self, client: StrictClient, tea: Service) -> None:
        term = tea.attributes[0].term

        assert names(client, f"services?taxonomy_term_id={term.id}") == ["Tea & Talk"]
        assert names(client, f"services?taxonomy_id={term.taxonomy_id}") == ["Tea & Talk"]
        assert names(client, f"services?organization_id={tea.organization_id}") == ["Tea & Talk"]
        assert names(client, f"services?organization_id={tea.organization_id}&search=lunch") == []
        assert names(client, f"services?taxonomy_id={uuid.uuid4()}") == []

    def test_changed_since_a_moment_are_told(self, client: StrictClient, tea: Service, now: datetime) -> None:
        names(client, "services")
        with time_machine.travel(now + timedelta(hours=1), tick=False):
            touch(tea, last_modified=now - timedelta(days=900))
            since = (now + timedelta(minutes=30)).isoformat().replace("+00:00", "Z")

            answer = client.get(f"/open-referral/services?modified_after={since}").get_json()

        assert [document["name"] for document in answer["contents"]] == ["Tea & Talk"]
        assert answer["contents"][0]["last_modified"] == "2026-11-23T11:00:00.000Z"
        assert names(client, "services?modified_after=2026-11-24") == []
        assert len(names(client, "services?modified_after=2026-11-23T10:00:00+00:00")) == 3

    @pytest.mark.parametrize(
        ("question", "wrong"),
        [
            ("page=0&per_page=101&day=someday&start_time=25:00", {"page", "per_page", "day", "start_time"}),
            ("minimum_age=old&maximum_age=nan&age=inf", {"minimum_age", "maximum_age", "age"}),
            ("taxonomy_term_id=1&taxonomy_id=x&organization_id=y", {"taxonomy_term_id", "taxonomy_id", "organization_id"}),
            ("modified_after=yesterday&full=perhaps&format=xml", {"modified_after", "full", "format"}),
        ],
    )
    def test_asked_for_wrongly_are_refused_with_every_reason(
        self, client: StrictClient, tea: Service, question: str, wrong: set[str]
    ) -> None:
        answer = client.get(f"/open-referral/services?{question}")

        assert answer.status_code == 422
        assert set(answer.get_json()["errors"]["query"]) == wrong

    def test_come_in_a_stream_one_a_line(self, client: StrictClient, tea: Service) -> None:
        answer = client.get("/open-referral/services?format=ndjson&full=true&per_page=1")

        lines = [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]
        assert answer.mimetype == "application/x-ndjson"
        assert [line["name"] for line in lines] == ["Haven women's refuge", "Hayle Lunch Club", "Tea & Talk"]
        assert lines[2] == client.get(f"/open-referral/services/{tea.id}").get_json()

    def test_that_ended_are_still_there_by_their_id(self, client: StrictClient, tea: Service) -> None:
        touch(tea, status=ServiceStatus.INACTIVE)

        assert client.get(f"/open-referral/services/{tea.id}").get_json()["status"] == "inactive"
        assert "Tea & Talk" not in names(client, "services")

    @pytest.mark.parametrize("question", ["", "&full=true"])
    def test_are_read_in_as_many_queries_however_many_there_are(self, client: StrictClient, tea: Service, question: str) -> None:
        def count_queries() -> int:
            seen: list[str] = []
            event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
            client.get(f"/open-referral/services?per_page=100{question}")
            return len(seen)

        client.get("/open-referral/services")
        few = count_queries()
        for number in range(20):
            make_service(f"Group {number}", byday="MO", amount=2, languages=("ur",)).phones.append(Phone(number="01632 960124"))
        db.session.commit()
        client.get("/open-referral/services")

        assert count_queries() <= few + 2  # kinds of rows that were not there before (contacts' telephones, languages)


class TestEveryPage:
    def test_is_of_the_same_number_which_is_counted_anew_when_something_changes(self, client: StrictClient, tea: Service) -> None:
        def totals() -> list[int]:
            asked = ("page=1", "page=2", "page=1&full=true", "page=1&search=tea")
            return [client.get(f"/open-referral/services?per_page=1&{one}").get_json()["total_items"] for one in asked]

        before, again = totals(), totals()
        touch(tea, name="Walk & Talk", status=ServiceStatus.DEFUNCT)

        assert before == again == [3, 3, 3, 1]
        assert totals() == [2, 2, 2, 0]

    def test_counts_once_for_whoever_fetches_all_of_them(self, client: StrictClient, tea: Service) -> None:
        counted: list[str] = []

        @event.listens_for(db.engine, "before_cursor_execute")
        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            counted.extend([statement] if statement.startswith("SELECT count(*)") else [])

        for page in (1, 2, 3):
            client.get(f"/open-referral/services?per_page=1&page={page}&full=true")

        event.remove(db.engine, "before_cursor_execute", note)
        assert len(counted) == 1

    def test_says_what_the_standard_is_giving_up_where_a_source_says_it(self, client: StrictClient, tea: Service) -> None:
        tea.schedules.append(Schedule(freq="WEEKLY", byday="FR", opens_at="10:00", closes_at="12:00", timezone=0.0))
        touch(tea, wait_time="Two weeks", licenses="Food registration 24/1234")

        document = client.get(f"/open-referral/services/{tea.id}").get_json()

        assert (document["wait_time"], document["licenses"]) == ("Two weeks", "Food registration 24/1234")
        told = [schedule for schedule in document["schedules"] if schedule.get("byday") == "FR"]
        assert [schedule["timezone"] for schedule in told] == [0]
        assert faults(our_judge("service"), document) == []
        if UK.exists():
            assert faults(uk_judge("service"), document) == []


class TestWhatIsKeptSafe:
    def test_a_refuge_is_told_of_and_never_where_it_is(self, client: StrictClient, tea: Service) -> None:
        everything = "".join(
            client.get(f"/open-referral/{endpoint}?format=ndjson&full=true&full_service=true&ended=true").get_data(as_text=True)
            for endpoint in ENDPOINTS
        )
        haven = next(json.loads(line) for line in everything.splitlines() if '"name":"Haven women' in line)

        assert "service_at_locations" not in haven
        assert names(client, "service_at_locations") == ["Hayle Lunch Club", "Tea & Talk"]
        assert "checker@care.example" not in everything

    def test_the_place_of_a_refuge_is_not_found_by_its_id(self, client: StrictClient, tea: Service) -> None:
        refuge = db.session.scalars(db.select(ServiceAtLocation).join(Service).where(Service.name.startswith("Haven"))).one()

        assert client.get(f"/open-referral/service_at_locations/{refuge.id}").status_code == 404

    def test_nobody_learns_who_works_at_a_refuge(self, client: StrictClient, tea: Service) -> None:
        refuge = db.session.scalars(db.select(Service).where(Service.name.startswith("Haven"))).one()
        refuge.organization.name = "Haven Refuge"
        refuge.contacts.append(Contact(name="Carys Rowe"))
        db.session.add(Contact(name="Meera Shah", organization_id=refuge.organization_id))
        touch(refuge)

        service = client.get(f"/open-referral/services/{refuge.id}").get_data(as_text=True)
        organization = client.get(f"/open-referral/organizations/{refuge.organization_id}?full_service=true").get_data(
            as_text=True
        )

        assert "Haven" in service
        assert "Haven" in organization
        assert "Carys" not in service + organization
        assert "Meera" not in service + organization

    def test_a_refuge_whose_words_give_it_away_stays_in(self, client: StrictClient, tea: Service) -> None:
        refuge = db.session.scalars(db.select(Service).where(Service.name.startswith("Haven"))).one()
        touch(refuge, description="We are at 1 high street.")

        assert client.get(f"/open-referral/services/{refuge.id}").status_code == 404

    def test_a_listing_that_becomes_a_refuge_loses_its_place_at_once(self, client: StrictClient, tea: Service) -> None:
        assert client.get(f"/open-referral/services/{tea.id}").get_json()["service_at_locations"]

        touch(tea, alternate_name="Safe house")

        assert "TR18" not in client.get(f"/open-referral/services/{tea.id}").get_data(as_text=True)
        assert names(client, "service_at_locations") == ["Hayle Lunch Club"]

    def test_the_history_tells_what_was_changed_and_when_but_not_by_whom(
        self, client: StrictClient, tea: Service, now: datetime
    ) -> None:
        for number, value in enumerate(("Amina Hussain rang", "Better words"), start=1):
            change = ListingChange(
                service_id=tea.id,
                number=number,
                made_at=now + timedelta(hours=number),
                made_by="Ben Carter",
                origin=Origin.EDITOR,
                note="an internal note",
            )
            for name in ("description", "assurer_email"):
                change.fields.append(
                    ChangedField(
                        resource_id=tea.id,
                        resource_type="services",
                        last_action_type=FieldAction.UPDATE,
                        field_name=name,
                        previous_value=json.dumps(value),
                    )
                )
            db.session.add(change)
        touch(tea)

        answer = client.get(f"/open-referral/services/{tea.id}")

        (said,) = answer.get_json()["metadata"]
        assert (said["field_name"], said["last_action_type"], said["last_action_date"]) == ("description", "update", "2026-11-23")
        assert (said["updated_by"], said["previous_value"], said["resource_type"]) == ("editor", "", "service")
        for secret in ("Ben Carter", "internal note", "Amina", "assurer"):
            assert secret not in answer.get_data(as_text=True)


class TestPlaces:
    def test_are_told_with_their_service(self, client: StrictClient, tea: Service) -> None:
        place = tea.service_at_locations[0]

        whole = client.get(f"/open-referral/service_at_locations/{place.id}").get_json()

        assert whole["service"]["name"] == "Tea & Talk"
        assert "service_at_locations" not in whole["service"]
        assert whole["location"]["addresses"][0]["city"] == "Penzance"

    @pytest.mark.parametrize(
        ("question", "expected"),
        [
            ("postcode=TR18+2AB&proximity=1000", ["Tea & Talk"]),
            ("postcode=tr182ab&proximity=20000", ["Tea & Talk", "Hayle Lunch Club"]),
            ("postcode=TR27+4PA&proximity=20000", ["Hayle Lunch Club", "Tea & Talk"]),
            ("postcode=TR18+2AB&proximity=20000&day=MO", ["Hayle Lunch Club"]),
            ("postcode=TR18+2AB", ["Hayle Lunch Club", "Tea & Talk"]),
        ],
    )
    def test_are_found_by_nearness_in_metres(
        self, client: StrictClient, tea: Service, question: str, expected: list[str]
    ) -> None:
        assert names(client, f"service_at_locations?{question}") == expected

    def test_are_found_by_the_areas_they_serve(self, client: StrictClient, tea: Service) -> None:
        tea.service_areas.append(ServiceArea(name="Penwith", extent="TR18 TR20", extent_type="text"))
        touch(tea)

        assert names(client, "service_at_locations?postcode=TR18+2AB") == ["Hayle Lunch Club", "Tea & Talk"]
        assert names(client, "service_at_locations?postcode=TR27+4PA") == ["Hayle Lunch Club"]

    @pytest.mark.parametrize(("question", "wrong"), [("proximity=500", "proximity"), ("postcode=ZZ99+9ZZ", "postcode")])
    def test_cannot_be_found_near_nowhere(self, client: StrictClient, tea: Service, question: str, wrong: str) -> None:
        answer = client.get(f"/open-referral/service_at_locations?{question}")

        assert answer.status_code == 422
        assert list(answer.get_json()["errors"]["query"]) == [wrong]


class TestOrganisationsAndTerms:
    def test_an_organisation_is_told_with_its_services_for_who_asks(self, client: StrictClient, tea: Service) -> None:
        plain = client.get(f"/open-referral/organizations/{tea.organization_id}").get_json()
        full = client.get(f"/open-referral/organizations/{tea.organization_id}?full_service=true").get_json()

        assert "services" not in plain
        assert full["services"][0] == client.get(f"/open-referral/services/{tea.id}").get_json()
        assert plain["description"] == "Neighbours Together"  # the standard demands a description, and there is none

    def test_an_organisation_without_a_published_listing_is_not_told_of(self, client: StrictClient, tea: Service) -> None:
        touch(tea, url="see our page")

        assert client.get(f"/open-referral/organizations/{tea.organization_id}").status_code == 404
        assert names(client, "organizations?search=hayle") == ["Hayle Church"]

    def test_terms_are_found_by_taxonomy_parent_and_words(self, client: StrictClient, tea: Service) -> None:
        parent = tea.attributes[0].term
        child = make_term("visits", "Visits at home")
        child.parent_id = parent.id
        db.session.commit()

        assert names(client, f"taxonomy_terms?parent_id={parent.id}") == ["Visits at home"]
        assert names(client, "taxonomy_terms?top_only=true") == ["Befriending"]
        assert names(client, f"taxonomy_terms?taxonomy_id={child.taxonomy_id}&search=HOME") == ["Visits at home"]
        one = client.get(f"/open-referral/taxonomy_terms/{child.id}").get_json()
        assert (one["taxonomy_detail"]["name"], one["parent_id"]) == ("Kinds of help", str(parent.id))
        assert client.get(f"/open-referral/taxonomies/{child.taxonomy_id}").get_json()["name"] == "Kinds of help"


class TestWhatHasNotChanged:
    @pytest.mark.parametrize("address", ["services", "services?full=true", "service_at_locations", "organizations", "taxonomies"])
    def test_need_not_be_sent_again(self, client: StrictClient, tea: Service, address: str) -> None:
        first = client.get(f"/open-referral/{address}")

        again = client.get(f"/open-referral/{address}", headers={"If-None-Match": first.headers["ETag"]})

        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert client.get("/open-referral/services?page=2").headers["ETag"] != first.headers["ETag"]

    def test_is_told_by_its_date_too(self, client: StrictClient, tea: Service, now: datetime) -> None:
        first = client.get("/open-referral/services")

        again = client.get("/open-referral/services", headers={"If-Modified-Since": first.headers["Last-Modified"]})

        assert first.headers["Last-Modified"] == "Mon, 23 Nov 2026 10:00:00 GMT"
        assert again.status_code == 304

    def test_is_not_taken_for_what_has(self, client: StrictClient, tea: Service, now: datetime) -> None:
        first = client.get("/open-referral/services")
        with time_machine.travel(now + timedelta(minutes=1), tick=False):
            touch(tea, name="Tea & More")

            again = client.get("/open-referral/services", headers={"If-None-Match": first.headers["ETag"]})

        assert again.status_code == 200
        assert again.headers["Last-Modified"] == "Mon, 23 Nov 2026 10:01:00 GMT"
        assert "Tea & More" in again.get_data(as_text=True)


class TestTheDescriptionForPrograms:
    def test_names_every_address_and_parameter(self, app: Flask, client: StrictClient) -> None:
        described = client.get("/open-referral/openapi.json").get_json()

        routes = {
            str(rule).removeprefix("/open-referral").replace("<uuid:", "{").replace(">", "}") or "/"
            for rule in app.url_map.iter_rules()
            if rule.endpoint.startswith("open_referral.")
        }
        generic = {path.split("{")[0] + "{id}" if "{" in path else path for path in routes} - {"/openapi.json"}
        assert set(described["paths"]) == generic
        asked = {parameter["name"] for parameter in described["paths"]["/services"]["get"]["parameters"]}
        assert asked >= {"search", "page", "per_page", "format", "taxonomy_term_id", "taxonomy_id", "organization_id", "full"}
        assert asked >= {"modified_after", "minimal", "minimum_age", "maximum_age", "start_time", "end_time", "day"}
        assert all(
            parameter.get("description") or parameter["name"] == "id"
            for path in described["paths"].values()
            for parameter in path["get"].get("parameters", [])
        )

    def test_says_under_which_licence(self, app: Flask, client: StrictClient) -> None:
        settings = app.extensions["settings"]
        app.extensions["settings"] = type(settings)(**{**settings.__dict__, "open_data_licence": "ogl"})
        try:
            described = client.get("/open-referral/openapi.json").get_json()
        finally:
            app.extensions["settings"] = settings

        assert described["info"]["license"]["name"] == "Open Government Licence v3.0"


@pytest.mark.parametrize("source", [SEED, FEED_OF_A_COUNCIL], ids=["the seed", "a council's feed of version 1"])
def test_a_whole_directory_is_valid_by_both_standards(app: Flask, client: StrictClient, source: Path) -> None:
    if not source.exists() or not UK.exists():
        needs("the seed, or the council's feed and the schemas of the UK profile (../shared/data)")
    reading = sources.read(str(source), fetcher=Fetcher())
    import_listings(session=db.session(), reading=reading, source=str(source), now=datetime.now(UTC))
    db.session.commit()
    wrong: list[str] = []

    for endpoint, thing in zip(
        ENDPOINTS, ("service", "service_at_location", "organization", "taxonomy", "taxonomy_term"), strict=True
    ):
        simple = client.get(f"/open-referral/{endpoint}?per_page=100").get_json()
        judge = uk_judge(f"{thing}_list")
        wrong += [f"{endpoint}: {fault}" for fault in faults(judge, simple["contents"][0] if thing == "organization" else simple)]
        if simple["contents"]:
            one = client.get(f"/open-referral/{endpoint}/{simple['contents'][0]['id']}").get_json()
            wrong += faults(uk_judge(thing), one) + faults(our_judge(thing), one)
        for line in client.get(f"/open-referral/{endpoint}?format=ndjson&full=true").get_data(as_text=True).splitlines():
            whole = json.loads(line)
            wrong += faults(uk_judge(thing), whole) + faults(our_judge(thing), whole)

    assert wrong == []
    assert db.session.scalar(db.select(db.func.count()).select_from(Service)) == len(
        client.get("/open-referral/services?format=ndjson&ended=true").get_data(as_text=True).splitlines()
    )
