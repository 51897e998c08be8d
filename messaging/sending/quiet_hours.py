"""When a text may arrive: by day, London time. Pure rules, right at both clock changes."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from navigator.times import LONDON


@dataclass(frozen=True)
class DecentHours:
    """From `opens` until just before `closes`, on the clocks of `zone`."""

    opens: time = time(9)
    closes: time = time(20)
    zone: ZoneInfo = LONDON

    def allow(self, moment: datetime) -> bool:
        """Whether a text may arrive at this moment."""
        return self.opens <= moment.astimezone(self.zone).time() < self.closes

    def next_allowed(self, moment: datetime) -> datetime:
        """`moment` when it is decent, else the next opening: in UTC."""
        if self.allow(moment):
            return moment.astimezone(UTC)
        here = moment.astimezone(self.zone)
        day = here.date() if here.time() < self.opens else here.date() + timedelta(days=1)
        return datetime.combine(day, self.opens, self.zone).astimezone(UTC)

    def next_day(self, moment: datetime) -> datetime:
        """The opening on the day after `moment`: in UTC."""
        day = moment.astimezone(self.zone).date() + timedelta(days=1)
        return datetime.combine(day, self.opens, self.zone).astimezone(UTC)

    def day_began(self, moment: datetime) -> datetime:
        """The midnight before `moment`: in UTC."""
        return datetime.combine(moment.astimezone(self.zone).date(), time(), self.zone).astimezone(UTC)


DEFAULT_HOURS = DecentHours()


def is_allowed(moment: datetime) -> bool:
    return DEFAULT_HOURS.allow(moment)


def next_allowed(moment: datetime) -> datetime:
    return DEFAULT_HOURS.next_allowed(moment)


def next_day(moment: datetime) -> datetime:
    return DEFAULT_HOURS.next_day(moment)


def day_began(moment: datetime) -> datetime:
    return DEFAULT_HOURS.day_began(moment)
