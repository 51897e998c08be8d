"""The days on which things are not as usual: bank holidays and school terms, as this locality knows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from directory.times import bank_holidays
from directory.times.term_time import Term, is_term

KEPT_ANYWAY = frozenset({(1, 1), (12, 25), (12, 26)})


@dataclass(frozen=True, eq=False)
class SpecialDays:
    """Bank holidays by day, each with its English name, and the school terms (none: those of no place are known)."""

    bank_holidays: Mapping[date, str]
    terms: Sequence[Term] = ()
    _published: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_published", frozenset(day.year for day in self.bank_holidays))

    def is_bank_holiday(self, day: date) -> bool:
        """As published for the year; by the rule they follow for a year of which we have no list."""
        return day in (self.bank_holidays if day.year in self._published else bank_holidays.by_rule(day.year))

    def is_kept_as_bank_holiday(self, day: date) -> bool:
        """Whether "not bank holidays" means this day: the holiday's own date too when the law moves it past a weekend.

        On Saturday 26 December 2026 the bank holiday is the Monday after, yet the hall is as shut as on any Boxing Day.
        """
        return (day.month, day.day) in KEPT_ANYWAY or self.is_bank_holiday(day)

    def is_term(self, day: date) -> bool | None:
        """Whether the schools are in term; None when we cannot tell."""
        return is_term(day, self.terms)


WHOLE_YEAR = 8  # bank holidays that England has in every year; a shorter list only adds to those that are known


def special_days_of(*, bank_holidays_here: Mapping[date, str], terms: Sequence[Term]) -> SpecialDays:
    """England's days with what a locality brought in.

    Its bank holidays replace ours for a year that they give whole, and otherwise join them: a jubilee is a day more.
    """
    days = dict(ENGLAND.bank_holidays)
    for year in {day.year for day in bank_holidays_here}:
        here = {day: name for day, name in bank_holidays_here.items() if day.year == year}
        known = {day: name for day, name in days.items() if day.year == year} or bank_holidays.by_rule(year)
        days = {day: name for day, name in days.items() if day.year != year}
        days |= here if len(here) >= WHOLE_YEAR else {**known, **here}
    return SpecialDays(dict(sorted(days.items())), tuple(terms))


ENGLAND = SpecialDays(bank_holidays.published())
