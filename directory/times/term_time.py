"""Whether the schools are in term: by the dates a locality brings in, and otherwise only where all of England agrees.

Councils, academies and church schools set their own terms, so without a locality's dates most days near a holiday are
unknown, and we say "if it is term time" instead of guessing. See docs/decisions/opening-hours.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import MO, relativedelta


@dataclass(frozen=True)
class Term:
    """One run of school weeks, both days included; the two halves of a term are two of them."""

    first_day: date
    last_day: date
    name: str = ""


def is_term(day: date, terms: Sequence[Term]) -> bool | None:
    """Whether `day` lies in a term (its weekends too); None when nobody can tell.

    `terms` are the locality's. Between its first day and its last they decide; outside, what is so in every part of England.
    """
    if any(term.first_day <= day <= term.last_day for term in terms):
        return True
    if terms and min(term.first_day for term in terms) <= day <= max(term.last_day for term in terms):
        return False
    return _is_term_everywhere(day)


def _is_term_everywhere(day: date) -> bool | None:
    """What every council's calendar has in common, with a week or more to spare: Leicestershire breaks up early in July."""
    year = day.year
    sunday = easter(year)
    spring_holiday = date(year, 5, 31) + relativedelta(weekday=MO(-1))
    holidays = (
        (date(year, 1, 1), date(year, 1, 1)),
        (sunday - timedelta(days=2), sunday + timedelta(days=1)),
        (spring_holiday, spring_holiday + timedelta(days=4)),
        (date(year, 8, 1), date(year, 8, 22)),
        (date(year, 12, 24), date(year, 12, 31)),
    )
    terms = (
        (date(year, 1, 10), date(year, 2, 5)),
        (date(year, 3, 2), date(year, 3, 18)),
        (max(date(year, 4, 29), sunday + timedelta(days=16)), spring_holiday - timedelta(days=5)),
        (spring_holiday + timedelta(days=14), date(year, 7, 4)),
        (date(year, 9, 10), date(year, 10, 8)),
        (date(year, 11, 9), date(year, 12, 15)),
    )
    if any(first <= day <= last for first, last in holidays):
        return False
    return True if any(first <= day <= last for first, last in terms) else None
