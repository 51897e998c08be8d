"""One setting says from where on somebody is confident enough: on the pages, for programs, on the phone, on the caseload."""

from datetime import datetime

import pytest
from flask import Flask

from navigator.db import db
from navigator.steps import operations, thresholds
from navigator.steps.models import Goal, HowOften, Step
from navigator.teams.models import LocalitySetting
from tests.cast import Cast, make_person
from tests.form_filling import fill
from tests.signed_in import browser_of_person
from tests.steps.test_api import key_for
from tests.strict_client import StrictClient

DOUBTED = {6: 5, 8: 7}  # with the setting at six and at eight: the highest score that is less


@pytest.fixture(params=sorted(DOUBTED))
def enough(request: pytest.FixtureRequest, cast: Cast) -> int:
    """What this locality has set."""
    setting: int = request.param
    db.session.add(LocalitySetting(locality_id=cast.ben.team.locality_id, name="confidence_threshold", value=setting))
    db.session.commit()
    return setting


def plan(goal: Goal, *, confidence: int, now: datetime) -> Step:
    step = operations.plan_step(
        goal=goal,
        what=f"Walk on, {confidence}",
        when_words="",
        due_on=None,
        how_often=HowOften.DAILY,
        confidence=confidence,
        now=now,
    )
    db.session.commit()
    return step


class TestTheThreshold:
    def test_decides_which_step_is_offered_smaller(self, ben: StrictClient, cast: Cast, goal: Goal, enough: int) -> None:
        address = f"/people/{cast.amina.id}/goals/{goal.id}/step"

        doubted = fill(ben, address, what="Walk", how_often="daily", confidence=str(DOUBTED[enough]))
        sure = fill(ben, address, what="Walk far", how_often="daily", confidence=str(enough))

        assert (doubted.location or "").endswith("/smaller")
        assert not (sure.location or "").endswith("/smaller")
        assert f"What would make it a {enough} or more?" in ben.get(str(doubted.location)).get_data(as_text=True)

    def test_stands_on_the_page_of_a_step_that_is_doubted(
        self, ben: StrictClient, cast: Cast, goal: Goal, before: datetime, enough: int
    ) -> None:
        step = plan(goal, confidence=DOUBTED[enough], now=before)

        page = ben.get(f"/people/{cast.amina.id}/steps/{step.id}").get_data(as_text=True)

        assert f"They said {DOUBTED[enough]} out of 10, and that is less than {enough}." in page

    @pytest.mark.parametrize("less", [0, 1])
    def test_holds_on_the_page_of_a_person_and_on_their_phone(
        self, app: Flask, ben: StrictClient, cast: Cast, goal: Goal, before: datetime, enough: int, less: int
    ) -> None:
        step = plan(goal, confidence=enough - less, now=before)
        phone = browser_of_person(app, cast.amina)
        phone.get("/my?lang=en")

        theirs = phone.get(f"/my/steps/{step.id}").get_data(as_text=True)
        ours = ben.get(f"/people/{cast.amina.id}").get_data(as_text=True)

        assert ("make this step smaller" in theirs, f"/steps/{step.id}/smaller" in ours) == (less == 1, less == 1)

    def test_decides_what_the_phone_answers(self, app: Flask, cast: Cast, goal: Goal, before: datetime, enough: int) -> None:
        step = plan(goal, confidence=enough, now=before)
        phone = browser_of_person(app, cast.amina)
        phone.get("/my?lang=en")

        unsure = fill(phone, f"/my/steps/{step.id}/confidence", confidence=str(enough - 1), follow=True)
        sure = fill(phone, f"/my/steps/{step.id}/confidence", confidence=str(enough), follow=True)

        assert "It is all right not to be sure" in unsure.get_data(as_text=True).split('id="maincontent"')[-1]
        assert "will see it too" in sure.get_data(as_text=True)

    def test_is_told_to_programs(self, app: Flask, cast: Cast, goal: Goal, before: datetime, enough: int) -> None:
        doubted, sure = (plan(goal, confidence=score, now=before) for score in (DOUBTED[enough], enough))
        bens = key_for(cast.ben, before)

        one = app.test_client().get(f"/api/v1/steps/{doubted.id}", headers=bens).get_json()
        listed = app.test_client().get("/api/v1/steps", headers=bens).get_json()["contents"]

        assert (one["confident_enough"], one["is_doubted"]) == (enough, True)
        assert {row["id"]: row["is_doubted"] for row in listed} == {str(doubted.id): True, str(sure.id): False}

    def test_decides_who_is_unsure_on_the_caseload(
        self, ben: StrictClient, cast: Cast, goal: Goal, before: datetime, enough: int
    ) -> None:
        step = plan(goal, confidence=DOUBTED[enough], now=before)
        flagged = "Amina" in ben.get("/caseload?whose=mine&flag=unsure").get_data(as_text=True)
        fill(ben, f"/people/{cast.amina.id}/steps/{step.id}", to="/confidence", confidence=str(enough))

        page = ben.get("/caseload?whose=mine&flag=unsure").get_data(as_text=True)

        assert (flagged, "Amina" in page) == (True, False)

    def test_of_another_locality_is_nothing_to_them(self, cast: Cast, enough: int, before: datetime) -> None:
        carys = make_person(navigator=cast.carys, now=before, given_name="Jo", mobile=None)

        assert thresholds.confident_enough_for([cast.amina.id, carys.id]) == {cast.amina.id: enough, carys.id: enough}
