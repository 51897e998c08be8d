"""Priorities, goals, and steps that somebody doubts, for programs acting for a member of staff."""

from navigator.steps.models import Goal, Step
from tests.api_world import key_of
from tests.cast import Cast
from tests.strict_client import StrictClient


class TestSteps:
    def test_that_somebody_doubts_come_with_the_advice_to_make_them_smaller(
        self, client: StrictClient, cast: Cast, goal: Goal
    ) -> None:
        bens, address = key_of(cast.ben), f"/api/v1/people/{cast.amina.id}/goals/{goal.id}/steps"

        sure = client.post(address, json={"what": "Open the window", "confidence": 9}, headers=bens).get_json()
        unsure = client.post(address, json={"what": "Walk to the harbour", "confidence": 4}, headers=bens).get_json()

        assert (sure["confident_enough"], sure["is_doubted"], sure["advice"]) == (7, False, "")
        assert unsure["is_doubted"] is True
        assert "Make it smaller" in unsure["advice"]

    def test_are_made_smaller_and_both_are_kept(self, client: StrictClient, cast: Cast, step: Step) -> None:
        bens, address = key_of(cast.ben), f"/api/v1/steps/{step.id}"

        smaller = client.post(f"{address}/smaller", json={"what": "Walk to the gate", "confidence": 8}, headers=bens)
        again = client.post(f"{address}/smaller", json={"what": "Walk to the door", "confidence": 9}, headers=bens)

        assert (smaller.get_json()["replaces_id"], smaller.get_json()["is_doubted"]) == (str(step.id), False)
        assert client.get(address, headers=bens).get_json()["status"] == "replaced"
        assert (again.status_code, again.get_json()["message"]) == (409, "A step that is replaced cannot become replaced.")

    def test_change_what_is_named_and_nothing_else(self, client: StrictClient, cast: Cast, step: Step) -> None:
        bens, address = key_of(cast.ben), f"/api/v1/steps/{step.id}"

        changed = client.patch(address, json={"who_with": "her daughter"}, headers=bens).get_json()

        assert (changed["who_with"], changed["when_words"], changed["how_often"]) == ("her daughter", "after breakfast", "daily")


class TestPriorities:
    def test_are_put_in_order_and_agreed_to(self, client: StrictClient, cast: Cast, goal: Goal) -> None:
        bens, address = key_of(cast.ben), f"/api/v1/people/{cast.amina.id}/priorities"
        standing = client.get(address, headers=bens).get_json()[0]

        first = {"priorities": [{"words": "The garden"}, {"id": standing["id"], "words": standing["words"]}], "is_agreed": True}
        kept = client.put(address, json=first, headers=bens).get_json()
        gone = {"priorities": [{"id": standing["id"], "words": ""}]}
        refused = client.put(address, json=gone, headers=bens)

        assert [one["words"] for one in kept] == ["The garden", "Seeing people again"]
        assert all(one["agreed_at"] for one in kept)
        assert refused.status_code == 409  # a goal was made of it


class TestGoals:
    def test_have_levels_measured_by_what_is_expected(self, client: StrictClient, cast: Cast, goal: Goal) -> None:
        bens, address = key_of(cast.ben), f"/api/v1/people/{cast.amina.id}/goals/{goal.id}"
        levels = [{"level": -1, "words": "Nobody comes"}, {"level": 0, "words": "Once a week"}]

        lacking = client.put(address, json={"words": "Company", "baseline": -1, "levels": levels[:1]}, headers=bens)
        rated_too_soon = client.post(f"{address}/ratings", json={"level": 0}, headers=bens)
        whole = client.put(address, json={"words": "Company", "baseline": -1, "levels": levels}, headers=bens)
        rated = client.post(f"{address}/ratings", json={"level": 0}, headers=bens)
        reached = client.post(f"{address}/status", json={"status": "reached", "why": "Tea & Talk"}, headers=bens)

        assert (lacking.status_code, rated_too_soon.status_code) == (422, 409)
        assert (whole.status_code, rated.status_code) == (200, 201)
        assert (reached.get_json()["status"], reached.get_json()["latest"]) == ("reached", 0)
