"""What each message is called on pages, in the order and groups an administrator reads them in."""

from flask_babel import lazy_gettext

from messaging.bounces import Came
from messaging.gateways.mailboxes import MailboxTrouble
from messaging.wording.rewording import Fault

# Each group: its heading, and its messages with their names.
GROUPS = (
    (
        lazy_gettext("The plan"),
        {
            "welcome": lazy_gettext("Welcome"),
            "plan_link": lazy_gettext("The link to the plan"),
            "prepare_invitation": lazy_gettext("Would you like to write something down before we talk?"),
            "sign_in_code": lazy_gettext("The code that opens the plan"),
            "something_new": lazy_gettext("Something new in the plan"),
            "someone_new": lazy_gettext("Someone new can see the plan"),
            "new_navigator": lazy_gettext("Another navigator from today"),
            "away": lazy_gettext("The navigator is away, and who answers"),
            "someone_new_helps": lazy_gettext("Somebody of their circle can see the plan"),
            "self_care_page": lazy_gettext("A page to read"),
            "self_care_follow_up": lazy_gettext("Some days after a page to read"),
            "review_due": lazy_gettext("Looking at the plan together"),
        },
    ),
    (
        lazy_gettext("Referrals and appointments"),
        {
            "referral_sent": lazy_gettext("We have asked a group"),
            "referral_accepted": lazy_gettext("The group said yes"),
            "appointment_changed": lazy_gettext("Another day or place"),
            "referral_waiting": lazy_gettext("A place on the waiting list"),
            "referral_no_room": lazy_gettext("The group has no room"),
            "referral_not_right": lazy_gettext("The group is not right for them"),
            "referral_cannot_reach": lazy_gettext("The group could not reach them"),
            "referral_taken_back": lazy_gettext("They will not be going after all"),
            "referral_recalled": lazy_gettext("We wrote to a group by mistake"),
            "referral_reopened": lazy_gettext("A referral is open again"),
            "referral_consent": lazy_gettext("May we tell a group?"),
            "consent_refused": lazy_gettext("After a no to telling a group"),
            "time_proposed": lazy_gettext("Could you come then?"),
            "thanks_answer": lazy_gettext("Thanks for an answer about a time"),
            "did_you_try": lazy_gettext("Did you try what we told you of?"),
            "thanks_tried": lazy_gettext("Thanks for saying that they tried it"),
            "reminder": lazy_gettext("The reminder of the evening before"),
            "appointment_news": lazy_gettext("To a group: what somebody says of their day"),
        },
    ),
    (
        lazy_gettext("Referrals to us"),
        {
            "request_received": lazy_gettext("To whoever asked for our help: we have it"),
            "referrer_code": lazy_gettext("The code for somebody who refers"),
            "referral_in_received": lazy_gettext("To a referrer: we have it"),
            "referral_in_accepted": lazy_gettext("To a referrer: we take it on"),
            "referral_in_declined": lazy_gettext("To a referrer: we cannot take it on"),
            "referral_in_parked": lazy_gettext("To a referrer: it waits until a day"),
            "referral_in_question": lazy_gettext("To a referrer: we have a question"),
        },
    ),
    (
        lazy_gettext("Visits and calls of ours"),
        {
            "visit_arranged": lazy_gettext("When we come or ring"),
            "visit_reminder": lazy_gettext("The reminder of a visit or call"),
            "visit_moved": lazy_gettext("A visit or call at another time"),
            "visit_cancelled": lazy_gettext("A visit or call that is off"),
        },
    ),
    (
        lazy_gettext("Small steps"),
        {
            "did_you_get_there": lazy_gettext("Did you get there?"),
            "confidence_question": lazy_gettext("How sure are you?"),
            "step_nudge": lazy_gettext("A nudge about a small step"),
            "thanks_confidence": lazy_gettext("Thanks for saying how sure they are"),
            "thanks_unsure": lazy_gettext("Thanks for saying that they are not sure"),
            "thanks_no": lazy_gettext("Thanks for saying that they did not get there"),
            "thanks_need_help": lazy_gettext("Thanks for asking for help"),
        },
    ),
    (
        lazy_gettext("Carers"),
        {
            "carer_welcome": lazy_gettext("Welcome to a carer"),
            "carer_check_in": lazy_gettext("How are you?"),
            "carer_something_new": lazy_gettext("Something new in the plan of who they care for"),
            "carer_invitation": lazy_gettext("An invitation into a circle"),
            "carer_link": lazy_gettext("The link for a carer"),
            "carer_code": lazy_gettext("The code for a carer"),
            "carer_reminder": lazy_gettext("A reminder for a carer"),
            "carer_visit": lazy_gettext("A visit took place"),
            "carer_answered": lazy_gettext("Thanks for answering for somebody"),
        },
    ),
    (
        lazy_gettext("Answers to what people write"),
        {
            "stopped": lazy_gettext("After STOP"),
            "stopped_one": lazy_gettext("After STOP to one kind of text"),
            "stopped_or_appointment": lazy_gettext("After CANCEL, which may have meant a visit"),
            "started": lazy_gettext("After START"),
            "help": lazy_gettext("After HELP"),
            "who_we_are": lazy_gettext("Who is this?"),
            "cannot_come": lazy_gettext("I cannot come"),
            "can_come": lazy_gettext("I can come after all"),
            "rebook": lazy_gettext("I would like another day"),
            "which_answered": lazy_gettext("Which question was answered"),
            "late_answer": lazy_gettext("An answer to a question of weeks ago"),
            "no_pictures": lazy_gettext("A picture, which we cannot see"),
            "unclear": lazy_gettext("A person will read it"),
            "out_of_hours": lazy_gettext("Nobody is at work"),
            "safety": lazy_gettext("Words that may mean danger"),
        },
    ),
    (
        lazy_gettext("Places to go, and who keeps them right"),
        {
            "shortlist_link": lazy_gettext("The list somebody asked for"),
            "still_correct": lazy_gettext("Is your listing still correct?"),
        },
    ),
    (
        lazy_gettext("E-mails"),
        {
            "referral_email": lazy_gettext("To a group: can somebody come?"),
            "referral_chaser": lazy_gettext("To a group: somebody still waits for an answer"),
            "referral_ended": lazy_gettext("To a group: they will not come, a mistake, or do not contact them"),
            "receivers_inbox": lazy_gettext("To a group: the link to all that we asked"),
            "referral_answer_copy": lazy_gettext("To a group: what they answered"),
            "shortlist_email": lazy_gettext("The list somebody asked for"),
            "staff_invitation": lazy_gettext("To a colleague: choose a password"),
            "editor_invitation": lazy_gettext("Please keep your listings right"),
            "editor_sign_in": lazy_gettext("The link to sign in to listings"),
            "still_correct_email": lazy_gettext("Is your listing still correct?"),
            "still_correct_contact": lazy_gettext("To an organisation nobody keeps: is it still correct?"),
            "sending_stopped": lazy_gettext("A message stopped by itself"),
            "bounces_not_read": lazy_gettext("E-mails that come back cannot be read"),
            "something_wrong": lazy_gettext("Somebody says that something is wrong"),
            "edit_published": lazy_gettext("Your changes are live"),
            "edit_asked": lazy_gettext("A question about your changes"),
            "edit_rejected": lazy_gettext("Your changes did not go live"),
            "application_link": lazy_gettext("Going on with an application"),
            "application_accepted": lazy_gettext("You are listed now"),
        },
    ),
)
NAMES = {template: name for _, names in GROUPS for template, name in names.items()}

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
