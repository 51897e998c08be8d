"""The administrator's reminders: what Amina would get, a plan changed, tried, taken back; and what a referral makes of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask

from messaging.plans import operations as plans
from messaging.plans.rules import Event, Line, Unit
from navigator.db import db
from navigator.people.models import Role
from tests.cast import Cast, make_staff
from tests.pressing import press
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient

ADDRESS = "/admin/reminders"
TWO_HOURS_BEFORE: dict[str, Any] = {
    "template": "reminder",
    "amount": "2",
    "unit": "hours",
    "side": "before",
    "clock": "",
    "repeat": "",
    "times": "1",
}


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def asha(app: Flask, cast: Cast, now: datetime) -> StrictClient:
    """A browser on which Asha, the administrator, is signed in."""
    asha = make_staff(team=cast.ben.team, name="Asha Patel", role=Role.ADMINISTRATOR, now=now)
    db.session.commit()
    return browser_of_staff(app, asha)


class TestThePage:
    def test_shows_the_usual_plan_and_what_amina_would_get(self, asha: StrictClient) -> None:
        page = asha.get(ADDRESS).text

        assert "1 day before, at 6pm" in page
        assert "2 hours after" in page
        assert "if it were Thursday 3 December, 2pm" in page
        assert "Wednesday 2 December, 6pm" in page
        assert "A friendly reminder: Tea &amp; Talk, Thursday 3 December, 2pm." in page
        assert "Thursday 3 December, 4pm" in page

    def test_is_found_from_the_administrators_home(self, asha: StrictClient) -> None:
        assert f'href="{ADDRESS}"' in asha.get("/admin/listings").text

    def test_is_not_for_navigators(self, app: Flask, cast: Cast) -> None:
        assert browser_of_staff(app, cast.ben).get(ADDRESS).status_code in (302, 303, 403, 404)

    @pytest.mark.parametrize("lang", ["pl", "ur"])
    def test_is_read_in_other_languages(self, asha: StrictClient, lang: str) -> None:
        assert asha.get(f"{ADDRESS}?lang={lang}").status_code == 200
        assert asha.get(f"{ADDRESS}/appointment/evening-before?lang={lang}").status_code == 200


class TestChanging:
    def test_adds_a_second_reminder_that_the_next_acceptance_follows(self, asha: StrictClient, cast: Cast) -> None:
        answer = press(asha, f"{ADDRESS}/appointment/new", on=ADDRESS, **TWO_HOURS_BEFORE, stops="done")

        assert answer.status_code == 303
        page = asha.get(ADDRESS).text
        assert "2 hours before" in page
        assert "Asha Patel" in page
        found = plans.come_to(
            Event.APPOINTMENT,
            event_at=datetime(2026, 12, 3, 14, 0, tzinfo=UTC),
            now=datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
        )
        assert [due.not_before.hour for due in found] == [18, 12, 16]

    def test_tries_before_it_saves(self, asha: StrictClient) -> None:
        answer = press(asha, f"{ADDRESS}/appointment/new", on=ADDRESS, **TWO_HOURS_BEFORE, then="try")

        assert answer.status_code == 200
        assert "Thursday 3 December, noon" in answer.text
        assert len(plans.get_lines(Event.APPOINTMENT)) == 2

    def test_changes_a_line_and_goes_back(self, asha: StrictClient) -> None:
        later: dict[str, Any] = TWO_HOURS_BEFORE | {"amount": "1", "unit": "days", "clock": "17:30"}
        press(asha, f"{ADDRESS}/appointment/evening-before", on=ADDRESS, **later)
        assert "1 day before, at 5:30pm" in asha.get(ADDRESS).text

        press(asha, f"{ADDRESS}/versions/{plans.list_versions()[0].id}/undo", on=ADDRESS)

        assert plans.get_lines(Event.APPOINTMENT)[0].clock == datetime(2026, 1, 1, 18, 0, tzinfo=UTC).time()

    def test_takes_a_line_out(self, asha: StrictClient) -> None:
        press(asha, f"{ADDRESS}/appointment/two-hours-after/remove", on=ADDRESS)

        assert [line.id for line in plans.get_lines(Event.APPOINTMENT)] == ["evening-before"]

    @pytest.mark.parametrize(
        ("typed", "complaint"),
        [
            ({"clock": "18:00"}, "A time of day goes only with days and weeks."),
            ({"amount": "two"}, "Write a whole number, a year at the most."),
            ({"template": "step_nudge"}, "This text does not fit here"),
            ({"times": "3"}, "To send it more than once, choose how often."),
            ({"template": "did_you_get_there"}, "Nobody can say beforehand"),
        ],
    )
    def test_says_what_cannot_be_followed(self, asha: StrictClient, typed: dict[str, Any], complaint: str) -> None:
        answer = press(asha, f"{ADDRESS}/appointment/new", on=ADDRESS, **TWO_HOURS_BEFORE | typed)

        assert answer.status_code == 422
        assert complaint in answer.text

    def test_of_what_is_not_there_is_not_found(self, asha: StrictClient) -> None:
        assert asha.get(f"{ADDRESS}/birthday/new").status_code == 404
        assert asha.get(f"{ADDRESS}/review/nothing").status_code == 404
        assert press(asha, f"{ADDRESS}/review/nothing/remove", on=ADDRESS).status_code == 404


class TestStillHolds:
    def test_after_somebody_else_saved_meanwhile(self, app: Flask, asha: StrictClient, now: datetime) -> None:
        line = Line("", "review_due", 1, Unit.DAYS, is_before=True)
        plans.save_line(event=Event.REVIEW, line=line, made_by="Asha", now=now)
        plans.save_line(event=Event.REVIEW, line=line, made_by="Ben", now=now)
        db.session.commit()

        assert len(plans.get_lines(Event.REVIEW)) == 2
