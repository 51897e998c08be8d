from datetime import date

import pytest

from directory.times.exceptions import Closure, Exceptions, Schools, exceptions_in
from directory.times.opening_hours import ENGLAND

NOT_BANK = Exceptions(not_bank_holidays=True)
TERM = Exceptions(schools=Schools.TERM)


class TestANote:
    @pytest.mark.parametrize(
        ("note", "meant"),
        [
            ("Not on bank holidays", NOT_BANK),
            ("not bank holidays.", NOT_BANK),
            ("Closed Bank Holidays", NOT_BANK),
            ("Except public holidays", NOT_BANK),
            ("No sessions on bank holidays", NOT_BANK),
            ("The service is not available on public holidays.", NOT_BANK),
            ("Bank holidays excepted", NOT_BANK),
            ("Open all year except bank holidays", NOT_BANK),
            ("Not on bank or school holidays", Exceptions(not_bank_holidays=True, schools=Schools.TERM)),
            ("Term time only", TERM),
            ("term-time", TERM),
            ("During term time only", TERM),
            ("Not in the school holidays", TERM),
            ("Closed during school holidays", TERM),
            ("Term time only (not bank holidays)", Exceptions(not_bank_holidays=True, schools=Schools.TERM)),
            ("School holidays only", Exceptions(schools=Schools.HOLIDAYS)),
            ("Not in term time", Exceptions(schools=Schools.HOLIDAYS)),
            ("Closed in August", Exceptions(closed_months=(8,))),
            ("We do not meet in July or August", Exceptions(closed_months=(7, 8))),
            ("closed Dec–Feb", Exceptions(closed_months=(1, 2, 12))),
            ("April to October", Exceptions(season=(4, 10))),
            ("Closed 24th December to 2nd January", Exceptions(closures=(Closure((12, 24), (1, 2)),))),
            ("Closed between 24 Dec and 2 Jan 2027", Exceptions(closures=(Closure((12, 24), (1, 2), 2026),))),
            ("Closed 24–28 December", Exceptions(closures=(Closure((12, 24), (12, 28)),))),
            ("Not 25 or 26 December", Exceptions(closures=(Closure((12, 25), (12, 25)), Closure((12, 26), (12, 26))))),
            ("Closed over Christmas and New Year", Exceptions(closures=(Closure((12, 25), (1, 1)),))),
        ],
    )
    def test_of_days_left_out_is_understood(self, note: str, meant: Exceptions) -> None:
        assert exceptions_in(note, None) == meant

    @pytest.mark.parametrize(
        "note",
        [
            "Open on bank holidays",
            "Including bank holidays",
            "We do not close on bank holidays",
            "Not closed on bank holidays",
            "Term time and school holidays",
            "Term time, longer in the holidays",
            "In term time. In the school holidays.",
            "April to October, longer hours",
            "Shorter hours in August",
            "Closed 31 February",
            "Closed when it rains",
            "Closed on 25 December and 1 January",
            "No fee in August",
            "Christmas party in December",
            "x" * 100_000,
            "closed " * 3_000,
        ],
    )
    def test_of_anything_else_changes_nothing_and_stays(self, note: str) -> None:
        assert exceptions_in(note, None) == Exceptions(rest=note.strip())

    def test_may_be_understood_in_part(self) -> None:
        assert exceptions_in("Six-week courses, term time", None) == Exceptions(
            schools=Schools.TERM, rest="Six-week courses, term time"
        )
        assert exceptions_in("Closed weekends and bank holidays", "Bring a cup") == Exceptions(
            not_bank_holidays=True, rest="Closed weekends and bank holidays Bring a cup"
        )


class TestAClosure:
    @pytest.mark.parametrize(
        ("closure", "day", "is_closed"),
        [
            (Closure((12, 24), (1, 2)), date(2026, 12, 24), True),
            (Closure((12, 24), (1, 2)), date(2027, 1, 2), True),
            (Closure((12, 24), (1, 2)), date(2027, 1, 3), False),
            (Closure((12, 24), (1, 2), 2026), date(2027, 1, 1), True),
            (Closure((12, 24), (1, 2), 2026), date(2026, 1, 1), False),
            (Closure((12, 24), (1, 2), 2026), date(2027, 12, 24), False),
            (Closure((2, 29), (2, 29)), date(2027, 2, 28), True),
        ],
    )
    def test_holds_from_its_first_day_to_its_last(self, closure: Closure, day: date, is_closed: bool) -> None:
        assert closure.holds(day) is is_closed


def test_a_season_may_go_over_the_turn_of_the_year() -> None:
    winter = exceptions_in("November to March", None)

    assert [winter.allows(date(2026, month, 10), ENGLAND) for month in (10, 11, 12, 1, 3, 4)] == [
        *(False, True, True),
        *(True, True, False),
    ]
