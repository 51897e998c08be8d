"""An editor says in words when it happens, sees what was understood, and saves it."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from directory.models import Schedule
from directory.upkeep import editors
from navigator.db import db
from navigator.times import utc_now
from tests.cast import Cast
from tests.form_filling import fill
from tests.strict_client import StrictClient


@pytest.fixture
def times(cast: Cast) -> str:
    editors.set_trust(organization_id=cast.tea_and_talk.organization_id, is_trusted=True, decided_by="Ada Penrose", now=utc_now())
    db.session.commit()
    return f"/listings/{cast.tea_and_talk.id}/questions/times"


def understood_on(page: str) -> list[str]:
    return [line.get_text() for line in BeautifulSoup(page, "html.parser").select(".nhsuk-inset-text li")]


class TestTimesInWords:
    def test_are_shown_as_they_were_understood_and_saved_when_the_editor_says_so(self, phone: StrictClient, times: str) -> None:
        shown = fill(phone, times, then="hear", spoken="Thurs 10-12, not bank holidays", follow=True)

        assert understood_on(shown.text) == ["Thursdays, 10am to noon, not bank holidays"]
        assert db.session.scalars(select(Schedule)).all() == []  # nothing counts yet
        assert fill(phone, times, then="next", every_1="week", place_1="").status_code == 303
        fill(phone, times.removesuffix("questions/times") + "review", to="/send")
        [schedule] = db.session.scalars(select(Schedule)).all()
        assert (schedule.byday, schedule.opens_at, schedule.closes_at) == ("TH", "10:00", "12:00")
        assert schedule.description == "Not on bank holidays"

    def test_are_read_whichever_button_was_pressed(self, phone: StrictClient, times: str) -> None:
        shown = fill(phone, times, then="next", spoken="weds half past two till four", follow=True)

        assert understood_on(shown.text) == ["Wednesdays, 2:30pm to 4pm"]

    def test_that_may_be_every_other_week_say_what_to_do_then(self, phone: StrictClient, times: str) -> None:
        shown = fill(phone, times, then="hear", spoken="every 2nd Tuesday 10 till 12", follow=True)

        assert understood_on(shown.text) == ["The second Tuesday of the month, 10am to noon"]
        assert "If you mean every other week" in shown.text

    def test_every_other_week_need_a_date(self, phone: StrictClient, times: str) -> None:
        fill(phone, times, then="hear", spoken="every other Tuesday 10 till 12")

        assert "Write the date of one time it happens" in fill(phone, times, then="next", every_1="fortnight", place_1="").text

    def test_that_are_not_understood_stay_in_the_box_with_everything_else(self, phone: StrictClient, times: str) -> None:
        answer = fill(phone, times, then="hear", spoken="whenever Bev is in", note_1="Ring the bell")

        assert answer.status_code == 422
        assert "We did not understand this" in answer.text
        for page in (answer.text, phone.get(times).text):
            assert "whenever Bev is in" in page
            assert "Ring the bell" in page

    def test_that_were_never_read_are_not_sent(self, phone: StrictClient, times: str) -> None:
        page = BeautifulSoup(phone.get(times).text, "html.parser")
        token = str(page.select("main input[name=csrf_token]")[0]["value"])
        phone.post(f"{times}/autosave", data={"csrf_token": token, "spoken": "Mondays 10-12"})

        answer = fill(phone, times.removesuffix("questions/times") + "review", to="/send")

        assert answer.status_code == 422
        assert "Press “Read this” first" in answer.text

    def test_may_be_empty_which_is_said(self, phone: StrictClient, times: str) -> None:
        assert "Write when it happens, then press" in fill(phone, times, then="hear").text

    def test_in_a_box_of_its_own_may_be_words_too(self, phone: StrictClient, times: str) -> None:
        answer = fill(phone, times, then="next", days_1="WE", opens_1="half past seven", closes_1="9", every_1="week", place_1="")

        assert answer.status_code == 303
        fill(phone, times.removesuffix("questions/times") + "review", to="/send")
        [schedule] = db.session.scalars(select(Schedule)).all()
        assert (schedule.opens_at, schedule.closes_at) == ("19:30", "21:00")
