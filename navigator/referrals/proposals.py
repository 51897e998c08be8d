"""The times an organisation offers, kept and ended. (What a yes or a no does: `deciding`.) Callers commit."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from messaging.sending import outbox
from navigator.db import db
from navigator.referrals.dealing_models import Proposal
from navigator.referrals.models import Referral


def find_open(referral_id: uuid.UUID) -> Proposal | None:
    """The time that waits for a yes or a no; None when none does."""
    return db.session.scalar(
        select(Proposal)
        .where(Proposal.referral_id == referral_id, Proposal.answered_at.is_(None))
        .order_by(Proposal.proposed_at.desc(), Proposal.id.desc())
        .limit(1)
    )


def find_last_refusal(referral_id: uuid.UUID) -> datetime | None:
    """When an offered time was last answered with a no: since then it is the organisation's turn. None when none was."""
    refused = select(func.max(Proposal.answered_at)).where(Proposal.referral_id == referral_id, Proposal.is_accepted.is_(False))
    return db.session.scalar(refused)


def list_open_of(referral_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Proposal]:
    """The open offer of each of these referrals that has one. One query."""
    found = db.session.scalars(
        select(Proposal)
        .where(Proposal.referral_id.in_(referral_ids), Proposal.answered_at.is_(None))
        .order_by(Proposal.proposed_at, Proposal.id)
    )
    return {proposal.referral_id: proposal for proposal in found}


def end_all(*, referral: Referral, now: datetime) -> None:
    """Something else was arranged, or nothing will be: nobody is asked about an offered time any more."""
    standing = db.session.scalars(
        select(Proposal.id).where(Proposal.referral_id == referral.id, Proposal.answered_at.is_(None))
    ).all()
    for proposal_id in standing:
        db.session.execute(update(Proposal).where(Proposal.id == proposal_id).values(answered_at=now))
        outbox.cancel_planned(about_id=proposal_id, cause="overtaken", now=now)
