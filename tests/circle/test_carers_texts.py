"""What carers are texted, when it stops, and what their replies do."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from messaging import opt_outs
from messaging.models import Asks, Channel, OutgoingMessage, ReceivedMessage
from messaging.replies import incoming
from messaging.states import State
from navigator.circle import operations
from navigator.circle.operations import Told
from navigator.db import db
from navigator.people.circle_models import CircleGrant, EndedBy, Scope
from navigator.people.models import Purpose
from navigator.people.queries import find_consent
from navigator.people.texting import NotTexted, text_person
from navigator.referrals import endings, hearing
from navigator.referrals import operations as referrals
from navigator.referrals.models import Attention, Reason, Referral, ReferralStatus
from navigator.referrals.signals import News, appointment_news
from navigator.times import utc_now
from navigator.visits import operations as visits
from navigator.visits.models import Kind, LoggedContact, Outcome
from navigator.visits.operations import Happened
from tests.cast import AMINA_MOBILE, Cast, make_person
from tests.circle.conftest import JOE_MOBILE, MakeJoe, agree_to_texts, arrange

US = "+447700900999"


def planned(number: str = JOE_MOBILE) -> list[str]:
    """Templates still to go to a number, but for the first ones every carer gets."""
    wanted = select(OutgoingMessage).where(OutgoingMessage.to_address == number, OutgoingMessage.state == State.PLANNED)
    first = ("carer_invitation", "carer_welcome")
    return sorted(text.template for text in db.session.scalars(wanted) if text.template not in first)


def log_visit(cast: Cast, happened: Happened) -> LoggedContact:
    contact = visits.log_contact(contact_id=uuid.uuid4(), person=cast.amina, staff=cast.ben, happened=happened, now=utc_now())
    db.session.commit()
    return contact


def tell(referral: Referral, cast: Cast, news: News = News.MADE) -> None:
    appointment_news.send("test", referral=referral, person=cast.amina, news=news, now=utc_now())
    db.session.commit()


def text_us(body: str, number: str = JOE_MOBILE) -> ReceivedMessage:
    received = incoming.receive(provider_id=f"SM{body}{number}", from_number=number, to_number=US, body=body, now=utc_now())
    db.session.commit()
    incoming.heed_stop(received.id, now=utc_now())
    incoming.handle(received.id, now=utc_now())
    db.session.commit()
    return received


def ask_amina(referral: Referral, cast: Cast) -> OutgoingMessage:
    """Amina's phone asks her whether she got there, and she has not answered."""
    question = text_person(
        person=cast.amina,
        template="did_you_get_there",
        values={"service_name": "Tea & Talk"},
        dedupe_key="question",
        about_id=referral.id,
        asks=Asks.ATTENDED,
        now=utc_now() - timedelta(hours=1),
    )
    assert not isinstance(question, NotTexted)
    question.state, question.sent_at = State.SENT, utc_now() - timedelta(hours=1)
    db.session.commit()
    return question


class TestNewsOfAnAppointment:
    def test_goes_to_whoever_may_know_with_a_reminder_of_their_own(self, cast: Cast, make_joe: MakeJoe) -> None:
        make_joe(Scope.APPOINTMENT)
        make_joe(Scope.STEPS, Scope.TEAM, mobile="+447700900201")
        tell(arrange(cast, at=utc_now() + timedelta(days=5)), cast)

        assert planned() == ["carer_reminder", "carer_something_new"]
        assert planned("+447700900201") == []

    def test_names_nobody_and_no_place(self, cast: Cast, make_joe: MakeJoe) -> None:
        make_joe(Scope.APPOINTMENT)
        tell(arrange(cast), cast)

        said = " ".join(str(text.values) for text in db.session.scalars(select(OutgoingMessage)))
        assert "Amina" not in said
        assert "Tea" not in said
        assert "St John" not in said

    def test_is_not_told_of_what_is_private(self, cast: Cast, make_joe: MakeJoe) -> None:
        make_joe(*Scope)
        referral = arrange(cast)
        cast.tea_and_talk.name = "Kerensa Refuge"
        db.session.commit()
        for news in News:
            tell(referral, cast, news)

        assert planned() == []

    def test_told_twice_goes_once(self, cast: Cast, make_joe: MakeJoe) -> None:
        make_joe(Scope.APPOINTMENT)
        referral = arrange(cast, at=utc_now() + timedelta(days=5))
        tell(referral, cast)
        tell(referral, cast)

        assert planned() == ["carer_reminder", "carer_something_new"]

    def test_comes_again_with_another_day_and_the_old_reminder_does_not(self, cast: Cast, make_joe: MakeJoe) -> None:
        make_joe(Scope.APPOINTMENT)
        referral = arrange(cast, at=utc_now() + timedelta(days=5))
        tell(referral, cast)
        referrals.change_appointment(
            referral=referral,
            person=cast.amina,
            who=cast.ben.name,
            appointment_at=utc_now() + timedelta(days=8),
            place="Market Hall",
            now=utc_now(),
        )
        db.session.commit()

        reminders = list(db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.template == "carer_reminder")))
        assert sorted(text.state for text in reminders) == [State.CANCELLED, State.PLANNED]

    def test_of_the_end_takes_the_reminder_back(self, cast: Cast, make_joe: MakeJoe) -> None:
        make_joe(Scope.APPOINTMENT)
        referral = arrange(cast, at=utc_now() + timedelta(days=5))
        tell(referral, cast)
        endings.withdraw(referral=referral, staff=cast.ben, now=utc_now())
        db.session.commit()

        assert planned() == ["carer_something_new"]  # that it is cancelled

    def test_comes_as_a_reminder_when_the_scope_is_given_later(self, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.TEAM)
        arrange(cast, at=utc_now() + timedelta(days=5))
        operations.give(member=joe, scope=Scope.APPOINTMENT, told=Told(), now=utc_now())
        db.session.commit()

        assert planned() == ["carer_reminder"]

    def test_is_not_planned_beyond_the_last_day_of_the_scope(self, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.TEAM)
        until = utc_now() + timedelta(days=1)
        operations.give(member=joe, scope=Scope.APPOINTMENT, told=Told(), until_at=until, now=utc_now())
        tell(arrange(cast, at=utc_now() + timedelta(days=5)), cast)

        assert planned() == ["carer_something_new"]


