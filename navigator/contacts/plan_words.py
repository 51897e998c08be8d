"""How reminder plans are spoken of on the administrator's page, in the reader's language."""

from flask_babel import gettext, lazy_gettext, ngettext

from messaging.plans.rules import Event, Line, Repeat, Stop, Unit
from translations import dates

EVENTS = {
    Event.APPOINTMENT: lazy_gettext("The day of an appointment"),
    Event.ACCEPTED: lazy_gettext("A group says yes"),
    Event.STEP_DUE: lazy_gettext("A small step is due"),
    Event.REVIEW: lazy_gettext("The day of a review"),
    Event.PLAN_MADE: lazy_gettext("The first small step is agreed"),
    Event.SELF_CARE_SENT: lazy_gettext("A page to read was sent"),
}
TEMPLATES = {
    "reminder": lazy_gettext("A reminder: when, where, who to ask for"),
    "did_you_get_there": lazy_gettext("The question: did you get there?"),
    "step_nudge": lazy_gettext("A friendly word about the small step"),
    "review_due": lazy_gettext("It is time to look at the plan together"),
    "self_care_follow_up": lazy_gettext("Did you find time for the page?"),
}
UNITS = {
    Unit.MINUTES: lazy_gettext("minutes"),
    Unit.HOURS: lazy_gettext("hours"),
    Unit.DAYS: lazy_gettext("days"),
    Unit.WEEKS: lazy_gettext("weeks"),
}
SIDES = {"before": lazy_gettext("before it"), "after": lazy_gettext("after it")}
REPEATS = {
    Repeat.NEVER: lazy_gettext("Once"),
    Repeat.DAILY: lazy_gettext("Every day"),
    Repeat.WORKING_DAYS: lazy_gettext("Every working day"),
    Repeat.TWICE_A_WEEK: lazy_gettext("Tuesdays and Fridays"),
    Repeat.WEEKLY: lazy_gettext("Once a week"),
    Repeat.FORTNIGHTLY: lazy_gettext("Every two weeks"),
    Repeat.MONTHLY: lazy_gettext("Once a month"),
}
STOPS = {
    Stop.ANSWERED: lazy_gettext("they have answered it"),
    Stop.DONE: lazy_gettext("the step is done, or we know that they got there"),
}
WRONG = {
    "does_not_fit": lazy_gettext("This text does not fit here: we would not know what to write in it."),
    "too_far": lazy_gettext("Write a whole number, a year at the most."),
    "only_with_days": lazy_gettext("A time of day goes only with days and weeks. Leave it empty."),
    "asked_before": lazy_gettext("Nobody can say beforehand whether they got there. Choose “after it”."),
    "has_happened": lazy_gettext("We know of this only when it happens. Choose “after it”."),
    "too_often": lazy_gettext("Write a number from 1 to 12."),
    "no_repeat": lazy_gettext("To send it more than once, choose how often."),
}


def say_line(line: Line, code: str) -> str:
    """When a line goes: "1 day before, at 6pm". `code` is the page's language."""
    words = str(_offset(line))
    if line.clock is not None:
        words = str(gettext("%(when)s, at %(clock)s", when=words, clock=dates.time_of_day(line.clock, code)))
    if line.repeat is not Repeat.NEVER:
        words = str(gettext("%(when)s; then: %(repeat)s, %(n)s in all", when=words, repeat=REPEATS[line.repeat], n=line.times))
    return words


def _offset(line: Line) -> str:
    n = line.amount
    if n == 0:
        return str(gettext("On the day") if line.clock else gettext("At that moment"))
    match (line.unit, line.is_before):
        case (Unit.MINUTES, True):
            return str(ngettext("%(num)d minute before", "%(num)d minutes before", n))
        case (Unit.MINUTES, False):
            return str(ngettext("%(num)d minute after", "%(num)d minutes after", n))
        case (Unit.HOURS, True):
            return str(ngettext("%(num)d hour before", "%(num)d hours before", n))
        case (Unit.HOURS, False):
            return str(ngettext("%(num)d hour after", "%(num)d hours after", n))
        case (Unit.DAYS, True):
            return str(ngettext("%(num)d day before", "%(num)d days before", n))
        case (Unit.DAYS, False):
            return str(ngettext("%(num)d day after", "%(num)d days after", n))
        case (Unit.WEEKS, True):
            return str(ngettext("%(num)d week before", "%(num)d weeks before", n))
        case _:
            return str(ngettext("%(num)d week after", "%(num)d weeks after", n))
