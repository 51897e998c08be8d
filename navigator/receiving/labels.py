"""How an organisation's answers are spoken of on its pages."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext

from navigator.referrals.labels import OUTCOMES
from navigator.referrals.states import Outcome

COMPLETED_OUTCOMES = [(outcome.value, words) for outcome, words in OUTCOMES.items() if outcome is not Outcome.GOT_THERE]


@dataclass(frozen=True)
class AnswerWords:
    """A button, the heading of its page, what it says there, and the thanks afterwards. `explains` takes %(name)s."""

    button: Any
    heading: Any
    explains: Any
    thanks: Any
    is_primary: bool = False


ANSWERS_IN_WORDS = {
    "accepted": AnswerWords(
        lazy_gettext("Yes, they can come"),
        lazy_gettext("Lovely. When and where?"),
        lazy_gettext("We tell %(name)s, and remind them the evening before."),
        lazy_gettext("Thank you. We tell them when and where."),
        is_primary=True,
    ),
    "propose": AnswerWords(
        lazy_gettext("Offer a time, and ask if it suits"),
        lazy_gettext("When could they come?"),
        lazy_gettext("We ask %(name)s, and tell you what they say."),
        lazy_gettext("Thank you. We ask them, and tell you what they say."),
    ),
    "waiting_list": AnswerWords(
        lazy_gettext("They can go on our waiting list"),
        lazy_gettext("On your waiting list"),
        lazy_gettext("Thank you. We tell %(name)s that they have a place on it. You can say yes or no here when you know."),
        lazy_gettext("Thank you. We tell them that they have a place on your list."),
    ),
    "no_room": AnswerWords(
        lazy_gettext("We have no room now"),
        lazy_gettext("No room now"),
        lazy_gettext("Thank you for telling us. We tell %(name)s kindly, and look for something else."),
        lazy_gettext("Thank you for telling us. We look for something else with them."),
    ),
    "not_eligible": AnswerWords(
        lazy_gettext("It is for others: an age, an area, a need"),
        lazy_gettext("It is for others"),
        lazy_gettext("Thank you for telling us. We tell %(name)s kindly, and look for something that is for them."),
        lazy_gettext("Thank you for telling us. We look for something else with them."),
    ),
    "cannot_reach": AnswerWords(
        lazy_gettext("We cannot reach them"),
        lazy_gettext("You cannot reach them"),
        lazy_gettext("Thank you for trying. We get in touch with %(name)s ourselves."),
        lazy_gettext("Thank you for trying. We get in touch with them ourselves."),
    ),
    "not_right": AnswerWords(
        lazy_gettext("It is not right for them"),
        lazy_gettext("Not right for them"),
        lazy_gettext("Thank you for telling us. We tell %(name)s kindly, and look for something better."),
        lazy_gettext("Thank you for telling us. We look for something else with them."),
    ),
    "question": AnswerWords(
        lazy_gettext("Ask us something first"),
        lazy_gettext("What would you like to know?"),
        lazy_gettext("The team reads it, and an e-mail tells you when there is an answer."),
        lazy_gettext("Thank you. An e-mail tells you when there is an answer."),
    ),
    "received": AnswerWords(
        lazy_gettext("We have it and will answer later"),
        lazy_gettext("Answer later"),
        lazy_gettext("We write down that you have it. This page keeps working."),
        lazy_gettext("Thank you. We know that you have it."),
    ),
    "came": AnswerWords(
        lazy_gettext("They came"), lazy_gettext("They came"), "", lazy_gettext("Written down: they came. Thank you.")
    ),
    "did_not_come": AnswerWords(
        lazy_gettext("They did not come"),
        lazy_gettext("They did not come"),
        "",
        lazy_gettext("Written down: they did not come. Thank you."),
    ),
    "started": AnswerWords(
        lazy_gettext("They came, and go on coming"),
        lazy_gettext("They go on coming"),
        "",
        lazy_gettext("Written down: they go on coming. Thank you."),
    ),
    "completed": AnswerWords(
        lazy_gettext("It has finished"),
        lazy_gettext("It has finished"),
        lazy_gettext("What came of it, as far as you can tell?"),
        lazy_gettext("Written down: it has finished. Thank you."),
    ),
}
