"""Open questions a kind neighbour would ask, under each heading. Data, translated, so that an interpreter can read them out.

Nothing here has to be asked, and none of it in this order.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

PROMPTS: Mapping[str, tuple[Any, ...]] = {
    "matters": (
        lazy_gettext("What matters most to you just now?"),
        lazy_gettext("What would a good week look like?"),
        lazy_gettext("What do you miss?"),
    ),
    "going_well": (
        lazy_gettext("What are you managing well?"),
        lazy_gettext("What are you pleased about?"),
        lazy_gettext("What do people come to you for?"),
    ),
    "capability": (
        lazy_gettext("Is there something you would do if you knew how, or if your body let you?"),
        lazy_gettext("What have you tried already, and how was it?"),
    ),
    "opportunity": (
        lazy_gettext("What makes it hard: getting there, the cost, finding the time, having nobody to go with?"),
        lazy_gettext("If one of these could change, which would help most?"),
    ),
    "motivation": (
        lazy_gettext("On a hard day, what makes it difficult to get going? What helps?"),
        lazy_gettext("When did you last enjoy something? What was it?"),
    ),
    "who_helps": (
        lazy_gettext("Who do you turn to?"),
        lazy_gettext("Who would you like to see more of?"),
        lazy_gettext("Who looks after you, and whom do you look after?"),
    ),
    "how_supported": (
        lazy_gettext("How would you like us to help with this: do it together, remind you, or leave it to you?"),
        lazy_gettext("How often would you like to hear from us?"),
    ),
    "about_important": (
        lazy_gettext("What should everybody who helps you know is important to you?"),
        lazy_gettext("What would you never want to give up?"),
    ),
    "about_people": (
        lazy_gettext("Who are the people, or animals, you care about most?"),
        lazy_gettext("Whom should we ask, and whom better not?"),
    ),
    "about_communication": (
        lazy_gettext("What helps you to understand us, and us to understand you?"),
        lazy_gettext("How do you show that something is wrong, when it is hard to say?"),
    ),
    "about_wellness": (
        lazy_gettext("What is a good day like? And a bad one?"),
        lazy_gettext("What keeps you well?"),
    ),
    "about_please_do": (
        lazy_gettext("What should people please do when they help you?"),
        lazy_gettext("And what should they please not do?"),
    ),
    "about_support": (
        lazy_gettext("When do you want help, and when would you rather manage yourself?"),
        lazy_gettext("At what time of the day is help best?"),
    ),
    "about_also": (lazy_gettext("Is there anything else that people should know about you?"),),
    "about_supported_by": (lazy_gettext("Did somebody help you to say this? Who?"),),
    "worse_notice": (
        lazy_gettext("How do you notice that things are getting worse?"),
        lazy_gettext("What would others see?"),
    ),
    "worse_can_do": (
        lazy_gettext("What has helped before?"),
        lazy_gettext("What could you do in the first hour?"),
    ),
    "worse_ring": (
        lazy_gettext("Whom would you ring first? What is their number?"),
        lazy_gettext("And if they do not answer?"),
    ),
}

HARD, ASK = "hard", "ask"  # what gets in the way, in one question; and what they would like to ask us

# What somebody may write down beforehand, one question a page, in this order: the question, and gentle words under it.
QUESTIONS: Mapping[str, tuple[Any, Any]] = {
    "matters": (
        lazy_gettext("What matters most to you just now?"),
        lazy_gettext("Big or small. Perhaps what a good week would look like, or what you miss."),
    ),
    "going_well": (
        lazy_gettext("What is going well?"),
        lazy_gettext("What you enjoy, what you are good at, what you are proud of."),
    ),
    HARD: (
        lazy_gettext("What makes things hard?"),
        lazy_gettext("It may be your health, money, getting about, having nobody to go with, or not feeling like it."),
    ),
    "who_helps": (
        lazy_gettext("Who helps you?"),
        lazy_gettext("Family, friends, neighbours, anybody. And whom do you look after?"),
    ),
    "about_important": (
        lazy_gettext("What is important to you that everybody should know?"),
        lazy_gettext("Your faith, your home, your routine, your cat: whatever makes you you."),
    ),
    "about_people": (
        lazy_gettext("Who are the people you care about most?"),
        lazy_gettext("Their names, and what they are to you."),
    ),
    "about_communication": (
        lazy_gettext("How is it best to talk with you?"),
        lazy_gettext("In which language, how slowly, on the telephone or face to face, with somebody beside you."),
    ),
    "about_please_do": (
        lazy_gettext("What should people please do, and please not do?"),
        lazy_gettext("For example: please say who you are. Please do not move my things."),
    ),
    "about_support": (
        lazy_gettext("How would you like us to support you?"),
        lazy_gettext("How much help you would like, at what time, and what you would rather do yourself."),
    ),
    ASK: (
        lazy_gettext("Is there something you would like to ask, or to tell?"),
        lazy_gettext("Anything at all. There are no silly questions."),
    ),
}
