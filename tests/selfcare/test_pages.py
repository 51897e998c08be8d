"""The self-care pages as anybody reads them, and as a navigator sends them."""

from datetime import datetime, time
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from messaging import opt_outs
from messaging.models import OutgoingMessage
from messaging.plans import operations as plans
from messaging.plans.rules import Event, Line, Unit
from messaging.purposes import Purpose
from navigator.db import db
from navigator.people import operations
from navigator.people.models import AuditEntry, ConsentHow
from navigator.people.models import Purpose as Agreed
from navigator.selfcare.library import TOPICS
from navigator.selfcare.models import PageSent
from navigator.times import LONDON
from tests.cast import AMINA_MOBILE, Cast
from tests.signed_in import browser_of_person, browser_of_staff
from tests.strict_client import StrictClient


@pytest.fixture
def agreed(cast: Cast, now: datetime) -> None:
    """Amina has agreed to texts."""
    operations.record_consent(
        person_id=cast.amina.id, purpose=Agreed.TEXTS, wording="Text me.", how=ConsentHow.SPOKEN, recorded_by_id=None, now=now
    )
    db.session.commit()


@pytest.fixture
def ben(app: Flask, cast: Cast) -> StrictClient:
    return browser_of_staff(app, cast.ben)


def sent_texts() -> list[OutgoingMessage]:
    return list(db.session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.created_at, OutgoingMessage.id)))


def read(browser: StrictClient, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


class TestThePages:
    @pytest.mark.parametrize(("topic", "language"), [*product((topic.name for topic in TOPICS), ("en", "pl", "ur"))])
    def test_open_in_every_language(self, client: StrictClient, topic: str, language: str) -> None:
        page = read(client, f"/self-care/{topic}?lang={language}")

        assert f'<html lang="{language}"' in page
        assert 'href="tel:999"' in page
        assert 'href="/needs/' in page

    def test_are_all_found_from_the_front_page(self, client: StrictClient) -> None:
        assert 'href="/self-care"' in read(client, "/")
        listed = read(client, "/self-care")
        assert all(f'href="/self-care/{topic.name}"' in listed for topic in TOPICS)

    def test_name_the_navigator_of_whoever_reads(self, app: Flask, cast: Cast, client: StrictClient) -> None:
        assert "tel:01632960101" in read(browser_of_person(app, cast.amina), "/self-care/sleep?lang=en")
        assert "tel:01632960100" in read(client, "/self-care/sleep")

    def test_may_be_kept_by_the_browser(self, client: StrictClient) -> None:
        assert client.get("/self-care/sleep").headers["Cache-Control"] == "no-cache"
        script = client.get("/self-care/offline.js")
        assert script.headers["Service-Worker-Allowed"] == "/self-care"
        assert script.mimetype == "text/javascript"

    @pytest.mark.parametrize("address", ["/self-care/owner", "/self-care/nothing", "/read/zz"])
    def test_are_none_at_other_addresses(self, client: StrictClient, address: str) -> None:
        assert client.get(address).status_code == 404


class TestALinkFromAText:
    def test_opens_the_page_in_the_language_of_the_text(self, client: StrictClient) -> None:
        answer = client.get("/read/h8?lang=ur", follow_redirects=True)

        assert answer.request.path == "/self-care/low-mood"
        assert '<html lang="ur" dir="rtl">' in answer.get_data(as_text=True)


@pytest.mark.usefixtures("agreed")
class TestSendingAPage:
    def test_shows_the_words_and_what_they_take_before(self, ben: StrictClient, cast: Cast) -> None:
        page = read(ben, f"/people/{cast.amina.id}/self-care")

        assert "/read/" in page
        assert "segment" in page

    def test_says_nothing_of_what_the_page_is_about(self, ben: StrictClient, cast: Cast) -> None:
        answer = ben.submit(f"/people/{cast.amina.id}/self-care", topic="low-mood")

        [text] = sent_texts()
        assert "It is on its way" in answer.get_data(as_text=True) or "in the morning" in answer.get_data(as_text=True)
        assert (text.to_address, text.template, text.purpose) == (AMINA_MOBILE, "self_care_page", Purpose.PLAN)
        assert text.values == {"navigator_name": "Ben", "link": "http://localhost/read/h8?lang=ur"}

    def test_stands_in_the_history_and_on_the_plan(self, app: Flask, ben: StrictClient, cast: Cast) -> None:
        ben.submit(f"/people/{cast.amina.id}/self-care", topic="falls")

        assert "Ben Carter" in read(ben, f"/people/{cast.amina.id}/self-care").split("Sent before")[1]
        assert 'href="/self-care/falls"' in read(browser_of_person(app, cast.amina), "/my/plan")
        logged = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "self_care_page_sent")).one()
        assert (logged.staff_id, logged.person_id, logged.detail) == (cast.ben.id, cast.amina.id, "falls")

    def test_twice_on_a_day_goes_once(self, ben: StrictClient, cast: Cast) -> None:
        for _ in range(2):
            ben.submit(f"/people/{cast.amina.id}/self-care", topic="money")

        assert len(sent_texts()) == 1
        assert len(db.session.scalars(select(PageSent)).all()) == 1

    @pytest.mark.parametrize("purpose", [None, Purpose.PLAN])
    def test_goes_to_nobody_who_said_stop(self, ben: StrictClient, cast: Cast, now: datetime, purpose: Purpose | None) -> None:
        token = read(ben, f"/people/{cast.amina.id}/self-care").split('name="csrf_token" value="')[1].split('"')[0]
        opt_outs.stop(number=AMINA_MOBILE, how="text", now=now, purpose=purpose)
        db.session.commit()
        answer = ben.post(f"/people/{cast.amina.id}/self-care", data={"csrf_token": token, "topic": "money"})

        assert answer.status_code == 422
        assert "Nothing was sent" in answer.get_data(as_text=True)
        assert sent_texts() == []
        assert db.session.scalars(select(PageSent)).all() == []

    def test_wants_a_page_to_be_chosen(self, ben: StrictClient, cast: Cast) -> None:
        assert ben.submit(f"/people/{cast.amina.id}/self-care").status_code == 422

    def test_is_not_for_another_team(self, app: Flask, cast: Cast) -> None:
        carys = browser_of_staff(app, cast.carys)

        assert carys.get(f"/people/{cast.amina.id}/self-care").status_code == 404

    def test_is_followed_by_what_the_localitys_plan_says(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        line = Line("", "self_care_follow_up", 5, Unit.DAYS, clock=time(10))
        plans.save_line(event=Event.SELF_CARE_SENT, line=line, made_by="Asha", now=now)
        db.session.commit()
        ben.submit(f"/people/{cast.amina.id}/self-care", topic="sleep")

        page, follow_up = sent_texts()
        assert follow_up.template == "self_care_follow_up"
        assert follow_up.about_id == page.about_id
        assert follow_up.not_before.astimezone(LONDON).hour == 10


class TestSomebodyWeCannotText:
    def test_has_pages_printed_for_them(self, ben: StrictClient, cast: Cast) -> None:
        page = read(ben, f"/people/{cast.amina.id}/self-care")

        assert "print a page" in page
        assert 'href="/self-care/company?lang=ur"' in page
