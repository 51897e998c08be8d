"""Measures, for programs acting for a member of staff."""

from typing import Any

from tests.api_world import key_of
from tests.cast import Cast
from tests.strict_client import StrictClient

ALL = [
    {"question": "satisfied", "score": 4},
    {"question": "worthwhile", "no_score": "dont_know"},
    {"question": "happy", "score": 6},
    {"question": "anxious", "score": 8},
]


class TestMeasures:
    def test_are_answered_at_once_and_never_summed(self, client: StrictClient, cast: Cast) -> None:
        bens, address = key_of(cast.ben), f"/api/v1/people/{cast.amina.id}/measures"

        first = client.post(f"{address}/ons4", json={"answers": ALL}, headers=bens)
        client.post(f"{address}/ons4", json={"answers": [{"question": "satisfied", "score": 7}]}, headers=bens)

        [ons4] = client.get(address, headers=bens).get_json()["instruments"]
        courses: dict[str, Any] = {one["question"]: one for one in ons4["questions"]}
        assert first.status_code == 201
        assert (courses["satisfied"]["change"], courses["happy"]["change"]) == (3, None)
        assert [one["no_score"] for one in courses["worthwhile"]["answers"]] == ["dont_know"]
        assert not any("total" in name for name in ons4)

    def test_refuse_what_is_off_the_scale_and_keep_nothing_of_it(self, client: StrictClient, cast: Cast) -> None:
        bens, address = key_of(cast.ben), f"/api/v1/people/{cast.amina.id}/measures"

        off = client.post(f"{address}/ons4", json={"answers": [ALL[0], {"question": "happy", "score": 11}]}, headers=bens)
        both = client.post(
            f"{address}/ons4", json={"answers": [{"question": "happy", "score": 1, "no_score": "dont_know"}]}, headers=bens
        )

        assert (off.status_code, list(off.get_json()["errors"]["json"]["answers"])) == (422, ["1"])
        assert both.status_code == 422
        [ons4] = client.get(address, headers=bens).get_json()["instruments"]
        assert all(one["answers"] == [] for one in ons4["questions"])
