"""Those who do not work here, each in a browser: a nurse who refers, a brother who helps, and whoever receives referrals."""

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser

from directory.models import Organization, Service
from directory.upkeep.models import ListingEditor
from navigator.db import db
from navigator.people.models import ConsentHow, Person
from navigator.referrals.together import Receiver, refer_together
from navigator.times import utc_now
from tests.cast import Cast
from tests.journeys import desk
from tests.journeys.conftest import look
from tests.journeys.desk import Seat, Team
from tests.signed_in import browser_of_editor, browser_of_person, browser_of_staff

pytestmark = pytest.mark.browser
JOE_MOBILE = "+447700900129"


@pytest.fixture
def team(cast: Cast) -> Team:
    return desk.settle(cast)


class TestAReferrer:
    def test_refers_by_a_code_in_under_a_minute_and_hears_what_became_of_it(
        self, team: Team, app: Flask, browser: Browser, address: str, go_round: Callable[[], None]
    ) -> None:
        lead = browser_of_staff(app, team.tamsin)
        db.session.remove()
        sue = Seat(browser, address)

        began = time.monotonic()
        self._show_who_she_is(sue, go_round)
        self._fill_in(sue)
        sue.press("Send the referral")
        took = time.monotonic() - began
        look(sue.page, "referrer-04-we-have-it")
        reference = sue.page.locator("main .nhsuk-panel strong").inner_text()
        assert took < 60
        self._the_team_accepts(Seat(browser, address, client=lead))
        go_round()
        sue.open("/simulator/sue@surgery.example")
        sue.page.locator("main a[href*='/referred/']").last.click()
        look(sue.page, "referrer-06-what-became-of-it")
        assert reference in sue.says()
        assert "Accepted" in sue.says()
        sue.context.close()

    def _show_who_she_is(self, sue: Seat, go_round: Callable[[], None]) -> None:
        sue.open("/refer/professional?lang=en")
        look(sue.page, "referrer-01-your-address")
        sue.write(email="sue@surgery.example")
        sue.press("Send me the numbers")
        go_round()
        inbox = sue.context.new_page()
        inbox.goto(f"{sue.address}/simulator/sue@surgery.example")
        code = re.findall(r"\b\d{6}\b", inbox.locator("main").inner_text())[-1]
        inbox.close()
        look(sue.page, "referrer-02-the-numbers")
        sue.write(code=code)
        sue.press("Go on")

    def _fill_in(self, sue: Seat) -> None:
        sue.write(given_name="Zofia", family_name="Nowak", phone="07700 900124", gp_name="Harbour Surgery")
        sue.write(birth_date__day="2", birth_date__month="11", birth_date__year="1961")
        sue.choose("needs", "company")
        sue.write(reason="Alone since the operation.", person_knows="We talked about it today.")
        sue.choose("risk", "none")
        sue.choose("basis", "agreed")
        sue.choose("tells_referrer", "yes")
        sue.write(referrer_name="Sue Hart", referrer_role="District nurse", referrer_organization="Harbour Surgery")
        look(sue.page, "referrer-03-the-form")

    def _the_team_accepts(self, tamsin: Seat) -> None:
        tamsin.open("/referrals-in?lang=en")
        tamsin.follow("Zofia Nowak")
        look(tamsin.page, "referrer-05-the-teams-side")
        tamsin.press("Accept")
        assert "Accepted." in tamsin.page.locator("body").inner_text()
        tamsin.context.close()


class TestACarer:
    def test_is_invited_by_amina_helps_within_what_she_gave_and_is_turned_away_elsewhere(
        self, team: Team, app: Flask, browser: Browser, address: str, go_round: Callable[[], None]
    ) -> None:
        _refer(team.cast.amina, [team.cast.tea_and_talk], team, address)
        hers = browser_of_person(app, team.cast.amina)
        amina_id = str(team.cast.amina.id)
        db.session.remove()
        amina = desk.take_a_phone(browser, address, hers)
        joe = desk.take_a_phone(browser, address)

        self._amina_invites_him(amina)
        go_round()
        self._joe_comes_in(joe, go_round)
        look(joe.page, "carer-06-helping")
        assert "Go to Tea & Talk once" in joe.says()
        assert "People round my table" not in joe.says()  # her plan is not among what she gave him
        joe.write(words="She would rather go in the morning.")
        joe.press("Send it")
        assert "Somebody from the team will read it" in joe.page.locator("body").inner_text()
        here = joe.page.url
        assert joe.open(f"{here.split('?')[0]}/plan") == 404
        joe.open(f"/people/{amina_id}")
        assert "/sign-in" in joe.page.url
        assert "Hussain" not in joe.says()
        for seat in (amina, joe):
            seat.context.close()

    def _amina_invites_him(self, amina: Seat) -> None:
        amina.open("/my/circle?lang=en")
        look(amina.page, "carer-01-my-circle")
        amina.open("/my/circle/new")
        amina.write(name="Joe Hussain", relation="brother", mobile="07700 900129")
        for scope in ("appointment", "steps", "team"):
            amina.choose("scopes", scope)
        look(amina.page, "carer-02-invite-him")
        amina.page.locator("main form[method=post] button").first.click()
        amina.page.wait_for_load_state()
        assert "Joe Hussain" in amina.says()

    def _joe_comes_in(self, joe: Seat, go_round: Callable[[], None]) -> None:
        joe.open(f"/simulator/{JOE_MOBILE}?lang=en")
        joe.page.locator("main a[href*='/h/']").last.click()
        look(joe.page, "carer-03-is-this-your-phone")
        joe.press("Send me the code")
        go_round()
        phone = joe.context.new_page()
        phone.goto(f"{joe.address}/simulator/{JOE_MOBILE}")
        code = re.findall(r"\b\d{6}\b", " ".join(phone.locator(".app-bubble--ours").all_inner_texts()))[-1]
        phone.close()
        look(joe.page, "carer-04-the-code")
        joe.write(code=code)
        joe.press("Go on")
        look(joe.page, "carer-05-would-you-like-to-help")
        joe.press("Yes, I would like to help")


