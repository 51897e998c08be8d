"""Reminder plans: what the usual one does, what a locality may write, both clock changes, and what ends a line."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from messaging.models import Asks, OutgoingMessage
from messaging.plans import operations as plans
from messaging.plans.rules import Due, Event, Line, LineWrong, Repeat, Stop, Unit, check, list_due, read_line
from messaging.plans.usual import USUAL
from messaging.replies import incoming
from messaging.sending.preferred_times import ANY_TIME, PreferredTimes
from messaging.sending.quiet_hours import DecentHours
from messaging.states import State
from messaging.wording.texts import PURPOSES
from navigator.db import db, new_id
from navigator.times import LONDON
from tests.messaging.recording import MOBILE, RecordingGateway, deliver_all, plan


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def due(
    *lines: Line,
    at: str,
    now: str,
    heard: str | None = None,
    hours: DecentHours | None = None,
    times: PreferredTimes = ANY_TIME,
) -> list[Due]:
    return list_due(
        lines,
        event_at=london(at),
        now=london(now),
        hours=hours or DecentHours(),
        purposes=PURPOSES,
        heard_at=london(heard) if heard else None,
        times=times,
    )


EVENING_BEFORE, AFTERWARDS = USUAL[Event.APPOINTMENT]
NUDGE = Line("nudge", "step_nudge", 0, Unit.DAYS, clock=time(10), repeat=Repeat.TWICE_A_WEEK, times=4)


class TestUsualPlan:
    @pytest.mark.parametrize(
        ("appointment", "evening"),
        [
            ("2026-11-24 10:30", "2026-11-23 18:00"),
            ("2026-03-29 10:30", "2026-03-28 18:00"),  # the clocks go forward
            ("2026-03-30 00:30", "2026-03-29 18:00"),
            ("2026-10-25 14:00", "2026-10-24 18:00"),  # and back
            ("2028-03-01 09:00", "2028-02-29 18:00"),
        ],
    )
    def test_reminds_at_six_the_evening_before(self, appointment: str, evening: str) -> None:
        (reminder,) = due(EVENING_BEFORE, at=appointment, now="2026-01-05 10:00", heard="2026-01-05 10:00")

        assert (reminder.not_before, reminder.expires_at) == (london(evening), london(appointment))

    @pytest.mark.parametrize("accepted", ["2026-11-23 16:00", "2026-11-23 21:00", "2026-11-24 09:30"])
    def test_does_not_remind_who_has_only_just_heard(self, accepted: str) -> None:
        assert due(EVENING_BEFORE, at="2026-11-24 10:30", now=accepted, heard=accepted) == []

    def test_reminds_when_the_acceptance_came_at_night(self) -> None:
        assert due(EVENING_BEFORE, at="2026-11-24 10:30", now="2026-11-22 23:00", heard="2026-11-22 23:00")

    def test_reminds_at_once_when_the_evening_has_gone_by(self) -> None:
        (reminder,) = due(EVENING_BEFORE, at="2026-11-24 10:30", now="2026-11-23 19:00", heard="2026-11-16 10:00")

        assert reminder.not_before == london("2026-11-23 19:00")

    @pytest.mark.parametrize(
        ("appointment", "asked"),
        [
            ("2026-11-24 10:30", "2026-11-24 12:30"),
            ("2026-11-24 19:00", "2026-11-25 09:00"),
            ("2026-11-24 06:00", "2026-11-24 09:00"),
            ("2026-03-29 00:30", "2026-03-29 09:00"),
        ],
    )
    def test_asks_two_hours_after_or_the_next_morning_and_not_for_ever(self, appointment: str, asked: str) -> None:
        (question,) = due(AFTERWARDS, at=appointment, now="2026-01-05 10:00")

        assert (question.not_before, question.expires_at) == (london(asked), london(asked) + timedelta(days=3))

    def test_brings_the_reminder_forward_over_a_sunday_without_texts(self) -> None:
        (reminder,) = due(EVENING_BEFORE, at="2026-11-23 10:30", now="2026-11-16 10:00", hours=DecentHours(sundays=False))

        assert reminder.not_before == london("2026-11-21 18:00")

    def test_brings_the_reminder_forward_to_the_morning_of_who_likes_mornings(self) -> None:
        (reminder,) = due(EVENING_BEFORE, at="2026-11-24 14:00", now="2026-11-16 10:00", times=PreferredTimes(time(9), time(12)))

        assert reminder.not_before == london("2026-11-23 11:00")


class TestRepeats:
    def test_go_on_the_weekdays_they_name_at_the_same_clock_over_a_clock_change(self) -> None:
        found = due(NUDGE, at="2026-10-20 12:00", now="2026-10-19 12:00")

        assert [one.not_before for one in found] == [london(f"2026-10-{day} 10:00") for day in (20, 23, 27, 30)]
        assert [one.number for one in found] == [1, 2, 3, 4]

    def test_of_what_has_gone_by_are_left_out(self) -> None:
        found = due(NUDGE, at="2026-10-20 12:00", now="2026-10-27 12:00")

        assert [one.number for one in found] == [3, 4]  # the third, due at ten today, is still of use


class TestLine:
    @pytest.mark.parametrize(
        ("event", "line", "where"),
        [
            (Event.STEP_DUE, Line("", "reminder", 1, Unit.DAYS), "template"),
            (Event.APPOINTMENT, Line("", "did_you_get_there", 1, Unit.DAYS, is_before=True), "template"),
            (Event.APPOINTMENT, Line("", "reminder", 400, Unit.DAYS, is_before=True), "amount"),
            (Event.APPOINTMENT, Line("", "reminder", 2, Unit.HOURS, is_before=True, clock=time(9)), "clock"),
            (Event.PLAN_MADE, Line("", "step_nudge", 1, Unit.DAYS, is_before=True), "amount"),
            (Event.REVIEW, Line("", "review_due", 1, Unit.DAYS, repeat=Repeat.DAILY, times=13), "times"),
            (Event.REVIEW, Line("", "review_due", 1, Unit.DAYS, times=2), "times"),
        ],
    )
    def test_that_cannot_be_followed_is_refused_by_its_field(self, event: Event, line: Line, where: str) -> None:
        with pytest.raises(LineWrong) as caught:
            check(line, event)

        assert caught.value.field == where

    @settings(max_examples=150, deadline=None)
    @given(
        st.builds(
            Line,
            id=st.just("a"),
            template=st.sampled_from(["reminder", "did_you_get_there", "step_nudge", "review_due"]),
            amount=st.integers(0, 60),
            unit=st.sampled_from(Unit),
            is_before=st.booleans(),
            clock=st.none() | st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
            repeat=st.sampled_from(Repeat),
            times=st.integers(1, 12),
        ),
        st.integers(0, 24 * 365 * 5),
        st.booleans(),
    )
    def test_never_comes_to_a_text_at_night_in_the_past_or_too_late(self, line: Line, hour: int, sundays: bool) -> None:
        event_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
        now, hours = event_at - timedelta(days=10), DecentHours(sundays=sundays)

        for one in list_due([line], event_at=event_at, now=now, hours=hours, purposes=PURPOSES):
            goes = hours.next_allowed(one.not_before)
            assert goes < one.expires_at
            assert one.expires_at > now
            assert line.template != "reminder" or goes < event_at

    def test_is_read_as_it_was_kept(self) -> None:
        assert read_line(NUDGE.as_json()) == NUDGE


class TestPlanOfALocality:
    def test_holds_in_place_of_the_usual_one_and_goes_back(self, app: Flask, now: datetime) -> None:
        added = plans.save_line(
            event=Event.APPOINTMENT, line=Line("", "reminder", 2, Unit.HOURS, is_before=True), made_by="Asha", now=now
        )
        plans.remove_line(event=Event.APPOINTMENT, line_id="evening-before", made_by="Asha", now=now)
        db.session.commit()

        assert plans.get_lines(Event.APPOINTMENT) == [AFTERWARDS, added]

        first = plans.list_versions()[-1]
        plans.go_back(version_id=first.id, made_by="Asha", now=now)

        assert plans.get_lines(Event.APPOINTMENT) == list(USUAL[Event.APPOINTMENT])
        assert [version.version for version in plans.list_versions()] == [3, 2, 1]

    def test_may_be_empty(self, app: Flask, now: datetime) -> None:
        for line in USUAL[Event.APPOINTMENT]:
            plans.remove_line(event=Event.APPOINTMENT, line_id=line.id, made_by="Asha", now=now)

        assert plans.get_lines(Event.APPOINTMENT) == []

    def test_refuses_a_line_it_does_not_have(self, app: Flask, now: datetime) -> None:
        with pytest.raises(plans.LineNotFound):
            plans.remove_line(event=Event.REVIEW, line_id="evening-before", made_by="Asha", now=now)


class TestAnswer:
    @pytest.mark.parametrize(("stops", "left"), [(frozenset({Stop.ANSWERED}), State.CANCELLED), (frozenset(), State.PLANNED)])
    def test_ends_the_repeats_of_its_question_unless_the_line_goes_on(
        self, app: Flask, now: datetime, stops: frozenset[Stop], left: State
    ) -> None:
        line = plans.save_line(
            event=Event.STEP_DUE,
            line=Line("", "step_nudge", 0, Unit.DAYS, repeat=Repeat.DAILY, times=2, stops=stops),
            made_by="Asha",
            now=now,
        )
        step_id = new_id()
        kept: dict[str, Any] = {"values": {"navigator_name": "Ben"}, "asks": Asks.STEP}
        plan("step_nudge", now=now, key=f"a:{line.id}:1", about_id=step_id, **kept)
        later = plan("step_nudge", now=now, key=f"a:{line.id}:2", about_id=step_id, not_before=now + timedelta(days=1), **kept)
        deliver_all(RecordingGateway(), now)

        text_us("yes", now)

        assert db.session.get_one(OutgoingMessage, later.id).state is left


def text_us(body: str, now: datetime) -> None:
    incoming.receive(provider_id=f"SM{now:%H%M%S}", from_number=MOBILE, to_number="+447700900000", body=body, now=now)
    db.session.commit()
    assert incoming.interpret_one(now)
