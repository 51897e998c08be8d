"""How long a listing is believed: the one rule of when it is asked about, marked, and no longer found. Pure.

A listing counts from the day somebody last checked it, or, when nobody ever has, from the day it was listed. After three
months its editors are asked whether it is still correct, again two and four weeks later; then it is marked "not checked since"
and sinks in the order of results; after twelve months a search does not show it any more. Its page stays, and says so.
"""

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

ASKED_AFTER = relativedelta(months=3)
ASKED_AGAIN = (timedelta(weeks=2), timedelta(weeks=4))  # after it was asked first
LEAVES_SEARCH_AFTER = relativedelta(months=12)


class Freshness(StrEnum):
    FRESH = "fresh"
    DUE = "due"  # it is being asked about
    MARKED = "marked"  # nobody answered: "not checked since"
    LAPSED = "lapsed"  # no search shows it


def due_on(since: date) -> date:
    """The day from which a listing last checked on `since` is asked about."""
    return since + ASKED_AFTER


def marked_on(since: date) -> date:
    """The day from which it is marked "not checked since"."""
    return due_on(since) + ASKED_AGAIN[-1]


def lapses_on(since: date) -> date:
    """The day from which no search shows it."""
    return since + LEAVES_SEARCH_AFTER


def freshness_of(since: date, *, today: date) -> Freshness:
    """How far a listing is to be believed that was last checked, or was listed, on `since`."""
    if today >= lapses_on(since):
        return Freshness.LAPSED
    if today >= marked_on(since):
        return Freshness.MARKED
    return Freshness.DUE if today >= due_on(since) else Freshness.FRESH


def latest_due(today: date) -> date:
    """The last day on which a listing can have been checked and be due today: for questions to the database."""
    return _latest(today - ASKED_AFTER, today, due_on)


def latest_marked(today: date) -> date:
    """As `latest_due`, for those marked."""
    return _latest(today - ASKED_AGAIN[-1] - ASKED_AFTER, today, marked_on)


def latest_lapsed(today: date) -> date:
    """As `latest_due`, for those that no search shows."""
    return _latest(today - LEAVES_SEARCH_AFTER, today, lapses_on)


def _latest(guess: date, today: date, comes_on: Callable[[date], date]) -> date:
    """The last day whose turn has come by `today`. Months differ in length, so a few days may share one turn."""
    day = guess
    while comes_on(day) > today:
        day -= timedelta(days=1)
    while comes_on(day + timedelta(days=1)) <= today:
        day += timedelta(days=1)
    return day
