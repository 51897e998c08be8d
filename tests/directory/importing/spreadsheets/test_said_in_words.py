import pytest

from directory.importing.spreadsheets.said_in_words import read_ages, read_clock, read_cost, read_days, read_times


class TestDaysAndTimes:
    @pytest.mark.parametrize(
        ("words", "meant"),
        [
            ("Mondays 10-12", [("WEEKLY", "MO", "10:00", "12:00")]),
            ("Mon & Thu 10am-12pm", [("WEEKLY", "MO,TH", "10:00", "12:00")]),
            ("Every Tuesday 2pm to 4pm", [("WEEKLY", "TU", "14:00", "16:00")]),
            ("Monday to Friday 9-5", [("WEEKLY", "MO,TU,WE,TH,FR", "09:00", "17:00")]),
            ("Weekdays 9am-5pm", [("WEEKLY", "MO,TU,WE,TH,FR", "09:00", "17:00")]),
            ("Mon 10-12, Wed 2-4", [("WEEKLY", "MO", "10:00", "12:00"), ("WEEKLY", "WE", "14:00", "16:00")]),
            ("Thursday 7-9pm", [("WEEKLY", "TH", "19:00", "21:00")]),
            ("Fridays from 10am", [("WEEKLY", "FR", "10:00", "")]),
            ("Saturdays 10.00 to 12 noon", [("WEEKLY", "SA", "10:00", "12:00")]),
            ("Tues 11-1", [("WEEKLY", "TU", "11:00", "13:00")]),
            ("1st Tuesday of the month 10:30-12", [("MONTHLY", "1TU", "10:30", "12:00")]),
            ("First and third Wednesday of the month 2-4pm", [("MONTHLY", "1WE,3WE", "14:00", "16:00")]),
            ("Last Friday in the month, 7.30pm", [("MONTHLY", "-1FR", "19:30", "")]),
        ],
    )
    def test_are_understood(self, words: str, meant: list[tuple[str, str, str, str]]) -> None:
        assert [(one.freq, one.byday, one.opens_at, one.closes_at) for one in read_times(words)] == meant

    @pytest.mark.parametrize(
        "words",
        [
            "Tuesdays",
            "ring for times",
            "Mondays 10-12 term time only",
            "Mondays fortnightly 10-12",
            "Mondays 10-12, monthly",
            "25-26",
        ],
    )
    def test_that_are_not_certain_stay_words(self, words: str) -> None:
        assert read_times(words) == []

    def test_may_stand_in_columns_of_their_own(self) -> None:
        assert (read_days("Mon and Wed"), read_days("soon")) == ("MO,WE", "")
        assert [read_clock(text) for text in ("10am", "2.30 pm", "14:00", "noon", "25:00", "late")] == [
            "10:00",
            "14:30",
            "14:00",
            "12:00",
            None,
            None,
        ]


class TestAges:
    @pytest.mark.parametrize(
        ("words", "meant"),
        [
            ("18+", (18, None)),
            ("16 to 25", (16, 25)),
            ("Over 60s", (60, None)),
            ("under 18", (None, 17)),
            ("All ages", (None, None)),
            ("grown-ups", None),
        ],
    )
    def test_are_understood_or_stay_words(self, words: str, meant: tuple[float | None, float | None] | None) -> None:
        assert read_ages(words) == meant


class TestCost:
    @pytest.mark.parametrize(("words", "pounds"), [("Free", 0), ("£3.50", 3.5), ("2", 2), ("50p", 0.5), ("£2 a session", None)])
    def test_is_an_amount_only_when_that_is_all_there_is(self, words: str, pounds: float | None) -> None:
        assert read_cost(words) == pounds
