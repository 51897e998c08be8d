from datetime import UTC, date, datetime

import pytest

from directory.importing import values
from directory.importing.values import ValueUnreadable


class TestTimesOfDay:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("10:00", "10:00"),
            ("10:00:00", "10:00"),
            ("10:00Z", "10:00"),
            ("10:00+01:00", "10:00"),
            ("10am", "10:00"),
            ("1.30 p.m.", "13:30"),
            ("12am", "00:00"),
            ("noon", "12:00"),
            ("0930", "09:30"),
            ("24:00", "23:59"),
        ],
    )
    def test_are_the_clock_on_the_wall_however_written(self, written: str, meant: str) -> None:
        assert values.time_of_day(written)[0] == meant

    @pytest.mark.parametrize("written", ["25:00", "13pm", "after lunch", "10", "10:75"])
    def test_that_mean_nothing_are_refused(self, written: str) -> None:
        with pytest.raises(ValueUnreadable, match="no time of day"):
            values.time_of_day(written)


class TestDates:
    @pytest.mark.parametrize("written", ["2026-03-01", "01/03/2026", "1st March 2026", "2026-03-01T23:00:00Z"])
    def test_are_read_as_people_here_write_them(self, written: str) -> None:
        assert values.day(written)[0] == date(2026, 3, 1)

    @pytest.mark.parametrize("written", ["31/02/2026", "soon", "2026-13-01"])
    def test_that_do_not_exist_are_refused(self, written: str) -> None:
        with pytest.raises(ValueUnreadable, match="no date"):
            values.day(written)

    def test_with_a_time_become_a_moment_in_utc(self) -> None:
        moment, _ = values.moment("2026-07-01T10:00:00+01:00")

        assert moment == datetime(2026, 7, 1, 9, tzinfo=UTC)


class TestWebAddresses:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("http://tea.example", "http://tea.example"),
            ("www.tea.example/today", "https://www.tea.example/today"),
            ("tea.example", "https://tea.example"),
            ("https://https://tea.example", "https://tea.example"),
            ("http//tea.example", "http://tea.example"),
            ("https://tea.example/?a=1&amp;b=2", "https://tea.example/?a=1&b=2"),
        ],
    )
    def test_are_mended(self, written: str, meant: str) -> None:
        assert values.web_address(written)[0] == meant

    @pytest.mark.parametrize(
        "written", ["javascript:alert(1)", "ask at the desk", "mailto:a@tea.example", "http://", "ftp://tea.example"]
    )
    def test_that_lead_nowhere_are_refused(self, written: str) -> None:
        with pytest.raises(ValueUnreadable, match="no web address"):
            values.web_address(written)


class TestEmailAddresses:
    @pytest.mark.parametrize(
        "written", ["Jan@Tea.Example", "mailto:jan@tea.example", "jan@tea.example; pat@tea.example", "Jan <jan@tea.example>"]
    )
    def test_are_one_address_in_small_letters(self, written: str) -> None:
        assert values.email(written)[0] == "jan@tea.example"

    @pytest.mark.parametrize("written", ["jan at tea.example", "jan@tea", "jan smith@tea.example", "01632 960001"])
    def test_are_never_guessed(self, written: str) -> None:
        with pytest.raises(ValueUnreadable, match="no e-mail address"):
            values.email(written)


class TestRecurrences:
    @pytest.mark.parametrize(
        ("written", "meant"), [("MO,WE", "MO,WE"), ("Monday, wed", "MO,WE"), ("+1SA", "1SA"), ("-1FR", "-1FR")]
    )
    def test_name_days_as_a_calendar_does(self, written: str, meant: str) -> None:
        assert values.days_of_week(written)[0] == meant

    def test_are_weekly_or_monthly_only(self) -> None:
        assert values.frequency("weekly")[0] == "WEEKLY"
        with pytest.raises(ValueUnreadable, match="WEEKLY and MONTHLY only"):
            values.frequency("DAILY")


class TestPostcodes:
    @pytest.mark.parametrize(
        ("written", "meant"), [("tr182ab", "TR18 2AB"), (" TR18  2AB ", "TR18 2AB"), ("ABC 1234", "ABC 1234")]
    )
    def test_are_spaced_as_they_should_be(self, written: str, meant: str) -> None:
        assert values.postcode(written)[0] == meant
