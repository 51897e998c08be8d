"""Changing what is written down of a conversation. Each flushes; whoever calls commits."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, select

from navigator.conversations import preparing, queries
from navigator.conversations.models import Conversation, RecordedNeed
from navigator.db import db
from navigator.people.models import Person

HEADINGS = ("matters", "going_well", "capability", "opportunity", "motivation", "who_helps", "how_supported")


def open_conversation(*, person_id: uuid.UUID, staff_id: uuid.UUID, now: datetime) -> Conversation:
    """The conversation this member of staff has not finished with this person, or a new one.

    The person's row is locked, so that two pages saving for the first time at once begin one conversation.
    """
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    conversation = queries.find_open_conversation(person_id=person_id, staff_id=staff_id)
    if conversation is None:
        conversation = Conversation(person_id=person_id, staff_id=staff_id, started_at=now, saved_at=now)
        db.session.add(conversation)
        db.session.flush()
    return conversation


def take_conversation_for_priorities(*, person_id: uuid.UUID, staff_id: uuid.UUID, now: datetime) -> Conversation:
    """The conversation that priorities come of: the latest with words in it, finished or not, whoever held it.

    A new one only when there has been none at all, so that no empty one stands before what was said.
    """
    return (
        queries.find_told_conversation(person_id)
        or queries.find_latest_conversation(person_id)
        or open_conversation(person_id=person_id, staff_id=staff_id, now=now)
    )


def save_conversation(*, conversation: Conversation, answers: Mapping[str, str], now: datetime) -> None:
    """Keep what was said under the headings named in `answers` (see `HEADINGS`); the others stay as they are."""
    for heading, text in answers.items():
        if heading not in HEADINGS:
            raise ValueError(f"no heading of the guided conversation is called {heading!r}")
        setattr(conversation, heading, text)
    conversation.saved_at = now
    db.session.flush()


def finish_conversation(*, conversation: Conversation, now: datetime) -> None:
    """The navigator says it is finished; the next one starts empty. Saying so twice changes nothing.

    What the person wrote down for it beforehand, and showed, was talked over.
    """
    if conversation.finished_at is None:
        preparing.talk_over(person_id=conversation.person_id, now=now)
    conversation.finished_at = conversation.finished_at or now
    db.session.flush()


def record_needs(*, conversation: Conversation, codes: Iterable[str], seen: Iterable[str], now: datetime) -> list[str]:
    """What the needs are by a page that opened on those in `seen`: what it added and took away; what others did meanwhile stays.

    Gives all that stand then.
    """
    typed, opened_on = set(codes), set(seen)
    stored = set(queries.list_needs_of(conversation.id))
    wanted = (stored | (typed - opened_on)) - (opened_on - typed)
    for code in sorted(wanted - stored):
        db.session.add(
            RecordedNeed(conversation_id=conversation.id, person_id=conversation.person_id, code=code, recorded_at=now)
        )
    if gone := stored - wanted:
        db.session.execute(
            delete(RecordedNeed).where(RecordedNeed.conversation_id == conversation.id, RecordedNeed.code.in_(gone))
        )
    db.session.flush()
    return sorted(wanted)
