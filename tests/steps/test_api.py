"""Steps over the API."""

from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from flask.testing import FlaskClient

from navigator.db import db
from navigator.people import token_scopes
from navigator.people.models import ApiToken, Staff
from navigator.steps.models import Step
from navigator.times import utc_now
from tests.cast import Cast


def key_for(staff: Staff, now: datetime) -> dict[str, str]:
    """The header of a program that acts for `staff`."""
    token = f"the key of {staff.email}"
    db.session.add(
        ApiToken(
            staff_id=staff.id,
            label="tests",
            digest=sha256(token.encode()).hexdigest(),
            scopes=token_scopes.write(token_scopes.MAY_HOLD[staff.role]),
            created_at=now,
            expires_at=utc_now() + timedelta(days=1),
        )
    )
    db.session.commit()
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def ben(cast: Cast, now: datetime) -> dict[str, str]:
    return key_for(cast.ben, now)


@pytest.fixture
def carys(cast: Cast, now: datetime) -> dict[str, str]:
    return key_for(cast.carys, now)


class TestSteps:
    def test_come_in_the_page_shape(self, client: FlaskClient, cast: Cast, ben: dict[str, str], step: Step) -> None:
        answer = client.get(f"/api/v1/steps?person_id={cast.amina.id}&status=planned", headers=ben).get_json()

        assert (answer["total_items"], answer["page_number"], answer["empty"]) == (1, 1, False)
        assert answer["contents"][0]["what"] == "Walk to the harbour"
        assert answer["contents"][0]["confidence"] == 4
        assert answer["contents"][0]["goal"] == "Have company once a week"

    @pytest.mark.parametrize("query", ["status=lost", "person_id=amina", "page=0", "colour=blue"])
    def test_refuse_a_question_they_do_not_understand(self, client: FlaskClient, ben: dict[str, str], query: str) -> None:
        assert client.get(f"/api/v1/steps?{query}", headers=ben).status_code == 422

    def test_are_one_by_one_as_well(self, client: FlaskClient, ben: dict[str, str], step: Step) -> None:
        answer = client.get(f"/api/v1/steps/{step.id}", headers=ben).get_json()

        assert answer["confidences"][0]["score"] == 4
        assert answer["confidences"][0]["told_by"] == "conversation"

    def test_need_a_key(self, client: FlaskClient, step: Step) -> None:
        assert client.get("/api/v1/steps").status_code == 401


class TestAStep:
    def test_is_done_once_however_often_it_is_said(self, client: FlaskClient, ben: dict[str, str], step: Step) -> None:
        first, second = (client.post(f"/api/v1/steps/{step.id}/done", headers=ben) for _ in range(2))

        assert (first.status_code, second.status_code) == (200, 200)
        assert first.get_json()["status"] == "done"
        assert first.get_json()["finished_at"] == second.get_json()["finished_at"]

    def test_takes_a_confidence(self, client: FlaskClient, ben: dict[str, str], step: Step) -> None:
        answer = client.post(f"/api/v1/steps/{step.id}/confidence", json={"score": 8}, headers=ben)

        assert answer.status_code == 201
        assert [told["score"] for told in answer.get_json()["confidences"]] == [4, 8]

    @pytest.mark.parametrize("body", [{"score": 11}, {"score": "many"}, {}, {"score": 5, "mood": "good"}])
    def test_takes_no_confidence_off_the_ruler(
        self, client: FlaskClient, ben: dict[str, str], step: Step, body: dict[str, object]
    ) -> None:
        assert client.post(f"/api/v1/steps/{step.id}/confidence", json=body, headers=ben).status_code == 422


class TestSomebodyOfAnotherTeam:
    def test_is_told_of_no_steps(self, client: FlaskClient, carys: dict[str, str], step: Step) -> None:
        assert client.get("/api/v1/steps", headers=carys).get_json()["contents"] == []
        assert client.get(f"/api/v1/steps/{step.id}", headers=carys).status_code == 404
        assert client.post(f"/api/v1/steps/{step.id}/done", headers=carys).status_code == 404
        assert client.post(f"/api/v1/steps/{step.id}/confidence", json={"score": 8}, headers=carys).status_code == 404
