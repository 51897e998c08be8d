"""What the lines of a ready plan are called, in the page's language."""

from flask_babel import lazy_gettext

from navigator.ready_plans.models import Kind

NUDGES = {
    "": lazy_gettext("None"),
    "1": lazy_gettext("On Tuesdays"),
    "1,4": lazy_gettext("On Tuesdays and Fridays"),
    "0,2,4": lazy_gettext("On Mondays, Wednesdays and Fridays"),
    "0,1,2,3,4,5,6": lazy_gettext("Every day"),
}
KINDS = {
    Kind.STEP: lazy_gettext("A small step for them"),
    Kind.TASK: lazy_gettext("Something for you to do"),
    Kind.CONTACTS: lazy_gettext("A schedule of contacts"),
    Kind.REVIEW: lazy_gettext("The day of the review"),
}
