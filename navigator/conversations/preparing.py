"""Writing down beforehand what one would like to talk about. Private until shown. These flush."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from navigator.conversations import carers_words, own_words
from navigator.conversations.merging import mark, merge
from navigator.conversations.own_words_models import Heading, Writer
from navigator.conversations.preparing_models import Preparation, PreparedAnswer
from navigator.conversations.questions import OF_PERSONS
from navigator.db import db
from navigator.people.models import Person


class Nothing(Exception):
    """Nothing is written down yet, so there is nothing to show."""


def find_preparation(person_id: uuid.UUID) -> Preparation | None:
    """What this person is writing, or has written, for the conversation to come, with its answers. Two queries."""
    return db.session.scalar(
        select(Preparation)
        .where(Preparation.person_id == person_id, Preparation.member_id.is_(None), Preparation.talked_over_at.is_(None))
        .order_by(Preparation.created_at.desc(), Preparation.id.desc())
        .limit(1)
        .options(selectinload(Preparation.answers))
    )


def find_shown(person_id: uuid.UUID) -> Preparation | None:
    """The same for whoever supports them: only what they chose to show, and only while something stands there."""
    preparation = find_preparation(person_id)
    return preparation if preparation is not None and preparation.shown_at is not None else None


def by_question(preparation: Preparation | None) -> dict[str, PreparedAnswer]:
    """The answers with words in them, by the names of `questions.OF_PERSONS`."""
    return {answer.question: answer for answer in preparation.answers if answer.words} if preparation else {}


def begin(*, person_id: uuid.UUID, now: datetime) -> Preparation:
    """The one that is being written, or a new one."""
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    preparation = find_preparation(person_id)
    if preparation is None:
        preparation = Preparation(person_id=person_id, created_at=now)
        db.session.add(preparation)
        db.session.flush()
    return preparation


def invite(*, person_id: uuid.UUID, staff_id: uuid.UUID, now: datetime) -> Preparation:
    """Their navigator asks whether they would like to. Said again, the last time counts."""
    preparation = begin(person_id=person_id, now=now)
    preparation.invited_at, preparation.invited_by_id = now, staff_id
    db.session.flush()
    return preparation


def save_answer(*, preparation: Preparation, question: str, words: str, language: str, now: datetime) -> None:
    """Keep one answer. What is shown already is seen at once, and what belongs to "About me" stands there."""
    if question not in OF_PERSONS:
        raise ValueError(f"nobody is asked {question!r}")
    answer = next((answer for answer in preparation.answers if answer.question == question), None)
    if answer is None:
        based_on = mark(_about_me(preparation.person_id, question)) if question in _OF_ABOUT_ME else ""
        answer = PreparedAnswer(question=question, words="", language=language, based_on=based_on, saved_at=now)
        preparation.answers.append(answer)
    if answer.words != words:
        answer.words, answer.language, answer.saved_at = words, language, now
    db.session.flush()
    if preparation.shown_at is not None:
        _put_into_about_me(preparation, [answer], now=now)


def show(*, preparation: Preparation, helped_by: str, now: datetime) -> None:
    """They show it to their navigator. Raises `Nothing`."""
    if not by_question(preparation):
        raise Nothing(preparation.id)
    preparation.helped_by = helped_by
    preparation.shown_at = preparation.shown_at or now
    _put_into_about_me(preparation, preparation.answers, now=now)
    db.session.flush()


def talk_over(*, person_id: uuid.UUID, now: datetime) -> None:
    """The conversation it was for is finished. What was never shown stays theirs, for another time."""
    shown = [find_shown(person_id), *carers_words.list_shown(person_id)]
    for preparation in shown:
        if preparation is not None:
            preparation.talked_over_at = now
    db.session.flush()


def _put_into_about_me(preparation: Preparation, answers: list[PreparedAnswer], *, now: datetime) -> None:
    """What was written there meanwhile is not lost: where both wrote, both stand there."""
    for answer in answers:
        if answer.question not in _OF_ABOUT_ME or not answer.words:
            continue
        stored = _about_me(preparation.person_id, answer.question)
        merged = merge(stored={"it": stored}, typed={"it": answer.words}, seen=answer.based_on).kept["it"]
        own_words.write(
            person_id=preparation.person_id,
            texts={Heading(answer.question): merged},
            language=answer.language,
            writer=Writer.PERSON,
            staff_id=None,
            now=now,
        )
        answer.based_on = mark(merged)


def _about_me(person_id: uuid.UUID, question: str) -> str:
    said = own_words.list_current(person_id).get(Heading(question))
    return said.own.words if said else ""


_OF_ABOUT_ME = frozenset(OF_PERSONS) & frozenset(heading.value for heading in Heading)
