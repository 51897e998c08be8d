"""What people say and what it means: groups of words, each one idea, and the terms of the taxonomies it means.

Administrators edit the groups. `held_lexicon` keeps them ready in memory; `directory.finding.words.lexicon` understands by them.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from directory.finding.models import ThesaurusChange, ThesaurusGroup, ThesaurusWords
from directory.finding.words.lexicon import Idea, Lexicon, Unit
from directory.finding.words.said import Said
from directory.models import TaxonomyTerm
from directory.words import fold
from navigator.db import db, new_id

LONGEST_WORDS = 120

_State = tuple[int, uuid.UUID | None, int]
_held: WeakKeyDictionary[Engine, "_Held"] = WeakKeyDictionary()


class _Held:
    """The thesaurus at one state: ready to understand by and, once somebody asks for that, to be read the other way."""

    def __init__(self, state: _State) -> None:
        self.state = state
        self._ideas, self._names = list_ideas(), names_of_terms()
        self.lexicon = Lexicon(self._ideas, self._names)

    @cached_property
    def said(self) -> Said:
        return Said(self._ideas, self._names.items())


class GroupNotFound(Exception):
    """There is no such group in the thesaurus."""


class AlreadyThere(Exception):
    """Another group has this name."""


class UnknownTerm(Exception):
    """No taxonomy has a term with this code."""


class NoWords(Exception):
    """A group has no words, or its name is only signs."""


def understand(text: str, *, is_word: Callable[[str], bool] = lambda word: False, lexicon: Lexicon | None = None) -> list[Unit]:
    """What was typed, cut into units of meaning, by the thesaurus as it stands or by another `lexicon`. One small query."""
    return (lexicon or held_lexicon()).understand(text, is_word=is_word)


def held_lexicon() -> Lexicon:
    """The thesaurus ready to understand by; made again when a group or the taxonomies changed."""
    return _hold().lexicon


def held_said() -> Said:
    """The same thesaurus read the other way."""
    return _hold().said


def _hold() -> _Held:
    state = _state()
    held = _held.get(db.engine)
    if held is None or held.state != state:
        held = _held[db.engine] = _Held(state)
    return held


_STATE = select(  # made once: every search asks it
    select(func.count()).select_from(ThesaurusGroup).scalar_subquery(),
    select(ThesaurusGroup.version).order_by(ThesaurusGroup.version.desc()).limit(1).scalar_subquery(),
    # A term renamed keeps its place: the sum of lengths tells nearly every change, and a restart the rest.
    select(func.coalesce(func.sum(func.length(TaxonomyTerm.name)), 0)).scalar_subquery(),
)


def _state() -> _State:
    count, version, letters = db.session.execute(_STATE).one()
    return count, version, letters


def list_ideas(*, instead: ThesaurusGroup | None = None, idea: Idea | None = None) -> list[Idea]:
    """Every group as an idea; with `idea` added, in the stead of the group `instead` when there is one."""
    left_out = instead.id if instead else None
    ideas = [idea_of(group) for group in list_whole_groups() if group.id != left_out]
    return [*ideas, idea] if idea else ideas


def idea_of(group: ThesaurusGroup) -> Idea:
    """A group as the lexicon takes it."""
    return Idea(group.idea, tuple(group.terms), tuple(group.also), tuple((said.language, said.words) for said in group.words))


def list_whole_groups() -> Sequence[ThesaurusGroup]:
    """Every group with its words, by name. Two queries."""
    return db.session.scalars(
        select(ThesaurusGroup).options(selectinload(ThesaurusGroup.words)).order_by(ThesaurusGroup.folded)
    ).all()


def list_groups(*, containing: str = "", page: int = 1, per_page: int = 50) -> tuple[list[ThesaurusGroup], int]:
    """A page of groups with their words, by name, and how many there are. `containing` looks in name, words and codes."""
    statement = select(ThesaurusGroup)
    if wanted := fold(containing):
        has_words = select(ThesaurusWords.group_id).where(ThesaurusWords.folded.contains(wanted, autoescape=True))
        meaning = [group.id for group in list_whole_groups() if containing.strip() in (*group.terms, *group.also)]
        statement = statement.where(
            or_(
                ThesaurusGroup.folded.contains(wanted, autoescape=True),
                ThesaurusGroup.id.in_(has_words),
                ThesaurusGroup.id.in_(meaning),
            )
        )
    total = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    rows = db.session.scalars(
        statement.options(selectinload(ThesaurusGroup.words))
        .order_by(ThesaurusGroup.folded)
        .offset((page - 1) * per_page)
        .limit(per_page)
    )
    return list(rows), total


def get_group(group_id: uuid.UUID) -> ThesaurusGroup:
    """One group with its words. Raises `GroupNotFound`."""
    group = db.session.get(ThesaurusGroup, group_id, options=[selectinload(ThesaurusGroup.words)])
    if group is None:
        raise GroupNotFound(group_id)
    return group


def checked(idea: Idea) -> Idea:
    """The idea tidied: words once each, codes once each. Raises `NoWords`, `UnknownTerm`."""
    words = {
        fold(said): (language, " ".join(said.split())[:LONGEST_WORDS]) for language, said in reversed(idea.words) if fold(said)
    }
    terms = tuple(dict.fromkeys(idea.terms))
    also = tuple(code for code in dict.fromkeys(idea.also) if code not in terms)
    known = known_codes()
    for code in (*terms, *also):
        if code not in known:
            raise UnknownTerm(code)
    name = " ".join(idea.name.split())[:LONGEST_WORDS]
    if not words or not fold(name):
        raise NoWords(name)
    if not terms:
        raise UnknownTerm("")
    return Idea(name, terms, also, tuple(reversed(words.values())))


def add_group(*, idea: Idea, now: datetime) -> ThesaurusChange:
    """Teach the thesaurus an idea. Raises `AlreadyThere` and as `checked`."""
    group = _save(ThesaurusGroup(id=new_id()), checked(idea))
    return _note(group, None, now)


def change_group(group: ThesaurusGroup, *, idea: Idea, now: datetime) -> ThesaurusChange:
    """Make a group say this idea. Raises as `add_group`; words that stay keep their rows."""
    was = asdict(idea_of(group))
    return _note(_save(group, checked(idea)), was, now)


def remove_group(group: ThesaurusGroup, *, now: datetime) -> ThesaurusChange:
    """Forget a group and its words."""
    change = _note(group, asdict(idea_of(group)), now)
    db.session.delete(group)
    db.session.flush()
    return change


def undo(change: ThesaurusChange, *, now: datetime) -> ThesaurusChange:
    """Make the group what it was before this change, whatever happened since; that can be undone too. Raises as `add_group`."""
    group = db.session.get(ThesaurusGroup, change.group_id, options=[selectinload(ThesaurusGroup.words)])
    if change.was is None:
        if group is None:
            raise GroupNotFound(change.group_id)
        return remove_group(group, now=now)
    was = change.was
    idea = Idea(was["name"], tuple(was["terms"]), tuple(was["also"]), tuple((language, said) for language, said in was["words"]))
    if group is not None:
        return change_group(group, idea=idea, now=now)
    return _note(_save(ThesaurusGroup(id=change.group_id), checked(idea)), None, now)


def get_change(change_id: uuid.UUID) -> ThesaurusChange:
    """One change. Raises `GroupNotFound`."""
    change = db.session.get(ThesaurusChange, change_id)
    if change is None:
        raise GroupNotFound(change_id)
    return change


def list_changes(*, most: int = 20) -> Sequence[ThesaurusChange]:
    """The latest changes, newest first."""
    return db.session.scalars(select(ThesaurusChange).order_by(ThesaurusChange.id.desc()).limit(most)).all()


def _note(group: ThesaurusGroup, was: dict[str, Any] | None, now: datetime) -> ThesaurusChange:
    change = ThesaurusChange(group_id=group.id, idea=group.idea, was=was, at=now)
    db.session.add(change)
    db.session.flush()
    return change


def _save(group: ThesaurusGroup, idea: Idea) -> ThesaurusGroup:
    there = {said.folded: said for said in group.words}
    wanted = {fold(said): (language, said) for language, said in idea.words}
    try:
        with db.session.begin_nested():
            group.idea, group.folded = idea.name, fold(idea.name)
            group.terms, group.also, group.version = list(idea.terms), list(idea.also), new_id()
            group.words = [there.get(folded) or ThesaurusWords(folded=folded) for folded in wanted]
            for place, said in enumerate(group.words):
                said.language, said.words = wanted[said.folded]
                said.place = place
            db.session.add(group)
            db.session.flush()
    except IntegrityError:
        raise AlreadyThere(idea.name) from None
    return group


def known_codes() -> set[str]:
    """The code of every taxonomy term."""
    return names_of_terms().keys() - {""}


def names_of_terms() -> dict[str, str]:
    """The name of every taxonomy term that has a code, by that code."""
    rows = db.session.execute(select(TaxonomyTerm.code, TaxonomyTerm.name).where(TaxonomyTerm.code.is_not(None)))
    return {code: name for code, name in rows if code}
