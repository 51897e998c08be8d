"""A time the organisation offers, and the yes or no to it, by the person or for them. Callers commit."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, update

from messaging.sending import outbox
from navigator.db import db
from navigator.people.models import Person
from navigator.people.texting import NotTexted
from navigator.referrals import chase_times, moving, operations, proposals, states, texts
from navigator.referrals.dealing_models import Proposal
from navigator.referrals.models import Happened, Reason, Referral, ReferralStatus

TO_RING = timedelta(hours=12)  # so long before an offered time nobody has answered, a human can still ring
MAY_BE_OFFERED = frozenset({*states.NOT_DECIDED, ReferralStatus.ACCEPTED})


class AlreadyAnswered(Exception):
    """Somebody answered this offer before, or something else was arranged."""


def propose(
    *,
    referral: Referral,
    person: Person,
    who: str,
    appointment_at: datetime,
    place: str,
    ask_for: str = "",
    note: str = "",
    now: datetime,
) -> tuple[Proposal, texts.Told]:
    """The organisation could see them then. They are asked by text; where none reaches them, their navigator is.

    Another offer takes the place of one that waits; the same one again changes nothing. Raises `states.MoveNotAllowed`.
    """
    if referral.status not in MAY_BE_OFFERED:
        raise states.MoveNotAllowed(referral.status, ReferralStatus.ACCEPTED)
    standing = proposals.find_open(referral.id)
    if standing is not None and (standing.appointment_at, standing.place) == (appointment_at, place):
        return standing, None
    proposals.end_all(referral=referral, now=now)
    proposal = Proposal(
        referral_id=referral.id,
        appointment_at=appointment_at,
        place=place,
        ask_for=ask_for,
        note=note,
        proposed_by=who[:120],
        proposed_at=now,
    )
    db.session.add(proposal)
    if referral.status in states.NOT_DECIDED:  # it is our turn: a human looks, when no yes or no comes
        referral.chase_at = min(chase_times.first_after(now), appointment_at - TO_RING)
    moving.note_event(referral, origin=referral.status, who=who, note=note, what=Happened.PROPOSED.value, now=now)
    told = texts.ask_about_time(referral=referral, proposal=proposal, person=person, now=now)
    if isinstance(told, NotTexted):
        operations.call_for_attention(
            person_id=person.id,
            reason=Reason.TIME_PROPOSED,
            words=texts.what_is_proposed(referral=referral, proposal=proposal),
            referral_id=referral.id,
            now=now,
        )
    return proposal, told


def decide(
    *, proposal: Proposal, referral: Referral, person: Person, accepts: bool, who: str, words: str = "", now: datetime
) -> texts.Told:
    """The yes or the no. A yes arranges it, and the person is told as of any appointment; a no goes to both sides.

    Of two answers at once the first wins. Raises `AlreadyAnswered` and `states.MoveNotAllowed`.
    """
    taken = db.session.execute(
        update(Proposal)
        .where(Proposal.id == proposal.id, Proposal.answered_at.is_(None))
        .values(answered_at=now, is_accepted=accepts, answered_by=who[:120])
        .execution_options(synchronize_session=False)
    )
    if cast(CursorResult[Any], taken).rowcount != 1:
        raise AlreadyAnswered(proposal.id)
    db.session.refresh(proposal)
    outbox.cancel_planned(about_id=proposal.id, cause="answered", now=now)
    operations.settle_about(referral=referral, reason=Reason.TIME_PROPOSED, now=now)
    facts: dict[str, Any] = {
        "appointment_at": proposal.appointment_at,
        "place": proposal.place,
        "ask_for": proposal.ask_for,
        "note": proposal.note,
    }
    if not accepts:
        referral.chased = 0
        referral.chase_at = chase_times.first_after(now) if referral.status in states.NOT_ANSWERED else None  # their turn again
        moving.note_event(referral, origin=referral.status, who=who, note=words, what=Happened.REFUSED.value, now=now)
        texts.tell_of_refused_time(referral=referral, proposal=proposal, now=now)
        return None
    if referral.status is ReferralStatus.ACCEPTED:
        told = operations.change_appointment(referral=referral, person=person, who=who, now=now, **facts)
        texts.confirm_to_organization(referral=referral, about=proposal, now=now)
        return told
    return operations.answer_by(
        referral=referral, person=person, answer=ReferralStatus.ACCEPTED, who=referral.organization_name, now=now, **facts
    )
