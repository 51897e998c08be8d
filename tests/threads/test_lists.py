"""Who waits for an answer, and who sees that."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event

from messaging.states import State
from navigator.db import db
from navigator.people.models import Role, Staff
from tests.cast import Cast, make_person, make_staff
from tests.pressing import press
from tests.strict_client import StrictClient
from tests.threads.conftest import names_in, planned, send, text_us, thread_of

SignIn = Callable[[Staff], StrictClient]


@contextmanager
def counting_queries() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


class TestTheList:
    def test_says_so_when_nobody_waits(self, ben: StrictClient) -> None:
        assert "Everybody who wrote has an answer." in ben.get("/threads").get_data(as_text=True)

    def test_says_who_waits_their_words_and_for_how_long(
        self, signed_in: SignIn, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        text_us("Is the bus <free>?")
        clock.shift(timedelta(hours=3))

        page = signed_in(cast.ben).get("/threads").get_data(as_text=True)

        assert "Amina Hussain" in page
        assert "Is the bus &lt;free&gt;?" in page
        assert "unanswered for 3 working hours" in page
        assert "Monday 23 November, 10am" in page

    def test_does_not_list_what_the_service_has_answered_itself(self, ben: StrictClient) -> None:
        text_us("STOP")

        assert names_in(ben, "/threads") == []

    def test_puts_danger_first_then_the_longest_waiting(
        self, ben: StrictClient, cast: Cast, clock: time_machine.Traveller, now: datetime
    ) -> None:
        for name, mobile in (("Joe", "+447700900124"), ("Zofia", "+447700900125")):
            make_person(navigator=cast.ben, now=now, given_name=name, mobile=mobile)
        text_us("When does it start?", number="+447700900124")
        clock.shift(timedelta(minutes=5))
        text_us("What shall I bring?", number="+447700900125")
        clock.shift(timedelta(minutes=5))
        text_us("I want to kill myself")

        assert names_in(ben, "/threads") == ["Amina Hussain", "Joe Hussain", "Zofia Hussain"]
        assert "May be in danger: ring now" in ben.get("/threads").get_data(as_text=True)

    def test_keeps_the_first_of_several_unanswered_texts_as_the_start(
        self, cast: Cast, clock: time_machine.Traveller, now: datetime
    ) -> None:
        text_us("Is the bus free?")
        clock.shift(timedelta(hours=2))
        text_us("Hello?")

        kept = thread_of(cast.amina)
        assert (kept.waiting_since, kept.last_words) == (now, "Hello?")

    def test_moves_what_was_answered_below(self, ben: StrictClient, cast: Cast) -> None:
        text_us("Is the bus free?")
        send(ben, cast.amina, "Yes, with your pass.")

        assert names_in(ben, "/threads") == []
        assert names_in(ben, "/threads", "answered") == ["Amina Hussain"]

    def test_leaves_out_those_no_longer_supported(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        text_us("Is the bus free?")
        cast.amina.closed_at = now
        db.session.commit()

        assert names_in(ben, "/threads") == []

    def test_asks_the_database_no_more_for_many_than_for_one(
        self, ben: StrictClient, cast: Cast, dee: Staff, now: datetime
    ) -> None:
        text_us("Is the bus free?")
        ben.get("/threads?whose=team")
        with counting_queries() as one:
            ben.get("/threads?whose=team")
        for number in range(200, 212):
            person = make_person(navigator=dee, now=now, given_name=f"N{number}", mobile=f"+447700900{number}")
            text_us("Is the bus free?", number=f"+447700900{number}")
            kept = thread_of(person)
            kept.holder_id, kept.held_since, kept.handed_by_id, kept.note = dee.id, now, cast.ben.id, "Please ring."
        db.session.commit()

        with counting_queries() as many:
            page = ben.get("/threads?whose=team").get_data(as_text=True)

        assert page.count("Please ring.") == 12
        assert len(many) == len(one)

    @pytest.mark.parametrize("language", ["en", "pl", "ur"])
    def test_stands_in_every_language(self, ben: StrictClient, language: str) -> None:
        text_us("Is the bus free?")

        assert f'lang="{language}"' in ben.get(f"/threads?lang={language}").get_data(as_text=True)


class TestWhoSees:
    def test_a_colleague_sees_the_teams_and_another_team_nothing(
        self, signed_in: SignIn, dee: Staff, carys: StrictClient, cast: Cast
    ) -> None:
        text_us("Is the bus free?")
        browser = signed_in(dee)

        assert names_in(browser, "/threads") == []
        assert names_in(browser, "/threads?whose=team") == ["Amina Hussain"]
        assert names_in(carys, "/threads?whose=team") == []

    def test_a_volunteer_sees_only_people_given_to_them(self, signed_in: SignIn, cast: Cast, now: datetime) -> None:
        vic = make_staff(team=cast.ben.team, name="Vic Tonkin", role=Role.VOLUNTEER, now=now)
        make_person(navigator=vic, now=now, given_name="Joe", mobile="+447700900124")
        for number in ("+447700900123", "+447700900124", "+447700900199"):
            text_us("Is the bus free?", number=number)
        browser = signed_in(vic)

        assert names_in(browser, "/threads?whose=team") == ["Joe Hussain"]
        assert browser.get(f"/people/{cast.amina.id}/thread").status_code == 404
        assert browser.get(f"/threads/{thread_of(cast.amina).id}").status_code == 404

    @pytest.mark.parametrize("deed", ["take", "hand-over", "done"])
    def test_another_team_can_do_nothing_with_it(self, carys: StrictClient, cast: Cast, deed: str) -> None:
        text_us("Is the bus free?")
        kept = thread_of(cast.amina)

        assert press(carys, f"/threads/{kept.id}/{deed}", on="/desk").status_code == 404
        assert thread_of(cast.amina).holder_id is None

    def test_another_team_cannot_write(self, carys: StrictClient, cast: Cast) -> None:
        answer = press(carys, f"/people/{cast.amina.id}/thread", on="/desk", body="Hello", key="x", then="send")

        assert answer.status_code == 404

    def test_a_lead_opens_on_the_teams(self, signed_in: SignIn, cast: Cast, now: datetime) -> None:
        tamsin = make_staff(team=cast.ben.team, name="Tamsin Hocking", role=Role.TEAM_LEAD, now=now)
        text_us("Is the bus free?")

        assert names_in(signed_in(tamsin), "/threads") == ["Amina Hussain"]


class TestNumbersThatAreNotOnePersons:
    NUMBER = "+447700900199"

    def test_nobodys_is_on_every_teams_list_by_its_number(self, app: Flask, ben: StrictClient, carys: StrictClient) -> None:
        text_us("Is that the tea place?", number=self.NUMBER)

        assert names_in(ben, "/threads?whose=team") == ["07700 900199"]
        assert names_in(carys, "/threads?whose=team") == ["07700 900199"]
        assert names_in(ben, "/threads") == []

    def test_a_shared_one_names_nobody_on_the_list_and_stays_with_their_team(
        self, ben: StrictClient, carys: StrictClient, cast: Cast, now: datetime
    ) -> None:
        make_person(navigator=cast.ben, now=now, given_name="Joe")
        text_us("Is the bus free?")

        assert names_in(ben, "/threads?whose=team") == ["07700 900123"]
        assert "Amina" not in ben.get("/threads?whose=team").get_data(as_text=True)
        assert names_in(carys, "/threads?whose=team") == []

    def test_a_shared_ones_page_says_to_ask_who_wrote_and_has_no_box(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        make_person(navigator=cast.ben, now=now, given_name="Joe")
        text_us("Is the bus free?")
        [row] = [
            line for line in ben.get("/threads?whose=team").get_data(as_text=True).split('"') if line.startswith("/threads/0")
        ][:1]

        page = ben.get(row).get_data(as_text=True)

        assert "We do not know which of them wrote." in page
        assert "Is the bus free?" in page
        assert "<textarea" not in page.split("Hand over")[0]

    def test_one_we_used_to_text_somebody_at_is_their_teams_alone(
        self, ben: StrictClient, carys: StrictClient, cast: Cast
    ) -> None:
        send(ben, cast.amina, "Hello")
        [message] = planned("written_by_staff")
        message.state, message.sent_at = State.SENT, message.created_at
        cast.amina.mobile = None
        text_us("Is the bus free?")

        assert names_in(ben, "/threads?whose=team") == ["07700 900123"]
        assert names_in(carys, "/threads?whose=team") == []
