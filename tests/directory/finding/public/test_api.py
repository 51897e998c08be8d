from datetime import date

import pytest
from flask import Flask

from directory.models import Phone, Service
from directory.places.gazetteer import rebuild_from_listings
from navigator.db import db
from tests.directory.listings import HAYLE, make_service, make_term, teach
from tests.strict_client import StrictClient


@pytest.fixture
def tea(app: Flask) -> Service:
    teach("lonely", make_term("befriending", "Befriending").code or "")
    tea = make_service(
        "Tea & Talk",
        description="Lonely? Come.",
        assured_date=date(2026, 11, 11),
        assurer_email="checker@care.example",
        byday="TH",
    )
    tea.phones.append(Phone(number="01632 960123"))
    make_service("Hayle Lunch Club", at=HAYLE)
    rebuild_from_listings()
    db.session.commit()
    return tea


class TestTheListOfServices:
    def test_has_the_page_shape_of_open_referral(self, client: StrictClient, tea: Service) -> None:
        response = client.get("/api/v1/services?q=lonely&near=TR18+2AB")

        page = response.get_json()
        item = page.pop("contents")[0]
        assert page == {
            "page_number": 1,
            "size": 1,
            "total_items": 1,
            "total_pages": 1,
            "first_page": True,
            "last_page": True,
            "empty": False,
        }
        assert (item["id"], item["name"], item["organization_name"]) == (str(tea.id), "Tea & Talk", "Neighbours Together")
        assert item["distance_miles"] == 0.0
        assert item["assured_date"] == "2026-11-11"
        assert "very near" in item["why"]
        assert response.headers["Access-Control-Allow-Origin"] == "*"

    def test_is_paged(self, client: StrictClient, tea: Service) -> None:
        page = client.get("/api/v1/services?per_page=1&page=2").get_json()

        assert (page["total_items"], page["total_pages"], page["size"]) == (2, 2, 1)
        assert (page["first_page"], page["last_page"]) == (False, True)

    def test_is_empty_beyond_its_end(self, client: StrictClient, tea: Service) -> None:
        page = client.get("/api/v1/services?page=5000&per_page=100").get_json()

        assert (page["empty"], page["contents"], page["total_items"]) == (True, [], 2)

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("near=nowhereland", "near"),
            ("within=-1", "within"),
            ("within=nan", "within"),
            ("page=0", "page"),
            ("page=one", "page"),
            ("page=99999999999999999999", "page"),
            ("per_page=101", "per_page"),
            ("open_on=someday", "open_on"),
            ("serach=x", "serach"),
        ],
    )
    def test_says_which_parameter_is_wrong(self, client: StrictClient, tea: Service, query: str, field: str) -> None:
        response = client.get(f"/api/v1/services?{query}")

        assert response.status_code == 422
        assert field in response.get_json()["errors"]["query"]


class TestOneService:
    def test_is_given_whole_but_for_who_checked_it(self, client: StrictClient, tea: Service) -> None:
        response = client.get(f"/api/v1/services/{tea.id}")

        service = response.get_json()
        assert service["phones"][0]["number"] == "01632 960123"
        assert service["locations"][0]["addresses"][0]["city"] == "Penzance"
        assert service["schedules"][0]["in_words"] == "Thursdays, 10am to noon"
        assert "checker@" not in response.get_data(as_text=True)

    def test_of_a_refuge_gives_no_place(self, client: StrictClient, tea: Service) -> None:
        refuge = make_service("Haven Refuge", at=HAYLE)
        db.session.commit()

        answer = client.get(f"/api/v1/services/{refuge.id}")

        assert answer.get_json()["locations"] == []
        assert "High Street" not in answer.get_data(as_text=True)

    @pytest.mark.parametrize("name", ["0190a000-0000-7000-8000-000000000000", "nonsense"])
    def test_that_is_not_there_is_not_found(self, client: StrictClient, name: str) -> None:
        response = client.get(f"/api/v1/services/{name}")

        assert response.status_code == 404
        assert response.get_json()["code"] == 404


def test_the_document_of_the_api_describes_them(client: StrictClient) -> None:
    paths = client.get("/api/v1/openapi.json").get_json()["paths"]

    parameters = paths["/api/v1/services"]["get"]["parameters"]
    assert {parameter["name"] for parameter in parameters} >= {"q", "near", "within", "page", "per_page"}
    assert all(parameter.get("description") for parameter in parameters)