class TestAReceiver:
    def test_of_two_groups_deals_with_several_referrals_on_one_page(
        self, team: Team, app: Flask, browser: Browser, address: str
    ) -> None:
        jan = desk.take_a_phone(browser, address, browser_of_editor(app, self._three_referrals(team, address)))
        db.session.remove()

        jan.open("/listings/referrals?lang=en")
        look(jan.page, "receiver-01-all-our-referrals")
        assert {"Tea & Talk", "Gwav Walk"} <= {name for name in ("Tea & Talk", "Gwav Walk") if name in jan.says()}
        self._say_yes_with_a_day(jan)
        self._offer_another_time(jan)
        self._ask_something(jan)
        self._they_came_and_what_came_of_it(jan)
        jan.context.close()

    def _three_referrals(self, team: Team, address: str) -> ListingEditor:
        """Amina to both of Jan's groups, George to one; Jan keeps both groups' listings."""
        now = utc_now()
        group = Organization(name="Gwav", email="hello@gwav.example")
        walk = Service(organization=group, name="Gwav Walk", description="A slow walk.", email="hello@gwav.example", revision=2)
        db.session.add_all([group, walk])
        db.session.flush()
        editors = [
            ListingEditor(
                organization_id=one, name="Jan Trewhella", email="jan@teaandtalk.example", invited_at=now, invited_by="x"
            )
            for one in (team.cast.tea_and_talk.organization_id, group.id)
        ]
        db.session.add_all(editors)
        _refer(team.cast.amina, [team.cast.tea_and_talk, walk], team, address)
        _refer(team.george, [walk], team, address)
        return editors[0]

    def _to(self, jan: Seat, name: str, group: str) -> None:
        jan.open("/listings/referrals")
        card = jan.page.locator(".nhsuk-card", has_text=group).filter(has_text=name).first
        card.locator("h2 a").click()
        jan.page.wait_for_load_state()

    def _say_yes_with_a_day(self, jan: Seat) -> None:
        self._to(jan, "Amina", "Tea & Talk")
        look(jan.page, "receiver-02-one-of-them")
        jan.page.locator("main a[href*='answer=accepted']").click()
        jan.write_day("day", 6)
        jan.write(clock="10:30", place="St John's Hall, Penzance", ask_for="Jan")
        look(jan.page, "receiver-03-yes-with-a-day")
        jan.press("Send our answer")

    def _offer_another_time(self, jan: Seat) -> None:
        self._to(jan, "George", "Gwav Walk")
        jan.page.locator("main a[href*='answer=propose']").click()
        jan.write_day("day", 8)
        jan.write(clock="2pm", place="The harbour wall", note="Our mornings are full.")
        jan.press("Send our answer")
        assert "You offered" in jan.says()

    def _ask_something(self, jan: Seat) -> None:
        self._to(jan, "Amina", "Gwav Walk")
        jan.page.locator("main a[href*='answer=question']").click()
        jan.write(words="Can she manage the steps?")
        jan.press("Send our question")
        self._to(jan, "Amina", "Gwav Walk")
        assert "Can she manage the steps?" in jan.says()

    def _they_came_and_what_came_of_it(self, jan: Seat) -> None:
        jan.open("/listings/referrals")
        jan.page.locator(".nhsuk-card", has_text="Tea & Talk").locator("input[name=referral]").check(force=True)
        jan.page.locator("main button[name=then][value=came]").click()
        jan.page.wait_for_load_state()
        assert "Written down of 1 person." in jan.page.locator("body").inner_text()
        self._to(jan, "Amina", "Tea & Talk")
        jan.page.locator("main a[href*='answer=completed']").click()
        jan.page.locator("main input[name=outcome]").first.check(force=True)
        look(jan.page, "receiver-04-what-came-of-it")
        jan.press("Send our answer")


def _refer(person: Person, services: list[Service], team: Team, address: str) -> None:
    """`person` agreed to be told of at each of these."""
    refer_together(
        person=person,
        receivers=[Receiver(service=service, wording="You may tell them my name.") for service in services],
        staff=team.cast.ben,
        step=None,
        shared_parts=["name", "mobile"],
        reason="Company",
        how=ConsentHow.SPOKEN,
        idempotency_key=f"{person.id}{len(services)}",
        public_url=address,
        now=utc_now() - timedelta(hours=1),
    )
    db.session.commit()
