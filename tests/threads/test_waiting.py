"""The night's one answer, and what happens to a text that nobody answers."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from sqlalchemy import select

from messaging.sending.quiet_hours import DecentHours
from messaging.states import State
from messaging.wording import texts as wording
from navigator.db import db
from navigator.people.models import AuditEntry, Role, Staff
from navigator.threads import team_hours
from navigator.threads.escalating import escalate_one
from navigator.threads.models import Happened, ThreadEvent
from tests.cast import Cast, make_person, make_staff
from tests.strict_client import StrictClient
from tests.threads.conftest import planned, send, text_us, thread_of

SignIn = Callable[[Staff], StrictClient]
MONDAY_NIGHT = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
FRIDAY_NIGHT = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)


class TestTheNightsAnswer:
    def test_says_when_somebody_reads_and_whom_to_ring(self, cast: Cast, clock: time_machine.Traveller) -> None:
        cast.amina.language = "en"
        clock.move_to(MONDAY_NIGHT, tick=False)

        text_us("Is the bus free?")

        [message] = planned("out_of_hours")
        body = wording.render(message.template, message.values, message.locale).body
        assert "Tuesday 24 November, 9am" in body
        assert all(number in body for number in ("999", "111", "116 123"))
        assert message.recipient_id == cast.amina.id
        assert planned("unclear") == []

    def test_names_the_next_working_day_over_a_weekend(self, cast: Cast, clock: time_machine.Traveller) -> None:
        clock.move_to(FRIDAY_NIGHT, tick=False)

        text_us("Is the bus free?")

        [message] = planned("out_of_hours")
        assert message.values["reads_at"] == "2026-11-30T09:00:00+00:00"

    def test_comes_once_a_night_however_many_texts_come_and_past_midnight(
        self, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(MONDAY_NIGHT, tick=False)
        for _ in range(4):
            text_us("Is the bus free?")
            clock.shift(timedelta(hours=2))

        assert len(planned("out_of_hours")) == 1
        assert planned("unclear") == []

    def test_comes_again_the_next_night(self, cast: Cast, clock: time_machine.Traveller) -> None:
        for night in (MONDAY_NIGHT, MONDAY_NIGHT + timedelta(days=1)):
            clock.move_to(night, tick=False)
            text_us("Is the bus free?")

        assert len(planned("out_of_hours")) == 2

    def test_comes_at_night_even_when_the_days_answer_went_before(self, cast: Cast, clock: time_machine.Traveller) -> None:
        text_us("Is the bus free?")
        clock.move_to(MONDAY_NIGHT, tick=False)
        text_us("Hello?")

        assert [message.state for message in planned("unclear")] == [State.PLANNED] or not planned("unclear")
        assert len(planned("out_of_hours")) == 1

    def test_does_not_come_by_day(self, cast: Cast) -> None:
        text_us("Is the bus free?")

        assert planned("out_of_hours") == []
        assert len(planned("unclear")) == 1

    def test_never_comes_after_words_of_danger(self, cast: Cast, clock: time_machine.Traveller) -> None:
        clock.move_to(MONDAY_NIGHT, tick=False)

        text_us("I want to kill myself")
        clock.shift(timedelta(hours=1))
        text_us("Is anybody there")

        assert planned("out_of_hours") == []
        assert planned("safety") != []

    def test_never_comes_after_stop(self, cast: Cast, clock: time_machine.Traveller) -> None:
        clock.move_to(MONDAY_NIGHT, tick=False)

        text_us("STOP")
        text_us("Is the bus free?")

        assert planned("out_of_hours") == []

    def test_says_nothing_of_anybody_to_a_number_we_do_not_know(self, cast: Cast, clock: time_machine.Traveller) -> None:
        clock.move_to(MONDAY_NIGHT, tick=False)

        text_us("Is the bus free?", number="+447700900199")

        [message] = planned("out_of_hours")
        assert (message.recipient_id, list(message.values)) == (None, ["reads_at"])

    def test_to_a_shared_number_is_nobodys_in_particular(self, cast: Cast, clock: time_machine.Traveller, now: datetime) -> None:
        make_person(navigator=cast.ben, now=now, given_name="Joe")
        clock.move_to(MONDAY_NIGHT, tick=False)

        text_us("Is the bus free?")

        [message] = planned("out_of_hours")
        assert message.recipient_id is None


class TestUnansweredTooLong:
    """Eight working hours, nine to five from Monday to Friday."""

    def test_is_told_to_the_team_once_and_not_before(self, cast: Cast, now: datetime) -> None:
        text_us("Is the bus free?")  # Monday at ten: due on Tuesday at ten

        assert not escalate_one(now + timedelta(hours=23, minutes=59))
        assert escalate_one(now + timedelta(hours=24))
        assert not escalate_one(now + timedelta(hours=25))
        assert thread_of(cast.amina).escalated_at == now + timedelta(hours=24)
        assert db.session.scalars(select(ThreadEvent.what)).all() == [Happened.ESCALATED]
        [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "thread_escalated")).all()
        assert (entry.staff_id, entry.person_id) == (None, cast.amina.id)

    def test_does_not_count_the_weekend(self, cast: Cast, clock: time_machine.Traveller) -> None:
        clock.move_to(datetime(2026, 11, 27, 16, 0, tzinfo=UTC), tick=False)  # a Friday, an hour before the end
        text_us("Is the bus free?")

        assert thread_of(cast.amina).due_at == datetime(2026, 11, 30, 16, 0, tzinfo=UTC)

    def test_is_forgotten_once_somebody_answers(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        text_us("Is the bus free?")
        send(ben, cast.amina, "Yes.")

        assert not escalate_one(now + timedelta(days=5))

    def test_stands_at_the_top_of_every_desk_of_the_team_with_since_when(
        self, signed_in: SignIn, cast: Cast, dee: Staff, clock: time_machine.Traveller, now: datetime
    ) -> None:
        tamsin = make_staff(team=cast.ben.team, name="Tamsin Hocking", role=Role.TEAM_LEAD, now=now)
        text_us("Is the bus free?")
        clock.shift(timedelta(hours=25))
        escalate_one(now + timedelta(hours=25))

        for staff in (cast.ben, dee, tamsin):
            page = signed_in(staff).get("/desk").get_data(as_text=True)
            words = BeautifulSoup(page, "html.parser").get_text(" ", strip=True)
            assert "Texts that cannot wait any longer Amina Hussain" in words
            assert "Monday 23 November, 10am · unanswered for 9 working hours" in words
            assert page.index("Texts that cannot wait any longer") < page.index("Who needs you today")
        assert "Texts that cannot wait any longer" not in signed_in(cast.carys).get("/desk").get_data(as_text=True)

    def test_leaves_the_desks_when_it_is_answered(
        self, signed_in: SignIn, cast: Cast, clock: time_machine.Traveller, now: datetime
    ) -> None:
        text_us("Is the bus free?")
        clock.shift(timedelta(hours=25))
        escalate_one(now + timedelta(hours=25))
        ben = signed_in(cast.ben)
        send(ben, cast.amina, "Yes.")

        assert "Texts that cannot wait any longer" not in ben.get("/desk").get_data(as_text=True)

    def test_words_of_danger_stand_there_at_once_until_somebody_takes_them(
        self, signed_in: SignIn, cast: Cast, dee: Staff, now: datetime
    ) -> None:
        text_us("I want to kill myself")
        browser = signed_in(dee)
        assert "Texts that cannot wait any longer" in browser.get("/desk").get_data(as_text=True)

        kept = thread_of(cast.amina)
        kept.holder_id, kept.held_since = cast.ben.id, now
        db.session.commit()

        assert "Texts that cannot wait any longer" not in browser.get("/desk").get_data(as_text=True)


class TestCountingTheTeamsHours:
    HOURS = DecentHours(opens=time(9), closes=time(17), not_on=frozenset({5, 6}))

    @pytest.mark.parametrize(
        ("since", "worked", "until"),
        [
            ("2026-11-23T10:00", 2, "2026-11-23T12:00"),
            ("2026-11-23T10:00", 7, "2026-11-23T17:00"),
            ("2026-11-23T16:00", 2, "2026-11-24T10:00"),
            ("2026-11-27T20:00", 1, "2026-11-30T10:00"),
            ("2026-11-29T03:00", 16, "2026-12-01T17:00"),
            ("2026-03-27T16:00", 2, "2026-03-30T09:00"),  # summer time began: nine o'clock is eight in UTC
        ],
    )
    def test_gives_the_moment_and_counts_it_back(self, since: str, worked: int, until: str) -> None:
        start, end = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (since, until))

        assert team_hours.add(self.HOURS, start, worked=timedelta(hours=worked)) == end
        assert team_hours.passed(self.HOURS, start, end) == timedelta(hours=worked)
