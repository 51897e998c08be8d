"""What may be typed on the pages of conversations, and on those that prepare them."""

from marshmallow import Schema, fields, validate

from directory.needs import names_of_needs
from navigator.api_shapes import Strict, Words
from navigator.conversations.operations import HEADINGS
from navigator.conversations.own_words_models import ABOUT_ME, IF_WORSE, Heading, Writer
from navigator.forms import FormSchema, Several, Text
from translations.locales import DEFAULT, LANGUAGES, words

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


class _ConversationIn(Strict):
    conversation_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "Your unfinished conversation, when its words are to be written over."},
    )
    needs = fields.List(
        fields.String(validate=validate.OneOf(NEEDS)),
        load_default=None,
        allow_none=True,
        metadata={"description": "All that this conversation found; left out, they stay as they are.", "example": [NEEDS[0]]},
    )
    is_finished = fields.Boolean(load_default=True, metadata={"description": "False: a draft, to be gone on with."})


ConversationIn = _ConversationIn.from_dict(
    {name: Words(LONGEST_ANSWER, required=False, load_default=None, allow_none=True) for name in HEADINGS}, name="ConversationIn"
)
"""What was said, under the headings that are named; the others stay as they are."""


class _ConversationOut(Schema):
    id = fields.UUID(required=True, attribute="conversation.id")
    person_id = fields.UUID(required=True, attribute="conversation.person_id")
    listener = fields.String(required=True, metadata={"example": "Ben Carter"})
    started_at = fields.AwareDateTime(required=True, attribute="conversation.started_at")
    saved_at = fields.AwareDateTime(required=True, attribute="conversation.saved_at")
    finished_at = fields.AwareDateTime(required=True, allow_none=True, attribute="conversation.finished_at")
    needs = fields.List(fields.String(), required=True, metadata={"example": [NEEDS[0]]})


ConversationOut = _ConversationOut.from_dict(
    {name: fields.String(required=True, attribute=f"conversation.{name}") for name in HEADINGS}, name="ConversationOut"
)
"""One conversation, and who listened."""


class _OwnWordsIn(Strict):
    language = Words(
        12,
        load_default=DEFAULT,
        validate=validate.OneOf(list(LANGUAGES)),
        metadata={"description": "The language these words are in."},
    )


OwnWordsIn = _OwnWordsIn.from_dict(
    {heading.value: Words(LONGEST_ANSWER, required=False, load_default=None, allow_none=True) for heading in Heading},
    name="OwnWordsIn",
)
"""About me, and the card "If things get worse", under the headings that are named; the others stay as they are."""


class OwnWordsOut(Schema):
    """What stands under one heading, in the person's words."""

    heading = fields.Enum(Heading, by_value=True, required=True, attribute="own.heading")
    words = fields.String(required=True, attribute="own.words", metadata={"example": "My garden, and my granddaughter."})
    language = fields.String(required=True, attribute="own.language", metadata={"example": DEFAULT})
    writer = fields.Enum(Writer, by_value=True, required=True, attribute="own.writer")
    staff_name = fields.String(required=True, allow_none=True)
    saved_at = fields.AwareDateTime(required=True, attribute="own.saved_at")
