"""When a person likes to be texted: chosen by their navigator or by themselves, and what is planned follows."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from messaging.models import OutgoingMessage
from navigator.db import db
from navigator.people.models import AuditEntry, ConsentHow, Person, Purpose
from navigator.people.operations import record_consent
from navigator.people.texting import text_person
from tests.cast import Cast
from tests.pressing import press
from tests.signed_in import browser_of_person, browser_of_staff

MONDAY_AFTERNOON = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)


@pytest.fixture
def texted(cast: Cast, now: datetime) -> Cast:
    """Amina has agreed to texts."""
    record_consent(
        person_id=cast.amina.id, purpose=Purpose.TEXTS, wording="Text me.", how=ConsentHow.SPOKEN, recorded_by_id=None, now=now
    )
    db.session.commit()
    return cast


def amina(cast: Cast) -> Person:
    db.session.rollback()
    return db.session.get_one(Person, cast.amina.id, populate_existing=True)


def planned() -> OutgoingMessage:
    db.session.rollback()
    return db.session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id.desc())).first()  # type: ignore[return-value]


class TestNavigator:
    def test_writes_down_mornings_but_not_fridays(self, app: Flask, texted: Cast) -> None:
        with time_machine.travel(MONDAY_AFTERNOON, tick=False):
            ben = browser_of_staff(app, texted.ben)
            assert ben.get(f"/people/{texted.amina.id}/text-times").status_code == 200
            answer = press(ben, f"/people/{texted.amina.id}/text-times", on="/desk", part="morning", not_on="4")
            page = ben.get(f"/people/{texted.amina.id}").text

        assert answer.status_code == 303
        assert amina(texted).at_times == "09:00-12:00 not 4"
        assert "Between 9am and noon, not on: Friday" in page

    def test_writes_down_a_span_and_every_next_text_waits_for_it(self, app: Flask, texted: Cast) -> None:
        with time_machine.travel(MONDAY_AFTERNOON, tick=False):
            ben = browser_of_staff(app, texted.ben)
            press(ben, f"/people/{texted.amina.id}/text-times", on="/desk", part="span", opens="10:30", closes="13.00")
            press(ben, f"/people/{texted.amina.id}/send-link", on="/desk")

        assert planned().not_before == datetime(2026, 11, 24, 10, 30, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("typed", "complaint"),
        [
            ({"part": "span", "opens": "ten", "closes": "13:00"}, "Write the time like 09:30 or 14:00."),
            ({"part": "span", "opens": "13:00", "closes": "10:00"}, "The second time must come after the first."),
            ({"part": "any", "not_on": [str(day) for day in range(7)]}, "Leave at least one day."),
            ({}, "Choose a time of day."),
        ],
    )
    def test_is_told_what_does_not_add_up(self, app: Flask, texted: Cast, typed: dict[str, Any], complaint: str) -> None:
        ben = browser_of_staff(app, texted.ben)

        answer = press(ben, f"/people/{texted.amina.id}/text-times", on="/desk", **typed)

        assert answer.status_code == 422
        assert complaint in answer.text
        assert amina(texted).at_times == ""

    def test_of_another_team_may_not_know_of_it(self, app: Flask, texted: Cast) -> None:
        carys = browser_of_staff(app, texted.carys)

        assert carys.get(f"/people/{texted.amina.id}/text-times").status_code == 404
        assert press(carys, f"/people/{texted.amina.id}/text-times", on="/desk", part="any").status_code == 404


class TestAmina:
    def test_chooses_for_herself_and_what_is_planned_follows(self, app: Flask, texted: Cast) -> None:
        with time_machine.travel(MONDAY_AFTERNOON, tick=False):
            text_person(
                person=amina(texted),
                template="plan_link",
                values={"link": "https://care.example/t/a"},
                dedupe_key="link",
                now=MONDAY_AFTERNOON,
            )
            db.session.commit()
            phone = browser_of_person(app, amina(texted))
            assert "When to text me" in phone.get("/my?lang=en").text
            assert phone.get("/my/text-times").status_code == 200
            press(phone, "/my/text-times", on="/my/text-times", part="evening", not_on="0")

        assert amina(texted).at_times == "17:00-20:00 not 0"
        assert planned().not_before == datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
        chosen = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "text_times_chosen")).one()
        assert (chosen.staff_id, chosen.person_id) == (None, texted.amina.id)


class TestAtNight:
    def test_a_link_waits_for_the_morning_and_the_navigator_is_told_so(self, app: Flask, texted: Cast) -> None:
        with time_machine.travel(NIGHT, tick=False):
            ben = browser_of_staff(app, texted.ben)
            page = ben.get(f"/people/{texted.amina.id}").text
            answer = press(ben, f"/people/{texted.amina.id}/send-link", on="/desk", follow=True)

        assert "It is late: a text would wait until Tuesday 24 November, 9am." in page
        assert "goes on Tuesday 24 November, 9am." in answer.text
        assert not planned().any_hour

    def test_a_reason_sends_it_at_once_and_is_kept_in_both_places(self, app: Flask, texted: Cast) -> None:
        with time_machine.travel(NIGHT, tick=False):
            ben = browser_of_staff(app, texted.ben)
            press(ben, f"/people/{texted.amina.id}/send-link", on="/desk", urgent_reason="She rang and waits for it")

        assert planned().any_hour
        assert planned().urgent_reason == "She rang and waits for it"
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "texted_at_night")).one()
        assert (entry.staff_id, entry.person_id, entry.detail) == (texted.ben.id, texted.amina.id, "She rang and waits for it")

    def test_by_day_a_reason_changes_nothing(self, app: Flask, texted: Cast) -> None:
        with time_machine.travel(MONDAY_AFTERNOON, tick=False):
            ben = browser_of_staff(app, texted.ben)
            page = ben.get(f"/people/{texted.amina.id}").text
            press(ben, f"/people/{texted.amina.id}/send-link", on="/desk", urgent_reason="no need")

        assert "If it cannot wait" not in page
        assert (planned().any_hour, planned().urgent_reason) == (False, "")
