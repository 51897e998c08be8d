"""What a reminder plan may say, and what it comes to: lines with an offset from an event, repeats and their end. Pure rules.

A line reads "the reminder, 1 day before at 18:00" or "did you get there, 2 hours after". Clock times are those of London.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from dateutil.rrule import rrulestr

from messaging.purposes import Purpose
from messaging.sending.lasting import OF_USE_FOR
from messaging.sending.preferred_times import ANY_TIME, PreferredTimes
from messaging.sending.quiet_hours import DecentHours, moment_before, moment_for
from navigator.times import LONDON

MOST_REPEATS = 12
LONGEST = timedelta(days=366)  # how far from its event a line may lie
# A reminder that comes this soon after the text with the same facts only disturbs.
TOO_SOON = timedelta(hours=3)


class Event(StrEnum):
    """What texts go round."""

    ACCEPTED = "accepted"  # a group said yes
    APPOINTMENT = "appointment"
    STEP_DUE = "step_due"
    REVIEW = "review"
    PLAN_MADE = "plan_made"  # the first small step
    SELF_CARE_SENT = "self_care_sent"  # a page to read


class Unit(StrEnum):
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"


class Repeat(StrEnum):
    """How a line comes again: the part of RFC 5545 that we offer."""

    NEVER = ""
    DAILY = "FREQ=DAILY"
    WORKING_DAYS = "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"
    TWICE_A_WEEK = "FREQ=WEEKLY;BYDAY=TU,FR"
    WEEKLY = "FREQ=WEEKLY"
    FORTNIGHTLY = "FREQ=WEEKLY;INTERVAL=2"
    MONTHLY = "FREQ=MONTHLY"


class Stop(StrEnum):
    """What ends a line before its last repeat, besides a STOP and the end of our support, which end everything."""

    ANSWERED = "answered"  # they answered the question it asks
    DONE = "done"  # the step is done, or we know whether they got there


# Which texts may go round which event: those whose words the event gives the facts for. Whether they ask something.
FITS: Mapping[Event, tuple[str, ...]] = {
    Event.ACCEPTED: ("reminder",),
    Event.APPOINTMENT: ("reminder", "did_you_get_there"),
    Event.STEP_DUE: ("step_nudge",),
    Event.REVIEW: ("review_due",),
    Event.PLAN_MADE: ("step_nudge", "review_due"),
    Event.SELF_CARE_SENT: ("self_care_follow_up",),
}
OF_NO_USE_AFTER = frozenset({"reminder"})  # these end with the event, whenever they go


class LineWrong(Exception):
    """A line that cannot be followed. `field` is the one to mend, `reason` a code for it."""

    def __init__(self, field_name: str, reason: str) -> None:
        super().__init__(f"{field_name}: {reason}")
        self.field, self.reason = field_name, reason


@dataclass(frozen=True)
class Line:
    """One text of a plan: `amount` `unit`s before or after its event, at `clock` where the unit is days or weeks."""

    id: str
    template: str
    amount: int
    unit: Unit
    is_before: bool = False
    clock: time | None = None
    repeat: Repeat = Repeat.NEVER
    times: int = 1  # in all
    stops: frozenset[Stop] = field(default_factory=lambda: frozenset({Stop.ANSWERED, Stop.DONE}))

    def as_json(self) -> dict[str, Any]:
        """As a table keeps it."""
        clock = f"{self.clock:%H:%M}" if self.clock else ""
        return asdict(self) | {"clock": clock, "stops": sorted(stop.value for stop in self.stops)}


@dataclass(frozen=True)
class Due:
    """One text a plan comes to: which line, which repeat (from 1), when it goes and until when it is of use. In UTC."""

    line: Line
    number: int
    not_before: datetime
    expires_at: datetime

    @property
    def key(self) -> str:
        """Tells this text from the plan's others, for a dedupe key."""
        return f"{self.line.id}:{self.number}"


def read_line(kept: Mapping[str, Any]) -> Line:
    """A line as `Line.as_json` gave it."""
    clock = time.fromisoformat(kept["clock"]) if kept["clock"] else None
    stops = frozenset(Stop(stop) for stop in kept["stops"])
    return Line(**{**kept, "unit": Unit(kept["unit"]), "repeat": Repeat(kept["repeat"]), "clock": clock, "stops": stops})


