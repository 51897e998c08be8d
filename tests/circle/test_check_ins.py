"""How are *you*? To a carer who said yes to it, once in a while, by day, and never where it could hurt."""

from datetime import timedelta

import pytest
import time_machine

from messaging import opt_outs
from navigator.circle import check_ins, operations
from navigator.circle.operations import Invited, Told
from navigator.db import db
from navigator.people import closing, safety
from navigator.people.circle_models import CarerCheckIn, CircleMember, EndedBy, Scope, WhyAskedNoMore
from navigator.people.models import ConsentHow, WhyClosed
from navigator.referrals.models import Reason
from tests.cast import AMINA_MOBILE, Cast, make_person
from tests.circle.asking import (
    NASREEN_MOBILE,
    asked,
    at,
    calls,
    choose,
    days,
    forget_first_texts,
    go_round,
    reply,
    why_ended,
)
from tests.circle.conftest import JOE_MOBILE, MakeJoe, agree_to_texts
from tests.messaging.recording import RecordingGateway

pytestmark = pytest.mark.usefixtures("clock")


class TestAskingACarer:
    def test_comes_the_next_morning_and_every_four_weeks(self, joe: CircleMember, clock: time_machine.Traveller) -> None:
        gateway = RecordingGateway()
        go_round(gateway, clock, *(at(25 + day, 10, 5) for day in range(60)))

        assert days() == ["26 November", "24 December", "21 January"]
        assert {parcel.to for parcel in gateway.taken} == {JOE_MOBILE}

    def test_says_nothing_of_whom_they_help(self, joe: CircleMember, clock: time_machine.Traveller) -> None:
        gateway = RecordingGateway()
        go_round(gateway, clock, at(26, 10, 5))

        [body] = gateway.bodies
        assert body.startswith("How are you?")
        assert not any(word in body for word in ("Amina", "Hussain", "sister", "unwell", "health"))

    def test_is_in_their_own_language(self, cast: Cast, clock: time_machine.Traveller) -> None:
        member = operations.invite(
            person=cast.amina,
            who=Invited("Nasreen Hussain", mobile=NASREEN_MOBILE, language="ur"),
            scopes=[Scope.TEAM],
            told=Told(),
            now=at(25, 14),
        )
        operations.confirm(member=member, now=at(25, 14))
        forget_first_texts()
        choose(member, cast)
        gateway = RecordingGateway()
        go_round(gateway, clock, at(26, 10, 5))

        assert gateway.bodies[0].startswith("آپ کا اپنا کیا حال ہے؟")

    def test_keeps_the_words_they_said_yes_to(self, joe: CircleMember) -> None:
        check_in = check_ins.look(joe).standing
        assert check_in is not None
        assert check_in.wording == "You may text me now and then to ask how I am. I can end this at any time."
        assert (check_in.how, check_in.recorded_by_id is not None) == (ConsentHow.SPOKEN, True)

    def test_never_comes_at_night(self, joe: CircleMember, clock: time_machine.Traveller) -> None:
        """The worker was switched off by day, and comes round in the dark."""
        gateway = RecordingGateway()
        go_round(gateway, clock, at(26, 22, 30), at(27, 3), at(27, 8, 40))
        assert gateway.taken == []

        go_round(gateway, clock, at(27, 9, 1))
        assert len(gateway.taken) == 1

    def test_comes_once_where_two_workers_look(self, joe: CircleMember, clock: time_machine.Traveller) -> None:
        gateway = RecordingGateway()
        check_in = check_ins.look(joe).standing
        assert check_in is not None
        go_round(gateway, clock, at(26, 10, 5))
        check_in.next_at = at(26, 10)  # as the other worker had read it
        db.session.commit()
        go_round(gateway, clock, at(26, 10, 10))

        assert len(gateway.taken) == 1

    def test_is_not_made_up_for_after_weeks_without_a_worker(self, joe: CircleMember, clock: time_machine.Traveller) -> None:
        gateway = RecordingGateway()
        go_round(gateway, clock, at(26 + 70, 10, 5), at(27 + 70, 10, 5))

        assert len(gateway.taken) == 1

    def test_waits_its_weeks_after_another_rhythm_is_chosen(
        self, joe: CircleMember, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        gateway = RecordingGateway()
        go_round(gateway, clock, at(26, 10, 5))
        for every in (2, 8, 2):
            choose(joe, cast, every=every, now=at(26, 15))
        go_round(gateway, clock, *(at(27 + day, 10, 5) for day in range(20)))

        assert days() == ["26 November", "10 December"]


class TestNobodyIsAsked:
    def test_who_did_not_say_yes_to_it(self, make_joe: MakeJoe, clock: time_machine.Traveller) -> None:
        make_joe(*Scope)
        forget_first_texts()
        gateway = RecordingGateway()
        go_round(gateway, clock, at(26, 10, 5), at(60, 10, 5))

        assert gateway.taken == []

    def test_who_is_not_yet_in_the_circle(self, cast: Cast, make_joe: MakeJoe) -> None:
        assert choose(make_joe(Scope.TEAM, confirms=False), cast) is WhyAskedNoMore.NOT_CONFIRMED

    @pytest.mark.parametrize("words", ["STOP", "please stop texting me", "koniec"])
    def test_after_stop(self, joe: CircleMember, clock: time_machine.Traveller, words: str) -> None:
        reply(words, clock, now=at(25, 15))
        gateway = RecordingGateway()
        go_round(gateway, clock, at(26, 10, 5), at(60, 10, 5))

        assert asked() == []
        assert why_ended(joe) is WhyAskedNoMore.STOPPED

    def test_after_a_stop_between_planning_and_sending(self, joe: CircleMember, clock: time_machine.Traveller) -> None:
        clock.move_to(at(26, 22, 0))
        assert check_ins.continue_one(at(26, 22))
        reply("STOP", clock, now=at(26, 23))
        go_round(RecordingGateway(), clock, at(27, 10))

        assert asked() == []

    def test_who_stopped_before_cannot_be_chosen_for(self, cast: Cast, make_joe: MakeJoe, clock: time_machine.Traveller) -> None:
        member = make_joe(Scope.TEAM)
        opt_outs.stop(number=JOE_MOBILE, how="text", now=at(25))
        assert choose(member, cast) is WhyAskedNoMore.STOPPED

    def test_the_persons_stop_is_not_the_carers(self, joe: CircleMember, cast: Cast, clock: time_machine.Traveller) -> None:
        agree_to_texts(cast)
        reply("STOP", clock, number=AMINA_MOBILE, now=at(25, 15))
        go_round(RecordingGateway(), clock, at(26, 10, 5))

        assert days() == ["26 November"]

    def test_who_left_the_circle(self, joe: CircleMember, clock: time_machine.Traveller) -> None:
        clock.move_to(at(26, 7))
        assert not check_ins.continue_one(at(26, 7))
        assert check_ins.continue_one(at(26, 10))  # planned, and not gone
        operations.end_member(member=joe, ended_by=EndedBy.CARER, now=at(26, 10))
        db.session.commit()
        go_round(RecordingGateway(), clock, at(26, 10, 5), at(60, 10))

        assert asked() == []
        assert why_ended(joe) is WhyAskedNoMore.LEFT

    @pytest.mark.parametrize("why", [WhyClosed.DIED, WhyClosed.DO_NOT_CONTACT, WhyClosed.FINISHED])
    def test_when_we_no_longer_support_the_person(
        self, joe: CircleMember, cast: Cast, clock: time_machine.Traveller, why: WhyClosed
    ) -> None:
        check_ins.continue_one(at(26, 10))
        closing.close_person(person=cast.amina, reason="", why=why, died_on=None, staff=cast.ben, now=at(26, 10))
        db.session.commit()
        go_round(RecordingGateway(), clock, at(26, 10, 5), at(60, 10))

        assert asked() == []
        assert why_ended(joe) is WhyAskedNoMore.CLOSED

    def test_while_nobody_may_write_to_the_person(self, joe: CircleMember, cast: Cast, clock: time_machine.Traveller) -> None:
        check_ins.continue_one(at(26, 10))
        safety.set_safe_contact(person=cast.amina, prohibited=True, words="", staff=cast.ben, now=at(26, 10))
        db.session.commit()
        go_round(RecordingGateway(), clock, at(26, 10, 5))

        assert asked() == []
        assert why_ended(joe) is WhyAskedNoMore.PROHIBITED
        assert choose(joe, cast) is WhyAskedNoMore.PROHIBITED

    def test_on_a_phone_that_is_a_supported_persons(self, joe: CircleMember, cast: Cast, clock: time_machine.Traveller) -> None:
        """Nobody could tell whose answer it is: not when it is chosen, and not when the number became theirs since."""
        make_person(navigator=cast.carys, now=at(25), given_name="Wenna", mobile=JOE_MOBILE)
        db.session.commit()
        go_round(RecordingGateway(), clock, at(26, 10, 5))

        assert asked() == []
        assert why_ended(joe) is WhyAskedNoMore.OWN_NUMBER
        assert choose(joe, cast) is WhyAskedNoMore.OWN_NUMBER

    def test_by_e_mail(self, cast: Cast) -> None:
        who = Invited("Nasreen Hussain", email="nasreen@mail.example")
        member = operations.invite(person=cast.amina, who=who, scopes=[Scope.TEAM], told=Told(), now=at(25))
        operations.confirm(member=member, now=at(25))
        assert choose(member, cast) is WhyAskedNoMore.NO_MOBILE

    def test_any_more_after_three_without_an_answer_and_the_navigator_is_told(
        self, joe: CircleMember, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        go_round(RecordingGateway(), clock, *(at(25 + day, 10, 5) for day in range(160)))

        assert len(asked()) == 3
        assert why_ended(joe) is WhyAskedNoMore.UNANSWERED
        [call] = calls(Reason.CARER_QUIET)
        assert call.person_id == cast.amina.id
        assert call.words.startswith("Joe Hussain (brother)")


class TestAPhoneTwoCarersShare:
    @pytest.fixture
    def nasreen(self, cast: Cast, joe: CircleMember) -> CircleMember:
        """Bronwen's neighbour, who picks up Joe's phone."""
        bronwen = make_person(navigator=cast.ben, now=at(25), given_name="Bronwen", mobile="+447700900777")
        who = Invited("Nasreen Malik", "neighbour", JOE_MOBILE)
        member = operations.invite(person=bronwen, who=who, scopes=[Scope.TEAM], told=Told(), now=at(25, 14))
        operations.confirm(member=member, now=at(25, 14))
        forget_first_texts()
        return member

    def test_is_asked_for_one_of_them_alone(
        self, cast: Cast, joe: CircleMember, nasreen: CircleMember, clock: time_machine.Traveller
    ) -> None:
        assert choose(nasreen, cast) is WhyAskedNoMore.ASKED_ELSEWHERE
        gateway = RecordingGateway()
        go_round(gateway, clock, *(at(25 + day, 10, 5) for day in range(20)))

        assert days() == ["26 November"]

    def test_is_asked_once_even_if_both_were_chosen_at_the_same_moment(
        self, cast: Cast, joe: CircleMember, nasreen: CircleMember, clock: time_machine.Traveller
    ) -> None:
        standing = check_ins.look(joe).standing
        assert standing is not None
        db.session.add(
            CarerCheckIn(
                member_id=nasreen.id,
                every_weeks=2,
                wording=standing.wording,
                how=standing.how,
                started_at=standing.started_at + timedelta(seconds=1),
                next_at=standing.next_at,
            )
        )
        db.session.commit()
        go_round(RecordingGateway(), clock, *(at(25 + day, 10, 5) for day in range(20)))

        assert days() == ["26 November"]
        assert why_ended(nasreen) is WhyAskedNoMore.ASKED_ELSEWHERE

    def test_answers_reach_the_navigator_with_both_names(
        self, cast: Cast, joe: CircleMember, nasreen: CircleMember, clock: time_machine.Traveller
    ) -> None:
        go_round(RecordingGateway(), clock, at(26, 10, 5))
        reply("worn out", clock)

        [call] = calls()
        assert call.person_id == cast.amina.id
        assert "Nasreen Malik" in call.words

    def test_stops_for_both_with_one_stop(
        self, cast: Cast, joe: CircleMember, nasreen: CircleMember, clock: time_machine.Traveller
    ) -> None:
        reply("STOP", clock, now=at(25, 16))
        assert choose(nasreen, cast) is WhyAskedNoMore.STOPPED
        go_round(RecordingGateway(), clock, at(26, 10, 5))

        assert asked() == []
