"""The needs people come with, and what this locality would try for each, for programs acting for a member of staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields, validate

from directory.needs import names_of_needs
from navigator.api_shapes import Blueprint, Words
from navigator.conversations.line_models import About
from navigator.conversations.own_lines import Source
from navigator.envelope import Envelope, PageQuery, cut_envelope, envelope_of
from navigator.people.api_tokens import needs
from navigator.people.token_scopes import TokenScope
from navigator.steps.own_ideas import Idea, list_ideas_for_all
from translations.locales import DEFAULT, LANGUAGES, words

blueprint = Blueprint("needs_api", __name__, description="The needs people come with, and what could help.")


class NeedQuery(PageQuery):
    """In which language."""

    language = Words(12, required=False, load_default=DEFAULT, validate=validate.OneOf(list(LANGUAGES)))


class IdeaOut(Schema):
    """Something to try, and whose words say it."""

    about = fields.Enum(About, by_value=True, required=True, metadata={"description": "Where from.", "example": "myself"})
    key = fields.String(required=True, attribute="line.key", metadata={"example": "1"})
    words = fields.String(required=True, attribute="line.words", metadata={"example": "Say good morning to a neighbour each day"})
    language = fields.String(required=True, attribute="line.language", metadata={"example": "en"})
    source = fields.Enum(
        Source,
        by_value=True,
        required=True,
        attribute="line.source",
        metadata={"description": "`own_english`: nobody has written it in the language asked for yet."},
    )


class NeedOut(Schema):
    """A need by its code, as conversations record it, and what could help, in the order in which it is offered."""

    code = fields.String(required=True, metadata={"example": "company"})
    name = fields.String(required=True, metadata={"example": "Company"})
    ideas = fields.List(fields.Nested(IdeaOut), required=True)


@dataclass(frozen=True)
class _Need:
    code: str
    name: str
    ideas: Sequence[Idea]


@blueprint.get("")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(NeedQuery, location="query")
@blueprint.response(200, envelope_of(NeedOut))
def list_needs(asked: dict[str, Any]) -> Envelope:
    """Every need, and the ideas for it: this locality's own words where it wrote them, else ours."""
    language = asked.pop("language")
    names = names_of_needs(words(language))
    ideas = list_ideas_for_all(list(names), language=language)
    return cut_envelope([_Need(code, name, ideas[code]) for code, name in names.items()], **asked)
