"""When somebody of the team reads texts, and how long that makes a text wait. Not the hours in which we text people.

`navigator.app` puts the locality's hours there; whoever needs them asks here, so that no caller has to carry them along.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, current_app

from messaging.sending.quiet_hours import DecentHours

_NAME = "team_hours"
LONGEST_COUNTED = timedelta(days=60)  # who has waited longer than this has waited long enough to stop counting


@dataclass(frozen=True)
class TeamHours:
    """`open`: the hours and days on which somebody reads. `answer_within`: so many of them may pass before the team is told."""

    open: DecentHours
    answer_within: timedelta = timedelta(hours=8)


def set_up(app: Flask, make: Callable[[], TeamHours]) -> None:
    """From now on the team of `app` reads texts within the hours that `make` gives."""
    app.extensions[_NAME] = make


def team_hours() -> TeamHours:
    """The hours in force, with the calendar of bank holidays as it is now: to be kept for one page, or one text."""
    make: Callable[[], TeamHours] = current_app.extensions[_NAME]
    return make()


def add(hours: DecentHours, moment: datetime, *, worked: timedelta) -> datetime:
    """The moment by which `worked` of the open hours have passed since `moment`: in UTC."""
    at = hours.next_allowed(moment)
    while True:
        left = _closing(hours, at) - at
        if worked <= left:
            return at + worked
        worked -= left
        at = hours.next_day(at)


def passed(hours: DecentHours, start: datetime, end: datetime) -> timedelta:
    """How much of the open hours lies between two moments; counted over `LONGEST_COUNTED` at most."""
    end = min(end, start + LONGEST_COUNTED)
    total, at = timedelta(), hours.next_allowed(start)
    while at < end:
        total += min(_closing(hours, at), end) - at
        at = hours.next_day(at)
    return total


def _closing(hours: DecentHours, moment: datetime) -> datetime:
    """When the day that is open at `moment` closes."""
    here = moment.astimezone(hours.zone)
    return datetime.combine(here.date(), hours.closes, hours.zone).astimezone(moment.tzinfo)
