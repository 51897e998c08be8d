"""When one person likes to be texted: a part of the day, and weekdays on which not. Pure data, kept as a short text."""

import re
from dataclasses import dataclass
from datetime import time

WRITTEN = re.compile(r"(?:(\d\d:\d\d)-(\d\d:\d\d))?(?: ?not ([0-6](?:,[0-6])*))?")


@dataclass(frozen=True)
class PreferredTimes:
    """From `opens` until just before `closes` (None: the locality's own), not on these weekdays (Monday is 0)."""

    opens: time | None = None
    closes: time | None = None
    not_on: frozenset[int] = frozenset()

    def write(self) -> str:
        """As it is kept beside a message: "09:00-12:00 not 4,6". Empty: any time."""
        span = f"{self.opens:%H:%M}-{self.closes:%H:%M}" if self.opens and self.closes else ""
        days = f"not {','.join(str(day) for day in sorted(self.not_on))}" if self.not_on else ""
        return f"{span} {days}".strip()


ANY_TIME = PreferredTimes()


class PreferredTimesWrong(Exception):
    """A text that no `PreferredTimes.write` gave."""


def read_times(written: str) -> PreferredTimes:
    """What `PreferredTimes.write` wrote. Raises `PreferredTimesWrong`."""
    if not written:
        return ANY_TIME
    found = WRITTEN.fullmatch(written)
    if found is None:
        raise PreferredTimesWrong(written)
    opens, closes = (time.fromisoformat(part) if part else None for part in (found[1], found[2]))
    return PreferredTimes(opens, closes, frozenset(int(day) for day in (found[3] or "").split(",") if day))
