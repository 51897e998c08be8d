"""Writing down what came of a call to the provider."""

import logging
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, select, update
from sqlalchemy.exc import IntegrityError

from messaging import dead_addresses, opt_outs, subscriptions
from messaging.gateways.handover import GatewayError, OutcomeUnknown
from messaging.models import ON_THE_PHONE, Channel, OutgoingMessage
from messaging.sending import awaiting, breaker, pace
from messaging.sending.limits import Limits
from messaging.sending.moves import NO_LEASE, change, fail, move, note
from messaging.sending.preparing import MOST_ATTEMPTS, Ready
from messaging.sending.pushing import AS_A_TEXT, BECOMES_A_TEXT, Pushed, becomes_a_text
from messaging.states import NOT_HANDED_OVER, State
from messaging.troubles import Trouble
from messaging.wording import texts as wording
from navigator.db import db

log = logging.getLogger(__name__)

ASK_AGAIN = timedelta(seconds=30)  # after an unknown outcome, so that the provider has had time to list what it took
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
LONGEST_PATIENCE = 300.0  # seconds a provider may ask of us: a wrong answer of its must not end our day
NOBODY_THERE = frozenset({"smtp-550", "smtp-551", "smtp-553"})  # a mail server's words for an address that nobody has
BEFORE_SENT = (*NOT_HANDED_OVER, State.HANDING_OVER)

Outcome: TypeAlias = str | GatewayError | OutcomeUnknown | Pushed | None
"""What came of a call: the provider's id, a refusal, nobody knows, what browsers said, or (None) an e-mail that was taken."""

_here = update(OutgoingMessage.__table__).where(  # type: ignore[arg-type]  # it is a Table
    OutgoingMessage.id == bindparam("b_id")
)
_sent = {"state": State.SENT, "sent_at": bindparam("b_now"), "provider_id": bindparam("b_provider_id"), **NO_LEASE}
_MARK_SENT = _here.values(_sent)
_MARK_SENT_AND_FORGET = _here.values(_sent | {"values": bindparam("b_values"), "body": bindparam("b_body")})


def record(outcomes: Sequence[tuple[Ready, Outcome]], limits: Limits, *, now: datetime, holder: str, commit: bool = True) -> None:
    """Record what came of a handful of calls. With `commit` false, what was taken may be left for the caller to commit."""
    gone = [target for _, outcome in outcomes if isinstance(outcome, Pushed) for target in outcome.gone]
    subscriptions.end_refused(gone, now=now)
    awaited = {one.claimed.id: outcome.text_at for one, outcome in outcomes if isinstance(outcome, Pushed) and outcome.text_at}
    outcomes = [(one, outcome.problem if isinstance(outcome, Pushed) else outcome) for one, outcome in outcomes]
    taken = [(one, outcome) for one, outcome in outcomes if outcome is None or isinstance(outcome, str)]
    try:
        _record_taken(taken, awaited, limits, now=now)
    except IntegrityError:  # one of them has an id that another message bears: each by itself
        db.session.rollback()
        subscriptions.end_refused(gone, now=now)
        for one, provider_id in taken:
            if one.claimed.id in awaited:  # it has no id that could be another's
                _record_taken([(one, provider_id)], awaited, limits, now=now)
                db.session.commit()
            else:
                record_sent(one.claimed.id, provider_id, now=now)
    others = [(one.claimed.id, outcome) for one, outcome in outcomes if isinstance(outcome, Exception)]
    if commit or others:
        db.session.commit()
    for message_id, problem in others:
        if isinstance(problem, GatewayError):
            _refused(message_id, problem, limits, now=now, holder=holder)
        else:
            log.warning("message %s: the provider's answer is unknown (%s); it will be asked", message_id, problem)
            ask_later(message_id, now=now, holder=holder)


