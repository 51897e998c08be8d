"""Why a message stopped by itself, and what is wrong with words of a locality, on an administrator's pages."""

from flask_babel import lazy_gettext

from messaging.bounces import Came
from messaging.gateways.mailboxes import MailboxTrouble
from messaging.wording.rewording import Fault

WHY_STOPPED = {
    "too_many": lazy_gettext("Far more of it went than usual."),
    "too_many_failed": lazy_gettext("Most of it failed."),
    "by_hand": lazy_gettext("Stopped by hand:"),
}

MAILBOX_TROUBLES = {
    MailboxTrouble.REFUSED: lazy_gettext("The mail server refuses the name or the password."),
    MailboxTrouble.NO_FOLDER: lazy_gettext("The mail server knows no such folder."),
    MailboxTrouble.NOT_SAFE: lazy_gettext(
        "The mail server cannot show that it is the right one: its certificate is out of date or for another name."
    ),
    MailboxTrouble.UNREACHABLE: lazy_gettext("The mail server does not answer."),
}
# What the e-mails in the mailbox were, in the order they are counted to administrators.
CAME_BACK = {
    Came.TAKEN: lazy_gettext("E-mails of ours that did not arrive"),
    Came.OLD: lazy_gettext("The same again"),
    Came.DELAYED: lazy_gettext("Late, and still being tried"),
    Came.NOT_A_REPORT: lazy_gettext("Something else, left in the mailbox"),
    Came.UNKNOWN: lazy_gettext("About no e-mail of ours, left in the mailbox"),
    Came.UNREADABLE: lazy_gettext("Too large or broken, left in the mailbox"),
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
