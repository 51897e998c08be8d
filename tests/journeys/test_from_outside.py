"""Those who come from outside, each on a phone of their own.

A nurse who refers somebody, a man who asks for himself in Urdu, the group that is asked to help, and a son who helps his mother.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import select

from messaging.models import OutgoingMessage
from navigator.db import db
from navigator.people.circle_models import Scope
from navigator.referrals.models import Referral, ReferralStatus
from navigator.referring_in import operations as referring_in
from navigator.referring_in.models import ReferralIn, Source
from navigator.times import utc_now
from tests.cast import Cast
from tests.circle.conftest import MakeJoe, browser_of_carer
from tests.circle.conftest import make_joe as make_joe
from tests.journeys import desk
from tests.journeys.conftest import PHONE, look
from tests.journeys.desk import Seat, Team
from tests.referrals.conftest import refer as refer
from tests.referrals.conftest import step as step
from tests.signed_in import browser_of_person, browser_of_staff

pytestmark = pytest.mark.browser


@pytest.fixture
def team(cast: Cast) -> Team:
    return desk.settle(cast)


def newest(template: str) -> OutgoingMessage:
    db.session.rollback()
    wanted = select(OutgoingMessage).where(OutgoingMessage.template == template)
    return db.session.scalars(wanted.order_by(OutgoingMessage.created_at.desc())).all()[0]


def path_in(message: OutgoingMessage) -> str:
    """The address in a message, without its host."""
    return "/" + str(message.values["link"]).split("/", 3)[3]


def go_on(who: Seat) -> None:
    """Press what leads on, not what leads back."""
    who.page.locator("main form button:not([name])").last.click()
    who.page.wait_for_load_state()


class TestANurse:
    def test_refers_somebody_in_on_one_page_and_hears_when_the_team_says_yes(
        self, app: Flask, team: Team, browser: Browser, address: str
    ) -> None:
        _, token = referring_in.make_link(
            organization_name="Harbour Surgery", team=team.cast.ben.team, by=team.asha, now=utc_now()
        )
        db.session.commit()
        bens = browser_of_staff(app, team.cast.ben)
        db.session.remove()
        sue = Seat(browser, address, size=PHONE)

        sue.open(f"/refer/{token}?lang=en")
        look(sue.page, "nurse-01-the-form")
        sue.write(given_name="Zofia", family_name="Nowak", reason="Alone since the operation; afraid of the stairs.")
        sue.page.locator("main form button[type=submit]").last.click()
        look(sue.page, "nurse-02-what-is-missing")
        assert "Alone since the operation" in sue.page.input_value("[name=reason]")
        self._write_the_rest(sue)
        sue.write(referrer_email="sue@surgery.example")
        sue.page.locator("main form button[type=submit]").last.click()
        sue.page.wait_for_load_state()
        look(sue.page, "nurse-03-sent")
        reference = db.session.scalars(select(ReferralIn)).one().reference
        db.session.remove()
        assert reference in sue.says()

        ben = Seat(browser, address, client=bens)
        ben.open("/referrals-in?lang=en")
        look(ben.page, "nurse-04-bens-list")
        ben.follow("Zofia Nowak")
        look(ben.page, "nurse-05-ben-reads-it")
        ben.press("Accept")
        assert "Zofia" in ben.says()
        look(ben.page, "nurse-06-accepted")
        told = newest("referral_in_accepted")
        assert told.to_address == "sue@surgery.example"
        assert "Zofia" not in str(told.values)
        db.session.remove()
        sue.context.close()
        ben.context.close()

    def test_comes_in_by_a_code_when_her_surgery_has_no_link(self, team: Team, browser: Browser, address: str) -> None:
        db.session.remove()
        sue = Seat(browser, address, size=PHONE)

        sue.open("/refer/professional?lang=en")
        look(sue.page, "nurse-11-her-address")
        sue.write(email="sue@surgery.example")
        go_on(sue)
        sent = newest("referrer_code")
        code = str(sent.values["code"])
        assert sent.to_address == "sue@surgery.example"
        db.session.remove()
        sue.write(code="000000" if code != "000000" else "111111")
        go_on(sue)
        look(sue.page, "nurse-12-the-wrong-numbers")
        sue.write(code=code)
        go_on(sue)
        sue.write(given_name="Zofia", family_name="Nowak", reason="Alone since the operation.", referrer_organization="Surgery")
        self._write_the_rest(sue)
        go_on(sue)
        assert db.session.scalars(select(ReferralIn)).one().reference in sue.says()
        db.session.remove()
        sue.context.close()

    def _write_the_rest(self, sue: Seat) -> None:
        sue.write(birth_date__day="2", birth_date__month="11", birth_date__year="1961", phone="07700 900124")
        sue.write(gp_name="Harbour Surgery", person_knows="We talked about it today.")
        sue.write(referrer_name="Sue Hart", referrer_role="District nurse")
        ticked = (("needs", "company"), ("risk", "none"), ("basis", "agreed"), ("may_text", "yes"), ("tells_referrer", "yes"))
        for name, value in ticked:
            sue.choose(name, value)


class TestAManWhoAsksForHimself:
    def test_does_so_in_urdu_on_his_phone_and_can_go_back(self, team: Team, browser: Browser, address: str) -> None:
        db.session.remove()
        yusuf = Seat(browser, address, size=PHONE)

        yusuf.open("/refer?lang=ur")
        assert yusuf.page.evaluate("document.documentElement.dir") == "rtl"
        look(yusuf.page, "yusuf-01-who-asks")
        yusuf.open("/refer/me")
        go_on(yusuf)
        look(yusuf.page, "yusuf-02-what-is-missing")
        yusuf.write(given_name="یوسف", family_name="خان", birth_date__day="4", birth_date__month="5", birth_date__year="1951")
        go_on(yusuf)
        look(yusuf.page, "yusuf-03-how-to-reach-him")
        yusuf.write(phone="07700 900126")
        yusuf.choose("contact_method", "text")
        yusuf.page.locator("main form button[name=then]").click()
        assert yusuf.page.input_value("[name=given_name]") == "یوسف"
        go_on(yusuf)
        assert yusuf.page.input_value("[name=phone]") == "07700 900126"
        go_on(yusuf)
        yusuf.choose("needs", "company")
        yusuf.write(reason="میں اکیلا ہوں۔")
        look(yusuf.page, "yusuf-04-what-would-help")
        go_on(yusuf)
        look(yusuf.page, "yusuf-05-what-to-know")
        go_on(yusuf)
        yusuf.choose("agrees", "yes")
        yusuf.choose("may_text", "yes")
        look(yusuf.page, "yusuf-06-he-agrees")
        go_on(yusuf)
        look(yusuf.page, "yusuf-07-sent")

        asked = db.session.scalars(select(ReferralIn)).one()
        assert (asked.given_name, asked.reason, asked.language) == ("یوسف", "میں اکیلا ہوں۔", "ur")
        assert asked.reference in yusuf.says()
        assert newest("request_received").locale == "ur"
        db.session.remove()
        yusuf.context.close()


class TestADaughter:
    def test_asks_for_her_father_in_polish(self, team: Team, browser: Browser, address: str) -> None:
        db.session.remove()
        ewa = Seat(browser, address, size=PHONE)

        ewa.open("/refer/carer?lang=pl")
        look(ewa.page, "daughter-01-who-she-is")
        ewa.write(referrer_name="Ewa Nowak", referrer_role="córka", referrer_phone="07700 900128")
        go_on(ewa)
        ewa.write(given_name="Jan", family_name="Nowak", birth_date__day="7", birth_date__month="1", birth_date__year="1944")
        go_on(ewa)
        ewa.write(phone="01736 960199")
        ewa.choose("contact_method", "call")
        go_on(ewa)
        ewa.choose("needs", "company")
        go_on(ewa)
        go_on(ewa)
        go_on(ewa)
        look(ewa.page, "daughter-02-whether-he-agrees")
        ewa.choose("basis", "agreed")
        go_on(ewa)
        look(ewa.page, "daughter-03-sent")

        asked = db.session.scalars(select(ReferralIn)).one()
        assert (asked.given_name, asked.referrer_name, asked.source) == ("Jan", "Ewa Nowak", Source.CARER)
        assert asked.reference in ewa.says()
        db.session.remove()
        ewa.context.close()


class TestAGroup:
    def test_answers_each_of_its_referrals_from_one_page(
        self, app: Flask, team: Team, browser: Browser, address: str, refer: Callable[..., Referral]
    ) -> None:
        amina_id = refer(now=utc_now()).id
        george_id = refer(person=team.george, idempotency_key="the second click", now=utc_now()).id
        bens = browser_of_staff(app, team.cast.ben)
        first = path_in(newest("referral_email"))
        db.session.remove()
        jan = Seat(browser, address, size=PHONE)

        jan.open(f"{first}?lang=en")
        look(jan.page, "group-01-the-link-in-the-email")
        jan.press("Send us a link to all our referrals")
        inbox = path_in(newest("receivers_inbox"))
        db.session.remove()
        jan.open(inbox)
        assert "2 people" in jan.says()
        look(jan.page, "group-02-all-of-them")
        self._accepts(jan, f"{inbox}/{amina_id}")
        self._asks_first(jan, f"{inbox}/{george_id}")
        self._offers_a_time(jan, f"{inbox}/{george_id}")
        db.session.get_one(Referral, amina_id).appointment_at = utc_now() - timedelta(hours=2)  # the day has come
        db.session.commit()
        db.session.remove()
        self._says_how_it_went(jan, f"{inbox}/{amina_id}")

        amina, george = (db.session.get_one(Referral, one) for one in (amina_id, george_id))
        assert (amina.status, amina.appointment_place) == (ReferralStatus.COMPLETED, "St John’s Hall")
        assert george.status in (ReferralStatus.SENT, ReferralStatus.RECEIVED)
        db.session.remove()
        ben = Seat(browser, address, client=bens)
        ben.open(f"/referrals/{george_id}?lang=en")
        assert "Can he climb stairs?" in ben.says()
        look(ben.page, "group-08-ben-is-asked")
        jan.context.close()
        ben.context.close()

    def _accepts(self, jan: Seat, address: str) -> None:
        jan.open(address)
        look(jan.page, "group-03-one-of-them")
        jan.open(f"{address}?answer=accepted")
        jan.press("Send our answer")
        look(jan.page, "group-04-what-is-missing")
        jan.write_day("day", 3)
        jan.write(clock="10:30am", place="St John’s Hall")
        jan.press("Send our answer")
        look(jan.page, "group-05-answered")

    def _asks_first(self, jan: Seat, address: str) -> None:
        jan.open(f"{address}?answer=question")
        jan.write(words="Can he climb stairs?")
        jan.press("Send our question")

    def _offers_a_time(self, jan: Seat, address: str) -> None:
        jan.open(f"{address}?answer=propose")
        jan.write_day("day", 4)
        jan.write(clock="2pm", place="St John’s Hall")
        jan.press("Send our answer")
        assert "We ask them, and tell you what they say." in jan.says()
        look(jan.page, "group-09-another-time-offered")

    def _says_how_it_went(self, jan: Seat, address: str) -> None:
        jan.open(address)
        look(jan.page, "group-06-when-she-came")
        jan.press("They came")
        jan.open(f"{address}?answer=completed")
        look(jan.page, "group-07-what-came-of-it")
        jan.page.locator("main input[name=outcome]").first.check(force=True)
        jan.press("Send our answer")


class TestASon:
    def test_sees_what_his_mother_gave_him_until_she_takes_it_away(
        self, app: Flask, team: Team, browser: Browser, address: str, make_joe: MakeJoe
    ) -> None:
        team.cast.amina.contact_notes = "Her landlord frightens her"
        joe = make_joe(Scope.PLAN)
        joes, hers, joe_id = browser_of_carer(app, joe), browser_of_person(app, team.cast.amina), joe.id
        db.session.remove()
        his, amina = Seat(browser, address, size=PHONE, client=joes), Seat(browser, address, size=PHONE, client=hers)

        his.open(f"/helping/{joe_id}?lang=en")
        look(his.page, "son-01-helping")
        his.open(f"/helping/{joe_id}/plan")
        assert "Go to Tea & Talk once" in his.says()
        assert "landlord" not in his.says()
        look(his.page, "son-02-her-plan")
        assert his.open(f"/helping/{joe_id}/messages") == 404

        amina.open("/my/circle?lang=en")
        look(amina.page, "son-03-her-circle")
        amina.follow("Joe Hussain")
        look(amina.page, "son-04-what-he-may-see")
        amina.page.locator("main button[name=then][value=end]").first.click()
        amina.page.wait_for_load_state()
        look(amina.page, "son-05-taken-away")
        assert his.open(f"/helping/{joe_id}/plan") == 404
        assert "Tea & Talk" not in his.page.content()
        his.context.close()
        amina.context.close()
