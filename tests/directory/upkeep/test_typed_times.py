"""Times as editors type them."""

from datetime import date

import pytest

from directory.importing.values import ValueUnreadable
from directory.times.opening_hours import in_words
from directory.upkeep.typed_times import is_bare, read_typed_clock, read_typed_times
from translations.locales import words


def understood(text: str) -> list[str]:
    today = date(2026, 11, 23)
    return [in_words(one.hours, words=words("en"), code="en", today=today).text for one in read_typed_times(text)]


class TestTimes:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("Mon & Thurs 10-12", ["Mondays and Thursdays, 10am to noon"]),
            ("Every Tuesday half past two till four", ["Tuesdays, 2:30pm to 4pm"]),
            ("Tuesdays 2.30 - 4", ["Tuesdays, 2:30pm to 4pm"]),
            ("weds at noon", ["Wednesdays, from noon"]),
            ("Wednesdays from ten o'clock to quarter to twelve", ["Wednesdays, 10am to 11:45am"]),
            ("10 till 12 on Mondays", ["Mondays, 10am to noon"]),
            ("From 6 to 8pm every Friday", ["Fridays, 6pm to 8pm"]),
            ("We meet on Thursdays 7 to 9 in the evening", ["Thursdays, 7pm to 9pm"]),
            ("Monday to Friday, nine to five", ["Monday to Friday, 9am to 5pm"]),
            ("Mondays 10-12; Fridays 2-4", ["Mondays, 10am to noon", "Fridays, 2pm to 4pm"]),
            ("Mondays 10-12\nand Fridays 2-4", ["Mondays, 10am to noon", "Fridays, 2pm to 4pm"]),
            ("every day 9am-9pm", ["every day, 9am to 9pm"]),
            ("First Saturday of the month, 10am to noon", ["the first Saturday of the month, 10am to noon"]),
            ("last Friday of every month at half seven", ["the last Friday of the month, from 7:30pm"]),
        ],
    )
    def test_are_understood_as_a_neighbour_would(self, typed: str, meant: list[str]) -> None:
        assert [line.lower() for line in understood(typed)] == [line.lower() for line in meant]

    @pytest.mark.parametrize("typed", ["every other Tuesday 10-12", "Tuesdays 10-12 fortnightly", "alternate Tuesdays 10 to 12"])
    def test_may_be_every_other_week(self, typed: str) -> None:
        [one] = read_typed_times(typed)

        assert (one.days, one.is_fortnightly, one.which, one.opens, one.closes) == (("TU",), True, (), "10:00", "12:00")

    def test_that_may_mean_two_things_are_the_ones_of_the_month(self) -> None:
        [one] = read_typed_times("every 2nd Tuesday 10 till 12")

        assert (one.which, one.days, one.opens, one.closes) == (("2",), ("TU",), "10:00", "12:00")

    def test_may_leave_out_holidays(self) -> None:
        [one] = read_typed_times("Mondays 10-12, term time only, not bank holidays")

        assert (one.is_in_term_time, one.is_on_working_days) == (True, True)

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("poniedziałki i czwartki od 10 do 12", ["Mondays and Thursdays, 10am to noon"]),
            ("w każdy wtorek od 14 do 16", ["Tuesdays, 2pm to 4pm"]),
            ("wtorki 10-12", ["Tuesdays, 10am to noon"]),
            ("پیر اور جمعرات صبح 10 سے 12 بجے تک", ["Mondays and Thursdays, 10am to noon"]),
            ("ہر منگل کو شام ۶ سے ۸ بجے تک", ["Tuesdays, 6pm to 8pm"]),
        ],
    )
    def test_are_understood_in_polish_and_urdu(self, typed: str, meant: list[str]) -> None:
        assert understood(typed) == meant

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "ring us",
            "Tuesdays",
            "most Tuesdays 10-12",
            "Mondays 10-12 except in August",
            "every other Monday and Thursday 10-12 and Fridays 2-4",
            "Mondays 25-26",
            "10-12",
            "Mondays 10-12 and sometimes later",
        ],
    )
    def test_of_which_any_part_is_not_understood_are_not_understood(self, typed: str) -> None:
        assert read_typed_times(typed) == []


class TestAClock:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("10:30", "10:30"),
            ("2pm", "14:00"),
            ("noon", "12:00"),
            ("midnight", "00:00"),
            ("half past two", "14:30"),
            ("Half past ten", "10:30"),
            ("quarter to nine", "08:45"),
            ("ten past 3", "15:10"),
            ("10", "10:00"),
            ("2", "14:00"),
            ("02:00", "02:00"),
            ("7 in the morning", "07:00"),
            ("three o'clock", "15:00"),
            ("10.30 am", "10:30"),
        ],
    )
    def test_is_read_as_it_is_spoken(self, typed: str, meant: str) -> None:
        assert read_typed_clock(typed)[0] == meant

    @pytest.mark.parametrize("typed", ["soon", "25:00", "half past", "10-12", "after lunch"])
    def test_is_refused_when_it_is_none(self, typed: str) -> None:
        with pytest.raises(ValueUnreadable):
            read_typed_clock(typed)

    def test_may_not_say_which_half_of_the_day_it_is(self) -> None:
        assert [is_bare(text) for text in ("9", "half past nine", "9.30", "9pm", "21:00", "09:00", "noon")] == [
            *(True, True, True),
            *(False, False, False, False),
        ]
