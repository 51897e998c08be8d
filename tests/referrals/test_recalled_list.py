"""The list of what was recalled: whose it is, and whether somebody had opened it."""

import pytest
from flask import Flask
from sqlalchemy import select

from messaging.models import OutgoingMessage
from messaging.states import State
from navigator.db import db
from navigator.referrals.models import Referral
from tests.cast import Cast
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient

pytestmark = pytest.mark.usefixtures("agrees_to_texts")


def recall(ben: StrictClient) -> None:
    for message in db.session.scalars(select(OutgoingMessage)):
        message.state = State.SENT
    db.session.commit()
    ben.submit(f"/referrals/{db.session.scalars(select(Referral.id)).one()}", then="recall", why="wrong_place")


class TestTheListOfRecalledReferrals:
    def test_says_that_there_is_none(self, ben: StrictClient) -> None:
        assert "No referral was recalled." in ben.get("/referrals/recalled").text

    def test_has_an_incident_with_what_they_may_have_read(self, client: StrictClient, ben: StrictClient, link: str) -> None:
        client.get(link)
        recall(ben)

        page = ben.get("/referrals/recalled").text

        assert "Amina Hussain" in page
        assert "An incident" in page

    def test_says_when_nobody_had_opened_it(self, ben: StrictClient, link: str) -> None:
        recall(ben)

        page = ben.get("/referrals/recalled").text

        assert "Nobody had opened it before it was recalled." in page
        assert "An incident</" not in page

    def test_is_not_for_another_team(self, app: Flask, cast: Cast, ben: StrictClient, link: str) -> None:
        recall(ben)
        carys = browser_of_staff(app, cast.carys)

        for whose in ("mine", "team"):
            assert "Amina" not in carys.get(f"/referrals/recalled?whose={whose}").text

    def test_is_reached_from_what_nobody_answered(self, ben: StrictClient) -> None:
        assert "/referrals/recalled" in ben.get("/referrals/unanswered").text
