"""Sending: what is due is claimed, written out, handed over and recorded, by any number of workers that may die at any moment.

A worker takes a batch with a lease. A handful at a time is marked HANDING_OVER and committed; then, with no transaction
open, it looks once more whether each may go (a STOP, a cancelling, too many to one number) and calls the provider, on
several connections. What came of a handful is written down together with the mark of the next. Whatever stops a worker
after the mark leaves HANDING_OVER behind: such a row is never sent again before the provider has been asked whether it
has it. (A mail server cannot be asked: an e-mail whose outcome is unknown is sent again, so e-mails arrive at least once.)
Everything here commits: this is a job, an edge.
"""

import logging
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Event
from time import monotonic, sleep
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, case, select, update

from messaging import contact_bans, dead_addresses, opt_outs, queries, subscriptions
from messaging.gateways.handover import Gateway, GatewayError, Mailer, OutcomeUnknown, Parcel
from messaging.gateways.push import Pusher
from messaging.models import ON_THE_PHONE, Channel, OutgoingMessage
from messaging.purposes import PROMPTED
from messaging.sending import calm, guard, pace, pushing, reconciling, recording
from messaging.sending.claiming import Claimed, claim_due, claim_left_behind, claim_uncertain, give_back, hold_back_stopped
from messaging.sending.limits import DEFAULT_LIMITS, Limits
from messaging.sending.moves import AFTER_STOP, DEAD, NO_LEASE, change, fail, move, note
from messaging.sending.preparing import KeptBack, Ready, prepare, wait_for_day
from messaging.sending.recording import Outcome
from messaging.sending.stopping import can_be_stopped
from messaging.states import State
from messaging.wording import own_words
from navigator.db import db, only_reading

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=45)  # longer than any call to a provider may take; renewed as the batch goes on
A_BATCH = 200
A_HANDFUL = 50  # marked, looked at and recorded together
SETTLED_AT_ONCE = 20  # texts of dead workers that the provider is asked about before others have their turn
A_LOOK_IS_GOOD_FOR = 0.2  # seconds: then a text not yet on its way is looked at again
A_TURN = 5.0  # seconds, after which a worker gives back what it has not begun, so that its other work is not kept waiting


_WRITE = (
    update(OutgoingMessage.__table__)  # type: ignore[arg-type]  # it is a Table
    .where(OutgoingMessage.id == bindparam("b_id"))
    .values({name: bindparam(f"b_{name}") for name in ("subject", "body", "segments", "cause", "provider")})
)


@dataclass
class Worker:
    """Who sends, how, and what time it is. `now` is when the turn began; the clock goes on from there."""

    gateway: Gateway
    mailer: Mailer
    holder: str
    now: datetime
    lease: timedelta = LEASE
    limits: Limits = DEFAULT_LIMITS
    pusher: Pusher | None = None  # without one, notifications go as texts
    _began: float = field(default_factory=monotonic)

    def clock(self) -> datetime:
        return self.now + timedelta(seconds=self.elapsed())

    def elapsed(self) -> float:
        return monotonic() - self._began


def deliver_one(
    *,
    gateway: Gateway,
    mailer: Mailer,
    now: datetime,
    holder: str,
    limits: Limits = DEFAULT_LIMITS,
    pusher: Pusher | None = None,
) -> bool:
    """Send one message that is due, or settle one that a dead worker left behind. False when there is nothing to do.

    `holder` names this worker. What a provider refuses is recorded, not raised.
    """
    return deliver_some(gateway=gateway, mailer=mailer, now=now, holder=holder, limits=limits, most=1, pusher=pusher) > 0


def deliver_some(
    *,
    gateway: Gateway,
    mailer: Mailer,
    now: datetime,
    holder: str,
    limits: Limits = DEFAULT_LIMITS,
    most: int = A_BATCH,
    lease: timedelta = LEASE,
    pusher: Pusher | None = None,
) -> int:
    """As `deliver_one`, up to `most` messages at a time. Says how many were dealt with."""
    worker = Worker(gateway, mailer, holder, now, lease, limits, pusher)
    settled = _settle_some(worker, most)
    if settled == most:
        return settled
    hold_back_stopped(now=now)
    batch = claim_left_behind(now=now, holder=holder, lease=lease, most=most)
    if not batch:
        may_text = not pace.is_far(limits=limits, now=now, within=timedelta(seconds=A_TURN))
        batch = claim_due(now=now, holder=holder, lease=lease, most=most, texts=may_text)
    with own_words.looked_up_once():
        decided = [_decide(message, worker) for message in batch]
    for one in decided:
        if isinstance(one, KeptBack):
            _keep_back(one, worker)
    _hand_over_all(deque(one for one in decided if isinstance(one, Ready)), worker)
    return settled + len(batch)


