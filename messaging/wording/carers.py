"""What we text to somebody who looks after another person. Whom they look after stands in none of it."""

from messaging.wording.moments import day_and_time
from messaging.wording.speaking import Words, speak


def carer_welcome(*, locale: str, first_name: str, navigator_name: str, team_name: str) -> Words:
    """The first text a carer gets: who we are, that this is about them, what we are not, and how to stop."""
    _ = speak(locale)
    body = _(
        "Hello %(first_name)s, this is %(navigator_name)s, %(team_name)s. You look after somebody, and we would like to be there "
        "for you too. We are not an emergency service: in danger ring 999, for medical help 111, to talk to somebody "
        "Samaritans 116 123. To stop these texts, reply STOP."
    )
    return Words("", body % {"first_name": first_name, "navigator_name": navigator_name, "team_name": team_name})


def carer_check_in(*, locale: str, navigator_name: str) -> Words:
    """How are *you*?"""
    _ = speak(locale)
    body = _(
        "How are you? You give a lot, and we would like to know how you are yourself. "
        "A word or two is enough: %(navigator_name)s will read your reply in working hours."
    )
    return Words("", body % {"navigator_name": navigator_name})


def carer_is_well(*, locale: str, team_phone: str) -> Words:
    """They said that they are well."""
    _ = speak(locale)
    body = _("Thank you for telling us, that is good to hear. If it changes, text us or ring %(team_phone)s.")
    return Words("", body % {"team_phone": team_phone})


def carer_is_so_so(*, locale: str, team_phone: str) -> Words:
    """They said that they are so-so."""
    _ = speak(locale)
    body = _(
        "Thank you for telling us. Looking after somebody takes strength. If you would like to talk about how you are, "
        "ring us: %(team_phone)s."
    )
    return Words("", body % {"team_phone": team_phone})


def carer_is_not_well(*, locale: str, navigator_name: str, team_phone: str) -> Words:
    """They said that they are not well. Nobody reads it at once, so it says whom to ring."""
    _ = speak(locale)
    body = _(
        "Thank you for telling us. %(navigator_name)s will read this in working hours. To talk sooner, ring us: %(team_phone)s, "
        "or Samaritans at any hour: 116 123. If you are in danger, ring 999. For medical help, ring 111."
    )
    return Words("", body % {"navigator_name": navigator_name, "team_phone": team_phone})


def carer_something_new(*, locale: str, link: str) -> Words:
    """Something new in the plan of who they care for, as far as they may see it."""
    _ = speak(locale)
    body = _("There is something new in the plan of the person you look after: %(link)s")
    return Words("", body % {"link": link})


def carer_invitation(*, locale: str, link: str) -> Words:
    """Somebody would like their help. Who that is stands behind the link and its code."""
    _ = speak(locale)
    body = _(
        "Somebody you know would like you to be part of their circle of care, and to see what they choose: %(link)s "
        "We will send a code to open it. If you do not want this, do nothing."
    )
    return Words("", body % {"link": link})


def carer_link(*, locale: str, link: str) -> Words:
    """The way to the pages of whom they help, again and again."""
    _ = speak(locale)
    body = _("Here you can see what the person you help has shared with you: %(link)s We will send a code to open it.")
    return Words("", body % {"link": link})


def carer_code(*, locale: str, code: str) -> Words:
    """The digits that open those pages."""
    _ = speak(locale)
    body = _("%(code)s is your code. It works for a short time. Nobody from the team will ask you for it.")
    return Words("", body % {"code": code})


def carer_reminder(*, locale: str, appointment_at: str, link: str) -> Words:
    """The day before something that the person they help has arranged. What and where stand behind the link."""
    _ = speak(locale)
    body = _("A reminder: the person you help has something arranged on %(when)s. The details: %(link)s")
    return Words("", body % {"when": day_and_time(appointment_at, locale), "link": link})


def carer_visit(*, locale: str, link: str) -> Words:
    """A visit took place, as they asked to be told."""
    _ = speak(locale)
    body = _("The visit planned for the person you help took place. More here: %(link)s")
    return Words("", body % {"link": link})


def carer_answered(*, locale: str) -> Words:
    """They answered for the person, who let them."""
    _ = speak(locale)
    body = _("Thank you for answering for the person you help. We have written down that you told us.")
    return Words("", body % {})
