"""What we text about the turns a referral takes: may we ask, could you come then, it was taken back, did you try it.

`service_name` empty means that the name would give too much away on a shared phone: the words are neutral then.
"""

from messaging.wording.moments import day_and_time
from messaging.wording.speaking import Words, speak


def referral_consent(*, locale: str, navigator_name: str, parts: str, service_name: str = "") -> Words:
    """May we tell a group? Nothing has gone to anybody. `parts`: what would be told, in the reader's words."""
    _ = speak(locale)
    if service_name:
        body = _(
            "%(navigator_name)s would like to ask %(service_name)s if you can come, and tell them: %(parts)s. "
            "They may use it for nothing else. Is that all right? Reply 1 for yes, 2 for no."
        )
    else:
        body = _(
            "%(navigator_name)s would like to ask the group we talked about if you can come, and tell them: %(parts)s. "
            "They may use it for nothing else. Is that all right? Reply 1 for yes, 2 for no."
        )
    return Words("", body % {"navigator_name": navigator_name, "parts": parts, "service_name": service_name})


def consent_refused(*, locale: str, navigator_name: str) -> Words:
    """They said no to it: that is the end of it."""
    _ = speak(locale)
    body = _("Thank you for telling us. We have told nobody. %(navigator_name)s will talk with you about what else there is.")
    return Words("", body % {"navigator_name": navigator_name})


def time_proposed(*, locale: str, appointment_at: str, place: str, service_name: str = "") -> Words:
    """A group offers a time, and asks whether it suits."""
    _ = speak(locale)
    if service_name:
        body = _("%(service_name)s could see you on %(when)s. Where: %(place)s. Can you come then? Reply 1 for yes, 2 for no.")
    else:
        body = _(
            "The group we talked about could see you on %(when)s. Where: %(place)s. Can you come then? Reply 1 for yes, 2 for no."
        )
    return Words("", body % {"when": day_and_time(appointment_at, locale), "place": place, "service_name": service_name})


def thanks_answer(*, locale: str, navigator_name: str) -> Words:
    _ = speak(locale)
    body = _("Thank you for telling us. %(navigator_name)s will see your answer and let them know.")
    return Words("", body % {"navigator_name": navigator_name})


def thanks_tried(*, locale: str, navigator_name: str) -> Words:
    _ = speak(locale)
    body = _("Thank you for telling us. %(navigator_name)s will be glad to hear how it was.")
    return Words("", body % {"navigator_name": navigator_name})


def referral_cannot_reach(*, locale: str, navigator_name: str, service_name: str = "") -> Words:
    """A group tried to reach them, and could not."""
    _ = speak(locale)
    if service_name:
        body = _(
            "%(service_name)s tried to reach you and could not. That happens. "
            "%(navigator_name)s will be in touch, so that you need not ring around."
        )
    else:
        body = _(
            "The group we talked about tried to reach you and could not. That happens. "
            "%(navigator_name)s will be in touch, so that you need not ring around."
        )
    return Words("", body % {"navigator_name": navigator_name, "service_name": service_name})


def referral_taken_back(*, locale: str, navigator_name: str, service_name: str = "") -> Words:
    """We ask no more: they changed their mind, or it is not needed."""
    _ = speak(locale)
    if service_name:
        body = _(
            "We have told %(service_name)s that you will not be coming. They hear nothing more about you from us. "
            "If that is not right, ring %(navigator_name)s."
        )
    else:
        body = _(
            "We have told the group we talked about that you will not be coming. They hear nothing more about you from us. "
            "If that is not right, ring %(navigator_name)s."
        )
    return Words("", body % {"navigator_name": navigator_name, "service_name": service_name})


def referral_recalled(*, locale: str, navigator_name: str, service_name: str = "") -> Words:
    """It was a mistake of ours, and they are told so."""
    _ = speak(locale)
    if service_name:
        body = _(
            "We made a mistake: we wrote to %(service_name)s about you and should not have. We are sorry. "
            "We have told them to delete it. %(navigator_name)s will be in touch about it."
        )
    else:
        body = _(
            "We made a mistake: we wrote to a group about you and should not have. We are sorry. "
            "We have told them to delete it. %(navigator_name)s will be in touch about it."
        )
    return Words("", body % {"navigator_name": navigator_name, "service_name": service_name})


def referral_reopened(*, locale: str, navigator_name: str, service_name: str = "") -> Words:
    """It was closed by mistake."""
    _ = speak(locale)
    if service_name:
        body = _(
            "We had closed what we asked of %(service_name)s for you, and it is open again. %(navigator_name)s looks after it."
        )
    else:
        body = _(
            "We had closed what we asked of the group we talked about for you, and it is open again. "
            "%(navigator_name)s looks after it."
        )
    return Words("", body % {"navigator_name": navigator_name, "service_name": service_name})


def did_you_try(*, locale: str, navigator_name: str, service_name: str = "") -> Words:
    """They were told of something, and nobody referred them: did they try it?"""
    _ = speak(locale)
    if service_name:
        body = _(
            "%(navigator_name)s told you about %(service_name)s. Did you try it? "
            "Reply 1 for yes, 2 for not yet, 3 for I need help."
        )
    else:
        body = _("%(navigator_name)s told you about a group. Did you try it? Reply 1 for yes, 2 for not yet, 3 for I need help.")
    return Words("", body % {"navigator_name": navigator_name, "service_name": service_name})