class TestAVisitThatTookPlace:
    def test_is_told_to_whoever_asked_for_that(self, cast: Cast, make_joe: MakeJoe) -> None:
        make_joe(Scope.VISITS)
        make_joe(Scope.APPOINTMENT, mobile="+447700900201")
        referral = arrange(cast, at=utc_now() - timedelta(hours=3))
        hearing.mark_attended(referral=referral, who="Amina, by text", now=utc_now())
        db.session.commit()

        assert planned() == ["carer_visit"]
        assert planned("+447700900201") == []

    @pytest.mark.parametrize(
        ("kind", "outcome", "ago", "told"),
        [
            (Kind.HOME, Outcome.TALKED, timedelta(hours=1), ["carer_visit"]),
            (Kind.HOME, Outcome.NO_ANSWER, timedelta(hours=1), []),
            (Kind.CALL, Outcome.TALKED, timedelta(hours=1), []),
            (Kind.HOME, Outcome.TALKED, timedelta(days=9), []),  # no news any more
        ],
    )
    def test_at_home_is_told_without_a_word_of_it(
        self, cast: Cast, make_joe: MakeJoe, kind: Kind, outcome: Outcome, ago: timedelta, told: list[str]
    ) -> None:
        joe = make_joe(Scope.VISITS)
        make_joe(Scope.APPOINTMENT, mobile="+447700900201")
        grant = db.session.scalars(select(CircleGrant).where(CircleGrant.member_id == joe.id)).one()
        grant.from_at = utc_now() - timedelta(days=30)
        contact = log_visit(cast, Happened(kind, outcome, utc_now() - ago, words="She is afraid of the stairs."))

        assert planned() == told
        assert planned("+447700900201") == []
        assert "stairs" not in " ".join(str(text.values) for text in db.session.scalars(select(OutgoingMessage)))
        visits.take_back(contact=contact, staff=cast.ben, now=utc_now())
        db.session.commit()
        assert planned() == []


class TestTheEndOfAScope:
    @pytest.mark.parametrize("whole", [False, True])
    def test_takes_back_what_has_not_been_sent(self, cast: Cast, make_joe: MakeJoe, whole: bool) -> None:
        joe = make_joe(Scope.APPOINTMENT)
        tell(arrange(cast, at=utc_now() + timedelta(days=5)), cast)
        if whole:
            operations.end_member(member=joe, ended_by=EndedBy.PERSON, now=utc_now())
        else:
            operations.end_scope(member=joe, scope=Scope.APPOINTMENT, ended_by=EndedBy.SAFETY, staff=cast.ben, now=utc_now())
        db.session.commit()

        assert planned() == []


class TestStop:
    def test_by_a_carer_ends_their_texts_and_not_the_persons(self, cast: Cast, make_joe: MakeJoe) -> None:
        agree_to_texts(cast)
        make_joe(Scope.APPOINTMENT)
        text_us("STOP")
        tell(arrange(cast, at=utc_now() + timedelta(days=5)), cast)

        assert [name for name in planned() if name.startswith("carer")] == []
        assert not opt_outs.is_stopped(AMINA_MOBILE)
        assert find_consent(person_id=cast.amina.id, purpose=Purpose.TEXTS) is not None

    def test_by_the_person_does_not_end_the_carers(self, cast: Cast, make_joe: MakeJoe) -> None:
        agree_to_texts(cast)
        make_joe(Scope.APPOINTMENT)
        text_us("STOP", AMINA_MOBILE)
        tell(arrange(cast, at=utc_now() + timedelta(days=5)), cast)

        assert planned() == ["carer_reminder", "carer_something_new"]


