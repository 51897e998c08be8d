"""Whether they got there, as either side says it. The person's word decides; another word stands beside it, in sight.

When the organisation says that somebody came and they say that they did not (or the other way round), nothing is papered over:
both are kept, the referral's page shows both, and the navigator is asked to find out. Callers commit.
"""

from datetime import datetime

from messaging.sending import outbox
from navigator.db import db
from navigator.people.models import Person
from navigator.referrals import moving, operations, signals, states
from navigator.referrals.models import Happened, Reason, Referral, ReferralStatus, Side
from navigator.referrals.states import Outcome

_SAID = {ReferralStatus.ATTENDED: Happened.SAID_CAME, ReferralStatus.DID_NOT_ATTEND: Happened.SAID_DID_NOT_COME}


def mark_attended(*, referral: Referral, who: str, note: str = "", side: Side = Side.TEAM, now: datetime) -> bool:
    """They got there. False when that was known already. Raises `MoveNotAllowed`."""
    return _hear(referral, ReferralStatus.ATTENDED, who=who, note=note, side=side, now=now)


def mark_did_not_attend(*, referral: Referral, who: str, note: str = "", side: Side = Side.TEAM, now: datetime) -> bool:
    """They did not get there. False when that was known already. Raises `MoveNotAllowed`."""
    return _hear(referral, ReferralStatus.DID_NOT_ATTEND, who=who, note=note, side=side, now=now)


def mark_started(*, referral: Referral, who: str, note: str = "", now: datetime) -> bool:
    """They came, and go on coming, as the organisation says. False when that was known already. Raises `MoveNotAllowed`."""
    if referral.status is ReferralStatus.STARTED:
        return False
    referral.receiver_says = ReferralStatus.ATTENDED
    if referral.person_says is ReferralStatus.DID_NOT_ATTEND:
        return _note_other_word(referral, ReferralStatus.ATTENDED, who=who, note=note, now=now)
    moving.move(referral, ReferralStatus.STARTED, who=who, note=note, now=now)
    return True


def complete(*, referral: Referral, outcome: Outcome, who: str, note: str = "", now: datetime) -> None:
    """It has ended, and this came of it. Raises `MoveNotAllowed`."""
    moving.move(referral, ReferralStatus.COMPLETED, who=who, note=note, now=now)
    referral.outcome = outcome
    db.session.flush()


def _hear(referral: Referral, said: ReferralStatus, *, who: str, note: str, side: Side, now: datetime) -> bool:
    if referral.status not in (*states.CAME, ReferralStatus.ACCEPTED, ReferralStatus.DID_NOT_ATTEND):
        raise states.MoveNotAllowed(referral.status, said)
    was = {Side.PERSON: referral.person_says, Side.RECEIVER: referral.receiver_says}.get(side)
    if side is Side.PERSON:
        referral.person_says = said
    elif side is Side.RECEIVER:
        referral.receiver_says = said
    db.session.flush()
    is_known = referral.status is said or (said is ReferralStatus.ATTENDED and referral.status in states.CAME)
    if side is Side.RECEIVER and referral.sides_disagree:
        return was is not said and _note_other_word(referral, said, who=who, note=note, now=now)
    if is_known:
        if side is not Side.TEAM and was is not said:
            moving.note_event(referral, origin=referral.status, who=who, note=note, what=_SAID[said].value, now=now)
            _settle_disagreement(referral, now=now)
        return False
    moving.move(referral, said, who=who, note=note, now=now)
    if said is ReferralStatus.ATTENDED:
        person = db.session.get_one(Person, referral.person_id)
        operations.tell_circle(referral, person, signals.News.TOOK_PLACE, now=now)
    if side is not Side.RECEIVER:  # the person is asked all the same: their word closes the loop
        outbox.cancel_planned(about_id=referral.id, cause="outcome_known", now=now)
    if referral.sides_disagree and side is Side.PERSON:
        _call_about_disagreement(referral, now=now)
    else:
        _settle_disagreement(referral, now=now)
    return True


def _note_other_word(referral: Referral, said: ReferralStatus, *, who: str, note: str, now: datetime) -> bool:
    moving.note_event(referral, origin=referral.status, who=who, note=note, what=_SAID[said].value, now=now)
    _call_about_disagreement(referral, now=now)
    return True


def _call_about_disagreement(referral: Referral, *, now: datetime) -> None:
    came = referral.receiver_says is ReferralStatus.ATTENDED
    words = f"{referral.organization_name} says they came; they say they did not."
    if not came:
        words = f"{referral.organization_name} says they did not come; they say they did."
    operations.call_for_attention(
        person_id=referral.person_id, reason=Reason.SIDES_DISAGREE, words=words, referral_id=referral.id, now=now
    )


def _settle_disagreement(referral: Referral, *, now: datetime) -> None:
    """They say the same now, or somebody of the team has found out."""
    operations.settle_about(referral=referral, reason=Reason.SIDES_DISAGREE, now=now)
