"""Several organisations asked at once, from one summary told once: each with a consent, a wording and a link of its own."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from directory.models import Service
from navigator.people.models import ConsentHow, Person, Staff
from navigator.referrals import operations, texts
from navigator.referrals.models import Referral

MOST = 5


@dataclass(frozen=True)
class Receiver:
    """One of those asked, and the very words the person agreed to for it."""

    service: Service
    wording: str


def refer_together(
    *,
    person: Person,
    receivers: Sequence[Receiver],
    staff: Staff,
    shared_parts: Iterable[str],
    reason: str,
    how: ConsentHow,
    idempotency_key: str,
    now: datetime,
    **more: Any,
) -> list[tuple[Referral, texts.Told]]:
    """Refer `person` to each of `receivers`; all of it happens or none. The one key stands for all of them, each once.

    `more` and what is raised are those of `operations.refer`.
    """
    parts = list(shared_parts)
    together = uuid.uuid5(uuid.NAMESPACE_OID, idempotency_key) if len(receivers) > 1 else None
    return [
        operations.refer(
            person=person,
            service=receiver.service,
            staff=staff,
            shared_parts=parts,
            reason=reason,
            how=how,
            wording=receiver.wording,
            idempotency_key=key_for(idempotency_key, receiver.service.id) if together else idempotency_key,
            together_id=together,
            now=now,
            **more,
        )
        for receiver in receivers
    ]


def key_for(key: str, service_id: uuid.UUID) -> str:
    """The key of one referral of several: made of the form's, so that sending it again gives the same."""
    return f"{uuid.uuid5(uuid.NAMESPACE_OID, key).hex[:31]}.{service_id.hex}"
