"""What we text about a referral: asked, accepted, on a waiting list, no; and the reminder of an appointment.

`service_name` empty means that the name would give too much away on a shared phone: the words are neutral then.
"""

from collections.abc import Callable

from messaging.wording.moments import day_and_time
from messaging.wording.speaking import Words, speak


def referral_sent(*, locale: str, navigator_name: str, service_name: str = "") -> Words:
    _ = speak(locale)
    if service_name:
        body = _(
            "%(navigator_name)s has asked %(service_name)s if you can come. We will text you when they answer. "
            "You do not need to do anything now."
        )
    else:
        body = _(
            "%(navigator_name)s has asked the group we talked about if you can come. We will text you when they answer. "
            "You do not need to do anything now."
        )
    return Words("", body % {"navigator_name": navigator_name, "service_name": service_name})


def referral_accepted(
    *, locale: str, navigator_name: str, appointment_at: str, place: str, service_name: str = "", ask_for: str = ""
) -> Words:
    """They can come: when, where, who to ask for, and what to do when the day does not suit."""
    _ = speak(locale)
    if service_name:
        first = _("Good news: %(service_name)s would like to see you on %(when)s. Where: %(place)s.")
    else:
        first = _("Good news: the group we talked about would like to see you on %(when)s. Where: %(place)s.")
    return _appointment(_, first, locale, navigator_name, appointment_at, place, service_name, ask_for)


def appointment_changed(
    *, locale: str, navigator_name: str, appointment_at: str, place: str, service_name: str = "", ask_for: str = ""
) -> Words:
    """They had a day already, and it is another now, or another place."""
    _ = speak(locale)
    if service_name:
        first = _("A change: %(service_name)s would now like to see you on %(when)s. Where: %(place)s.")
    else:
        first = _("A change: the group we talked about would now like to see you on %(when)s. Where: %(place)s.")
    return _appointment(_, first, locale, navigator_name, appointment_at, place, service_name, ask_for)


def referral_waiting(*, locale: str, navigator_name: str, service_name: str = "") -> Words:
    """They have a place on the waiting list: neither yes with a day, nor no."""
    _ = speak(locale)
    if service_name:
        body = _(
            "%(service_name)s would like you to come, and there is a waiting list. You have a place on it. "
            "We will text you when they have room. %(navigator_name)s can look for something else meanwhile: just reply."
        )
    else:
        body = _(
            "The group we talked about would like you to come, and there is a waiting list. You have a place on it. "
            "We will text you when they have room. %(navigator_name)s can look for something else meanwhile: just reply."
        )
    return Words("", body % {"navigator_name": navigator_name, "service_name": service_name})


def referral_no_room(*, locale: str, navigator_name: str, service_name: str = "") -> Words:
    _ = speak(locale)
    if service_name:
        body = _(
            "%(service_name)s has no room at the moment. It is nothing to do with you. "
            "%(navigator_name)s will be in touch to find something else with you."
        )
    else:
        body = _(
            "The group we talked about has no room at the moment. It is nothing to do with you. "
            "%(navigator_name)s will be in touch to find something else with you."
        )
    return Words("", body % {"navigator_name": navigator_name, "service_name": service_name})


def referral_not_right(*, locale: str, navigator_name: str, service_name: str = "") -> Words:
    _ = speak(locale)
    if service_name:
        body = _(
            "%(service_name)s think something else would suit you better. "
            "%(navigator_name)s will be in touch to find it with you."
        )
    else:
        body = _(
            "The group we talked about think something else would suit you better. "
            "%(navigator_name)s will be in touch to find it with you."
        )
    return Words("", body % {"navigator_name": navigator_name, "service_name": service_name})


def reminder(
    *, locale: str, navigator_name: str, appointment_at: str, place: str, service_name: str = "", ask_for: str = ""
) -> Words:
    """The evening before: time, place, who to ask for, and how to say that you cannot come."""
    _ = speak(locale)
    if service_name:
        first = _("A friendly reminder: %(service_name)s, %(when)s. Where: %(place)s.")
    else:
        first = _("A friendly reminder of the group we talked about: %(when)s. Where: %(place)s.")
    return _appointment(_, first, locale, navigator_name, appointment_at, place, service_name, ask_for)


def _appointment(
    _: Callable[[str], str],
    first: str,
    locale: str,
    navigator_name: str,
    appointment_at: str,
    place: str,
    service_name: str,
    ask_for: str,
) -> Words:
    sentences = [first % {"service_name": service_name, "when": day_and_time(appointment_at, locale), "place": place}]
    if ask_for:
        sentences.append(_("When you get there, ask for %(ask_for)s.") % {"ask_for": ask_for})
    sentences.append(
        _("If you cannot come, reply to this text and %(navigator_name)s will let them know.")
        % {"navigator_name": navigator_name}
    )
    return Words("", " ".join(sentences))
