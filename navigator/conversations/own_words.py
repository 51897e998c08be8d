"""Reading and writing what a person says of themselves. What was said before is kept. These flush."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from navigator.conversations.own_words_models import Heading, OwnWords, Writer
from navigator.db import db
from navigator.people.models import Person, Staff

ONE_SITTING = timedelta(minutes=30)  # what one writer types and types on, saved every few seconds, is one version


@dataclass(frozen=True)
class Said:
    """One version and, where a member of staff wrote it down, their name."""

    own: OwnWords
    staff_name: str | None


def list_current(person_id: uuid.UUID) -> dict[Heading, Said]:
    """What stands under each heading now; empty ones are left out. One query."""
    rows = db.session.execute(_versions(person_id).where(OwnWords.replaced_at.is_(None)))
    return {own.heading: Said(own, name) for own, name in rows if own.words}


def list_versions(*, person_id: uuid.UUID, headings: Iterable[Heading]) -> Sequence[Said]:
    """All that ever stood under these headings, the newest first. One query."""
    rows = db.session.execute(
        _versions(person_id)
        .where(OwnWords.heading.in_(list(headings)))
        .order_by(OwnWords.saved_at.desc(), OwnWords.id.desc())
        .limit(100)
    )
    return [Said(own, name) for own, name in rows]


def as_texts(current: Mapping[Heading, Said], headings: Iterable[Heading]) -> dict[str, str]:
    """The words under each of `headings`, by its value; "" where nothing stands."""
    return {heading.value: current[heading].own.words if heading in current else "" for heading in headings}


def write(
    *,
    person_id: uuid.UUID,
    texts: Mapping[Heading, str],
    language: str,
    writer: Writer,
    staff_id: uuid.UUID | None,
    now: datetime,
) -> None:
    """Keep what is new in `texts`. One writer's sitting is one version; anybody else's words before it stay as they were."""
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    standing = {
        own.heading: own
        for own in db.session.scalars(select(OwnWords).where(OwnWords.person_id == person_id, OwnWords.replaced_at.is_(None)))
    }
    for heading, words in texts.items():
        before = standing.get(heading)
        if words == (before.words if before else ""):
            continue
        is_same_sitting = (
            before is not None
            and (before.writer, before.staff_id) == (writer, staff_id)
            and now - before.saved_at < ONE_SITTING
            and now - before.begun_at < 4 * ONE_SITTING
        )
        if before is not None and is_same_sitting:
            before.words, before.language, before.saved_at = words, language, now
            continue
        if before is not None:
            before.replaced_at = now
        db.session.add(
            OwnWords(
                person_id=person_id,
                heading=heading,
                words=words,
                language=language,
                writer=writer,
                staff_id=staff_id,
                begun_at=now,
                saved_at=now,
            )
        )
    db.session.flush()


def _versions(person_id: uuid.UUID) -> Select[OwnWords, str | None]:
    return select(OwnWords, Staff.name).outerjoin(Staff, Staff.id == OwnWords.staff_id).where(OwnWords.person_id == person_id)
