"""Asking again: after three and six working days, and a human after nine."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from messaging.models import OutgoingMessage
from messaging.states import State
from navigator.db import db
from navigator.people.models import Consent, ConsentHow
from navigator.referrals import chasing, deciding, hearing, operations
from navigator.referrals.chase_times import next_after, waited
from navigator.referrals.dealing_models import Proposal
from navigator.referrals.models import Attention, Reason, Referral, ReferralStatus, Side
from tests.cast import Cast
from tests.strict_client import StrictClient

Outbox = Callable[..., list[OutgoingMessage]]
Refer = Callable[..., Referral]
CHRISTMAS = datetime(2026, 12, 23, 10, 0, tzinfo=UTC)  # a Wednesday


def do_all(now: datetime) -> int:
    done = 0
    while chasing.do_one(now, public_url="http://localhost"):
        done += 1
    return done


class TestTimes:
    def test_leave_out_weekends_and_bank_holidays(self, cast: Cast) -> None:
        # Thursday is a day; Friday 25th, the weekend and Monday 28th (for the 26th) are not; Tuesday and Wednesday are
        assert next_after(CHRISTMAS, 3).date().isoformat() == "2026-12-30"
        assert waited(CHRISTMAS, datetime(2026, 12, 30, 9, 0, tzinfo=UTC)) == 3


class TestChasing:
    def test_asks_twice_and_then_puts_it_before_the_navigator(
        self, cast: Cast, refer: Refer, now: datetime, outbox: Outbox
    ) -> None:
        referral = refer()
        came = {}
        for day in range(1, 20):
            do_all(now + timedelta(days=day))
            came[day] = (len(outbox(template="referral_chaser")), len(db.session.scalars(select(Attention)).all()))

        assert came[2] == (0, 0)
        assert came[3] == (1, 0)  # Thursday
        assert came[7] == (1, 0)
        assert came[8] == (2, 0)  # Tuesday of the week after
        assert came[10] == (2, 0)
        assert came[11] == came[19] == (2, 1)  # Friday: nine working days
        [call] = db.session.scalars(select(Attention))
        assert (call.reason, call.referral_id) == (Reason.NOT_ANSWERED, referral.id)

    def test_leaves_the_first_link_working(self, client: StrictClient, link: str, outbox: Outbox, now: datetime) -> None:
        do_all(now + timedelta(days=3))
        [chaser] = outbox(template="referral_chaser")

        assert client.get(link).status_code == 200
        assert client.get(str(chaser.values["link"]).removeprefix("http://localhost")).status_code == 200

    def test_names_nobody(self, cast: Cast, refer: Refer, outbox: Outbox, now: datetime) -> None:
        refer()
        do_all(now + timedelta(days=3))

        assert "Amina" not in str(outbox(template="referral_chaser")[0].values)

    def test_after_an_outage_sends_one_and_not_two(self, refer: Refer, outbox: Outbox, now: datetime) -> None:
        refer()
        do_all(now + timedelta(days=8))

        assert len(outbox(template="referral_chaser")) == 1

    def test_ends_with_an_answer(self, client: StrictClient, link: str, outbox: Outbox, now: datetime) -> None:
        client.submit(f"{link}?answer=waiting_list")

        assert do_all(now + timedelta(days=30)) == 0
        assert outbox(template="referral_chaser") == []

    def test_goes_on_when_they_only_said_that_they_have_it(
        self, client: StrictClient, link: str, outbox: Outbox, now: datetime
    ) -> None:
        client.submit(f"{link}?answer=received")
        do_all(now + timedelta(days=3))

        assert db.session.scalars(select(Referral.status)).one() is ReferralStatus.RECEIVED
        assert len(outbox(template="referral_chaser")) == 1

    def test_of_one_sent_yesterday_before_there_were_chasers_waits(self, refer: Refer, outbox: Outbox, now: datetime) -> None:
        refer().chase_at = now  # as the migration leaves it
        db.session.commit()
        do_all(now + timedelta(days=1))

        assert outbox(template="referral_chaser") == []


class TestAnOfferedTime:
    def offer(self, referral: Referral, cast: Cast, now: datetime, *, days: int) -> Proposal:
        proposal, _ = deciding.propose(
            referral=referral,
            person=cast.amina,
            who="Tea & Talk",
            appointment_at=now + timedelta(days=days),
            place="St John's Hall",
            now=now,
        )
        db.session.commit()
        return proposal

    def calls(self) -> list[Reason]:
        return [call.reason for call in db.session.scalars(select(Attention).order_by(Attention.opened_at, Attention.id))]

    @pytest.mark.usefixtures("agrees_to_texts")
    def test_that_nobody_answers_comes_before_the_navigator(
        self, cast: Cast, refer: Refer, now: datetime, outbox: Outbox
    ) -> None:
        self.offer(refer(), cast, now, days=12)
        assert self.calls() == []

        do_all(now + timedelta(days=4))
        do_all(now + timedelta(days=30))

        assert self.calls() == [Reason.TIME_PROPOSED]
        assert outbox(template="referral_chaser") == []

    @pytest.mark.usefixtures("agrees_to_texts")
    def test_that_is_soon_is_seen_to_before_it_has_gone_by(self, cast: Cast, refer: Refer, now: datetime) -> None:
        self.offer(refer(), cast, now, days=1)

        do_all(now + timedelta(hours=13))

        assert self.calls() == [Reason.TIME_PROPOSED]

    def test_that_was_refused_makes_it_their_turn_again_from_that_day(
        self, cast: Cast, refer: Refer, now: datetime, outbox: Outbox
    ) -> None:
        referral = refer(now=now - timedelta(days=14))
        proposal = self.offer(referral, cast, now, days=5)
        deciding.decide(proposal=proposal, referral=referral, person=cast.amina, accepts=False, who="Ben Carter", now=now)
        db.session.commit()

        do_all(now + timedelta(days=2))
        assert outbox(template="referral_chaser") == []
        do_all(now + timedelta(days=4))
        assert len(outbox(template="referral_chaser")) == 1
        do_all(now + timedelta(days=20))
        assert Reason.NOT_ANSWERED in self.calls()


class TestUnanswered:
    def test_lists_mine_and_my_teams_and_nobody_elses(
        self, ben: StrictClient, signed_in: Callable[..., StrictClient], cast: Cast, refer: Refer, now: datetime
    ) -> None:
        refer(now=now - timedelta(days=14))

        assert "Amina Hussain" in ben.get("/referrals/unanswered").text
        assert "10 working days" in ben.get("/referrals/unanswered?whose=team").text
        assert "Amina" not in signed_in(cast.carys).get("/referrals/unanswered?whose=team").text

    def test_leaves_out_those_who_offered_a_time_while_it_waits_for_us(
        self, ben: StrictClient, cast: Cast, refer: Refer, now: datetime
    ) -> None:
        referral = refer(now=now - timedelta(days=14))
        deciding.propose(
            referral=referral,
            person=cast.amina,
            who="Tea & Talk",
            appointment_at=now + timedelta(days=3),
            place="St John's Hall",
            now=now,
        )
        db.session.commit()

        assert "Amina" not in ben.get("/referrals/unanswered").text
        of_it = ben.get(f"/referrals/{referral.id}").text
        assert "has not answered yet" not in of_it
        assert "They offered a time" in of_it

    def test_leaves_out_what_was_asked_lately(self, ben: StrictClient, refer: Refer) -> None:
        refer()

        assert "Amina" not in ben.get("/referrals/unanswered").text


@pytest.mark.usefixtures("agrees_to_texts")
class TestConsentByText:
    def test_sends_nothing_before_the_yes(self, refer: Refer, outbox: Outbox, now: datetime) -> None:
        referral = refer(how=ConsentHow.TEXT)
        do_all(now + timedelta(days=5))

        assert (referral.status, referral.consent_id) == (ReferralStatus.DRAFT, None)
        assert [message.template for message in outbox()] == ["referral_consent"]

    def test_goes_with_the_yes_and_keeps_the_words_of_the_text(
        self, cast: Cast, refer: Refer, outbox: Outbox, now: datetime
    ) -> None:
        referral = refer(how=ConsentHow.TEXT)
        operations.agree_by_text(referral=referral, person=cast.amina, wording="May we? Reply 1.", now=now)
        db.session.commit()
        do_all(now)

        assert referral.status is ReferralStatus.SENT
        assert [message.template for message in outbox(recipient_id=None)] == ["referral_email"]
        consents = [consent for consent in db.session.scalars(select(Consent)) if consent.id == referral.consent_id]
        assert [(consent.how, consent.wording) for consent in consents] == [(ConsentHow.TEXT, "May we? Reply 1.")]

    def test_ends_with_a_no(self, cast: Cast, refer: Refer, outbox: Outbox, now: datetime) -> None:
        referral = refer(how=ConsentHow.TEXT)
        operations.refuse_by_text(referral=referral, person=cast.amina, now=now)
        db.session.commit()
        do_all(now + timedelta(days=5))

        assert referral.status is ReferralStatus.WITHDRAWN
        assert outbox(recipient_id=None) == []
        assert [call.reason for call in db.session.scalars(select(Attention))] == [Reason.DID_NOT_AGREE]


class TestBothSides:
    @pytest.fixture
    def accepted(self, refer: Refer, now: datetime) -> Referral:
        referral = refer()
        referral.status, referral.appointment_at, referral.chase_at = ReferralStatus.ACCEPTED, now, None
        db.session.commit()
        return referral

    def says(self, referral: Referral, side: Side, came: bool, now: datetime) -> bool:
        mark = hearing.mark_attended if came else hearing.mark_did_not_attend
        return mark(referral=referral, who=side.value, side=side, now=now)

    @pytest.mark.parametrize("first", [Side.PERSON, Side.RECEIVER])
    def test_that_disagree_are_both_kept_and_the_persons_word_decides(
        self, accepted: Referral, now: datetime, first: Side, ben: StrictClient
    ) -> None:
        came = {Side.PERSON: False, Side.RECEIVER: True}
        second = next(side for side in came if side is not first)
        self.says(accepted, first, came[first], now)
        self.says(accepted, second, came[second], now + timedelta(hours=1))
        db.session.commit()

        assert accepted.status is ReferralStatus.DID_NOT_ATTEND
        assert accepted.sides_disagree
        assert [call.reason for call in db.session.scalars(select(Attention))] == [Reason.SIDES_DISAGREE]
        assert "They say different things" in ben.get(f"/referrals/{accepted.id}").text

    def test_that_come_to_agree_settle_it(self, accepted: Referral, now: datetime) -> None:
        self.says(accepted, Side.RECEIVER, True, now)
        self.says(accepted, Side.PERSON, False, now)
        self.says(accepted, Side.PERSON, True, now)
        db.session.commit()

        [call] = db.session.scalars(select(Attention))
        assert accepted.status is ReferralStatus.ATTENDED
        assert call.settled_at is not None

    def test_the_person_is_asked_although_the_group_has_said_so(
        self, client: StrictClient, link: str, agrees_to_texts: None, outbox: Outbox, now: datetime
    ) -> None:
        day: dict[str, Any] = {
            "day-day": "24",
            "day-month": "11",
            "day-year": "2026",
            "clock": "10:30am",
            "place": "St John’s Hall",
        }
        client.submit(f"{link}?answer=accepted", **day)
        referral = db.session.scalars(select(Referral)).one()
        self.says(referral, Side.RECEIVER, True, now + timedelta(days=2))
        db.session.commit()

        [question] = outbox(template="did_you_get_there")
        assert question.state is State.PLANNED
