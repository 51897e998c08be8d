"""Reading what was said."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select

from navigator.conversations.models import Conversation, RecordedNeed
from navigator.db import db
from navigator.paging import PER_PAGE, Part, cut
from navigator.people.access import PersonNotFound
from navigator.people.models import Staff


@dataclass(frozen=True)
class Told:
    """What was said once, and the name of whoever listened."""

    conversation: Conversation
    listener: str


class ConversationNotFound(PersonNotFound):
    """There is no such conversation of this person."""


def find_open_conversation(*, person_id: uuid.UUID, staff_id: uuid.UUID) -> Conversation | None:
    """The conversation this member of staff began with this person and has not finished."""
    return db.session.scalar(
        select(Conversation)
        .where(Conversation.person_id == person_id, Conversation.staff_id == staff_id, Conversation.finished_at.is_(None))
        .order_by(Conversation.started_at.desc(), Conversation.id.desc())
        .limit(1)
    )


def find_latest_conversation(person_id: uuid.UUID) -> Conversation | None:
    """The last conversation anybody saved something of with this person, finished or not."""
    return db.session.scalar(
        select(Conversation)
        .where(Conversation.person_id == person_id)
        .order_by(Conversation.saved_at.desc(), Conversation.id.desc())
        .limit(1)
    )


def find_last_finished_conversation(person_id: uuid.UUID) -> Conversation | None:
    """The last conversation that was finished, whoever held it: what was said before."""
    return db.session.scalar(
        select(Conversation)
        .where(Conversation.person_id == person_id, Conversation.finished_at.is_not(None))
        .order_by(Conversation.finished_at.desc(), Conversation.id.desc())
        .limit(1)
    )


def list_told(person_id: uuid.UUID) -> list[Told]:
    """Every conversation with words in it, whoever held it, the latest first; one query. For a person the caller may see."""
    return [Told(*row) for row in db.session.execute(_told(person_id))]


def list_told_by_page(person_id: uuid.UUID, *, page: int = 1, per_page: int = PER_PAGE) -> Part[Told]:
    """As `list_told`, a page at a time."""
    rows, total = cut(_told(person_id), page, per_page)
    return Part([Told(*row) for row in rows], total)


def get_told(*, person_id: uuid.UUID, conversation_id: uuid.UUID) -> Told:
    """One of this person's conversations. Raises `ConversationNotFound`."""
    found = db.session.execute(_told(person_id).where(Conversation.id == conversation_id)).first()
    if found is None:
        raise ConversationNotFound(conversation_id)
    return Told(*found)


def find_told_conversation(person_id: uuid.UUID) -> Conversation | None:
    """The latest conversation with words in it, finished or not; None when nothing was ever written down."""
    told = db.session.execute(_told(person_id).limit(1)).first()
    return told[0] if told else None


def _told(person_id: uuid.UUID) -> Select[Conversation, str]:
    words = (
        Conversation.matters,
        Conversation.going_well,
        Conversation.capability,
        Conversation.opportunity,
        Conversation.motivation,
        Conversation.who_helps,
        Conversation.how_supported,
    )
    return (
        select(Conversation, Staff.name)
        .join(Staff, Staff.id == Conversation.staff_id)
        .where(Conversation.person_id == person_id, or_(*(text != "" for text in words)))
        .order_by(Conversation.saved_at.desc(), Conversation.id.desc())
    )


def list_needs_of(conversation_id: uuid.UUID) -> Sequence[str]:
    """The codes of the needs one conversation found."""
    return db.session.scalars(
        select(RecordedNeed.code).where(RecordedNeed.conversation_id == conversation_id).order_by(RecordedNeed.code)
    ).all()


def list_needs_of_each(conversation_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """The codes of the needs each of these conversations found. One query."""
    found: dict[uuid.UUID, list[str]] = {conversation_id: [] for conversation_id in conversation_ids}
    wanted = select(RecordedNeed.conversation_id, RecordedNeed.code).where(RecordedNeed.conversation_id.in_(found))
    for conversation_id, code in db.session.execute(wanted.order_by(RecordedNeed.code)):
        found[conversation_id].append(code)
    return found


def list_latest_needs(person_id: uuid.UUID) -> Sequence[str]:
    """The codes of the needs that the last conversation to find any found. One query."""
    last = (
        select(RecordedNeed.conversation_id)
        .join(Conversation, Conversation.id == RecordedNeed.conversation_id)
        .where(RecordedNeed.person_id == person_id)
        .order_by(Conversation.started_at.desc(), Conversation.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return db.session.scalars(
        select(RecordedNeed.code)
        .where(RecordedNeed.conversation_id == last)
        .order_by(RecordedNeed.recorded_at, RecordedNeed.code)
    ).all()