def _settle_some(worker: Worker, most: int) -> int:
    """Ask the provider about a few of the texts that dead workers were handing over; says how many."""
    uncertain = claim_uncertain(now=worker.now, holder=worker.holder, lease=worker.lease, most=min(most, SETTLED_AT_ONCE))
    for place, message in enumerate(uncertain):
        if place and worker.elapsed() > A_TURN:  # a provider that is slow to answer: those that are due have waited enough
            recording.ask_later(message.id, now=worker.clock(), holder=worker.holder)
        else:
            reconciling.settle(message.id, worker.gateway, now=worker.now, holder=worker.holder)
    return len(uncertain)


def _decide(message: Claimed, worker: Worker) -> Ready | KeptBack:
    try:
        return prepare(message, now=worker.now, stop_link=worker.gateway.stop_link)
    except Exception:  # a fault in one message must not keep the others
        log.exception("message %s cannot be made ready", message.id)
        return KeptBack(message, State.FAILED, "fault")


def _hand_over_all(ready: deque[Ready], worker: Worker) -> None:
    """Hand over what is ready, a handful at a time; what a slow provider leaves no time for is due again."""
    marked: set[UUID] = set()  # and not yet on their way
    outcomes: list[tuple[Ready, Outcome]] = []
    size = A_HANDFUL
    while ready and worker.elapsed() < A_TURN:
        if any(_asks_for_patience(outcome) for _, outcome in outcomes):  # before anybody, ourselves too, takes a turn
            recording.record(outcomes, worker.limits, now=worker.clock(), holder=worker.holder)
            outcomes = []
        size = _wait_for_turn(ready, max(size, len(marked)), worker)
        if size == 0:
            break
        handful = [ready.popleft() for _ in range(min(max(size, len(marked)), len(ready)))]
        handful = _mark(handful, outcomes, marked, worker)
        going, kept = _look_again(handful, worker)
        for one in kept:
            _keep_back(one, worker)
        outcomes, not_begun = _call(going, worker)
        marked = {one.claimed.id for one in not_begun}
        ready.extendleft(reversed(not_begun))
        size = min(A_HANDFUL, max(worker.gateway.at_once, 2 * len(outcomes)))  # more than can begin is marked in vain
    recording.record(outcomes, worker.limits, now=worker.clock(), holder=worker.holder)
    if ready:
        give_back([one.claimed.id for one in ready], holder=worker.holder, now=worker.clock())


def _asks_for_patience(outcome: Outcome) -> bool:
    return isinstance(outcome, GatewayError) and outcome.retry_after is not None


def _wait_for_turn(ready: Sequence[Ready], wanted: int, worker: Worker) -> int:
    """How many may leave now, at the pace of the sender we share with other workers; 0 when our turn is too far off."""
    a_second = worker.limits.a_second
    if not worker.limits.sender or not any(one.claimed.channel is Channel.TEXT for one in ready):
        return wanted
    size = min(wanted, max(1, int(a_second * A_LOOK_IS_GOOD_FOR))) if a_second else wanted
    turn = pace.reserve(size, limits=worker.limits, now=worker.clock(), within=timedelta(seconds=A_TURN))
    if turn is None:
        return 0
    sleep(max(0.0, (turn - worker.clock()).total_seconds()))
    return size


