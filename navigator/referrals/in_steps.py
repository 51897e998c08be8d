"""What became of referrals, for the history of the step they were made for."""

from flask import url_for
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from navigator.db import db
from navigator.referrals.labels import STATUSES
from navigator.referrals.models import Referral, ReferralEvent
from navigator.steps.history import Line
from navigator.steps.models import Step


def tell_the_step(sender: object, *, step: Step) -> list[Line]:
    """One line for each move of each of its referrals. Hears `steps.signals.step_opened`; one query."""
    events = db.session.scalars(
        select(ReferralEvent)
        .join(Referral, Referral.id == ReferralEvent.referral_id)
        .where(Referral.step_id == step.id)
        .options(joinedload(ReferralEvent.referral))
    )
    return [
        Line(
            event.happened_at,
            gettext("%(group)s: %(status)s", group=event.referral.service_name, status=STATUSES[event.to_status]),
            event.who,
            event.note,
            url_for("referrals.referral", referral_id=event.referral_id),
        )
        for event in events
    ]
