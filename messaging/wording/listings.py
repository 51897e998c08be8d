"""What we text about places to go, and to those who keep an organisation's listings right."""

from messaging.wording.speaking import Words, speak


def shortlist_link(*, locale: str, link: str) -> Words:
    """A list of places to go that somebody asked for on a public page. Whose phone it is nobody knows, so nothing is said."""
    _ = speak(locale)
    body = _("Here is the list you asked for at Care Navigator: %(link)s If it was not you, there is nothing to do.")
    return Words("", body % {"link": link})


def still_correct(*, locale: str, link: str) -> Words:
    """To a listing editor's phone: is what we say still correct? It names no group: others may look over a shoulder."""
    _ = speak(locale)
    body = _(
        "Is what Care Navigator tells people about your group still correct? One tap here tells us, without a password: "
        "%(link)s To stop these texts, reply STOP."
    )
    return Words("", body % {"link": link})
