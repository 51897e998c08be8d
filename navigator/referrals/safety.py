"""Nobody may contact a person about a referral: set on one referral, or heard from the person's own page. Callers commit."""

from datetime import datetime

from sqlalchemy import select

from messaging import contact_bans
from messaging.contact_bans import Ban
from messaging.sending import outbox
from navigator.db import db
from navigator.people.models import Person, Staff
from navigator.people.operations import record_audit
from navigator.referrals import moving, reply_links, states, texts
from navigator.referrals.models import Happened, Referral


def prohibit_contact(*, referral: Referral, prohibited: bool, staff: Staff, now: datetime) -> bool:
    """Whether anybody may contact the person about this referral. False when it was so already.

    What was planned about it is cancelled; an organisation that knows of them is told to answer us instead.
    """
    if referral.contact_prohibited is prohibited:
        return False
    referral.contact_prohibited = prohibited
    db.session.flush()
    contact_bans.put(whose=referral.id, ban=Ban(about_id=referral.id) if prohibited else Ban(), now=now)
    what = Happened.PROHIBITED if prohibited else Happened.ALLOWED
    moving.note_event(referral, origin=referral.status, who=staff.name, note="", what=what.value, now=now)
    record_audit(
        action=f"referral_contact_{'prohibited' if prohibited else 'allowed'}",
        staff_id=staff.id,
        person_id=referral.person_id,
        detail=referral.reference,
        now=now,
    )
    if prohibited:
        outbox.cancel_planned(about_id=referral.id, recipient_id=referral.person_id, cause="contact_prohibited", now=now)
        _tell(referral, now=now)
    return True


def tell_receivers(sender: object, *, person: Person, now: datetime) -> None:
    """A person's own page says it of everything: whoever was told of them and is still to see them hears it."""
    if not person.contact_prohibited:
        return
    known = select(Referral).where(
        Referral.person_id == person.id, Referral.status.not_in(states.HIDDEN_FROM_RECEIVER), Referral.closed_at.is_(None)
    )
    for referral in db.session.scalars(known.order_by(Referral.sent_at, Referral.id)):
        _tell(referral, now=now)


def _tell(referral: Referral, *, now: datetime) -> None:
    if referral.status not in states.HIDDEN_FROM_RECEIVER and reply_links.has_reached_them(referral):
        texts.tell_of_end(referral=referral, why="do_not_contact", now=now)
