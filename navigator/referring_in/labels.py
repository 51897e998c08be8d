"""The words for what a referral in holds."""

from typing import Any

from flask_babel import gettext, lazy_gettext

from directory.needs import names_of_needs
from navigator.people.models import ContactMethod, Need
from navigator.referring_in.models import Basis, Happened, Source, State, WhyDeclined
from navigator.referring_in.queries import Shelf
from navigator.referring_in.schemas import NEEDS
from translations.locales import language, words

STATES = {
    State.RECEIVED: lazy_gettext("We have it"),
    State.PARKED: lazy_gettext("Waiting until a day"),
    State.ACCEPTED: lazy_gettext("Accepted"),
    State.DECLINED: lazy_gettext("Not accepted"),
}
SHELVES = {
    Shelf.NEW: lazy_gettext("New"),
    Shelf.PROPOSED: lazy_gettext("Proposed by lists"),
    Shelf.PARKED: lazy_gettext("For later"),
    Shelf.ACCEPTED: lazy_gettext("Accepted"),
    Shelf.DECLINED: lazy_gettext("Not accepted"),
}
WHY_DECLINED = {
    WhyDeclined.NOT_WANTED: lazy_gettext("They do not want it"),
    WhyDeclined.CANNOT_REACH: lazy_gettext("We could not reach them"),
    WhyDeclined.ELSEWHERE: lazy_gettext("They live where another team works"),
    WhyDeclined.NOT_RIGHT: lazy_gettext("We are not the right people for this"),
    WhyDeclined.KNOWN: lazy_gettext("Somebody supports them already"),
    WhyDeclined.OTHER: lazy_gettext("Something else"),
}
HAPPENED = {
    Happened.RECEIVED: lazy_gettext("Received"),
    Happened.ACCEPTED: lazy_gettext("Accepted"),
    Happened.DECLINED: lazy_gettext("Not accepted"),
    Happened.PARKED: lazy_gettext("Put off until a day"),
    Happened.OPENED_AGAIN: lazy_gettext("Opened again"),
    Happened.ASKED: lazy_gettext("The team asked"),
    Happened.ANSWERED: lazy_gettext("The referrer answered"),
}
SOURCES = {
    Source.LINK: lazy_gettext("by an organisation’s link"),
    Source.EMAIL: lazy_gettext("by a code sent to their e-mail address"),
    Source.SELF: lazy_gettext("by the person themselves"),
    Source.CARER: lazy_gettext("by somebody who cares for them"),
    Source.LIST: lazy_gettext("by a list of proposed people"),
}
CONTACT_METHODS = {
    ContactMethod.CALL: lazy_gettext("A phone call"),
    ContactMethod.TEXT: lazy_gettext("A text"),
    ContactMethod.LETTER: lazy_gettext("A letter"),
    ContactMethod.EMAIL: lazy_gettext("An e-mail"),
}
COMMUNICATION = {
    Need.LARGE_PRINT: lazy_gettext("Large print (18 point)"),
    Need.GIANT_PRINT: lazy_gettext("Very large print (24 point)"),
    Need.BRAILLE: lazy_gettext("Braille"),
    Need.CANNOT_READ: lazy_gettext("Cannot read"),
    Need.BSL: lazy_gettext("British Sign Language"),
    Need.NO_TELEPHONE: lazy_gettext("Cannot use the telephone"),
}
BASES = {
    Basis.AGREED: lazy_gettext("Yes, they agree to this referral"),
    Basis.BEST_INTEREST: lazy_gettext("They cannot decide about it themselves, and it is in their best interest"),
}
SAID_MORE_PLAINLY = {
    "food": lazy_gettext("Shopping and food"),
    "home": lazy_gettext("A home safety check, repairs or damp"),
    "getting-out": lazy_gettext("Transport, getting out and about"),
}


def needs_options(code: str) -> list[tuple[str, Any]]:
    """The checklist, commonest first, in the page's language."""
    names = names_of_needs(words(language(code).code))
    return [(need, SAID_MORE_PLAINLY.get(need) or names[need]) for need in NEEDS]


def needs_in_words(codes: list[str], code: str) -> str:
    names = dict(needs_options(code))
    return ", ".join(str(names.get(need, need)) for need in codes)


def agreed_words(source: Source, *, may_text: bool) -> str:
    """The words that somebody agrees to by sending the form, in the page's language; kept with the referral."""
    if source is Source.SELF:
        said = gettext("I agree that the team keeps what I have written, gets in touch with me and supports me.")
    else:
        said = gettext(
            "They agree to be referred, and that the team keeps what is written here, gets in touch and supports them."
        )
    texts = gettext("The team may send texts to their mobile number.")
    return f"{said} {texts}" if may_text else said
