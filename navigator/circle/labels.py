"""What each scope is called: to the person who gives it, to whoever helps, and to staff; and the words agreed to."""

from collections.abc import Collection

from flask_babel import lazy_gettext, ngettext

from navigator.people.circle_models import CircleMember, EndedBy, Scope, WhyAskedNoMore
from translations.locales import words

# To the person: what they let somebody do.
SCOPES = {
    Scope.APPOINTMENT: lazy_gettext("See what is arranged next, and get a text about it"),
    Scope.STEPS: lazy_gettext("See my small steps"),
    Scope.PLAN: lazy_gettext("See my whole plan"),
    Scope.MESSAGES: lazy_gettext("See the texts I get about appointments"),
    Scope.ANSWER: lazy_gettext("Answer questions for me, such as whether I got there"),
    Scope.VISITS: lazy_gettext("Be told when a visit took place"),
    Scope.TEAM: lazy_gettext("Write to the team about me"),
    Scope.PREPARE: lazy_gettext("Write something down before a conversation, which I can read and take away"),
}
# To whoever helps.
YOU_MAY = {
    Scope.APPOINTMENT: lazy_gettext("see what is arranged next, and get a text about it"),
    Scope.STEPS: lazy_gettext("see their small steps"),
    Scope.PLAN: lazy_gettext("see their plan"),
    Scope.MESSAGES: lazy_gettext("see the texts they get about appointments"),
    Scope.ANSWER: lazy_gettext("answer our questions for them"),
    Scope.VISITS: lazy_gettext("be told when a visit took place"),
    Scope.TEAM: lazy_gettext("write to the team about them"),
    Scope.PREPARE: lazy_gettext("write something down before a conversation"),
}
ENDED_BY = {
    EndedBy.PERSON: lazy_gettext("ended by the person"),
    EndedBy.NAVIGATOR: lazy_gettext("ended by the team, as the person asked"),
    EndedBy.SAFETY: lazy_gettext("ended by the team for safety"),
    EndedBy.CARER: lazy_gettext("ended by themselves"),
}


ASKED_NO_MORE = {
    WhyAskedNoMore.CARER: lazy_gettext("They ended it themselves."),
    WhyAskedNoMore.STAFF: lazy_gettext("Ended by the team."),
    WhyAskedNoMore.CHANGED: lazy_gettext("Changed."),
    WhyAskedNoMore.STOPPED: lazy_gettext("They asked us to stop texting, so we do not ask. To get texts again they text START."),
    WhyAskedNoMore.LEFT: lazy_gettext("They are not in the circle any more."),
    WhyAskedNoMore.CLOSED: lazy_gettext("We do not support the person any more."),
    WhyAskedNoMore.PROHIBITED: lazy_gettext("Nobody may write to the person, so we ask nobody of their circle."),
    WhyAskedNoMore.UNANSWERED: lazy_gettext("Ended by itself: three texts without an answer. Ring them."),
    WhyAskedNoMore.NO_MOBILE: lazy_gettext("We have no mobile number of theirs. Ring them or write to them instead."),
    WhyAskedNoMore.NOT_CONFIRMED: lazy_gettext("They have not said yes to the circle yet."),
    WhyAskedNoMore.OWN_NUMBER: lazy_gettext(
        "Somebody we support has the same number, so we could not tell whose answer it is. Ring them instead."
    ),
    WhyAskedNoMore.ASKED_ELSEWHERE: lazy_gettext("This number is asked already, for another circle of care."),
}


def every(weeks: int) -> str:
    """How often, in the reader's language."""
    return str(ngettext("every week", "every %(num)s weeks", weeks))


def check_in_words(locale: str) -> str:
    """What a carer says yes to, in their language: what is kept is this very text."""
    return str(words(locale).gettext("You may text me now and then to ask how I am. I can end this at any time."))


def say_who(member: CircleMember, said: str, *, one_of: int = 1) -> str:
    """For the navigator, in English as notes are: whose words these are."""
    who = f"{member.name} ({member.relation})" if member.relation else member.name
    also = " (They help somebody else we support too: it may be about them.)" if one_of > 1 else ""
    return f"{who}, of the circle of care: {said.strip()}{also}"


def share_a_phone(member: CircleMember, others: Collection[CircleMember]) -> str:
    """For the navigator, as `say_who`: somebody else of a circle may have written. Empty when nobody else has the number."""
    named = {one.name for one in others if one.name != member.name}
    return f" (The number is also that of {', '.join(sorted(named))}: it may be them who wrote.)" if named else ""


def consent_words(*, scope: Scope, name: str, locale: str) -> str:
    """The words a person agrees to when they give one scope, in their language: what is kept is this very text."""
    _ = words(locale).gettext
    said = {
        Scope.APPOINTMENT: _("%(name)s may see what is arranged for me next, and may be texted about it."),
        Scope.STEPS: _("%(name)s may see my small steps."),
        Scope.PLAN: _("%(name)s may see my plan."),
        Scope.MESSAGES: _("%(name)s may see the texts I get about appointments."),
        Scope.ANSWER: _("%(name)s may answer questions for me."),
        Scope.VISITS: _("%(name)s may be told when a visit to or by me took place."),
        Scope.TEAM: _("%(name)s may write to the team about me."),
        Scope.PREPARE: _("%(name)s may write something down before a conversation. I can read it and take it away."),
    }[scope]
    ends = _("I can end this at any time, and it ends at once.")
    return f"{said % {'name': name}} {ends}"
