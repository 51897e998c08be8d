"""How long a listing is believed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.freshness import (
    Freshness,
    due_on,
    freshness_of,
    lapses_on,
    latest_due,
    latest_lapsed,
    latest_marked,
    marked_on,
)

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


class TestFreshness:
    @pytest.mark.parametrize(
        ("today", "is_then"),
        [
            (date(2026, 1, 10), Freshness.FRESH),
            (date(2026, 4, 9), Freshness.FRESH),
            (date(2026, 4, 10), Freshness.DUE),  # three months
            (date(2026, 5, 7), Freshness.DUE),
            (date(2026, 5, 8), Freshness.MARKED),  # and four weeks
            (date(2027, 1, 9), Freshness.MARKED),
            (date(2027, 1, 10), Freshness.LAPSED),  # twelve months
        ],
    )
    def test_goes_by_the_calendar(self, today: date, is_then: Freshness) -> None:
        assert freshness_of(date(2026, 1, 10), today=today) is is_then

    def test_of_the_last_day_of_november_is_due_on_the_last_of_february(self) -> None:
        assert due_on(date(2026, 11, 30)) == date(2027, 2, 28)


class TestTheLatestDay:
    @given(DAYS)
    def test_whose_turn_has_come_is_the_last_one(self, today: date) -> None:
        turns = ((latest_due, due_on), (latest_marked, marked_on), (latest_lapsed, lapses_on))
        for latest, comes_on in turns:
            assert comes_on(latest(today)) <= today < comes_on(latest(today) + timedelta(days=1))
