"""The days and hours somebody works, as they are typed and as they count."""

from datetime import date, time

import pytest

from navigator.teams import working_times
from navigator.teams.working_times import TimeWrong

MONDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 28)
TUESDAYS = {"1": ["09:00", "13:00"]}


class TestATime:
    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            ("9", time(9)),
            ("9:30", time(9, 30)),
            ("9.30", time(9, 30)),
            (" 09:30 ", time(9, 30)),
            ("17:00", time(17)),
            ("0", time(0)),
        ],
    )
    def test_is_read_as_people_write_it(self, typed: str, read: time) -> None:
        assert working_times.read_time(typed) == read

    @pytest.mark.parametrize("typed", ["", "nine", "24", "9:60", "9:5", "-1", "9am", "930"])
    def test_that_is_none_is_refused(self, typed: str) -> None:
        with pytest.raises(TimeWrong):
            working_times.read_time(typed)


class TestAPattern:
    def test_leaves_out_the_days_left_empty(self) -> None:
        typed = {0: ("9", "17"), 1: ("", " "), 4: ("9.30", "12:00")}

        assert working_times.read_pattern(typed) == {"0": ["09:00", "17:00"], "4": ["09:30", "12:00"]}

    @pytest.mark.parametrize("hours", [("17", "9"), ("9", "9"), ("9", ""), ("", "17"), ("soon", "17")])
    def test_names_the_day_that_is_wrong(self, hours: tuple[str, str]) -> None:
        with pytest.raises(TimeWrong) as wrong:
            working_times.read_pattern({0: ("9", "17"), 3: hours})

        assert wrong.value.args == (3,)

    def test_that_nobody_agreed_is_monday_to_friday(self) -> None:
        assert working_times.works_on({}, MONDAY)
        assert not working_times.works_on({}, SATURDAY)
        assert working_times.next_working_day({}, SATURDAY) == date(2026, 11, 30)

    def test_says_which_day_they_work_next(self) -> None:
        assert working_times.next_working_day(TUESDAYS, date(2026, 11, 24)) == date(2026, 11, 24)
        assert working_times.next_working_day(TUESDAYS, date(2026, 11, 25)) == date(2026, 12, 1)


class TestTheShareOfAWeek:
    @pytest.mark.parametrize(
        ("pattern", "share"),
        [
            ({}, 1.0),  # nothing agreed
            ({day: ["09:00", "17:00"] for day in "01234"}, 1.0),  # five days of seven and a half hours, their breaks not counted
            ({day: ["09:00", "17:00"] for day in "012"}, 0.6),
            ({day: ["09:00", "15:00"] for day in "01234"}, 0.8),  # six hours: no break to take away
            ({day: ["08:00", "20:00"] for day in "0123456"}, 1.0),  # nobody works more than a week
        ],
    )
    def test_is_of_seven_and_thirty_hours_and_a_half(self, pattern: dict[str, list[str]], share: float) -> None:
        assert working_times.share_of_week(pattern) == pytest.approx(share)
