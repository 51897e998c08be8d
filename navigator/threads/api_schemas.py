"""What the API of texts and conversations takes and gives."""

from marshmallow import Schema, fields

from messaging.states import State
from messaging.wording.segments import Encoding
from navigator.api_shapes import AN_ID, Strict, Words, one_of
from navigator.envelope import PageQuery
from navigator.people.texting import WhyNot
from navigator.teams.caseloads import Whose
from navigator.threads.models import Happened
from navigator.threads.schemas import LONGEST


class ThreadQuery(PageQuery):
    """Whose conversations, and whether they wait for an answer or were answered last by us."""

    whose = one_of(Whose, load_default=Whose.MINE, metadata={"description": "Yours (and whom you cover)."})
    is_waiting = fields.Boolean(load_default=True)


class ThreadOut(Schema):
    """A conversation by text: whose, since when it waits, and who sees to it."""

    id = fields.UUID(required=True, attribute="thread.id")
    person_id = fields.UUID(required=True, allow_none=True, attribute="thread.person_id")
    number = fields.String(
        required=True, allow_none=True, attribute="thread.number", metadata={"description": "Of what is not one person's."}
    )
    last_words = fields.String(required=True, attribute="thread.last_words", metadata={"example": "Can somebody ring me?"})
    last_at = fields.AwareDateTime(required=True, attribute="thread.last_at")
    waiting_since = fields.AwareDateTime(required=True, allow_none=True, attribute="thread.waiting_since")
    due_at = fields.AwareDateTime(
        required=True, allow_none=True, attribute="thread.due_at", metadata={"description": "Then the whole team is told."}
    )
    escalated_at = fields.AwareDateTime(required=True, allow_none=True, attribute="thread.escalated_at")
    is_urgent = fields.Boolean(
        required=True, attribute="thread.is_urgent", metadata={"description": "Words of distress, and nobody has marked it done."}
    )
    holder_id = fields.UUID(required=True, allow_none=True, metadata={"description": "Who sees to it."})
    holder = fields.String(required=True, allow_none=True, metadata={"example": "Ben Carter"})
    handed_by = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, attribute="thread.note", metadata={"description": "From whoever handed it over."})
    done_at = fields.AwareDateTime(required=True, allow_none=True, attribute="thread.done_at")


class DeedOut(Schema):
    """One thing done with a conversation. By nobody: by the service itself."""

    what = fields.Enum(Happened, by_value=True, required=True, attribute="event.what")
    happened_at = fields.AwareDateTime(required=True, attribute="event.happened_at")
    by = fields.String(required=True, allow_none=True, metadata={"example": "Ben Carter"})
    to = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, attribute="event.note")


class TextLineOut(Schema):
    """One text, either way. `state` and `cause` are those of ours; `meaning` is what we made of theirs."""

    at = fields.AwareDateTime(required=True)
    from_person = fields.Boolean(required=True)
    body = fields.String(required=True, metadata={"example": "Can somebody ring me?"})
    language = fields.String(required=True, attribute="locale")
    state = fields.Enum(State, by_value=True, required=True, allow_none=True)
    cause = fields.String(required=True)
    meaning = fields.String(required=True)


class WholeThreadOut(ThreadOut):
    """The same with what was done; and, of a number that is not one person's, what came from it. A person's texts stand at
    `/api/v1/people/{person_id}/texts`.
    """

    deeds = fields.List(fields.Nested(DeedOut), required=True)
    received = fields.List(fields.Nested(TextLineOut), required=True)


class PlannedTextOut(Schema):
    """A text that is still to go. `body` None: its words cannot be shown yet."""

    id = fields.UUID(required=True, attribute="message.id")
    not_before = fields.AwareDateTime(required=True, attribute="message.not_before")
    body = fields.String(required=True, allow_none=True, attribute="words.body", dump_default=None)


class TextsOut(Schema):
    """What a person and the team texted each other, the newest last; what is to go; and what keeps us from texting them."""

    lines = fields.List(fields.Nested(TextLineOut), required=True)
    planned = fields.List(fields.Nested(PlannedTextOut), required=True)
    not_texted = fields.Enum(WhyNot, by_value=True, required=True, allow_none=True, metadata={"example": None})
    has_more = fields.Boolean(required=True, metadata={"description": "`?whole=true` gives all of it."})


class TextsQuery(Strict):
    """How much of it."""

    whole = fields.Boolean(load_default=False)


class TextBodyIn(Strict):
    """The words. Your first name is put under them."""

    body = Words(LONGEST, shortest=1, metadata={"example": "I will ring you at two."})


class TextIn(TextBodyIn):
    """An answer; with a reason, one that goes at any hour. The reason is kept with the text."""

    urgent_reason = Words(300, metadata={"description": "Why it cannot wait for a decent hour. Empty: it waits."})
    is_done = fields.Boolean(load_default=False, metadata={"description": "Nothing in the conversation needs anybody now."})


class TextPreviewOut(Schema):
    """The very text that would be sent, and what it takes."""

    body = fields.String(required=True, metadata={"example": "I will ring you at two. Ben"})
    language = fields.String(required=True, attribute="words.locale", metadata={"example": "en"})
    encoding = fields.Enum(Encoding, by_value=True, required=True)
    segments = fields.Integer(required=True)
    pence = fields.Decimal(
        required=True,
        allow_none=True,
        as_string=True,
        metadata={"description": "None: the price of a segment is not set here.", "example": "4.2"},
    )


class TextSentOut(Schema):
    """A text that is planned: when it goes, and whether it went."""

    id = fields.UUID(required=True, attribute="message.id")
    person_id = fields.UUID(required=True, attribute="message.recipient_id")
    goes_at = fields.AwareDateTime(required=True)
    state = fields.Enum(State, by_value=True, required=True, attribute="message.state")


class ThreadHandOverIn(Strict):
    """Who sees to it from now on, and what they should know."""

    to_id = fields.UUID(required=True, metadata={"example": AN_ID})
    note = Words(500, shortest=1, metadata={"example": "She asks about the bus pass; you know the office."})
