"""Why a message stopped by itself, and what is wrong with words of a locality, on an administrator's pages."""

from flask_babel import lazy_gettext

from messaging.wording.rewording import Fault

WHY_STOPPED = {
    "too_many": lazy_gettext("Far more of it went than usual."),
    "too_many_failed": lazy_gettext("Most of it failed."),
    "by_hand": lazy_gettext("Stopped by hand:"),
}

FAULTS = {
    Fault.BLANK: lazy_gettext("Write something here. To say it as we do, use the button at the end of the page."),
    Fault.TOO_LONG: lazy_gettext("This is too long. Please keep it below %(what)s characters."),
    Fault.VALUE_MISSING: lazy_gettext("%(what)s is missing. It has to stand somewhere in these words."),
    Fault.VALUE_UNKNOWN: lazy_gettext("We do not know what to put for %(what)s here. Please take it out."),
    Fault.BRACE: lazy_gettext("There is a { or a } too many. They only stand around what we fill in."),
    Fault.NUMBER_LOST: lazy_gettext("%(what)s is missing. People need it: for help, or to answer."),
    Fault.SEGMENTS: lazy_gettext("The whole text takes more than %(what)s segments. Please shorten it."),
}
