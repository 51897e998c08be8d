"""Sending: one message a call, so that any number of workers may run, and any of them may be killed at any moment.

A row is claimed by a conditional UPDATE with a lease, checked, written out, and marked HANDING_OVER before the provider is
called, with no transaction open. Whatever stops the worker after that leaves HANDING_OVER behind: such a row is never sent
again before the provider has been asked whether it has it. (A mail server cannot be asked: an e-mail whose outcome
is unknown is sent again, so e-mails arrive at least once.) Everything here commits: this is a job, an edge.
"""

import logging
import random
import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, and_, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from messaging import opt_outs, queries, signals
from messaging.gateways.handover import Gateway, GatewayError, Mailer, OutcomeUnknown, Parcel
from messaging.models import Channel, MessageEvent, OutgoingMessage
from messaging.sending import quiet_hours
from messaging.states import NOT_HANDED_OVER, STOPPED_AT_THE_CARRIER, State, advance, may_move
from messaging.wording import segments
from messaging.wording import texts as wording
from messaging.wording.speaking import WordsMissing
from navigator.db import db, only_reading

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)  # longer than any call to a provider may take
ASK_AGAIN = timedelta(seconds=30)  # after an unknown outcome, so that the provider has had time to list what it took
GIVE_UP_ASKING = timedelta(days=1)
MOST_ATTEMPTS = 8
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
MOST_A_DAY = 5  # texts to one number that it did not ask for: more is a fault of ours, and thousands have happened to others
# What may follow a STOP: that we heard it, and whom to ring, when the person writes that they are in danger.
AFTER_STOP = frozenset({"stopped", "safety"})


def deliver_one(*, gateway: Gateway, mailer: Mailer, now: datetime, holder: str, lease: timedelta = LEASE) -> bool:
    """Send one message that is due, or settle one that a dead worker left behind. False when there is nothing to do.

    `holder` names this worker. What a provider refuses is recorded, not raised.
    """
    claimed = _claim(now=now, holder=holder, lease=lease)
    if claimed is None:
        return False
    message_id, was = claimed
    message = db.session.get_one(OutgoingMessage, message_id, populate_existing=True)
    if was is State.HANDING_OVER:
        _reconcile(message, gateway, now=now, holder=holder)
        return True
    channel = message.channel
    parcel = _prepare(message, now=now, holder=holder)
    db.session.commit()
    if parcel is not None:
        _hand_over(parcel, channel, gateway, mailer, now=now, holder=holder)
    return True


