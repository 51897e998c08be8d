"""How texts and what is done with them are spoken of, in the reader's language."""

from datetime import datetime, timedelta

from flask_babel import gettext, lazy_gettext, ngettext

from messaging.queries import Line
from messaging.sending.quiet_hours import DecentHours
from messaging.states import State
from messaging.wording.texts import Preview
from navigator.people.texting import WhyNot
from navigator.threads import team_hours
from navigator.threads.models import Happened, Thread
from translations.dates import number

AN_HOUR = timedelta(hours=1)

TEXT_STATES = {
    State.SENT: lazy_gettext("Sent"),
    State.DELIVERED: lazy_gettext("Arrived"),
    State.UNDELIVERED: lazy_gettext("Did not arrive"),
    State.FAILED: lazy_gettext("Could not be sent"),
    State.EXPIRED: lazy_gettext("Too late to send, so not sent"),
    State.SUPPRESSED: lazy_gettext("Not sent"),
}
WENT_WRONG = frozenset({State.UNDELIVERED, State.FAILED, State.EXPIRED, State.SUPPRESSED})
COLOURS = {State.SENT: "grey", State.DELIVERED: "green"}

_NOBODY = lazy_gettext("Nobody has that number, or it is no longer in use. Ask for the right one.")
_OFF = lazy_gettext("The phone was switched off or out of reach.")
_NO_MOBILE = lazy_gettext("The number cannot take texts: it may be a landline. Ring it.")
_REFUSED = lazy_gettext("The phone or its network refuses our texts.")
_STOPPED = lazy_gettext("They asked us to stop texting.")
# By what the provider's code, or our own word, for the cause comes to.
CAUSES = {
    "21211": _NOBODY,
    "21610": _STOPPED,
    "21612": _REFUSED,
    "21614": _NO_MOBILE,
    "30003": _OFF,
    "30004": _REFUSED,
    "30005": _NOBODY,
    "30006": _NO_MOBILE,
    "30007": _REFUSED,
    "stopped": _STOPPED,
    "not_shown": lazy_gettext("Their phone did not show it within half an hour, so it went as a text, if it was still of use."),
    "too_many": lazy_gettext("They had as many texts from us that day as anybody should."),
    "too_late": lazy_gettext("It would have come too late to be of use."),
}

# Why a person is not texted, and what to do instead.
WHY_NOT = {
    WhyNot.NO_MOBILE: (
        lazy_gettext("We cannot text them: we have no mobile number."),
        lazy_gettext("Ring or write to them; if they have a mobile, put it in their details."),
    ),
    WhyNot.NO_CONSENT: (
        lazy_gettext("We do not text them: they have not agreed to texts."),
        lazy_gettext("Ring them. If they would like texts, record that they agree in their details."),
    ),
    WhyNot.STOPPED: (
        lazy_gettext("We do not text them: they asked us to stop."),
        lazy_gettext("Ring them. To get our texts again they text START from their own phone."),
    ),
    WhyNot.CANNOT_READ: (
        lazy_gettext("We do not text them: they need Braille, or somebody to tell them."),
        lazy_gettext("Ring them, or tell them when you meet."),
    ),
    WhyNot.PROHIBITED: (
        lazy_gettext("Nobody may write to them: it could put them in danger."),
        lazy_gettext("Their page says how it is safe to be in touch."),
    ),
    WhyNot.CLOSED: (
        lazy_gettext("We do not text them: we no longer support them."),
        lazy_gettext("If they need us again, support them again from their details."),
    ),
}
_SOME_REASON = (lazy_gettext("We cannot text them."), lazy_gettext("Ring or write to them."))

DEEDS = {
    Happened.TAKEN: lazy_gettext("Taken"),
    Happened.HANDED_OVER: lazy_gettext("Handed over"),
    Happened.ANSWERED: lazy_gettext("Answered"),
    Happened.DONE: lazy_gettext("Marked as done"),
    Happened.OPENED_AGAIN: lazy_gettext("Opened again"),
    Happened.ESCALATED: lazy_gettext("The whole team was told that it waits"),
}


def why_not(reason: WhyNot) -> tuple[str, str]:
    """Why a person is not texted, and what to do instead."""
    said, instead = WHY_NOT.get(reason, _SOME_REASON)
    return str(said), str(instead)


def why_not_arrived(line: Line) -> str:
    """What kept a text from arriving, where there is something to say about it."""
    return str(CAUSES.get(line.cause, "")) if line.state in WENT_WRONG else ""


def cost_in_words(preview: Preview, *, locale: str) -> str:
    """As how many texts something goes, each of which is charged, and what that costs where it is known."""
    if preview.pence is None:
        return str(ngettext("This goes as %(num)s text.", "This goes as %(num)s texts joined together.", preview.segments))
    return str(
        ngettext(
            "This goes as %(num)s text, for about %(pence)sp.",
            "This goes as %(num)s texts joined together, for about %(pence)sp.",
            preview.segments,
            pence=number(round(float(preview.pence), 1), locale),
        )
    )


def waited_in_words(thread: Thread, hours: DecentHours, now: datetime) -> str:
    """For how many of the team's `hours` a conversation has waited."""
    since = thread.waiting_since
    waited = team_hours.passed(hours, since, now) // AN_HOUR if since else 0
    if waited < 1:
        return str(gettext("less than a working hour"))
    return str(ngettext("%(num)s working hour", "%(num)s working hours", waited))
