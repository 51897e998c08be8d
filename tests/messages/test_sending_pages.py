import uuid
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from messaging.models import OutgoingMessage, State
from messaging.sending import breaker
from messaging.sending.limits import Limits
from navigator.db import db
from navigator.people.models import Role, Staff
from navigator.times import utc_now
from tests.cast import Cast, make_staff
from tests.messaging.recording import RecordingGateway, deliver_all, plan
from tests.pressing import press
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient


def plan_news() -> OutgoingMessage:
    values = {"navigator_name": "Ben"}
    return plan("referral_sent", now=utc_now(), values=values, recipient_id=uuid.uuid4(), any_hour=True)


@pytest.fixture
def admin(app: Flask, cast: Cast, now: datetime) -> Staff:
    admin = make_staff(team=cast.ben.team, name="Dee Admin", role=Role.ADMINISTRATOR, now=now)
    db.session.commit()
    return admin


@pytest.fixture
def dee(app: Flask, admin: Staff) -> StrictClient:
    """A browser on which Dee, an administrator, is signed in."""
    return browser_of_staff(app, admin)


class TestWhatIsGoingOut:
    def test_can_be_stopped_and_let_go_on(self, app: Flask, dee: StrictClient) -> None:
        text, gateway = plan_news(), RecordingGateway()

        press(dee, "/admin/sending/stop", on="/admin/sending", message="referral_sent")
        deliver_all(gateway, utc_now())
        page = dee.get("/admin/sending").get_data(as_text=True)

        assert gateway.taken == []
        assert "We have asked a group" in page
        assert "Stopped by hand:" in page

        press(dee, "/admin/sending/go", on="/admin/sending", message="referral_sent")
        deliver_all(gateway, utc_now())

        assert len(gateway.taken) == 1
        assert db.session.get_one(OutgoingMessage, text.id, populate_existing=True).state is State.SENT

    def test_can_be_taken_back(self, app: Flask, dee: StrictClient) -> None:
        text, gateway = plan_news(), RecordingGateway()
        press(dee, "/admin/sending/stop", on="/admin/sending", message="referral_sent")

        press(dee, "/admin/sending/take-back", on="/admin/sending", message="referral_sent")
        press(dee, "/admin/sending/go", on="/admin/sending", message="referral_sent")
        deliver_all(gateway, utc_now())

        assert gateway.taken == []
        taken_back = db.session.get_one(OutgoingMessage, text.id, populate_existing=True)
        assert (taken_back.state, taken_back.cause) == (State.CANCELLED, "taken_back")

    def test_asks_which_when_nothing_was_chosen(self, app: Flask, dee: StrictClient) -> None:

        answer = press(dee, "/admin/sending/stop", on="/admin/sending", message="", follow=True)

        assert "Choose a message first." in answer.get_data(as_text=True)
        assert breaker.list_stopped() == frozenset()

    def test_never_stops_the_text_for_somebody_in_danger(self, app: Flask, dee: StrictClient) -> None:

        assert press(dee, "/admin/sending/stop", on="/admin/sending", message="safety").status_code == 400

    def test_is_for_administrators(self, app: Flask, cast: Cast) -> None:
        ben = browser_of_staff(app, cast.ben)

        assert ben.get("/admin/sending").status_code == 403

    def test_that_stopped_by_itself_is_told_to_administrators(self, app: Flask, admin: Staff, now: datetime) -> None:
        breaker.count_sent({"referral_sent": 11}, limits=Limits(of_a_template_an_hour=10), now=now)
        db.session.commit()

        letters = db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.template == "sending_stopped")).all()
        assert [letter.to_address for letter in letters] == [admin.email]
        assert letters[0].values["message_name"] == "We have asked a group"
