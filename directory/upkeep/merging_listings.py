"""Making one listing of two, losing nothing that points at either; saying that two are different; and taking both back."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, inspect, or_, select, update

from directory.history.models import Origin
from directory.history.recording import record
from directory.models import MergedListing, Schedule, Service, ServiceStatus
from directory.operations import hold_revision, next_revision
from directory.queries import get_service, schedules_of
from directory.upkeep.asking.question import Answer, Writing, numbers_of_rows
from directory.upkeep.edit_moves import OPEN
from directory.upkeep.models import ListingEdit, ListingPair, PairState
from directory.upkeep.questions import QUESTIONS
from navigator.db import db


class PairNotFound(Exception):
    """There is no such pair."""


class CannotMerge(Exception):
    """One of the two was merged into another already."""


def get_pair(pair_id: uuid.UUID) -> ListingPair:
    """Raises `PairNotFound`."""
    pair = db.session.get(ListingPair, pair_id)
    if pair is None:
        raise PairNotFound(pair_id)
    return pair


def find_merge(pair: ListingPair) -> MergedListing | None:
    """How the two were made one; None when they were not."""
    wanted = select(MergedListing).where(MergedListing.service_id.in_((pair.first_id, pair.second_id)))
    return db.session.scalars(wanted).first()


def say_different(*, pair: ListingPair, decided_by: str, now: datetime) -> None:
    """They are two. Nobody is asked again."""
    _decide(pair, PairState.DIFFERENT, decided_by, now)


def ask_again(*, pair: ListingPair, now: datetime) -> None:
    """It was said by mistake that they are two."""
    _decide(pair, PairState.ALIKE, None, now)


def merge(*, pair: ListingPair, kept_id: uuid.UUID, taken: Collection[str], decided_by: str, now: datetime) -> Service:
    """Keep one listing of the pair; give it the other's answers to the questions in `taken`.

    The other stays in the database, ended, so that every referral and record that points at it still stands; its addresses lead
    to the kept one. Edits of it that are still open become edits of the kept one. Raises `CannotMerge`.
    """
    session = db.session()
    hold_revision(session)
    kept = get_service(kept_id)
    old = get_service(pair.second_id if kept_id == pair.first_id else pair.first_id)
    if db.session.get(MergedListing, kept.id) or db.session.get(MergedListing, old.id):
        raise CannotMerge(pair.id)
    status_before = old.status
    with record(session, origin=Origin.MERGE, made_by=decided_by, now=now), session.no_autoflush:
        _take_over(kept, old, taken, Writing(session, now))
        old.status = ServiceStatus.DEFUNCT
    session.add(
        MergedListing(service_id=old.id, kept_id=kept.id, status_before=status_before, merged_at=now, merged_by=decided_by)
    )
    session.flush()
    session.execute(update(MergedListing).where(MergedListing.kept_id == old.id).values(kept_id=kept.id))
    session.execute(
        update(ListingEdit)
        .where(ListingEdit.service_id == old.id, ListingEdit.state.in_(OPEN))
        .values(service_id=kept.id, organization_id=kept.organization_id)
    )
    session.execute(
        delete(ListingPair).where(
            ListingPair.id != pair.id,
            ListingPair.state == PairState.ALIKE,
            or_(ListingPair.first_id == old.id, ListingPair.second_id == old.id),
        )
    )
    old.revision = kept.revision = next_revision(session)  # the old address leads to the kept one from now on
    _decide(pair, PairState.MERGED, decided_by, now)
    return kept


def take_apart(*, pair: ListingPair, decided_by: str, now: datetime) -> None:
    """They were two after all: the other is there again as it was. What the kept one took over is for its history to restore."""
    session = db.session()
    hold_revision(session)
    merged = find_merge(pair)
    if merged is None:
        raise CannotMerge(pair.id)
    old = get_service(merged.service_id)
    with record(session, origin=Origin.MERGE, made_by=decided_by, now=now):
        old.status = merged.status_before
    session.delete(merged)
    _decide(pair, PairState.ALIKE, None, now)


def _take_over(kept: Service, old: Service, taken: Collection[str], writing: Writing) -> None:
    """In the questions' order: the times of the other's places hang on the copies of those places."""
    answers = {name: QUESTIONS[name].read(old) for name in QUESTIONS if name in taken}
    for name, answer in answers.items():
        question = QUESTIONS[name]
        there = {str(place.id) for place in kept.service_at_locations}
        form = question.check(kept, _of_the_kept(answer, writing, there))
        if form.is_valid:
            question.write(kept, form.data, writing)
        if name == "times":
            kept.schedules.extend(_copies([s for s in schedules_of(old) if _is_kept_whole(answer, s)]))


def _of_the_kept(answer: Answer, writing: Writing, there: set[str]) -> Answer:
    """An answer of the other listing as the kept one understands it: places by their new ids, and no row's own id."""
    told: Answer = {}
    for name, value in answer.items():
        if name.rpartition("_")[0] == "place":
            known = writing.places.get(str(value))
            value = (
                str(known.id) if known is not None else value if value in ("", "phone", "home_visit") or value in there else ""
            )
        told[name] = value
    for n in numbers_of_rows(answer):
        if answer.get(f"kept_{n}"):
            told = {name: value for name, value in told.items() if not name.endswith(f"_{n}")}
    return told


def _is_kept_whole(answer: Answer, schedule: Schedule) -> bool:
    return any(answer[f"id_{n}"] == str(schedule.id) and answer.get(f"kept_{n}") for n in numbers_of_rows(answer))


def _copies(schedules: list[Schedule]) -> list[Schedule]:
    columns = [c.key for c in inspect(Schedule).column_attrs if c.key not in ("id", "service_id", "service_at_location_id")]
    return [Schedule(**{name: getattr(schedule, name) for name in columns}) for schedule in schedules]


def _decide(pair: ListingPair, state: PairState, decided_by: str | None, now: datetime) -> None:
    pair.state, pair.decided_by, pair.decided_at = state, decided_by, now
    db.session.flush()
