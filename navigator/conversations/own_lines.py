"""A locality's own questions and ideas, in each language; where it wrote none, which words stand instead.

What somebody reads of one line, in this order:
1. the locality's own words in their language;
2. ours in their language, while the line says what we made it say (its English was not changed);
3. the locality's own words in English, and the page says that nobody has written it in that language yet.
So a line never says one thing in one language and something else in another.
"""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import func, select

from directory.times.opening_hours import Translator
from navigator.conversations.line_models import About, LineVersion
from navigator.db import db
from navigator.people.models import Staff
from navigator.people.operations import record_audit
from translations.locales import DEFAULT, words

Usual: TypeAlias = Callable[[Translator], tuple[str, ...]]
"""The lines we bring along, in the language of a catalogue. Their keys are their places: "1", "2", …"""


class Source(StrEnum):
    """Whose words stand."""

    OWN = "own"
    OURS = "ours"
    OWN_ENGLISH = "own_english"


@dataclass(frozen=True)
class Line:
    """What a locality made of one line, or one of its own: words by language, or left out."""

    key: str
    words: Mapping[str, str] = field(default_factory=dict)
    is_left_out: bool = False


@dataclass(frozen=True)
class Shown:
    """One line as somebody reads it, and the language it is in."""

    key: str
    words: str
    language: str
    source: Source


class ChangedMeanwhile(Exception):
    """Somebody else saved these lines since the page was opened."""


def none(_: Translator) -> tuple[str, ...]:
    """Where we bring no lines along."""
    return ()


def resolve(usual: Usual, own: Sequence[Line], *, language: str) -> list[Shown]:
    """The lines as they are read in one language: ours first, then those that are the locality's alone."""
    changed = {line.key: line for line in own}
    keys = [str(place) for place in range(1, len(usual(words(DEFAULT))) + 1)]
    ours = dict(zip(keys, usual(words(language)), strict=True))
    shown = []
    for key in (*keys, *(key for key in changed if key not in ours)):
        line = changed.get(key, Line(key))
        if line.is_left_out:
            continue
        if line.words.get(language):
            shown.append(Shown(key, line.words[language], language, Source.OWN))
        elif key in ours and not line.words.get(DEFAULT):
            shown.append(Shown(key, ours[key], language, Source.OURS))
        elif line.words.get(DEFAULT):
            shown.append(Shown(key, line.words[DEFAULT], DEFAULT, Source.OWN_ENGLISH))
    return shown


def list_own(abouts: Collection[About], topics: Collection[str]) -> dict[tuple[About, str], Sequence[Line]]:
    """What stands for these topics; those the locality never changed are left out. One query."""
    place = func.row_number().over(
        partition_by=(LineVersion.about, LineVersion.topic), order_by=(LineVersion.made_at.desc(), LineVersion.id.desc())
    )
    ranked = (
        select(LineVersion.id, place.label("place"))
        .where(LineVersion.about.in_(list(abouts)), LineVersion.topic.in_(list(topics)))
        .subquery()
    )
    newest = select(LineVersion.about, LineVersion.topic, LineVersion.lines).join(ranked, ranked.c.id == LineVersion.id)
    rows = db.session.execute(newest.where(ranked.c.place == 1))
    return {(row.about, row.topic): read(row.lines) for row in rows if row.lines}


def read(kept: Sequence[Mapping[str, Any]]) -> list[Line]:
    """The lines of a version."""
    return [Line(one["key"], one["words"], one["is_left_out"]) for one in kept]


def list_versions(about: About, topic: str) -> Sequence[LineVersion]:
    """Who saved these lines when, the newest first."""
    return db.session.scalars(
        select(LineVersion)
        .where(LineVersion.about == about, LineVersion.topic == topic)
        .order_by(LineVersion.made_at.desc(), LineVersion.id.desc())
    ).all()


def save(
    *, about: About, topic: str, lines: Sequence[Line], seen: uuid.UUID | None, staff: Staff, now: datetime
) -> LineVersion | None:
    """A new version; no lines: as we say it by ourselves. None when that is what stands. Flushes.

    `seen`: the version that counted when the page was opened. Raises `ChangedMeanwhile`.
    """
    newest = next(iter(list_versions(about, topic)), None)
    if (newest.id if newest else None) != seen:
        raise ChangedMeanwhile(topic)
    kept = [{"key": line.key, "words": dict(line.words), "is_left_out": line.is_left_out} for line in lines]
    if kept == (newest.lines if newest else []):
        return None
    version = LineVersion(about=about, topic=topic, lines=kept, made_by_id=staff.id, made_at=now)
    db.session.add(version)
    record_audit(action="lines_saved", staff_id=staff.id, person_id=None, detail=f"{about.value}: {topic}", now=now)
    db.session.flush()
    return version
