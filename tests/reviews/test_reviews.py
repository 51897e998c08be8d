"""A review: what changed, where the goals stand, and what comes next; kept as it was found."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import event, select

from navigator.db import db
from navigator.people.models import Person, Role, WhyClosed
from navigator.reviews.models import NextStep, Review
from navigator.steps import goals
from navigator.steps.models import Goal
from navigator.times import LONDON, utc_now
from tests.cast import Cast, make_staff
from tests.form_filling import fill, filled_in, standing_in
from tests.reviews.conftest import do_a_step
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient


def address(cast: Cast) -> str:
    return f"/people/{cast.amina.id}/review"


def typed(ben: StrictClient, cast: Cast, **said: str) -> dict[str, str]:
    """The page as it stands, with the next review in twelve weeks and what is said."""
    day = utc_now().astimezone(LONDON).date() + timedelta(weeks=12)
    when = {"next_on-day": str(day.day), "next_on-month": str(day.month), "next_on-year": str(day.year)}
    return filled_in(ben, address(cast), to="/review/held") | {"next_step": "go_on", "why": "", **when, **said}


def hold(ben: StrictClient, cast: Cast, **said: str) -> Any:
    return ben.post(f"{address(cast)}/held", data=typed(ben, cast, **said))


def reviews() -> list[Review]:
    db.session.rollback()
    return list(db.session.scalars(select(Review).order_by(Review.held_at, Review.id)))


class TestAReview:
    def test_keeps_what_was_found_and_sets_the_next_day(self, ben: StrictClient, cast: Cast, with_levels: Goal) -> None:
        assert "Walk to the harbour" in ben.get(address(cast)).get_data(as_text=True)

        answer = hold(ben, cast, words="She is out again.", **{f"goal_{with_levels.id.hex}": "0"})

        assert answer.status_code == 303
        [kept] = reviews()
        assert (kept.steps_done, kept.t_score, kept.next_step) == (1, 50, NextStep.GO_ON)
        assert db.session.get_one(Person, cast.amina.id).review_on == kept.next_on
        assert goals.attained(with_levels).latest == 0
        page = ben.get(address(cast)).get_data(as_text=True)
        assert "She is out again." in page
        assert "Walk to the harbour" not in page  # that was before this review

    def test_pressed_twice_is_held_once(self, ben: StrictClient, cast: Cast, with_levels: Goal) -> None:
        sent = typed(ben, cast, **{f"goal_{with_levels.id.hex}": "1"})

        for _ in range(2):
            assert ben.post(f"{address(cast)}/held", data=sent).status_code == 303

        assert len(reviews()) == 1

    def test_may_be_a_good_end(self, ben: StrictClient, cast: Cast, with_levels: Goal) -> None:
        hold(ben, cast, next_step="close", why="finished", **{f"goal_{with_levels.id.hex}": ""})

        [kept] = reviews()
        amina = db.session.get_one(Person, cast.amina.id)
        assert (kept.why_closed, kept.next_on) == (WhyClosed.FINISHED, None)
        assert (amina.why_closed, amina.review_on) == (WhyClosed.FINISHED, None)
        assert ben.get(address(cast)).status_code == 200

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"next_step": ""}, "Choose whether you go on"),
            ({"next_on-day": "", "next_on-month": "", "next_on-year": ""}, "Write the day of the next review"),
            ({"next_on-year": "2020"}, "Write a day to come."),
            ({"next_step": "close"}, "Choose why our support ends."),
            ({"next_step": "close", "why": "died"}, "Choose why our support ends."),
            ({"next_step": "close", "why": "other"}, "Write in a few words why."),
            ({"key": ""}, "Open the page again"),
            ({"goal_0190a00000007000800000000000000": "2"}, ""),
        ],
    )
    def test_says_what_is_missing_and_loses_nothing(
        self, ben: StrictClient, cast: Cast, wrong: dict[str, str], says: str
    ) -> None:
        answer = hold(ben, cast, **({"words": "She is out again."} | wrong))

        assert answer.status_code == 422
        assert says in answer.get_data(as_text=True)
        assert "She is out again." in answer.get_data(as_text=True)
        assert reviews() == []

    @pytest.mark.parametrize("language", ["en", "pl", "ur"])
    def test_after_an_error_a_reload_and_another_language_lose_nothing(
        self, ben: StrictClient, cast: Cast, with_levels: Goal, language: str
    ) -> None:
        rated = {f"goal_{with_levels.id.hex}": "1"}
        answer = hold(ben, cast, words="She is out again.", next_step="close", why="other", reason="", **rated)
        assert answer.status_code == 422

        page = ben.get(f"{address(cast)}/held?lang={language}")  # where the error was shown
        again = ben.get(address(cast))

        assert page.status_code == again.status_code == 200
        assert "She is out again." in again.get_data(as_text=True)
        form = BeautifulSoup(page.get_data(as_text=True), "html.parser").find("form", action=f"{address(cast)}/held")
        assert isinstance(form, Tag)
        kept = standing_in(form)
        assert (kept["words"], kept["next_step"], kept["why"]) == ("She is out again.", "close", "other")
        assert kept[f"goal_{with_levels.id.hex}"] == "1"
        assert form.find(id="reason-error") is not None  # and says what is missing, in that language

    def test_held_in_the_end_is_held_once_and_nothing_is_left_over(self, ben: StrictClient, cast: Cast) -> None:
        hold(ben, cast, words="She is out again.", next_step="")

        answer = ben.post(f"{address(cast)}/held", data=typed(ben, cast))

        assert answer.status_code == 303
        assert [kept.words for kept in reviews()] == ["She is out again."]
        assert "not held yet" not in ben.get(address(cast)).get_data(as_text=True)

    def test_typed_by_one_is_not_shown_to_another(self, app: Flask, ben: StrictClient, cast: Cast) -> None:
        dee = make_staff(team=cast.ben.team, name="Dee Pascoe", role=Role.NAVIGATOR, now=utc_now())
        db.session.commit()
        hold(ben, cast, words="She is out again.", next_step="")

        assert "She is out again." not in browser_of_staff(app, dee).get(address(cast)).get_data(as_text=True)

    def test_can_be_begun_anew(self, ben: StrictClient, cast: Cast) -> None:
        hold(ben, cast, words="She is out again.", next_step="")

        answer = fill(ben, address(cast), to="/anew", follow=True)

        assert "She is out again." not in answer.get_data(as_text=True)

    def test_is_hidden_from_another_team_and_from_a_volunteer_not_given_her(
        self, ben: StrictClient, carys: StrictClient, volunteer: StrictClient, cast: Cast
    ) -> None:
        sent = typed(ben, cast)
        for browser in (carys, volunteer):
            token = browser.get("/tasks").get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
            assert browser.get(address(cast)).status_code == 404
            assert browser.post(f"{address(cast)}/held", data=sent | {"csrf_token": token}).status_code == 404
        assert reviews() == []

    def test_takes_no_more_queries_for_more_that_changed(self, ben: StrictClient, cast: Cast, with_levels: Goal) -> None:
        once = queries(ben, address(cast))
        for number in range(4):
            do_a_step(with_levels, f"Step {number}")

        assert queries(ben, address(cast)) == once

    @pytest.mark.parametrize("language", ["pl", "ur"])
    def test_stands_in_every_language(self, ben: StrictClient, cast: Cast, with_levels: Goal, language: str) -> None:
        assert ben.get(f"{address(cast)}?lang={language}").status_code == 200


class TestTheCaseload:
    def test_flags_a_review_whose_day_has_come(self, ben: StrictClient, cast: Cast) -> None:
        today = utc_now().astimezone(LONDON).date()
        for day, is_due in ((today, True), (today + timedelta(days=1), False)):
            db.session.get_one(Person, cast.amina.id).review_on = day
            db.session.commit()

            page = ben.get("/caseload?flag=review").get_data(as_text=True)

            assert ("Amina Hussain" in page) is is_due


def queries(browser: StrictClient, at: str) -> int:
    seen: list[str] = []

    def note(*about: object) -> None:
        seen.append(str(about[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert browser.get(at).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)
