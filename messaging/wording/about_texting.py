"""What we say about texting itself: what was stopped, what came too late, what we cannot see."""

from messaging.purposes import Purpose
from messaging.wording.speaking import Words, speak


def stopped_or_appointment(*, locale: str) -> Words:
    """After CANCEL alone: to the carriers it is STOP, and the person may have meant an appointment. It says what was done."""
    _ = speak(locale)
    body = _(
        "We have stopped all texts to this phone, because CANCEL stops them. Your appointments have not changed, and a person "
        "in the team will see this. If you meant an appointment, reply START, and then CANT COME. In danger ring 999."
    )
    return Words("", body % {})


def stopped_one(*, locale: str, purpose: str) -> Words:
    """After a wish to stop what is for one purpose alone. `purpose`: a value of `purposes.STOPPABLE`."""
    _ = speak(locale)
    match Purpose(purpose):
        case Purpose.REMINDER:
            first = _("We will not text you reminders any more.")
        case Purpose.CHECK_IN:
            first = _("We will not text you questions about how it went any more.")
        case Purpose.REFERRAL:
            first = _("We will not text you news of the groups we ask for you any more. Your navigator will ring you instead.")
        case _:
            first = _("We will not text you news of your plan any more.")
    rest = _("Other texts still come. To get all of them again, reply START. To stop all texts, reply STOP.")
    return Words("", f"{first} {rest}" % {})


def late_answer(*, locale: str) -> Words:
    """An answer to a question asked weeks ago: it is kept for a human, who knows what has happened since."""
    _ = speak(locale)
    body = _(
        "Thank you for answering. We asked a while ago, so a person in the team will read what you wrote and see what it "
        "is about. If it cannot wait: in danger ring 999, for medical help ring 111."
    )
    return Words("", body % {})


def no_pictures(*, locale: str) -> Words:
    """A picture, a voice message or a file came: we do not fetch them."""
    _ = speak(locale)
    body = _(
        "Thank you. We cannot see pictures or hear recordings sent to this number. Please write it in words. A person in the "
        "team will know that you wrote. If it cannot wait: in danger ring 999, for medical help ring 111."
    )
    return Words("", body % {})


def can_come(*, locale: str, navigator_name: str) -> Words:
    """They can come to an appointment after all."""
    _ = speak(locale)
    body = _("Thank you. We will let them know that you can come after all. %(navigator_name)s will see your text.")
    return Words("", body % {"navigator_name": navigator_name})
