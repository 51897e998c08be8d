"""What the lines of a ready plan are called, in the page's language."""

from flask_babel import lazy_gettext

from navigator.ready_plans.models import Kind

KINDS = {
    Kind.STEP: lazy_gettext("A small step for them"),
    Kind.TASK: lazy_gettext("Something for you to do"),
    Kind.CONTACTS: lazy_gettext("A schedule of contacts"),
    Kind.REVIEW: lazy_gettext("The day of the review"),
}
