"""One person's story from a listing to a step done, played in a browser the size of a phone, in English and in Urdu.

Played by what a page offers (its fields and buttons, by name), not by its words, so that one telling serves every language.
Every page it meets is read by an accessibility checker and must fit the screen.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page

from directory.commands import services
from navigator.db import db
from navigator.people.models import Locality, Role, Team
from navigator.times import LONDON, utc_now
from tests.cast import PASSWORD, make_staff
from tests.journeys.conftest import look

pytestmark = pytest.mark.browser
SEED = Path(__file__).parent.parent.parent / "seed_services"
MOBILE, MOBILE_AS_TYPED = "+447700900777", "07700 900777"
GROUP_INBOX = "hello@teaandtalk.example"
WORDS = {
    "en": {
        "matters": "I miss having people round my table.",
        "step": "Go to Tea & Talk once, with Joe",
        "big": "Go out every day",
    },
    "ur": {"matters": "مجھے لوگوں سے ملنا یاد آتا ہے۔", "step": "ایک بار جو کے ساتھ جانا", "big": "روز باہر جانا"},
}


@pytest.fixture
def locality(app: Flask) -> None:
    """The demo's listings, and Ben to work with them."""
    brought_in = app.test_cli_runner().invoke(services, ["import", str(SEED), "--strict"])
    assert brought_in.exit_code == 0, brought_in.output
    place = Locality(name="West Cornwall", phone="01632 960100")
    team = Team(locality=place, name="Penwith team", phone="01632 960100")
    db.session.add_all([place, team])
    db.session.flush()
    make_staff(team=team, name="Ben Carter", role=Role.NAVIGATOR, now=utc_now())
    db.session.commit()
    db.session.remove()


class Story:
    """What one teller of the story holds: the browser, the language, and the worker."""

    def __init__(self, page: Page, address: str, language: str, go_round: Callable[[], None]) -> None:
        self.page, self.address, self.language, self.go_round = page, address, language, go_round
        self.words = WORDS[language]

    def open(self, path: str, name: str) -> None:
        self.page.goto(path if path.startswith("http") else self.address + path)
        self.look(name)

    def look(self, name: str) -> None:
        look(self.page, f"{self.language}-{name}")

    def write(self, **fields: str) -> None:
        for name, text in fields.items():
            self.page.locator(f"main :is(input, textarea)[name='{name.replace('__', '-')}']").fill(text)

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"main input[name='{name}'][value='{value}']").check(force=True)

    def press(self, value: str | None = None) -> None:
        """Press the page's button named `then` with this value, or its first one."""
        wanted = f"button[name=then][value='{value}']" if value else "form[method=post] button"
        self.page.locator(f"main {wanted}").first.click()
        self.page.wait_for_load_state()

    def follow(self, part_of_address: str) -> None:
        self.page.locator(f"main a[href*='{part_of_address}']").first.click()
        self.page.wait_for_load_state()

    def everything_due_arrives(self) -> None:
        """Open the phone, pretend it is time for everything still to come, and let the worker go round."""
        self.go_round()
        self.page.goto(f"{self.address}/simulator/{MOBILE}")
        while self.page.locator(".app-planned__one form button").count():
            self.page.locator(".app-planned__one form button").first.click()
            self.page.wait_for_load_state()
            self.go_round()
            self.page.goto(f"{self.address}/simulator/{MOBILE}")

    def bubbles(self) -> list[str]:
        self.page.goto(f"{self.address}/simulator/{MOBILE}")
        return self.page.locator(".app-bubble--ours .app-bubble__words").all_inner_texts()


