"""A ready plan: made in one press, once; taken back the same day; changed by administrators."""

from typing import Any

import pytest
from sqlalchemy import select

from navigator.contacts.schedules import find_standing
from navigator.db import db
from navigator.people.models import Person
from navigator.steps.models import Goal, Step
from navigator.tasks.models import Task
from tests.cast import Cast
from tests.form_filling import filled_in
from tests.strict_client import StrictClient


def address(cast: Cast) -> str:
    return f"/people/{cast.amina.id}/ready-plans/home-from-hospital"


def typed(ben: StrictClient, cast: Cast, goal: Goal, **said: str) -> dict[str, str]:
    return filled_in(ben, address(cast), to="/home-from-hospital") | {"goal": str(goal.id), **said}


def made(cast: Cast) -> tuple[list[str], int, bool, bool]:
    """The steps' words, how many tasks are open, whether there are contacts, and whether a review is set."""
    db.session.rollback()
    whats = list(db.session.scalars(select(Step.what).order_by(Step.what)))
    tasks = len(db.session.scalars(select(Task).where(Task.ended_at.is_(None))).all())
    return whats, tasks, find_standing(cast.amina.id) is not None, db.session.get_one(Person, cast.amina.id).review_on is not None


SHOPPING, WALK = "Ask somebody to bring shopping for the first week", "Walk to the door and back, holding on"


class TestMaking:
    def test_makes_steps_tasks_contacts_and_the_review_once(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        sent = typed(ben, cast, goal)

        for _ in range(2):
            assert ben.post(address(cast), data=sent).status_code == 303

        assert made(cast) == ([SHOPPING, WALK], 2, True, True)

    def test_leaves_out_what_is_unticked_and_takes_other_words(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        sent = typed(ben, cast, goal, what_3="Walk to the gate")
        for n in (0, 1, 4, 5):
            sent.pop(f"on_{n}")

        ben.post(address(cast), data=sent)

        assert made(cast) == (["Walk to the gate"], 1, False, False)

    @pytest.mark.parametrize("wrong", [{"goal": "x"}, {"what_1": " "}, {"days_1": "-1"}, {"key": ""}])
    def test_with_something_wrong_makes_nothing(self, ben: StrictClient, cast: Cast, goal: Goal, wrong: dict[str, str]) -> None:
        assert ben.post(address(cast), data=typed(ben, cast, goal) | wrong).status_code == 422
        assert made(cast) == ([], 0, False, False)

    def test_is_hidden_from_another_team_and_from_a_volunteer_not_given_her(
        self, carys: StrictClient, volunteer: StrictClient, cast: Cast
    ) -> None:
        for browser in (carys, volunteer):
            assert browser.get(address(cast)).status_code == 404


class TestTakingBack:
    def undo(self, ben: StrictClient, cast: Cast) -> Any:
        home = f"/people/{cast.amina.id}/ready-plans"
        form = filled_in(ben, home, to="/undo")
        action = ben.get(home).get_data(as_text=True).split('action="')
        where = next(part.split('"')[0] for part in action if part.split('"')[0].endswith("/undo"))
        return ben.post(where, data=form)

    def test_takes_back_all_of_it(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        ben.post(address(cast), data=typed(ben, cast, goal))

        assert self.undo(ben, cast).status_code == 303
        assert made(cast) == ([], 0, False, False)


class TestAnAdministrator:
    def test_changes_a_line_and_can_go_back(self, asha: StrictClient, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        at = "/admin/plan-templates/home-from-hospital"
        form = filled_in(asha, at, to="/home-from-hospital")
        kinds = {0: "task", 1: "step"}
        sent = form | {f"kind_{n}": kinds.get(n, "") for n in range(12)} | {f"often_{n}": "once" for n in range(12)}

        assert asha.post(at, data=sent | {"what_1": "Open the curtains"}).status_code == 303

        assert "Open the curtains" in ben.get(address(cast)).get_data(as_text=True)
        assert "Asha Patel" in asha.get(at).get_data(as_text=True)
        assert asha.post(at, data=sent | {"what_1": ""}).status_code == 422
        assert asha.post(at, data=sent | {"kind_1": "contacts", "what_1": "No such"}).status_code == 422

    def test_alone_does_so(self, ben: StrictClient) -> None:
        assert ben.get("/admin/plan-templates").status_code == 403
