"""A goal in depth: importance, levels in the person's words, where they stand, what became of it."""

from typing import Any

import pytest

from navigator.db import db
from navigator.steps import goals
from navigator.steps.goal_models import GoalHappening
from navigator.steps.models import Goal, GoalStatus
from tests.cast import Cast
from tests.form_filling import fill
from tests.pressing import press
from tests.strict_client import StrictClient

LEVELS: dict[str, Any] = {"level_3": "Tea with somebody every week", "level_1": "Alone all week", "baseline": "-2"}


def address(cast: Cast, goal: Goal) -> str:
    return f"/people/{cast.amina.id}/goals/{goal.id}"


def change(browser: StrictClient, cast: Cast, goal: Goal, **typed: str) -> Any:
    day = {"review_on-day": "", "review_on-month": "", "review_on-year": ""}
    about: dict[str, Any] = {"words": goal.words, "importance": "", "baseline": "", **day}
    at = f"{address(cast, goal)}/change"
    return press(browser, at, on=at, **(about | typed))


class TestAGoal:
    def test_is_given_levels_in_the_persons_words(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        assert change(ben, cast, goal, importance="8", **LEVELS).status_code == 303

        db.session.expire_all()
        known = goals.attained(goal)
        assert (goal.importance, goal.baseline, known.is_scaled) == (8, -2, True)
        assert known.levels == {-2: "Alone all week", 0: "Tea with somebody every week"}
        assert "8 out of 10" in ben.get(address(cast, goal)).get_data(as_text=True)

    def test_is_rated_in_words_and_shows_where_they_are(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        change(ben, cast, goal, **LEVELS)

        for _ in range(2):  # pressed twice
            fill(ben, address(cast, goal), to="/rating", level="1")

        db.session.expire_all()
        assert [rating.level for rating in goals.attained(goal).ratings] == [1]
        page = ben.get(f"/people/{cast.amina.id}/measures").get_data(as_text=True)
        assert "T score of 1 goal: 30 at the start, 60 now" in page

    def test_without_levels_is_not_rated(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        answer = press(ben, f"{address(cast, goal)}/rating", on=address(cast, goal), level="1")

        assert answer.status_code == 409
        assert goals.attained(goal).ratings == []

    @pytest.mark.parametrize("level", ["", "3", "-3", "far"])
    def test_is_rated_by_its_levels_alone(self, ben: StrictClient, cast: Cast, goal: Goal, level: str) -> None:
        change(ben, cast, goal, **LEVELS)

        assert fill(ben, address(cast, goal), to="/rating", level=level).status_code == 422

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"level_1": "Alone all week", "baseline": "-2"}, "Write what they expect to reach"),
            ({"level_3": "Tea every week"}, "Choose where they are now"),
            ({"level_3": "Tea every week", "baseline": "-1"}, "Write what it is like"),
            ({"importance": "11"}, "Choose a number from 1 to 10"),
            ({"importance": "0"}, "Choose a number from 1 to 10"),
            ({"words": " "}, "Write what they would like to be doing"),
            ({"review_on-day": "1", "review_on-month": "2", "review_on-year": "2020"}, "That day has gone by"),
        ],
    )
    def test_says_what_is_missing_and_loses_nothing(
        self, ben: StrictClient, cast: Cast, goal: Goal, wrong: dict[str, str], says: str
    ) -> None:
        answer = change(ben, cast, goal, **({"level_5": "A friend for life"} | wrong))

        assert answer.status_code == 422
        assert says in answer.get_data(as_text=True)
        assert "A friend for life" in answer.get_data(as_text=True)
        db.session.expire_all()
        assert goals.attained(goal).levels == {}

    def test_keeps_what_its_words_and_levels_were(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        change(ben, cast, goal, **LEVELS)

        change(ben, cast, goal, **(LEVELS | {"words": "Company twice a week", "level_3": "Tea twice a week"}))

        [changed] = goals.list_changes(goal.id)
        assert changed.what is GoalHappening.CHANGED
        assert changed.words == "Have company once a week\n+0: Tea with somebody every week"
        assert "Tea with somebody every week" in ben.get(address(cast, goal)).get_data(as_text=True)

    def test_is_reached_set_aside_and_taken_up_again(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        fill(ben, address(cast, goal), to="/status", status="set_aside", why="After the operation")
        fill(ben, address(cast, goal), to="/status", status="active", why="")
        fill(ben, address(cast, goal), to="/status", status="reached", why="")

        db.session.expire_all()
        assert goal.status is GoalStatus.REACHED
        assert [one.what.value for one in goals.list_changes(goal.id)] == ["reached", "active", "set_aside"]
        assert "After the operation" in ben.get(address(cast, goal)).get_data(as_text=True)

    def test_is_hidden_from_another_team(self, ben: StrictClient, carys: StrictClient, cast: Cast, goal: Goal) -> None:
        assert carys.get(address(cast, goal)).status_code == 404
        assert carys.get(f"{address(cast, goal)}/change").status_code == 404
        for part in ("change", "rating", "status"):
            assert press(carys, f"{address(cast, goal)}/{part}", on="/tasks", level="1", status="reached").status_code == 404

    @pytest.mark.parametrize("language", ["pl", "ur"])
    def test_stands_in_every_language(self, ben: StrictClient, cast: Cast, goal: Goal, language: str) -> None:
        change(ben, cast, goal, **LEVELS)

        assert ben.get(f"{address(cast, goal)}?lang={language}").status_code == 200
        assert ben.get(f"{address(cast, goal)}/change?lang={language}").status_code == 200
