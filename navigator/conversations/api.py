"""Conversations, and what people say of themselves, for programs acting for a member of staff."""

import uuid
from dataclasses import dataclass
from typing import Any

from navigator.api_shapes import Blueprint, abort
from navigator.conversations import operations, own_words, queries
from navigator.conversations.models import Conversation
from navigator.conversations.operations import HEADINGS
from navigator.conversations.own_words_models import Heading, Writer
from navigator.conversations.schemas import ConversationIn, ConversationOut, OwnWordsIn, OwnWordsOut
from navigator.db import db
from navigator.envelope import Envelope, PageQuery, envelope_of, make_envelope
from navigator.people.access import get_person
from navigator.people.api_tokens import current_holder, needs
from navigator.people.operations import record_audit
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import gave
from navigator.times import utc_now

blueprint = Blueprint("conversations_api", __name__, description="What was talked over, and what people say of themselves.")


@dataclass(frozen=True)
class _Told:
    """One conversation, who listened, and the needs it found."""

    conversation: Conversation
    listener: str
    needs: list[str]


@blueprint.get("/<uuid:person_id>/conversations")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, envelope_of(ConversationOut))
def list_conversations(asked: dict[str, Any], person_id: uuid.UUID) -> Envelope:
    """The conversations with a person, whoever held them, the latest first. One with no words in it is none yet."""
    staff = current_holder()
    get_person(staff=staff, person_id=person_id)
    found = queries.list_told_by_page(person_id, **asked)
    codes = queries.list_needs_of_each([told.conversation.id for told in found.rows])
    told = [_Told(told.conversation, told.listener, codes[told.conversation.id]) for told in found.rows]
    gave(staff_id=staff.id, person_id=person_id, what="conversations")
    return make_envelope(told, asked["page"], asked["per_page"], found.total)


@blueprint.get("/<uuid:person_id>/conversations/<uuid:conversation_id>")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.response(200, ConversationOut)
def get_conversation(person_id: uuid.UUID, conversation_id: uuid.UUID) -> _Told:
    """What was said in one conversation."""
    staff = current_holder()
    get_person(staff=staff, person_id=person_id)
    told = queries.get_told(person_id=person_id, conversation_id=conversation_id)
    codes = list(queries.list_needs_of(conversation_id))
    gave(staff_id=staff.id, person_id=person_id, what="conversation")
    return _Told(told.conversation, told.listener, codes)


@blueprint.post("/<uuid:person_id>/conversations")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(ConversationIn)
@blueprint.response(201, ConversationOut)
@blueprint.alt_response(409, description="You have an unfinished conversation with other words; `errors.headings` names them.")
def save_conversation(given: dict[str, Any], person_id: uuid.UUID) -> _Told:
    """Write down what was said. It goes on with your unfinished conversation with this person, if there is one."""
    staff, now = current_holder(), utc_now()
    get_person(staff=staff, person_id=person_id)
    said = {name: given[name] for name in HEADINGS if given[name] is not None}
    kept = operations.open_conversation(person_id=person_id, staff_id=staff.id, now=now)
    other = [name for name, words in said.items() if getattr(kept, name) not in ("", words)]
    if other and given["conversation_id"] != kept.id:
        abort(
            409,
            message="Your unfinished conversation has other words here. Read it, then send them with its conversation_id.",
            errors={"conversation_id": [str(kept.id)], "headings": other},
        )
    operations.save_conversation(conversation=kept, answers=said, now=now)
    if given["needs"] is not None:
        operations.record_needs(conversation=kept, codes=given["needs"], seen=queries.list_needs_of(kept.id), now=now)
    if given["is_finished"]:
        operations.finish_conversation(conversation=kept, now=now)
    action = "conversation_finished" if given["is_finished"] else "conversation_saved"
    record_audit(action=action, staff_id=staff.id, person_id=person_id, now=now)
    db.session.commit()
    return _Told(kept, staff.name, list(queries.list_needs_of(kept.id)))


@blueprint.get("/<uuid:person_id>/about-me")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.response(200, OwnWordsOut(many=True))
def about_me(person_id: uuid.UUID) -> list[own_words.Said]:
    """What a person says of themselves now ("About me"), and their card "If things get worse": heading by heading."""
    staff = current_holder()
    get_person(staff=staff, person_id=person_id)
    current = own_words.list_current(person_id)
    gave(staff_id=staff.id, person_id=person_id, what="about me")
    return [current[heading] for heading in Heading if heading in current]


@blueprint.route("/<uuid:person_id>/about-me", methods=["PATCH"])
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(OwnWordsIn)
@blueprint.response(200, OwnWordsOut(many=True))
def change_about_me(given: dict[str, Any], person_id: uuid.UUID) -> list[own_words.Said]:
    """Write down what they say, as they say it. What stood there before is kept; empty words take a heading away."""
    staff, now = current_holder(), utc_now()
    get_person(staff=staff, person_id=person_id)
    own_words.write(
        person_id=person_id,
        texts={heading: given[heading.value] for heading in Heading if given[heading.value] is not None},
        language=given["language"],
        writer=Writer.STAFF,
        staff_id=staff.id,
        now=now,
    )
    record_audit(action="own_words_saved", staff_id=staff.id, person_id=person_id, now=now)
    db.session.commit()
    current = own_words.list_current(person_id)
    return [current[heading] for heading in Heading if heading in current]