def check(line: Line, event: Event) -> None:
    """Raises `LineWrong` unless the line can be followed for this event."""
    if line.template not in FITS[event]:
        raise LineWrong("template", "does_not_fit")
    if line.amount < 0 or timedelta(**{line.unit.value: line.amount}) > LONGEST:
        raise LineWrong("amount", "too_far")
    if line.clock is not None and line.unit not in (Unit.DAYS, Unit.WEEKS):
        raise LineWrong("clock", "only_with_days")
    if line.is_before and line.template == "did_you_get_there":
        raise LineWrong("template", "asked_before")
    if line.is_before and event in (Event.ACCEPTED, Event.PLAN_MADE, Event.SELF_CARE_SENT):
        raise LineWrong("amount", "has_happened")  # nobody knows of it before it happens
    if not 1 <= line.times <= MOST_REPEATS:
        raise LineWrong("times", "too_often")
    if line.repeat is Repeat.NEVER and line.times != 1:
        raise LineWrong("times", "no_repeat")


def list_due(
    lines: Iterable[Line],
    *,
    event_at: datetime,
    now: datetime,
    hours: DecentHours,
    purposes: Mapping[str, Purpose],
    heard_at: datetime | None = None,
    ends_at: datetime | None = None,
    times: PreferredTimes = ANY_TIME,
) -> list[Due]:
    """The texts these lines come to, soonest first; none that would be of no use.

    `heard_at`: when the person is told the facts of the event anyway; what lies before the event does not follow upon it
    at once. `ends_at`: when what the event is about is over, for an event that lies before it; the event itself when not said.
    """
    over = ends_at or event_at
    found = []
    for line in lines:
        for number, moment in enumerate(_moments(line, event_at), start=1):
            due = _due(line, number, moment, over=over, now=now, hours=hours, purposes=purposes, heard_at=heard_at, times=times)
            if due is not None:
                found.append(due)
    return sorted(found, key=lambda due: (due.not_before, due.line.id))


def _due(
    line: Line,
    number: int,
    moment: datetime,
    *,
    over: datetime,
    now: datetime,
    hours: DecentHours,
    purposes: Mapping[str, Purpose],
    heard_at: datetime | None,
    times: PreferredTimes,
) -> Due | None:
    if moment < over and (line.is_before or line.template in OF_NO_USE_AFTER):
        goes = (
            moment_before(hours, moment, times=times) if line.is_before else moment_for(hours, moment, times=times, before=over)
        )
        told = heard_at is not None and hours.next_allowed(heard_at) + TOO_SOON > goes
        goes = max(goes, now)
        if told or hours.next_allowed(goes) >= over:
            return None
        return Due(line, number, goes, over)
    if line.template in OF_NO_USE_AFTER:
        return None
    lasts = OF_USE_FOR[purposes[line.template]]
    goes = moment_for(hours, moment, times=times)
    return Due(line, number, goes, goes + lasts) if goes + lasts > now else None


def _moments(line: Line, event_at: datetime) -> list[datetime]:
    """The moment of each repeat, in UTC: counted on London's clocks and calendar, so that the clocks may change between."""
    sign = -1 if line.is_before else 1
    if line.unit in (Unit.MINUTES, Unit.HOURS):
        moment = event_at.astimezone(UTC) + sign * timedelta(**{line.unit.value: line.amount})  # hours are hours
        first = moment.astimezone(LONDON).replace(tzinfo=None)
        if line.repeat is Repeat.NEVER:
            return [moment]
    else:
        here = event_at.astimezone(LONDON).replace(tzinfo=None)
        day = here.date() + sign * timedelta(**{line.unit.value: line.amount})
        first = datetime.combine(day, line.clock or here.time())
    found = [first]
    if line.repeat is not Repeat.NEVER:
        rule = rrulestr(f"{line.repeat.value};COUNT={line.times}", dtstart=first)
        found = list(rule)
    return [moment.replace(tzinfo=LONDON).astimezone(UTC) for moment in found]
