"""The hours a locality set, and the times a person likes, hold from planning to sending: a late worker asks again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask

from directory.times.special_days import ENGLAND
from messaging.models import OutgoingMessage
from messaging.purposes import Purpose
from messaging.sending import hours_here, outbox
from messaging.sending.lasting import OF_USE_FOR
from messaging.sending.preferred_times import ANY_TIME, PreferredTimes
from messaging.sending.quiet_hours import DecentHours
from messaging.states import State
from navigator.db import db
from tests.messaging.recording import AMINA, MOBILE, RecordingGateway, deliver_all, plan

MORNINGS = PreferredTimes(time(9), time(12))
NOT_MONDAYS = PreferredTimes(not_on=frozenset({0}))
APPOINTMENT = {"navigator_name": "Ben", "appointment_at": "2026-11-25T14:00:00+00:00", "place": "St John's Hall"}
SUNDAY = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def hours(app: Flask) -> Iterator[None]:
    """No texts on Sundays and bank holidays."""
    usual = hours_here.hours_here()
    strict = replace(usual, sundays=False, bank_holidays=False, is_bank_holiday=ENGLAND.is_kept_as_bank_holiday)
    hours_here.set_up(app, strict)
    yield
    hours_here.set_up(app, usual)


def to_amina(times: PreferredTimes = ANY_TIME, *, now: datetime, template: str = "thanks_no", **details: Any) -> OutgoingMessage:
    """A text to Amina, who likes to be texted at `times`, committed."""
    values = APPOINTMENT if template == "reminder" else {"navigator_name": "Ben"}
    message = outbox.plan_text(
        to=outbox.Recipient(AMINA, MOBILE, "en", times), template=template, values=values, dedupe_key=template, now=now, **details
    )
    db.session.commit()
    return message


def fresh(message: OutgoingMessage) -> OutgoingMessage:
    db.session.rollback()
    return db.session.get_one(OutgoingMessage, message.id, populate_existing=True)


def link_text(*, now: datetime, times: PreferredTimes = ANY_TIME, **details: Any) -> OutgoingMessage:
    message = outbox.plan_text(
        to=outbox.Recipient(AMINA, MOBILE, "en", times),
        template="plan_link",
        values={"link": "https://care.example/t/a"},
        dedupe_key="link",
        now=now,
        **details,
    )
    db.session.commit()
    return message


class TestLocality:
    def test_set_up_by_the_settings_keeps_to_the_usual_hours(self, app: Flask) -> None:
        usual = hours_here.hours_here()

        assert (usual.opens, usual.closes, usual.sundays, usual.bank_holidays) == (time(9), time(20), True, True)

    def test_that_texts_nobody_on_sundays_waits_for_monday(self, app: Flask, hours: None) -> None:
        message, gateway = link_text(now=SUNDAY), RecordingGateway()

        deliver_all(gateway, SUNDAY)

        assert gateway.taken == []
        assert (fresh(message).cause, fresh(message).not_before) == ("quiet_hours", MONDAY)
        assert deliver_all(gateway, MONDAY) == 1

    def test_its_bank_holidays_are_those_of_the_directory(self, app: Flask) -> None:
        calendar = hours_here.hours_here().is_bank_holiday

        assert calendar(datetime(2026, 12, 28, tzinfo=UTC).date())
        assert not calendar(datetime(2026, 12, 29, tzinfo=UTC).date())


class TestPersonalTimes:
    def test_are_kept_with_the_message_and_moved_to_in_planning(self, app: Flask) -> None:
        afternoon = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)

        message = link_text(now=afternoon, times=MORNINGS)

        assert (message.at_times, message.not_before) == ("09:00-12:00", datetime(2026, 11, 24, 9, 0, tzinfo=UTC))

    def test_are_asked_again_by_a_late_worker(self, app: Flask) -> None:
        message, gateway = link_text(now=MONDAY, times=MORNINGS), RecordingGateway()

        deliver_all(gateway, MONDAY + timedelta(hours=5))

        assert gateway.taken == []
        assert (fresh(message).cause, fresh(message).not_before) == ("preferred_times", MONDAY + timedelta(days=1))

    def test_give_way_before_the_text_is_of_no_use(self, app: Flask) -> None:
        message, gateway = link_text(now=MONDAY, times=NOT_MONDAYS, expires_at=MONDAY + timedelta(hours=12)), RecordingGateway()

        deliver_all(gateway, MONDAY)

        assert fresh(message).state is State.SENT

    def test_do_not_hold_what_the_person_waits_for(self, app: Flask) -> None:
        gateway = RecordingGateway()
        to_amina(NOT_MONDAYS, now=MONDAY)

        assert deliver_all(gateway, MONDAY) == 1

    def test_that_change_bring_a_reminder_forward(self, app: Flask) -> None:
        evening = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
        reminder = to_amina(
            now=MONDAY, template="reminder", not_before=evening, expires_at=datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
        )

        outbox.follow_times(recipient_id=AMINA, times=MORNINGS, now=MONDAY)

        assert fresh(reminder).at_times == ""  # rolled back: nothing was committed
        outbox.follow_times(recipient_id=AMINA, times=MORNINGS, now=MONDAY)
        assert (reminder.at_times, reminder.not_before) == ("09:00-12:00", datetime(2026, 11, 24, 11, 0, tzinfo=UTC))


class TestTooLate:
    def test_text_that_must_wait_for_the_morning_and_is_of_no_use_then_expires_at_once(self, app: Flask) -> None:
        night = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
        message, gateway = link_text(now=night, expires_at=night + timedelta(hours=3)), RecordingGateway()

        deliver_all(gateway, night)

        assert gateway.taken == []
        assert (fresh(message).state, fresh(message).cause) == (State.EXPIRED, "too_late")

    @pytest.mark.parametrize("purpose", list(Purpose))
    def test_every_purpose_has_an_end(self, purpose: Purpose) -> None:
        assert timedelta(hours=1) < OF_USE_FOR[purpose] <= timedelta(days=14)

    def test_a_question_three_days_late_is_not_asked(self, app: Flask, now: datetime) -> None:
        question, gateway = plan("did_you_get_there", now=now, values={}), RecordingGateway()

        deliver_all(gateway, now + timedelta(days=3))

        assert gateway.taken == []
        assert fresh(question).state is State.EXPIRED


class TestUrgentText:
    def test_goes_at_night_and_keeps_its_reason(self, app: Flask) -> None:
        night = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
        message, gateway = link_text(now=night, urgent_reason=" The bus is cancelled tomorrow at 7. "), RecordingGateway()

        deliver_all(gateway, night)

        assert fresh(message).state is State.SENT
        assert fresh(message).urgent_reason == "The bus is cancelled tomorrow at 7."

    def test_without_words_is_not_urgent(self, app: Flask) -> None:
        night = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
        gateway = RecordingGateway()
        link_text(now=night, urgent_reason="   ")

        deliver_all(gateway, night)

        assert gateway.taken == []


class TestHours:
    def test_are_those_of_the_locality_wherever_they_are_asked(self, app: Flask) -> None:
        usual = hours_here.hours_here()
        try:
            hours_here.set_up(app, DecentHours(time(10), time(11)))
            assert hours_here.next_allowed(MONDAY) == MONDAY + timedelta(hours=1)
            assert hours_here.next_day(MONDAY) == MONDAY + timedelta(hours=25)
        finally:
            hours_here.set_up(app, usual)
