"""Do you know what is in your plan? Is it right for you? What would you change?"""

import pytest
from sqlalchemy import select

from navigator.db import db
from navigator.referrals.models import Attention, Reason
from navigator.steps import plan_checks
from navigator.steps.models import HowMuch, ToldBy
from tests.cast import Cast
from tests.form_filling import fill
from tests.plan.conftest import Story
from tests.strict_client import StrictClient


def called(cast: Cast) -> list[str]:
    db.session.rollback()
    return list(
        db.session.scalars(
            select(Attention.words).where(Attention.person_id == cast.amina.id, Attention.reason == Reason.WOULD_CHANGE)
        )
    )


class TestAnsweredByHer:
    def test_what_she_would_change_comes_to_bens_desk_once(self, amina: StrictClient, ben: StrictClient, cast: Cast) -> None:
        for _ in range(2):
            fill(amina, "/my/plan-check", knows="yes", is_right="partly", would_change="Not on Fridays")

        assert called(cast) == ["Not on Fridays"]
        assert "Not on Fridays" in ben.get("/desk").get_data(as_text=True)

    def test_when_all_is_well_nobody_is_called(self, amina: StrictClient, cast: Cast) -> None:
        fill(amina, "/my/plan-check", knows="yes", is_right="yes")

        assert called(cast) == []
        assert [check.is_right for check in plan_checks.list_checks(cast.amina.id)] == [HowMuch.YES]

    def test_a_plan_that_is_not_right_calls_without_words_too(self, amina: StrictClient, cast: Cast) -> None:
        fill(amina, "/my/plan-check", knows="no", is_right="no")

        assert called(cast) == [""]

    def test_keeps_what_she_typed_when_an_answer_is_missing(self, amina: StrictClient, cast: Cast) -> None:
        answer = fill(amina, "/my/plan-check", would_change="Not on Fridays")

        assert answer.status_code == 422
        assert "Not on Fridays" in answer.get_data(as_text=True)

    def test_is_reached_from_her_plan(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        assert 'href="/my/plan-check"' in amina.get("/my/plan").get_data(as_text=True)


class TestAskedByBen:
    def test_is_dated_and_stands_on_her_page(self, ben: StrictClient, cast: Cast) -> None:
        address = f"/people/{cast.amina.id}/plan-check"

        fill(ben, address, knows="partly", is_right="yes", would_change="Larger print")

        [check] = plan_checks.list_checks(cast.amina.id)
        assert (check.told_by, check.staff_id) == (ToldBy.CONVERSATION, cast.ben.id)
        assert "Larger print" in ben.get(address).get_data(as_text=True)
        assert "Right for them: Yes" in ben.get(f"/people/{cast.amina.id}").get_data(as_text=True)
        assert called(cast) == []  # he was there when she said it

    def test_is_hidden_from_another_team(self, carys: StrictClient, cast: Cast) -> None:
        assert carys.get(f"/people/{cast.amina.id}/plan-check").status_code == 404

    @pytest.mark.parametrize("language", ["pl", "ur"])
    def test_stands_in_every_language(self, amina: StrictClient, ben: StrictClient, cast: Cast, language: str) -> None:
        assert ben.get(f"/people/{cast.amina.id}/plan-check?lang={language}").status_code == 200
        assert amina.get(f"/my/plan-check?lang={language}").status_code == 200
