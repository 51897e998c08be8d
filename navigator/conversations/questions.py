"""What is asked before a conversation, one question a page: of the person, and of whoever helps them, as this locality says it.

Each question is two lines: the question, and gentle words under it. Its name says what it is about, and so where its answer
goes: a locality says it in other words, and asks for the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from directory.times.opening_hours import Translator
from navigator.conversations.line_models import About
from navigator.conversations.own_lines import Shown, Usual, list_own, resolve

HARD, ASK = "hard", "ask"  # what gets in the way, in one question; and what they would like to ask us
THEMSELVES = "themselves"  # how whoever helps is doing
QUESTION, GENTLY = "1", "2"  # the keys of the two lines
NAME = "{name}"  # stands for the person's first name in what carers are asked

# In this order.
OF_PERSONS = (
    *("matters", "going_well", HARD, "who_helps", "about_important", "about_people", "about_communication"),
    *("about_please_do", "about_support", ASK),
)
OF_CARERS = ("matters", "going_well", HARD, "who_helps", "about_communication", "about_please_do", THEMSELVES, ASK)
TOPICS: Mapping[About, tuple[str, ...]] = {About.ASKED_PERSON: OF_PERSONS, About.ASKED_CARER: OF_CARERS}


@dataclass(frozen=True)
class Question:
    """One question as somebody reads it; `gently` None: a locality left the words under it out."""

    text: Shown
    gently: Shown | None

    def about(self, name: str) -> "Question":
        """The same, with the person's first name in it."""
        return Question(_named(self.text, name), _named(self.gently, name) if self.gently else None)


def list_questions(about: About, *, language: str) -> dict[str, Question]:
    """What is asked, in order. One query."""
    own = list_own([about], TOPICS[about])
    asked = {}
    for topic in TOPICS[about]:
        lines = {line.key: line for line in resolve(usual(about, topic), own.get((about, topic), ()), language=language)}
        asked[topic] = Question(lines[QUESTION], lines.get(GENTLY))
    return asked


def usual(about: About, topic: str) -> Usual:
    """The two lines we bring along."""
    return partial(_of_persons if about is About.ASKED_PERSON else _of_carers, topic)


def _of_persons(topic: str, words: Translator) -> tuple[str, ...]:
    questions: dict[str, tuple[str, ...]] = {
        "matters": (
            words.gettext("What matters most to you just now?"),
            words.gettext("Big or small. Perhaps what a good week would look like, or what you miss."),
        ),
        "going_well": (
            words.gettext("What is going well?"),
            words.gettext("What you enjoy, what you are good at, what you are proud of."),
        ),
        HARD: (
            words.gettext("What makes things hard?"),
            words.gettext("It may be your health, money, getting about, having nobody to go with, or not feeling like it."),
        ),
        "who_helps": (
            words.gettext("Who helps you?"),
            words.gettext("Family, friends, neighbours, anybody. And whom do you look after?"),
        ),
        "about_important": (
            words.gettext("What is important to you that everybody should know?"),
            words.gettext("Your faith, your home, your routine, your cat: whatever makes you you."),
        ),
        "about_people": (
            words.gettext("Who are the people you care about most?"),
            words.gettext("Their names, and what they are to you."),
        ),
        "about_communication": (
            words.gettext("How is it best to talk with you?"),
            words.gettext("In which language, how slowly, on the telephone or face to face, with somebody beside you."),
        ),
        "about_please_do": (
            words.gettext("What should people please do, and please not do?"),
            words.gettext("For example: please say who you are. Please do not move my things."),
        ),
        "about_support": (
            words.gettext("How would you like us to support you?"),
            words.gettext("How much help you would like, at what time, and what you would rather do yourself."),
        ),
        ASK: (
            words.gettext("Is there something you would like to ask, or to tell?"),
            words.gettext("Anything at all. There are no silly questions."),
        ),
    }
    return questions[topic]


def _of_carers(topic: str, words: Translator) -> tuple[str, ...]:
    questions: dict[str, tuple[str, ...]] = {
        "matters": (
            words.gettext("What matters most to %(name)s just now, as you see it?"),
            words.gettext("Big or small. You may see it differently from them, and that is fine."),
        ),
        "going_well": (
            words.gettext("What is going well?"),
            words.gettext("What they enjoy, what they are good at, what they can do."),
        ),
        HARD: (
            words.gettext("What makes things hard for %(name)s?"),
            words.gettext("It may be health, money, getting about, having nobody to go with, or not feeling like it."),
        ),
        "who_helps": (words.gettext("Who helps %(name)s?"), words.gettext("You, family, friends, neighbours, anybody.")),
        "about_communication": (
            words.gettext("How is it best to talk with %(name)s?"),
            words.gettext("In which language, how slowly, on the telephone or face to face, with somebody beside them."),
        ),
        "about_please_do": (
            words.gettext("What should people please do, and please not do?"),
            words.gettext("For example: please say who you are. Please do not move their things."),
        ),
        THEMSELVES: (
            words.gettext("And how are you?"),
            words.gettext("How you sleep, what you have no time for any more, what would help you."),
        ),
        ASK: (
            words.gettext("Is there something you would like to ask, or to tell?"),
            words.gettext("Anything at all. There are no silly questions."),
        ),
    }
    return tuple(line.replace("%(name)s", NAME) for line in questions[topic])


def _named(line: Shown, name: str) -> Shown:
    return Shown(line.key, line.words.replace(NAME, name), line.language, line.source)
