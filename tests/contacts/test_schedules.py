"""A year of contacts: chosen, every date shown, moved and dropped, made on its day, and ended with our support."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from messaging.models import OutgoingMessage
from messaging.plans import operations as plans
from messaging.plans.rules import Event, Line, Unit
from messaging.states import State
from navigator.contacts import schedules
from navigator.contacts.models import Kind, PlannedContact
from navigator.db import db
from navigator.people import closing
from navigator.people.models import ConsentHow, Person, Purpose, Staff, WhyClosed
from navigator.people.operations import record_consent
from navigator.referrals.models import Attention, Reason
from tests.cast import Cast
from tests.pressing import press
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient

PUBLIC_URL = "https://care.example"


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now, tick=False) as moving:
        yield moving


@pytest.fixture
def ben(app: Flask, cast: Cast) -> StrictClient:
    return browser_of_staff(app, cast.ben)


@pytest.fixture
def agreed(cast: Cast, now: datetime) -> None:
    """Amina takes texts."""
    record_consent(
        person_id=cast.amina.id, purpose=Purpose.TEXTS, wording="Yes.", how=ConsentHow.SPOKEN, recorded_by_id=None, now=now
    )
    db.session.commit()


@pytest.fixture
def year(cast: Cast, agreed: None, now: datetime) -> list[PlannedContact]:
    """Amina is on "A year together" from Monday 23 November 2026."""
    standing = schedules.choose(person=cast.amina, name="A year together", staff=cast.ben, now=now)
    db.session.commit()
    return list(schedules.list_contacts(standing))


def make_all(now: datetime) -> int:
    made = 0
    while schedules.make_one(now, public_url=PUBLIC_URL):
        made += 1
    return made


def texts() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(OutgoingMessage.template).order_by(OutgoingMessage.id)))


class TestSchedules:
    def test_that_came_with_the_service_are_two(self, app: Flask) -> None:
        assert [one.name for one in schedules.list_schedules()] == ["A year together", "Home from hospital"]

    def test_of_a_locality_take_their_place(self, app: Flask) -> None:
        lines = ["schedule,about,week,kind,what", "Ours,Short,2,task,Ring", "Ours,,1,text,review_due"]

        schedules.replace_schedules(schedules.read_schedules(lines))

        (ours,) = schedules.list_schedules()
        assert [(entry.week, entry.what) for entry in ours.entries] == [(1, "review_due"), (2, "Ring")]

    @pytest.mark.parametrize(
        ("line", "complaint"),
        [
            ("Ours,,soon,task,Ring", "line 2: week must be a number from 0 to 260; it is 'soon'"),
            ("Ours,,1,visit,Ring", "line 2: kind must be text or task; it is 'visit'"),
            ("Ours,,1,text,sign_in_code", "line 2: a text must be one of plan_link, review_due; it is 'sign_in_code'"),
            ("Ours,,1,task,", "line 2: a schedule and what to do are needed"),
        ],
    )
    def test_that_cannot_be_followed_are_refused_by_their_line(self, line: str, complaint: str) -> None:
        with pytest.raises(schedules.SchedulesWrong, match=complaint):
            schedules.read_schedules(["schedule,about,week,kind,what", line])


class TestDays:
    def test_are_counted_from_the_day_it_was_chosen_and_are_working_days(self, year: list[PlannedContact]) -> None:
        assert [contact.on_day for contact in year[:3]] == [date(2026, 11, 30), date(2026, 12, 21), date(2027, 2, 15)]
        assert year[-1].on_day == date(2027, 11, 22)

    def test_on_bank_holidays_go_to_the_next_working_day(self, cast: Cast, agreed: None) -> None:
        christmas_eve = datetime(2026, 12, 18, 10, 0, tzinfo=UTC)  # a Friday: a week later is Christmas Day

        standing = schedules.choose(person=cast.amina, name="A year together", staff=cast.ben, now=christmas_eve)

        assert schedules.list_contacts(standing)[0].on_day == date(2026, 12, 29)


class TestContact:
    def test_is_made_on_its_day_and_once(self, year: list[PlannedContact], now: datetime) -> None:
        assert make_all(now + timedelta(days=6)) == 0
        assert make_all(now + timedelta(days=7)) == 1
        assert make_all(now + timedelta(days=7)) == 0

        assert texts() == ["plan_link"]

    def test_for_the_navigator_comes_before_them(self, year: list[PlannedContact], now: datetime) -> None:
        make_all(now + timedelta(days=28))

        due = db.session.scalars(select(Attention).where(Attention.reason == Reason.CONTACT_DUE)).one()
        assert due.words.startswith("Ring: how are the first steps going")

    def test_that_no_text_can_make_becomes_the_navigators(self, cast: Cast, year: list[PlannedContact], now: datetime) -> None:
        db.session.get_one(Person, cast.amina.id).mobile = None
        db.session.commit()

        make_all(now + timedelta(days=7))

        assert texts() == []
        due = db.session.scalars(select(Attention).where(Attention.reason == Reason.CONTACT_DUE)).one()
        assert due.words == "A year together: no text reaches Amina. Please ring or write."

    @pytest.mark.parametrize("why", [WhyClosed.DIED, WhyClosed.DO_NOT_CONTACT])
    def test_is_not_made_when_our_support_has_ended(
        self, cast: Cast, year: list[PlannedContact], now: datetime, why: WhyClosed
    ) -> None:
        ben, amina = db.session.get_one(Staff, cast.ben.id), db.session.get_one(Person, cast.amina.id)
        closing.close_person(person=amina, reason="", why=why, staff=ben, now=now)
        db.session.commit()

        assert make_all(now + timedelta(days=400)) == 0
        assert texts() == []


class TestThePage:
    def test_offers_the_schedules_and_shows_every_date(self, ben: StrictClient, cast: Cast, agreed: None) -> None:
        here = f"/people/{cast.amina.id}/contacts"
        assert "Close by in the first weeks at home" in ben.get(here).text

        press(ben, here, on=here, schedule="A year together")

        page = ben.get(here).text
        assert page.count("Move or drop<") == 9
        assert "15 February 2027" in page

    def test_moves_one_and_drops_another(self, ben: StrictClient, cast: Cast, year: list[PlannedContact], now: datetime) -> None:
        first, second, here = year[0].id, year[1].id, f"/people/{cast.amina.id}/contacts"
        day = {"on_day-day": "7", "on_day-month": "12", "on_day-year": "2026"}

        press(ben, f"{here}/{first}", on=f"{here}/{first}", follow=False, **day)
        press(ben, f"{here}/{second}", on=f"{here}/{second}", then="drop")

        assert db.session.get_one(PlannedContact, first, populate_existing=True).on_day == date(2026, 12, 7)
        assert make_all(now + timedelta(days=30)) == 1
        assert texts() == ["plan_link"]

    def test_moves_nothing_into_the_past(self, ben: StrictClient, cast: Cast, year: list[PlannedContact]) -> None:
        here = f"/people/{cast.amina.id}/contacts/{year[0].id}"
        day = {"on_day-day": "1", "on_day-month": "11", "on_day-year": "2026"}

        assert press(ben, here, on=here, follow=False, **day).status_code == 422

    def test_ends_the_schedule(self, ben: StrictClient, cast: Cast, year: list[PlannedContact], now: datetime) -> None:
        here = f"/people/{cast.amina.id}/contacts"

        press(ben, f"{here}/end", on=here)

        assert make_all(now + timedelta(days=400)) == 0
        assert "Begin today" in ben.get(here).text

    def test_is_not_for_another_team(self, app: Flask, cast: Cast, year: list[PlannedContact]) -> None:
        carys = browser_of_staff(app, cast.carys)

        assert carys.get(f"/people/{cast.amina.id}/contacts").status_code == 404
        assert carys.get(f"/people/{cast.amina.id}/contacts/{year[0].id}").status_code == 404


class TestReview:
    def test_is_told_by_the_plan_and_told_anew_when_it_moves(
        self, ben: StrictClient, cast: Cast, agreed: None, now: datetime
    ) -> None:
        line = Line("", "review_due", 1, Unit.DAYS, is_before=True, clock=time(11))
        plans.save_line(event=Event.REVIEW, line=line, made_by="Asha", now=now)
        db.session.commit()
        here = f"/people/{cast.amina.id}"

        for day in ("3", "10"):
            on = {"review_on-day": day, "review_on-month": "12", "review_on-year": "2026"}
            press(ben, f"{here}/review", on=f"{here}/contacts", follow=False, **on)

        found = db.session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.not_before)).all()
        assert [(text.state, text.not_before) for text in found] == [
            (State.CANCELLED, datetime(2026, 12, 2, 11, 0, tzinfo=UTC)),
            (State.PLANNED, datetime(2026, 12, 9, 11, 0, tzinfo=UTC)),
        ]
        assert "10 December 2026" in ben.get(here).text


def test_a_text_of_a_schedule_is_one_that_can_be_written(app: Flask) -> None:
    kinds = {(entry.kind, entry.what) for one in schedules.list_schedules() for entry in one.entries}

    assert {what for kind, what in kinds if kind == Kind.TEXT.value} <= schedules.TEXTS
