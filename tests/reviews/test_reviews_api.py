"""Reviews, for programs acting for a member of staff."""

from datetime import timedelta
from typing import Any

import pytest

from navigator.db import db
from navigator.people.models import Person
from navigator.people.token_scopes import TokenScope
from navigator.steps import goals
from navigator.steps.models import Goal
from navigator.times import LONDON, utc_now
from tests.api_world import key_of
from tests.cast import Cast
from tests.reviews.test_reviews import reviews
from tests.strict_client import StrictClient


def in_days(days: int) -> str:
    return (utc_now().astimezone(LONDON).date() + timedelta(days=days)).isoformat()


def hold(client: StrictClient, cast: Cast, **said: Any) -> Any:
    body = {"next_step": "go_on", "next_on": in_days(84), **said}
    return client.post(f"/api/v1/people/{cast.amina.id}/reviews", json=body, headers=key_of(cast.ben))


class TestAReview:
    def test_begins_with_what_there_is_to_look_at(self, client: StrictClient, cast: Cast, with_levels: Goal) -> None:
        found = client.get(f"/api/v1/people/{cast.amina.id}/reviews/next", headers=key_of(cast.ben)).get_json()

        assert [step["what"] for step in found["steps_done"]] == ["Walk to the harbour"]
        assert [goal["id"] for goal in found["to_rate"]] == [str(with_levels.id)]

    def test_is_kept_with_where_they_stand_and_the_next_day(self, client: StrictClient, cast: Cast, with_levels: Goal) -> None:
        held = hold(client, cast, words="She goes now.", levels=[{"goal_id": str(with_levels.id), "level": 0}])

        assert (held.status_code, held.get_json()["steps_done"], held.get_json()["next_on"]) == (201, 1, in_days(84))
        assert [rating.level for rating in goals.attained(db.session.merge(with_levels)).ratings][-1:] == [0]
        listed = client.get(f"/api/v1/people/{cast.amina.id}/reviews", headers=key_of(cast.ben)).get_json()
        assert [review["words"] for review in listed] == ["She goes now."]

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"next_on": None}, "next_on"),
            ({"next_on": "2020-01-01"}, "next_on"),
            ({"next_step": "close"}, "why"),
            ({"next_step": "close", "why": "died"}, "why"),
            ({"next_step": "close", "why": "other"}, "reason"),
            ({"levels": [{"goal_id": "0190a000-0000-7000-8000-000000000001", "level": 0}]}, "levels"),
        ],
    )
    def test_that_lacks_something_is_not_held(
        self, client: StrictClient, cast: Cast, goal: Goal, said: dict[str, Any], field: str
    ) -> None:
        answer = hold(client, cast, **said)

        assert (answer.status_code, list(answer.get_json()["errors"]["json"])) == (422, [field])
        assert reviews() == []

    def test_may_end_our_support_with_a_reason(self, client: StrictClient, cast: Cast) -> None:
        held = hold(client, cast, next_step="close", next_on=None, why="finished")

        assert (held.status_code, held.get_json()["why_closed"]) == (201, "finished")
        db.session.rollback()
        assert db.session.get_one(Person, cast.amina.id).closed_at is not None
        assert hold(client, cast).status_code == 409

    def test_ends_our_support_only_with_a_key_that_may(self, client: StrictClient, cast: Cast) -> None:
        body = {"next_step": "close", "why": "finished"}
        few = key_of(cast.ben, TokenScope.CONVERSATIONS)

        answer = client.post(f"/api/v1/people/{cast.amina.id}/reviews", json=body, headers=few)

        assert (answer.status_code, answer.get_json()["errors"]) == (403, {"scope": ["people:write"]})
        assert reviews() == []

    def test_that_ended_our_support_is_answered_alike_for_good(self, client: StrictClient, cast: Cast) -> None:
        body = {"next_step": "close", "why": "finished"}
        headers = key_of(cast.ben) | {"Idempotency-Key": "practice-4711"}
        address = f"/api/v1/people/{cast.amina.id}/reviews"

        first, second = (client.post(address, json=body, headers=headers).get_json() for _ in range(2))

        assert (first["id"], len(reviews())) == (second["id"], 1)
