"""A carer sees what the person gave, while it is given, and never what is private. Nobody gets anywhere by guessing."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from messaging.models import Channel, OutgoingMessage
from messaging.purposes import Purpose as For
from messaging.states import State
from navigator.circle import operations
from navigator.circle.operations import Told
from navigator.db import db
from navigator.people.access import CARER_MAY, Helped, Part, PersonNotFound, get_helped
from navigator.people.circle_models import CircleGrant, EndedBy, Scope
from navigator.people.closing import close_person
from navigator.people.models import AuditEntry
from navigator.referrals.models import ReferralStatus
from navigator.times import utc_now
from tests.cast import AMINA_MOBILE, Cast
from tests.circle.conftest import MakeJoe, arrange, browser_of_carer
from tests.plan.conftest import plan_goal, plan_step
from tests.pressing import press
from tests.strict_client import StrictClient

SECRET_WORDS = "Leave for the refuge in Truro"


def read(browser: StrictClient, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def write_plan(cast: Cast) -> None:
    plan_step(plan_goal(cast, words="Seeing people", now=utc_now()), what="Walk to the harbour", confidence=8, now=utc_now())
    db.session.commit()


class TestTheTable:
    def test_says_of_every_part_which_scopes_open_it(self) -> None:
        assert set(CARER_MAY) == set(Part)

    @pytest.mark.parametrize("scope", Scope)
    def test_is_what_each_page_goes_by(self, app: Flask, cast: Cast, make_joe: MakeJoe, scope: Scope) -> None:
        joe = make_joe(scope)
        may = {part for part in Part if scope in CARER_MAY[part]}

        for part in Part:
            if part in may:
                assert isinstance(get_helped(held=[joe], member_id=joe.id, part=part, now=utc_now()), Helped)
            else:
                with pytest.raises(PersonNotFound):
                    get_helped(held=[joe], member_id=joe.id, part=part, now=utc_now())


class TestWhoOnlyKnowsOfAppointments:
    def test_sees_the_next_one_and_how_far_it_goes(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        write_plan(cast)
        arrange(cast)
        joe = make_joe(Scope.APPOINTMENT)
        page = read(browser_of_carer(app, joe), f"/helping/{joe.id}")

        assert "St John&#39;s Hall" in page
        assert "lets you:" in page
        assert "see what is arranged next" in page
        assert "harbour" not in page
        assert "Write to the team" not in page

    @pytest.mark.parametrize("page", ["plan", "messages"])
    def test_finds_no_other_page(self, app: Flask, cast: Cast, make_joe: MakeJoe, page: str) -> None:
        joe = make_joe(Scope.APPOINTMENT)

        assert browser_of_carer(app, joe).get(f"/helping/{joe.id}/{page}").status_code == 404

    def test_cannot_write_or_answer_by_knowing_the_address(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        gone_by = arrange(cast, at=utc_now() - timedelta(hours=3))
        joe = make_joe(Scope.APPOINTMENT)
        browser, home = browser_of_carer(app, joe), f"/helping/{joe.id}"

        assert press(browser, f"{home}/write", on=home, words="Hello").status_code == 404
        assert press(browser, f"{home}/answer/{gone_by.id}", on=home).status_code == 404
        assert gone_by.status is ReferralStatus.ACCEPTED


class TestWhoSeesThePlan:
    def test_sees_goals_and_steps_but_no_notes_and_no_other_carer(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        cast.amina.contact_notes = "Her landlord frightens her"
        write_plan(cast)
        make_joe(Scope.PLAN, mobile="+447700900201").name = "Nasreen"
        joe = make_joe(Scope.PLAN)
        browser = browser_of_carer(app, joe)
        pages = read(browser, f"/helping/{joe.id}") + read(browser, f"/helping/{joe.id}/plan")

        assert "Walk to the harbour" in pages
        assert "A goal for Seeing people" in pages
        assert "landlord" not in pages
        assert "Nasreen" not in pages
        assert AMINA_MOBILE not in pages

    def test_never_sees_what_is_private(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        write_plan(cast)
        goal = plan_goal(cast, words="Getting away", now=utc_now())
        plan_step(goal, what=SECRET_WORDS, confidence=8, now=utc_now())
        private = arrange(cast)
        cast.tea_and_talk.name = private.service_name = "Kerensa Refuge"
        db.session.commit()
        joe = make_joe(*Scope)
        browser = browser_of_carer(app, joe)
        pages = "".join(read(browser, f"/helping/{joe.id}{page}") for page in ("", "/plan", "/messages"))

        assert "Walk to the harbour" in pages
        for word in ("Kerensa", "efuge", "St John"):
            assert word not in pages

    def test_leaves_a_trace_of_looking(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.PLAN)
        read(browser_of_carer(app, joe), f"/helping/{joe.id}/plan")

        [seen] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "carer_looked"))
        assert (seen.person_id, seen.detail) == (cast.amina.id, f"{joe.id} plan")


class TestWhoSeesTexts:
    def test_sees_those_about_appointments_alone(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        referral = arrange(cast)
        for template, purpose, about, body in (
            ("referral_accepted", For.REFERRAL, referral.id, "Tea and Talk said yes"),
            ("written_by_staff", For.CONVERSATION, None, "I heard about your landlord"),
            ("sign_in_code", For.ASKED_FOR, None, "482913 is the code"),
            ("reminder", For.REMINDER, uuid.uuid4(), "A reminder of something else"),
        ):
            db.session.add(
                OutgoingMessage(
                    channel=Channel.TEXT,
                    recipient_id=cast.amina.id,
                    to_address=AMINA_MOBILE,
                    locale="en",
                    template=template,
                    purpose=purpose,
                    about_id=about,
                    dedupe_key=template,
                    not_before=utc_now(),
                    created_at=utc_now(),
                    sent_at=utc_now(),
                    state=State.SENT,
                    body=body,
                )
            )
        db.session.commit()
        joe = make_joe(Scope.MESSAGES)
        page = read(browser_of_carer(app, joe), f"/helping/{joe.id}/messages")

        assert "said yes" in page
        for word in ("landlord", "482913", "something else"):
            assert word not in page


class TestAnEndedScope:
    @pytest.mark.parametrize("ended_by", [EndedBy.PERSON, EndedBy.SAFETY])
    def test_is_over_at_once(self, app: Flask, cast: Cast, make_joe: MakeJoe, ended_by: EndedBy) -> None:
        joe = make_joe(Scope.PLAN, Scope.TEAM)
        browser = browser_of_carer(app, joe)
        before = browser.get(f"/helping/{joe.id}/plan").status_code
        operations.end_scope(
            member=joe, scope=Scope.PLAN, ended_by=ended_by, staff=cast.ben, reason="She seemed afraid", now=utc_now()
        )
        db.session.commit()

        assert before == 200
        assert browser.get(f"/helping/{joe.id}/plan").status_code == 404
        assert "afraid" not in read(browser, f"/helping/{joe.id}")

    def test_by_its_own_last_day_is_over_too(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.PLAN)
        grant = db.session.scalars(select(CircleGrant).where(CircleGrant.member_id == joe.id)).one()
        grant.until_at = utc_now() - timedelta(minutes=1)
        db.session.commit()

        assert browser_of_carer(app, joe).get(f"/helping/{joe.id}/plan").status_code == 404

    def test_that_begins_later_is_not_there_yet(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.TEAM)
        tomorrow = utc_now() + timedelta(days=1)
        operations.give(member=joe, scope=Scope.PLAN, told=Told(), from_at=tomorrow, now=utc_now())
        db.session.commit()

        assert browser_of_carer(app, joe).get(f"/helping/{joe.id}/plan").status_code == 404

    def test_of_the_whole_circle_closes_every_page(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(*Scope)
        browser = browser_of_carer(app, joe)
        operations.end_member(member=joe, ended_by=EndedBy.PERSON, now=utc_now())
        db.session.commit()

        assert browser.get(f"/helping/{joe.id}").status_code == 302

    def test_comes_with_the_end_of_our_support(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(*Scope)
        browser = browser_of_carer(app, joe)
        close_person(person=cast.amina, reason="Moved", staff=cast.ben, now=utc_now())
        db.session.commit()

        assert browser.get(f"/helping/{joe.id}").status_code == 404


class TestGuessing:
    def test_the_id_of_another_circle_opens_nothing(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.TEAM)
        other = make_joe(*Scope, mobile="+447700900201")
        browser = browser_of_carer(app, joe)

        for guessed in (other.id, cast.amina.id, uuid.uuid4()):
            for page in ("", "/plan", "/messages"):
                assert browser.get(f"/helping/{guessed}{page}").status_code == 404

    def test_whoever_was_taken_out_and_kept_the_cookie_opens_nothing(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(*Scope)
        browser = browser_of_carer(app, joe)
        operations.end_member(member=joe, ended_by=EndedBy.PERSON, now=utc_now())
        db.session.commit()
        again = make_joe(Scope.TEAM)

        assert browser.get(f"/helping/{again.id}").status_code == 302

    def test_strangers_staff_and_the_person_are_sent_away(
        self, client: StrictClient, ben: StrictClient, amina: StrictClient, make_joe: MakeJoe
    ) -> None:
        joe = make_joe(*Scope)

        for browser in (client, ben, amina):
            assert browser.get(f"/helping/{joe.id}").status_code == 302

    def test_before_they_said_yes_there_is_only_the_question(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        arrange(cast)
        joe = make_joe(*Scope, confirms=False)
        browser = browser_of_carer(app, joe)
        page = read(browser, f"/helping/{joe.id}")

        assert "Would you like to help?" in page
        assert "St John" not in page
        assert browser.get(f"/helping/{joe.id}/plan").status_code == 404


class TestAnsweringForSomebody:
    def test_is_written_down_as_told_by_the_carer(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        referral = arrange(cast, at=utc_now() - timedelta(hours=3))
        joe = make_joe(Scope.ANSWER)
        press(browser_of_carer(app, joe), f"/helping/{joe.id}/answer/{referral.id}", on=f"/helping/{joe.id}")

        db.session.refresh(referral)
        assert referral.status is ReferralStatus.ATTENDED
        assert referral.events[-1].who == "Joe Hussain, who helps Amina"