def _claim(*, now: datetime, holder: str, lease: timedelta) -> tuple[uuid.UUID, State] | None:
    """Take the row that has waited longest: one whose worker died, else one that is due. Gives its state as it was."""
    left_behind = and_(
        OutgoingMessage.state.in_((State.CLAIMED, State.HANDING_OVER)),
        or_(OutgoingMessage.leased_until.is_(None), OutgoingMessage.leased_until <= now),
    )
    due = and_(OutgoingMessage.state == State.PLANNED, OutgoingMessage.not_before <= now)
    for waiting in (left_behind, due):
        which = select(OutgoingMessage.id).where(waiting).order_by(OutgoingMessage.not_before, OutgoingMessage.id).limit(1)
        with only_reading():  # a look costs nobody a lock; most looks find nothing
            anything = db.session.scalar(which)
            db.session.commit()
        if anything is None:
            continue
        found = db.session.execute(
            select(OutgoingMessage.id, OutgoingMessage.state)
            .where(waiting)
            .order_by(OutgoingMessage.not_before, OutgoingMessage.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if found is None:
            db.session.commit()
            continue
        message_id, was = found
        claimed_as = was if was is State.HANDING_OVER else State.CLAIMED
        changes: dict[str, Any] = {"lease_holder": holder, "leased_until": now + lease}
        if claimed_as is State.CLAIMED:
            changes["attempts"] = OutgoingMessage.attempts + 1
        taken = _change(
            and_(OutgoingMessage.id == message_id, OutgoingMessage.state == was, waiting),
            state=advance(was, claimed_as),
            **changes,
        )
        db.session.commit()
        if taken:
            return message_id, was
    return None


def _prepare(message: OutgoingMessage, *, now: datetime, holder: str) -> Parcel | None:
    """Check that a claimed message may go, write it out, and mark it HANDING_OVER. None when it may not go now.

    Commits nothing.
    """
    mine = and_(OutgoingMessage.id == message.id, OutgoingMessage.state == State.CLAIMED, OutgoingMessage.lease_holder == holder)

    def put(state: State, cause: str, **changes: Any) -> bool:
        return _move(message, state, cause, mine, now=now, **changes)

    if message.attempts > MOST_ATTEMPTS:
        _fail(message, "gave_up", mine, now=now)
        return None
    if message.expires_at is not None and message.expires_at <= now:
        if (cancelled := queries.find_cancelling(message.id)) is not None:
            put(State.CANCELLED, cancelled)
            return None
        _fail(message, "too_late", mine, now=now, state=State.EXPIRED)
        return None
    if message.channel is Channel.TEXT:
        if message.template not in AFTER_STOP and opt_outs.is_stopped(message.to_address, message.purpose):
            _fail(message, "stopped", mine, now=now, state=State.SUPPRESSED)
            return None
        if not message.any_hour and not quiet_hours.is_allowed(now):
            later = quiet_hours.next_allowed(now)
            put(State.PLANNED, "quiet_hours", not_before=later, attempts=OutgoingMessage.attempts - 1, **_NO_LEASE)
            return None
        if message.template not in wording.ANSWERS and not message.any_hour:
            today = queries.count_unprompted_to(message.to_address, since=quiet_hours.day_began(now))
            if today >= MOST_A_DAY:
                log.error("message %s (%s) does not go today: %s texts to one number", message.id, message.template, today)
                tomorrow = quiet_hours.next_day(now)
                of_use = message.expires_at is None or message.expires_at > tomorrow
                if of_use and message.cause != "too_many":
                    put(State.PLANNED, "too_many", not_before=tomorrow, attempts=OutgoingMessage.attempts - 1, **_NO_LEASE)
                else:  # once is enough: a day later it would be of no use, or there is a fault of ours, which a human must see
                    _fail(message, "too_many", mine, now=now, state=State.SUPPRESSED)
                return None
    subject, body, cause = message.subject, message.body, message.cause
    if not body:  # else it was written for an earlier try, and must stay the same, so that the provider's copy is recognised
        try:
            written = wording.render(message.template, message.values, message.locale)
        except WordsMissing as problem:
            log.error("message %s cannot be written: %s", message.id, problem)
            _fail(message, "blank_words", mine, now=now)
            return None
        subject, body = written.subject, written.body
        cause = "" if written.locale == message.locale else f"in_{written.locale}"
        if message.channel is Channel.TEXT:
            body = segments.safe_downgrade(body)
    size = segments.count(body).segments if message.channel is Channel.TEXT else 0
    if not put(State.HANDING_OVER, cause, subject=subject, body=body, segments=size):
        return None  # cancelled meanwhile
    return Parcel(id=message.id, to=message.to_address, body=body, subject=subject)


def _hand_over(parcel: Parcel, channel: Channel, gateway: Gateway, mailer: Mailer, *, now: datetime, holder: str) -> None:
    """Call the provider, with no transaction open, and record what came of it."""
    provider_id: str | None = None
    try:
        if channel is Channel.TEXT:
            provider_id = gateway.send(parcel)
        else:
            mailer.send(parcel)
    except GatewayError as refusal:
        _refused(parcel.id, refusal, now=now, holder=holder)
    except OutcomeUnknown as problem:
        log.warning("message %s: the provider's answer is unknown (%s); it will be asked", parcel.id, problem)
        _ask_later(parcel.id, now=now, holder=holder)
    else:
        _record_sent(parcel.id, provider_id, now=now)


def _reconcile(message: OutgoingMessage, gateway: Gateway, *, now: datetime, holder: str) -> None:
    """A message whose handing over has no known end. The provider is asked; only what it does not have is sent again."""
    began = db.session.scalar(
        select(func.min(MessageEvent.happened_at)).where(
            MessageEvent.message_id == message.id, MessageEvent.state == State.HANDING_OVER
        )
    )
    message_id, channel, address, body = message.id, message.channel, message.to_address, message.body
    since = began or message.created_at
    db.session.commit()
    mine = and_(
        OutgoingMessage.id == message_id, OutgoingMessage.state == State.HANDING_OVER, OutgoingMessage.lease_holder == holder
    )
    if channel is Channel.TEXT:
        try:
            theirs = gateway.list_sent(to=address, body=body, since=since)
        except GatewayError as problem:
            log.warning("message %s: the provider cannot be asked (%s)", message_id, problem.code)
            if now - since < GIVE_UP_ASKING:
                _ask_later(message_id, now=now, holder=holder)
            else:
                _fail(db.session.get_one(OutgoingMessage, message_id), "outcome_unknown", mine, now=now)
                db.session.commit()
            return
        known = set(
            db.session.scalars(select(OutgoingMessage.provider_id).where(OutgoingMessage.provider_id.in_(theirs)))
            if theirs
            else ()
        )
        db.session.commit()
        for provider_id in theirs:
            if provider_id not in known:
                _record_sent(message_id, provider_id, now=now, cause="found_at_provider")
                return
    message = db.session.get_one(OutgoingMessage, message_id)
    if message.attempts >= MOST_ATTEMPTS:
        _fail(message, "gave_up", mine, now=now)
    else:
        _move(message, State.PLANNED, "not_at_provider", mine, now=now, not_before=now, **_NO_LEASE)
    db.session.commit()


def _record_sent(message_id: uuid.UUID, provider_id: str | None, *, now: datetime, cause: str | None = None) -> None:
    """The provider has it: whoever holds the row meanwhile, and whatever they think, that is the fact."""
    message = db.session.get_one(OutgoingMessage, message_id)
    values, body = wording.without_secrets(message.template, message.values, message.body)
    before = (*NOT_HANDED_OVER, State.HANDING_OVER)
    said = message.cause if cause is None else cause
    facts = {"provider_id": provider_id, "sent_at": now, "values": values, "body": body, **_NO_LEASE}
    here = OutgoingMessage.id == message_id
    try:
        recorded = message.state in before and _move(
            message, State.SENT, said, and_(here, OutgoingMessage.state.in_(before)), now=now, **facts
        )
        if not recorded:  # the provider's news was quicker than its answer
            _change(and_(here, OutgoingMessage.provider_id.is_(None)), provider_id=provider_id)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        log.error("the provider gave two messages one id: %s", provider_id)
        _ask_later(message_id, now=now, holder=None)


def _refused(message_id: uuid.UUID, refusal: GatewayError, *, now: datetime, holder: str) -> None:
    message = db.session.get_one(OutgoingMessage, message_id)
    mine = and_(
        OutgoingMessage.id == message_id, OutgoingMessage.state == State.HANDING_OVER, OutgoingMessage.lease_holder == holder
    )
    if refusal.code == STOPPED_AT_THE_CARRIER:
        opt_outs.stop(number=message.to_address, how="carrier", now=now)
    if refusal.permanent:
        _fail(message, refusal.code, mine, now=now)
    elif message.attempts >= MOST_ATTEMPTS:
        _fail(message, f"gave_up:{refusal.code}", mine, now=now)
    else:
        later = now + wait_after(message.attempts)
        _move(message, State.PLANNED, refusal.code, mine, now=now, not_before=later, **_NO_LEASE)
    db.session.commit()


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: twice as long each time, a little apart, so that many do not return at once."""
    doubled: timedelta = FIRST_WAIT * 2 ** max(attempts - 1, 0)
    return min(doubled, LONGEST_WAIT) * random.uniform(0.8, 1.2)  # noqa: S311 - spreading load, not keeping a secret


def _ask_later(message_id: uuid.UUID, *, now: datetime, holder: str | None) -> None:
    whose = OutgoingMessage.lease_holder == holder if holder else OutgoingMessage.id == message_id
    _change(
        and_(OutgoingMessage.id == message_id, OutgoingMessage.state == State.HANDING_OVER, whose),
        leased_until=now + ASK_AGAIN,
        lease_holder="",
    )
    db.session.commit()


def _fail(message: OutgoingMessage, cause: str, condition: Any, *, now: datetime, state: State = State.FAILED) -> None:
    """It will never arrive. Whoever listens is told in the same transaction; their failure does not undo the fact.

    Of what was kept back (`state` EXPIRED or SUPPRESSED) they hear when somebody misses something by it. Commits.
    """
    values, body = wording.without_secrets(message.template, message.values, message.body)
    changes = {"values": values, "body": body, **_NO_LEASE}
    if not _move(message, state, cause, condition, now=now, **changes):
        return
    message_id = message.id
    matters = state is State.FAILED or cause == "too_many" or message.template in wording.APPOINTMENTS
    if not matters or message.template in AFTER_STOP:  # the carrier was quicker than we to hear the STOP
        db.session.commit()
        return
    try:
        signals.message_failed.send("messaging", message=message, now=now)
        db.session.commit()
    except Exception:
        db.session.rollback()
        log.exception("what should follow from the failure of message %s did not", message_id)
        message = db.session.get_one(OutgoingMessage, message_id)
        _move(message, state, cause, condition, now=now, **changes)
        db.session.commit()


_NO_LEASE: dict[str, Any] = {"leased_until": None, "lease_holder": ""}


def _move(message: OutgoingMessage, state: State, cause: str, condition: Any, *, now: datetime, **changes: Any) -> bool:
    """Change a message's state where `condition` still holds, and write down when and why. False when it no longer does."""
    if not may_move(message.state, state):  # somebody else moved it while we looked
        log.warning("message %s is %s meanwhile, and does not become %s", message.id, message.state.value, state.value)
        return False
    if state is State.CANCELLED:
        changes["values"], changes["body"] = wording.without_secrets(message.template, message.values, message.body)
    if not _change(condition, state=state, cause=cause[:200], **changes):
        return False
    db.session.add(MessageEvent(message_id=message.id, happened_at=now, state=state, cause=cause[:200]))
    db.session.flush()
    db.session.refresh(message)
    return True


def _change(condition: Any, **changes: Any) -> bool:
    result = db.session.execute(
        update(OutgoingMessage).where(condition).values(changes).execution_options(synchronize_session=False)
    )
    return isinstance(result, CursorResult) and result.rowcount == 1
