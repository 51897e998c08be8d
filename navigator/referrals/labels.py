"""How referrals are spoken of on pages, in the reader's language."""

from flask_babel import gettext, lazy_gettext

from directory.room import Room
from messaging.models import Channel, OutgoingMessage
from navigator.people.models import Person
from navigator.people.texting import NotTexted, Way, WhyNot, choose_way
from navigator.referrals.models import Happened, Reason, Referral, ReferralEvent, ReferralStatus
from navigator.referrals.sharing import SharedPart
from navigator.referrals.states import Outcome

PARTS = {
    SharedPart.NAME: lazy_gettext("Name"),
    SharedPart.MOBILE: lazy_gettext("Mobile number"),
    SharedPart.EMAIL: lazy_gettext("E-mail address"),
    SharedPart.LANGUAGE: lazy_gettext("Language"),
    SharedPart.SAFE_CONTACT: lazy_gettext("How it is safe to be in touch"),
    SharedPart.CONTACT_NOTES: lazy_gettext("How to reach and support them"),
    SharedPart.MATTERS: lazy_gettext("What matters to them"),
    SharedPart.STEP: lazy_gettext("Their small step"),
    SharedPart.BIRTH_DATE: lazy_gettext("Date of birth"),
}

STATUSES = {
    ReferralStatus.DRAFT: lazy_gettext("Waiting for their yes"),
    ReferralStatus.SENT: lazy_gettext("Waiting for an answer"),
    ReferralStatus.RECEIVED: lazy_gettext("They have it and will answer"),
    ReferralStatus.ACCEPTED: lazy_gettext("They said yes"),
    ReferralStatus.WAITING_LIST: lazy_gettext("On their waiting list"),
    ReferralStatus.STARTED: lazy_gettext("Going there"),
    ReferralStatus.NO_ROOM: lazy_gettext("They have no room"),
    ReferralStatus.NOT_ELIGIBLE: lazy_gettext("It is for others"),
    ReferralStatus.CANNOT_REACH: lazy_gettext("They could not reach them"),
    ReferralStatus.NOT_RIGHT: lazy_gettext("Not right for this person"),
    ReferralStatus.ATTENDED: lazy_gettext("Got there"),
    ReferralStatus.DID_NOT_ATTEND: lazy_gettext("Did not get there"),
    ReferralStatus.COMPLETED: lazy_gettext("Finished"),
    ReferralStatus.WITHDRAWN: lazy_gettext("They changed their mind"),
    ReferralStatus.CANCELLED: lazy_gettext("Taken back"),
    ReferralStatus.RECALLED: lazy_gettext("Recalled: sent by mistake"),
}

COLOURS = {
    ReferralStatus.DRAFT: "white",
    ReferralStatus.SENT: "yellow",
    ReferralStatus.RECEIVED: "yellow",
    ReferralStatus.ACCEPTED: "blue",
    ReferralStatus.WAITING_LIST: "yellow",
    ReferralStatus.STARTED: "green",
    ReferralStatus.NO_ROOM: "grey",
    ReferralStatus.NOT_ELIGIBLE: "grey",
    ReferralStatus.CANNOT_REACH: "orange",
    ReferralStatus.NOT_RIGHT: "grey",
    ReferralStatus.ATTENDED: "green",
    ReferralStatus.DID_NOT_ATTEND: "orange",
    ReferralStatus.COMPLETED: "green",
    ReferralStatus.WITHDRAWN: "grey",
    ReferralStatus.CANCELLED: "grey",
    ReferralStatus.RECALLED: "red",
}

OUTCOMES = {
    Outcome.GOT_THERE: lazy_gettext("They got there"),
    Outcome.HELPED: lazy_gettext("It helped"),
    Outcome.PARTLY: lazy_gettext("It helped in part"),
    Outcome.DID_NOT_HELP: lazy_gettext("It did not help"),
    Outcome.MOVED_ON: lazy_gettext("They moved on to something else"),
}

SAID = {
    ReferralStatus.ATTENDED: lazy_gettext("They were there"),
    ReferralStatus.DID_NOT_ATTEND: lazy_gettext("They were not there"),
}

