"""When a text may arrive: by day, London time, on the days a locality allows. Pure rules, right at both clock changes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from messaging.sending.preferred_times import ANY_TIME, PreferredTimes
from navigator.times import LONDON

SUNDAY = 6
BEFORE_THE_DAY_ENDS = timedelta(hours=1)  # how late the latest text of a day is that had to come earlier than meant


def _no_day(_: date) -> bool:
    return False


@dataclass(frozen=True)
class DecentHours:
    """From `opens` until just before `closes`, on the clocks of `zone`, on every day but those shut out.

    `is_bank_holiday` is the locality's calendar; it is asked only when texts do not go on bank holidays. `not_on` are
    weekdays (Monday is 0), of which one at least must stay. The hours lie where no clock changes (`navigator.config`).
    """

    opens: time = time(9)
    closes: time = time(20)
    zone: ZoneInfo = LONDON
    sundays: bool = True
    bank_holidays: bool = True
    is_bank_holiday: Callable[[date], bool] = _no_day
    not_on: frozenset[int] = frozenset()

    def is_open_on(self, day: date) -> bool:
        """Whether any text may arrive on this day."""
        weekday = day.weekday()
        if weekday in self.not_on or (weekday == SUNDAY and not self.sundays):
            return False
        return self.bank_holidays or not self.is_bank_holiday(day)

    def allow(self, moment: datetime) -> bool:
        """Whether a text may arrive at this moment."""
        here = moment.astimezone(self.zone)
        return self.opens <= here.time() < self.closes and self.is_open_on(here.date())

    def next_allowed(self, moment: datetime) -> datetime:
        """`moment` when it is decent, else the next opening: in UTC."""
        if self.allow(moment):
            return moment.astimezone(UTC)
        here = moment.astimezone(self.zone)
        day = here.date() if here.time() < self.opens else here.date() + timedelta(days=1)
        return self._opening(day)

    def last_allowed(self, moment: datetime) -> datetime:
        """`moment` when it is decent, else the last time before it that is: in UTC. For what is of no use later.

        On a day that is shut out it is the same time of an earlier day; in the night, an hour before the day ended.
        """
        if self.allow(moment):
            return moment.astimezone(UTC)
        here = moment.astimezone(self.zone)
        evening = self._evening()
        if here.time() >= self.closes and self.is_open_on(here.date()):
            return self._at(here.date(), evening)
        clock = here.time() if self.opens <= here.time() < self.closes else evening
        day = here.date() if here.time() >= self.closes else here.date() - timedelta(days=1)
        while not self.is_open_on(day):
            day -= timedelta(days=1)
        return self._at(day, clock)

    def next_day(self, moment: datetime) -> datetime:
        """The first opening after the day of `moment`: in UTC."""
        return self._opening(moment.astimezone(self.zone).date() + timedelta(days=1))

    def day_began(self, moment: datetime) -> datetime:
        """The midnight before `moment`: in UTC."""
        return self._at(moment.astimezone(self.zone).date(), time())

    def kept_to(self, times: PreferredTimes) -> "DecentHours":
        """These hours, narrowed to when a person likes to be texted. What would leave no time at all is not heeded."""
        if times == ANY_TIME:
            return self
        opens, closes = max(self.opens, times.opens or self.opens), min(self.closes, times.closes or self.closes)
        if opens >= closes:
            opens, closes = self.opens, self.closes
        shut = self.not_on | times.not_on
        every_day = {*range(7)} - (set() if self.sundays else {SUNDAY})
        return replace(self, opens=opens, closes=closes, not_on=shut if every_day - shut else self.not_on)

    def _opening(self, day: date) -> datetime:
        while not self.is_open_on(day):
            day += timedelta(days=1)
        return self._at(day, self.opens)

    def _evening(self) -> time:
        last = datetime.combine(date(2000, 1, 1), self.closes) - BEFORE_THE_DAY_ENDS
        return max(last.time(), self.opens)

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)


def moment_for(
    hours: DecentHours, moment: datetime, *, times: PreferredTimes = ANY_TIME, before: datetime | None = None
) -> datetime:
    """When a text that is due at `moment` goes: at a time the person likes, unless it would be of no use by then (`before`).

    Then, within the locality's hours: a wish gives way to a reminder that would come too late, the night does not. In UTC.
    """
    wished = hours.kept_to(times).next_allowed(moment)
    return wished if before is None or wished < before else hours.next_allowed(moment)


def moment_before(hours: DecentHours, moment: datetime, *, times: PreferredTimes = ANY_TIME) -> datetime:
    """When a text goes that is of use only before something: at `moment`, or earlier. In UTC."""
    return hours.kept_to(times).last_allowed(moment)
