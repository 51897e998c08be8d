"""What each text from a person does."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from messaging.models import Asks, Channel, OutgoingMessage, ReceivedMessage, State
from messaging.purposes import Purpose as MessagePurpose
from messaging.replies import incoming
from messaging.replies.meaning import Meaning, Reply
from messaging.wording.texts import APPOINTMENTS
from navigator.db import db
from navigator.people import queries as people_queries
from navigator.people.models import Person, Purpose
from navigator.people.texting import find_obstacle
from navigator.referrals import operations
from navigator.referrals.models import Attention, Reason, Referral, ReferralEvent, ReferralStatus, ReplyLink
from navigator.referrals.replies import act_on_failure, act_on_reply
from navigator.steps.models import Confidence, Step, StepStatus, ToldBy
from navigator.teams.models import LocalitySetting
from tests.cast import AMINA_MOBILE, Cast, make_person

Outbox = Callable[..., list[OutgoingMessage]]


def write(body: str, now: datetime, number: str = AMINA_MOBILE) -> ReceivedMessage:
    received = ReceivedMessage(
        provider_id=f"SM{body}{number}", from_number=number, to_number="+441632960100", body=body, received_at=now
    )
    db.session.add(received)
    db.session.flush()
    return received


def question(person: Person, asks: Asks, about_id: Any, now: datetime) -> OutgoingMessage:
    message = OutgoingMessage(
        recipient_id=person.id,
        to_address=AMINA_MOBILE,
        locale="ur",
        template="did_you_get_there",
        purpose=MessagePurpose.CHECK_IN,
        about_id=about_id,
        asks=asks,
        dedupe_key=f"question {asks}",
        not_before=now,
        created_at=now,
    )
    db.session.add(message)
    db.session.flush()
    return message


def list_attention() -> list[tuple[Reason, str]]:
    return [(a.reason, a.words) for a in db.session.scalars(select(Attention).order_by(Attention.id))]


@pytest.fixture
def accepted(refer: Callable[..., Referral], agrees_to_texts: None, now: datetime) -> Referral:
    """Amina was expected this morning."""
    referral = refer()
    referral.status, referral.appointment_at = ReferralStatus.ACCEPTED, now
    db.session.commit()
    return referral


@pytest.fixture
def asked(accepted: Referral, cast: Cast, now: datetime) -> OutgoingMessage:
    """She was asked whether she got there."""
    return question(cast.amina, Asks.ATTENDED, accepted.id, now)


class TestYes:
    def test_marks_the_referral_and_the_step_and_asks_confidence(
        self, accepted: Referral, asked: OutgoingMessage, step: Step, outbox: Outbox, now: datetime
    ) -> None:
        act_on_reply(None, received=write("1", now), reply=Reply(Meaning.YES), asked=asked, now=now)

        [confidence] = outbox(template="confidence_question")
        assert accepted.status is ReferralStatus.ATTENDED
        assert step.status is StepStatus.DONE
        assert (confidence.asks, confidence.about_id) == (Asks.CONFIDENCE, step.id)
        assert list_attention() == []

    def test_told_twice_is_told_once(self, accepted: Referral, asked: OutgoingMessage, outbox: Outbox, now: datetime) -> None:
        received = write("1", now)
        for moment in (now, now + timedelta(minutes=30)):
            act_on_reply(None, received=received, reply=Reply(Meaning.YES), asked=asked, now=moment)

        moves = db.session.scalars(select(ReferralEvent.to_status).where(ReferralEvent.referral_id == accepted.id)).all()
        assert moves.count(ReferralStatus.ATTENDED) == 1
        assert len(outbox(template="confidence_question")) == 1

    def test_corrects_an_earlier_no(self, accepted: Referral, asked: OutgoingMessage, now: datetime) -> None:
        act_on_reply(None, received=write("2", now), reply=Reply(Meaning.NO), asked=asked, now=now)
        act_on_reply(None, received=write("1", now), reply=Reply(Meaning.YES), asked=asked, now=now)

        assert accepted.status is ReferralStatus.ATTENDED

    def test_about_a_referral_taken_back_goes_to_a_human(self, accepted: Referral, asked: OutgoingMessage, now: datetime) -> None:
        accepted.status = ReferralStatus.WITHDRAWN
        db.session.flush()
        act_on_reply(None, received=write("1", now), reply=Reply(Meaning.YES), asked=asked, now=now)

        assert list_attention() == [(Reason.UNCLEAR_REPLY, "1")]

    def test_without_a_step_asks_nothing_more(
        self, cast: Cast, refer: Callable[..., Referral], agrees_to_texts: None, outbox: Outbox, now: datetime
    ) -> None:
        referral = refer(step=None)
        referral.status = ReferralStatus.ACCEPTED
        db.session.flush()
        asked = question(cast.amina, Asks.ATTENDED, referral.id, now)
        act_on_reply(None, received=write("1", now), reply=Reply(Meaning.YES), asked=asked, now=now)

        assert referral.status is ReferralStatus.ATTENDED
        assert outbox(template="confidence_question") == []


class TestNo:
    def test_puts_the_person_before_the_navigator(
        self, accepted: Referral, asked: OutgoingMessage, step: Step, outbox: Outbox, now: datetime
    ) -> None:
        act_on_reply(None, received=write("2", now), reply=Reply(Meaning.NO), asked=asked, now=now)

        assert accepted.status is ReferralStatus.DID_NOT_ATTEND
        assert step.status is StepStatus.PLANNED
        assert list_attention() == [(Reason.DID_NOT_GET_THERE, "2")]
        assert len(outbox(template="thanks_no")) == 1


class TestNeedHelp:
    def test_puts_the_person_before_the_navigator(
        self, accepted: Referral, asked: OutgoingMessage, outbox: Outbox, now: datetime
    ) -> None:
        act_on_reply(None, received=write("3", now), reply=Reply(Meaning.NEED_HELP), asked=asked, now=now)

        attention = db.session.scalars(select(Attention)).one()
        assert (attention.reason, attention.referral_id) == (Reason.NEEDS_HELP, accepted.id)
        assert accepted.status is ReferralStatus.ACCEPTED
        assert len(outbox(template="thanks_need_help")) == 1

    def test_is_heard_when_nothing_was_asked(self, cast: Cast, now: datetime) -> None:
        act_on_reply(None, received=write("I need help", now), reply=Reply(Meaning.NEED_HELP), asked=None, now=now)

        assert list_attention() == [(Reason.NEEDS_HELP, "I need help")]


class TestScore:
    def test_is_written_down_as_told_by_text(
        self, cast: Cast, step: Step, agrees_to_texts: None, outbox: Outbox, now: datetime
    ) -> None:
        asked = question(cast.amina, Asks.CONFIDENCE, step.id, now)
        received = write("8", now)
        for moment in (now, now + timedelta(hours=1)):
            act_on_reply(None, received=received, reply=Reply(Meaning.SCORE, 8), asked=asked, now=moment)

        answer = db.session.scalars(select(Confidence)).one()
        assert (answer.score, answer.told_by, answer.step_id) == (8, ToldBy.TEXT, step.id)
        assert len(outbox(template="thanks_confidence")) == 1
        assert list_attention() == []

    @pytest.mark.parametrize(
        ("enough", "score", "template"), [(6, 5, "thanks_unsure"), (6, 6, "thanks_confidence"), (8, 7, "thanks_unsure")]
    )
    def test_is_answered_by_what_counts_as_sure_here(
        self, cast: Cast, step: Step, agrees_to_texts: None, now: datetime, outbox: Outbox, enough: int, score: int, template: str
    ) -> None:
        db.session.add(LocalitySetting(locality_id=cast.ben.team.locality_id, name="confidence_threshold", value=enough))
        asked = question(cast.amina, Asks.CONFIDENCE, step.id, now)

        act_on_reply(None, received=write(str(score), now), reply=Reply(Meaning.SCORE, score), asked=asked, now=now)

        assert len(outbox(template=template)) == 1

    def test_that_is_low_alarms_nobody(self, cast: Cast, step: Step, agrees_to_texts: None, now: datetime) -> None:
        asked = question(cast.amina, Asks.CONFIDENCE, step.id, now)
        act_on_reply(None, received=write("2", now), reply=Reply(Meaning.SCORE, 2), asked=asked, now=now)

        assert list_attention() == []


class TestStop:
    def test_ends_the_consent_and_tells_the_navigator(self, cast: Cast, agrees_to_texts: None, now: datetime) -> None:
        act_on_reply(None, received=write("STOP", now), reply=Reply(Meaning.STOP), asked=None, now=now)

        assert people_queries.find_consent(person_id=cast.amina.id, purpose=Purpose.TEXTS) is None
        assert list_attention() == [(Reason.STOPPED_TEXTS, "STOP")]

    def test_is_undone_by_start(self, cast: Cast, agrees_to_texts: None, now: datetime) -> None:
        act_on_reply(None, received=write("STOP", now), reply=Reply(Meaning.STOP), asked=None, now=now)
        for _ in range(2):
            act_on_reply(None, received=write_once("START", now), reply=Reply(Meaning.START), asked=None, now=now)

        standing = [c for c in people_queries.list_consents(person_id=cast.amina.id) if c.withdrawn_at is None]
        assert [(c.purpose, c.how, c.wording) for c in standing] == [(Purpose.TEXTS, "text", "START")]


def write_once(body: str, now: datetime) -> ReceivedMessage:
    found = db.session.scalar(select(ReceivedMessage).where(ReceivedMessage.body == body))
    return found or write(body, now)


class TestOtherWords:
    def test_of_distress_come_first_of_all(self, accepted: Referral, asked: OutgoingMessage, now: datetime) -> None:
        words = "I cannot go on"
        reply = Reply(Meaning.DISTRESS, is_doubtful=True)
        act_on_reply(None, received=write(words, now), reply=reply, asked=asked, now=now)

        assert list_attention() == [(Reason.DISTRESS, words)]

    def test_that_are_unclear_go_to_a_human_once(self, cast: Cast, now: datetime) -> None:
        received = write("maybe next week", now)
        for _ in range(2):
            act_on_reply(None, received=received, reply=Reply(Meaning.UNCLEAR), asked=None, now=now)

        assert list_attention() == [(Reason.UNCLEAR_REPLY, "maybe next week")]

    def test_from_a_shared_phone_call_for_everybody_on_it(self, cast: Cast, now: datetime) -> None:
        joe = make_person(navigator=cast.ben, now=now, given_name="Joe")
        act_on_reply(None, received=write("who is this", now), reply=Reply(Meaning.UNCLEAR), asked=None, now=now)

        called = set(db.session.scalars(select(Attention.person_id)))
        words = set(db.session.scalars(select(Attention.words)))
        assert called == {cast.amina.id, joe.id}
        assert all("Somebody else we support has the same number" in text for text in words)

    def test_answering_a_question_are_theirs_who_were_asked(
        self, cast: Cast, accepted: Referral, asked: OutgoingMessage, now: datetime
    ) -> None:
        make_person(navigator=cast.ben, now=now, given_name="Joe")
        act_on_reply(None, received=write("perhaps", now), reply=Reply(Meaning.UNCLEAR), asked=asked, now=now)

        assert list(db.session.scalars(select(Attention.person_id))) == [cast.amina.id]

    def test_from_an_unknown_number_are_nobodys(self, cast: Cast, now: datetime, caplog: pytest.LogCaptureFixture) -> None:
        received = write("hello", now, number="+447700900777")
        act_on_reply(None, received=received, reply=Reply(Meaning.UNCLEAR), asked=None, now=now)

        assert list_attention() == []
        assert "nobody's" in caplog.text
        assert "hello" not in caplog.text


class TestFailure:
    def test_of_a_text_calls_once_a_week_for_each_number(self, cast: Cast, now: datetime) -> None:
        message = question(cast.amina, Asks.ATTENDED, None, now)
        for moment in (now, now + timedelta(days=3)):
            act_on_failure(None, message=message, now=moment)
        once = db.session.scalar(select(func.count(Attention.id)))
        db.session.execute(Attention.__table__.update().values(settled_at=now))  # type: ignore[attr-defined]  # it is a Table
        act_on_failure(None, message=message, now=now + timedelta(days=8))

        assert once == 1
        assert list_attention() == [(Reason.CANNOT_BE_TEXTED, AMINA_MOBILE)] * 2

    def test_of_the_email_to_a_group_tells_the_navigator(self, cast: Cast, refer: Callable[..., Referral], now: datetime) -> None:
        referral = refer()
        [link] = db.session.scalars(select(ReplyLink))
        message = question(cast.amina, Asks.ATTENDED, link.id, now)
        message.channel, message.recipient_id, message.to_address = Channel.EMAIL, None, "hello@teaandtalk.example"
        act_on_failure(None, message=message, now=now)

        attention = db.session.scalars(select(Attention)).one()
        assert (attention.reason, attention.referral_id) == (Reason.EMAIL_LOST, referral.id)


class TestTextsThatComeIn:
    """As the worker takes them, through messaging and its signals."""

    def test_a_1_closes_the_loop(
        self, accepted: Referral, asked: OutgoingMessage, step: Step, outbox: Outbox, now: datetime
    ) -> None:
        asked.state, asked.sent_at = State.SENT, now
        incoming.handle(write("1", now).id, now=now)

        assert accepted.status is ReferralStatus.ATTENDED
        assert step.status is StepStatus.DONE
        assert len(outbox(template="confidence_question")) == 1

    def test_stop_is_answered_once_and_nothing_else_is_sent(
        self, accepted: Referral, asked: OutgoingMessage, outbox: Outbox, now: datetime
    ) -> None:
        incoming.handle(write("STOP", now).id, now=now)

        assert [message.template for message in outbox(state=State.PLANNED, channel=Channel.TEXT)] == ["stopped"]

    def test_start_opens_the_gate_again(self, cast: Cast, agrees_to_texts: None, now: datetime) -> None:
        incoming.handle(write("STOP", now).id, now=now)
        stopped = find_obstacle(cast.amina)
        incoming.handle(write("START", now).id, now=now)

        assert stopped is not None
        assert find_obstacle(cast.amina) is None

    def test_words_of_distress_are_answered_and_go_first(
        self, cast: Cast, agrees_to_texts: None, outbox: Outbox, now: datetime
    ) -> None:
        incoming.handle(write("I want to kill myself", now).id, now=now)

        assert list_attention() == [(Reason.DISTRESS, "I want to kill myself")]
        assert len(outbox(template="safety")) == 1

    def test_start_brings_back_the_texts_around_an_appointment(
        self, cast: Cast, refer: Callable[..., Referral], agrees_to_texts: None, outbox: Outbox, now: datetime
    ) -> None:
        say_yes(refer(), cast.amina, now + timedelta(days=2), now)
        [accepted] = outbox(template="referral_accepted")
        accepted.state, accepted.sent_at = State.SENT, now
        incoming.handle(write("STOP", now).id, now=now)
        for word in ("START", "Start"):
            incoming.handle(write(word, now).id, now=now)

        planned = [message.template for message in outbox(state=State.PLANNED, channel=Channel.TEXT, recipient_id=cast.amina.id)]
        assert sorted(name for name in planned if name in APPOINTMENTS) == ["did_you_get_there", "reminder"]

    def test_start_says_what_was_never_said(
        self, cast: Cast, refer: Callable[..., Referral], agrees_to_texts: None, outbox: Outbox, now: datetime
    ) -> None:
        incoming.handle(write("STOP", now).id, now=now)
        say_yes(refer(), cast.amina, now + timedelta(days=2), now)
        incoming.handle(write("START", now).id, now=now)

        assert [message.state for message in outbox(template="referral_accepted")] == [State.PLANNED]


def say_yes(referral: Referral, person: Person, at: datetime, now: datetime) -> None:
    [link] = db.session.scalars(select(ReplyLink).where(ReplyLink.referral_id == referral.id))
    operations.answer(
        link=link, person=person, answer=ReferralStatus.ACCEPTED, appointment_at=at, place="St John's Hall", now=now
    )


class TestNewsThatNoTextBrings:
    def test_of_a_yes_calls_the_navigator(self, cast: Cast, refer: Callable[..., Referral], now: datetime) -> None:
        say_yes(refer(), cast.amina, now + timedelta(days=2), now)

        [(reason, words)] = list_attention()
        assert reason is Reason.CANNOT_BE_TEXTED
        assert "Tea & Talk said yes for Wednesday 25 November, 10am" in words

    def test_of_a_no_calls_the_navigator(self, cast: Cast, refer: Callable[..., Referral], now: datetime) -> None:
        referral = refer()
        [link] = db.session.scalars(select(ReplyLink))
        operations.answer(link=link, person=cast.amina, answer=ReferralStatus.NO_ROOM, now=now)

        assert referral.status is ReferralStatus.NO_ROOM
        assert {reason for reason, _ in list_attention()} == {Reason.DECLINED, Reason.CANNOT_BE_TEXTED}

    def test_in_time_calls_the_navigator_at_once(
        self, cast: Cast, refer: Callable[..., Referral], agrees_to_texts: None, outbox: Outbox, now: datetime
    ) -> None:
        say_yes(refer(), cast.amina, now + timedelta(hours=23), now.replace(hour=21))

        [question] = outbox(template="did_you_get_there")
        assert [reason for reason, _ in list_attention()] == [Reason.CANNOT_BE_TEXTED]
        assert outbox(template="referral_accepted") == outbox(template="reminder") == []
        assert question.not_before == now + timedelta(hours=25)

    def test_in_time_is_no_alarm_on_a_plain_day(
        self, cast: Cast, refer: Callable[..., Referral], agrees_to_texts: None, now: datetime
    ) -> None:
        say_yes(refer(), cast.amina, now + timedelta(hours=23), now)

        assert list_attention() == []

    def test_because_it_came_too_late_calls_the_navigator_once(
        self, cast: Cast, refer: Callable[..., Referral], agrees_to_texts: None, outbox: Outbox, now: datetime
    ) -> None:
        say_yes(refer(), cast.amina, now + timedelta(days=2), now)
        messages = [*outbox(template="referral_accepted"), *outbox(template="reminder")]
        for message in messages:
            act_on_failure(None, message=message, now=now + timedelta(days=2))

        assert len(messages) == 2
        assert [reason for reason, _ in list_attention()] == [Reason.CANNOT_BE_TEXTED]


class TestTextFromAFormerNumber:
    def test_calls_for_whom_we_texted_there_last(self, cast: Cast, now: datetime) -> None:
        message = question(cast.amina, Asks.ATTENDED, None, now)
        message.state, message.sent_at = State.SENT, now - timedelta(days=30)
        cast.amina.mobile = "+447700900777"
        received = write("I want to die", now)
        act_on_reply(None, received=received, reply=Reply(Meaning.DISTRESS), asked=None, now=now)

        [(reason, words)] = list_attention()
        assert reason is Reason.DISTRESS
        assert words.startswith("I want to die\n")
        assert "perhaps it is not theirs any more" in words
