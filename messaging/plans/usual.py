"""The plan that came with the service, for a locality that has not changed it. Pure data."""

from collections.abc import Mapping
from datetime import time

from messaging.plans.rules import Event, Line, Unit

USUAL: Mapping[Event, tuple[Line, ...]] = {
    Event.APPOINTMENT: (
        Line("evening-before", "reminder", 1, Unit.DAYS, is_before=True, clock=time(18)),
        Line("two-hours-after", "did_you_get_there", 2, Unit.HOURS),
    ),
}
