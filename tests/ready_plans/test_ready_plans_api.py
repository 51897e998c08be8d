"""Ready plans, for programs acting for a member of staff."""

from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from sqlalchemy import select

from navigator.db import db
from navigator.people import repeats
from navigator.people.token_scopes import TokenScope
from navigator.steps.models import Goal, Step
from navigator.tasks.models import Task
from tests.api_world import key_of
from tests.cast import Cast
from tests.strict_client import StrictClient

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


def make(client: StrictClient, cast: Cast, goal: Goal, *, headers: dict[str, str] | None = None, **said: Any) -> Any:
    body = {"code": "new-carer", "goal_id": str(goal.id), **said}
    return client.post(f"/api/v1/people/{cast.amina.id}/ready-plans", json=body, headers=headers or key_of(cast.ben))


def steps() -> list[str]:
    return list(db.session.scalars(select(Step.what).order_by(Step.what)))


class TestReadyPlans:
    def test_are_offered_with_what_each_line_makes(self, client: StrictClient, cast: Cast) -> None:
        listed = client.get("/api/v1/ready-plans?per_page=2", headers=key_of(cast.ben)).get_json()

        assert (listed["size"], listed["total_items"]) == (2, 4)
        assert listed["contents"][1]["code"] == "new-carer"
        assert [line["kind"] for line in listed["contents"][1]["lines"]] == ["step", "task", "step", "task", "review"]

    def test_are_made_whole_when_no_line_is_named(self, client: StrictClient, cast: Cast, goal: Goal) -> None:
        made = make(client, cast, goal)

        assert made.status_code == 201
        assert [part["kind"] for part in made.get_json()["parts"]] == ["step", "task", "step", "task", "review"]
        assert made.get_json()["lacks_nudges"] is True  # she has agreed to no texts
        assert steps() == ["One hour a week that is only mine", "Tell my own doctor that I look after somebody"]

    def test_take_only_the_lines_that_are_named_in_other_words(self, client: StrictClient, cast: Cast, goal: Goal) -> None:
        made = make(client, cast, goal, lines=[{"number": 3, "what": "An hour by the sea", "after_days": 3, "nudge_days": ""}])

        assert (made.status_code, made.get_json()["lacks_nudges"], steps()) == (201, False, ["An hour by the sea"])

    def test_are_made_once_under_one_key_for_good(self, client: StrictClient, cast: Cast, goal: Goal) -> None:
        with time_machine.travel(MONDAY, tick=False) as clock:
            headers = key_of(cast.ben) | {"Idempotency-Key": "practice-4711"}
            first = make(client, cast, goal, headers=headers)
            clock.shift(timedelta(days=3))
            repeats.tidy(now=datetime.now(UTC))
            second = make(client, cast, goal, headers=headers)

        assert second.get_json()["id"] == first.get_json()["id"]
        assert len(steps()) == 2

    def test_with_a_line_that_is_not_there_or_has_no_words_make_nothing(
        self, client: StrictClient, cast: Cast, goal: Goal
    ) -> None:
        wrong = (
            [{"number": 9}],
            [{"number": 1}, {"number": 1}],
            [{"number": 5, "what": "x"}],
            [{"number": 2, "nudge_days": "1"}],
        )
        answers = [make(client, cast, goal, lines=lines) for lines in wrong]

        assert [(answer.status_code, list(answer.get_json()["errors"]["json"])) for answer in answers] == [(422, ["lines"])] * 4
        assert steps() == []

    def test_with_things_to_do_want_that_scope_too(self, client: StrictClient, cast: Cast, goal: Goal) -> None:
        few = key_of(cast.ben, TokenScope.CONVERSATIONS)
        body = {"code": "new-carer", "goal_id": str(goal.id)}
        address = f"/api/v1/people/{cast.amina.id}/ready-plans"

        refused = client.post(address, json=body, headers=few)
        step_alone = client.post(address, json=body | {"lines": [{"number": 1}]}, headers=few)

        assert (refused.status_code, refused.get_json()["errors"]) == (403, {"scope": ["tasks"]})
        assert step_alone.status_code == 201

    def test_are_not_made_for_whom_we_no_longer_support(self, client: StrictClient, cast: Cast, goal: Goal) -> None:
        cast.amina.closed_at = MONDAY
        db.session.commit()

        assert make(client, cast, goal).status_code == 409


class TestTakingBack:
    def test_takes_back_all_of_it_that_day(self, client: StrictClient, cast: Cast, goal: Goal) -> None:
        made = make(client, cast, goal).get_json()
        address = f"/api/v1/people/{cast.amina.id}/ready-plans"

        undone = client.post(f"{address}/{made['id']}/undo", headers=key_of(cast.ben)).get_json()

        assert (undone["steps_that_stay"], undone["may_be_undone"], steps()) == (0, False, [])
        assert db.session.scalars(select(Task).where(Task.ended_at.is_(None))).all() == []
        assert [one["undone_at"] is None for one in client.get(address, headers=key_of(cast.ben)).get_json()] == [False]

    def test_is_refused_the_day_after(self, client: StrictClient, cast: Cast, goal: Goal) -> None:
        with time_machine.travel(MONDAY, tick=False) as clock:
            made = make(client, cast, goal).get_json()
            clock.shift(timedelta(days=1))
            late = client.post(f"/api/v1/people/{cast.amina.id}/ready-plans/{made['id']}/undo", headers=key_of(cast.ben))

        assert late.status_code == 409
        assert len(steps()) == 2
