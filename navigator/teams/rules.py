"""The numbers a locality may set for itself. `get_rules` is the one way to read them."""

import uuid
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import select

from navigator.db import db
from navigator.people.models import Locality, Staff
from navigator.teams import changes
from navigator.teams.models import LocalitySetting, Subject


class OutOfBounds(Exception):
    """A number that is not between those of `BOUNDS`: `name`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class Rules:
    """What a locality works by. Unless it says otherwise, this is what holds."""

    days_quiet: int = 21  # so long without a word, and somebody has gone quiet
    confidence_threshold: int = 7  # of 10: below it a step is made smaller (motivational interviewing's usual line)
    load_limit: int = 30  # people a full-time navigator supports at once


BOUNDS = {"days_quiet": (1, 180), "confidence_threshold": (1, 10), "load_limit": (1, 500)}


def get_rules(locality_id: uuid.UUID) -> Rules:
    """What this locality works by. One query."""
    rows = db.session.execute(
        select(LocalitySetting.name, LocalitySetting.value).where(LocalitySetting.locality_id == locality_id)
    )
    known = {field.name for field in fields(Rules)}
    return Rules(**{row.name: row.value for row in rows if row.name in known})


def as_values(rules: Rules) -> dict[str, int]:
    """The numbers by their names."""
    return asdict(rules)


def change_rules(*, locality: Locality, rules: Rules, by: Staff | None, now: datetime) -> bool:
    """From now on this locality works by `rules`. False when it did already. Raises `OutOfBounds`."""
    wanted = asdict(rules)
    for name, value in wanted.items():
        lowest, highest = BOUNDS[name]
        if not lowest <= value <= highest:
            raise OutOfBounds(name)
    db.session.scalars(select(Locality).where(Locality.id == locality.id).with_for_update()).one()  # one after another
    before = asdict(get_rules(locality.id))
    kept = {
        row.name: row for row in db.session.scalars(select(LocalitySetting).where(LocalitySetting.locality_id == locality.id))
    }
    for name, value in wanted.items():
        if name in kept:
            kept[name].value = value
        elif value != before[name]:
            db.session.add(LocalitySetting(locality_id=locality.id, name=name, value=value))
    db.session.flush()
    made = changes.record(
        subject=Subject.SETTINGS, subject_id=locality.id, name=locality.name, before=before, after=wanted, by=by, now=now
    )
    return made is not None
