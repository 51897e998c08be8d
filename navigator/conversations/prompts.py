"""Open questions a kind neighbour would ask, under each heading. Data, translated, so that an interpreter can read them out.

Nothing here has to be asked, and none of it in this order.
"""

from functools import partial

from directory.times.opening_hours import Translator
from navigator.conversations.line_models import About
from navigator.conversations.own_lines import Shown, list_own, resolve
from navigator.conversations.own_words_models import Heading

TOPICS = (
    *("matters", "going_well", "capability", "opportunity", "motivation", "who_helps", "how_supported"),
    *(heading.value for heading in Heading),
)


def usual_prompts(topic: str, words: Translator) -> tuple[str, ...]:
    """What we would ask under one heading, in the language of the catalogue `words`."""
    prompts: dict[str, tuple[str, ...]] = {
        "matters": (
            words.gettext("What matters most to you just now?"),
            words.gettext("What would a good week look like?"),
            words.gettext("What do you miss?"),
        ),
        "going_well": (
            words.gettext("What are you managing well?"),
            words.gettext("What are you pleased about?"),
            words.gettext("What do people come to you for?"),
        ),
        "capability": (
            words.gettext("Is there something you would do if you knew how, or if your body let you?"),
            words.gettext("What have you tried already, and how was it?"),
        ),
        "opportunity": (
            words.gettext("What makes it hard: getting there, the cost, finding the time, having nobody to go with?"),
            words.gettext("If one of these could change, which would help most?"),
        ),
        "motivation": (
            words.gettext("On a hard day, what makes it difficult to get going? What helps?"),
            words.gettext("When did you last enjoy something? What was it?"),
        ),
        "who_helps": (
            words.gettext("Who do you turn to?"),
            words.gettext("Who would you like to see more of?"),
            words.gettext("Who looks after you, and whom do you look after?"),
        ),
        "how_supported": (
            words.gettext("How would you like us to help with this: do it together, remind you, or leave it to you?"),
            words.gettext("How often would you like to hear from us?"),
        ),
        "about_important": (
            words.gettext("What should everybody who helps you know is important to you?"),
            words.gettext("What would you never want to give up?"),
        ),
        "about_people": (
            words.gettext("Who are the people, or animals, you care about most?"),
            words.gettext("Whom should we ask, and whom better not?"),
        ),
        "about_communication": (
            words.gettext("What helps you to understand us, and us to understand you?"),
            words.gettext("How do you show that something is wrong, when it is hard to say?"),
        ),
        "about_wellness": (
            words.gettext("What is a good day like? And a bad one?"),
            words.gettext("What keeps you well?"),
        ),
        "about_please_do": (
            words.gettext("What should people please do when they help you?"),
            words.gettext("And what should they please not do?"),
        ),
        "about_support": (
            words.gettext("When do you want help, and when would you rather manage yourself?"),
            words.gettext("At what time of the day is help best?"),
        ),
        "about_also": (words.gettext("Is there anything else that people should know about you?"),),
        "about_supported_by": (words.gettext("Did somebody help you to say this? Who?"),),
        "worse_notice": (
            words.gettext("How do you notice that things are getting worse?"),
            words.gettext("What would others see?"),
        ),
        "worse_can_do": (
            words.gettext("What has helped before?"),
            words.gettext("What could you do in the first hour?"),
        ),
        "worse_ring": (
            words.gettext("Whom would you ring first? What is their number?"),
            words.gettext("And if they do not answer?"),
        ),
    }
    return prompts.get(topic, ())


def list_prompts(language: str) -> dict[str, list[Shown]]:
    """What to ask under each heading, as this locality says it. One query."""
    own = list_own([About.PROMPTS], TOPICS)
    return {
        topic: resolve(partial(usual_prompts, topic), own.get((About.PROMPTS, topic), ()), language=language) for topic in TOPICS
    }
