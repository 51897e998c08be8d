"""What we text to somebody who looks after another person. Whom they look after stands in none of it."""

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


def carer_something_new(*, locale: str, link: str) -> Words:
    """Something new in the plan of who they care for, as far as they may see it."""
    _ = speak(locale)
    body = _("There is something new in the plan of the person you look after: %(link)s")
    return Words("", body % {"link": link})
