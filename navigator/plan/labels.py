"""How texts and agreements are spoken of on the pages of one person, in the reader's language."""

from flask_babel import gettext, lazy_gettext

from navigator.people.models import Consent, ContactMethod, Purpose, TextDetail
from navigator.people.texting import Because, WhyNot
from navigator.referrals.sharing import SharedPart
from navigator.steps.models import HowMuch
from navigator.threads.labels import TEXT_STATES as TEXT_STATES
from navigator.threads.labels import WENT_WRONG as WENT_WRONG

HOW_MUCH = {
    HowMuch.YES: lazy_gettext("Yes"),
    HowMuch.PARTLY: lazy_gettext("Partly"),
    HowMuch.NO: lazy_gettext("No"),
}

WHY_NOT_TEXTED = {
    WhyNot.NO_MOBILE: lazy_gettext("We cannot text them: we have no mobile number."),
    WhyNot.NO_CONSENT: lazy_gettext("We do not text them: they have not agreed to texts."),
    WhyNot.STOPPED: lazy_gettext("We do not text them: they asked us to stop."),
    WhyNot.PROHIBITED: lazy_gettext("Nobody may write to them."),
    WhyNot.CLOSED: lazy_gettext("We do not text them: we no longer support them."),
    WhyNot.CANNOT_READ: lazy_gettext("We do not text them: they need Braille, or somebody to tell them."),
}

WAYS = {
    Because.ASKED_FOR_NOTICES: lazy_gettext(
        "News comes as a notification on their phone, because they asked for that. Questions and codes are texts."
    ),
    Because.LIKES_EMAIL: lazy_gettext("News goes as an e-mail, because they like e-mails best."),
    Because.LIKES_LETTERS: lazy_gettext("News goes as a letter, because they like letters best. It waits at “Letters to print”."),
}

TEXT_DETAILS = {
    TextDetail.PLAIN: lazy_gettext("That there is something new in the plan, and a link."),
    TextDetail.FULL: lazy_gettext("More, such as what their small step is."),
}

CONTACT_METHODS = {
    ContactMethod.TEXT: lazy_gettext("A text"),
    ContactMethod.CALL: lazy_gettext("A telephone call"),
    ContactMethod.LETTER: lazy_gettext("A letter"),
    ContactMethod.EMAIL: lazy_gettext("An e-mail"),
}

MY_PARTS = {
    SharedPart.NAME: lazy_gettext("your name"),
    SharedPart.MOBILE: lazy_gettext("your mobile number"),
    SharedPart.EMAIL: lazy_gettext("your e-mail address"),
    SharedPart.LANGUAGE: lazy_gettext("your language"),
    SharedPart.CONTACT_NOTES: lazy_gettext("how best to reach and support you"),
    SharedPart.MATTERS: lazy_gettext("what matters to you"),
    SharedPart.STEP: lazy_gettext("your small step"),
    SharedPart.BIRTH_DATE: lazy_gettext("your date of birth"),
}


def list_parts(consent: Consent) -> list[str]:
    """What a group was told, part by part, as its person reads it. A part we no longer know the name of is shown as it is."""
    known = {part.value: words for part, words in MY_PARTS.items()}
    return [str(known.get(name, name)) for name in (part.strip() for part in consent.shared_parts.split(",")) if name]


def describe_consent(consent: Consent, *, team_name: str) -> str:
    """Who holds something about the person, as staff read it."""
    match consent.purpose:
        case Purpose.SUPPORT:
            return str(gettext("%(team)s: to support them", team=team_name))
        case Purpose.TEXTS:
            return str(gettext("%(team)s: to text them", team=team_name))
        case Purpose.TEAM_MEETING:
            return str(gettext("%(team)s: to talk about them when the team meets", team=team_name))
        case Purpose.REFERRAL:
            return str(gettext("%(group)s: to welcome them", group=consent.shared_with))
        case Purpose.CIRCLE:
            return consent.wording
