"""For the journeys of each role: whoever works there, a person to support, and a browser in which somebody is signed in already.

Signing in through the form has its own journey (test_one_story); here a cookie saves the time.
"""

from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from navigator.conversations.operations import open_conversation
from navigator.db import db
from navigator.people.arrivals import write_down_consent
from navigator.people.models import ConsentHow, Person, Purpose, Role, Staff
from navigator.steps import operations as steps
from navigator.steps.models import HowOften
from navigator.times import utc_now
from tests.cast import Cast, make_person, make_staff
from tests.strict_client import StrictClient

DESK: ViewportSize = {"width": 1280, "height": 900}


@dataclass
class Team:
    """Ben's team, Amina with a goal and a step, and George beside her."""

    cast: Cast
    tamsin: Staff
    meera: Staff
    viv: Staff
    asha: Staff
    george: Person


def settle(cast: Cast) -> Team:
    """Write them down, and let Amina agree to texts and to be talked about."""
    now = utc_now() - timedelta(days=3)
    team = Team(
        cast=cast,
        tamsin=make_staff(team=cast.ben.team, name="Tamsin Hocking", role=Role.TEAM_LEAD, now=now),
        meera=make_staff(team=cast.ben.team, name="Meera Joshi", role=Role.NAVIGATOR, now=now),
        viv=make_staff(team=cast.ben.team, name="Viv Nance", role=Role.VOLUNTEER, now=now),
        asha=make_staff(team=cast.ben.team, name="Asha Lloyd", role=Role.ADMINISTRATOR, now=now),
        george=make_person(
            navigator=cast.ben, now=now, given_name="George", family_name="Trembath", mobile="+447700900125", place_name="St Just"
        ),
    )
    cast.amina.language = "en"  # so that what is said can be read by whoever reads this
    for purpose in (Purpose.SUPPORT, Purpose.TEXTS, Purpose.TEAM_MEETING):
        write_down_consent(person=cast.amina, purpose=purpose, how=ConsentHow.SPOKEN, language="en", staff=cast.ben, now=now)
    conversation = open_conversation(person_id=cast.amina.id, staff_id=cast.ben.id, now=now)
    priority = steps.add_priority(
        person_id=cast.amina.id, conversation_id=conversation.id, words="People round my table", now=now
    )
    goal = steps.add_goal(priority=priority, words="See somebody every week", now=now)
    steps.plan_step(
        goal=goal, what="Go to Tea & Talk once", when_words="", due_on=None, how_often=HowOften.ONCE, confidence=4, now=now
    )
    db.session.commit()
    return team


class Seat:
    """Somebody's browser: where they are, and what they can do there."""

    def __init__(self, browser: Browser, address: str, *, size: ViewportSize = DESK, client: StrictClient | None = None) -> None:
        self.address = address
        self.context: BrowserContext = browser.new_context(viewport=size, locale="en-GB", timezone_id="Europe/London")
        self.context.set_default_timeout(30_000)  # a busy machine is slow, not wrong
        cookie = client.get_cookie("care_navigator") if client else None
        if cookie is not None:
            self.context.add_cookies([{"name": "care_navigator", "value": cookie.value, "url": address}])
        self.page: Page = self.context.new_page()

    def open(self, path: str) -> int:
        """Go there; what the server answered."""
        answer = self.page.goto(path if path.startswith("http") else self.address + path)
        return answer.status if answer else 0

    def write(self, **fields: str) -> None:
        for name, text in fields.items():
            self.page.locator(f"main :is(input, textarea)[name='{name.replace('__', '-')}']:visible").first.fill(text)

    def write_day(self, name: str, days_ahead: int) -> None:
        day = utc_now().date() + timedelta(days=days_ahead)
        self.write(**{f"{name}__day": str(day.day), f"{name}__month": str(day.month), f"{name}__year": str(day.year)})

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"main input[name='{name}'][value='{value}']").first.check(force=True)

    def press(self, words: str) -> None:
        self.page.locator("main").get_by_role("button", name=words).first.click()
        self.page.wait_for_load_state()

    def follow(self, words: str) -> None:
        self.page.locator("main").get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state()

    def says(self) -> str:
        return self.page.locator("main").inner_text()
