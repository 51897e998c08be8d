"""A ready plan: made in one press, once; taken back the same day; changed by administrators."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from messaging.models import OutgoingMessage
from messaging.states import State
from navigator.contacts.schedules import find_standing
from navigator.db import db
from navigator.people.models import ConsentHow, Person, Purpose
from navigator.people.operations import record_consent
from navigator.ready_plans.queries import list_made, list_versions
from navigator.steps.models import Goal, Step
from navigator.steps.nudge_models import StepNudge
from navigator.tasks.models import Task
from tests.cast import Cast
from tests.form_filling import fill, filled_in
from tests.signed_in import browser_of_staff
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

    def test_is_over_at_midnight_and_says_so(self, app: Flask, cast: Cast, goal: Goal) -> None:
        with time_machine.travel(datetime(2026, 11, 24, 23, 58, tzinfo=UTC), tick=False) as clock:
            ben = browser_of_staff(app, cast.ben)
            ben.post(address(cast), data=typed(ben, cast, goal))
            home = f"/people/{cast.amina.id}/ready-plans"
            token = filled_in(ben, home, to="/undo")
            [plan] = list_made(cast.amina.id)
            clock.move_to(datetime(2026, 11, 25, 0, 1, tzinfo=UTC))

            answer = ben.post(f"{home}/made/{plan.id}/undo", data=token, follow_redirects=True)

        page = answer.get_data(as_text=True)
        assert "That day is over, so it can no longer be taken back in one go." in page
        assert "The day it was made is over" in page
        assert "Take all of it back" not in page
        assert made(cast) == ([SHOPPING, WALK], 2, True, True)

    def test_in_summer_is_over_at_midnight_here(self, app: Flask, cast: Cast, goal: Goal) -> None:
        with time_machine.travel(datetime(2026, 7, 1, 22, 58, tzinfo=UTC), tick=False) as clock:  # two to midnight
            ben = browser_of_staff(app, cast.ben)
            ben.post(address(cast), data=typed(ben, cast, goal))
            clock.move_to(datetime(2026, 7, 1, 23, 1, tzinfo=UTC))

            page = ben.get(f"/people/{cast.amina.id}/ready-plans").get_data(as_text=True)

        assert "Take all of it back" not in page


class TestFriendlyWords:
    """Texts about a step on certain days, made with it."""

    @pytest.fixture
    def texts(self, cast: Cast, now: datetime) -> None:
        """Amina agreed to texts."""
        record_consent(
            person_id=cast.amina.id,
            purpose=Purpose.TEXTS,
            wording="Text me.",
            how=ConsentHow.SPOKEN,
            recorded_by_id=None,
            now=now,
        )
        db.session.commit()

    def standing(self) -> list[str]:
        db.session.rollback()
        return list(db.session.scalars(select(StepNudge.days).where(StepNudge.ended_at.is_(None))))

    @pytest.mark.usefixtures("texts")
    def test_are_made_with_the_step_and_taken_back_with_it(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        ben.post(address(cast), data=typed(ben, cast, goal))
        stood = self.standing()

        fill(ben, f"/people/{cast.amina.id}/ready-plans", to="/undo")

        planned = select(OutgoingMessage).where(OutgoingMessage.template == "step_nudge", OutgoingMessage.state == State.PLANNED)
        assert stood == ["1,4"]
        assert self.standing() == []
        assert db.session.scalars(planned).all() == []
        assert made(cast) == ([], 0, False, False)

    @pytest.mark.usefixtures("texts")
    def test_go_on_the_days_chosen_for_this_person(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        ben.post(address(cast), data=typed(ben, cast, goal, nudge_1="0,2,4", nudge_3=""))

        assert self.standing() == ["0,2,4"]

    def test_that_cannot_go_are_said_not_to(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        answer = ben.post(address(cast), data=typed(ben, cast, goal), follow_redirects=True)

        assert "Not every friendly word by text could be planned" in answer.get_data(as_text=True)
        assert self.standing() == []
        assert made(cast) == ([SHOPPING, WALK], 2, True, True)


AT = "/admin/plan-templates/home-from-hospital"
WITH_CARE: dict[str, Any] = {
    "name": "After a fall",
    "about": "The first fortnight.",
    **{f"kind_{n}": "" for n in range(12)},
    **{f"often_{n}": "once" for n in range(12)},
    **{f"nudge_{n}": "" for n in range(12)},
    "kind_0": "step",
    "what_0": "Sit on the edge of the bed before getting up",
    "days_0": "3",
    "nudge_0": "1,4",
    "kind_1": "task",
    "what_1": "Ask about a pendant alarm",
    "days_1": "7",
}


class TestAnAdministrator:
    def test_changes_a_line_and_can_go_back(self, asha: StrictClient, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        sent = filled_in(asha, AT, to="/home-from-hospital")
        asha.post(AT, data=sent)  # as it came, so that there is something to go back to

        assert asha.post(AT, data=sent | {"what_1": "Open the curtains"}).status_code == 303
        changed = ben.get(address(cast)).get_data(as_text=True)
        page = asha.get(AT).get_data(as_text=True)
        answer = fill(asha, AT, to=f"/versions/{list_versions('home-from-hospital')[1].id}", follow=True)

        back = ben.get(address(cast)).get_data(as_text=True)
        assert ("Open the curtains" in changed, SHOPPING in changed) == (True, False)
        assert page.count("Asha Patel") >= 2
        assert "It is as it was then." in answer.get_data(as_text=True)
        assert ("Open the curtains" in back, SHOPPING in back) == (False, True)

    @pytest.mark.parametrize("wrong", [{"what_1": ""}, {"kind_1": "contacts", "what_1": "No such"}, {"nudge_1": "Tuesday"}])
    def test_is_told_what_is_wrong_with_a_line(self, asha: StrictClient, wrong: dict[str, str]) -> None:
        sent = filled_in(asha, AT, to="/home-from-hospital")

        assert asha.post(AT, data=sent | wrong).status_code == 422
        assert list_versions("home-from-hospital") == []

    def test_adds_a_plan_of_the_localitys_own(self, asha: StrictClient, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        answer = fill(asha, "/admin/plan-templates/new", to="/new", **WITH_CARE)

        code = str(answer.location).rpartition("/")[2]
        assert "After a fall" in asha.get("/admin/plan-templates").get_data(as_text=True)
        assert "After a fall" in ben.get(f"/people/{cast.amina.id}/ready-plans").get_data(as_text=True)
        here = f"/people/{cast.amina.id}/ready-plans/{code}"
        ben.post(here, data=filled_in(ben, here, to=f"/{code}") | {"goal": str(goal.id)})
        assert made(cast) == ([WITH_CARE["what_0"]], 1, False, False)

    def test_takes_a_plan_away_and_brings_it_back(self, asha: StrictClient, ben: StrictClient, cast: Cast) -> None:
        code = str(fill(asha, "/admin/plan-templates/new", to="/new", **WITH_CARE).location).rpartition("/")[2]
        theirs = f"/people/{cast.amina.id}/ready-plans/{code}"

        fill(asha, f"/admin/plan-templates/{code}", to="/withdraw")
        gone = ben.get(theirs).status_code
        fill(asha, f"/admin/plan-templates/{code}", to=f"/versions/{list_versions(code)[1].id}")

        assert (gone, ben.get(theirs).status_code) == (404, 200)

    def test_loses_nothing_typed_when_something_is_wrong(self, asha: StrictClient) -> None:
        answer = fill(asha, "/admin/plan-templates/new", to="/new", **(WITH_CARE | {"name": ""}))

        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "Write its name" in page
        assert "Ask about a pendant alarm" in page

    def test_alone_does_so(self, ben: StrictClient) -> None:
        assert ben.get("/admin/plan-templates").status_code == 403
        assert ben.get("/admin/plan-templates/new").status_code == 403
