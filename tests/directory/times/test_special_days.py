from datetime import date

import pytest

from directory.times import bank_holidays
from directory.times.opening_hours import ENGLAND, Term
from directory.times.special_days import special_days_of
from directory.times.term_time import is_term


class TestBankHolidays:
    def test_as_published_follow_the_rule_in_every_year_we_have(self) -> None:
        published = bank_holidays.published()

        assert {day.year for day in published} == {2024, 2025, 2026, 2027, 2028}
        for year in range(2024, 2029):
            assert {day: name for day, name in published.items() if day.year == year} == bank_holidays.by_rule(year)

    @pytest.mark.parametrize(
        ("year", "moved"),
        [
            (2010, ["12-27", "12-28"]),
            (2011, ["01-03", "12-26", "12-27"]),
            (2015, ["12-25", "12-28"]),
            (2016, ["12-26", "12-27"]),
            (2017, ["01-02", "12-25", "12-26"]),
            (2021, ["12-27", "12-28"]),
            (2022, ["01-03", "12-26", "12-27"]),
            (2023, ["01-02", "12-25", "12-26"]),
        ],
    )
    def test_on_a_weekend_are_kept_on_the_days_after(self, year: int, moved: list[str]) -> None:
        kept = {f"{day:%m-%d}" for day in bank_holidays.by_rule(year)}

        assert set(moved) <= kept
        assert len(kept) == 8

    def test_count_for_the_day_itself_too(self) -> None:
        assert not ENGLAND.is_bank_holiday(date(2026, 12, 26))
        assert ENGLAND.is_kept_as_bank_holiday(date(2026, 12, 26))
        assert ENGLAND.is_kept_as_bank_holiday(date(2026, 12, 28))
        assert not ENGLAND.is_kept_as_bank_holiday(date(2026, 12, 29))

    def test_of_years_without_a_list_go_by_the_rule(self) -> None:
        assert ENGLAND.is_bank_holiday(date(2040, 5, 7))

    def test_of_a_whole_year_brought_in_replace_ours_and_a_single_one_joins_them(self) -> None:
        moved = {day: name for day, name in bank_holidays.by_rule(2027).items() if day != date(2027, 5, 3)}
        whole = special_days_of(bank_holidays_here={**moved, date(2027, 5, 7): "Early May"}, terms=())
        jubilee = special_days_of(bank_holidays_here={date(2027, 6, 4): "Jubilee", date(2035, 6, 4): "Jubilee"}, terms=())

        assert (whole.is_bank_holiday(date(2027, 5, 3)), whole.is_bank_holiday(date(2027, 5, 7))) == (False, True)
        assert jubilee.is_bank_holiday(date(2027, 5, 3))
        assert jubilee.is_bank_holiday(date(2027, 6, 4))
        assert jubilee.is_bank_holiday(date(2035, 12, 25))


class TestTermTime:
    here = (Term(date(2026, 9, 3), date(2026, 10, 23)), Term(date(2026, 11, 2), date(2026, 12, 18)))

    @pytest.mark.parametrize(
        ("day", "here", "anywhere"),
        [
            (date(2026, 9, 15), True, True),
            (date(2026, 10, 24), False, None),
            (date(2026, 10, 27), False, None),
            (date(2026, 11, 1), False, None),
            (date(2026, 11, 2), True, None),
            (date(2026, 12, 18), True, None),
            (date(2026, 12, 19), None, None),
            (date(2026, 12, 27), False, False),
            (date(2027, 5, 4), True, True),
            (date(2027, 5, 31), False, False),
            (date(2026, 8, 10), False, False),
            (date(2026, 7, 20), None, None),
        ],
    )
    def test_is_as_the_locality_says_and_else_where_all_agree(self, day: date, here: bool | None, anywhere: bool | None) -> None:
        assert is_term(day, self.here) is here
        assert is_term(day, ()) is anywhere
