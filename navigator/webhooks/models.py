"""The addresses that are told, and every event that is told to each, until it arrives or a day is over."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.db import Base, Id, by_value


class DeliveryState(StrEnum):
    WAITING = "waiting"  # to be sent at `next_at`; with none, until its address goes on
    DELIVERED = "delivered"
    FAILED = "failed"  # not taken for a day


class WebhookAddress(Base):
    """Where a locality's referrals are told to. Its secret stands here, because every call is signed with it."""

    __tablename__ = "webhook_addresses"

    id: Mapped[Id]
    locality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("localities.id"), index=True)
    url: Mapped[str] = mapped_column(String(500))
    label: Mapped[str] = mapped_column(String(80))
    secret: Mapped[str] = mapped_column(String(80))
    old_secret: Mapped[str] = mapped_column(String(80), default="")  # signs beside the new one until `old_until`
    old_until: Mapped[datetime | None] = mapped_column(default=None)
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    failing_since: Mapped[datetime | None] = mapped_column(default=None)
    stopped_at: Mapped[datetime | None] = mapped_column(default=None)  # by itself, after failing for long
    ended_at: Mapped[datetime | None] = mapped_column(default=None)  # by somebody

    def secrets_at(self, now: datetime) -> list[str]:
        """What a call is signed with: while a secret is being changed, both."""
        both = self.old_secret and self.old_until is not None and now < self.old_until
        return [self.secret, self.old_secret] if both else [self.secret]


class WebhookDelivery(Base):
    """One event for one address. `event_id` is the same for all addresses and all tries."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("address_id", "event_id"),
        Index(None, "state", "next_at"),
        Index(None, "address_id", "made_at"),
    )

    id: Mapped[Id]
    address_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("webhook_addresses.id"))
    event_id: Mapped[uuid.UUID]
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    body: Mapped[str] = mapped_column(Text)  # as it is signed and sent, to the byte
    state: Mapped[DeliveryState] = mapped_column(by_value(DeliveryState), default=DeliveryState.WAITING)
    made_at: Mapped[datetime]
    next_at: Mapped[datetime | None] = mapped_column(default=None)
    give_up_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None] = mapped_column(default=None)
    answered: Mapped[str] = mapped_column(String(40), default="")  # the last answer: "204", "timeout", "inside"

    address: Mapped[WebhookAddress] = relationship()
