"""The priorities, goals and steps, as Ben fills them in."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from navigator.db import db
from navigator.people.models import Person
from navigator.steps import queries
from navigator.steps.models import Goal, Step, StepStatus
from tests.cast import Cast
from tests.form_filling import fill
from tests.strict_client import StrictClient

HARBOUR = {"what": "Walk to the harbour", "when_words": "after breakfast", "how_often": "daily"}


class TestPriorities:
    def words(self, cast: Cast) -> list[str]:
        db.session.rollback()
        return [priority.words for priority in queries.list_priorities(cast.amina.id)]

    def test_are_kept_in_the_persons_own_words(self, ben: StrictClient, cast: Cast) -> None:
        address = f"/people/{cast.amina.id}/priorities"

        answer = fill(ben, address, words_1="Seeing people", words_2="<b>Sleep</b>", follow=True)

        assert self.words(cast) == ["Seeing people", "<b>Sleep</b>"]
        assert "&lt;b&gt;Sleep" in answer.get_data(as_text=True)
        assert "Choose one to start with" in answer.get_data(as_text=True)

    def test_move_up(self, ben: StrictClient, cast: Cast) -> None:
        address = f"/people/{cast.amina.id}/priorities"
        fill(ben, address, words_1="Seeing people", words_2="Sleep")

        fill(ben, address, then="up_2")

        assert self.words(cast) == ["Sleep", "Seeing people"]

    def test_need_at_least_one(self, ben: StrictClient, cast: Cast) -> None:
        answer = fill(ben, f"/people/{cast.amina.id}/priorities")

        assert answer.status_code == 422
        assert "Write at least one thing that matters" in answer.get_data(as_text=True)

    def test_stay_once_there_is_a_goal(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        answer = fill(ben, f"/people/{cast.amina.id}/priorities", words_1="", words_2="Sleep")

        assert answer.status_code == 422
        assert "There is a goal for this one" in answer.get_data(as_text=True)
        assert "Sleep" in answer.get_data(as_text=True)
        assert self.words(cast) == ["Seeing people again"]


class TestAGoal:
    def test_leads_on_to_a_small_step(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        answer = fill(ben, f"/people/{cast.amina.id}/priorities/{goal.priority_id}/goal", words="Sing in a choir")

        assert answer.status_code == 303
        assert "Sing in a choir" in ben.get(answer.location).get_data(as_text=True)

    def test_needs_words(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        answer = fill(ben, f"/people/{cast.amina.id}/priorities/{goal.priority_id}/goal", words="  ")

        assert answer.status_code == 422
        assert "Write what they would like to be doing" in answer.get_data(as_text=True)


class TestAStep:
    def plan(self, ben: StrictClient, cast: Cast, goal: Goal, **typed: str) -> Any:
        return fill(ben, f"/people/{cast.amina.id}/goals/{goal.id}/step", follow=False, **(HARBOUR | typed))

    def newest(self) -> Step:
        db.session.rollback()
        step = db.session.scalars(select(Step).order_by(Step.created_at.desc(), Step.id.desc())).first()
        assert step is not None
        return step

    def test_they_are_sure_of_leads_to_finding_a_group(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        answer = self.plan(ben, cast, goal, confidence="7")

        step = self.newest()
        assert answer.location == f"/people/{cast.amina.id}/steps/{step.id}"
        assert f"/people/{cast.amina.id}/find?step={step.id}" in ben.get(answer.location).get_data(as_text=True)

    def test_they_doubt_is_offered_smaller(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        answer = self.plan(ben, cast, goal, confidence="6")

        page = ben.get(answer.location).get_data(as_text=True)
        assert answer.location.endswith("/smaller")
        assert "Shall we make it smaller?" in page
        assert "6 out of 10" in page

    @pytest.mark.parametrize("confidence", ["", "11", "-1", "lots"])
    def test_asks_for_a_number_from_nought_to_ten_and_loses_nothing(
        self, ben: StrictClient, cast: Cast, goal: Goal, confidence: str
    ) -> None:
        answer = self.plan(ben, cast, goal, confidence=confidence)

        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "Choose a number from 0 to 10" in page
        assert "Walk to the harbour" in page
        assert "after breakfast" in page

    def test_cannot_be_for_a_day_gone_by(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        day = {"due_on-day": "3", "due_on-month": "1", "due_on-year": "2020"}

        answer = self.plan(ben, cast, goal, confidence="8", **day)

        assert answer.status_code == 422
        assert "That day has gone by" in answer.get_data(as_text=True)

    def test_made_smaller_is_remembered_beside_the_smaller_one(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        address = f"/people/{cast.amina.id}/steps/{step.id}/smaller"

        answer = fill(ben, address, what="Walk to the corner", confidence="8")

        smaller, bigger = self.newest(), queries.get_step(step.id)
        assert answer.location == f"/people/{cast.amina.id}/steps/{smaller.id}"
        assert (bigger.status, bigger.confidence) == (StepStatus.REPLACED, 4)
        assert (smaller.replaces_id, smaller.confidence) == (bigger.id, 8)
        assert "Walk to the harbour" in ben.get(answer.location).get_data(as_text=True)

    def test_still_too_big_is_offered_smaller_again(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        answer = fill(ben, f"/people/{cast.amina.id}/steps/{step.id}/smaller", what="Walk to the corner", confidence="5")

        assert answer.location == f"/people/{cast.amina.id}/steps/{self.newest().id}/smaller"

    def test_made_smaller_twice_by_a_double_press_is_made_smaller_once(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        address = f"/people/{cast.amina.id}/steps/{step.id}/smaller"
        page = ben.get(address).get_data(as_text=True)
        token = page.split('name="csrf_token" value="')[-1].split('"')[0]
        typed = HARBOUR | {"csrf_token": token, "what": "Walk to the corner", "confidence": "8"}

        first, second = (ben.post(address, data=typed) for _ in range(2))

        assert first.location == second.location
        assert len(db.session.scalars(select(Step)).all()) == 2

    def test_can_be_kept_as_it_is(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        answer = fill(ben, f"/people/{cast.amina.id}/steps/{step.id}/smaller", then="keep")

        db.session.rollback()
        assert answer.location == f"/people/{cast.amina.id}/steps/{step.id}"
        assert queries.get_step(step.id).status is StepStatus.PLANNED

    def test_can_be_said_to_be_done(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        fill(ben, f"/people/{cast.amina.id}/steps/{step.id}", to="/outcome", then="done")

        db.session.rollback()
        assert queries.get_step(step.id).status is StepStatus.DONE

    def test_can_be_asked_about_again(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        fill(ben, f"/people/{cast.amina.id}/steps/{step.id}", to="/confidence", confidence="9")

        db.session.rollback()
        assert [answer.score for answer in queries.get_step(step.id).confidences] == [4, 9]


class TestSomebodyOfAnotherTeam:
    def test_finds_none_of_these_pages(self, carys: StrictClient, cast: Cast, step: Step) -> None:
        amina = f"/people/{cast.amina.id}"
        pages = [
            f"{amina}/priorities",
            f"{amina}/priorities/{step.goal.priority_id}/goal",
            f"{amina}/goals/{step.goal_id}/step",
            f"{amina}/steps/{step.id}",
            f"{amina}/steps/{step.id}/smaller",
        ]

        assert {page: carys.get(page).status_code for page in pages} == dict.fromkeys(pages, 404)

    def test_can_change_none_of_it(self, carys: StrictClient, cast: Cast, step: Step) -> None:
        token = carys.get("/desk").get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
        amina = f"/people/{cast.amina.id}"
        forms = [
            f"{amina}/priorities",
            f"{amina}/priorities/{step.goal.priority_id}/goal",
            f"{amina}/goals/{step.goal_id}/step",
            f"{amina}/steps/{step.id}/smaller",
            f"{amina}/steps/{step.id}/outcome",
            f"{amina}/steps/{step.id}/confidence",
        ]

        answers = {form: carys.post(form, data={"csrf_token": token, "then": "done"}).status_code for form in forms}

        assert answers == dict.fromkeys(forms, 404)

    def test_is_not_let_in_by_an_own_person(self, carys: StrictClient, cast: Cast, step: Step, now: datetime) -> None:
        theirs = Person(
            team=cast.carys.team,
            navigator=cast.carys,
            given_name="Dai",
            family_name="Rees",
            birth_date=cast.amina.birth_date,
            created_at=now,
        )
        db.session.add(theirs)
        db.session.commit()

        pages = [f"/people/{theirs.id}/goals/{step.goal_id}/step", f"/people/{theirs.id}/steps/{step.id}"]

        assert [carys.get(page).status_code for page in pages] == [404, 404]


class TestEveryPage:
    @pytest.mark.parametrize("language", ["en", "pl", "ur"])
    def test_stands_in_every_language(self, ben: StrictClient, cast: Cast, step: Step, language: str) -> None:
        amina = f"/people/{cast.amina.id}"

        pages = [
            f"{amina}/priorities",
            f"{amina}/goals/{step.goal_id}/step",
            f"{amina}/steps/{step.id}/smaller",
        ]

        assert [ben.get(f"{page}?lang={language}").status_code for page in pages] == [200] * 3
