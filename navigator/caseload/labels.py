"""How a caseload is spoken of, in the reader's language."""

from flask_babel import lazy_gettext

from navigator.caseload.looking import Flag, Order

FLAGS = {
    Flag.NEEDS: lazy_gettext("Needs somebody"),
    Flag.ALONE: lazy_gettext("Waits for a coordinator"),
    Flag.HELP: lazy_gettext("Asked for help"),
    Flag.TODAY: lazy_gettext("Visit or call today"),
    Flag.OVERDUE: lazy_gettext("Something is overdue"),
    Flag.ANSWERS: lazy_gettext("Text to answer"),
    Flag.WAITING: lazy_gettext("Group has not answered"),
    Flag.REVIEW: lazy_gettext("Review is due"),
    Flag.UNSURE: lazy_gettext("Not sure of their step"),
    Flag.QUIET: lazy_gettext("Gone quiet"),
}
FLAG_COLOURS = {
    Flag.NEEDS: "orange",
    Flag.ALONE: "pink",
    Flag.HELP: "red",
    Flag.TODAY: "blue",
    Flag.OVERDUE: "yellow",
    Flag.ANSWERS: "purple",
    Flag.WAITING: "grey",
    Flag.REVIEW: "pink",
    Flag.UNSURE: "aqua-green",
    Flag.QUIET: "grey",
}
ORDERS = {
    Order.NAME: lazy_gettext("By name"),
    Order.SILENCE: lazy_gettext("Longest without contact"),
    Order.NEXT: lazy_gettext("Next date first"),
    Order.NEWEST: lazy_gettext("Newest first"),
}
