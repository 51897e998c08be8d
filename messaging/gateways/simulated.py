"""The simulator's side of things: phones and an inbox that take what we send, and answer through the signed webhook."""

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from messaging.gateways.handover import Parcel
from messaging.models import SimulatedText
from navigator.db import db, new_id
from navigator.times import utc_now

OUR_NUMBER = "+447700900000"  # the number the simulated phones know us by


class SimulatorGateway:
    """Texts to the simulator's phones. Like a provider it writes to a store of its own: in its own transaction."""

    name = "simulator"
    at_once = 1
    stop_link: Callable[[uuid.UUID], str] | None = None

    def send(self, parcel: Parcel) -> str:
        return _arrive(parcel)

    def list_sent(self, *, to: str, body: str, since: datetime, provider: str = "") -> list[str]:
        with Session(db.engine) as session:
            return list(
                session.scalars(
                    select(SimulatedText.sid)
                    .where(
                        SimulatedText.phone == to,
                        SimulatedText.body == body,
                        SimulatedText.from_person.is_(False),
                        SimulatedText.happened_at >= since,
                    )
                    .order_by(SimulatedText.happened_at, SimulatedText.id)
                )
            )


class SimulatorMailer:
    """E-mails to the simulator's inboxes, one for each address; and a line where the demo runs."""

    def send(self, parcel: Parcel) -> None:
        _arrive(parcel)
        print(f"E-mail to {parcel.to}: {parcel.subject}", flush=True)  # noqa: T201 - whoever runs the demo sees it go


def _arrive(parcel: Parcel) -> str:
    sid = f"SM{new_id().hex}"
    with Session(db.engine) as session:
        session.add(
            SimulatedText(
                sid=sid,
                phone=parcel.to,
                from_person=False,
                subject=parcel.subject,
                body=parcel.body,
                happened_at=utc_now(),
                client_reference=str(parcel.id),
            )
        )
        session.commit()
    return sid
