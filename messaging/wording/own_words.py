"""A locality's own words for what we say: looked up when a message is written, kept in versions, taken back at will.

A message is made of parts, each one sentence or a few that gettext knows by their English (`parts` finds them). A locality
rewords a part; the rest stays as it is. Values stand in braces: {navigator_name}.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from hashlib import sha256
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from messaging.models import Rewording
from navigator.db import db


class ChangedMeanwhile(Exception):
    """Somebody else reworded the same part at the same time."""


_PERCENT = re.compile(r"%\((\w+)\)s|%%")
_BRACES = re.compile(r"\{(\w+)\}|%")


def in_braces(pattern: str) -> str:
    """A gettext pattern as an administrator reads it: "Ring {team_phone}"."""
    return _PERCENT.sub(lambda found: f"{{{found[1]}}}" if found[1] else "%", pattern)


def as_pattern(body: str) -> str:
    """An administrator's words as the message's function fills them: "Ring %(team_phone)s"."""
    return _BRACES.sub(lambda found: f"%({found[1]})s" if found[1] else "%%", body)


def key_of(source: str) -> str:
    """How a part is named in the table."""
    return sha256(source.encode()).hexdigest()[:32]


OwnWords: TypeAlias = Mapping[str, Mapping[str, str]]
"""By language, and by English source, the pattern that is said instead."""

_looked_up: ContextVar[dict[tuple[str, tuple[str, ...]], OwnWords] | None] = ContextVar("looked_up", default=None)


@contextmanager
def looked_up_once() -> Iterator[None]:
    """Within it a template's own words are looked up once in each language: for messages that are written together."""
    token = _looked_up.set({})
    try:
        yield
    finally:
        _looked_up.reset(token)


def find_own_words(template: str, locales: Collection[str]) -> OwnWords:
    """What stands now. One indexed query; within `looked_up_once`, one for all who ask the same."""
    known, asked = _looked_up.get(), (template, tuple(locales))
    if known is not None and asked in known:
        return known[asked]
    found = _look_up(template, locales)
    if known is not None:
        known[asked] = found
    return found


def _look_up(template: str, locales: Collection[str]) -> OwnWords:
    found: dict[str, dict[str, str]] = {}
    for locale, source, body in db.session.execute(
        select(Rewording.locale, Rewording.source, Rewording.body).where(
            Rewording.template == template,
            Rewording.replaced_at.is_(None),
            Rewording.locale.in_(locales),
            Rewording.body != "",
        )
    ):
        found.setdefault(locale, {})[source] = as_pattern(body)
    return found


def list_standing() -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Every rewording that stands, in braces: by template and language, then by English source."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    standing = select(Rewording).where(Rewording.replaced_at.is_(None), Rewording.body != "")
    for one in db.session.scalars(standing):
        found.setdefault((one.template, one.locale), {})[one.source] = one.body
    return found


def list_history(template: str, locale: str) -> list[Rewording]:
    """Every version of every part of a message in a language, newest first."""
    return list(
        db.session.scalars(
            select(Rewording)
            .where(Rewording.template == template, Rewording.locale == locale)
            .order_by(Rewording.made_at.desc(), Rewording.id.desc())
        )
    )


def reword(*, template: str, locale: str, bodies: Mapping[str, str], made_by: str, now: datetime) -> int:
    """Say parts of a message otherwise from now on: `bodies` by English source, "" for back to the original.

    How many parts really changed. What may be said is `rewording.find_faults`'s to judge. Raises `ChangedMeanwhile`. Flushes.
    """
    changed = 0
    for source, body in bodies.items():
        part = key_of(source)
        last = db.session.scalar(
            select(Rewording)
            .where(Rewording.template == template, Rewording.locale == locale, Rewording.part == part)
            .order_by(Rewording.version.desc())
            .limit(1)
        )
        if (last.body if last else "") == body:
            continue
        if last is not None:
            last.replaced_at = now
        try:
            with db.session.begin_nested():
                db.session.add(
                    Rewording(
                        template=template,
                        locale=locale,
                        part=part,
                        version=last.version + 1 if last else 1,
                        source=source,
                        body=body,
                        made_by=made_by,
                        made_at=now,
                    )
                )
        except IntegrityError:
            raise ChangedMeanwhile(source) from None
        changed += 1
    return changed
