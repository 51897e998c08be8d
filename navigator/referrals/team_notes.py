"""What a team lead should know of referrals: those nobody has answered for days. Connected to a signal by navigator.app."""

from datetime import datetime, timedelta

from flask_babel import ngettext
from sqlalchemy import select

from navigator import local_times
from navigator.db import db
from navigator.people.models import Person, Staff
from navigator.referrals.models import Referral, ReferralStatus
from navigator.teams.caseloads import Whose, people_of
from navigator.teams.signals import TeamNote

CHASED_AFTER = 3  # working days
LONG_AGO = timedelta(days=CHASED_AFTER)


def note_unanswered(sender: object, *, staff: Staff, now: datetime) -> TeamNote | None:
    """Referrals of the team's people without an answer; None when none waits that long."""
    sent = db.session.scalars(
        select(Referral.sent_at)
        .join(Person, Person.id == Referral.person_id)
        .where(
            Referral.status == ReferralStatus.SENT,
            Referral.sent_at < now - LONG_AGO,
            *people_of(staff, Whose.TEAM, now=now),
        )
    ).all()
    total = sum(local_times.working_days_between(moment, now) >= CHASED_AFTER for moment in sent)
    if not total:
        return None
    words = ngettext(
        "%(num)s referral has had no answer for three working days or more",
        "%(num)s referrals have had no answer for three working days or more",
        total,
    )
    return TeamNote(words, total, "/desk?whose=team&list=waiting")
