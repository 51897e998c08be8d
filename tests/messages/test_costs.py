"""Whoever causes a text sees first what it says, how many segments it takes, and what that costs where that is known."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from flask import Flask

from navigator.db import db
from navigator.people import arrivals, operations
from navigator.people.models import ConsentHow, Purpose
from navigator.people.texting import NotTexted
from tests.cast import Cast
from tests.signed_in import browser_of_staff


@pytest.fixture(autouse=True)
def agreed(cast: Cast, now: datetime) -> None:
    """Amina has agreed to texts."""
    operations.record_consent(
        person_id=cast.amina.id, purpose=Purpose.TEXTS, wording="Text me.", how=ConsentHow.SPOKEN, recorded_by_id=None, now=now
    )
    db.session.commit()


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
