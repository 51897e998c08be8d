"""The hours in which this locality is texted, as its settings say: the one place that knows them.

`navigator.app` puts them there. Whoever plans or sends asks here, so that no caller has to carry them along.
"""

from datetime import datetime

from flask import Flask, current_app

from messaging.sending import quiet_hours
from messaging.sending.preferred_times import ANY_TIME, PreferredTimes
from messaging.sending.quiet_hours import DecentHours

_NAME = "decent_hours"


def set_up(app: Flask, hours: DecentHours) -> None:
    """From now on `app` texts people within these hours."""
    app.extensions[_NAME] = hours


def hours_here() -> DecentHours:
    """The hours in force."""
    hours: DecentHours = current_app.extensions[_NAME]
    return hours


def is_allowed(moment: datetime) -> bool:
    return hours_here().allow(moment)


def next_allowed(moment: datetime) -> datetime:
    """`moment` when a text may arrive then, else the next opening: in UTC."""
    return hours_here().next_allowed(moment)


def next_day(moment: datetime) -> datetime:
    """The first opening after the day of `moment`: in UTC."""
    return hours_here().next_day(moment)


def day_began(moment: datetime) -> datetime:
    """The midnight before `moment`: in UTC."""
    return hours_here().day_began(moment)


def moment_for(moment: datetime, *, times: PreferredTimes = ANY_TIME, before: datetime | None = None) -> datetime:
    """When a text due at `moment` goes. See `quiet_hours.moment_for`."""
    return quiet_hours.moment_for(hours_here(), moment, times=times, before=before)


def moment_before(moment: datetime, *, times: PreferredTimes = ANY_TIME) -> datetime:
    """When a text goes that is of use only before something. See `quiet_hours.moment_before`."""
    return quiet_hours.moment_before(hours_here(), moment, times=times)
