"""Gateways that remember what they were given and misbehave when told to; and texts to give them."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from messaging.gateways.handover import Gateway, Parcel
from messaging.models import OutgoingMessage
from messaging.sending import delivery, outbox
from navigator.db import db

MOBILE = "+447700900123"
AMINA = uuid.UUID("01890000-0000-7000-8000-000000000001")


@dataclass
class RecordingGateway:
    """Takes every text. `raises` is called before it is taken, `raises_after` afterwards: either may raise.

    It fails the test when a database transaction is open during the call.
    """

    raises: Callable[[Parcel], None] = lambda parcel: None
    raises_after: Callable[[Parcel], None] = lambda parcel: None
    cannot_be_asked: Exception | None = None
    at_once: int = 1
    taken: list[Parcel] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)  # the provider's, in the order of `taken`
    asked: int = 0
    name: str = "recording"
    stop_link: Callable[[uuid.UUID], str] | None = None

    def send(self, parcel: Parcel) -> str:
        assert not db.session().in_transaction(), "a transaction is open while the provider is called"
        self.raises(parcel)
        self.taken.append(parcel)
        self.ids.append(f"SM{uuid.uuid4().hex}")
        self.raises_after(parcel)
        return self.ids[-1]

    def list_sent(self, *, to: str, body: str, since: datetime, provider: str = "") -> list[str]:
        assert not db.session().in_transaction(), "a transaction is open while the provider is asked"
        self.asked += 1
        if self.cannot_be_asked:
            raise self.cannot_be_asked
        return [sid for sid, text in zip(self.ids, self.taken, strict=True) if (text.to, text.body) == (to, body)]

    @property
    def bodies(self) -> list[str]:
        return [parcel.body for parcel in self.taken]


@dataclass
class RecordingMailer:
    raises: Callable[[Parcel], None] = lambda parcel: None
    taken: list[Parcel] = field(default_factory=list)

    def send(self, parcel: Parcel) -> None:
        assert not db.session().in_transaction(), "a transaction is open while the mail server is called"
        self.raises(parcel)
        self.taken.append(parcel)


def plan(template: str = "thanks_no", *, now: datetime, key: str = "", address: str = MOBILE, **details: Any) -> OutgoingMessage:
    """A planned text to Amina, committed. `details` are those of `outbox.plan_text`, and `locale`."""
    values = details.pop("values", {"navigator_name": "Ben"} if template.startswith("thanks") else {})
    message = outbox.plan_text(
        to=outbox.Recipient(id=details.pop("recipient_id", AMINA), address=address, locale=details.pop("locale", "en")),
        template=template,
        values=values,
        dedupe_key=key or str(uuid.uuid4()),
        now=now,
        **details,
    )
    db.session.commit()
    return message


def deliver(gateway: Gateway, now: datetime, *, holder: str = "worker", mailer: RecordingMailer | None = None) -> bool:
    return delivery.deliver_one(gateway=gateway, mailer=mailer or RecordingMailer(), now=now, holder=holder)


def deliver_all(gateway: Gateway, now: datetime) -> int:
    done = 0
    while deliver(gateway, now):
        done += 1
        assert done < 100, "the same message comes round and round"
    return done


def deliver_for_an_hour(gateway: RecordingGateway, start: datetime) -> int:
    """As `deliver_all`, minute by minute: texts to one number for one purpose leave a minute apart."""
    return sum(deliver_all(gateway, start + timedelta(minutes=minute)) for minute in range(60))
