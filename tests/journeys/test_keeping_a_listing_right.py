"""A listing is put right by those it is about: invited, signed in by a link, two answers on a phone, looked at, and live."""

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from navigator.db import db
from navigator.people.models import Role
from navigator.times import utc_now
from tests.cast import PASSWORD, Cast, make_staff
from tests.journeys.conftest import PHONE, look

pytestmark = pytest.mark.browser
JANS_INBOX = "jan@teaandtalk.example"
BETTER = "A big table, a big teapot, and Farida at the door the first time you come."


@pytest.fixture
def listing(cast: Cast) -> uuid.UUID:
    """Tea & Talk, which nobody keeps yet; and Ada, who looks after the listings."""
    make_staff(team=cast.ben.team, name="Ada Penrose", role=Role.ADMINISTRATOR, now=utc_now())
    identity = cast.tea_and_talk.id
    db.session.commit()
    db.session.remove()
    return identity


def sign_in_ada(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in?lang=en")
    page.locator("main input[name=email]").fill("ada@care.example")
    page.locator("main input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Looking after the listings")


class TestKeepingAListingRight:
    def test_from_an_invitation_to_the_public_page(
        self, browser: Browser, phone: BrowserContext, address: str, listing: uuid.UUID, go_round: Callable[[], None]
    ) -> None:
        desk = browser.new_context(viewport=PHONE, locale="en-GB", timezone_id="Europe/London")
        desk.set_default_timeout(10_000)
        adas, jans = desk.new_page(), phone.new_page()

        self._ada_invites_jan(adas, address)
        go_round()
        self._jan_signs_in(jans, address)
        self._jan_answers_two_questions(jans)
        self._jan_looks_and_sends(jans)
        expect(jans.get_by_text("What you sent is being looked at.")).to_be_visible()
        look(jans, "keeping-08-sent")
        self._ada_lets_it_go_live(adas, address)
        self._everybody_sees_it(jans, f"{address}/services/{listing}")
        adas.goto(f"{address}/admin/listings/{listing}/history")
        look(adas, "keeping-10-the-history")
        expect(adas.get_by_text("Jan Trewhella").first).to_be_visible()
        expect(adas.locator("ins", has_text=BETTER)).to_be_visible()
        desk.close()

    def _ada_invites_jan(self, page: Page, address: str) -> None:
        sign_in_ada(page, address)
        look(page, "keeping-01-all-that-waits")
        page.get_by_role("link", name="Organisations").click()
        page.get_by_role("link", name="Tea & Talk").click()
        page.locator("main input[name=name]").fill("Jan Trewhella")
        page.locator("main input[name=email]").fill(JANS_INBOX)
        page.get_by_role("button", name="Send the invitation").click()
        expect(page.get_by_text("We are writing to Jan Trewhella now.")).to_be_visible()
        look(page, "keeping-02-the-organisation")

    def _jan_signs_in(self, page: Page, address: str) -> None:
        page.goto(f"{address}/simulator/{JANS_INBOX}?lang=en")
        page.locator("main a[href*='/listings/open/']").first.click()
        look(page, "keeping-03-the-link")
        page.get_by_role("button", name="Open my listings").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("My listings")
        look(page, "keeping-04-my-listings")

    def _jan_answers_two_questions(self, page: Page) -> None:
        page.get_by_role("link", name="Look after it").first.click()
        look(page, "keeping-05-the-listing")
        page.get_by_text("Change what it says").click()
        page.get_by_role("link", name="What happens there").first.click()
        page.locator("main textarea[name=description]").fill("")
        page.get_by_role("button", name="Save and go on").last.click()
        look(page, "keeping-06-an-answer-is-missing")
        page.locator("main textarea[name=description]").fill(BETTER)
        page.get_by_role("button", name="Save and go back").click()
        page.get_by_text("Change what it says").click()
        page.get_by_role("link", name="How to join").first.click()
        page.get_by_label("People ring or write first, by themselves").check(force=True)
        look(page, "keeping-07-how-to-join")
        page.get_by_role("button", name="Save and go back").click()

    def _jan_looks_and_sends(self, page: Page) -> None:
        page.get_by_role("link", name="See what would change").click()
        look(page, "keeping-08-what-would-change")
        page.get_by_role("link", name="See the page as people will see it").click()
        expect(page.get_by_text(BETTER)).to_be_visible()
        look(page, "keeping-08-preview")
        page.get_by_role("link", name="Back to what would change").click()
        page.get_by_role("button", name="Send", exact=True).click()

    def _ada_lets_it_go_live(self, page: Page, address: str) -> None:
        page.goto(f"{address}/admin/listings")
        expect(page.get_by_text("1 waiting")).to_be_visible()
        page.get_by_role("link", name="Changes to look at").click()
        look(page, "keeping-09-the-queue")
        page.get_by_role("link", name="Tea & Talk").click()
        expect(page.locator("ins", has_text=BETTER)).to_be_visible()
        look(page, "keeping-09-before-and-after")
        page.get_by_role("button", name="Let it go live").click()
        expect(page.get_by_text("“Tea & Talk” is live.")).to_be_visible()

    def _everybody_sees_it(self, page: Page, address: str) -> None:
        page.goto(address)
        expect(page.get_by_text(BETTER)).to_be_visible()
        expect(page.get_by_text("Please get in touch first")).to_be_visible()
        look(page, "keeping-10-the-public-page")
