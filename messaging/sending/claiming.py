"""Taking what is due: a conditional UPDATE with a lease, so that no two workers hold one message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, or_, select, update

from messaging.models import ON_THE_PHONE, Channel, OutgoingMessage
from messaging.purposes import Purpose
from messaging.sending import breaker
from messaging.sending.moves import NO_LEASE, note
from messaging.states import WAITING, State
from navigator.db import db, only_reading


@dataclass(frozen=True)
class Claimed:
    """A message this worker holds, as it was when it was taken. Free of the database session."""

    id: UUID
    state: State  # before it was taken
    channel: Channel
    recipient_id: UUID | None
    to_address: str
    locale: str
    template: str
    purpose: Purpose
    values: dict[str, Any]
    cause: str
    any_hour: bool
    at_times: str
    expires_at: datetime | None
    deaths: int
    attempts: int
    subject: str
    body: str


FEWER_AT_EACH_DEATH = 4
ALONE_AFTER = 3  # deaths
COLUMNS = [getattr(OutgoingMessage, name) for name in Claimed.__dataclass_fields__]


def claim_due(*, now: datetime, holder: str, lease: timedelta, most: int, texts: bool = True) -> list[Claimed]:
    """Take up to `most` messages that are due: first what somebody waits for, then what has waited longest.

    Of several to one number one is taken, so that they arrive in their order. `texts` false: no texts, e-mails only. Commits.
    """
    with only_reading():  # a look costs nobody a lock; most looks find nothing
        held = breaker.list_stopped()
        waiting = [due for due in _in_turn(held, now, texts=texts) if _finds_any(due)]
        db.session.commit()
    taken: list[Claimed] = []
    for due in waiting:
        if len(taken) < most:
            taken += _take(due, {text.to_address for text in taken}, most - len(taken))
    if taken:
        ids = [message.id for message in taken]
        db.session.execute(
            update(OutgoingMessage)
            .where(OutgoingMessage.id.in_(ids))
            .values(state=State.CLAIMED, lease_holder=holder, leased_until=now + lease)
            .execution_options(synchronize_session=False)
        )
        came_due = [(message.id, State.DUE, "") for message in taken if message.state is State.PLANNED]
        note([*came_due, *((message.id, State.CLAIMED, "") for message in taken)], now=now)
    db.session.commit()
    return taken


def claim_uncertain(*, now: datetime, holder: str, lease: timedelta, most: int) -> list[Claimed]:
    """Take what a worker that died was handing over, to find out what became of it. Commits."""
    return _take_over(State.HANDING_OVER, now=now, most=most, values={"lease_holder": holder, "leased_until": now + lease})


def claim_left_behind(*, now: datetime, holder: str, lease: timedelta, most: int) -> list[Claimed]:
    """Take what a worker that died held and had not begun to hand over. Commits.

    The more workers died with a message in their hands, the fewer are taken together with it, and from the third on it is
    taken alone: if it is what kills them, it takes no other with it.
    """
    deaths = OutgoingMessage.deaths
    values: dict[str, Any] = {"lease_holder": holder, "leased_until": now + lease, "deaths": deaths + 1}
    for known in range(ALONE_AFTER):
        together = max(1, most // FEWER_AT_EACH_DEATH ** (known + 1))
        if taken := _take_over(State.CLAIMED, deaths == known, now=now, most=together, values=values):
            return taken
    return _take_over(State.CLAIMED, deaths >= ALONE_AFTER, now=now, most=1, values=values)


def _take_over(
    state: State, *conditions: ColumnElement[bool], now: datetime, most: int, values: Mapping[str, Any]
) -> list[Claimed]:
    """Messages in this state whose lease has run out, as they were when they were taken. Commits."""
    left = and_(
        OutgoingMessage.state == state,
        or_(OutgoingMessage.leased_until.is_(None), OutgoingMessage.leased_until <= now),
        *conditions,
    )
    with only_reading():
        anything = _finds_any(left)
        db.session.commit()
    found = _take(left, set(), most) if anything else []
    if found:
        db.session.execute(
            update(OutgoingMessage)
            .where(OutgoingMessage.id.in_([message.id for message in found]), left)
            .values(values)
            .execution_options(synchronize_session=False)
        )
    db.session.commit()
    return found


def give_back(messages: Sequence[UUID], *, holder: str, now: datetime) -> None:
    """Messages that this worker took and has no time for: due again, for anybody. Commits.

    Of those it had marked as being handed over it must know for certain that their call was not begun.
    """
    was_marked = OutgoingMessage.state == State.HANDING_OVER
    never_went = and_(was_marked, OutgoingMessage.attempts == 1)  # it is written anew, in whatever language is right by then
    given = db.session.scalars(
        update(OutgoingMessage)
        .where(
            OutgoingMessage.id.in_(messages),
            OutgoingMessage.state.in_((State.CLAIMED, State.HANDING_OVER)),
            OutgoingMessage.lease_holder == holder,
        )
        .values(
            state=State.DUE,
            attempts=OutgoingMessage.attempts - case((was_marked, 1), else_=0),
            subject=case((never_went, ""), else_=OutgoingMessage.subject),
            body=case((never_went, ""), else_=OutgoingMessage.body),
            segments=case((never_went, 0), else_=OutgoingMessage.segments),
            **NO_LEASE,
        )
        .returning(OutgoingMessage.id)
        .execution_options(synchronize_session=False)
    ).all()
    note([(message_id, State.DUE, "given_back") for message_id in given], now=now)
    db.session.commit()


def hold_back_stopped(*, now: datetime, most: int = 500) -> None:
    """What is due of a stopped template becomes DUE and waits there, where staff can see it. Commits."""
    with only_reading():
        held = breaker.list_stopped()
        db.session.commit()
    if not held:
        return
    wanted = and_(OutgoingMessage.state == State.PLANNED, OutgoingMessage.not_before <= now)
    if breaker.EVERYTHING not in held:
        wanted = and_(wanted, OutgoingMessage.template.in_(held))
    which = db.session.scalars(select(OutgoingMessage.id).where(wanted).limit(most).with_for_update(skip_locked=True)).all()
    db.session.execute(
        update(OutgoingMessage)
        .where(OutgoingMessage.id.in_(which))
        .values(state=State.DUE, cause="template_stopped")
        .execution_options(synchronize_session=False)
    )
    note([(message_id, State.DUE, "template_stopped") for message_id in which], now=now)
    db.session.commit()


def _in_turn(held: frozenset[str], now: datetime, *, texts: bool) -> list[ColumnElement[bool]]:
    """What is due, in the order it is to go. Each of them is one range of the table's index."""
    return [
        and_(
            OutgoingMessage.state == state,
            OutgoingMessage.any_hour.is_(any_hour),
            OutgoingMessage.not_before <= now,
            or_(OutgoingMessage.channel != Channel.LETTER, OutgoingMessage.expires_at <= now),  # staff post letters
            *(() if texts else (OutgoingMessage.channel != Channel.TEXT,)),
            *_not_held(held),
        )
        for any_hour in (True, False)
        for state in WAITING
    ]


def _finds_any(wanted: ColumnElement[bool]) -> bool:
    return db.session.scalar(select(OutgoingMessage.id).where(wanted).limit(1)) is not None


def _not_held(held: frozenset[str]) -> list[ColumnElement[bool]]:
    if breaker.EVERYTHING in held:
        return [OutgoingMessage.template.in_(breaker.NEVER_STOPPED)]
    return [OutgoingMessage.template.not_in(held)] if held else []


def _take(wanted: ColumnElement[bool], numbers: set[str], most: int) -> list[Claimed]:
    """The rows, locked until the next commit, where the database can lock rows."""
    rows = db.session.execute(
        select(*COLUMNS)
        .where(wanted)
        .order_by(OutgoingMessage.not_before, OutgoingMessage.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    taken = []
    for row in rows:
        message = Claimed(**row._mapping)
        if message.channel in ON_THE_PHONE:
            if message.to_address in numbers:
                continue
            numbers.add(message.to_address)
        taken.append(message)
    return taken
