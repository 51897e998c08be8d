"""A referral moved: what is told of it, written down in the same transaction as the move. No name, no words, no person."""

import json
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import select

from navigator.db import db
from navigator.people.models import Staff, Team
from navigator.referrals.models import Referral, ReferralEvent, ReferralStatus
from navigator.referrals.states import TASKS, outcome_of, reason_of, state_of
from navigator.webhooks.models import WebhookAddress, WebhookDelivery
from navigator.webhooks.operations import GIVE_UP_AFTER


def note_move(sender: object, *, referral: Referral, event: ReferralEvent, now: datetime) -> None:
    """Hears `referrals.signals.referral_moved`. A draft is nobody's business yet: the person has not agreed."""
    if referral.status is ReferralStatus.DRAFT:
        return
    locality = select(Team.locality_id).join(Staff, Staff.team_id == Team.id).where(Staff.id == referral.staff_id)
    told = db.session.execute(
        select(WebhookAddress.id, WebhookAddress.stopped_at).where(
            WebhookAddress.locality_id == locality.scalar_subquery(), WebhookAddress.ended_at.is_(None)
        )
    ).all()
    body = json.dumps(describe(referral, event), separators=(",", ":")) if told else ""
    for address_id, stopped_at in told:
        db.session.add(
            WebhookDelivery(
                address_id=address_id,
                event_id=event.id,
                referral_id=referral.id,
                body=body,
                made_at=now,
                next_at=None if stopped_at else now,
                give_up_at=now + GIVE_UP_AFTER,
            )
        )
    db.session.flush()


def describe(referral: Referral, event: ReferralEvent) -> dict[str, Any]:
    """The body of a call. What a receiver may know of the person it asks for, with a key, by the referral's id."""
    task = TASKS[referral.status]
    moved = event.from_status is not referral.status
    return {
        "id": str(event.id),
        "type": "referral.moved" if moved else "referral.changed",
        "happened_at": event.happened_at.isoformat(),
        "referral": {
            "id": str(referral.id),
            "reference": referral.reference,
            "service_id": str(referral.service_id),
            "organization_id": _text(referral.organization_id),
            "together_id": _text(referral.together_id),
            "from_status": event.from_status.value if event.from_status else None,
            "status": referral.status.value,
            "state": state_of(referral.status).value,
            "declined_because": reason_of(referral.status),
            "outcome": outcome_of(referral.status, referral.outcome),
            "task_status": task.status.value,
            "task_status_reason": task.reason,
            "appointment_at": referral.appointment_at.isoformat() if referral.appointment_at else None,
        },
    }


def _text(number: uuid.UUID | None) -> str | None:
    return str(number) if number else None