def _mark(handful: Sequence[Ready], outcomes: list[tuple[Ready, Outcome]], marked: set[UUID], worker: Worker) -> list[Ready]:
    """Record what came of the last handful and that the calls of this one begin, in one transaction.

    Gives those that are still ours, and still go where and in the language they were written for.
    """
    now = worker.clock()
    recording.record(outcomes, worker.limits, now=now, holder=worker.holder, commit=False)
    ids = [one.claimed.id for one in handful]
    is_first = OutgoingMessage.state == State.CLAIMED
    ours = db.session.execute(
        update(OutgoingMessage)
        .where(
            OutgoingMessage.id.in_(ids),
            OutgoingMessage.state.in_((State.CLAIMED, State.HANDING_OVER)),
            OutgoingMessage.lease_holder == worker.holder,
        )
        .values(
            state=State.HANDING_OVER,
            leased_until=now + worker.lease,
            attempts=OutgoingMessage.attempts + case((is_first, 1), else_=0),
        )
        .returning(OutgoingMessage.id, OutgoingMessage.to_address, OutgoingMessage.locale)
        .execution_options(synchronize_session=False)
    ).all()
    still = {row.id: (row.to_address, row.locale) for row in ours}
    going = [one for one in handful if still.get(one.claimed.id) == (one.claimed.to_address, one.claimed.locale)]
    carrier = worker.gateway.name
    going = [one if one.provider or one.claimed.channel is not Channel.TEXT else replace(one, provider=carrier) for one in going]
    new = [one for one in going if one.claimed.id not in marked]
    if new:
        written = [
            {
                "b_id": one.claimed.id,
                "b_subject": one.subject,
                "b_body": one.body,
                "b_segments": one.segments,
                "b_cause": one.cause,
                "b_provider": one.provider,
            }
            for one in new
        ]
        db.session.connection().execute(_WRITE, written)
        note([(one.claimed.id, State.HANDING_OVER, one.cause) for one in new], now=now)
    ids_going = {one.claimed.id for one in going}
    changed = [one for one in handful if one.claimed.id in still and one.claimed.id not in ids_going]
    for one in changed:  # it goes to another number or in another language meanwhile: written anew, at once
        change(
            OutgoingMessage.id == one.claimed.id,
            state=State.DUE,
            cause="changed",
            attempts=OutgoingMessage.attempts - 1,
            **NO_LEASE,
        )
        note([(one.claimed.id, State.DUE, "changed")], now=now)
    db.session.commit()
    return going


def _look_again(handful: Sequence[Ready], worker: Worker) -> tuple[list[Ready], list[KeptBack]]:
    """The last look before the call, after the mark: what has been said and done meanwhile?"""
    if not handful:
        return [], []
    now = worker.clock()
    texts = [one.claimed for one in handful if one.claimed.channel in ON_THE_PHONE]
    notified = {one.claimed.recipient_id for one in handful if one.claimed.channel is Channel.PUSH} - {None}
    with only_reading():
        ended = set(
            db.session.scalars(
                select(OutgoingMessage.id).where(
                    OutgoingMessage.id.in_([one.claimed.id for one in handful]), OutgoingMessage.expires_at <= now
                )
            )
        )
        asked = [(text.to_address, text.purpose) for text in texts if text.template not in AFTER_STOP]
        stopped = opt_outs.find_stopped(asked) if asked else set()
        to_hold = {text.to_address for text in texts if calm.is_held(text.template, text.purpose)}
        left_calm = calm.find_calm(to_hold, now=now)
        held = guard.look(texts, limits=worker.limits, now=now)
        banned = contact_bans.find_banned([one.claimed.id for one in handful])
        emails = [one.claimed for one in handful if one.claimed.channel is Channel.EMAIL]
        dead = dead_addresses.find_dead({email.to_address for email in emails}, now=now)
        stoppable = [(email.to_address.lower(), email.purpose) for email in emails if can_be_stopped(email)]
        no_more = opt_outs.find_stopped(stoppable) if stoppable else set()
        targets = subscriptions.find_targets([one for one in notified if one]) if worker.pusher else {}
        db.session.commit()
    going: list[Ready] = []
    kept: list[KeptBack] = []
    for one in handful:
        message = one.claimed
        hold = held.get(message.id)
        if message.id in banned:
            kept.append(KeptBack(message, State.SUPPRESSED, "contact_prohibited"))
        elif message.id in ended:
            kept.append(KeptBack(message, State.EXPIRED, "too_late"))
        elif (message.to_address, message.purpose) in stopped:
            kept.append(KeptBack(message, State.SUPPRESSED, "stopped"))
        elif message.channel is Channel.EMAIL and message.to_address in dead:
            kept.append(KeptBack(message, State.SUPPRESSED, DEAD))
        elif can_be_stopped(message) and (message.to_address.lower(), message.purpose) in no_more:
            kept.append(KeptBack(message, State.SUPPRESSED, "stopped"))
        elif message.to_address in left_calm and calm.is_held(message.template, message.purpose):
            until = left_calm[message.to_address]
            of_use = message.purpose not in PROMPTED and (message.expires_at is None or message.expires_at > until)
            kept.append(KeptBack(message, State.PLANNED if of_use else State.SUPPRESSED, "calm", until if of_use else None))
        elif (later := wait_for_day(message, now=now)) is not None:
            kept.append(KeptBack(message, State.PLANNED, "quiet_hours", later))
        elif hold is not None and hold.cause is guard.Cause.TOO_MANY and not _is_of_use(message.expires_at, message.cause, hold):
            # once is enough: a day later it would be of no use, or there is a fault of ours, which a human must see
            kept.append(KeptBack(message, State.SUPPRESSED, hold.cause))
        elif hold is not None:
            # that it was put off for a day once is remembered
            cause = guard.Cause.TOO_MANY if message.cause == guard.Cause.TOO_MANY else hold.cause
            kept.append(KeptBack(message, State.PLANNED, cause, hold.until))
        elif message.channel is Channel.PUSH and message.recipient_id not in targets:
            kept.append(KeptBack(message, State.PLANNED, pushing.AS_A_TEXT, now))
        elif message.channel is Channel.PUSH and message.recipient_id is not None:
            going.append(replace(one, targets=targets[message.recipient_id]))
        else:
            going.append(one)
    return going, kept


