"""What a goal's states and levels are called, in the page's language."""

from flask_babel import lazy_gettext

from navigator.steps.models import GoalStatus

GOAL_STATUS = {
    GoalStatus.ACTIVE: lazy_gettext("Being worked on"),
    GoalStatus.REACHED: lazy_gettext("Reached"),
    GoalStatus.SET_ASIDE: lazy_gettext("Set aside"),
}
GOAL_COLOURS = {GoalStatus.ACTIVE: "blue", GoalStatus.REACHED: "green", GoalStatus.SET_ASIDE: "grey"}
HAPPENED = {
    GoalStatus.REACHED: lazy_gettext("It is reached"),
    GoalStatus.SET_ASIDE: lazy_gettext("It is set aside for now"),
    GoalStatus.ACTIVE: lazy_gettext("It is taken up again"),
}
LEVEL_NAMES = {
    -2: lazy_gettext("Much less than expected (−2)"),
    -1: lazy_gettext("Less than expected (−1)"),
    0: lazy_gettext("As expected (0)"),
    1: lazy_gettext("Better than expected (+1)"),
    2: lazy_gettext("Much better than expected (+2)"),
}
