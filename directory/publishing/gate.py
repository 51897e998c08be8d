"""The publishing gate: a listing that would fail the standard does not go out, and its editor is told which question to answer.

Looking at a listing costs more than reading it, so what was found is remembered (`Verdict`) with the revision it was found at
and holds for that revision only. `catch_up` looks at what has changed; whoever publishes calls it first, then takes only what
`is_cleared` lets through. A listing that nobody has looked at yet is not published.
"""

import uuid
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select
from sqlalchemy.exc import IntegrityError

from directory.models import Organization, Service, ServiceStatus
from directory.publishing.documents import Documents
from directory.publishing.models import FeedState, Verdict
from directory.publishing.problems import Problem
from directory.publishing.rows import read_services
from directory.queries import FINDABLE, current_revision
from navigator.db import db, writing

RULES = 2  # raise it whenever a document or a rule changes: every listing is then looked at again, and counts as changed
BATCH = 250
THE_ROW = 1
PATIENCE = timedelta(seconds=20)


class StillChecking(Exception):
    """So many listings have changed that looking at them takes longer than anybody should wait: `left` of them are to come."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


def problems_of(service: Service) -> list[Problem]:
    """What keeps a listing, as it stands in the session, from being published; nothing when nothing does."""
    db.session.flush()
    return look_at([service.id])[service.id]


def is_publishable(service: Service) -> bool:
    """Whether the listing, as it stands in the session, meets the standard."""
    return not problems_of(service)


def look_at(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Problem]]:
    """The problems of each of these listings, freshly found, in a constant number of queries."""
    documents = Documents(read_services(ids, whole=True))
    for service_id in documents.listings.services:
        documents.service(service_id, whole=True)
    return documents.problems


def is_cleared(*, with_ended: bool = False) -> ColumnElement[bool]:
    """The condition on `Service` joined with `Verdict` that lets a listing out: it met the standard as it stands now.

    What has ended stays in only `with_ended`, for whoever keeps a copy of the directory.
    """
    cleared = and_(Verdict.revision == Service.revision, Verdict.is_publishable)
    return cleared if with_ended else and_(cleared, Service.status.in_(FINDABLE))


def catch_up(*, now: datetime, patience: timedelta = PATIENCE) -> FeedState:
    """Look at every listing that has changed; the state that was reached. Two small queries when nothing has.

    It commits on its own, batch by batch, so call it before anything else is read or written.
    Raises `StillChecking` when the changes are too many; what was done is kept, and the next call goes on from there.
    """
    state = db.session.get(FeedState, THE_ROW)
    if state is not None and (state.rules, state.revision) == (RULES, current_revision()):
        return state
    db.session.rollback()
    began = monotonic()
    with writing():
        while True:
            state = _take_turn(now)
            revision = current_revision()
            unseen = _list_unseen()
            _judge(unseen, now)
            if len(unseen) < BATCH:
                break
            db.session.commit()
            if monotonic() - began > patience.total_seconds():
                raise StillChecking(_count_unseen())
        if state.revision != revision:
            state.revision, state.changed_at = revision, max(now, state.changed_at)
        db.session.commit()
    return state


def look_at_some(*, now: datetime) -> bool:
    """One turn of `catch_up`, for the worker: whether there was anything to look at. Commits."""
    state = db.session.get(FeedState, THE_ROW)
    if state is not None and (state.rules, state.revision) == (RULES, current_revision()):
        db.session.rollback()
        return False
    with suppress(StillChecking):
        catch_up(now=now, patience=timedelta(0))
    return True


def list_held_back() -> list[tuple[uuid.UUID, str, str, ServiceStatus, list[Problem]]]:
    """Listings that do not go out: id, name, organisation's name, status and why; by organisation and name. Catch up first."""
    found = db.session.execute(
        select(Service.id, Service.name, Organization.name, Service.status, Verdict.problems)
        .join(Verdict, Verdict.service_id == Service.id)
        .join(Organization, Service.organization_id == Organization.id)
        .where(_is_held_back())
        .order_by(Organization.name, Service.name, Service.id)
    )
    return [
        (identity, name, organization, status, [Problem(*problem) for problem in problems])
        for identity, name, organization, status, problems in found
    ]


def count_held_back() -> int:
    """How many listings did not go out when they were last looked at."""
    counted = select(func.count()).select_from(Service).join(Verdict, Verdict.service_id == Service.id).where(_is_held_back())
    return db.session.scalar(counted) or 0


def count_cleared() -> int:
    """How many listings go out. Catch up first."""
    counted = select(func.count()).select_from(Service).join(Verdict, Verdict.service_id == Service.id).where(is_cleared())
    return db.session.scalar(counted) or 0


def _is_held_back() -> ColumnElement[bool]:
    return and_(Verdict.is_publishable.is_(False), Verdict.revision == Service.revision)


def _take_turn(now: datetime) -> FeedState:
    """The state, held until the commit, so that two processes do not look at the same listings at once."""
    held = select(FeedState).where(FeedState.id == THE_ROW).with_for_update()
    state = db.session.scalar(held)
    if state is None:
        try:
            with db.session.begin_nested():
                db.session.execute(insert(FeedState).values(id=THE_ROW, rules=RULES, revision=-1, changed_at=now))
        except IntegrityError:
            pass  # another process made it at the same moment
        state = db.session.scalars(held).one()
    if state.rules != RULES:
        db.session.execute(delete(Verdict))
        state.rules, state.revision = RULES, -1
    return state


def _is_unseen() -> ColumnElement[bool]:
    return or_(Verdict.service_id.is_(None), Verdict.revision != Service.revision)


def _list_unseen() -> list[tuple[uuid.UUID, int]]:
    unseen = select(Service.id, Service.revision).outerjoin(Verdict, Verdict.service_id == Service.id).where(_is_unseen())
    return [(identity, revision) for identity, revision in db.session.execute(unseen.limit(BATCH))]


def _count_unseen() -> int:
    unseen = select(func.count()).select_from(Service).outerjoin(Verdict, Verdict.service_id == Service.id).where(_is_unseen())
    return db.session.scalar(unseen) or 0


def _judge(unseen: Iterable[tuple[uuid.UUID, int]], now: datetime) -> None:
    revisions = dict(unseen)
    if not revisions:
        return
    documents = Documents(read_services(revisions.keys(), whole=True))
    for service_id in documents.listings.services:
        documents.service(service_id, whole=True)
    db.session.execute(delete(Verdict).where(Verdict.service_id.in_(revisions)))
    db.session.execute(
        insert(Verdict),
        [
            {
                "service_id": service_id,
                "revision": revisions[service_id],
                "is_publishable": not problems,
                "hides_place": service_id in documents.listings.secret,
                "changed_at": now,
                "problems": [[problem.question, problem.name] for problem in problems],
            }
            for service_id, problems in documents.problems.items()
        ],
    )
