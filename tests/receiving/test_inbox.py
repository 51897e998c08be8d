"""All that an organisation was asked, on one page: by the link sent to its address, or by its editors' sign-in."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, select

from directory.models import Organization
from directory.upkeep import editors
from messaging.models import OutgoingMessage
from navigator.db import db
from navigator.people import safety
from navigator.people.models import AuditEntry
from navigator.referrals import endings
from navigator.referrals.dealing_models import Proposal, ReferralNote
from navigator.referrals.models import Attention, Reason, Referral, ReferralStatus, Side
from tests.cast import Cast, make_person
from tests.pressing import press
from tests.signed_in import browser_of_editor
from tests.strict_client import StrictClient

Outbox = Callable[..., list[OutgoingMessage]]
Refer = Callable[..., Referral]
DAY: dict[str, Any] = {"day-day": "26", "day-month": "11", "day-year": "2026", "clock": "10:30am", "place": "St John’s Hall"}


def the_referral() -> Referral:
    db.session.expire_all()
    return db.session.scalars(select(Referral)).one()


def address_in(email: OutgoingMessage) -> str:
    return str(email.values["link"]).removeprefix("http://localhost")


@pytest.fixture
def inbox(client: StrictClient, link: str, outbox: Outbox) -> str:
    """The address of the page of all, as the e-mail gives it."""
    client.submit(link)
    return address_in(outbox(template="receivers_inbox")[0])


@pytest.fixture
def jan(app: Flask, cast: Cast, now: datetime) -> StrictClient:
    """Jan, who keeps the listings of Tea & Talk, signed in."""
    editor = editors.invite(
        organization=cast.tea_and_talk.organization,
        name="Jan Trewhella",
        email="jan@teaandtalk.example",
        phone=None,
        language="en",
        invited_by="Ada",
        now=now,
    )
    db.session.commit()
    return browser_of_editor(app, editor)


class TestTheLink:
    def test_is_sent_to_the_address_and_not_to_whoever_asks(self, inbox: str, outbox: Outbox) -> None:
        [email] = outbox(template="receivers_inbox")

        assert email.to_address == the_referral().sent_to
        assert "Amina" not in str(email.values)

    def test_comes_once_however_often_it_is_asked_for(self, client: StrictClient, link: str, outbox: Outbox) -> None:
        client.submit(link)
        client.submit(link)

        assert len(outbox(template="receivers_inbox")) == 1

    def test_ends(self, client: StrictClient, inbox: str, clock: time_machine.Traveller) -> None:
        clock.shift(timedelta(days=31))
        answer = client.get(inbox)

        assert answer.status_code == 404
        assert "Amina" not in answer.text

    def test_that_never_was_shows_nothing(self, client: StrictClient, inbox: str) -> None:
        assert client.get("/inbox/" + "x" * 43).status_code == 404


class TestSayingOneThingOfSeveral:
    def test_offers_only_what_fits_one_of_them(self, client: StrictClient, inbox: str, clock: time_machine.Traveller) -> None:
        waiting = client.get(inbox).text
        one = f"{inbox}/{the_referral().id}?answer=accepted"
        press(client, one, on=one, **DAY)
        clock.shift(timedelta(days=4))  # the day after
        agreed = client.get(inbox).text

        assert ("We have no room now" in waiting, "They came" in waiting) == (True, False)
        assert "They came" in agreed


class TestWhatTheySee:
    def test_is_what_was_agreed_to(self, client: StrictClient, inbox: str) -> None:
        page = client.get(f"{inbox}/{the_referral().id}").text

        assert "Amina Hussain" in page
        assert "07700 900123" in page
        assert "1948" not in page

    @pytest.mark.parametrize("by", list(Side)[:1])
    def test_is_nothing_after_it_was_taken_back(
        self, client: StrictClient, jan: StrictClient, inbox: str, cast: Cast, now: datetime, by: Side
    ) -> None:
        referral = the_referral()
        endings.withdraw(referral=referral, staff=cast.ben, by=by, now=now)
        db.session.commit()

        assert "Amina" not in client.get(inbox).text
        assert client.get(f"{inbox}/{referral.id}").status_code == 404
        assert "Amina" not in jan.get("/listings/referrals").text
        assert jan.get(f"/listings/referrals/{referral.id}").status_code == 404

    def test_is_no_way_to_reach_somebody_nobody_may_contact(
        self, client: StrictClient, inbox: str, cast: Cast, now: datetime
    ) -> None:
        safety.set_safe_contact(person=cast.amina, prohibited=True, words="", staff=cast.ben, now=now)
        db.session.commit()
        page = client.get(f"{inbox}/{the_referral().id}").text

        assert "900123" not in page
        assert "Please do not contact them: answer us" in page

    def test_is_not_another_organisations(self, app: Flask, cast: Cast, link: str, now: datetime) -> None:
        other = Organization(name="The Shed", email="shed@shed.example")
        db.session.add(other)
        db.session.flush()
        editor = editors.invite(
            organization=other, name="Sid", email="sid@shed.example", phone=None, language="en", invited_by="Ada", now=now
        )
        db.session.commit()
        sid = browser_of_editor(app, editor)

        assert "Amina" not in sid.get("/listings/referrals").text
        assert sid.get(f"/listings/referrals/{the_referral().id}").status_code == 404

    def test_is_written_into_her_trail(self, client: StrictClient, inbox: str, cast: Cast) -> None:
        client.get(inbox)

        looked = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "receiver_looked")).all()
        assert [entry.person_id for entry in looked] == [cast.amina.id]

    def test_costs_as_many_queries_for_many_as_for_two(self, jan: StrictClient, cast: Cast, refer: Refer, now: datetime) -> None:
        def count() -> int:
            asked: list[str] = []

            def note(connection: object, cursor: object, statement: str, *others: object) -> None:
                asked.append(statement)

            event.listen(db.engine, "before_cursor_execute", note)
            try:
                jan.get("/listings/referrals")
            finally:
                event.remove(db.engine, "before_cursor_execute", note)
            return len([statement for statement in asked if statement.startswith("SELECT")])

        for number in range(2):
            refer(person=make_person(navigator=cast.ben, now=now), step=None, idempotency_key=f"few {number}")
        few = count()
        for number in range(15):
            refer(person=make_person(navigator=cast.ben, now=now), step=None, idempotency_key=f"many {number}")

        assert count() == few


class TestAnswering:
    def test_yes_with_a_day(self, client: StrictClient, inbox: str) -> None:
        client.submit(f"{inbox}/{the_referral().id}?answer=accepted", **DAY)

        assert the_referral().status is ReferralStatus.ACCEPTED
        assert the_referral().appointment_place == "St John’s Hall"

    @pytest.mark.parametrize("answer", ["no_room", "not_eligible", "cannot_reach", "not_right", "waiting_list"])
    def test_each_no_and_not_yet(self, jan: StrictClient, link: str, answer: str) -> None:
        jan.submit(f"/listings/referrals/{the_referral().id}?answer={answer}", note="Sorry")

        referral = the_referral()
        assert referral.status == answer
        assert referral.events[-1].who == "Jan Trewhella"

    def test_a_day_that_is_none_stands_by_the_field(self, client: StrictClient, inbox: str) -> None:
        answer = client.submit(f"{inbox}/{the_referral().id}?answer=accepted", **(DAY | {"clock": "teatime"}))

        assert answer.status_code == 422
        assert "teatime" in answer.text

    def test_that_somebody_came_and_what_came_of_it(
        self, client: StrictClient, inbox: str, clock: time_machine.Traveller
    ) -> None:
        address = f"{inbox}/{the_referral().id}"
        client.submit(f"{address}?answer=accepted", **DAY)
        clock.shift(timedelta(days=4))
        page = client.get(address).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token
        client.post(f"{address}?answer=started", data={"csrf_token": token[1]})
        started = the_referral().status
        client.submit(f"{address}?answer=completed", outcome="helped")

        assert started is ReferralStatus.STARTED
        assert (the_referral().status, the_referral().outcome) == (ReferralStatus.COMPLETED, "helped")

    def test_of_several_at_once(self, jan: StrictClient, cast: Cast, refer: Refer, now: datetime) -> None:
        ids = [
            str(refer(person=make_person(navigator=cast.ben, now=now), step=None, idempotency_key=f"no {n}").id) for n in range(3)
        ]
        jan.submit("/listings/referrals", then="no_room", referral=ids[:2])

        db.session.expire_all()
        states = [referral.status for referral in db.session.scalars(select(Referral).order_by(Referral.sent_at, Referral.id))]
        assert sorted(states) == [ReferralStatus.NO_ROOM, ReferralStatus.NO_ROOM, ReferralStatus.SENT]


@pytest.mark.usefixtures("agrees_to_texts")
class TestAnotherTime:
    def test_is_asked_of_the_person_and_arranged_by_their_yes(
        self, client: StrictClient, link: str, ben: StrictClient, outbox: Outbox
    ) -> None:
        client.submit(f"{link}?answer=propose", **DAY)
        [question] = outbox(template="time_proposed")
        ben.submit(f"/referrals/{the_referral().id}", then="time_suits")

        referral = the_referral()
        assert question.asks == "proposal"
        assert (referral.status, referral.appointment_place) == (ReferralStatus.ACCEPTED, "St John’s Hall")
        assert [text.template for text in outbox(state="planned", recipient_id=referral.person_id)][:1] == ["referral_sent"]
        assert outbox(template="referral_accepted", state="planned")

    def test_refused_goes_back_to_the_group_and_leaves_it_open(
        self, client: StrictClient, link: str, ben: StrictClient, outbox: Outbox
    ) -> None:
        client.submit(f"{link}?answer=propose", **DAY)
        ben.submit(f"/referrals/{the_referral().id}", then="time_does_not_suit")

        assert the_referral().status is ReferralStatus.SENT
        assert outbox(template="appointment_news")[0].values["news"] == "cannot_come"
        assert client.get(link).status_code == 200

    def test_offered_twice_the_same_is_asked_once(self, client: StrictClient, link: str, outbox: Outbox) -> None:
        client.submit(f"{link}?answer=propose", **DAY)
        client.submit(f"{link}?answer=propose", **DAY)

        assert len(outbox(template="time_proposed")) == 1
        assert len(db.session.scalars(select(Proposal)).all()) == 1


class TestQuestions:
    def test_stand_on_the_referral_and_call_the_navigator(self, client: StrictClient, link: str, ben: StrictClient) -> None:
        client.submit(f"{link}?answer=question", words="Does she need the lift?")

        assert "Does she need the lift?" in ben.get(f"/referrals/{the_referral().id}").text
        assert [call.reason for call in db.session.scalars(select(Attention))] == [Reason.QUESTION]

    def test_are_answered_on_the_page_an_email_leads_to(
        self, client: StrictClient, link: str, ben: StrictClient, outbox: Outbox
    ) -> None:
        client.submit(f"{link}?answer=question", words="Does she need the lift?")
        ben.submit(f"/referrals/{the_referral().id}", then="answer", words="Yes, please.")

        [email] = outbox(template="receivers_inbox")
        page = client.get(f"{address_in(email)}/{the_referral().id}").text
        assert "lift" not in str(email.values)
        assert "Yes, please." in page
        assert db.session.scalars(select(Attention.settled_at)).one() is not None

    def test_sent_twice_are_asked_once(self, client: StrictClient, link: str) -> None:
        page = client.get(f"{link}?answer=question").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        key = re.search(r'name="key" value="([^"]+)"', page)
        assert token
        assert key
        for _ in range(2):
            client.post(f"{link}?answer=question", data={"csrf_token": token[1], "key": key[1], "words": "A lift?"})

        assert len(db.session.scalars(select(ReferralNote)).all()) == 1
