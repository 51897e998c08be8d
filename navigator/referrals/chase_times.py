"""When an organisation that has not answered is asked again: after three and six working days; after nine, a human rings."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from directory.queries import special_days
from navigator.local_times import after_working_days, working_days_between

AFTER = (3, 6)  # working days, by England's bank holidays or those the locality brought in
RING_AFTER = 9
NONE_BEFORE = timedelta(days=AFTER[0])  # working days take at least as many days


def first_after(sent_at: datetime) -> datetime:
    """When to look for the first time."""
    return next_after(sent_at, AFTER[0])


def next_after(sent_at: datetime, days: int) -> datetime:
    """Nine in the morning of the working day that is `days` of them after it was sent."""
    return after_working_days(sent_at, days, is_holiday=special_days().is_kept_as_bank_holiday)


def waited(sent_at: datetime, now: datetime) -> int:
    """How many working days they have had."""
    return working_days_between(sent_at, now, is_holiday=special_days().is_kept_as_bank_holiday)


def waited_of(sent: Iterable[datetime], *, now: datetime) -> list[int]:
    """As `waited`, of many: the calendar is read once."""
    is_holiday = special_days().is_kept_as_bank_holiday
    return [working_days_between(sent_at, now, is_holiday=is_holiday) for sent_at in sent]
