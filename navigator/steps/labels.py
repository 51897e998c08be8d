"""What a step's states and its rhythm are called, in the page's language."""

from flask_babel import lazy_gettext

from navigator.steps.models import HowOften, StepStatus
from navigator.steps.nudge_models import WhyEnded

HOW_OFTEN = {
    HowOften.ONCE: lazy_gettext("Once"),
    HowOften.DAILY: lazy_gettext("Every day"),
    HowOften.FEW_TIMES_A_WEEK: lazy_gettext("A few times a week"),
    HowOften.WEEKLY: lazy_gettext("Once a week"),
    HowOften.FORTNIGHTLY: lazy_gettext("Every two weeks"),
    HowOften.MONTHLY: lazy_gettext("Once a month"),
}


STEP_STATUS = {
    StepStatus.PLANNED: lazy_gettext("To do"),
    StepStatus.DONE: lazy_gettext("Done"),
    StepStatus.NOT_DONE: lazy_gettext("Not this time"),
    StepStatus.REPLACED: lazy_gettext("Made smaller"),
}


WHY_NUDGES_ENDED = {
    WhyEnded.STOPPED: lazy_gettext("The texts about this step were ended."),
    WhyEnded.STEP_FINISHED: lazy_gettext("The texts ended with the step."),
    WhyEnded.UNTIL: lazy_gettext("The texts about this step came to their last day."),
    WhyEnded.UNANSWERED: lazy_gettext("The texts ended, because several had no answer."),
    WhyEnded.NOT_TEXTED: lazy_gettext("The texts ended: they take no texts of this kind."),
    WhyEnded.CLOSED: lazy_gettext("The texts ended with our support."),
}


STATUS_COLOUR = {
    StepStatus.PLANNED: "blue",
    StepStatus.DONE: "green",
    StepStatus.NOT_DONE: "grey",
    StepStatus.REPLACED: "grey",
}
