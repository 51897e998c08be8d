"""How keeping listings right is spoken of on pages, in the reader's language."""

from datetime import date

from flask_babel import gettext, lazy_gettext

from directory.finding.results.why import checked_in_words
from directory.models import Service, ServiceStatus
from directory.room import Room, Wait
from directory.upkeep.asking_contacts import WhyRing
from directory.upkeep.completeness import Gap
from directory.upkeep.models import EditState
from translations.locales import words


def states_of(service: Service, *, today: date, code: str) -> list[tuple[str, str]]:
    """What is special about a listing now, as tags: (words, colour). When it was checked comes last, without a colour."""
    said = []
    if service.status in ENDED:
        said.append((str(ENDED[service.status]), "grey"))
    elif service.status is ServiceStatus.TEMPORARILY_CLOSED:
        said.append((gettext("Closed for now"), "yellow"))
    if service.left_search_on is not None and service.status not in ENDED:
        said.append((gettext("Not found in searches"), "red"))
    checked = checked_in_words(service.assured_date, today=today, words=words(code), code=code)
    return [*said, (capitalised(checked), "")]


def capitalised(words_of_a_line: str) -> str:
    """Words that stand elsewhere in a row of reasons, as the beginning of a line."""
    return words_of_a_line[:1].upper() + words_of_a_line[1:]


ENDED = {
    ServiceStatus.INACTIVE: lazy_gettext("Not running"),
    ServiceStatus.DEFUNCT: lazy_gettext("Has ended"),
}


ROOMS = {
    Room.HAS_ROOM: lazy_gettext("We have room"),
    Room.WAITING_LIST: lazy_gettext("There is a waiting list"),
    Room.FULL: lazy_gettext("We are full"),
    Room.NOT_TAKING_REFERRALS: lazy_gettext("We are not taking referrals"),
}

ROOMS_IN_SHORT = {
    Room.HAS_ROOM: lazy_gettext("Has room"),
    Room.WAITING_LIST: lazy_gettext("Waiting list"),
    Room.FULL: lazy_gettext("Full"),
    Room.NOT_TAKING_REFERRALS: lazy_gettext("Not taking referrals"),
}

WAITS = {
    Wait.WEEKS: lazy_gettext("one or two weeks"),
    Wait.MONTH: lazy_gettext("about a month"),
    Wait.MONTHS: lazy_gettext("two or three months"),
    Wait.LONGER: lazy_gettext("more than three months"),
}

GAPS = {
    Gap.TIMES: lazy_gettext("Say when it happens"),
    Gap.KINDS: lazy_gettext("Choose what kinds of help it gives"),
    Gap.PLACE: lazy_gettext("Say where it is, or that nobody has to go anywhere"),
    Gap.DESCRIPTION: lazy_gettext("Say in a few sentences what happens there"),
    Gap.COST: lazy_gettext("Say what it costs, even if it is free"),
    Gap.WHO_FOR: lazy_gettext("Say who it is for"),
    Gap.JOINING: lazy_gettext("Say how to join: just turn up, ring first, or be referred"),
    Gap.EMAIL: lazy_gettext("Give an e-mail address, so that people can be referred to you"),
    Gap.PHONE: lazy_gettext("Give a phone number: many people would rather ring"),
    Gap.STEPS: lazy_gettext("Say whether there are steps at the door"),
    Gap.ROOM: lazy_gettext("Say whether you have room"),
    Gap.LONGER_DESCRIPTION: lazy_gettext("Say a little more about what happens there"),
    Gap.TOILET: lazy_gettext("Say whether there is a toilet that a wheelchair gets into"),
    Gap.POSTCODE: lazy_gettext("Give the postcode, so that people nearby find it"),
    Gap.LANGUAGES: lazy_gettext("Say which languages are spoken there"),
}

# The question pages, in the order somebody reads a listing.
QUESTIONS = {
    "about": lazy_gettext("What happens there"),
    "help": lazy_gettext("What kinds of help it gives"),
    "where": lazy_gettext("Where it is"),
    "times": lazy_gettext("When it happens"),
    "cost": lazy_gettext("What it costs"),
    "who": lazy_gettext("Who it is for"),
    "circumstances": lazy_gettext("Whom it is made for"),
    "joining": lazy_gettext("How to join"),
    "contact": lazy_gettext("How to get in touch"),
    "access": lazy_gettext("Getting in and around"),
    "languages": lazy_gettext("Languages spoken there"),
}

WHY_RING = {
    WhyRing.NO_ADDRESS: lazy_gettext("There is no e-mail address in it."),
    WhyRing.ADDRESS_DEAD: lazy_gettext("E-mails to its address come back. Please ask for another:"),
    WhyRing.EDITORS_DEAD: lazy_gettext("E-mails to whoever keeps it come back. Please ask for another address:"),
    WhyRing.PRIVATE: lazy_gettext("We write nothing about it: a letter may be read by others."),
    WhyRing.NO_ANSWER: lazy_gettext("We have written three times, and no answer came."),
}

EDITS = {
    EditState.DRAFT: lazy_gettext("You began to change something and have not sent it yet."),
    EditState.WAITING: lazy_gettext("What you sent is being looked at. It will be there soon."),
    EditState.ASKED: lazy_gettext("We have a question about what you sent:"),
    EditState.REJECTED: lazy_gettext("What you sent did not go live."),
}


def trust_in_words(is_trusted: bool) -> str:
    """What follows from an organisation being trusted or not."""
    if is_trusted:
        return str(gettext("What its editors write goes live at once."))
    return str(gettext("What its editors write is looked at before it goes live."))
