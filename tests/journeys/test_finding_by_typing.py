"""Somebody who types two letters finds the rest, keeps what may help, and takes it along."""

import re

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, expect

from directory.places.gazetteer import rebuild_from_listings
from navigator.db import db
from tests.directory.listings import HAYLE, make_service, make_term
from tests.journeys.conftest import look

pytestmark = pytest.mark.browser


@pytest.fixture
def listings(app: Flask) -> None:
    walking = make_term("walking-group", "Walking group")
    make_service("Mounts Bay Walkers", terms=(walking,))
    make_service("Hayle Walkers", terms=(walking,), at=HAYLE)
    rebuild_from_listings()
    db.session.commit()
    db.session.remove()


@pytest.mark.usefixtures("listings")
class TestFindingByTyping:
    def test_leads_from_two_letters_to_a_list_to_take_along(self, phone: BrowserContext, address: str) -> None:
        page = phone.new_page()
        page.goto(f"{address}/services?lang=en")
        page.locator("main input[name=near]").press_sequentially("pen", delay=20)
        expect(page.locator(".app-suggestions__one:visible")).to_have_count(1)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator("main input[name=near]")).to_have_value("Penzance")
        page.locator("main input[name=q]").press_sequentially("walk", delay=20)
        expect(page.locator(".app-suggestions__one:visible").first).to_be_visible()
        look(page, "suggestions")

        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")

        expect(page).to_have_url(re.compile(r"kind=walking-group.*near=Penzance"))
        page.get_by_text("Show these on a map").click()
        look(page, "map")
        page.get_by_role("button", name="Keep on my shortlist Mounts Bay Walkers").click()
        expect(page.get_by_text("is on your shortlist")).to_be_visible()
        page.get_by_role("link", name="My shortlist (1)").click()
        page.get_by_role("button", name="Make a link to share").click()
        expect(page.locator("#share img")).to_be_visible()
        look(page, "shortlist")

    def test_lets_go_of_what_it_offers_with_escape(self, phone: BrowserContext, address: str) -> None:
        page = phone.new_page()
        page.goto(f"{address}/?lang=en")
        page.locator("main input[name=q]").press_sequentially("walk", delay=20)
        expect(page.locator(".app-suggestions__one:visible").first).to_be_visible()

        page.keyboard.press("Escape")

        expect(page.locator(".app-suggestions__one:visible").first).to_be_hidden()
        expect(page.locator("main input[name=q]")).to_have_value("walk")
