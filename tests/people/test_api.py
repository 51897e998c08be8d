"""The API of people, for programs acting for a member of staff."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from messaging.models import OutgoingMessage
from navigator.db import db
from navigator.people.models import ApiToken, AuditEntry, Person, Role
from navigator.people.staff_operations import make_token, record_leaving
from tests.cast import Cast, make_person, make_staff
from tests.strict_client import StrictClient

DOROTA: dict[str, Any] = {
    "given_name": "Dorota",
    "family_name": "Nowak",
    "birth_date": "1951-11-05",
    "mobile": "07700 900555",
    "language": "pl",
    "contact_method": "text",
    "consent_support": True,
    "consent_texts": True,
    "consent_how": "spoken",
    "consent_language": "pl",
}


@pytest.fixture
def bens(cast: Cast) -> dict[str, str]:
    """Ben's key."""
    return {"Authorization": f"Bearer {make_token(staff_id=cast.ben.id, label='test', now=datetime.now(UTC))}"}


@pytest.fixture
def caryss(cast: Cast) -> dict[str, str]:
    """Carys's key."""
    return {"Authorization": f"Bearer {make_token(staff_id=cast.carys.id, label='test', now=datetime.now(UTC))}"}


class TestTheKey:
    def test_is_needed(self, client: StrictClient, cast: Cast) -> None:
        answers = [
            client.get("/api/v1/people"),
            client.get(f"/api/v1/people/{cast.amina.id}"),
            client.post("/api/v1/people", json=DOROTA),
        ]

        assert [answer.status_code for answer in answers] == [401] * 3
        assert set(answers[0].json or {}) == {"code", "status", "message", "errors"}

    def test_ends_when_its_holder_leaves_or_its_year_is_over(
        self, client: StrictClient, cast: Cast, bens: dict[str, str], caryss: dict[str, str]
    ) -> None:
        cast.amina.closed_at = datetime.now(UTC)
        record_leaving(staff=cast.ben, now=datetime.now(UTC))
        db.session.execute(
            update(ApiToken).where(ApiToken.staff_id == cast.carys.id).values(expires_at=datetime.now(UTC) - timedelta(seconds=1))
        )

        assert client.get("/api/v1/people", headers=bens).status_code == 401
        assert client.get("/api/v1/people", headers=caryss).status_code == 401

    @pytest.mark.parametrize("address", ["/api/v1/people", "/api/v1/steps", "/api/v1/referrals"])
    def test_of_an_administrator_opens_no_door_to_people(
        self, client: StrictClient, cast: Cast, now: datetime, address: str
    ) -> None:
        ada = make_staff(team=cast.ben.team, name="Ada Penrose", role=Role.ADMINISTRATOR, now=now)
        key = {"Authorization": f"Bearer {make_token(staff_id=ada.id, label='test', now=datetime.now(UTC))}"}

        looked = client.get(address, headers=key)
        added = client.post("/api/v1/people", json=DOROTA, headers=key)

        assert [looked.status_code, added.status_code] == [403, 403]
        assert set(looked.json or {}) == set(added.json or {}) == {"code", "status", "message", "errors"}

    def test_is_described_in_the_document(self, client: StrictClient) -> None:
        document = client.get("/api/v1/openapi.json").get_json()

        assert document["components"]["securitySchemes"]["bearer"] == {"type": "http", "scheme": "bearer"}
        assert document["paths"]["/api/v1/people"]["get"]["security"] == [{"bearer": []}]


class TestPeople:
    def test_come_in_the_one_page_shape(self, client: StrictClient, cast: Cast, bens: dict[str, str], now: datetime) -> None:
        make_person(navigator=cast.ben, now=now, given_name="Zoe", family_name="Zennor", mobile=None)

        page = client.get("/api/v1/people?per_page=1&page=2", headers=bens).get_json()

        contents = page.pop("contents")
        assert [person["given_name"] for person in contents] == ["Zoe"]
        assert page == {
            "page_number": 2,
            "size": 1,
            "total_items": 2,
            "total_pages": 2,
            "first_page": False,
            "last_page": True,
            "empty": False,
        }

    def test_are_found_as_on_the_page(self, client: StrictClient, bens: dict[str, str]) -> None:
        page = client.get("/api/v1/people", query_string={"q": "hussain"}, headers=bens).get_json()

        assert page["total_items"] == 1

    @pytest.mark.parametrize("query", ["page=0", "per_page=101", "page=x", "colour=red"])
    def test_refuse_a_query_that_makes_no_sense(self, client: StrictClient, bens: dict[str, str], query: str) -> None:
        assert client.get(f"/api/v1/people?{query}", headers=bens).status_code == 422

    def test_of_another_team_are_not_there(self, client: StrictClient, cast: Cast, caryss: dict[str, str]) -> None:
        page = client.get("/api/v1/people", headers=caryss).get_json()

        assert (page["empty"], page["total_items"], page["total_pages"]) == (True, 0, 0)
        assert client.get(f"/api/v1/people/{cast.amina.id}", headers=caryss).status_code == 404

    def test_that_were_listed_are_written_down_in_one_entry(
        self, client: StrictClient, cast: Cast, bens: dict[str, str], now: datetime
    ) -> None:
        zoe = make_person(navigator=cast.ben, now=now, given_name="Zoe", family_name="Zennor", mobile=None)

        client.get("/api/v1/people", headers=bens)

        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "looked_through")).one()
        assert (entry.staff_id, entry.detail) == (cast.ben.id, f"api: people: {cast.amina.id} {zoe.id}")

    def test_are_given_one_at_a_time_and_the_look_is_written_down(
        self, client: StrictClient, cast: Cast, bens: dict[str, str]
    ) -> None:
        person = client.get(f"/api/v1/people/{cast.amina.id}", headers=bens).get_json()

        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "looked_at")).one()
        assert (person["id"], person["birth_date"], person["contact_method"]) == (str(cast.amina.id), "1948-03-27", "text")
        assert (entry.staff_id, entry.detail) == (cast.ben.id, "api: person")


