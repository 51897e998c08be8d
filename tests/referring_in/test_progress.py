"""Whoever referred hears of the first contact and the first conversation, when the person allowed it, once each."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from messaging.models import OutgoingMessage
from navigator.conversations.operations import open_conversation
from navigator.db import db
from navigator.people.models import Person
from navigator.referring_in import progress
from navigator.referring_in.models import Basis, ReferralIn, Source, State
from navigator.visits.models import Kind, LoggedContact, Outcome
from tests.cast import Cast

Outbox = Callable[..., list[OutgoingMessage]]


@pytest.fixture
def referral(cast: Cast, now: datetime) -> ReferralIn:
    """Harbour Surgery referred Amina; Ben's team took it on, and she agreed that the surgery hears."""
    made = ReferralIn(
        reference="RBCDFGH",
        source=Source.LINK,
        token_digest="a digest",
        birth_date=date(1948, 3, 27),
        basis=Basis.AGREED,
        team_id=cast.ben.team_id,
        person_id=cast.amina.id,
        given_name="Amina",
        family_name="Hussain",
        language="en",
        referrer_name="Dr Pascoe",
        referrer_email="pascoe@harbour.example",
        referrer_language="en",
        tells_referrer=True,
        state=State.ACCEPTED,
        received_at=now - timedelta(days=3),
        accepted_at=now - timedelta(days=2),
    )
    db.session.add(made)
    db.session.commit()
    return made


def go_round(now: datetime) -> int:
    """Let the job do all there is; how many it told."""
    told = 0
    while progress.tell_one(now, public_url="http://localhost", key="a key"):
        told += 1
        assert told < 5
    return told


def talk(person: Person, cast: Cast, at: datetime, outcome: Outcome = Outcome.TALKED, **more: datetime) -> None:
    contact = LoggedContact(
        person_id=person.id, staff_id=cast.ben.id, kind=Kind.CALL, outcome=outcome, happened_at=at, written_at=at, **more
    )
    db.session.add(contact)
    db.session.commit()


class TestWhoeverReferred:
    def test_hears_of_the_first_contact_once(self, cast: Cast, referral: ReferralIn, outbox: Outbox, now: datetime) -> None:
        talk(cast.amina, cast, now - timedelta(hours=2))

        assert go_round(now) == 1
        assert go_round(now + timedelta(days=1)) == 0

        (message,) = outbox(template=progress.CONTACTED)
        assert message.to_address == "pascoe@harbour.example"
        assert "RBCDFGH" in str(message.values)
        assert "Amina" not in str(message.values)

    def test_hears_of_the_conversation_after_it(self, cast: Cast, referral: ReferralIn, outbox: Outbox, now: datetime) -> None:
        talk(cast.amina, cast, now - timedelta(hours=2))
        go_round(now)
        open_conversation(person_id=cast.amina.id, staff_id=cast.ben.id, now=now)
        db.session.commit()

        assert go_round(now + timedelta(hours=1)) == 1

        assert len(outbox(template=progress.TALKED)) == 1

    def test_hears_of_the_conversation_alone_when_it_came_first(
        self, cast: Cast, referral: ReferralIn, outbox: Outbox, now: datetime
    ) -> None:
        open_conversation(person_id=cast.amina.id, staff_id=cast.ben.id, now=now - timedelta(hours=3))
        talk(cast.amina, cast, now - timedelta(hours=2))

        assert go_round(now) == 1

        assert len(outbox(template=progress.TALKED)) == 1
        assert outbox(template=progress.CONTACTED) == []

    def test_hears_nothing_unless_the_person_allowed_it(
        self, cast: Cast, referral: ReferralIn, outbox: Outbox, now: datetime
    ) -> None:
        referral.tells_referrer = False
        talk(cast.amina, cast, now - timedelta(hours=2))

        assert go_round(now) == 0

    def test_hears_nothing_of_a_call_nobody_answered(
        self, cast: Cast, referral: ReferralIn, outbox: Outbox, now: datetime
    ) -> None:
        talk(cast.amina, cast, now - timedelta(hours=2), Outcome.NO_ANSWER)

        assert go_round(now) == 0

    def test_hears_nothing_of_what_was_taken_back(self, cast: Cast, referral: ReferralIn, outbox: Outbox, now: datetime) -> None:
        talk(cast.amina, cast, now - timedelta(hours=2), taken_back_at=now - timedelta(hours=1))

        assert go_round(now) == 0

    def test_hears_nothing_at_once_as_it_may_be_taken_back(
        self, cast: Cast, referral: ReferralIn, outbox: Outbox, now: datetime
    ) -> None:
        talk(cast.amina, cast, now - timedelta(minutes=5))

        assert go_round(now) == 0

    def test_hears_nothing_of_contacts_before_they_referred(
        self, cast: Cast, referral: ReferralIn, outbox: Outbox, now: datetime
    ) -> None:
        talk(cast.amina, cast, now - timedelta(days=30))

        assert go_round(now) == 0
