"""Taking back, recalling and opening again: who hears of it, what stops, what stays."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from messaging.models import OutgoingMessage
from messaging.states import State
from navigator.db import db
from navigator.people.models import AuditEntry, Consent, Purpose
from navigator.referrals import states
from navigator.referrals.models import Referral, ReferralStatus
from tests.cast import Cast
from tests.strict_client import StrictClient

Outbox = Callable[..., list[OutgoingMessage]]
pytestmark = pytest.mark.usefixtures("agrees_to_texts")


def the_referral() -> Referral:
    db.session.expire_all()
    return db.session.scalars(select(Referral)).one()


def everything_has_left() -> None:
    for message in db.session.scalars(select(OutgoingMessage)):
        message.state = State.SENT
    db.session.commit()


def templates(outbox: Outbox, **conditions: object) -> list[str]:
    return [message.template for message in outbox(state="planned", **conditions)]


class TestRecalling:
    def test_kills_the_link_and_tells_both(self, client: StrictClient, ben: StrictClient, link: str, outbox: Outbox) -> None:
        everything_has_left()
        ben.submit(f"/referrals/{the_referral().id}", then="recall", why="wrong_place", recall_note="The other Tea & Talk")

        page = client.get(link)
        [email] = outbox(template="referral_ended")
        assert the_referral().status is ReferralStatus.RECALLED
        assert page.status_code == 410
        assert "Amina" not in page.text
        assert email.values["why"] == "recalled"
        assert templates(outbox, recipient_id=the_referral().person_id) == ["referral_recalled"]

    def test_keeps_an_incident_when_somebody_had_opened_it(
        self, client: StrictClient, ben: StrictClient, link: str, cast: Cast
    ) -> None:
        everything_has_left()
        client.get(link)
        page = ben.submit(f"/referrals/{the_referral().id}", then="recall", why="wrong_person").text

        incident = the_referral().incident
        assert incident is not None
        assert incident["seen"] == ["name", "mobile"]
        assert "An incident: somebody had opened it" in page
        assert "referral_incident" in db.session.scalars(select(AuditEntry.action)).all()

    def test_says_so_when_nobody_had(self, ben: StrictClient, link: str) -> None:
        everything_has_left()
        page = ben.submit(f"/referrals/{the_referral().id}", then="recall", why="wrong_place").text

        assert the_referral().incident is None
        assert "Nobody had opened it before it was recalled." in page

    def test_ends_the_consent_and_keeps_the_trail(self, ben: StrictClient, link: str) -> None:
        ben.submit(f"/referrals/{the_referral().id}", then="recall", why="wrong_place")

        consent = db.session.scalars(select(Consent).where(Consent.purpose == Purpose.REFERRAL)).one()
        assert consent.withdrawn_at is not None
        assert [event.to_status for event in the_referral().events] == [ReferralStatus.SENT, ReferralStatus.RECALLED]

    def test_before_anything_left_troubles_nobody(self, ben: StrictClient, link: str, outbox: Outbox) -> None:
        ben.submit(f"/referrals/{the_referral().id}", then="recall", why="wrong_place")

        assert templates(outbox) == []

    def test_is_not_undone(self, ben: StrictClient, link: str) -> None:
        page = ben.submit(f"/referrals/{the_referral().id}", then="recall", why="wrong_place").text

        assert "Open it again" not in page
        assert states.REOPENS.isdisjoint({ReferralStatus.RECALLED})

    def test_asks_what_was_wrong(self, ben: StrictClient, link: str) -> None:
        answer = ben.submit(f"/referrals/{the_referral().id}", follow=False, then="recall", recall_note="Oh dear")

        assert answer.status_code == 422
        assert "Choose what was wrong." in answer.text
        assert "Oh dear" in answer.text


class TestTakingBack:
    @pytest.mark.parametrize(("by", "status"), [("person", ReferralStatus.WITHDRAWN), ("team", ReferralStatus.CANCELLED)])
    def test_says_whose_wish_it_was(self, ben: StrictClient, link: str, by: str, status: ReferralStatus) -> None:
        ben.submit(f"/referrals/{the_referral().id}", then="withdraw", by=by)

        assert the_referral().status is status

    def test_tells_a_group_that_knew(self, ben: StrictClient, link: str, outbox: Outbox) -> None:
        everything_has_left()
        ben.submit(f"/referrals/{the_referral().id}", then="withdraw")

        assert templates(outbox) == ["referral_ended", "referral_taken_back"]


class TestOpeningAgain:
    def test_goes_back_to_where_it_stood_with_a_note(
        self, client: StrictClient, ben: StrictClient, link: str, outbox: Outbox, clock: time_machine.Traveller
    ) -> None:
        client.submit(f"{link}?answer=no_room")
        everything_has_left()
        clock.shift(timedelta(minutes=5))
        page = ben.submit(f"/referrals/{the_referral().id}", then="reopen", reopen_note="They pressed the wrong button").text

        referral = the_referral()
        assert (referral.status, referral.closed_at) == (ReferralStatus.SENT, None)
        assert "They pressed the wrong button" in page
        [email] = outbox(template="referral_email", state="planned")
        assert client.get(str(email.values["link"]).removeprefix("http://localhost")).status_code == 200
        assert templates(outbox, recipient_id=referral.person_id) == ["referral_reopened"]

    def test_needs_a_reason(self, client: StrictClient, ben: StrictClient, link: str) -> None:
        client.submit(f"{link}?answer=no_room")
        answer = ben.submit(f"/referrals/{the_referral().id}", follow=False, then="reopen", reopen_note="")

        assert answer.status_code == 422
        assert the_referral().status is ReferralStatus.NO_ROOM

    def test_of_what_they_took_back_needs_their_yes_again(self, ben: StrictClient, link: str) -> None:
        address = f"/referrals/{the_referral().id}"
        ben.submit(address, then="withdraw")
        refused = ben.submit(address, follow=False, then="reopen", reopen_note="They would like to after all")
        ben.submit(address, then="reopen", reopen_note="They would like to after all", how="spoken")

        consents = db.session.scalars(select(Consent).where(Consent.purpose == Purpose.REFERRAL).order_by(Consent.id)).all()
        assert refused.status_code == 422
        assert the_referral().status is ReferralStatus.SENT
        assert [consent.withdrawn_at is None for consent in consents] == [False, True]
        assert the_referral().consent_id == consents[-1].id

    def test_is_told_to_a_group_that_answers_again(
        self, client: StrictClient, ben: StrictClient, link: str, outbox: Outbox
    ) -> None:
        client.submit(f"{link}?answer=no_room")
        ben.submit(f"/referrals/{the_referral().id}", then="reopen", reopen_note="A slip")
        newer = str(outbox(template="referral_email")[-1].values["link"]).removeprefix("http://localhost")
        client.submit(f"{newer}?answer=no_room")

        assert the_referral().status is ReferralStatus.NO_ROOM
        assert len(outbox(template="referral_no_room")) == 2