class TestAddingAPerson:
    def test_does_what_the_page_does(self, client: StrictClient, cast: Cast, bens: dict[str, str]) -> None:
        answer = client.post("/api/v1/people", json=DOROTA, headers=bens)

        person = db.session.scalars(select(Person).where(Person.given_name == "Dorota")).one()
        assert answer.status_code == 201
        assert answer.get_json()["id"] == str(person.id)
        assert person.navigator_id == cast.ben.id
        assert {text.template for text in db.session.scalars(select(OutgoingMessage))} == {"welcome", "plan_link"}

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"birth_date": "yesterday"}, "birth_date"),
            ({"birth_date": "2999-01-01"}, "birth_date"),
            ({"mobile": "01632 960123"}, "mobile"),
            ({"consent_support": False}, "consent_support"),
            ({"contact_method": "pigeon"}, "contact_method"),
            ({"colour": "red"}, "colour"),
            ({"given_name": ""}, "given_name"),
            ({"given_name": "  "}, "given_name"),
        ],
    )
    def test_names_the_field_that_is_wrong(
        self, client: StrictClient, bens: dict[str, str], wrong: dict[str, Any], field: str
    ) -> None:
        answer = client.post("/api/v1/people", json=DOROTA | wrong, headers=bens)

        assert answer.status_code == 422
        assert list(answer.get_json()["errors"]["json"]) == [field]

    def test_asks_first_when_the_person_may_be_known(self, client: StrictClient, cast: Cast, bens: dict[str, str]) -> None:
        again = DOROTA | {"given_name": "Amina", "family_name": "Hussain", "birth_date": "1948-03-27", "mobile": "07700 900123"}

        asked = client.post("/api/v1/people", json=again, headers=bens)
        sure = client.post("/api/v1/people", json=again | {"confirmed_not_duplicate": True}, headers=bens)

        assert asked.status_code == 409
        assert asked.get_json()["errors"] == {"duplicates": [str(cast.amina.id)]}
        assert sure.status_code == 201

    def test_never_names_a_duplicate_of_another_team(self, client: StrictClient, cast: Cast, caryss: dict[str, str]) -> None:
        again = DOROTA | {"given_name": "Amina", "family_name": "Hussain", "birth_date": "1948-03-27"}

        answer = client.post("/api/v1/people", json=again, headers=caryss)

        assert answer.status_code == 409
        assert str(cast.amina.id) not in answer.text


class TestChangingAPerson:
    def test_changes_what_is_named_and_nothing_else(self, client: StrictClient, cast: Cast, bens: dict[str, str]) -> None:
        address = f"/api/v1/people/{cast.amina.id}"

        changed = client.patch(address, json={"contact_notes": "Ring after ten."}, headers=bens)

        assert changed.status_code == 200
        assert changed.get_json()["contact_notes"] == "Ring after ten."
        assert changed.get_json()["mobile"] == "+447700900123"

    def test_names_the_field_that_is_wrong(self, client: StrictClient, cast: Cast, bens: dict[str, str]) -> None:
        answer = client.patch(f"/api/v1/people/{cast.amina.id}", json={"mobile": "12"}, headers=bens)

        assert (answer.status_code, list(answer.get_json()["errors"]["json"])) == (422, ["mobile"])

    def test_says_how_it_is_safe_to_be_in_touch(self, client: StrictClient, cast: Cast, bens: dict[str, str]) -> None:
        address = f"/api/v1/people/{cast.amina.id}/safe-contact"

        answer = client.put(address, json={"prohibited": True, "words": "Nobody writes to her."}, headers=bens)

        assert (answer.get_json()["contact_prohibited"], answer.get_json()["safe_contact"]) == (True, "Nobody writes to her.")

    def test_agrees_to_texts_and_takes_it_back(self, client: StrictClient, cast: Cast, bens: dict[str, str]) -> None:
        address = f"/api/v1/people/{cast.amina.id}/consents"

        agreed = client.post(f"{address}/texts", json={"consent_how": "spoken", "consent_language": "ur"}, headers=bens)
        took_back = client.delete(f"{address}/texts", headers=bens)

        [consent] = client.get(address, headers=bens).get_json()
        assert (agreed.status_code, took_back.status_code) == (201, 204)
        assert (consent["purpose"], consent["withdrawn_at"] is not None) == ("texts", True)

    def test_ends_our_support_with_a_reason_and_takes_it_up_again(
        self, client: StrictClient, cast: Cast, bens: dict[str, str]
    ) -> None:
        address = f"/api/v1/people/{cast.amina.id}"

        silent = client.post(f"{address}/close", json={"why": "other"}, headers=bens)
        closed = client.post(f"{address}/close", json={"why": "moved_away", "reason": "To Leeds"}, headers=bens)
        again = client.post(f"{address}/reopen", headers=bens)

        assert (silent.status_code, closed.get_json()["why_closed"], again.get_json()["closed_at"]) == (422, "moved_away", None)
