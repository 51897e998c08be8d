"""Asking again: the organisation after three and six working days, and after nine a human; and a human, too, when nobody on our
side has answered a time they offered. `do_one(now)`.
"""

from datetime import datetime

from sqlalchemy import select

from navigator.db import db, only_reading
from navigator.people.models import Staff
from navigator.referrals import chase_times, moving, operations, proposals, queries, reply_links, states, texts
from navigator.referrals.models import Happened, Reason, Referral


def do_one(now: datetime, *, public_url: str) -> bool:
    """Look at the referral that has waited longest among those it is time to look at. False when there is none. Commits.

    One whose person has just said yes by text has no link yet, and gets its first.
    """
    due = select(Referral).where(Referral.chase_at <= now, Referral.status.in_(states.NOT_DECIDED))
    with only_reading():
        anything = db.session.scalar(due.with_only_columns(Referral.id).limit(1)) is not None
        db.session.commit()
    if not anything:
        return False
    referral = db.session.scalar(
        due.order_by(Referral.chase_at, Referral.id).limit(1).with_for_update(skip_locked=True, of=Referral)
    )
    if referral is not None:
        _look_at(referral, public_url=public_url, now=now)
    db.session.commit()
    return referral is not None


def _look_at(referral: Referral, *, public_url: str, now: datetime) -> None:
    staff = db.session.get_one(Staff, referral.staff_id)
    if not queries.list_links(referral.id):
        reply_links.send_link(referral=referral, staff=staff, public_url=public_url, now=now)
        referral.chase_at = chase_times.first_after(referral.sent_at)
        return
    offered = proposals.find_open(referral.id)
    if offered is not None or referral.status not in states.NOT_ANSWERED:
        referral.chase_at = None
        if offered is not None:
            operations.call_for_attention(
                person_id=referral.person_id,
                reason=Reason.TIME_PROPOSED,
                words=texts.what_is_proposed(referral=referral, proposal=offered),
                referral_id=referral.id,
                now=now,
            )
        return
    since = proposals.find_last_refusal(referral.id) or referral.sent_at
    waited = chase_times.waited(since, now)
    if waited >= chase_times.RING_AFTER:
        referral.chase_at = None
        operations.call_for_attention(
            person_id=referral.person_id,
            reason=Reason.NOT_ANSWERED,
            words=referral.service_name,
            referral_id=referral.id,
            now=now,
        )
        return
    reached = sum(waited >= days for days in chase_times.AFTER)
    if reached > referral.chased:  # of an outage of days one e-mail comes, not two
        referral.chased = reached
        link, token = reply_links.make_link(referral=referral, now=now)
        texts.chase(referral=referral, link=link, address=f"{public_url}/reply/{token}", staff=staff, now=now)
        moving.note_event(referral, origin=referral.status, who="Care Navigator", note="", what=Happened.CHASED.value, now=now)
    marks = (*chase_times.AFTER, chase_times.RING_AFTER)
    referral.chase_at = chase_times.next_after(since, next(days for days in marks if days > waited))
