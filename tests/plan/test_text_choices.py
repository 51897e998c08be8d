"""Which texts a person gets: chosen on their own plan, or told to their navigator."""

import pytest
from bs4 import BeautifulSoup

from messaging import opt_outs
from messaging.models import OutgoingMessage, State
from messaging.purposes import Purpose
from navigator.db import db
from navigator.people.arrivals import agree_to_texts as agree
from navigator.people.models import ConsentHow
from navigator.people.texting import NotTexted, WhyNot, text_person
from navigator.times import utc_now
from tests.cast import AMINA_MOBILE, Cast
from tests.form_filling import fill
from tests.plan.conftest import Story
from tests.strict_client import StrictClient

REMINDER = {"navigator_name": "Ben", "appointment_at": "2030-11-27T10:30:00+00:00", "place": "St John's Hall"}


def untick(browser: StrictClient, address: str, purpose: Purpose) -> str:
    page = BeautifulSoup(browser.get(address).get_data(as_text=True), "html.parser")
    boxes = [str(box["value"]) for box in page.select("input[name=wanted][checked]")]
    token = str(page.select("main input[name=csrf_token]")[0]["value"])
    wanted = [value for value in boxes if value != purpose.value]
    assert len(wanted) == len(boxes) - 1
    answer = browser.post(address, data={"csrf_token": token, "wanted": wanted}, follow_redirects=True)
    return answer.get_data(as_text=True)


def remind(cast: Cast, key: str) -> OutgoingMessage | NotTexted:
    return text_person(person=cast.amina, template="reminder", values=REMINDER, dedupe_key=key, now=utc_now())


class TestOnMyPlan:
    def test_a_tick_taken_away_stops_those_texts_alone(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        planned = remind(cast, "before")
        db.session.commit()
        said = untick(amina, "/my/texts", Purpose.REMINDER)

        assert "From now on we text you what you ticked" in said
        assert opt_outs.list_stopped(AMINA_MOBILE) == {Purpose.REMINDER}
        assert isinstance(planned, OutgoingMessage)
        assert db.session.get_one(OutgoingMessage, planned.id, populate_existing=True).state is State.CANCELLED
        assert remind(cast, "after") == NotTexted(WhyNot.STOPPED)

    def test_is_found_from_the_first_screen_and_put_back(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        opt_outs.stop(number=AMINA_MOBILE, how="text", now=utc_now(), purpose=Purpose.PLAN)
        db.session.commit()
        assert 'href="/my/texts"' in amina.get("/my").get_data(as_text=True)

        untick(amina, "/my/texts", Purpose.CHECK_IN)
        page = amina.get("/my/texts").get_data(as_text=True)
        token = page.split('name="csrf_token" value="')[-1].split('"')[0]
        amina.post("/my/texts", data={"csrf_token": token, "wanted": [p.value for p in Purpose]})

        assert opt_outs.list_stopped(AMINA_MOBILE) == frozenset()

    def test_says_how_to_come_back_after_a_stop(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        opt_outs.stop(number=AMINA_MOBILE, how="text", now=utc_now())
        db.session.commit()

        assert "text START" in amina.get("/my/texts").get_data(as_text=True)


class TestForTheNavigator:
    def test_writes_down_what_the_person_said(self, ben: StrictClient, carys: StrictClient, cast: Cast, story: Story) -> None:
        untick(ben, f"/people/{cast.amina.id}/texts/choose", Purpose.CHECK_IN)

        assert opt_outs.list_stopped(AMINA_MOBILE) == {Purpose.CHECK_IN}
        assert carys.get(f"/people/{cast.amina.id}/texts/choose").status_code == 404


class TestStopOnThePage:
    def test_is_kept_by_the_number_and_ended_by_agreeing_again(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        fill(amina, "/my/sharing", to=f"{story.texts.id}/withdraw")
        stopped = opt_outs.is_stopped(AMINA_MOBILE)
        agree(
            person=cast.amina, how=ConsentHow.SPOKEN, language="en", staff=cast.ben, public_url="http://localhost", now=utc_now()
        )

        assert stopped
        assert not opt_outs.is_stopped(AMINA_MOBILE)

    @pytest.mark.parametrize("how", ["text", "carrier"])
    def test_by_text_is_ended_by_their_own_start_alone(self, cast: Cast, story: Story, how: str) -> None:
        opt_outs.stop(number=AMINA_MOBILE, how=how, now=utc_now())
        agree(
            person=cast.amina, how=ConsentHow.SPOKEN, language="en", staff=cast.ben, public_url="http://localhost", now=utc_now()
        )

        assert opt_outs.is_stopped(AMINA_MOBILE)
