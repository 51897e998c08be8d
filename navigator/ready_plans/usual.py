"""The ready plans that come with the service. A locality changes them on a page; a newer version of its own then counts."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext

from navigator.ready_plans.models import Kind
from navigator.steps.models import HowOften

MOST_DAYS = 730
LONGEST_WHAT = 300  # characters
HAVE_WORDS = (Kind.STEP, Kind.TASK)  # what it is may be said otherwise for one person


@dataclass(frozen=True)
class Line:
    """One line: what is made, and how many days after it is (of steps and tasks: the day it is due).

    `nudge_days`: on which weekdays a friendly word about the step goes, as `StepNudge.days` has them; "" for none.
    """

    kind: Kind
    what: Any
    after_days: int
    how_often: HowOften = HowOften.ONCE
    nudge_days: str = ""


@dataclass(frozen=True)
class ReadyPlan:
    """`code` does not change; `what` of a line of contacts is the name of a schedule, which is not translated."""

    code: str
    name: Any
    about: Any
    lines: tuple[Line, ...]


USUAL = (
    ReadyPlan(
        "home-from-hospital",
        lazy_gettext("Home from hospital"),
        lazy_gettext("The first weeks at home: warm, fed, safe, and somebody looking in."),
        (
            Line(Kind.TASK, lazy_gettext("Ring: is the house warm, is there food, who looks in?"), 2),
            Line(Kind.STEP, lazy_gettext("Ask somebody to bring shopping for the first week"), 2),
            Line(Kind.TASK, lazy_gettext("Arrange a home safety check"), 7),
            Line(Kind.STEP, lazy_gettext("Walk to the door and back, holding on"), 7, HowOften.DAILY, "1,4"),
            Line(Kind.CONTACTS, "Home from hospital", 0),
            Line(Kind.REVIEW, "", 42),
        ),
    ),
    ReadyPlan(
        "new-carer",
        lazy_gettext("New carer"),
        lazy_gettext("For somebody who has begun to look after somebody else."),
        (
            Line(Kind.STEP, lazy_gettext("Tell my own doctor that I look after somebody"), 7),
            Line(Kind.TASK, lazy_gettext("Offer a carer’s assessment"), 7),
            Line(Kind.STEP, lazy_gettext("One hour a week that is only mine"), 14, HowOften.WEEKLY, "1"),
            Line(Kind.TASK, lazy_gettext("Find a carers’ group, and go with them the first time"), 21),
            Line(Kind.REVIEW, "", 84),
        ),
    ),
    ReadyPlan(
        "moving-more",
        lazy_gettext("Moving more"),
        lazy_gettext("Small beginnings, and company on the way."),
        (
            Line(Kind.STEP, lazy_gettext("Stand up and sit down five times, holding on to something"), 7, HowOften.DAILY, "1,4"),
            Line(Kind.STEP, lazy_gettext("Walk for ten minutes with somebody"), 14, HowOften.FEW_TIMES_A_WEEK),
            Line(Kind.TASK, lazy_gettext("Look together for a gentle class or a walking group"), 21),
            Line(Kind.REVIEW, "", 84),
        ),
    ),
    ReadyPlan(
        "a-year-together",
        lazy_gettext("A year of contacts"),
        lazy_gettext("Calls and reviews through a year, made by themselves."),
        (Line(Kind.CONTACTS, "A year together", 0), Line(Kind.REVIEW, "", 91)),
    ),
)
