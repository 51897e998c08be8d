"""Which weights count: read once and held for as long as the index stays as it is, changed, and taken back."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import tantivy
from sqlalchemy import select

from directory.finding.index.on_disk import ListingIndex
from directory.finding.models import RankingChange
from directory.finding.order.weights import NAMES, USUAL, Weights, weights_from
from directory.operations import next_revision
from directory.queries import current_revision
from navigator.db import db

CHANGES_SHOWN = 10

_held: dict[int, tuple[tantivy.Searcher, Weights]] = {}


class ChangeNotFound(Exception):
    """Nobody made such a change."""


class NothingChanged(Exception):
    """The weights are like this already."""


@dataclass(frozen=True)
class Told:
    """A change, and what it did: (name of the weight, before, after)."""

    change: RankingChange
    differences: Sequence[tuple[str, float, float]]


def held_weights(index: ListingIndex) -> Weights:
    """The weights that count. No query while the index stays as it is: a change of weights raises the directory's revision,
    so an index that has caught up gives another searcher."""
    searcher, revision = index.searcher, index.revision
    held = _held.get(id(searcher))
    if held is not None and held[0] is searcher:
        return held[1]
    weights = current_weights()
    if current_revision() >= revision:  # else this session still sees the database as it was, and others do not
        _held.clear()
        _held[id(searcher)] = (searcher, weights)
    return weights


def current_weights() -> Weights:
    """The weights that count, from the database. One small query."""
    newest = db.session.scalar(select(RankingChange.weights).order_by(RankingChange.id.desc()).limit(1))
    return weights_from(newest) if newest else USUAL


def list_changes() -> list[Told]:
    """The latest changes with what each did, the newest first. One query."""
    newest = select(RankingChange).order_by(RankingChange.id.desc()).limit(CHANGES_SHOWN + 1)
    changes = [(change, weights_from(change.weights)) for change in db.session.scalars(newest)]
    earlier = [*(weights for _, weights in changes[1:]), USUAL]  # before the very first change all was as usual
    told = [Told(change, _differences(was, became)) for (change, became), was in zip(changes, earlier, strict=False)]
    return told[:CHANGES_SHOWN]


def _differences(was: Weights, became: Weights) -> list[tuple[str, float, float]]:
    both = ((name, getattr(was, name), getattr(became, name)) for name in NAMES)
    return [(name, before, after) for name, before, after in both if before != after]


def change_weights(*, weights: Weights, made_by: str, now: datetime) -> RankingChange:
    """From the next search on these count. Raises NothingChanged when they do already."""
    if weights == current_weights():
        raise NothingChanged
    change = RankingChange(weights=weights.changed(), made_by=made_by, at=now)
    db.session.add(change)
    next_revision(db.session())
    db.session.flush()
    return change


def undo(*, change_id: uuid.UUID, made_by: str, now: datetime) -> RankingChange:
    """Make the weights what they were before this change, whatever happened since; that can be undone too.

    Raises ChangeNotFound and NothingChanged.
    """
    if db.session.get(RankingChange, change_id) is None:
        raise ChangeNotFound(change_id)
    earlier = select(RankingChange.weights).where(RankingChange.id < change_id).order_by(RankingChange.id.desc()).limit(1)
    return change_weights(weights=weights_from(db.session.scalar(earlier) or {}), made_by=made_by, now=now)
