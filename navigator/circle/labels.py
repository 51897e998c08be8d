"""What each scope is called: to the person who gives it, to whoever helps, and to staff; and the words agreed to."""

from flask_babel import lazy_gettext

from navigator.people.circle_models import EndedBy, Scope
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
