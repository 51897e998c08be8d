from datetime import UTC, date, datetime, time

import pytest

from translations import dates

TUESDAY = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


class TestDay:
    @pytest.mark.parametrize(
        ("code", "words"), [("en", "Tuesday 24 November"), ("pl", "wtorek, 24 listopada"), ("ur", "منگل، 24 نومبر")]
    )
    def test_is_said_in_the_readers_language(self, code: str, words: str) -> None:
        assert dates.day(TUESDAY, code) == words

    def test_is_the_day_it_is_in_london(self) -> None:
        assert dates.day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "en") == "Wednesday 1 July"

    def test_takes_a_date_as_it_is(self) -> None:
        assert dates.day(date(2026, 11, 24), "en") == "Tuesday 24 November"

    def test_refuses_a_moment_that_does_not_know_its_time_zone(self) -> None:
        with pytest.raises(ValueError):
            dates.day(datetime(2026, 11, 24, 10, 30), "en")  # noqa: DTZ001 - the very thing that is refused


class TestDates:
    def test_that_may_be_in_another_year_name_it(self) -> None:
        assert dates.long_date(date(1948, 3, 27), "en") == "27 March 1948"
        assert dates.short_date(date(1948, 3, 27), "en") == "27 Mar 1948"
        assert dates.long_date(date(1948, 3, 27), "pl") == "27 marca 1948"


class TestTimeOfDay:
    @pytest.mark.parametrize(
        ("clock", "words"),
        [(time(10, 30), "10:30am"), (time(14), "2pm"), (time(12), "noon"), (time(0), "midnight"), (time(0, 5), "12:05am")],
    )
    def test_is_plain_in_english(self, clock: time, words: str) -> None:
        assert dates.time_of_day(clock, "en") == words

    def test_follows_the_clocks_of_london(self) -> None:
        assert dates.time_of_day(datetime(2026, 7, 1, 9, 0, tzinfo=UTC), "en") == "10am"

    def test_counts_to_twenty_four_in_polish(self) -> None:
        assert dates.time_of_day(time(14, 30), "pl") == "14:30"


class TestWordsForTexts:
    @pytest.mark.parametrize("code", ["en", "pl", "ur"])
    def test_carry_no_invisible_marks(self, code: str) -> None:
        words = dates.day_and_time(TUESDAY, code) + dates.short_date(TUESDAY, code) + dates.number(12500, code)

        assert not set(words) & set("\u200e\u200f\u061c\u202f\u00a0")


class TestNumber:
    def test_is_grouped_as_readers_expect(self) -> None:
        assert dates.number(12500, "en") == "12,500"
        assert dates.number(12500, "pl") == "12 500"
