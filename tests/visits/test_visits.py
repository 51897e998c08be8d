"""Visits and calls: arranged, told, kept safe, and written down in seconds."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from messaging.models import OutgoingMessage
from messaging.states import State
from navigator.db import db
from navigator.people.models import Role, Staff
from navigator.tasks.models import Origin, Task
from navigator.visits.models import LoggedContact, Outcome, Visit
from tests.cast import Cast, make_person, make_staff
from tests.form_filling import filled_in
from tests.pressing import press
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient

SignIn = Callable[[Staff], StrictClient]
Outbox = Callable[..., list[OutgoingMessage]]
FRIDAY = {"day-day": "27", "day-month": "11", "day-year": "2026", "clock": "10:30am"}


def planned(outbox: Outbox) -> list[str]:
    return [message.template for message in outbox() if message.state is State.PLANNED]


def arrange(browser: StrictClient, person_id: object, **said: str) -> Visit:
    form = filled_in(browser, f"/people/{person_id}/visits/new", **(FRIDAY | {"kind": "home", "minutes": "45"} | said))
    answer = browser.post(f"/people/{person_id}/visits/new", data=form)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return db.session.scalars(select(Visit).order_by(Visit.id.desc())).first() or pytest.fail("no visit")


def calendar_address(browser: StrictClient) -> str:
    page = BeautifulSoup(press(browser, "/round/calendar", on="/round").get_data(as_text=True), "html.parser")
    address = page.select_one("main code")
    assert address is not None
    return "/round/" + address.get_text().split("/round/")[1]


class TestArranging:
    @pytest.mark.usefixtures("agrees_to_texts")
    def test_tells_the_person_and_reminds_them(self, ben: StrictClient, cast: Cast, outbox: Outbox) -> None:
        arrange(ben, cast.amina.id)

        assert planned(outbox) == ["visit_arranged", "visit_reminder"]
        page = ben.get(f"/people/{cast.amina.id}").get_data(as_text=True)
        assert "Visit them at home" in page

    @pytest.mark.usefixtures("agrees_to_texts")
    def test_says_nothing_when_it_is_not_to_be_told(self, ben: StrictClient, cast: Cast, outbox: Outbox) -> None:
        form = filled_in(ben, f"/people/{cast.amina.id}/visits/new", **(FRIDAY | {"kind": "call", "minutes": "20"}))
        del form["tells"]
        ben.post(f"/people/{cast.amina.id}/visits/new", data=form)

        assert planned(outbox) == []

    @pytest.mark.usefixtures("agrees_to_texts")
    def test_twice_by_a_double_click_is_once(self, ben: StrictClient, cast: Cast, outbox: Outbox) -> None:
        form = filled_in(ben, f"/people/{cast.amina.id}/visits/new", **(FRIDAY | {"kind": "call", "minutes": "20"}))
        for _ in range(2):
            ben.post(f"/people/{cast.amina.id}/visits/new", data=form)

        assert len(db.session.scalars(select(Visit)).all()) == 1
        assert planned(outbox) == ["visit_arranged", "visit_reminder"]

    @pytest.mark.usefixtures("agrees_to_texts")
    def test_at_another_time_leaves_nothing_of_the_old_one_to_go(self, ben: StrictClient, cast: Cast, outbox: Outbox) -> None:
        visit = arrange(ben, cast.amina.id)
        form = filled_in(ben, f"/visits/{visit.id}", clock="2pm")
        ben.post(f"/visits/{visit.id}", data=form)

        assert planned(outbox) == ["visit_moved", "visit_reminder"]
        left = [message for message in outbox() if message.state is State.PLANNED]
        assert all("14:00" in str(message.values["appointment_at"]) for message in left)

    @pytest.mark.usefixtures("agrees_to_texts")
    def test_that_is_off_is_said_and_no_reminder_goes(self, ben: StrictClient, cast: Cast, outbox: Outbox) -> None:
        visit = arrange(ben, cast.amina.id)
        press(ben, f"/visits/{visit.id}", on=f"/visits/{visit.id}", then="cancel")

        assert planned(outbox) == ["visit_cancelled"]

    def test_asks_where_when_it_is_somewhere_else(self, ben: StrictClient, cast: Cast) -> None:
        form = filled_in(ben, f"/people/{cast.amina.id}/visits/new", **(FRIDAY | {"kind": "elsewhere", "minutes": "45"}))
        answer = ben.post(f"/people/{cast.amina.id}/visits/new", data=form)

        assert answer.status_code == 422
        assert "Write where you will meet." in answer.get_data(as_text=True)

    def test_is_not_for_another_team(self, ben: StrictClient, signed_in: SignIn, cast: Cast) -> None:
        visit = arrange(ben, cast.amina.id)
        carys = signed_in(cast.carys)

        for address in (f"/visits/{visit.id}", f"/people/{cast.amina.id}/visits", f"/people/{cast.amina.id}/visits/log"):
            assert carys.get(address).status_code == 404


class TestWritingDown:
    def test_takes_two_presses(self, ben: StrictClient, cast: Cast) -> None:
        form = filled_in(ben, f"/people/{cast.amina.id}/visits/log", kind="call", outcome="talked")
        answer = ben.post(f"/people/{cast.amina.id}/visits/log", data=form, follow_redirects=True)

        assert "It is written down." in answer.get_data(as_text=True)
        assert "0 visits · 1 other contact · 0 tries" in ben.get(f"/people/{cast.amina.id}/visits").get_data(as_text=True)

    def test_keeps_words_as_they_were_pasted(self, ben: StrictClient, cast: Cast) -> None:
        words = "Rang at ten.\n\n  - bus is fine\n  - <b>not</b> the hall"
        form = filled_in(ben, f"/people/{cast.amina.id}/visits/log", kind="call", outcome="talked", words=words)
        ben.post(f"/people/{cast.amina.id}/visits/log", data=form)

        assert db.session.scalars(select(LoggedContact)).one().words == words

    def test_makes_something_to_do_of_the_next_action(self, ben: StrictClient, cast: Cast) -> None:
        form = filled_in(
            ben,
            f"/people/{cast.amina.id}/visits/log",
            kind="home",
            outcome="talked",
            next_action="Bring the bus times",
            **{"next_on-day": "1", "next_on-month": "12", "next_on-year": "2026"},
        )
        for _ in range(2):
            ben.post(f"/people/{cast.amina.id}/visits/log", data=form)

        task = db.session.scalars(select(Task)).one()
        assert (task.what, task.origin) == ("Bring the bus times", Origin.NEXT_ACTION)

    def test_counts_no_answer_and_no_show_apart(self, ben: StrictClient, cast: Cast) -> None:
        for kind, outcome in (("home", "talked"), ("call", "no_answer"), ("home", "not_there")):
            form = filled_in(ben, f"/people/{cast.amina.id}/visits/log", kind=kind, outcome=outcome)
            ben.post(f"/people/{cast.amina.id}/visits/log", data=form)

        page = ben.get(f"/people/{cast.amina.id}/visits").get_data(as_text=True)
        assert "1 visit · 0 other contacts · 2 tries that reached nobody" in page

    def test_refuses_a_day_to_come_and_keeps_what_was_typed(self, ben: StrictClient, cast: Cast) -> None:
        form = filled_in(ben, f"/people/{cast.amina.id}/visits/log", kind="call", outcome="talked", words="She is well") | {
            "day-year": "2027"
        }
        answer = ben.post(f"/people/{cast.amina.id}/visits/log", data=form)

        assert answer.status_code == 422
        assert "This day has not come yet" in answer.get_data(as_text=True)
        assert "She is well" in answer.get_data(as_text=True)

    def test_by_mistake_can_be_taken_back_and_stays_to_be_read(self, ben: StrictClient, cast: Cast) -> None:
        form = filled_in(ben, f"/people/{cast.amina.id}/visits/log", kind="call", outcome="talked", words="Wrong person")
        ben.post(f"/people/{cast.amina.id}/visits/log", data=form)
        contact = db.session.scalars(select(LoggedContact)).one()
        press(ben, f"/visits/contacts/{contact.id}/take-back", on=f"/people/{cast.amina.id}/visits")

        page = ben.get(f"/people/{cast.amina.id}/visits").get_data(as_text=True)
        assert "Taken back" in page
        assert "Wrong person" in page
        assert "0 visits · 0 other contacts" in page

    def test_of_what_was_arranged_closes_it(self, ben: StrictClient, cast: Cast) -> None:
        visit = arrange(ben, cast.amina.id)
        form = filled_in(ben, f"/people/{cast.amina.id}/visits/log?visit={visit.id}", outcome="not_there") | {
            "day-day": "23",
            "clock": "9:30am",
        }
        ben.post(f"/people/{cast.amina.id}/visits/log?visit={visit.id}", data=form)

        contact = db.session.scalars(select(LoggedContact)).one()
        assert (contact.visit_id, contact.outcome) == (visit.id, Outcome.NOT_THERE)
        assert press(ben, f"/visits/{visit.id}", on=f"/visits/{visit.id}", then="cancel", follow=True).status_code == 200
        db.session.refresh(visit)
        assert visit.cancelled_at is None


class TestGoingAlone:
    def test_shows_the_note_before_the_door(self, ben: StrictClient, cast: Cast) -> None:
        form = filled_in(ben, f"/people/{cast.amina.id}/visits/safety", words="A dog in the yard")
        ben.post(f"/people/{cast.amina.id}/visits/safety", data=form)
        arrange(ben, cast.amina.id)

        assert "A dog in the yard" in ben.get("/round?day=2026-11-27").get_data(as_text=True)
        assert "A dog in the yard" in ben.get(f"/people/{cast.amina.id}/visits/new").get_data(as_text=True)

    def test_asks_the_team_after_somebody_who_is_not_out(
        self, app: Flask, ben: StrictClient, cast: Cast, now: datetime, clock: time_machine.Traveller
    ) -> None:
        visit = arrange(ben, cast.amina.id)
        dee = make_staff(team=cast.ben.team, name="Dee Pascoe", role=Role.NAVIGATOR, now=now)
        db.session.commit()
        clock.move_to(visit.ends_at + timedelta(minutes=16))

        desk = browser_of_staff(app, dee).get("/desk").get_data(as_text=True)
        assert "Not out yet" in desk
        assert "Please ring Ben Carter first" in desk
        assert "Not out yet" not in browser_of_staff(app, cast.carys).get("/desk").get_data(as_text=True)

        press(browser_of_staff(app, cast.ben), f"/visits/{visit.id}/out", on="/desk")
        assert "Not out yet" not in browser_of_staff(app, dee).get("/desk").get_data(as_text=True)


class TestTheRound:
    def test_has_the_day_in_order_of_the_clock(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        jo = make_person(navigator=cast.ben, now=now, given_name="Jo", family_name="Rowe", mobile=None)
        db.session.commit()
        arrange(ben, cast.amina.id, clock="2pm")
        arrange(ben, jo.id, clock="9am")

        page = ben.get("/round?day=2026-11-27").get_data(as_text=True)
        assert page.index("Jo Rowe") < page.index("Amina Hussain")

    def test_as_a_calendar_names_nobody(self, ben: StrictClient, client: StrictClient, cast: Cast) -> None:
        arrange(ben, cast.amina.id)
        path = calendar_address(ben)

        found = client.get(path)

        assert found.mimetype == "text/calendar"
        text = found.get_data(as_text=True)
        assert "Amina" not in text
        assert "Hussain" not in text
        event = Calendar.from_ical(text).walk("VEVENT")[0]
        assert event.decoded("dtstart").hour == 10

    def test_address_ends_when_another_is_made(self, ben: StrictClient, client: StrictClient, cast: Cast) -> None:
        path = calendar_address(ben)
        calendar_address(ben)

        assert client.get(path).status_code == 404
        assert client.get("/round/nonsense.ics").status_code == 404

    def test_ends_for_whoever_leaves(self, ben: StrictClient, client: StrictClient, cast: Cast, now: datetime) -> None:
        path = calendar_address(ben)
        cast.ben.left_at = now
        db.session.commit()

        assert client.get(path).status_code == 404
