"""Whoever causes a text sees first what it says, how many segments it takes, and what that costs where that is known."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from messaging.models import OutgoingMessage
from messaging.states import State
from messaging.wording.texts import render
from navigator.db import db
from navigator.people import arrivals, operations
from navigator.people.models import ConsentHow, ContactMethod, Purpose
from navigator.people.texting import NotTexted
from navigator.referrals.models import ReferralStatus
from navigator.visits.models import Visit
from tests.cast import Cast
from tests.directory.listings import make_service
from tests.form_filling import filled_in
from tests.plan.conftest import refer
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient


@pytest.fixture(autouse=True)
def agreed(cast: Cast, now: datetime) -> None:
    """Amina has agreed to texts."""
    operations.record_consent(
        person_id=cast.amina.id, purpose=Purpose.TEXTS, wording="Text me.", how=ConsentHow.SPOKEN, recorded_by_id=None, now=now
    )
    db.session.commit()


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def ben(app: Flask, cast: Cast) -> StrictClient:
    return browser_of_staff(app, cast.ben)


def shown(page: str) -> list[str]:
    """The texts a page shows before they are sent."""
    said = BeautifulSoup(page, "html.parser").select("details p.app-said")
    return [text.get_text() for text in said]


def sent() -> list[str]:
    """The texts that wait to go, as they will read; a link as long as it is."""
    db.session.rollback()
    waiting = db.session.scalars(
        select(OutgoingMessage).where(OutgoingMessage.state == State.PLANNED).order_by(OutgoingMessage.id)
    ).all()
    return [render(text.template, _unnamed(text), text.locale).body.replace("’", "'") for text in waiting]


def _unnamed(text: OutgoingMessage) -> dict[str, object]:
    link = str(text.values.get("link", ""))
    start, _, token = link.rpartition("/")
    return {**text.values, "link": f"{start}/{'x' * len(token)}"} if link else dict(text.values)


class TestThePersonsPage:
    def test_says_what_the_text_with_the_link_takes(self, app: Flask, cast: Cast) -> None:
        page = browser_of_staff(app, cast.ben).get(f"/people/{cast.amina.id}").get_data(as_text=True)

        assert "The text: 2 segments<" in page

    def test_says_what_it_costs_where_that_is_known(self, app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        known = replace(app.extensions["settings"], sms_pence_per_segment=Decimal("4.2"))
        monkeypatch.setitem(app.extensions, "settings", known)

        page = browser_of_staff(app, cast.ben).get(f"/people/{cast.amina.id}").get_data(as_text=True)

        assert "The text: 2 segments, about 8.4p" in page

    def test_counts_a_link_as_long_as_the_one_that_goes(self, cast: Cast, now: datetime) -> None:
        seen = arrivals.preview_plan_link(person=cast.amina, public_url="http://localhost", pence_per_segment=None)
        sent = arrivals.send_plan_link(person=cast.amina, public_url="http://localhost", now=now)

        assert seen is not None
        assert not isinstance(sent, NotTexted)
        link = str(sent.values["link"])
        assert f"http://localhost/t/{'x' * (len(link) - len('http://localhost/t/'))}" in seen.body

    def test_says_nothing_where_no_text_can_go(self, app: Flask, cast: Cast, now: datetime) -> None:
        operations.withdraw_consents(person_id=cast.amina.id, purpose=Purpose.TEXTS, how="spoken", now=now)
        db.session.commit()

        assert "segment" not in browser_of_staff(app, cast.ben).get(f"/people/{cast.amina.id}").get_data(as_text=True)


class TestANewPerson:
    TYPED = {  # noqa: RUF012 - read alone
        "given_name": "Zofia",
        "family_name": "Nowak",
        "birth_date-day": "2",
        "birth_date-month": "3",
        "birth_date-year": "1950",
        "mobile": "07700 900555",
        "language": "pl",
        "contact_method": "text",
        "consent_support": "yes",
        "consent_texts": "yes",
        "consent_how": "spoken",
        "consent_language": "pl",
    }

    def test_is_greeted_with_what_the_page_showed(self, ben: StrictClient) -> None:
        form = filled_in(ben, "/people/new", **self.TYPED)
        looked = ben.post("/people/new", data={**form, "then": "look"})
        assert looked.status_code == 200
        seen = shown(looked.text)
        assert db.session.scalar(select(OutgoingMessage)) is None

        ben.post("/people/new", data=form)
        assert seen == sent()
        assert seen[0].startswith("Dzień dobry, Zofia!")

    def test_keeps_what_was_typed_while_counting(self, ben: StrictClient) -> None:
        form = filled_in(ben, "/people/new", given_name="Zofia", language="pl", consent_texts="yes")
        page = ben.post("/people/new", data={**form, "then": "look"}).text

        assert 'value="Zofia"' in page
        assert "nhsuk-error-summary" not in page

    def test_says_so_while_there_is_no_name(self, ben: StrictClient) -> None:
        page = ben.get("/people/new?lang=en").text

        assert "their first name comes in place of the dots" in page
        assert re.search(r"All of them together: \d segments", page)

    def test_who_likes_letters_costs_no_text(self, ben: StrictClient) -> None:
        form = filled_in(ben, "/people/new", **self.TYPED | {"contact_method": "letter"})
        page = ben.post("/people/new", data={**form, "address": "1 Chapel Street", "then": "look"}).text

        assert "their welcome costs no text" in page
        assert shown(page) == []


class TestTheConsentPage:
    def test_shows_the_welcome_in_their_language_before_they_agree(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        operations.withdraw_consents(person_id=cast.amina.id, purpose=Purpose.TEXTS, how="spoken", now=now)
        cast.amina.language = "ur"
        db.session.commit()
        seen = shown(ben.get(f"/people/{cast.amina.id}/details?lang=en").text)

        form = filled_in(ben, f"/people/{cast.amina.id}/details", to="/consent/texts")
        ben.post(f"/people/{cast.amina.id}/consent/texts", data=form | {"consent_language": "ur"})
        assert seen == sent()
        assert seen[0].startswith("سلام")


class TestAnAppointmentsChange:
    def test_shows_every_text_it_causes_for_what_was_written(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        referral = refer(cast, step=None, now=now, status=ReferralStatus.ACCEPTED)
        referral.appointment_at, referral.appointment_place = now + timedelta(days=3), "St John's Hall"
        db.session.commit()
        address = f"/referrals/{referral.id}/appointment"
        as_it_stands = ben.get(f"{address}?lang=en").text
        assert "St John's Hall" in shown(as_it_stands)[0]

        form = filled_in(ben, address, place="Market Hall", clock="2pm")
        looked = ben.post(address, data={**form, "then": "look"})
        assert looked.status_code == 200
        assert sent() == []
        seen = shown(looked.text)
        ben.post(address, data=form)
        assert seen == sent()
        assert "Market Hall" in seen[0]
        assert len(seen) > 1

    def test_shows_none_where_nobody_may_contact_them(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        referral = refer(cast, step=None, now=now, status=ReferralStatus.ACCEPTED)
        referral.appointment_at, referral.contact_prohibited = now + timedelta(days=3), True
        db.session.commit()

        assert "segment" not in ben.get(f"/referrals/{referral.id}/appointment").text


class TestAVisit:
    def test_shows_the_texts_for_the_day_that_was_written(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        address = f"/people/{cast.amina.id}/visits/new"
        assert "for example for" in ben.get(f"{address}?lang=en").text
        day = (now + timedelta(days=9)).date()
        typed = {"day-day": str(day.day), "day-month": str(day.month), "day-year": str(day.year), "clock": "10:30am"}
        form = filled_in(ben, address, kind="elsewhere", place="Market Hall", **typed)

        looked = ben.post(address, data={**form, "then": "look"})
        assert looked.status_code == 200
        assert sent() == []
        seen = shown(looked.text)
        ben.post(address, data=form)
        assert seen == sent()
        assert len(seen) == 2

        visit = db.session.scalars(select(Visit)).one()
        moved = shown(ben.get(f"/visits/{visit.id}?lang=en").text)
        assert len(moved) == 3  # the news, the reminder, and what is said if it is off

    def test_shows_none_for_who_gets_no_texts(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        operations.withdraw_consents(person_id=cast.amina.id, purpose=Purpose.TEXTS, how="spoken", now=now)
        db.session.commit()

        assert "segment" not in ben.get(f"/people/{cast.amina.id}/visits/new").text


class TestASharedShortlist:
    def test_shows_staff_the_text_and_its_size_and_nobody_else(self, app: Flask, ben: StrictClient) -> None:
        tea = make_service("Tea & Talk")
        db.session.commit()
        address = f"/shortlist/send?service={tea.id}&lang=en"
        seen = shown(ben.get(address).text)

        ben.submit(address, by="text", mobile="07700 900555")
        assert seen == sent()
        assert "As a text: 1 segment" in ben.get(address).text
        stranger = app.test_client()
        assert "segment" not in stranger.get(address).text


class TestSomebodyWhoLikesLetters:
    def test_is_shown_no_cost_of_a_text_that_does_not_go(self, ben: StrictClient, cast: Cast) -> None:
        cast.amina.contact_method, cast.amina.address = ContactMethod.LETTER, "1 Chapel Street"
        db.session.commit()

        assert "segment" not in ben.get(f"/people/{cast.amina.id}/visits/new").text
