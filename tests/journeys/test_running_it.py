"""Whoever runs the service, and whoever never touches a mouse: an administrator, and Ben with his keyboard."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from messaging.models import OutgoingMessage
from navigator.db import db
from navigator.people.models import Person, Staff
from tests.cast import Cast
from tests.journeys import desk
from tests.journeys.conftest import PHONE, look
from tests.journeys.desk import Seat, Team
from tests.signed_in import browser_of_staff

pytestmark = pytest.mark.browser


@pytest.fixture
def team(cast: Cast) -> Team:
    return desk.settle(cast)


class TestAnAdministrator:
    def test_invites_changes_a_rule_and_lets_somebody_go_once_their_people_are_handed_over(
        self, app: Flask, team: Team, browser: Browser, address: str
    ) -> None:
        ashas, ben_id, meera_id = browser_of_staff(app, team.asha), team.cast.ben.id, team.meera.id
        amina_id, team_id = team.cast.amina.id, team.cast.ben.team_id
        db.session.remove()
        asha = Seat(browser, address, client=ashas)

        self._invites(asha, str(team_id))
        self._joins(browser, address)
        self._changes_a_rule(asha)
        asha.open(f"/admin/users/{ben_id}")
        look(asha.page, "admin-06-ben-is-to-leave")
        asha.follow("They leave")
        look(asha.page, "admin-07-who-takes-his-people")
        assert "Hussain" not in asha.says()  # who runs the service need not know whom it supports
        for which in asha.page.locator("main select").all():
            which.select_option(str(meera_id))
        asha.press("Hand over, and close the account")
        look(asha.page, "admin-08-gone")

        assert db.session.get_one(Person, amina_id).navigator_id == meera_id
        assert db.session.get_one(Staff, ben_id).left_at is not None
        db.session.remove()
        asha.context.close()

    def _invites(self, asha: Seat, team_id: str) -> None:
        asha.open("/admin/users?lang=en")
        look(asha.page, "admin-01-who-works-here")
        asha.open("/admin/users/invite")
        asha.write(name="Nia Roe", email="nia@care")
        asha.page.locator("main form button").last.click()
        look(asha.page, "admin-02-what-is-missing")
        asha.write(email="nia@care.example")
        asha.choose("role", "navigator")
        asha.page.locator("main select[name=team_id]").select_option(team_id)
        asha.page.locator("main form button").last.click()
        asha.page.wait_for_load_state()
        look(asha.page, "admin-03-invited")
        assert "Nia Roe" in asha.says()

    def _joins(self, browser: Browser, address: str) -> None:
        invitation = db.session.scalars(select(OutgoingMessage).filter_by(template="staff_invitation")).one()
        link = str(invitation.values["link"])
        db.session.remove()
        nia = Seat(browser, address, size=PHONE)
        nia.open("/" + link.split("/", 3)[3])
        look(nia.page, "admin-04-nia-joins")
        nia.write(password="three plain words")
        nia.page.locator("main form button").last.click()
        nia.page.wait_for_load_state()
        nia.context.close()
        assert db.session.scalars(select(Staff).filter_by(email="nia@care.example")).one()
        db.session.remove()

    def _changes_a_rule(self, asha: Seat) -> None:
        asha.open("/admin/settings")
        asha.write(days_quiet="14")
        asha.page.locator("main form button").first.click()
        asha.page.wait_for_load_state()
        assert "Asha Lloyd" in asha.says()
        look(asha.page, "admin-05-a-rule-and-who-changed-it")


class TestBenWithHisKeyboard:
    def test_finds_somebody_and_opens_their_page(self, app: Flask, team: Team, browser: Browser, address: str) -> None:
        bens = browser_of_staff(app, team.cast.ben)
        db.session.remove()
        ben = Seat(browser, address, client=bens)
        ben.open("/caseload?lang=en")
        keys, rows = ben.page.keyboard, ben.page.locator("[data-keys] > li a:first-of-type")

        keys.press("j")
        expect(rows.nth(0)).to_be_focused()
        keys.press("j")
        keys.press("k")
        first = rows.nth(0).inner_text()
        expect(rows.nth(0)).to_be_focused()
        look(ben.page, "keys-01-the-first-row")
        keys.press("Enter")
        ben.page.wait_for_load_state()
        assert first in ben.page.locator("main h1").inner_text()

        ben.open("/caseload")
        keys.press("/")
        expect(ben.page.locator("#people-search")).to_be_focused()
        keys.type("hussein jk")  # misspelt, and no key of it moves the list
        assert ben.page.input_value("#people-search") == "hussein jk"
        ben.page.fill("#people-search", "hussein")
        keys.press("Enter")
        ben.page.wait_for_load_state()
        assert "Amina Hussain" in ben.says()
        ben.context.close()
