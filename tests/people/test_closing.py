"""Ending our support of a person, and what a lost or changed phone can still open."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from messaging.models import OutgoingMessage, State
from navigator.db import db
from navigator.people import closing, links, operations
from navigator.people.models import AuditEntry, ConsentHow, Person, Purpose, Staff, WhyClosed
from navigator.people.texting import NotTexted, text_person
from tests.cast import Cast
from tests.signed_in import browser_of_person, browser_of_staff
from tests.strict_client import StrictClient


@pytest.fixture
def ben(app: Flask, cast: Cast) -> StrictClient:
    return browser_of_staff(app, cast.ben)


@pytest.fixture
def phone(app: Flask, cast: Cast) -> StrictClient:
    """Amina's phone, on which her plan is open."""
    phone = browser_of_person(app, cast.amina)
    assert phone.get("/my").status_code == 200
    return phone


@pytest.fixture
def link(cast: Cast) -> str:
    """The token of a link we texted her."""
    token = links.make_link(person_id=cast.amina.id, now=datetime.now(UTC))
    db.session.commit()
    return token


@pytest.fixture
def planned(cast: Cast) -> OutgoingMessage:
    """A text with a link to her plan, which goes tomorrow."""
    now = datetime.now(UTC)
    operations.record_consent(
        person_id=cast.amina.id, purpose=Purpose.TEXTS, wording="Text me.", how=ConsentHow.SPOKEN, recorded_by_id=None, now=now
    )
    text = text_person(
        person=cast.amina,
        template="plan_link",
        values={
            "navigator_name": "Ben",
            "link": f"https://care.example{links.path(links.make_link(person_id=cast.amina.id, now=now))}",
        },
        dedupe_key="tomorrow",
        now=now,
        not_before=now + timedelta(days=1),
    )
    assert isinstance(text, OutgoingMessage)
    db.session.commit()
    return text


def amina(cast: Cast) -> Person:
    return db.session.get_one(Person, cast.amina.id)


def actions() -> dict[str, AuditEntry]:
    return {entry.action: entry for entry in db.session.scalars(select(AuditEntry))}


def post(browser: StrictClient, address: str, **fields: str) -> Any:
    """Press a button that is not the first of its page."""
    token = browser.get("/people/new").text.split('name="csrf_token" value="')[1].split('"')[0]
    return browser.post(address, data={"csrf_token": token, **fields})


def change_mobile(cast: Cast, mobile: str | None) -> None:
    kept = {name: getattr(amina(cast), name) for name in operations.PersonDetails.__dataclass_fields__}
    operations.change_details(
        person=amina(cast),
        details=operations.PersonDetails(**kept | {"mobile": mobile}),
        staff=db.session.get_one(Staff, cast.ben.id),
        now=datetime.now(UTC),
    )
    db.session.commit()


class TestANewNumber:
    @pytest.mark.parametrize("mobile", ["+447700900777", None])
    def test_closes_the_plan_on_the_old_phone(
        self, client: StrictClient, cast: Cast, phone: StrictClient, link: str, mobile: str | None
    ) -> None:
        change_mobile(cast, mobile)

        assert phone.get("/my").status_code == 302
        assert client.get(f"/t/{link}").status_code == 404

    def test_gets_links_that_work(self, client: StrictClient, cast: Cast, planned: OutgoingMessage) -> None:
        before = planned.values["link"]

        change_mobile(cast, "+447700900777")

        after = db.session.get_one(OutgoingMessage, planned.id).values["link"]
        assert after.startswith("https://care.example/t/")
        assert client.get(before.removeprefix("https://care.example")).status_code == 404
        assert client.get(after.removeprefix("https://care.example")).status_code == 200

    def test_alone_does_it(self, cast: Cast, phone: StrictClient, link: str) -> None:
        change_mobile(cast, cast.amina.mobile)

        assert phone.get("/my").status_code == 200


class TestALostPhone:
    def test_opens_nothing_any_more(
        self, client: StrictClient, ben: StrictClient, cast: Cast, phone: StrictClient, link: str
    ) -> None:
        answer = post(ben, f"/people/{cast.amina.id}/phone-lost")

        assert answer.location == f"/people/{cast.amina.id}/details"
        assert "Their plan is closed on every phone" in ben.get(answer.location).text
        assert phone.get("/my").status_code == 302
        assert client.get(f"/t/{link}").status_code == 404
        assert actions()["phone_lost"].staff_id == cast.ben.id

    def test_leaves_what_is_planned(self, ben: StrictClient, cast: Cast, planned: OutgoingMessage) -> None:
        post(ben, f"/people/{cast.amina.id}/phone-lost")

        assert db.session.get_one(OutgoingMessage, planned.id).state is State.PLANNED

    def test_is_not_for_another_team_to_tell(self, app: Flask, cast: Cast, phone: StrictClient) -> None:
        carys = browser_of_staff(app, cast.carys)

        assert post(carys, f"/people/{cast.amina.id}/phone-lost").status_code == 404
        assert phone.get("/my").status_code == 200


