"""The one text back to what somebody wrote: stop, start, help, who is this, I cannot come, and words of distress.

Words without values are filled all the same: a translation with a hole in it is noticed there, and never sent.
"""

from messaging.wording.moments import day_and_time
from messaging.wording.speaking import Words, speak


def stopped(*, locale: str) -> Words:
    """The one text after STOP."""
    _ = speak(locale)
    body = _(
        "We will not text you any more. Your navigator still supports you in other ways. "
        "To get our texts again, reply START. In danger ring 999, for medical help ring 111."
    )
    return Words("", body % {})


def started(*, locale: str) -> Words:
    _ = speak(locale)
    body = _(
        "You will get our texts again. To stop them, reply STOP. "
        "We are not an emergency service: in danger ring 999, for medical help ring 111."
    )
    return Words("", body % {})


def help(*, locale: str) -> Words:  # noqa: A001 - named, as all are, for the message
    _ = speak(locale)
    body = _(
        "These texts are from your care navigator and the team. Write to us here and a person will read it in working "
        "hours. To stop these texts, reply STOP. We are not an emergency service: in danger ring 999, for medical help "
        "ring 111."
    )
    return Words("", body % {})


def who_we_are(*, locale: str, team_name: str = "", navigator_name: str = "") -> Words:
    """To "who is this?". To a number that is nobody's, with no names: there we say what we are, and nothing of anybody."""
    _ = speak(locale)
    if team_name and navigator_name:
        body = _(
            "This is %(navigator_name)s and the %(team_name)s, of Care Navigator. We help you to find local groups and support, "
            "and text you about what we plan together. To stop these texts, reply STOP."
        )
    else:
        body = _(
            "This is Care Navigator. We help people here to find local groups and support, and text those who asked us to. "
            "If you do not want texts, reply STOP."
        )
    return Words("", body % {"team_name": team_name, "navigator_name": navigator_name})


def cannot_come(*, locale: str, navigator_name: str, service_name: str = "", appointment_at: str = "") -> Words:
    """They cannot come to an appointment: what follows from their saying so, and the way back when they meant something else.

    `appointment_at`: which one, when it is known.
    """
    _ = speak(locale)
    if service_name and appointment_at:
        first = _("Thank you for letting us know. We will tell %(service_name)s that you cannot come on %(when)s.")
    elif appointment_at:
        first = _("Thank you for letting us know. We will tell the group that you cannot come on %(when)s.")
    else:
        first = _("Thank you for letting us know. We will tell them that you cannot come.")
    rest = _("If that is wrong, reply CAN COME. For another day, reply CHANGE DAY and %(navigator_name)s will ask for one.")
    when = day_and_time(appointment_at, locale) if appointment_at else ""
    return Words("", f"{first} {rest}" % {"navigator_name": navigator_name, "service_name": service_name, "when": when})


def rebook(*, locale: str, navigator_name: str, service_name: str = "") -> Words:
    """They would like another day: who asks for it, and who tells them. It promises no day."""
    _ = speak(locale)
    if service_name:
        body = _(
            "Thank you. We will tell %(service_name)s that this day does not suit you, and ask for another. "
            "%(navigator_name)s will be in touch with you."
        )
    else:
        body = _(
            "Thank you. We will tell the group that this day does not suit you, and ask for another. "
            "%(navigator_name)s will be in touch with you."
        )
    return Words("", body % {"navigator_name": navigator_name, "service_name": service_name})


def which_answered(*, locale: str, asks: str, answer: str, service_name: str = "") -> Words:
    """We had asked several things: which one we took the reply to answer. `asks`: a value of `models.Asks`."""
    _ = speak(locale)
    if asks == "attended" and service_name:
        first = _("We took your answer (%(answer)s) for the question if you got to %(service_name)s.")
    elif asks == "attended":
        first = _("We took your answer (%(answer)s) for the question if you got to the group we talked about.")
    elif asks == "confidence":
        first = _("We took your answer (%(answer)s) for the question how sure you are.")
    else:
        first = _("We took your answer (%(answer)s) for the last question we asked.")
    sentences = [first % {"answer": answer, "service_name": service_name}]
    sentences.append(_("If you meant something else, reply in your own words and a person will read it.") % {})
    return Words("", " ".join(sentences))


def unclear(*, locale: str) -> Words:
    """The answer to a text that only a person can understand. It promises no time it cannot keep."""
    _ = speak(locale)
    body = _(
        "Thank you. A person in the team will read this in working hours. "
        "If it cannot wait: in danger ring 999, for medical help ring 111."
    )
    return Words("", body % {})


def out_of_hours(*, locale: str, reads_at: str) -> Words:
    """As `unclear`, when nobody is at work. `reads_at`: the ISO moment from which somebody reads again."""
    _ = speak(locale)
    body = _(
        "Thank you. Nobody is reading texts now. The team reads them again from %(when)s. "
        "If it cannot wait: in danger ring 999, for medical help ring 111. Samaritans listen day and night, free: 116 123."
    )
    return Words("", body % {"when": day_and_time(reads_at, locale)})


def safety(*, locale: str) -> Words:
    """The answer to words of distress, at any hour and to any number. It promises nothing: who has the number may be unknown."""
    _ = speak(locale)
    body = _(
        "Thank you for telling us. You do not have to be alone with this. Samaritans listen day and night, free: 116 123. "
        "If you are in danger, ring 999. For urgent help, ring 111. We may not see your text straight away."
    )
    return Words("", body % {})


def written_by_staff(*, locale: str, body: str, signature: str = "") -> Words:  # noqa: ARG001 - their words, in their language
    """What a member of staff wrote by hand, as it stands; on a line of its own who they are, when that is said."""
    words = body.strip()
    return Words("", f"{words}\n{signature}" if signature else words)