class TestAReplyFromACarer:
    def test_answers_for_the_person_when_they_may(self, cast: Cast, make_joe: MakeJoe) -> None:
        agree_to_texts(cast)
        make_joe(Scope.ANSWER)
        referral = arrange(cast, at=utc_now() - timedelta(hours=3))
        question = ask_amina(referral, cast)
        text_us("1")

        db.session.refresh(referral)
        db.session.refresh(question)
        assert referral.status is ReferralStatus.ATTENDED
        assert referral.events[-1].who == "Joe Hussain, who helps Amina"
        assert question.answered_at is not None
        assert planned() == ["carer_answered"]

    @pytest.mark.parametrize("scopes", [(), (Scope.APPOINTMENT, Scope.PLAN, Scope.TEAM)])
    def test_answers_nothing_when_they_may_not(self, cast: Cast, make_joe: MakeJoe, scopes: tuple[Scope, ...]) -> None:
        agree_to_texts(cast)
        make_joe(*scopes)
        referral = arrange(cast, at=utc_now() - timedelta(hours=3))
        ask_amina(referral, cast)
        text_us("1")

        db.session.refresh(referral)
        assert referral.status is ReferralStatus.ACCEPTED
        [call] = db.session.scalars(select(Attention).where(Attention.reason == Reason.FROM_CARER))
        assert call.person_id == cast.amina.id
        assert call.words.startswith("Joe Hussain (brother), of the circle of care: 1")

    def test_does_not_answer_about_what_is_private(self, cast: Cast, make_joe: MakeJoe) -> None:
        agree_to_texts(cast)
        make_joe(Scope.ANSWER)
        referral = arrange(cast, at=utc_now() - timedelta(hours=3))
        ask_amina(referral, cast)
        cast.tea_and_talk.name = "Kerensa Refuge"
        db.session.commit()
        text_us("1")

        db.session.refresh(referral)
        assert referral.status is ReferralStatus.ACCEPTED

    def test_in_danger_is_danger(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        make_joe(Scope.APPOINTMENT)
        text_us("I cannot do this any more, I want to die")

        calls = db.session.scalars(select(Attention)).all()
        assert [call.reason for call in calls] == [Reason.DISTRESS]
        assert "safety" in planned()

    @pytest.mark.parametrize("words", ["1 but she has taken all her tablets", "he hit her again"])
    def test_of_somebody_elses_danger_reaches_the_team_of_whom_they_help(
        self, app: Flask, cast: Cast, make_joe: MakeJoe, words: str
    ) -> None:
        agree_to_texts(cast)
        make_joe(Scope.ANSWER)
        referral = arrange(cast, at=utc_now() - timedelta(hours=3))
        question = ask_amina(referral, cast)
        text_us(words)

        [call] = db.session.scalars(select(Attention))
        assert (call.reason, call.person_id) == (Reason.DISTRESS, cast.amina.id)
        assert words in call.words
        assert "safety" in planned()
        db.session.refresh(question)
        assert question.answered_at is None

    def test_of_danger_is_heard_from_who_has_not_said_yes_yet(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        make_joe(Scope.APPOINTMENT, confirms=False)
        text_us("she wants to kill herself")

        [call] = db.session.scalars(select(Attention))
        assert (call.reason, call.person_id) == (Reason.DISTRESS, cast.amina.id)

    def test_of_danger_from_a_person_who_helps_another_reaches_both_teams(
        self, app: Flask, cast: Cast, make_joe: MakeJoe
    ) -> None:
        make_joe(Scope.APPOINTMENT)
        own = make_person(navigator=cast.carys, now=utc_now(), given_name="Joe", mobile=JOE_MOBILE)
        db.session.commit()
        text_us("she wants to kill herself")

        calls = db.session.scalars(select(Attention)).all()
        assert {(call.reason, call.person_id) for call in calls} == {
            (Reason.DISTRESS, cast.amina.id),
            (Reason.DISTRESS, own.id),
        }


class TestSomebodyWithoutAMobile:
    def test_gets_an_e_mail(self, cast: Cast) -> None:
        who = operations.Invited("Nasreen Hussain", email="nasreen@mail.example")
        operations.invite(person=cast.amina, who=who, scopes=[Scope.APPOINTMENT], told=Told(), now=utc_now())

        [message] = db.session.scalars(select(OutgoingMessage))
        assert (message.channel, message.to_address) == (Channel.EMAIL, "nasreen@mail.example")
