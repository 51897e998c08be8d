from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from messaging.sending.quiet_hours import is_allowed, next_allowed
from messaging.sending.reminders import question_at, reminder_at

LONDON = ZoneInfo("Europe/London")


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


class TestNight:
    @pytest.mark.parametrize(
        ("moment", "goes"),
        [
            ("2026-11-23 10:00", "2026-11-23 10:00"),
            ("2026-11-23 08:59", "2026-11-23 09:00"),
            ("2026-11-23 20:00", "2026-11-24 09:00"),
            ("2026-11-23 23:30", "2026-11-24 09:00"),
            ("2026-11-23 03:00", "2026-11-23 09:00"),
            ("2026-03-28 22:00", "2026-03-29 09:00"),  # the clocks go forward that night
            ("2026-10-24 22:00", "2026-10-25 09:00"),  # and back
        ],
    )
    def test_ends_at_nine_by_the_clocks_here(self, moment: str, goes: str) -> None:
        assert next_allowed(london(moment)) == london(goes)

    def test_is_never_broken_in_a_year_of_half_hours(self) -> None:
        moment = datetime(2026, 1, 1, tzinfo=UTC)

        for _ in range(365 * 48):
            later = next_allowed(moment)
            here = later.astimezone(LONDON).time()
            assert time(9) <= here < time(20)
            assert moment <= later <= moment + timedelta(hours=14)
            assert is_allowed(moment) == (later == moment)
            moment += timedelta(minutes=30)


class TestReminder:
    @pytest.mark.parametrize(
        ("appointment", "evening"),
        [
            ("2026-11-24 10:30", "2026-11-23 18:00"),
            ("2026-03-29 10:30", "2026-03-28 18:00"),
            ("2026-03-30 00:30", "2026-03-29 18:00"),
            ("2026-10-25 14:00", "2026-10-24 18:00"),
        ],
    )
    def test_goes_at_six_the_evening_before(self, appointment: str, evening: str) -> None:
        assert reminder_at(london(appointment), accepted_at=london("2026-01-05 10:00")) == london(evening)

    @pytest.mark.parametrize("accepted", ["2026-11-23 16:00", "2026-11-23 21:00", "2026-11-24 09:30"])
    def test_does_not_go_when_they_have_only_just_heard(self, accepted: str) -> None:
        assert reminder_at(london("2026-11-24 10:30"), accepted_at=london(accepted)) is None

    def test_goes_when_the_acceptance_came_at_night(self) -> None:
        assert reminder_at(london("2026-11-24 10:30"), accepted_at=london("2026-11-22 23:00")) == london("2026-11-23 18:00")


class TestQuestion:
    @pytest.mark.parametrize(
        ("appointment", "asked"),
        [
            ("2026-11-24 10:30", "2026-11-24 12:30"),
            ("2026-11-24 19:00", "2026-11-25 09:00"),
            ("2026-11-24 06:00", "2026-11-24 09:00"),
        ],
    )
    def test_goes_two_hours_after_it_began_or_the_next_morning(self, appointment: str, asked: str) -> None:
        assert question_at(london(appointment)) == london(asked)
