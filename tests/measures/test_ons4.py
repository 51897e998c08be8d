"""The four questions of the ONS: word for word, a question a page, bands in words, and never a total."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from navigator.db import db
from navigator.measures.instruments import ONS4
from navigator.measures.models import Answer, Asking, NoScore
from navigator.measures.queries import list_courses
from navigator.people.models import Role
from tests.cast import Cast, make_staff
from tests.form_filling import fill
from tests.pressing import press
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient


def ask(browser: StrictClient, cast: Cast, *answers: str, then: str = "ask") -> str:
    """Press "Ask now" and give these answers; where it ends."""
    home = f"/people/{cast.amina.id}/measures"
    at = press(browser, f"{home}/ons4/ask", on=home, then=then).location
    for given in answers:
        typed: dict[str, Any] = {"score": given, "then": "next"} if given.isdigit() else {"then": given}
        at = press(browser, at, on=at, **typed).location
    return at


def answers() -> list[tuple[str, int | None, NoScore | None]]:
    db.session.rollback()
    rows = db.session.scalars(select(Answer).order_by(Answer.answered_at, Answer.id))
    return [(row.question, row.score, row.no_score) for row in rows]


class TestTheWords:
    def test_are_the_harmonised_ones(self) -> None:
        assert [str(question.words) for question in ONS4.questions] == [
            "Overall, how satisfied are you with your life nowadays?",
            "Overall, to what extent do you feel that the things you do in your life are worthwhile?",
            "Overall, how happy did you feel yesterday?",
            "On a scale where 0 is “not at all anxious” and 10 is “completely anxious”, "
            "overall, how anxious did you feel yesterday?",
        ]

    def test_put_every_score_into_a_band(self) -> None:
        well = ["low"] * 5 + ["medium"] * 2 + ["high"] * 2 + ["very high"] * 2
        anxious = ["very low"] * 2 + ["low"] * 2 + ["medium"] * 2 + ["high"] * 5

        for question in ONS4.questions:
            bands = [str(question.band(score)) for score in range(11)]
            assert bands == (anxious if question.code == "anxious" else well)

    def test_are_for_people_from_sixteen(self) -> None:
        assert ONS4.may_be_asked(date(2010, 11, 23), date(2026, 11, 23))
        assert not ONS4.may_be_asked(date(2010, 11, 24), date(2026, 11, 23))
        assert not ONS4.may_be_asked(date(2012, 2, 29), date(2028, 2, 28))


class TestAsking:
    def test_goes_through_four_pages_and_keeps_the_answers(self, ben: StrictClient, cast: Cast) -> None:
        at = ask(ben, cast, "3", "6", "dont_know", "8")

        page = ben.get(at).get_data(as_text=True)
        assert at == f"/people/{cast.amina.id}/measures"
        assert answers() == [
            ("satisfied", 3, None),
            ("worthwhile", 6, None),
            ("happy", None, NoScore.DONT_KNOW),
            ("anxious", 8, None),
        ]
        assert "3 (low)" in page
        assert "8 (high)" in page
        assert "I don’t know" in page

    def test_shows_the_change_of_each_question_and_no_total(self, ben: StrictClient, cast: Cast) -> None:
        ask(ben, cast, "3", "4", "rather_not", "8")
        ask(ben, cast, "5", "4", "7", "6")

        page = ben.get(f"/people/{cast.amina.id}/measures").get_data(as_text=True)
        assert "3 at first, 5 now: 2 higher" in page
        assert "4 at first and now: no change" in page
        assert "8 at first, 6 now: 2 lower" in page
        assert "Lower is better." in page
        assert page.count('<svg class="app-chart"') == 3  # one number of happiness draws no line
        assert not re.search(r"\b(total|sum|average|mean)\b", page, re.I)

    def test_goes_on_with_what_was_begun(self, ben: StrictClient, cast: Cast) -> None:
        ask(ben, cast, "3")

        at = ask(ben, cast)

        assert at.endswith("/worthwhile")
        assert len(db.session.scalars(select(Asking)).all()) == 1

    def test_may_finish_with_fewer_answers(self, ben: StrictClient, cast: Cast) -> None:
        ask(ben, cast, "3")
        home = f"/people/{cast.amina.id}/measures"

        fill(ben, home, to="/finish")

        assert "3 (low)" in ben.get(home).get_data(as_text=True)
        assert [len(course.answers) for course in list_courses(person_id=cast.amina.id, instrument=ONS4)] == [1, 0, 0, 0]

    @pytest.mark.parametrize("score", ["", "11", "-1", "often", "3.5"])
    def test_takes_only_a_number_on_the_scale(self, ben: StrictClient, cast: Cast, score: str) -> None:
        at = ask(ben, cast)

        answer = press(ben, at, on=at, score=score, then="next")

        assert answer.status_code == 422
        assert answers() == []

    def test_keeps_a_pressed_number_at_once(self, ben: StrictClient, cast: Cast) -> None:
        at = ask(ben, cast)

        answer = press(ben, f"{at}/autosave", on=at, score="7")

        assert answer.status_code == 200
        assert answers() == [("satisfied", 7, None)]

    def test_changes_nothing_once_it_is_finished(self, ben: StrictClient, cast: Cast) -> None:
        first = ask(ben, cast)
        ask(ben, cast, "3", "4", "5", "6")

        answer = press(ben, first, on=f"/people/{cast.amina.id}/measures", score="9", then="next")

        assert answer.status_code == 404
        assert answers()[0] == ("satisfied", 3, None)

    def test_is_not_for_a_child(self, ben: StrictClient, cast: Cast) -> None:
        cast.amina.birth_date = date(2015, 5, 1)
        db.session.commit()
        home = f"/people/{cast.amina.id}/measures"

        answer = ben.post(f"{home}/ons4/ask", data={"csrf_token": _token(ben)}, follow_redirects=True)

        assert "from 16 years of age" in answer.get_data(as_text=True)
        assert answers() == []
        assert db.session.scalars(select(Asking)).all() == []

    def test_knows_no_other_instrument_or_question(self, ben: StrictClient, cast: Cast) -> None:
        home = f"/people/{cast.amina.id}/measures"
        at = ask(ben, cast)

        assert press(ben, f"{home}/pam/ask", on=home).status_code == 404
        assert ben.get(at.replace("satisfied", "total")).status_code == 404

    def test_is_hidden_from_another_team_and_from_a_volunteer_not_given_her(
        self, ben: StrictClient, carys: StrictClient, volunteer: StrictClient, cast: Cast
    ) -> None:
        at = ask(ben, cast)

        for browser in (carys, volunteer):
            assert browser.get(f"/people/{cast.amina.id}/measures").status_code == 404
            assert browser.get(at).status_code == 404

    def test_takes_no_more_queries_for_more_answers(self, ben: StrictClient, cast: Cast) -> None:
        ask(ben, cast, "3", "4", "5", "6")
        once = _queries(ben, f"/people/{cast.amina.id}/measures")
        for _ in range(3):
            ask(ben, cast, "3", "4", "5", "6")

        assert _queries(ben, f"/people/{cast.amina.id}/measures") == once

    @pytest.mark.parametrize("language", ["pl", "ur"])
    def test_stands_in_every_language(self, ben: StrictClient, cast: Cast, language: str) -> None:
        at = ask(ben, cast)

        page = ben.get(f"{at}?lang={language}").get_data(as_text=True)

        assert "how satisfied are you" not in page
        assert f'lang="{language}"' in page


class TestInvited:
    def test_she_answers_on_her_own_phone(self, ben: StrictClient, amina: StrictClient, cast: Cast) -> None:
        ask(ben, cast, then="invite")

        assert 'href="/my/measures"' in amina.get("/my").get_data(as_text=True)
        asking = db.session.scalars(select(Asking)).one()
        at = f"/my/measures/{asking.id}/satisfied"
        for given in ("3", "rather_not", "5", "6"):
            typed: dict[str, Any] = {"score": given, "then": "next"} if given.isdigit() else {"then": given}
            at = press(amina, at, on=at, **typed).location

        assert at == "/my/measures"
        assert answers()[1] == ("worthwhile", None, NoScore.RATHER_NOT)
        assert "3 (low)" in ben.get(f"/people/{cast.amina.id}/measures").get_data(as_text=True)
        assert 'href="/my/measures"' not in amina.get("/my").get_data(as_text=True)

    def test_nobody_answers_in_her_stead(self, ben: StrictClient, amina: StrictClient, cast: Cast) -> None:
        ask(ben, cast, then="invite")
        theirs = db.session.scalars(select(Asking)).one().id
        ask(ben, cast)
        bens = db.session.scalars(select(Asking).where(Asking.by_themselves.is_(False))).one().id

        assert ben.get(f"/people/{cast.amina.id}/measures/{theirs}/satisfied").status_code == 404
        assert amina.get(f"/my/measures/{bens}/satisfied").status_code == 404


def _token(browser: StrictClient) -> str:
    return browser.get("/tasks").get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]


def _queries(browser: StrictClient, address: str) -> int:
    seen: list[str] = []

    def note(*about: object) -> None:
        seen.append(str(about[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert browser.get(address).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


class TestItsTranslations:
    @pytest.mark.parametrize("language", ["en", "pl", "ur"])
    def test_are_said_to_be_untested_where_administrators_look(
        self, app: Flask, cast: Cast, now: datetime, language: str
    ) -> None:
        asha = make_staff(team=cast.ben.team, name="Asha Patel", role=Role.ADMINISTRATOR, now=now)
        db.session.commit()

        page = browser_of_staff(app, asha).get(f"/admin/measures?lang={language}").get_data(as_text=True)

        assert "Polski" in page.split("ONS4")[1].split("<form")[0]
        if language == "en":
            assert "no native reader has checked ours" in page
