"""The one way a referral changes its status, and the one way something is written into its story. Callers commit."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, update

from navigator.db import db
from navigator.referrals import signals, states
from navigator.referrals.models import Happened, Referral, ReferralEvent, ReferralStatus


def move(
    referral: Referral,
    target: ReferralStatus,
    *,
    who: str,
    note: str = "",
    now: datetime,
    is_reopening: bool = False,
    **facts: Any,
) -> ReferralEvent:
    """Move it where the table allows; of two who move it at once the first wins. Raises `states.MoveNotAllowed`.

    `facts`: what else is known of it from then on, written in the same breath, before anybody hears of the move.
    """
    origin = referral.status
    (states.check_reopening if is_reopening else states.check)(origin, target)
    changes: dict[str, Any] = {"status": target, "closed_at": now if target in states.ENDS else None, **facts}
    if target not in states.NOT_ANSWERED:
        changes["chase_at"] = None  # nobody is asked again who has answered
    changed = db.session.execute(
        update(Referral)
        .where(Referral.id == referral.id, Referral.status == origin)
        .values(changes)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(referral)
    if cast(CursorResult[Any], changed).rowcount != 1:
        raise states.MoveNotAllowed(referral.status, target)  # somebody else was quicker
    what = Happened.REOPENED.value if is_reopening else ""
    return note_event(referral, origin=origin, who=who, note=note, what=what, now=now)


def note_event(
    referral: Referral, *, origin: ReferralStatus | None, who: str, note: str, now: datetime, what: str = ""
) -> ReferralEvent:
    """One line of its story: a move from `origin`, or `what` happened where it stands."""
    event = ReferralEvent(
        referral_id=referral.id,
        happened_at=now,
        from_status=origin,
        to_status=referral.status,
        who=who[:120],
        note=note,
        what=what,
    )
    db.session.add(event)
    db.session.flush()
    db.session.expire(referral, ["events"])
    if not what or what == Happened.REOPENED.value:
        signals.referral_moved.send("referrals", referral=referral, event=event, now=now)
    return event
