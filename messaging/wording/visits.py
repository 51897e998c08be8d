"""What we text about a visit or a call that is arranged: when we come, a reminder, another time, and that we do not come.

`visit_kind` is "call", "home", "video" or "elsewhere"; only the last has a place.
"""

from messaging.wording.moments import day_and_time
from messaging.wording.speaking import Words, speak


def visit_arranged(*, locale: str, navigator_name: str, visit_kind: str, appointment_at: str, place: str = "") -> Words:
    _ = speak(locale)
    match visit_kind:
        case "call":
            first = _("%(navigator_name)s will ring you on %(when)s.")
        case "home":
            first = _("%(navigator_name)s will come to see you at home on %(when)s.")
        case "video":
            first = _("%(navigator_name)s will call you by video on %(when)s.")
        case _other:
            first = _("%(navigator_name)s will meet you on %(when)s.")
    return _said(first, locale, navigator_name, appointment_at, place)


def visit_reminder(*, locale: str, navigator_name: str, visit_kind: str, appointment_at: str, place: str = "") -> Words:
    """The evening before."""
    _ = speak(locale)
    match visit_kind:
        case "call":
            first = _("A friendly reminder: %(navigator_name)s will ring you on %(when)s.")
        case "home":
            first = _("A friendly reminder: %(navigator_name)s will come to see you at home on %(when)s.")
        case "video":
            first = _("A friendly reminder: %(navigator_name)s will call you by video on %(when)s.")
        case _other:
            first = _("A friendly reminder: %(navigator_name)s will meet you on %(when)s.")
    return _said(first, locale, navigator_name, appointment_at, place)


def visit_moved(*, locale: str, navigator_name: str, visit_kind: str, appointment_at: str, place: str = "") -> Words:
    """They were told of another time or place before."""
    _ = speak(locale)
    match visit_kind:
        case "call":
            first = _("A change: %(navigator_name)s will now ring you on %(when)s.")
        case "home":
            first = _("A change: %(navigator_name)s will now come to see you at home on %(when)s.")
        case "video":
            first = _("A change: %(navigator_name)s will now call you by video on %(when)s.")
        case _other:
            first = _("A change: %(navigator_name)s will now meet you on %(when)s.")
    return _said(first, locale, navigator_name, appointment_at, place)


def visit_cancelled(*, locale: str, navigator_name: str, visit_kind: str, appointment_at: str) -> Words:
    """It does not take place, and another day will be found."""
    _ = speak(locale)
    if visit_kind in ("call", "video"):
        body = _("Sorry, %(navigator_name)s cannot ring you on %(when)s after all, and will be in touch about another day.")
    else:
        body = _("Sorry, %(navigator_name)s cannot see you on %(when)s after all, and will be in touch about another day.")
    return Words("", body % {"navigator_name": navigator_name, "when": day_and_time(appointment_at, locale)})


def _said(first: str, locale: str, navigator_name: str, appointment_at: str, place: str) -> Words:
    _ = speak(locale)
    sentences = [first % {"navigator_name": navigator_name, "when": day_and_time(appointment_at, locale)}]
    if place:
        sentences.append(_("Where: %(place)s.") % {"place": place})
    sentences.append(_("If that does not suit you, reply to this text.") % {})
    return Words("", " ".join(sentences))
