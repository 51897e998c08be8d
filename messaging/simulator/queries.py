"""What the simulator's page shows: its phones and inboxes, one of them, and what is still to come."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from messaging.models import OutgoingMessage, SimulatedText
from messaging.states import NOT_HANDED_OVER
from navigator.db import db

LONGEST_THREAD = 300


@dataclass(frozen=True)
class Device:
    """A phone or an inbox: its address, and the last thing on it (None while something is only planned for it)."""

    address: str
    last: SimulatedText | None = None

    @property
    def is_phone(self) -> bool:
        return "@" not in self.address


@dataclass(frozen=True)
class Shown:
    """One text or e-mail as the device shows it, with the language it was written in ("" when a person wrote it)."""

    at: datetime
    from_person: bool
    subject: str
    body: str
    locale: str


def list_devices() -> list[Device]:
    """Every phone and inbox, the one with the newest message first, those that only wait for one last."""
    newest = select(
        SimulatedText.id,
        func.row_number().over(partition_by=SimulatedText.phone, order_by=SimulatedText.happened_at.desc()).label("place"),
    ).subquery()
    with_texts = db.session.scalars(
        select(SimulatedText)
        .join(newest, newest.c.id == SimulatedText.id)
        .where(newest.c.place == 1)
        .order_by(SimulatedText.happened_at.desc(), SimulatedText.id.desc())
    ).all()
    seen = {text.phone for text in with_texts}
    waiting = db.session.scalars(
        select(OutgoingMessage.to_address)
        .where(OutgoingMessage.state.in_(NOT_HANDED_OVER))
        .distinct()
        .order_by(OutgoingMessage.to_address)
    )
    return [Device(text.phone, text) for text in with_texts] + [Device(to) for to in waiting if to not in seen]


def list_shown(address: str) -> list[Shown]:
    """What is on a phone or in an inbox, oldest first."""
    texts = db.session.scalars(
        select(SimulatedText)
        .where(SimulatedText.phone == address)
        .order_by(SimulatedText.happened_at.desc(), SimulatedText.id.desc())
        .limit(LONGEST_THREAD)
    ).all()
    rows = db.session.execute(
        select(OutgoingMessage.id, OutgoingMessage.locale, OutgoingMessage.cause).where(OutgoingMessage.to_address == address)
    )
    # a text without words in its reader's language goes in English, and its cause says so
    locales = {str(id_): "en" if cause == "in_en" else locale for id_, locale, cause in rows}
    return [Shown(t.happened_at, t.from_person, t.subject, t.body, locales.get(t.client_reference, "")) for t in reversed(texts)]