class TestSomebodyNoLongerSupported:
    def test_is_written_down_with_the_reason(self, ben: StrictClient, cast: Cast) -> None:
        answer = post(ben, f"/people/{cast.amina.id}/close", why="other", reason="She moved to Leeds")

        assert answer.location == f"/people/{cast.amina.id}"
        assert amina(cast).closed_at is not None
        assert actions()["person_closed"].detail == "She moved to Leeds"

    def test_needs_a_reason(self, ben: StrictClient, cast: Cast) -> None:
        answer = post(ben, f"/people/{cast.amina.id}/close", why="other", reason=" ")

        assert answer.status_code == 422
        assert "Write in a few words why." in answer.text
        assert 'value="Amina"' in answer.text
        assert amina(cast).closed_at is None

    def test_gets_no_more_texts_and_opens_nothing(
        self, client: StrictClient, ben: StrictClient, cast: Cast, phone: StrictClient, link: str, planned: OutgoingMessage
    ) -> None:
        post(ben, f"/people/{cast.amina.id}/close", why="moved_away", reason="She moved")

        assert db.session.get_one(OutgoingMessage, planned.id).state is State.CANCELLED
        assert phone.get("/my").status_code == 302
        assert client.get(f"/t/{link}").status_code == 404

    def test_leaves_the_desk_and_searches_and_keeps_a_page(self, ben: StrictClient, cast: Cast) -> None:
        assert "Amina" in ben.get("/people?q=hussain").text

        post(ben, f"/people/{cast.amina.id}/close", why="moved_away", reason="She moved")

        page = ben.get(f"/people/{cast.amina.id}")
        assert "Amina" not in ben.get("/people?q=hussain").text
        assert "Amina" not in ben.get("/desk").text
        assert "We no longer support this person" in page.text

    @pytest.mark.parametrize("lang", ["en", "pl", "ur"])
    def test_can_be_supported_again(
        self, ben: StrictClient, client: StrictClient, cast: Cast, phone: StrictClient, link: str, lang: str
    ) -> None:
        closing.close_person(person=amina(cast), reason="a slip", staff=cast.ben, now=datetime.now(UTC))
        db.session.commit()
        assert ben.get(f"/people/{cast.amina.id}/details?lang={lang}").status_code == 200

        answer = post(ben, f"/people/{cast.amina.id}/reopen")

        assert answer.location == f"/people/{cast.amina.id}"
        assert amina(cast).closed_at is None
        assert actions()["person_reopened"].staff_id == cast.ben.id
        assert "Amina" in ben.get("/people?q=hussain").text
        assert phone.get("/my").status_code == 302
        assert client.get(f"/t/{link}").status_code == 404


class TestDeathAndDoNotContact:
    @pytest.mark.parametrize("why", ["died", "do_not_contact"])
    def test_need_no_words_and_cancel_everything(self, ben: StrictClient, cast: Cast, planned: OutgoingMessage, why: str) -> None:
        day = {"died_on-day": "1", "died_on-month": "11", "died_on-year": "2025"} if why == "died" else {}

        answer = post(ben, f"/people/{cast.amina.id}/close", why=why, **day)

        closed = amina(cast)
        assert answer.status_code == 303
        assert (closed.why_closed, closed.died_on) == (WhyClosed(why), date(2025, 11, 1) if why == "died" else None)
        assert db.session.get_one(OutgoingMessage, planned.id).state is State.CANCELLED
        refused = text_person(person=closed, template="welcome", values={}, dedupe_key="later", now=datetime.now(UTC))
        assert isinstance(refused, NotTexted)

    def test_of_a_day_to_come_is_refused(self, ben: StrictClient, cast: Cast) -> None:
        day = {"died_on-day": "1", "died_on-month": "11", "died_on-year": "2099"}

        answer = post(ben, f"/people/{cast.amina.id}/close", why="died", **day)

        assert answer.status_code == 422
        assert amina(cast).closed_at is None

    def test_written_down_by_mistake_are_taken_back(self, ben: StrictClient, cast: Cast) -> None:
        post(ben, f"/people/{cast.amina.id}/close", why="died")

        post(ben, f"/people/{cast.amina.id}/reopen")

        assert (amina(cast).closed_at, amina(cast).why_closed, amina(cast).died_on) == (None, None, None)
