"""England's bank holidays: published ones as data, and the rule they follow for the years nobody has published yet.

The dates are those of https://www.gov.uk/bank-holidays (England and Wales). A locality brings in newer ones with
`navigator bank-holidays import`; a day given once, for a jubilee, comes that way.
"""

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from dateutil.easter import easter
from dateutil.relativedelta import MO, relativedelta

WITH_THE_SERVICE = Path(__file__).with_name("bank_holidays.csv")


def published() -> Mapping[date, str]:
    """The days that came with the service, by day, each with its English name."""
    with WITH_THE_SERVICE.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({date.fromisoformat(row["day"]): row["name"] for row in csv.DictReader(file)})


@lru_cache(maxsize=64)
def by_rule(year: int) -> Mapping[date, str]:
    """The year's eight bank holidays by the Banking and Financial Dealings Act 1971 and custom, with their substitute days.

    One that falls on a Saturday or a Sunday is kept on the next day from Monday on that is no bank holiday itself.
    """
    found = {
        easter(year) - timedelta(days=2): "Good Friday",
        easter(year) + timedelta(days=1): "Easter Monday",
        date(year, 5, 1) + relativedelta(weekday=MO): "Early May bank holiday",
        date(year, 5, 31) + relativedelta(weekday=MO(-1)): "Spring bank holiday",
        date(year, 8, 31) + relativedelta(weekday=MO(-1)): "Summer bank holiday",
    }
    fixed = [(date(year, 1, 1), "New Year's Day"), (date(year, 12, 25), "Christmas Day"), (date(year, 12, 26), "Boxing Day")]
    for day, name in sorted(fixed, key=lambda one: one[0].weekday() > 4):  # one that stays where it is takes its day first
        kept = day
        while kept.weekday() > 4 or kept in found:
            kept += timedelta(days=1)
        found[kept] = name if kept == day else f"{name} (substitute day)"
    return MappingProxyType(dict(sorted(found.items())))