def _record_taken(
    taken: Sequence[tuple[Ready, str | None]], awaited: Mapping[UUID, datetime], limits: Limits, *, now: datetime
) -> None:
    """The provider has them: whoever holds the rows meanwhile, and whatever they think, that is the fact."""
    if not taken:
        return
    ids = [one.claimed.id for one, _ in taken]
    states = {
        row.id: row.state
        for row in db.session.execute(
            select(OutgoingMessage.id, OutgoingMessage.state).where(OutgoingMessage.id.in_(ids)).with_for_update()
        )
    }
    plain: list[dict[str, Any]] = []
    secret: list[dict[str, Any]] = []
    for one, provider_id in taken:
        message = one.claimed
        if states[message.id] not in BEFORE_SENT:  # the provider's news was quicker than its answer
            change(and_(OutgoingMessage.id == message.id, OutgoingMessage.provider_id.is_(None)), provider_id=provider_id)
            continue
        row = {"b_id": message.id, "b_now": now, "b_provider_id": provider_id}
        if message.template in wording.SECRET_VALUES and message.id not in awaited:  # a text may have to say it yet
            values, body = wording.without_secrets(message.template, message.values, one.body)
            secret.append(row | {"b_values": values, "b_body": body})
        else:
            plain.append(row)
    for statement, rows in ((_MARK_SENT, plain), (_MARK_SENT_AND_FORGET, secret)):
        if rows:
            db.session.connection().execute(statement, rows)
    recorded = {row["b_id"] for row in (*plain, *secret)}
    awaiting.wait_for({message_id: text_at for message_id, text_at in awaited.items() if message_id in recorded})
    note([(one.claimed.id, State.SENT, one.cause) for one, _ in taken if one.claimed.id in recorded], now=now)
    texts = Counter(one.claimed.template for one, _ in taken if one.claimed.channel in ON_THE_PHONE)
    breaker.count_sent(texts, limits=limits, now=now)


def record_sent(message_id: UUID, provider_id: str | None, *, now: datetime, cause: str | None = None) -> None:
    """As `record`, of one message that the provider has. Commits."""
    message = db.session.get_one(OutgoingMessage, message_id, populate_existing=True)
    values, body = wording.without_secrets(message.template, message.values, message.body)
    said = message.cause if cause is None else cause
    facts = {"provider_id": provider_id, "sent_at": now, "values": values, "body": body, **NO_LEASE}
    here = OutgoingMessage.id == message_id
    try:
        recorded = message.state in BEFORE_SENT and move(
            message, State.SENT, said, and_(here, OutgoingMessage.state.in_(BEFORE_SENT)), now=now, **facts
        )
        if not recorded:
            change(and_(here, OutgoingMessage.provider_id.is_(None)), provider_id=provider_id)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        log.error("the provider gave two messages one id: %s", provider_id)
        ask_later(message_id, now=now, holder=None)


def put_off(message: OutgoingMessage, cause: str, condition: ColumnElement[bool], *, now: datetime, **changes: Any) -> bool:
    """Plan a message for later. False when it is no longer ours to plan. Flushes only."""
    return move(message, State.PLANNED, cause, condition, now=now, **changes)


def ask_later(message_id: UUID, *, now: datetime, holder: str | None) -> None:
    """Leave a message whose outcome nobody knows for the next look. Commits."""
    whose = OutgoingMessage.lease_holder == holder if holder else OutgoingMessage.id == message_id
    change(
        and_(OutgoingMessage.id == message_id, OutgoingMessage.state == State.HANDING_OVER, whose),
        leased_until=now + ASK_AGAIN,
        lease_holder="",
    )
    db.session.commit()


def _refused(message_id: UUID, refusal: GatewayError, limits: Limits, *, now: datetime, holder: str) -> None:
    message = db.session.get_one(OutgoingMessage, message_id, populate_existing=True)
    mine = and_(
        OutgoingMessage.id == message_id, OutgoingMessage.state == State.HANDING_OVER, OutgoingMessage.lease_holder == holder
    )
    wait = wait_after(message.attempts)
    if refusal.retry_after is not None and message.channel is Channel.TEXT:
        asked_for = timedelta(seconds=min(max(refusal.retry_after, 0.0), LONGEST_PATIENCE))
        wait = max(wait, asked_for)
        pace.hold(now + asked_for, limits=limits, now=now)
    if refusal.trouble is Trouble.STOPPED:
        opt_outs.stop(number=message.to_address, how="carrier", now=now)
    if message.channel is Channel.PUSH and becomes_a_text(refusal, message.attempts):
        put_off(message, AS_A_TEXT, mine, now=now, not_before=now, **BECOMES_A_TEXT, **NO_LEASE)
    elif refusal.permanent:
        if message.channel is Channel.EMAIL and refusal.code in NOBODY_THERE:
            dead_addresses.mark(message.to_address, code=refusal.code, now=now)
        fail(message, refusal.code, mine, now=now)
    elif message.attempts >= MOST_ATTEMPTS:
        fail(message, f"gave_up:{refusal.code}", mine, now=now)
    else:
        put_off(message, refusal.code, mine, now=now, not_before=now + wait, **NO_LEASE)
    db.session.commit()


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: twice as long each time, a little apart, so that many do not return at once."""
    doubled: timedelta = FIRST_WAIT * 2 ** max(attempts - 1, 0)
    return min(doubled, LONGEST_WAIT) * random.uniform(0.8, 1.2)  # noqa: S311 - spreading load, not keeping a secret
