"""The one gate between people and the outbox: a text is planned only for somebody who agreed to texts and can get them."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from messaging import opt_outs
from messaging.models import Asks, OutgoingMessage
from messaging.sending import outbox
from navigator.people import queries
from navigator.people.models import Person, Purpose


class WhyNot(StrEnum):
    """What keeps us from texting a person."""

    NO_MOBILE = "no_mobile"
    NO_CONSENT = "no_consent"  # they never agreed to texts, or took it back
    STOPPED = "stopped"  # their number said stop
    CLOSED = "closed"  # we no longer support them


@dataclass(frozen=True)
class NotTexted:
    """No text was planned, and why."""

    reason: WhyNot


def find_obstacle(person: Person) -> WhyNot | None:
    """What keeps us from texting this person now; None when nothing does."""
    if person.closed_at is not None:
        return WhyNot.CLOSED
    if not person.mobile:
        return WhyNot.NO_MOBILE
    if queries.find_consent(person_id=person.id, purpose=Purpose.TEXTS) is None:
        return WhyNot.NO_CONSENT
    if opt_outs.is_stopped(person.mobile):
        return WhyNot.STOPPED
    return None


def text_person(
    *,
    person: Person,
    template: str,
    values: dict[str, Any],
    dedupe_key: str,
    now: datetime,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    about_id: uuid.UUID | None = None,
    asks: Asks | None = None,
    any_hour: bool = False,
) -> OutgoingMessage | NotTexted:
    """Plan a text to `person`, in their language; or the reason why not. The options are those of `outbox.plan_text`.

    Consent decides, not how they like to be contacted: somebody who prefers a call still gets the reminder they agreed to.
    """
    obstacle = find_obstacle(person)
    if obstacle or not person.mobile:
        return NotTexted(obstacle or WhyNot.NO_MOBILE)
    return outbox.plan_text(
        to=outbox.Recipient(person.id, person.mobile, person.language),
        template=template,
        values=values,
        dedupe_key=dedupe_key,
        now=now,
        not_before=not_before,
        expires_at=expires_at,
        about_id=about_id,
        asks=asks,
        any_hour=any_hour,
    )