REASONS = {
    Reason.DISTRESS: lazy_gettext("May be in danger: ring now"),
    Reason.NEEDS_HELP: lazy_gettext("Asked for help"),
    Reason.UNCLEAR_REPLY: lazy_gettext("Wrote something we did not understand"),
    Reason.FROM_CARER: lazy_gettext("Somebody who helps them wrote to us"),
    Reason.DID_NOT_GET_THERE: lazy_gettext("Did not get there"),
    Reason.CANNOT_BE_TEXTED: lazy_gettext("Our texts do not reach them: ring"),
    Reason.EMAIL_LOST: lazy_gettext("Our e-mail did not reach the group"),
    Reason.DECLINED: lazy_gettext("A group could not say yes"),
    Reason.QUESTION: lazy_gettext("A group asks something"),
    Reason.TIME_PROPOSED: lazy_gettext("A group offers another time: ask them"),
    Reason.NOT_ANSWERED: lazy_gettext("A group has not answered: ring it"),
    Reason.SIDES_DISAGREE: lazy_gettext("They and the group say different things"),
    Reason.TOOK_BACK: lazy_gettext("Took back a referral"),
    Reason.DID_NOT_AGREE: lazy_gettext("Did not agree that we tell a group"),
    Reason.SERVICE_CLOSED: lazy_gettext("Where they are going has closed"),
    Reason.STOPPED_TEXTS: lazy_gettext("Asked us to stop texting"),
    Reason.WOULD_CHANGE: lazy_gettext("Would change something in their plan"),
    Reason.QUIET: lazy_gettext("Has not answered about a step: ring"),
    Reason.CARER_QUIET: lazy_gettext("Somebody who helps them does not answer: ring"),
    Reason.CONTACT_DUE: lazy_gettext("It is time to be in touch"),
    Reason.PERHAPS_STOPPED: lazy_gettext("We stopped texting them: did they mean it?"),
    Reason.CANNOT_COME: lazy_gettext("Says that they cannot come"),
    Reason.CHANGE_DAY: lazy_gettext("Would like another day"),
}

REASON_COLOURS = {
    Reason.DISTRESS: "red",
    Reason.NEEDS_HELP: "orange",
    Reason.UNCLEAR_REPLY: "purple",
    Reason.FROM_CARER: "purple",
    Reason.DID_NOT_GET_THERE: "yellow",
    Reason.CANNOT_BE_TEXTED: "yellow",
    Reason.EMAIL_LOST: "yellow",
    Reason.DECLINED: "blue",
    Reason.QUESTION: "purple",
    Reason.TIME_PROPOSED: "purple",
    Reason.NOT_ANSWERED: "yellow",
    Reason.SIDES_DISAGREE: "orange",
    Reason.TOOK_BACK: "yellow",
    Reason.DID_NOT_AGREE: "blue",
    Reason.SERVICE_CLOSED: "orange",
    Reason.STOPPED_TEXTS: "grey",
    Reason.WOULD_CHANGE: "yellow",
    Reason.QUIET: "grey",
    Reason.CARER_QUIET: "grey",
    Reason.CONTACT_DUE: "blue",
    Reason.PERHAPS_STOPPED: "purple",
    Reason.CANNOT_COME: "orange",
    Reason.CHANGE_DAY: "orange",
}

# Reasons that come with the person's own words; the others with a number, an address, or what a group wrote.
IN_THEIR_WORDS = frozenset(
    {Reason.DISTRESS, Reason.NEEDS_HELP, Reason.UNCLEAR_REPLY, Reason.DID_NOT_GET_THERE, Reason.STOPPED_TEXTS}
    | {Reason.PERHAPS_STOPPED, Reason.CANNOT_COME, Reason.CHANGE_DAY}
)

NOT_TEXTED = {
    WhyNot.NO_MOBILE: lazy_gettext("There was no text: we have no mobile number for them. Please tell them yourself."),
    WhyNot.NO_CONSENT: lazy_gettext("There was no text: they have not agreed to texts. Please tell them yourself."),
    WhyNot.STOPPED: lazy_gettext("There was no text: they asked us to stop texting. Please tell them yourself."),
    WhyNot.PROHIBITED: lazy_gettext("Nothing was written to them: nobody may contact them. Tell them only as you agreed."),
    WhyNot.CLOSED: lazy_gettext("There was no text: we no longer support them."),
    WhyNot.CANNOT_READ: lazy_gettext(
        "There was no text: they need Braille, or somebody to tell them. Please tell them yourself."
    ),
    WhyNot.NEEDS_ANSWER: lazy_gettext(
        "Nothing was written: it asks for an answer, which only a text can take. Please ask them yourself."
    ),
    WhyNot.TOO_LATE_FOR_POST: lazy_gettext("Nothing was written: a letter would come too late. Please tell them yourself."),
}

