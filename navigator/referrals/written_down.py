"""What a member of staff writes down of a referral: the person's word, the team's, or the organisation's as it told them.

Any move of the table can be written down, with all that follows from it, as if whoever it was had said it themselves.
Callers commit.
"""

from dataclasses import dataclass
from datetime import datetime

from navigator.people.models import Person, Staff
from navigator.referrals import endings, hearing, operations, states, texts
from navigator.referrals.models import Referral, ReferralStatus, Side
from navigator.referrals.states import Outcome


class OutcomeMissing(Exception):
    """What has ended came to something."""


@dataclass(frozen=True)
class Said:
    """A move, and what was said with it. `accepted` has a day and a place, `completed` an outcome."""

    to: ReferralStatus
    note: str = ""
    appointment_at: datetime | None = None
    place: str = ""
    ask_for: str = ""
    outcome: Outcome | None = None


def write_down(*, referral: Referral, person: Person, staff: Staff, said: Said, now: datetime) -> texts.Told:
    """Move it, and tell whoever is to be told. Raises `states.MoveNotAllowed`, and `OutcomeMissing` without one."""
    theirs = f"{referral.organization_name[:60]} (written down by {staff.name})"[:120]
    match said.to:
        case ReferralStatus.WITHDRAWN | ReferralStatus.CANCELLED:
            by = Side.PERSON if said.to is ReferralStatus.WITHDRAWN else Side.TEAM
            return endings.withdraw(referral=referral, staff=staff, note=said.note, by=by, person=person, now=now)
        case ReferralStatus.ATTENDED:
            hearing.mark_attended(referral=referral, who=staff.name, note=said.note, now=now)
        case ReferralStatus.DID_NOT_ATTEND:
            hearing.mark_did_not_attend(referral=referral, who=staff.name, note=said.note, now=now)
        case ReferralStatus.STARTED:
            hearing.mark_started(referral=referral, who=theirs, note=said.note, now=now)
        case ReferralStatus.COMPLETED:
            if said.outcome is None:
                raise OutcomeMissing(referral.id)
            hearing.complete(referral=referral, outcome=said.outcome, who=staff.name, note=said.note, now=now)
        case ReferralStatus.RECEIVED:
            if not operations.acknowledge(referral=referral, who=theirs, now=now):
                raise states.MoveNotAllowed(referral.status, said.to)
        case _:
            return operations.answer_by(
                referral=referral,
                person=person,
                answer=said.to,
                who=theirs,
                appointment_at=said.appointment_at,
                place=said.place,
                ask_for=said.ask_for,
                note=said.note,
                now=now,
            )
    return None
