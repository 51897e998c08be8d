"""Whoever works here, each in a browser with a wide screen: a volunteer, a team lead, an administrator, and no mouse."""

import re
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


class TestAnAdministrator:
    def test_invites_changes_sees_who_changed_what_and_hands_over_a_leavers_people(
        self, team: Team, sit_down: SitDown, browser: Browser, address: str, go_round: Callable[[], None]
    ) -> None:
        asha = sit_down(team.asha)
        ben_id = str(team.cast.ben.id)
        db.session.remove()

        self._invite(asha, go_round)
        self._the_colleague_comes_in(browser, address)
        self._change_a_setting(asha)
        asha.open(f"/admin/users/{ben_id}/leave")
        look(asha.page, "admin-05-somebody-leaves")
        assert "2 people go to colleagues" in asha.says()
        assert "Hussain" not in asha.says()  # an administrator looks after the service, not after people
        asha.press("Hand over, and close the account")
        asha.open(f"/admin/users/{ben_id}")
        assert "Left on" in asha.says()
        asha.context.close()

    def _invite(self, asha: Seat, go_round: Callable[[], None]) -> None:
        asha.open("/admin/users?lang=en")
        look(asha.page, "admin-01-colleagues")
        asha.follow("Invite somebody")
        asha.write(name="Dee Pascoe", email="dee@care.example")
        asha.choose("role", "navigator")
        asha.page.locator("main select[name=team_id]").select_option(label="Penwith team")
        look(asha.page, "admin-02-invite")
        asha.press("Send the invitation")
        assert "Dee Pascoe" in asha.says()  # among those who were invited, and are not here yet
        go_round()

    def _the_colleague_comes_in(self, browser: Browser, address: str) -> None:
        dee = desk.take_a_phone(browser, address)
        dee.open("/simulator/dee@care.example?lang=en")
        dee.page.locator("main a[href*='/join/']").first.click()
        look(dee.page, "admin-03-the-invitation")
        dee.write(password="a table and four chairs")
        dee.press("This is my password")
        assert re.search("/sign-in|/desk", dee.page.url)
        dee.context.close()

    def _change_a_setting(self, asha: Seat) -> None:
        asha.open("/admin/settings")
        asha.write(days_quiet="14")
        asha.press("Save")
        asha.open("/admin/changes")
        look(asha.page, "admin-04-every-change")
        said = asha.says()
        assert "Asha Lloyd" in said
        assert re.search(r"21\s*→\s*14", said)


class TestTheKeyboard:
    def test_alone_finds_and_opens_somebody_on_the_caseload(self, team: Team, sit_down: SitDown) -> None:
        ben = sit_down(team.cast.ben)
        db.session.remove()
        ben.open("/caseload?lang=en")
        keys, here = ben.page.keyboard, ben.page.locator(":focus")

        keys.press("j")
        expect(here).to_have_text(
            "George Trembath" if "George" in ben.page.locator("[data-keys] a").first.inner_text() else "Amina Hussain"
        )
        first = here.inner_text()
        keys.press("j")
        expect(here).not_to_have_text(first)
        keys.press("k")
        expect(here).to_have_text(first)
        keys.press("/")
        expect(here).to_have_attribute("name", "q")
        keys.type("amnia husain")  # as people type
        keys.press("j")  # in a box it is a letter
        expect(here).to_have_value("amnia husainj")
        keys.press("Backspace")
        keys.press("Enter")
        expect(ben.page.get_by_role("heading", level=1)).to_have_text("Find a person")
        found = ben.page.locator("main").get_by_role("link", name="Amina Hussain")
        for _ in range(40):
            keys.press("Tab")
            if found.evaluate("link => link === document.activeElement"):
                break
        keys.press("Enter")
        expect(ben.page.get_by_role("heading", level=1)).to_contain_text("Amina Hussain")
        ben.context.close()
