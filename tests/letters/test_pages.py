"""Whoever likes letters best gets one: planned, printed, posted, over HTTP."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from messaging.models import Channel, OutgoingMessage, State
from navigator.db import db
from navigator.people.models import AuditEntry, ConsentHow, ContactMethod, Need, Purpose
from navigator.people.operations import record_consent
from navigator.people.texting import NotTexted, WhyNot, text_person
from navigator.times import utc_now
from tests.cast import Cast
from tests.messaging.recording import RecordingGateway, RecordingMailer, deliver
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient

NEWS = {"navigator_name": "Ben", "service_name": "Tea & Talk"}


@pytest.fixture
def ben(app: Flask, cast: Cast) -> StrictClient:
    return browser_of_staff(app, cast.ben)


def likes(cast: Cast, method: ContactMethod, *needs: Need) -> None:
    cast.amina.contact_method, cast.amina.address, cast.amina.email = method, "2 Chapel Street\nPenzance", "amina@mail.example"
    cast.amina.postcode, cast.amina.language = "TR18 4AF", "en"
    cast.amina.communication_needs = ",".join(needs)
    db.session.commit()


def tell(cast: Cast, template: str = "referral_no_room", key: str = "one", **details: Any) -> OutgoingMessage | NotTexted:
    told = text_person(person=cast.amina, template=template, values=NEWS, dedupe_key=key, now=utc_now(), **details)
    db.session.commit()
    return told


class TestWay:
    def test_is_a_letter_for_whoever_likes_letters(self, cast: Cast) -> None:
        likes(cast, ContactMethod.LETTER)

        told = tell(cast)

        assert isinstance(told, OutgoingMessage)
        assert told.channel is Channel.LETTER

    def test_is_an_email_for_whoever_likes_those_and_it_asks_for_no_reply(self, cast: Cast) -> None:
        likes(cast, ContactMethod.EMAIL)
        appointment = {"appointment_at": "2026-11-24T09:00:00+00:00", "place": "St John's Hall"}
        told = text_person(person=cast.amina, template="reminder", values=NEWS | appointment, dedupe_key="one", now=utc_now())
        db.session.commit()
        mailer, gateway = RecordingMailer(), RecordingGateway()
        noon = utc_now().replace(hour=12) + timedelta(days=1)

        while deliver(gateway, noon, mailer=mailer):
            pass

        assert isinstance(told, OutgoingMessage)
        assert gateway.taken == []
        assert (mailer.taken[0].to, bool(mailer.taken[0].subject)) == ("amina@mail.example", True)
        assert "reply" not in mailer.taken[0].body.lower()
        assert "please ring us" in mailer.taken[0].body

    @pytest.mark.parametrize("need", [Need.BRAILLE, Need.CANNOT_READ])
    def test_is_none_for_whoever_cannot_use_words_on_a_screen_or_paper(self, cast: Cast, need: Need) -> None:
        for method in (ContactMethod.TEXT, ContactMethod.LETTER, ContactMethod.CALL):
            likes(cast, method, need)

            assert tell(cast, key=method.value) == NotTexted(WhyNot.CANNOT_READ)

    def test_is_a_text_still_for_what_they_are_waiting_for(self, cast: Cast) -> None:
        likes(cast, ContactMethod.LETTER)
        record_consent(
            person_id=cast.amina.id,
            purpose=Purpose.TEXTS,
            wording="I agree to texts.",
            how=ConsentHow.SPOKEN,
            recorded_by_id=cast.ben.id,
            now=utc_now(),
        )

        told = text_person(
            person=cast.amina, template="sign_in_code", values={"code": "482913"}, dedupe_key="c", now=utc_now(), any_hour=True
        )

        assert isinstance(told, OutgoingMessage)
        assert told.channel is Channel.TEXT

    def test_is_none_when_the_post_would_come_too_late(self, cast: Cast) -> None:
        likes(cast, ContactMethod.LETTER)

        told = tell(cast, expires_at=utc_now() + timedelta(days=2))

        assert told == NotTexted(WhyNot.TOO_LATE_FOR_POST)


class TestLetters:
    @pytest.fixture
    def letter(self, cast: Cast) -> OutgoingMessage:
        likes(cast, ContactMethod.LETTER, Need.LARGE_PRINT)
        told = tell(cast)
        assert isinstance(told, OutgoingMessage)
        return told

    def test_are_no_workers_work(self, app: Flask, letter: OutgoingMessage) -> None:
        assert not deliver(RecordingGateway(), utc_now() + timedelta(hours=3))

    def test_wait_are_printed_and_are_marked_as_posted(self, ben: StrictClient, letter: OutgoingMessage) -> None:
        assert "Amina Hussain" in ben.get("/letters").text

        sheet = BeautifulSoup(ben.get("/letters/print").text, "html.parser").select_one(".app-letter--large")
        assert sheet is not None
        address = sheet.find("address")
        assert address is not None
        assert list(address.stripped_strings) == ["Amina Hussain", "2 Chapel Street", "Penzance", "TR18 4AF"]
        assert "Tea & Talk has no room" in sheet.get_text()
        ben.submit("/letters/print")

        db.session.rollback()
        db.session.refresh(letter)
        assert (letter.state, letter.cause) == (State.SENT, "posted")
        assert "no room" in letter.body
        assert "letter_posted" in db.session.scalars(select(AuditEntry.action)).all()
        assert "No letter waits" in ben.get("/letters").text

    def test_are_in_the_persons_language_and_direction(self, ben: StrictClient, cast: Cast) -> None:
        likes(cast, ContactMethod.LETTER)
        cast.amina.language = "ur"
        tell(cast)

        sheet = BeautifulSoup(ben.get("/letters/print").text, "html.parser").select_one(".app-letter")

        assert sheet is not None
        assert (sheet["lang"], sheet["dir"]) == ("ur", "rtl")

    def test_of_another_team_are_nobody_elses(self, app: Flask, cast: Cast, letter: OutgoingMessage) -> None:
        carys = browser_of_staff(app, cast.carys)

        assert "Amina" not in carys.get("/letters").text
        page = BeautifulSoup(carys.get("/letters").text, "html.parser")
        token = page.select_one("input[name=csrf_token]")
        assert token is not None
        carys.post("/letters/posted", data={"letter": str(letter.id), "csrf_token": token["value"]})
        db.session.rollback()
        assert db.session.get_one(OutgoingMessage, letter.id).state is State.PLANNED


class TestNeeds:
    def test_are_written_down_and_flagged(self, ben: StrictClient, cast: Cast) -> None:
        page = ben.submit(f"/people/{cast.amina.id}/needs", needs=["bsl", "large_print"])

        assert "do not telephone" in page.text
        db.session.rollback()
        assert db.session.get_one(type(cast.amina), cast.amina.id).needs == {Need.BSL, Need.LARGE_PRINT}

    def test_do_not_go_with_ringing(self, ben: StrictClient, cast: Cast) -> None:
        cast.amina.contact_method = ContactMethod.CALL
        db.session.commit()

        answer = ben.submit(f"/people/{cast.amina.id}/needs", needs=["bsl"])

        assert answer.status_code == 422
        assert "like a call best" in answer.text

    def test_of_a_stranger_are_not_shown(self, app: Flask, cast: Cast) -> None:
        assert browser_of_staff(app, cast.carys).get(f"/people/{cast.amina.id}/needs").status_code == 404

    def test_decide_what_staff_read(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        likes(cast, ContactMethod.LETTER)

        assert "because they like letters best" in ben.get(f"/people/{cast.amina.id}").text
