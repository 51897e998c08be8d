"""A referral taken back, or another day: nothing that was planned of what no longer holds goes out, however long one waits."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from messaging.models import Asks, Channel, OutgoingMessage
from messaging.states import NOT_HANDED_OVER, State
from navigator.db import db
from navigator.people.models import ContactMethod
from navigator.referrals import endings, operations
from navigator.referrals.models import Referral, ReferralStatus, ReplyLink
from tests.cast import Cast
from tests.messaging.recording import RecordingGateway, RecordingMailer, deliver

Refer = Callable[..., Referral]
PLACE, ELSEWHERE = "St John's Hall", "Chapel Street Rooms"


@pytest.fixture(autouse=True)
def agreed(agrees_to_texts: None, cast: Cast) -> None:
    cast.amina.language = "en"
    db.session.commit()


def link_of(referral: Referral) -> ReplyLink:
    return db.session.scalars(select(ReplyLink).where(ReplyLink.referral_id == referral.id)).one()


def accept(referral: Referral, cast: Cast, now: datetime) -> None:
    answer(referral, cast, ReferralStatus.ACCEPTED, now, appointment_at=now + timedelta(days=3, minutes=30), place=PLACE)


def answer(referral: Referral, cast: Cast, status: ReferralStatus, now: datetime, **facts: object) -> None:
    operations.answer(link=link_of(referral), person=cast.amina, answer=status, now=now, **facts)  # type: ignore[arg-type]
    db.session.commit()


def everything_sent(now: datetime, *, days: int = 14) -> list[str]:
    """All that leaves us in the next days, texts and e-mails, looked for every hour of the day."""
    gateway, mailer = RecordingGateway(), RecordingMailer()
    for hour in range(days * 24):
        moment = now + timedelta(hours=hour)
        if 8 <= moment.hour <= 20:
            while deliver(gateway, moment, mailer=mailer):
                pass
    return [*gateway.bodies, *(parcel.body for parcel in mailer.taken)]


def planned() -> set[str]:
    db.session.expire_all()
    return set(db.session.scalars(select(OutgoingMessage.template).where(OutgoingMessage.state.in_(NOT_HANDED_OVER))))


class TestWithdrawing:
    def test_before_anybody_heard_of_it_tells_nobody(self, refer: Refer, cast: Cast, now: datetime) -> None:
        referral = refer()
        before = planned()

        endings.withdraw(referral=referral, staff=cast.ben, now=now)
        db.session.commit()

        assert before == {"referral_sent", "referral_email"}
        assert planned() == set()
        assert everything_sent(now, days=2) == []

    def test_an_accepted_one_leaves_no_news_no_reminder_and_no_question(self, refer: Refer, cast: Cast, now: datetime) -> None:
        referral = refer()
        accept(referral, cast, now)
        before = planned()

        endings.withdraw(referral=referral, staff=cast.ben, now=now)
        db.session.commit()

        assert before >= {"referral_accepted", "reminder", "did_you_get_there"}
        assert planned() == set()
        assert everything_sent(now, days=5) == []

    def test_one_on_the_waiting_list_leaves_nothing(self, refer: Refer, cast: Cast, now: datetime) -> None:
        referral = refer()
        answer(referral, cast, ReferralStatus.WAITING_LIST, now)
        before = planned()

        endings.withdraw(referral=referral, staff=cast.ben, now=now)
        db.session.commit()

        assert "referral_waiting" in before
        assert planned() == set()

    def test_leaves_nothing_of_letters_either(self, refer: Refer, cast: Cast, now: datetime) -> None:
        cast.amina.contact_method, cast.amina.address = ContactMethod.LETTER, "2 Chapel Street"
        db.session.commit()
        referral = refer()
        letters = db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.channel == Channel.LETTER)).all()

        endings.withdraw(referral=referral, staff=cast.ben, now=now)
        db.session.commit()

        assert [letter.template for letter in letters] == ["referral_sent"]
        assert [letter.state for letter in letters] == [State.CANCELLED]

    def test_while_a_text_is_being_handed_over_sends_it_no_second_time(self, refer: Refer, cast: Cast, now: datetime) -> None:
        referral = refer()
        accept(referral, cast, now)
        news = db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.template == "referral_accepted")).one()
        news.state, news.leased_until, news.lease_holder = State.HANDING_OVER, now - timedelta(seconds=1), "dead"
        news.body, news.attempts = "Good news", 1
        db.session.commit()

        endings.withdraw(referral=referral, staff=cast.ben, now=now)
        db.session.commit()

        assert everything_sent(now + timedelta(minutes=1), days=1) == []  # the provider has it not, and will not have it
        db.session.refresh(news)
        assert (news.state, news.cause) == (State.CANCELLED, "referral_withdrawn")

    def test_leaves_what_is_about_another_referral(self, refer: Refer, cast: Cast, now: datetime) -> None:
        referral = refer()
        accept(referral, cast, now)
        endings.withdraw(referral=referral, staff=cast.ben, now=now)
        other = refer(idempotency_key="another")
        db.session.commit()

        assert other.id != referral.id
        assert planned() == {"referral_sent", "referral_email"}


class TestChangingTheAppointment:
    def test_leaves_nothing_that_names_the_old_day_or_place(self, refer: Refer, cast: Cast, now: datetime) -> None:
        referral = refer()
        accept(referral, cast, now)
        later = now + timedelta(days=6, hours=3)

        operations.change_appointment(
            referral=referral, person=cast.amina, who=cast.ben.name, appointment_at=later, place=ELSEWHERE, now=now
        )
        db.session.commit()
        sent = everything_sent(now, days=9)

        assert not any(PLACE in body or "26 November" in body or "Thursday" in body for body in sent)
        assert any(ELSEWHERE in body for body in sent)

    def test_asks_once_how_it_went_and_after_the_new_day(self, refer: Refer, cast: Cast, now: datetime) -> None:
        referral = refer()
        accept(referral, cast, now)
        later = now + timedelta(days=6, hours=3)
        operations.change_appointment(
            referral=referral, person=cast.amina, who=cast.ben.name, appointment_at=later, place=ELSEWHERE, now=now
        )
        db.session.commit()

        questions = db.session.scalars(
            select(OutgoingMessage).where(OutgoingMessage.asks == Asks.ATTENDED, OutgoingMessage.state.in_(NOT_HANDED_OVER))
        ).all()

        assert [question.not_before > later for question in questions] == [True]

    def test_twice_leaves_the_last_alone(self, refer: Refer, cast: Cast, now: datetime) -> None:
        referral = refer()
        accept(referral, cast, now)
        for days in (6, 8):
            operations.change_appointment(
                referral=referral,
                person=cast.amina,
                who=cast.ben.name,
                appointment_at=now + timedelta(days=days),
                place=ELSEWHERE,
                now=now,
            )
            db.session.commit()

        standing = db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.state.in_(NOT_HANDED_OVER))).all()
        named = {str(text.values.get("appointment_at", "")) for text in standing if "appointment_at" in text.values}
        assert named == {(now + timedelta(days=8)).isoformat()}
        assert len([text for text in standing if text.template == "reminder"]) == 1
