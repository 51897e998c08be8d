""" "Ring to check that it happened": made by itself for each referral a group says yes to, and off the list once we know."""

from datetime import date, datetime, timedelta

from directory.queries import special_days
from navigator.db import db
from navigator.people.models import Person
from navigator.referrals.models import Referral, ReferralEvent, ReferralStatus
from navigator.tasks import operations as tasks
from navigator.times import LONDON

WITHOUT_A_DAY = timedelta(days=7)  # they said yes and named no day: by then there should be one
KNOWN = frozenset({ReferralStatus.ATTENDED, ReferralStatus.DID_NOT_ATTEND})


def follow_referral(sender: object, *, referral: Referral, event: ReferralEvent, now: datetime) -> None:
    """Plan, move or end the call that checks. Hears `referrals.signals.referral_moved`."""
    if referral.status is ReferralStatus.ACCEPTED:
        after = referral.appointment_at or now + WITHOUT_A_DAY
        tasks.plan_check(
            person=db.session.get_one(Person, referral.person_id),
            about_id=referral.id,
            about_words=referral.service_name,
            due_on=next_working_day(after.astimezone(LONDON).date()),
            now=now,
        )
    elif referral.closed_at is not None:
        tasks.end_checks(about_id=referral.id, is_known=referral.status in KNOWN, now=now)


def next_working_day(day: date) -> date:
    """The first day after `day` that is neither a Saturday, a Sunday nor one of England's bank holidays."""
    days = special_days()
    day += timedelta(days=1)
    while day.weekday() >= 5 or days.is_kept_as_bank_holiday(day):
        day += timedelta(days=1)
    return day
