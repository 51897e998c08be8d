"""What somebody who helps a person writes down before a conversation, in their own name. These flush.

It is the carer's alone until they show it; then the navigator reads it as theirs, and so does the person, who may take it
away. The carer is not told that: their page goes on to say what they wrote and when they showed it. What is shown is not
changed any more; something new is written beside it. Nothing of it goes into "About me", which is the person's.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from navigator.conversations.preparing_models import Preparation, PreparedAnswer
from navigator.conversations.questions import OF_CARERS
from navigator.db import db
from navigator.people.circle_models import CircleMember


class Nothing(Exception):
    """Nothing is written down yet, so there is nothing to show."""


def find_draft(member_id: uuid.UUID) -> Preparation | None:
    """What this carer is writing and has not shown yet."""
    return db.session.scalar(_of(member_id).where(Preparation.shown_at.is_(None)))


def find_last_shown(member_id: uuid.UUID) -> Preparation | None:
    """What this carer showed last, whatever became of it since."""
    return db.session.scalar(_of(member_id).where(Preparation.shown_at.is_not(None)))


def list_shown(person_id: uuid.UUID) -> Sequence[Preparation]:
    """What carers showed for the conversation to come, and the person has not taken away; with the answers and who wrote it."""
    return db.session.scalars(
        select(Preparation)
        .where(
            Preparation.person_id == person_id,
            Preparation.member_id.is_not(None),
            Preparation.shown_at.is_not(None),
            Preparation.taken_away_at.is_(None),
            Preparation.talked_over_at.is_(None),
        )
        .order_by(Preparation.shown_at, Preparation.id)
        .options(joinedload(Preparation.member).lazyload(CircleMember.person), selectinload(Preparation.answers))
    ).all()


def by_question(preparations: Sequence[Preparation]) -> dict[str, list[tuple[PreparedAnswer, CircleMember]]]:
    """What stands under each question, and who wrote it."""
    said: dict[str, list[tuple[PreparedAnswer, CircleMember]]] = {}
    for preparation in preparations:
        for answer in preparation.answers:
            if answer.words and preparation.member is not None:
                said.setdefault(answer.question, []).append((answer, preparation.member))
    return said


def save_answer(*, member: CircleMember, question: str, words: str, language: str, now: datetime) -> None:
    """Keep one answer of what is not shown yet."""
    if question not in OF_CARERS:
        raise ValueError(f"nobody is asked {question!r}")
    db.session.execute(select(CircleMember.id).where(CircleMember.id == member.id).with_for_update())
    draft = find_draft(member.id)
    if draft is None:
        draft = Preparation(person_id=member.person_id, member_id=member.id, created_at=now)
        db.session.add(draft)
        db.session.flush()
    answer = next((answer for answer in draft.answers if answer.question == question), None)
    if answer is None:
        answer = PreparedAnswer(question=question, words="", language=language, saved_at=now)
        draft.answers.append(answer)
    if answer.words != words:
        answer.words, answer.language, answer.saved_at = words, language, now
    db.session.flush()


def show(*, member: CircleMember, now: datetime) -> Preparation:
    """They show it to the navigator, and to the person. Raises `Nothing`."""
    draft = find_draft(member.id)
    if draft is None or not any(answer.words for answer in draft.answers):
        raise Nothing(member.id)
    draft.shown_at = now
    db.session.flush()
    return draft


def take_away(*, preparation: Preparation, now: datetime) -> None:
    """The person does not want it read: nobody is shown it any more, and whoever wrote it is not told."""
    preparation.taken_away_at = preparation.taken_away_at or now
    db.session.flush()


def _of(member_id: uuid.UUID) -> Select[Preparation]:
    return (
        select(Preparation)
        .where(Preparation.member_id == member_id)
        .order_by(Preparation.created_at.desc(), Preparation.id.desc())
        .limit(1)
        .options(selectinload(Preparation.answers))
    )
