"""Whoever works here, each in a browser with a wide screen: a volunteer, and a team lead."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from navigator.db import db
from navigator.people import giving, handing_over
from navigator.people.models import Staff
from navigator.times import utc_now
from tests.cast import Cast
from tests.journeys import desk
from tests.journeys.conftest import look
from tests.journeys.desk import Seat, Team
from tests.signed_in import browser_of_staff

pytestmark = pytest.mark.browser

SitDown = Callable[[Staff], Seat]


@pytest.fixture
def team(cast: Cast) -> Team:
    return desk.settle(cast)


@pytest.fixture
def sit_down(app: Flask, browser: Browser, address: str) -> SitDown:
    return lambda staff: Seat(browser, address, client=browser_of_staff(app, staff))


class TestAVolunteer:
    def test_sees_whom_she_is_given_and_writes_down_that_nobody_answered(self, team: Team, sit_down: SitDown) -> None:
        amina, george = team.cast.amina, team.george
        giving.give(person=amina, volunteer=team.viv, by=team.cast.ben, note="Walks to the library", tells=False, now=utc_now())
        db.session.commit()
        viv = sit_down(team.viv)
        ids = (amina.id, george.id)
        db.session.remove()

        viv.open("/caseload?lang=en")
        assert "Amina Hussain" in viv.says()
        assert "George" not in viv.says()
        look(viv.page, "volunteer-01-caseload")
        assert viv.open(f"/people/{ids[1]}") == 404
        viv.open(f"/people/{ids[0]}/visits/log")
        viv.choose("kind", "call")
        viv.choose("outcome", "no_answer")
        viv.write(words="Rang twice. I try again on Thursday.")
        look(viv.page, "volunteer-02-a-contact")
        viv.press("Write it down")
        viv.open(f"/people/{ids[0]}/visits")
        look(viv.page, "volunteer-03-visits")

        assert "Rang twice. I try again on Thursday." in viv.says()
        assert "No answer" in viv.says()
        viv.context.close()


class TestATeamLead:
    def test_finds_a_coordinator_arranges_cover_and_prints_the_list(self, team: Team, sit_down: SitDown) -> None:
        handing_over.let_wait(person_id=team.george.id, by=team.cast.ben, note="Needs somebody who knows housing.", now=utc_now())
        team.meera.areas = "St Just"
        db.session.commit()
        tamsin = sit_down(team.tamsin)
        meera_id, ben_id = team.meera.id, team.cast.ben.id
        db.session.remove()

        self._somebody_waits(tamsin, str(meera_id))
        self._somebody_is_away(tamsin, str(ben_id), str(meera_id))
        tamsin.open("/team/list")
        look(tamsin.page, "lead-05-the-list-to-print")
        tamsin.page.emulate_media(media="print")
        assert "People round my table" in tamsin.says()  # she agreed to be talked about
        assert "Trembath" not in tamsin.says()  # he was not asked: his initials at most
        expect(tamsin.page.locator(".app-no-print").first).to_be_hidden()
        tamsin.context.close()

    def _somebody_waits(self, tamsin: Seat, meera_id: str) -> None:
        tamsin.open("/team?lang=en")
        look(tamsin.page, "lead-01-my-team")
        tamsin.follow("George Trembath")
        assert "works in St Just" in tamsin.says() or "St Just" in tamsin.says()
        look(tamsin.page, "lead-02-who-it-could-be")
        tamsin.choose("to", meera_id)
        tamsin.write(note="He mends clocks. The landlord does not answer.")
        tamsin.press("Hand over")
        tamsin.open("/team")
        assert "Nobody waits." in tamsin.says()

    def _somebody_is_away(self, tamsin: Seat, ben_id: str, meera_id: str) -> None:
        tamsin.open("/absences")
        look(tamsin.page, "lead-03-who-is-away")
        tamsin.page.locator("main select[name=staff]").select_option(ben_id)
        tamsin.page.locator("main select[name=covered_by]").select_option(meera_id)
        tamsin.write_day("starts_on", 0)
        tamsin.write_day("back_on", 5)
        tamsin.choose("says", "when_they_write")
        tamsin.press("Write it down")
        assert "Meera Joshi answers for the people of Ben Carter." in tamsin.says()
        look(tamsin.page, "lead-04-cover-is-there")