def _is_of_use(expires_at: datetime | None, cause: str, hold: guard.Hold) -> bool:
    return (expires_at is None or expires_at > hold.until) and cause != guard.Cause.TOO_MANY


def _call(going: Sequence[Ready], worker: Worker) -> tuple[list[tuple[Ready, Outcome]], list[Ready]]:
    """Call the provider for each, with no transaction open. Gives what came of it, and what was not begun in time."""
    if not going:
        return [], []
    looked, patience = monotonic(), Event()

    def call(one: Ready) -> tuple[Ready, Outcome] | None:
        if patience.is_set() or monotonic() - looked >= A_LOOK_IS_GOOD_FOR:
            return None
        outcome = _send(one, worker)
        if _asks_for_patience(outcome):  # those beside it on their way cannot be called back; no other begins
            patience.set()
        return one, outcome

    at_once = min(worker.gateway.at_once, len(going))
    if at_once == 1:
        done = [call(one) for one in going]
    else:
        with ThreadPoolExecutor(at_once) as pool:
            done = list(pool.map(call, going))
    return [one for one in done if one is not None], [one for one, came in zip(going, done, strict=True) if came is None]


def _send(one: Ready, worker: Worker) -> Outcome:
    message = one.claimed
    if message.channel is Channel.PUSH and worker.pusher is not None:
        return pushing.push(message, one.body, one.targets, worker.pusher, now=worker.clock())
    parcel = Parcel(id=message.id, to=message.to_address, body=one.body, subject=one.subject, provider=one.provider)
    if message.channel is Channel.EMAIL:
        parcel = replace(parcel, can_be_stopped=can_be_stopped(message))
    try:
        if message.channel is Channel.TEXT:
            return worker.gateway.send(parcel)
        worker.mailer.send(parcel)
    except (GatewayError, OutcomeUnknown) as problem:
        return problem
    return None


def _keep_back(kept: KeptBack, worker: Worker) -> None:
    """A message that does not go now. It is certain that the provider has not got it. Commits."""
    now = worker.clock()
    message = db.session.get_one(OutgoingMessage, kept.claimed.id, populate_existing=True)
    mine = and_(
        OutgoingMessage.id == message.id,
        OutgoingMessage.state.in_((State.CLAIMED, State.HANDING_OVER)),
        OutgoingMessage.lease_holder == worker.holder,
    )
    if kept.state is State.EXPIRED and (cancelled := queries.find_cancelling(message.id)) is not None:
        move(message, State.CANCELLED, cancelled, mine, now=now, **NO_LEASE)
        db.session.commit()
        return
    if kept.until is None:
        fail(message, kept.cause, mine, now=now, state=kept.state)
        return
    changes: dict[str, Any] = {"not_before": kept.until, **NO_LEASE}
    if message.state is State.HANDING_OVER:  # this was no try
        changes["attempts"] = OutgoingMessage.attempts - 1
        if message.attempts == 1:
            changes |= {"body": "", "subject": "", "segments": 0}
    if kept.cause == pushing.AS_A_TEXT:
        changes |= pushing.BECOMES_A_TEXT
    recording.put_off(message, kept.cause, mine, now=now, **changes)
    db.session.commit()
