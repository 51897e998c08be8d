"""What may be typed on the pages of conversations, and on those that prepare them."""

from directory.needs import names_of_needs
from navigator.conversations.operations import HEADINGS
from navigator.conversations.own_words_models import ABOUT_ME, IF_WORSE
from navigator.forms import FormSchema, Several, Text
from translations.locales import DEFAULT, words

LONGEST_ANSWER = 10_000  # about four pages: more than anybody says under one heading
NEEDS = tuple(names_of_needs(words(DEFAULT)))


class _WithMarks(FormSchema):
    """`seen` marks the texts as they were when the page opened (see `merging`)."""

    seen = Text(longest=400)


ConversationForm = _WithMarks.from_dict(
    {
        **{name: Text(longest=LONGEST_ANSWER) for name in (*HEADINGS, *(heading.value for heading in ABOUT_ME))},
        "needs": Several(NEEDS),
        "needs_seen": Text(longest=400),
    },
    name="ConversationForm",
)
"""The whole conversation and About me; every heading may stay empty. `needs_seen`: the needs as they were, commas between."""

CardForm = _WithMarks.from_dict({heading.value: Text(longest=LONGEST_ANSWER) for heading in IF_WORSE}, name="CardForm")


class AnswerForm(_WithMarks):
    """One answer, written down beforehand."""

    words = Text(longest=LONGEST_ANSWER)


class ShowForm(FormSchema):
    helped_by = Text(longest=120)