@pytest.mark.parametrize("language", ["en", "ur"])
class TestOneStory:
    def test_from_a_listing_to_a_step_done(
        self, language: str, phone: BrowserContext, address: str, locality: None, go_round: Callable[[], None]
    ) -> None:
        story = Story(phone.new_page(), address, language, go_round)

        self._find_a_group(story)
        self._sign_in_and_add_a_person(story)
        self._talk(story)
        self._refer(story)
        self._the_group_says_yes(story)
        self._the_texts_arrive(story)
        self._the_person_looks_at_their_plan(story)

    def _find_a_group(self, story: Story) -> None:
        story.open(f"/?lang={story.language}", "01-front-page")
        story.write(q="lonley", near="penzanse")  # as people type
        story.page.locator("main form button").first.click()
        story.look("02-results")
        assert story.page.locator(".app-result").count() > 3
        story.page.get_by_role("link", name="Tea & Talk", exact=True).click()
        story.look("03-listing")
        assert story.page.locator("html").get_attribute("dir") == ("rtl" if story.language == "ur" else "ltr")

    def _sign_in_and_add_a_person(self, story: Story) -> None:
        story.open("/sign-in", "04-sign-in")
        story.write(email="ben@care.example", password="not this one")
        story.press()
        story.look("05-sign-in-wrong")
        story.write(password=PASSWORD)
        story.press()
        story.look("06-empty-desk")
        story.open("/people/new", "07-add-a-person")
        story.press()
        story.look("08-add-a-person-wrong")
        story.write(given_name="Amina", family_name="Hussain", mobile=MOBILE_AS_TYPED, postcode="TR18 2AB", place_name="Penzance")
        story.write(birth_date__day="27", birth_date__month="3", birth_date__year="1948")
        story.page.locator("main select[name=language]").select_option(story.language)
        story.choose("contact_method", "text")
        for name in ("consent_support", "consent_texts"):
            story.page.locator(f"main input[name={name}]").check(force=True)
        story.choose("consent_how", "spoken")
        story.press()
        story.look("09-the-person")

    def _talk(self, story: Story) -> None:
        story.follow("/conversation")
        story.look("10-conversation")
        said = {"going_well": "Joe", "capability": "-", "opportunity": "-", "motivation": "-", "who_helps": "Joe"}
        story.write(matters=story.words["matters"])
        for name, words in said.items():
            story.page.locator(f"details:has(#{name}) > summary").click()
            story.write(**{name: words})
        story.look("10b-conversation-one-heading-open")
        story.press("priorities")
        story.look("11-priorities")
        story.write(words_1=story.words["matters"])
        story.press("save")
        story.follow("/goal")
        story.look("12-goal")
        story.write(words=story.words["matters"])
        story.press()
        story.look("13-step")
        story.write(what=story.words["big"])
        story.choose("how_often", "daily")
        story.press()
        story.look("14-step-without-confidence")
        story.choose("confidence", "4")
        story.press()
        story.look("15-smaller")
        story.write(what=story.words["step"])
        story.choose("how_often", "once")
        story.choose("confidence", "8")
        story.press("smaller")
        story.look("16-the-step")

    def _refer(self, story: Story) -> None:
        story.follow("/find")
        story.look("17-find")
        story.write(q="company")
        story.page.locator("main form[role=search] button").first.click()
        story.page.wait_for_load_state()
        story.page.locator(".app-result", has_text="Tea & Talk").first.locator("a[href*='/refer/']").first.click()
        story.look("18-refer")
        story.press("preview")
        story.look("19-refer-without-consent")
        story.choose("how", "spoken")
        story.page.locator("main input[name=agreed]").check(force=True)
        story.press("preview")
        story.look("20-what-they-will-see")
        story.press("send")
        story.look("21-the-referral")

    def _the_group_says_yes(self, story: Story) -> None:
        story.go_round()
        story.open("/simulator", "22-phones-and-inboxes")
        story.open(f"/simulator/{GROUP_INBOX}", "23-inbox")
        story.page.locator("main a[href*='/reply/']").last.click()
        story.look("24-can-they-come")
        story.follow("answer=accepted")
        story.press()
        story.look("25-when-and-where-wrong")
        day = utc_now().astimezone(LONDON).date() + timedelta(days=9)
        story.write(day__day=str(day.day), day__month=str(day.month), day__year=str(day.year))
        story.write(clock="10:30am", place="St John's Hall, Penzance", ask_for="Jan")
        story.press()
        story.look("26-thank-you")

    def _the_texts_arrive(self, story: Story) -> None:
        story.everything_due_arrives()
        story.look("27-the-phone")
        before = story.bubbles()
        assert len(before) >= 6, before  # welcome, link, asked, accepted, reminder, did you get there?
        is_urdu = [bool(re.search("[\u0600-\u06ff]", text)) for text in before]
        assert all(is_urdu) if story.language == "ur" else not any(is_urdu)
        story.page.locator(".app-quick__one[value='1']").click()
        story.everything_due_arrives()
        story.write(body="9")
        story.page.locator("main form:has([name=body]) button").last.click()
        story.everything_due_arrives()
        story.look("28-the-phone-answered")
        story.open("/desk", "29-desk")
        story.open("/caseload", "29b-caseload")
        story.page.locator("main a[href*='/people/']", has_text="Amina").first.click()
        story.look("30-the-person-afterwards")
        assert "9" in story.page.locator("main").inner_text()
        story.follow("/thread")
        story.look("31-texts")

    def _the_person_looks_at_their_plan(self, story: Story) -> None:
        link = next(found[0] for text in story.bubbles() if (found := re.search(r"https?://\S+/t/\w+", text)))
        story.page.context.clear_cookies()
        story.open(f"{link}?lang={story.language}", "32-is-this-your-phone")
        story.press()
        story.look("33-the-code")
        story.write(code="000000")
        story.press()
        story.look("34-the-code-wrong")
        story.go_round()
        browser = story.page.context.browser
        assert browser is not None
        other = browser.new_context()
        simulator = other.new_page()
        simulator.goto(f"{story.address}/simulator/{MOBILE}")
        code = re.findall(r"\b\d{6}\b", " ".join(simulator.locator(".app-bubble--ours").all_inner_texts()))[-1]
        other.close()
        story.write(code=code)
        story.press()
        story.look("35-my-plan")
        assert story.page.url.endswith("/my/") or story.page.url.endswith("/my")
        for path, name in (("/my/plan", "36-all-of-my-plan"), ("/my/sharing", "37-who-knows-what"), ("/help-now", "38-help-now")):
            story.open(path, name)
