"""Days and times as people type them, in London."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from navigator.local_times import (
    HalfUnsaid,
    MomentPast,
    MomentTooFar,
    NotATime,
    TimeSkipped,
    read_clock,
    read_moment,
    working_days_between,
)


class TestClock:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("10:30", time(10, 30)),
            ("10.30", time(10, 30)),
            ("10.30am", time(10, 30)),
            ("2 pm", time(14, 0)),
            ("2pm", time(14, 0)),
            ("2:15 p.m.", time(14, 15)),
            ("12am", time(0, 0)),
            ("12pm", time(12, 0)),
            ("1430", time(14, 30)),
            ("02:30", time(2, 30)),
            ("8:15", time(8, 15)),
            ("12:15", time(12, 15)),
            (" 9:05 AM ", time(9, 5)),
            ("۱۰:۳۰", time(10, 30)),
        ],
    )
    def test_is_read_however_people_write_it(self, typed: str, meant: time) -> None:
        assert read_clock(typed) == meant

    @pytest.mark.parametrize("typed", ["", "2", "25:00", "10:60", "13pm", "0am", "soon", "10:3", "half past two"])
    def test_is_refused_when_it_could_mean_two_things_or_none(self, typed: str) -> None:
        with pytest.raises(NotATime):
            read_clock(typed)

    @pytest.mark.parametrize("typed", ["2:30", "2.30", "230", "۲:۳۰"])
    def test_that_may_be_at_night_or_in_the_afternoon_is_asked_about(self, typed: str) -> None:
        with pytest.raises(HalfUnsaid) as asked:
            read_clock(typed)

        assert (asked.value.afternoon, asked.value.morning) == ("2:30pm", "02:30")

    @pytest.mark.parametrize("hour", [1, 7])
    def test_is_asked_about_from_one_to_seven(self, hour: int) -> None:
        with pytest.raises(HalfUnsaid):
            read_clock(f"{hour}:15")


class TestMoment:
    def test_in_winter_is_greenwich_time(self, now: datetime) -> None:
        assert read_moment(date(2026, 11, 24), time(10, 30), now=now) == datetime(2026, 11, 24, 10, 30, tzinfo=UTC)

    def test_in_summer_is_an_hour_earlier_in_greenwich(self, now: datetime) -> None:
        assert read_moment(date(2027, 6, 1), time(10, 30), now=now) == datetime(2027, 6, 1, 9, 30, tzinfo=UTC)

    def test_that_the_clocks_skip_is_refused(self, now: datetime) -> None:
        with pytest.raises(TimeSkipped):
            read_moment(date(2027, 3, 28), time(1, 30), now=now)

    def test_that_comes_twice_is_the_first(self, now: datetime) -> None:
        assert read_moment(date(2027, 10, 31), time(1, 30), now=now) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)

    def test_gone_by_is_refused(self, now: datetime) -> None:
        with pytest.raises(MomentPast):
            read_moment(date(2026, 11, 23), time(10, 0), now=now)

    def test_more_than_a_year_away_is_refused(self, now: datetime) -> None:
        with pytest.raises(MomentTooFar):
            read_moment(date(2027, 11, 30), time(10, 0), now=now)


class TestWorkingDays:
    @pytest.mark.parametrize(("days", "working"), [(0, 0), (1, 1), (4, 4), (5, 4), (6, 4), (7, 5), (8, 6), (14, 10)])
    def test_leave_out_saturdays_and_sundays(self, days: int, working: int, now: datetime) -> None:
        assert working_days_between(now, now + timedelta(days=days)) == working

    def test_are_counted_by_the_calendar_here(self) -> None:
        past_midnight = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)  # already Tuesday in London

        assert working_days_between(past_midnight, datetime(2026, 6, 2, 12, 0, tzinfo=UTC)) == 0