SENT_INSTEAD = {
    Channel.PUSH: lazy_gettext("The news goes as a notification on their phone, because they asked for that."),
    Channel.EMAIL: lazy_gettext("The news goes as an e-mail, because they like e-mails best."),
    Channel.LETTER: lazy_gettext(
        "The news goes as a letter, because they like letters best. Please print it: it waits at “Letters to print”."
    ),
}


TURNED_AWAY = {
    Room.FULL: lazy_gettext("They told us that they are full"),
    Room.NOT_TAKING_REFERRALS: lazy_gettext("They told us that they are not taking referrals"),
}

EVENTS = {
    ReferralStatus.DRAFT: lazy_gettext("%(who)s asked by text if we may tell %(service)s."),
    ReferralStatus.SENT: lazy_gettext("%(who)s asked %(service)s."),
    ReferralStatus.RECEIVED: lazy_gettext("%(who)s said that they have it."),
    ReferralStatus.ACCEPTED: lazy_gettext("%(who)s said yes."),
    ReferralStatus.WAITING_LIST: lazy_gettext("%(who)s gave them a place on the waiting list."),
    ReferralStatus.STARTED: lazy_gettext("%(who)s told us: they came, and go on coming."),
    ReferralStatus.NO_ROOM: lazy_gettext("%(who)s said they have no room now."),
    ReferralStatus.NOT_ELIGIBLE: lazy_gettext("%(who)s said it is for others."),
    ReferralStatus.CANNOT_REACH: lazy_gettext("%(who)s said they could not reach them."),
    ReferralStatus.NOT_RIGHT: lazy_gettext("%(who)s said it is not right for this person."),
    ReferralStatus.ATTENDED: lazy_gettext("%(who)s told us: got there."),
    ReferralStatus.DID_NOT_ATTEND: lazy_gettext("%(who)s told us: did not get there."),
    ReferralStatus.COMPLETED: lazy_gettext("%(who)s told us that it has finished."),
    ReferralStatus.WITHDRAWN: lazy_gettext("%(who)s wrote down: they changed their mind."),
    ReferralStatus.CANCELLED: lazy_gettext("%(who)s took the referral back."),
    ReferralStatus.RECALLED: lazy_gettext("%(who)s recalled it: it was sent by mistake."),
}
HAPPENED = {
    Happened.REOPENED.value: lazy_gettext("%(who)s opened it again."),
    Happened.SAID_CAME.value: lazy_gettext("%(who)s told us: they were there."),
    Happened.SAID_DID_NOT_COME.value: lazy_gettext("%(who)s told us: they were not there."),
    Happened.CHASED.value: lazy_gettext("%(who)s asked them once more."),
    Happened.PROPOSED.value: lazy_gettext("%(who)s offered a time."),
    Happened.REFUSED.value: lazy_gettext("%(who)s said that the time does not suit."),
    Happened.PROHIBITED.value: lazy_gettext("%(who)s wrote down that nobody may contact them about it."),
    Happened.ALLOWED.value: lazy_gettext("%(who)s wrote down that they may be contacted about it."),
}


def describe_event(event: ReferralEvent, referral: Referral) -> str:
    """One line of a referral's story."""
    facts = {"who": event.who, "service": referral.service_name}
    if event.what:
        return str(HAPPENED[event.what]) % facts
    if event.from_status is event.to_status:
        return str(gettext("%(who)s changed the appointment.", who=event.who))
    if event.from_status is ReferralStatus.DRAFT and event.to_status is ReferralStatus.SENT:
        return str(gettext("%(who)s said yes, and it was sent.", who=event.who))
    return str(EVENTS[event.to_status]) % facts


def why_not_texted(told: object) -> str:
    """What a navigator reads when no text went to the person, or something else did; empty when one did."""
    if isinstance(told, OutgoingMessage):
        return str(SENT_INSTEAD.get(told.channel, ""))
    return str(NOT_TEXTED[told.reason]) if isinstance(told, NotTexted) else ""


def obstacle_in_words(person: Person) -> str:
    """What keeps us from texting this person; empty when nothing does."""
    way = choose_way(person)
    return str(SENT_INSTEAD.get(way.channel, "")) if isinstance(way, Way) else str(NOT_TEXTED[way])
