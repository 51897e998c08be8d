from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from directory.times.opening_hours import Hours, list_days
from directory.times.recurrence import last_day_of
from tests.directory.times.some_hours import DATES, days_by_the_standard, hours

MONDAY = date(2026, 11, 23)


def first_days(facts: Hours, how_many: int = 4, *, after: date = MONDAY) -> list[str]:
    return [f"{day:%a %-d %b}" for day, _ in zip(list_days(facts, after=after), range(how_many), strict=False)]


@settings(max_examples=1000, deadline=None)
@given(facts=hours(), after=DATES, length=some.integers(0, 500))
@example(facts=Hours("MONTHLY", dtstart=date(2020, 2, 29), interval=12), after=date(2026, 1, 1), length=500)
@example(facts=Hours("MONTHLY", "5MO", 3, dtstart=date(2019, 11, 30)), after=date(2026, 1, 1), length=500)
@example(facts=Hours("WEEKLY", "SU,MO", 2, dtstart=date(2024, 12, 31), wkst="SU"), after=date(2026, 12, 27), length=60)
def test_days_agree_with_the_calendar_standard(facts: Hours, after: date, length: int) -> None:
    before = after + timedelta(days=length)

    assert list(list_days(facts, after=after, before=before)) == days_by_the_standard(facts, after=after, before=before)


class TestTheDays:
    @pytest.mark.parametrize(
        ("facts", "days"),
        [
            (Hours("WEEKLY", "MO,TH"), ["Mon 23 Nov", "Thu 26 Nov", "Mon 30 Nov", "Thu 3 Dec"]),
            (Hours("WEEKLY", "TU", 2, dtstart=date(2026, 11, 17)), ["Tue 1 Dec", "Tue 15 Dec", "Tue 29 Dec", "Tue 12 Jan"]),
            (Hours("WEEKLY", dtstart=date(2026, 11, 20)), ["Fri 27 Nov", "Fri 4 Dec", "Fri 11 Dec", "Fri 18 Dec"]),
            (Hours("MONTHLY", "1SA"), ["Sat 5 Dec", "Sat 2 Jan", "Sat 6 Feb", "Sat 6 Mar"]),
            (Hours("MONTHLY", "TH,1SA"), ["Thu 26 Nov", "Thu 3 Dec", "Sat 5 Dec", "Thu 10 Dec"]),
            (Hours("MONTHLY", "-1FR"), ["Fri 27 Nov", "Fri 25 Dec", "Fri 29 Jan", "Fri 26 Feb"]),
            (Hours("MONTHLY", "5MO"), ["Mon 30 Nov", "Mon 29 Mar", "Mon 31 May", "Mon 30 Aug"]),
            (Hours("MONTHLY", "1SA", 3, dtstart=date(2026, 10, 3)), ["Sat 2 Jan", "Sat 3 Apr", "Sat 3 Jul", "Sat 2 Oct"]),
            (Hours("MONTHLY", bymonthday="-1"), ["Mon 30 Nov", "Thu 31 Dec", "Sun 31 Jan", "Sun 28 Feb"]),
            (Hours("MONTHLY", dtstart=date(2026, 1, 31)), ["Thu 31 Dec", "Sun 31 Jan", "Wed 31 Mar", "Mon 31 May"]),
            (Hours("MONTHLY", "FR", bymonthday="13"), ["Fri 13 Aug", "Fri 13 Oct", "Fri 13 Apr", "Fri 13 Jul"]),
            (Hours("WEEKLY", "WE", byweekno="1,-1"), ["Wed 30 Dec", "Wed 6 Jan", "Wed 29 Dec", "Wed 5 Jan"]),
            (Hours("WEEKLY", "MO", until=date(2026, 11, 30)), ["Mon 23 Nov", "Mon 30 Nov"]),
            (Hours("WEEKLY", "MO", valid_to=date(2026, 11, 30)), ["Mon 23 Nov", "Mon 30 Nov"]),
            (Hours("WEEKLY", "MO", valid_from=date(2027, 1, 4), valid_to=date(2027, 1, 17)), ["Mon 4 Jan", "Mon 11 Jan"]),
            (Hours("WEEKLY", "SA", count=4, dtstart=date(2026, 11, 14)), ["Sat 28 Nov", "Sat 5 Dec"]),
            (Hours(dtstart=date(2026, 12, 5)), ["Sat 5 Dec"]),
        ],
    )
    def test_are_those_people_mean(self, facts: Hours, days: list[str]) -> None:
        assert first_days(facts) == days

    @pytest.mark.parametrize(
        "facts",
        [
            Hours(),
            Hours("WEEKLY"),
            Hours("MONTHLY"),
            Hours(byday="MO"),
            Hours("WEEKLY", "TU", 2),
            Hours("WEEKLY", "TU", 2, valid_from=date(2026, 1, 6)),
            Hours("WEEKLY", "TU", count=6),
            Hours("DAILY", "MO"),
            Hours(dtstart=date(2026, 11, 1)),
            Hours("WEEKLY", "MO", until=date(2026, 11, 22)),
        ],
    )
    def test_are_none_when_nobody_said_which_or_all_are_over(self, facts: Hours) -> None:
        assert first_days(facts) == []

    @pytest.mark.parametrize(
        "facts",
        [
            Hours("WEEKLY", "MO", bymonthday="31", byyearday="1"),
            Hours("MONTHLY", bymonthday="99"),
            Hours("MONTHLY", "31MO"),
            Hours("MONTHLY", "1MO", bymonthday="31"),
            Hours("MONTHLY", bymonthday="31", interval=12, dtstart=date(2026, 2, 1)),
            Hours("WEEKLY", byweekno="99"),
            Hours("WEEKLY", byyearday="999", count=9, dtstart=date(2026, 1, 1)),
        ],
    )
    def test_of_a_rule_that_never_comes_true_end_the_search(self, facts: Hours) -> None:
        assert first_days(facts) == []

    @pytest.mark.parametrize("after", [date.min, date.max - timedelta(days=20), date.max])
    def test_stand_at_the_ends_of_time(self, after: date) -> None:
        assert len(first_days(Hours("WEEKLY", "MO"), 2, after=after)) <= 2
        assert last_day_of(Hours("WEEKLY", count=99, dtstart=after)) is None or after == date.min


class TestTheLastDay:
    def test_is_counted_out(self) -> None:
        assert last_day_of(Hours("WEEKLY", "SA", count=4, dtstart=date(2026, 11, 14))) == date(2026, 12, 5)

    def test_is_the_end_of_the_recurrence_and_not_of_our_knowledge(self) -> None:
        assert last_day_of(Hours("WEEKLY", "SA", until=date(2026, 12, 5))) == date(2026, 12, 5)
        assert last_day_of(Hours("WEEKLY", "SA", valid_to=date(2026, 12, 5))) is None
